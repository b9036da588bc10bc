import {trimDot} from '../../dns/dns-name.js'
import type {Property} from '../../dns/endpoint.js'
import {parseGoDuration} from '../../dns/go-duration.js'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import {compareText, MAX_TTL_SECONDS} from '../../dns/record-set.js'
import {suggestFor} from '../../errors/suggestion.js'
import type {KubeObject} from '../../kubernetes/objects.js'
import type {SourceSettings} from '../source-settings.js'
import {EVERYTHING, mentionsKey, type Selector} from './selector.js'

/** The default prefixes of external-dns: since v0.22, and before. */
export const LEGACY_PREFIX = 'external-dns.alpha.kubernetes.io/'
export const DEFAULT_PREFIXES = ['external-dns.kubernetes.io/', LEGACY_PREFIX] as const

interface Annotation {
  readonly key: string
  readonly value: string
}

/** The annotations of one object under the configured prefixes, by key without prefix (`hostname`, `aws-weight`). */
export interface Annotations {
  readonly byName: ReadonlyMap<string, Annotation>
  /** One sentence for each key that has different values under two prefixes, or is unknown. */
  readonly oddities: readonly string[]
}

/** Sorted by name; an earlier prefix wins. @param filter `--annotation-filter`: its keys are known, under any prefix. */
export function readAnnotations(
  object: KubeObject,
  prefixes: readonly string[],
  filter: Selector = EVERYTHING,
): Annotations {
  const byName = new Map<string, Annotation>()
  const oddities: string[] = []
  const entries = Object.entries(object.metadata.annotations).sort(([a], [b]) => compareText(a, b))
  for (const prefix of prefixes) {
    for (const [key, value] of entries) {
      if (!key.startsWith(prefix)) continue
      const name = key.slice(prefix.length)
      const isFiltered = prefixes.some((one) => mentionsKey(filter, `${one}${name}`))
      if (!isKnown(name) && !isFiltered) oddities.push(...unknownText(name, prefix))
      const winner = byName.get(name)
      if (winner === undefined) byName.set(name, {key, value})
      else if (winner.value !== value) {
        oddities.push(`${key}=${value} is not used: ${winner.key}=${winner.value} wins over it`)
      }
    }
  }
  const isSorted = byName.size < 2 || prefixes.length < 2
  return {byName: isSorted ? byName : new Map([...byName].sort(([a], [b]) => compareText(a, b))), oddities}
}

/** The object as filters and templates see it under `--enable-legacy-annotation-prefix`: no key that exists is replaced. */
export function withLegacyCopies(
  object: KubeObject,
  {copiesLegacyAnnotations, annotationPrefixes: [prefix = '']}: SourceSettings,
): KubeObject {
  if (!copiesLegacyAnnotations) return object
  const {metadata} = object
  const copies = Object.entries(metadata.annotations).flatMap(([key, value]) =>
    key.startsWith(LEGACY_PREFIX) ? [[`${prefix}${key.slice(LEGACY_PREFIX.length)}`, value]] : [],
  )
  return {...object, metadata: {...metadata, annotations: {...Object.fromEntries(copies), ...metadata.annotations}}}
}

/** The object as if it named no controller. */
export function withoutController(object: KubeObject, prefixes: readonly string[]): KubeObject {
  const {metadata} = object
  const keys = new Set(prefixes.map((prefix) => `${prefix}controller`))
  const others = Object.entries(metadata.annotations).filter(([key]) => !keys.has(key))
  if (others.length === Object.keys(metadata.annotations).length) return object
  return {...object, metadata: {...metadata, annotations: Object.fromEntries(others)}}
}

/** The names that some source reads. What begins with a provider's name is a property, known or not. */
const KNOWN = `access alias controller endpoints-type gateway-hostname-source hostname ingress ingress-hostname-source
  internal-hostname record-type set-identifier target ttl`.split(/\s+/)

function isKnown(name: string): boolean {
  return KNOWN.includes(name) || /^(aws|azure|cloudflare|coredns|ibmcloud|scw|webhook)-/.test(name)
}

/** With more letters wrong, another key is meant. */
const MOST_TYPOS = 2

/** Under a prefix of the user's own, annotations of other programs may stand too: only what looks mistyped is told. */
function unknownText(name: string, prefix: string): readonly string[] {
  const near = suggestFor(name, KNOWN, MOST_TYPOS)
  if (near === undefined && !DEFAULT_PREFIXES.some((one) => one === prefix)) return []
  return [`${prefix}${name} is unknown and has no effect${near === undefined ? '' : `; did you mean ${near}?`}`]
}

export function annotationOf(annotations: Annotations, name: string): string | undefined {
  return annotations.byName.get(name)?.value
}

/** Prefixes of provider-specific annotations: `aws-weight` becomes the property `aws/weight`. */
const PROVIDERS = ['aws', 'scw', 'webhook', 'coredns'] as const

/** In the order in which external-dns tests them. */
const CLOUDFLARE_NAMES = [
  'cloudflare-custom-hostname',
  'cloudflare-proxied',
  'cloudflare-region-key',
  'cloudflare-record-comment',
  'cloudflare-tags',
] as const

/** `alias`, `record-type`, then the rest by name. Nothing is validated, and an unknown `aws-foo` becomes `aws/foo`. */
export function toProperties(annotations: Annotations): readonly Property[] {
  const properties: Property[] = []
  const alias = annotations.byName.get('alias')
  if (alias?.value === 'true') properties.push({name: 'alias', value: 'true'})
  const recordType = annotations.byName.get('record-type')
  if (recordType !== undefined) properties.push({name: 'record-type', value: recordType.value})
  for (const [name, annotation] of annotations.byName) {
    const property = toPropertyName(name, annotation)
    if (property !== undefined) properties.push({name: property, value: annotation.value})
  }
  return properties
}

function toPropertyName(name: string, annotation: Annotation): string | undefined {
  const provider = PROVIDERS.find((one) => name.startsWith(`${one}-`))
  if (provider !== undefined) return `${provider}/${name.slice(provider.length + 1)}`
  if (name === 'azure-tags') return 'azure/tags'
  const cloudflare = CLOUDFLARE_NAMES.find((one) => name.startsWith(one))
  return cloudflare === undefined ? undefined : `${annotation.key.slice(0, -name.length)}${cloudflare}`
}

/** Unique host names. An empty annotation gives one empty host, so that no template runs; `finishSource` drops it. */
export function toHostList(text: string): readonly string[] {
  const hosts = new Set(text.replaceAll(' ', '').trim().split(','))
  for (const host of hosts) if (host.trim() === '') hosts.delete(host)
  return hosts.size === 0 ? [''] : [...hosts]
}

/** The targets of an annotation, each without one trailing dot. Empty items are dropped. */
export function toTargetList(text: string): readonly string[] {
  return [...new Set(toHostList(text).map(trimDot))].filter((target) => target !== '')
}

/** Seconds, from a Go duration (fractions are cut) or an integer: 1 to 2147483647 (RFC 2181 §8). */
export function parseTtl(text: string): Parsed<number> {
  const duration = parseGoDuration(text)
  if (!duration.ok && !/^[-+]?\d+$/.test(text)) return problem('it is neither seconds nor a duration such as 10m')
  const seconds = duration.ok ? Math.trunc(duration.value) : Number(text)
  if (seconds < 1 || seconds > MAX_TTL_SECONDS) return problem(`a TTL is 1 to ${MAX_TTL_SECONDS} seconds`)
  return parsed(seconds)
}
