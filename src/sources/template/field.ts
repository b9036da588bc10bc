import {ExecutionProblem} from './budget.js'
import {MISSING, typeName, type Value} from './value.js'

/**
 * One step of `.A.B`: a field of a struct, a key of a map.
 *
 * @param isStrict an absent key is a failure instead of `<no value>`
 * @throws ExecutionProblem
 */
export function fieldOf(receiver: Value, name: string, at: number, isStrict: boolean): Value {
  switch (receiver.kind) {
    case 'missing':
      if (isStrict) throw new ExecutionProblem(at, `nil data; no entry for key ${JSON.stringify(name)}`)
      return MISSING
    case 'nil':
      throw new ExecutionProblem(at, `nil pointer evaluating interface {}.${name}`)
    case 'pointer':
      if (receiver.to === undefined) {
        throw new ExecutionProblem(at, `nil pointer evaluating ${typeName(receiver)}.${name}`)
      }
      return fieldOf(receiver.to, name, at, isStrict)
    case 'map': {
      const value = receiver.get(name)
      if (value === undefined && isStrict) {
        throw new ExecutionProblem(at, `map has no entry for key ${JSON.stringify(name)}`)
      }
      return value ?? MISSING
    }
    case 'struct': {
      const value = receiver.get(name)
      if (value !== undefined) return value
      throw new ExecutionProblem(at, `can't evaluate field ${name} in type ${receiver.type}`)
    }
    default:
      throw new ExecutionProblem(at, `can't evaluate field ${name} in type ${typeName(receiver)}`)
  }
}
