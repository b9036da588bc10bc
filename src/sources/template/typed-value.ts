import {fieldAt} from '../object/object-field.js'
import {generalValue, isJsonObject, type JsonObject, jsonMap, stringMap} from './general-value.js'
import {STRUCTS} from './known-types.js'
import {int, type StructValue, text, type Value} from './value.js'

const LIST = '[]'
const MAP = 'map[string]'

/** Types with a text of their own, which is this for the zero value. */
const PRINTED = new Map<string, string | number>([
  ['v1.Time', '0001-01-01 00:00:00 +0000 UTC'],
  ['resource.Quantity', '0'],
  ['intstr.IntOrString', 0],
])

/**
 * The value of a field: Go's zero value when the JSON lacks it, the JSON itself when it has another type.
 *
 * @param type in Go's notation, as `[]v1.ServicePort`; a name that is not described is a string type.
 */
function typedValue(type: string, json: unknown): Value {
  if (type.startsWith('*')) {
    const isNil = json === undefined || json === null
    const to = type.slice(1)
    return {kind: 'pointer', type: to, to: isNil ? undefined : typedValue(to, json)}
  }
  if (type.startsWith(LIST)) {
    const items = json ?? []
    if (!Array.isArray(items)) return generalValue(json)
    return {kind: 'list', items: items.map((item) => typedValue(type.slice(LIST.length), item))}
  }
  if (type === 'map[string]string') return stringMap(json)
  const zero = PRINTED.get(type)
  if (zero !== undefined) return printedValue(type, json ?? zero)
  if (type.startsWith(MAP) || STRUCTS.has(type)) {
    const object = json ?? {}
    if (!isJsonObject(object)) return generalValue(json)
    return type.startsWith(MAP)
      ? jsonMap(object, (value) => typedValue(type.slice(MAP.length), value))
      : structValue(type, object)
  }
  if (type === 'any') return generalValue(json)
  if (type === 'int') return generalValue(json ?? 0)
  if (type === 'bool') return generalValue(json ?? false)
  const value = json ?? ''
  return typeof value === 'string' && type !== 'string' ? {kind: 'string', value, type} : generalValue(value)
}

/** A struct over a JSON object. Fields are converted when they are read. */
export function structValue(type: string, json: JsonObject): StructValue {
  const fields = STRUCTS.get(type)
  return {
    kind: 'struct',
    type,
    text: undefined,
    fields: [...(fields?.keys() ?? [])],
    get: (name) => {
      const field = fields?.get(name)
      return field && typedValue(field.type, fieldAt(json, field.key))
    },
  }
}

/** Times, quantities and ports: their printed text, and what Go keeps of a port. */
function printedValue(type: string, json: unknown): Value {
  const shown = type === 'v1.Time' ? goTime(String(json)) : String(json)
  const isText = typeof json === 'string'
  const number = isText ? int(0) : generalValue(json)
  const port = {Type: int(isText ? 1 : 0), IntVal: number, IntValue: number, StrVal: text(isText ? json : '')}
  const own = new Map<string, Value>(Object.entries(type === 'intstr.IntOrString' ? port : {}))
  // Quantities are elements of maps, on which Go finds no method of the pointer.
  if (type !== 'resource.Quantity') own.set('String', text(shown))
  return {kind: 'struct', type, text: shown, fields: [], get: (name) => own.get(name)}
}

/** `2026-01-02T03:04:05Z` as Go prints it in UTC. */
function goTime(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z$/, '$1 $2 +0000 UTC')
}
