import {compareBytes} from '../../dns/target.js'
import {bool, int, type MapValue, NIL, text, type Value} from './value.js'

export type JsonObject = Readonly<Record<string, unknown>>

/** Whole numbers are floats in `fromJson` and integers in Kubernetes objects. */
type Numbers = 'float' | 'int'

export function isJsonObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** Parsed JSON as Go's `interface{}` holds it; objects are read only when somebody looks into them. */
export function fromParsedJson(json: unknown, numbers: Numbers): Value {
  if (typeof json === 'string') return text(json)
  if (typeof json === 'boolean') return bool(json)
  if (typeof json === 'number') return fromNumber(json, numbers)
  if (Array.isArray(json)) return {kind: 'list', items: json.map((item) => fromParsedJson(item, numbers))}
  return isJsonObject(json) ? jsonMap(json, (value) => fromParsedJson(value, numbers)) : NIL
}

/** A map over the keys of a JSON object, its values made by `convert` when asked for. */
export function jsonMap(json: JsonObject, convert: (value: unknown) => Value, holdsStrings = false): MapValue {
  return {
    kind: 'map',
    keys: Object.keys(json).sort(compareBytes),
    holdsStrings,
    get: (key) => (Object.hasOwn(json, key) ? convert(json[key]) : undefined),
  }
}

/** The string values of a JSON object, such as labels. */
export function stringMap(json: unknown): MapValue {
  const entries = Object.entries(isJsonObject(json) ? json : {}).filter(([, value]) => typeof value === 'string')
  return jsonMap(Object.fromEntries(entries), (value) => fromParsedJson(value, 'int'), true)
}

function fromNumber(json: number, numbers: Numbers): Value {
  return numbers === 'int' && Number.isSafeInteger(json) ? int(json) : {kind: 'float', value: json}
}
