import type {KubeObject} from '../../kubernetes/objects.js'

const isText = (value: unknown) => typeof value === 'string'
const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (is: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(is)
const isMaps = listOf(isMap)

/** What a field of each name is in every kind of which a source reads it. */
const SHAPES: readonly (readonly [what: string, is: (value: unknown) => boolean, names: string])[] = [
  ['text', isText, 'host hostname fqdn dnsName recordType externalName clusterIP ip type'],
  ['a map', isMap, '.spec .status loadBalancer virtualhost'],
  ['a map or a list of maps', (value) => isMaps([value].flat()), 'tls'],
  ['text or a list of maps', (value) => isText(value) || isMaps(value), 'match'],
  ['a list of texts', listOf(isText), 'hosts hostnames targets externalIPs'],
  ['a list of maps', isMaps, 'rules endpoints ingress listeners servers routes parentRefs virtualHosts addresses'],
]
const SHAPE_OF = new Map(SHAPES.flatMap(([what, is, names]) => names.split(' ').map((name) => [name, {what, is}])))

/** Maps whose keys are data. */
const FREE = /(?:selector|labels|annotations|headers)$/i
/** `status.loadBalancer.ingress[0].ip` has five. */
const MOST_LEVELS = 5

/** A field of another type than it always has; read as absent, it would make the hosts of its object unwanted. */
export function misshapenField({spec, status}: KubeObject) {
  return misshapenIn({'.spec': spec, '.status': status}, '', 1)
}

function misshapenIn(value: object, path: string, level: number): {field: string; problem: string} | undefined {
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined || child === null || FREE.test(key)) continue
    const field = Array.isArray(value) ? `${path}[${key}]` : level === 1 ? key.slice(1) : `${path}.${key}`
    const shape = SHAPE_OF.get(key)
    if (shape?.is(child) === false) return {field, problem: `it is not ${shape.what}`}
    const found = typeof child === 'object' && level < MOST_LEVELS ? misshapenIn(child, field, level + 1) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
