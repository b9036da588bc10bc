import {ExecutionProblem} from './budget.js'
import {
  FunctionProblem,
  follow,
  int,
  isAbsent,
  type MapValue,
  MISSING,
  NIL,
  text,
  typeName,
  type Value,
} from './value.js'

/** `index x i j`: x[i][j]. An absent key of a string map is the empty string, of another map nil. */
export function elementAt(collection: Value, indexes: readonly Value[]): Value {
  let value = collection
  if (isAbsent(value)) throw new FunctionProblem('index of untyped nil')
  for (const index of indexes) {
    value = follow(value)
    switch (value.kind) {
      case 'list':
        value = value.items[position(index, value.items.length - 1)] ?? MISSING
        break
      case 'map':
        value = entryOf(value, index)
        break
      case 'string':
        value = byteOf(value.value, index)
        break
      case 'nil':
      case 'pointer':
        throw new FunctionProblem('index of nil pointer')
      default:
        throw new FunctionProblem(`can't index item of type ${typeName(value)}`)
    }
  }
  return value
}

/** `slice x i j`: x[i:j], in bytes for a string. */
export function sliceOf(collection: Value, indexes: readonly Value[]): Value {
  const value = follow(collection)
  if (indexes.length > 3) throw new FunctionProblem(`too many slice indexes: ${indexes.length}`)
  if (value.kind === 'string') {
    if (indexes.length === 3) throw new FunctionProblem('cannot 3-index slice a string')
    const bytes = new TextEncoder().encode(value.value)
    const [start, end] = bounds(indexes, bytes.length)
    return text(new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes.slice(start, end)))
  }
  if (value.kind === 'list') {
    const [start, end] = bounds(indexes, value.items.length)
    return {kind: 'list', items: value.items.slice(start, end)}
  }
  if (isAbsent(value)) throw new FunctionProblem('slice of untyped nil')
  throw new FunctionProblem(`can't slice item of type ${typeName(value)}`)
}

/** `len x`: bytes of a string, elements of the others. */
export function lengthOf(collection: Value): Value {
  const value = follow(collection)
  switch (value.kind) {
    case 'string':
      return int(new TextEncoder().encode(value.value).length)
    case 'list':
      return int(value.items.length)
    case 'map':
      return int(value.keys.length)
    case 'pointer':
      throw new FunctionProblem('len of nil pointer')
    default:
      throw new FunctionProblem(`len of type ${typeName(value)}`)
  }
}

function byteOf(value: string, index: Value): Value {
  const bytes = new TextEncoder().encode(value)
  return int(bytes[position(index, bytes.length - 1)] ?? 0)
}

function entryOf(map: MapValue, key: Value): Value {
  if (isAbsent(key)) throw new FunctionProblem('value is nil; should be of type string')
  if (key.kind !== 'string' || key.type !== undefined) {
    throw new FunctionProblem(`value has type ${typeName(key)}; should be string`)
  }
  return map.get(key.value) ?? (map.holdsStrings ? text('') : NIL)
}

function bounds(indexes: readonly Value[], length: number): readonly [number, number] {
  const positions = indexes.map((index) => position(index, length))
  const [start = 0, end = length, capacity = length] = positions
  if (start > end) throw new FunctionProblem(`invalid slice index: ${start} > ${end}`)
  if (end > capacity) throw new FunctionProblem(`invalid slice index: ${end} > ${capacity}`)
  return [start, end]
}

function position(index: Value, last: number): number {
  if (isAbsent(index)) throw new FunctionProblem('cannot index slice/array with nil')
  if (index.kind !== 'int') throw new FunctionProblem(`cannot index slice/array with type ${typeName(index)}`)
  if (index.value < 0n || index.value > BigInt(last)) throw new FunctionProblem(`index out of range: ${index.value}`)
  return Number(index.value)
}

/** One step of `.A.B`. @param isStrict an absent key is a failure instead of `<no value>` @throws ExecutionProblem */
export function fieldOf(receiver: Value, name: string, at: number, isStrict: boolean): Value {
  const value = follow(receiver)
  const field = value.kind === 'map' || value.kind === 'struct' ? value.get(name) : undefined
  if (field !== undefined) return field
  switch (value.kind) {
    case 'missing':
    case 'map': {
      if (!isStrict) return MISSING
      const lacking = value.kind === 'map' ? 'map has' : 'nil data;'
      throw new ExecutionProblem(at, `${lacking} no entry for key ${JSON.stringify(name)}`)
    }
    case 'nil':
      throw new ExecutionProblem(at, `nil pointer evaluating interface {}.${name}`)
    case 'pointer':
      throw new ExecutionProblem(at, `nil pointer evaluating ${typeName(value)}.${name}`)
    default:
      throw new ExecutionProblem(at, `can't evaluate field ${name} in type ${typeName(value)}`)
  }
}
