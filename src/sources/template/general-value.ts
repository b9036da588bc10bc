import {compareBytes} from '../../dns/target.js'
import {bool, int, type MapValue, NIL, text, type Value} from './value.js'

/** A part whose Go type is not described here: keys also have their Go names, and a missing field reads as missing. */
export function generalValue(json: unknown): Value {
  if (Array.isArray(json)) return {kind: 'list', items: json.map(generalValue)}
  if (!isJsonObject(json)) return json === undefined ? NIL : fromParsedJson(json, 'int')
  const values = Object.values(json)
  const holdsStrings = values.length > 0 && values.every((value) => typeof value === 'string')
  return withGoNames(jsonMap(json, generalValue, holdsStrings))
}

/** The JSON as it is, and each key of the first level once more by its Go name, which `len` and `range` see too. */
export function jsonWithGoNames(json: JsonObject): MapValue {
  const aliases = Object.entries(json).map(([key, value]) => [goName(key), value])
  return jsonMap({...Object.fromEntries(aliases), ...json}, (value) => fromParsedJson(value, 'int'))
}

function withGoNames(map: MapValue): MapValue {
  return {
    ...map,
    get: (name) => {
      const value = map.get(name)
      if (value !== undefined) return value
      const key = map.keys.find((known) => goName(known) === name || titleCase(known) === name)
      return key === undefined ? undefined : map.get(key)
    },
  }
}

/** Initialisms that Go writes in capitals. */
const INITIALISMS: ReadonlySet<string> = new Set(
  (
    'acl api arn ca cidr cpu crd db dns http https id ip json jwk jwt os pem rbac sql ssl tcp tls ttl udp uid uuid uri ' +
    'url vm xml yaml'
  ).split(' '),
)

/** Keys in which Kubernetes capitalises an initialism that the list does not have. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['fsGroup', 'FSGroup'],
  ['grpc', 'GRPC'],
  ['qosClass', 'QOSClass'],
  ['tty', 'TTY'],
])

/** The Go field that Kubernetes gives a JSON key: `clusterIP` → `ClusterIP`, `dnsName` → `DNSName`, `tls` → `TLS`. */
export function goName(jsonKey: string): string {
  const exception = EXCEPTIONS.get(jsonKey)
  if (exception !== undefined) return exception
  const word = /^[a-z]+/.exec(jsonKey)?.[0] ?? ''
  return INITIALISMS.has(word) ? word.toUpperCase() + jsonKey.slice(word.length) : titleCase(jsonKey)
}

/** The first letter in upper case: what protobuf (Istio, Gloo) does, `http` → `Http`. */
function titleCase(jsonKey: string): string {
  return jsonKey.slice(0, 1).toUpperCase() + jsonKey.slice(1)
}

export type JsonObject = Readonly<Record<string, unknown>>

/** Numbers are floats in `fromJson`; whole numbers are integers in Kubernetes objects. */
type Numbers = 'float' | 'int'

export function isJsonObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** Parsed JSON as Go's `interface{}` holds it. Objects are converted only when they are read. */
export function fromParsedJson(json: unknown, numbers: Numbers): Value {
  if (typeof json === 'string') return text(json)
  if (typeof json === 'boolean') return bool(json)
  if (typeof json === 'number') return fromNumber(json, numbers)
  if (Array.isArray(json)) return {kind: 'list', items: json.map((item) => fromParsedJson(item, numbers))}
  return isJsonObject(json) ? jsonMap(json, (value) => fromParsedJson(value, numbers)) : NIL
}

/** A map over the keys of a JSON object, whose values `convert` makes when they are read. */
export function jsonMap(json: JsonObject, convert: (value: unknown) => Value, holdsStrings = false): MapValue {
  return {
    kind: 'map',
    keys: Object.keys(json).sort(compareBytes),
    holdsStrings,
    get: (key) => (Object.hasOwn(json, key) ? convert(json[key]) : undefined),
  }
}

export function stringMap(json: unknown): MapValue {
  const entries = Object.entries(isJsonObject(json) ? json : {}).filter(([, value]) => typeof value === 'string')
  return jsonMap(Object.fromEntries(entries), (value) => fromParsedJson(value, 'int'), true)
}

function fromNumber(json: number, numbers: Numbers): Value {
  return numbers === 'int' && Number.isSafeInteger(json) ? int(json) : {kind: 'float', value: json}
}
