import {compareBytes} from '../../dns/target.js'
import {PLAIN} from './number-format.js'
import {formatValue} from './print.js'
import {FunctionProblem} from './template-function.js'
import {typeName, type Value} from './value.js'

/** True when the first value equals one of the others; Go compares only values of one basic kind, or with nil. */
export function equals(value: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new FunctionProblem('missing argument for comparison')
  return others.some((other) => equalsOne(value, other))
}

/** `<`, for whole numbers, floats and strings of the same kind. */
export function isLess(a: Value, b: Value): boolean {
  if (!isBasic(a) || !isBasic(b) || a.kind === 'bool' || b.kind === 'bool') {
    if (isBasic(a) && isBasic(b) && a.kind !== b.kind) throw incompatible(a, b)
    throw new FunctionProblem('invalid type for comparison')
  }
  if (a.kind === 'string' && b.kind === 'string') return compareBytes(a.value, b.value) < 0
  if (a.kind === b.kind) return a.value < b.value
  throw incompatible(a, b)
}

function equalsOne(a: Value, b: Value): boolean {
  if (isBasic(a) && isBasic(b)) {
    if (a.kind !== b.kind) throw incompatible(a, b)
    return a.value === b.value
  }
  if (isAbsent(a) || isAbsent(b)) return isNil(a) && isNil(b)
  if (isBasic(a) || isBasic(b)) throw incompatible(a, b)
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b)
  throw new FunctionProblem(`non-comparable type ${formatValue(a, 'v', PLAIN)}: ${typeName(a)}`)
}

type Basic = Extract<Value, {kind: 'bool' | 'float' | 'int' | 'string'}>

function isBasic(value: Value): value is Basic {
  return value.kind === 'bool' || value.kind === 'float' || value.kind === 'int' || value.kind === 'string'
}

function isAbsent(value: Value): boolean {
  return value.kind === 'nil' || value.kind === 'missing'
}

/** Empty lists and maps count as nil: an absent field of a Kubernetes object is Go's nil slice. */
function isNil(value: Value): boolean {
  if (value.kind === 'list') return value.items.length === 0
  if (value.kind === 'map') return value.keys.length === 0
  return isAbsent(value) || (value.kind === 'pointer' && value.to === undefined)
}

function incompatible(a: Value, b: Value): FunctionProblem {
  return new FunctionProblem(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`)
}
