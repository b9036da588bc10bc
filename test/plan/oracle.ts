import type {Endpoint} from '../../src/dns/endpoint.js'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import type {Contents} from './outcome.js'

/**
 * A judge that shares no code with the planner: written from docs/laws.md, docs/deciding.md and the rules of external-dns
 * in docs/external-dns-behaviour.md. It knows less than the planner, so it also says where it does not know.
 */

interface Naming {
  readonly prefix: string
  readonly suffix: string
  readonly wildcardReplacement: string
}

interface Heritage {
  readonly owner: string
  readonly resource: string
}

/** @param value of a TXT record set, with its quotes. */
function heritageOf(value: string): Heritage | undefined {
  const text = value.replace(/^"|"$/g, '')
  if (!text.startsWith('heritage=external-dns,')) return undefined
  const labels = new Map(
    text.split(',').map((part) => {
      const cut = part.indexOf('=')
      return [part.slice(0, cut), part.slice(cut + 1)] as const
    }),
  )
  const owner = labels.get('external-dns/owner')
  return owner === undefined ? undefined : {owner, resource: labels.get('external-dns/resource') ?? ''}
}

export const isOwnershipText = ({type, data}: RecordSet): boolean =>
  type === 'TXT' && data.kind === 'values' && heritageOf(data.values[0] ?? '') !== undefined

/** `a-web`, `own-a-web`, `a-own.web`, `web-a`: one TXT for each type of a host. */
function typedName({prefix, suffix, wildcardReplacement}: Naming, name: string, type: string): string {
  const kind = type.toLowerCase()
  const isTemplate = `${prefix}${suffix}`.includes('%{record_type}')
  const [first = '', ...rest] = name.split('.')
  const label = first === '*' && wildcardReplacement !== '' ? wildcardReplacement : first
  const fill = (affix: string) => affix.replaceAll('%{record_type}', kind)
  return [`${fill(prefix)}${isTemplate ? '' : `${kind}-`}${label}${fill(suffix)}`, ...rest].join('.')
}

/** The old format, one TXT for all types of a host. */
function plainName({prefix, suffix, wildcardReplacement}: Naming, name: string): string {
  const [first = '', ...rest] = name.split('.')
  const label = first === '*' && wildcardReplacement !== '' ? wildcardReplacement : first
  const strip = (affix: string) => affix.replaceAll('%{record_type}', '')
  return [`${strip(prefix)}${label}${strip(suffix)}`, ...rest].join('.')
}

export interface Judgement {
  /** Owners of any text that may speak of the set, however its name is read. Without ours among them the set is not ours. */
  readonly owners: ReadonlySet<string>
  /** What the texts say where all of them say the same and one has today's name; undefined: hard to say. */
  readonly sure: Heritage | undefined
}

/** Who owns a record set that is no ownership TXT, by the texts alone. */
export function judge(contents: Contents, naming: Naming, zone: Zone, set: RecordSet): Judgement {
  const kinds = [set.type, ...(set.type === 'A' && set.data.kind === 'alias' ? ['CNAME'] : [])]
  const today = typedName(naming, set.name, set.type)
  const names = new Set([
    ...kinds.map((kind) => typedName(naming, set.name, kind)),
    plainName(naming, set.name),
    set.name,
    ...kinds.map((kind) => plainName(naming, `${kind.toLowerCase()}-${set.name}`)),
    ...kinds.map((kind) => typedName({...naming, ...emptied(naming)}, set.name, kind)),
  ])
  const zones = contents.map(([each]) => each)
  const found: {name: string; heritage: Heritage}[] = []
  for (const [at, sets] of contents) {
    for (const text of sets) {
      if (text.type !== 'TXT' || text.data.kind !== 'values' || text.setIdentifier !== set.setIdentifier) continue
      const heritage = heritageOf(text.data.values[0] ?? '')
      if (heritage === undefined || !names.has(text.name)) continue
      if (!homesOf(zone, text.name, zones).has(at)) continue
      found.push({name: text.name, heritage})
    }
  }
  const [first] = found
  const isSure =
    first !== undefined &&
    found.every(
      ({heritage}) => heritage.owner === first.heritage.owner && heritage.resource === first.heritage.resource,
    ) &&
    found.some(({name}) => name === today)
  return {owners: new Set(found.map(({heritage}) => heritage.owner)), sure: isSure ? first.heritage : undefined}
}

