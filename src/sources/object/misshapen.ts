import type {KubeObject} from '../../kubernetes/objects.js'

interface Shape {
  readonly what: string
  readonly is: (value: unknown) => boolean
  /** Of the map, or of each map of the list. */
  readonly fields: readonly (readonly [name: string, shape: Shape])[]
}

type Fields = Readonly<Record<string, Shape>>

const isText = (value: unknown) => typeof value === 'string'
const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isListOf = (is: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(is)

function shapeOf(what: string, is: Shape['is'], fields: Fields = {}): Shape {
  return {what, is, fields: Object.entries(fields)}
}

const isMaps = isListOf(isMap)
const text = shapeOf('text', isText)
const texts = shapeOf('a list of texts', isListOf(isText))
const map = (fields?: Fields) => shapeOf('a map', isMap, fields)
const maps = (fields?: Fields) => shapeOf('a list of maps', isMaps, fields)
const mapOrMaps = (fields: Fields) =>
  shapeOf('a map or a list of maps', (value) => isMap(value) || isMaps(value), fields)

/** What sources read, where it has one shape in every kind that has it. */
const SHAPE = map({
  spec: map({
    host: text,
    hostname: text,
    hosts: texts,
    hostnames: texts,
    externalName: text,
    clusterIP: text,
    type: text,
    externalIPs: texts,
    virtualhost: map({fqdn: text}),
    rules: maps({host: text}),
    routes: maps({match: text}),
    tls: mapOrMaps({hosts: texts}),
    listeners: maps({hostname: text}),
    parentRefs: maps(),
    servers: maps({hosts: texts}),
    endpoints: maps({dnsName: text, recordType: text, targets: texts}),
    addresses: maps(),
  }),
  status: map({
    loadBalancer: map({ingress: maps({ip: text, hostname: text})}),
    ingress: maps({host: text}),
    addresses: maps(),
  }),
})

/** A field of another type than it always has; read as absent, it would make the hosts of its object unwanted. */
export function misshapenField({spec, status}: KubeObject): Misshapen | undefined {
  const found = misshapenIn({spec, status}, SHAPE)
  return found && {...found, field: found.field.slice(1)}
}

interface Misshapen {
  readonly field: string
  readonly problem: string
}

/** @returns the field as it continues the path of the value: `.rules[0].host` */
function misshapenIn(value: unknown, {what, is, fields}: Shape): Misshapen | undefined {
  if (value === undefined || value === null) return undefined
  if (!is(value)) return {field: '', problem: `it is not ${what}`}
  const isList = Array.isArray(value)
  const parts = isList ? value : [value]
  for (const [name, shape] of fields) {
    for (let index = 0; index < parts.length; index += 1) {
      const found = misshapenIn(parts[index][name], shape)
      if (found !== undefined) return {...found, field: `${isList ? `[${index}]` : ''}.${name}${found.field}`}
    }
  }
  return undefined
}
