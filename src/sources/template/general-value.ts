import {goName, titleCase} from './go-name.js'
import {fromParsedJson, isJsonObject, type JsonObject, jsonMap} from './json-value.js'
import {type MapValue, NIL, type Value} from './value.js'

/**
 * Part of an object whose Go type is not written down here: objects are maps that also answer to the Go names of their
 * keys. An absent field cannot be told from one that does not exist, so it reads as nothing instead of failing.
 */
export function generalValue(json: unknown): Value {
  if (Array.isArray(json)) return {kind: 'list', items: json.map(generalValue)}
  if (!isJsonObject(json)) return json === undefined ? NIL : fromParsedJson(json, 'int')
  const values = Object.values(json)
  const holdsStrings = values.length > 0 && values.every((value) => typeof value === 'string')
  return withGoNames(jsonMap(json, generalValue, holdsStrings), [goName, titleCase])
}

/** The JSON itself, of which only the first level answers to Go names. */
export function jsonWithGoNames(json: JsonObject): MapValue {
  return withGoNames(
    jsonMap(json, (value) => fromParsedJson(value, 'int')),
    [goName],
  )
}

function withGoNames(map: MapValue, spellings: readonly ((jsonKey: string) => string)[]): MapValue {
  return {
    ...map,
    get: (name) => {
      const value = map.get(name)
      if (value !== undefined) return value
      const key = map.keys.find((known) => spellings.some((spell) => spell(known) === name))
      return key === undefined ? undefined : map.get(key)
    },
  }
}
