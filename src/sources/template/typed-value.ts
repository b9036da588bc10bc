import type {FieldType, StructType} from './field-type.js'
import {generalValue, isJsonObject, type JsonObject, jsonMap, stringMap} from './general-value.js'
import {bool, int, type StructValue, text, type Value} from './value.js'

/** The value of a field: Go's zero value when the JSON lacks it, the JSON itself when it has another type. */
function typedValue(type: FieldType, json: unknown): Value {
  const isAbsent = json === undefined || json === null
  switch (type.kind) {
    case 'string':
      return isAbsent || typeof json === 'string' ? stringValue(json ?? '', type.type) : generalValue(json)
    case 'bool':
      return isAbsent || typeof json === 'boolean' ? bool(json === true) : generalValue(json)
    case 'int':
      return isAbsent ? int(0) : generalValue(json)
    case 'labels':
      return stringMap(json)
    case 'list': {
      const items = isAbsent ? [] : json
      if (!Array.isArray(items)) return generalValue(json)
      return {kind: 'list', items: items.map((item) => typedValue(type.of, item))}
    }
    case 'map':
      if (!isAbsent && !isJsonObject(json)) return generalValue(json)
      return jsonMap(isAbsent ? {} : json, (value) => typedValue(type.of, value))
    case 'pointer':
      return {kind: 'pointer', type: type.type, to: isAbsent ? undefined : typedValue(type.to, json)}
    case 'struct':
      return isAbsent || isJsonObject(json) ? structValue(type, isAbsent ? {} : json) : generalValue(json)
    case 'printed':
      return printedValue(type.type, isAbsent ? type.absent : json)
    case 'any':
      return generalValue(json)
  }
}

/** A struct over a JSON object. Fields are converted when they are read. */
export function structValue(type: StructType, json: JsonObject): StructValue {
  return {
    kind: 'struct',
    type: type.type,
    text: undefined,
    fields: [...type.fields.keys()],
    get: (name) => {
      const field = type.fields.get(name)
      return field === undefined ? undefined : typedValue(field.type, jsonAt(json, field.key))
    },
  }
}

function jsonAt(json: JsonObject, key: string): unknown {
  return Object.hasOwn(json, key) ? json[key] : undefined
}

function stringValue(value: string, type: string | undefined): Value {
  return type === undefined ? text(value) : {kind: 'string', value, type}
}

/** Times, quantities and ports: their printed text, and for a port the two fields that Go keeps. */
function printedValue(type: string, json: unknown): Value {
  const halves: Readonly<Record<string, Value>> =
    type === 'intstr.IntOrString'
      ? {
          IntVal: typeof json === 'number' ? generalValue(json) : int(0),
          StrVal: typeof json === 'string' ? text(json) : text(''),
        }
      : {}
  return {
    kind: 'struct',
    type,
    text: type === 'v1.Time' ? goTime(String(json)) : String(json),
    fields: Object.keys(halves),
    get: (name) => (Object.hasOwn(halves, name) ? halves[name] : undefined),
  }
}

/** `2026-01-02T03:04:05Z` as Go prints it in UTC. */
function goTime(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z$/, '$1 $2 +0000 UTC')
}
