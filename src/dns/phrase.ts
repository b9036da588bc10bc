import type {Origin} from './endpoint.js'
import type {Zone} from './zone.js'

/** `1 object`, `214 objects`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`
}

/** The first `most`, and how many more there are: `a, b, and 3 more`. */
export function firstOf(texts: readonly string[], most: number): string {
  const rest = texts.length - most
  return [...texts.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ')
}

/** The phrases of a list that says nothing where its condition is false. */
export function phrases(...all: readonly (string | false | undefined)[]): readonly string[] {
  return all.filter((phrase) => typeof phrase === 'string')
}

/** A phrase as a sentence; one that asks ends as it is. */
export function sentence(phrase: string): string {
  return phrase.endsWith('?') ? phrase : `${phrase}.`
}

/** One decimal, none for whole numbers: `0.5 %`, `10 %`. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return part === 0 ? '0 %' : '100 %'
  const tenths = Math.round((part * 1000) / whole)
  if (tenths === 0 && part > 0) return '< 0.1 %'
  return `${tenths / 10} %`
}

/** A TTL in words; only whole hours and minutes, so that nothing is rounded. */
export function duration(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} min`
  return `${seconds} s`
}

/** `Ingress shop/api`; without a namespace `Node worker-1`; where there are several clusters `Ingress shop/api (prod-eks)`. */
export function objectText({kind, namespace, name, cluster}: Origin): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}${cluster === undefined ? '' : ` (${cluster})`}`
}

/** As `objectText`, with the field that names the host. */
export function fieldText(origin: Origin): string {
  return `${objectText(origin)} ${origin.field}`.trim()
}

export function visibility(zone: Zone): 'public' | 'private' {
  return zone.isPrivate ? 'private' : 'public'
}

/** The zone's name, with its kind or id when another zone in `all` has the same name. */
export function zoneText(zone: Zone, all: readonly Zone[]): string {
  const twins = all.filter((other) => other.name === zone.name && other.id !== zone.id)
  if (twins.length === 0) return zone.name
  const isTold = twins.every((twin) => twin.isPrivate !== zone.isPrivate)
  return `${zone.name} (${isTold ? visibility(zone) : zone.id})`
}

const KINDS =
  'Gateway GRPCRoute Host HTTPProxy HTTPRoute Ingress IngressRoute IngressRouteTCP IngressRouteUDP Node Pod Proxy Route RouteGroup Service TCPIngress TCPRoute TLSRoute TransportServer UDPRoute VirtualServer VirtualService'.split(
    ' ',
  )

/** The label `resource` of an ownership text as `objectText` writes its object: `ingress/shop/api` as `Ingress shop/api`. */
export function resourceText(resource: string): string {
  const [word = '', ...path] = resource.split('/')
  const kind = word === 'crd' ? 'DNSEndpoint' : (KINDS.find((one) => one.toLowerCase() === word) ?? word)
  return path.length === 0 ? resource : `${kind} ${path.join('/')}`
}