function emptied({prefix, suffix}: Naming): Pick<Naming, 'prefix' | 'suffix'> {
  return {prefix: prefix.replaceAll('%{record_type}', ''), suffix: suffix.replaceAll('%{record_type}', '')}
}

/** Where the text of a set of `zone` stands: there if the zone takes the name, else where the nearest zone does. */
function homesOf(zone: Zone, name: string, zones: readonly Zone[]): ReadonlySet<Zone> {
  const takers = takersOf(name, zones)
  if (takers.includes(zone)) return new Set([zone])
  const alike = takers.filter((other) => other.isPrivate === zone.isPrivate)
  return new Set(alike.length > 0 ? alike : takers)
}

/** Of the public zones the longest, of the private ones all. */
export function takersOf(name: string, zones: readonly Zone[]): readonly Zone[] {
  const within = zones.filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`))
  const longest = Math.max(...within.filter((zone) => !zone.isPrivate).map((zone) => zone.name.length))
  return within.filter((zone) => zone.isPrivate || zone.name.length === longest)
}

const isLoadBalancer = (target: string) => target.endsWith('.elb.amazonaws.com')

/** The type of the record set that an endpoint asks for: a CNAME to a load balancer is an A alias, with an AAAA beside it. */
export function typesOf({recordType, targets}: Endpoint, prefersCname: boolean): readonly string[] {
  return recordType === 'CNAME' && isLoadBalancer(targets[0] ?? '') && !prefersCname ? ['A', 'AAAA'] : [recordType]
}

/** How a stored set differs from what an object asks for, in words; empty where it is as asked. */
export function differences(set: RecordSet, asked: Endpoint): readonly string[] {
  const property = (name: string) => asked.properties.find((one) => one.name === name)?.value
  const found: string[] = []
  const differ = (what: string, stored: unknown, wanted: unknown) => {
    if (stored !== wanted) found.push(`${what}: ${String(stored)} and not ${String(wanted)}`)
  }
  if (set.data.kind === 'alias') {
    differ('alias target', set.data.target.dnsName, asked.targets[0])
  } else {
    const bare = (value: string) => value.toLowerCase().replace(/\.$/, '').replace(/^"|"$/g, '')
    const listOf = (values: readonly string[]) => [...new Set(values.map(bare))].sort().join(' ')
    differ('values', listOf(set.data.values), listOf(asked.targets))
    if (asked.ttlSeconds !== undefined) differ('TTL', set.data.ttlSeconds, asked.ttlSeconds)
  }
  differ('set identifier', set.setIdentifier ?? '', asked.setIdentifier)
  differ('health check', set.healthCheckId, property('aws/health-check-id'))
  const {routing} = set
  differ('weight', routing.kind === 'weighted' ? String(routing.weight) : undefined, property('aws/weight'))
  differ('region', routing.kind === 'latency' ? routing.region : undefined, property('aws/region'))
  differ('failover', routing.kind === 'failover' ? routing.role : undefined, property('aws/failover'))
  const continent = routing.kind === 'geolocation' ? routing.continentCode : undefined
  differ('continent', continent, property('aws/geolocation-continent-code'))
  const near = routing.kind === 'geoproximity' ? routing : undefined
  differ('place', near?.region, property('aws/geoproximity-region'))
  if (near !== undefined) differ('bias', String(near.bias ?? 0), property('aws/geoproximity-bias') ?? '0')
  differ('multivalue', routing.kind === 'multivalue' ? 'true' : undefined, property('aws/multi-value-answer'))
  return found
}
