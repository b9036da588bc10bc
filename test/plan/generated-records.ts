import type {Endpoint} from '../../src/dns/endpoint.js'
import type {RecordSet, RecordType, Routing} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {txtZoneFor} from '../../src/registry/claim.js'
import {type TxtNaming, toTxtName} from '../../src/registry/txt-name.js'
import {alias, dnsName, fullName, latency, ownershipText, type SetParts, set, wanted, weighted} from './builders.js'
import {changeZone} from './strict-account.js'

const ADDRESSES = ['192.0.2.10', '192.0.2.9', '198.51.100.1'] as const
const ADDRESSES_6 = ['2001:db8::1', '2001:db8::2'] as const
const NAMES = ['x.example.net', 'y.example.net'] as const
const LBS = ['lb-1.eu-west-1.elb.amazonaws.com', 'lb-2.eu-west-1.elb.amazonaws.com'] as const
export interface Route {
  readonly id?: string
  readonly weight?: number
  readonly region?: string
  readonly multi?: boolean
  /** `PRIMARY` or `SECONDARY`. */
  readonly failover?: string
  readonly continent?: string
  /** A region by distance, with its bias. */
  readonly near?: {readonly region: string; readonly bias: number}
  readonly healthCheck?: string
}

export interface StoredSpec {
  readonly zone: number
  readonly host: string
  readonly kind: string
  readonly value: number
  readonly route: Route
  readonly ttl: number | undefined
  readonly owner: string | undefined
  readonly resource: string
  readonly formats: readonly ('typed' | 'old' | 'legacy' | 'other')[]
  readonly hasForeignText: boolean
  readonly isOrphan: boolean
}

export interface EndpointSpec {
  readonly host: string
  readonly kind: string
  readonly value: number
  readonly other: string
  readonly route: Route
  readonly ttl: number | undefined
  readonly resource: string
}

export function toEndpoint(spec: EndpointSpec): Endpoint {
  const {id, weight, region, multi, failover, continent, near, healthCheck} = spec.route
  const properties: Record<string, string> = {
    ...(weight === undefined ? {} : {'aws/weight': String(weight)}),
    ...(region === undefined ? {} : {'aws/region': region}),
    ...(multi === undefined ? {} : {'aws/multi-value-answer': 'true'}),
    ...(failover === undefined ? {} : {'aws/failover': failover}),
    ...(continent === undefined ? {} : {'aws/geolocation-continent-code': continent}),
    ...(near === undefined ? {} : {'aws/geoproximity-region': near.region, 'aws/geoproximity-bias': String(near.bias)}),
    ...(healthCheck === undefined ? {} : {'aws/health-check-id': healthCheck}),
    ...(spec.kind === 'inner' ? {alias: 'true'} : {}),
  }
  const parts = {
    by: spec.resource,
    properties,
    ...(spec.ttl === undefined ? {} : {ttl: spec.ttl}),
    ...(id === undefined ? {} : {id}),
  }
  switch (spec.kind) {
    case 'lb':
      return wanted(spec.host, 'CNAME', LBS[spec.value % 2] ?? '', parts)
    case 'inner':
      return wanted(spec.host, 'CNAME', fullName(spec.other), parts)
    default:
      return wanted(spec.host, spec.kind, valuesOf(spec.kind, spec.value), parts)
  }
}

function valuesOf(kind: string, value: number): readonly string[] {
  switch (kind) {
    case 'AAAA':
      return [ADDRESSES_6[value % 2] ?? '']
    case 'CNAME':
      return [NAMES[value % 2] ?? '']
    case 'TXT':
      return [`"text ${value}"`]
    case 'MX':
      return ['10 mail.example.net']
    default:
      return value === 2 ? [ADDRESSES[0], ADDRESSES[2]] : [ADDRESSES[value] ?? '']
  }
}

/** Adds records with their ownership one by one, if Route 53 accepts them. */
export function fillZones(
  zones: readonly Zone[],
  specs: readonly StoredSpec[],
  naming: TxtNaming,
): readonly (readonly [Zone, readonly RecordSet[]])[] {
  const contents = new Map<Zone, readonly RecordSet[]>(
    zones.map((each) => [
      each,
      [apexSet(each, 'NS', 'ns-1.example.net'), apexSet(each, 'SOA', 'ns-1.example.net a. 1 2 3 4 5')],
    ]),
  )
  for (const spec of specs) {
    const home = zones[spec.zone % zones.length]
    if (home === undefined) continue
    const records = spec.isOrphan ? [] : recordsOf(spec)
    const wanted = [
      ...records.map((record) => [home, record] as const),
      ...recordsOf(spec).flatMap((record) =>
        textsOf(spec, record, naming).flatMap((text) => {
          const at = txtZoneFor(home, text.name, zones)
          return at === undefined ? [] : [[at, text] as const]
        }),
      ),
    ]
    const trial = new Map(contents)
    const isTaken = wanted.every(([at, recordSet]) => {
      const stored = trial.get(at) ?? []
      if (stored.some((other) => JSON.stringify(other) === JSON.stringify(recordSet))) return true
      const {sets, problems} = changeZone(at, stored, [{action: 'CREATE', recordSet}])
      trial.set(at, sets)
      return problems.length === 0
    })
    if (isTaken) for (const [at, sets] of trial) contents.set(at, sets)
  }
  return [...contents]
}

function apexSet(each: Zone, type: RecordType, value: string): RecordSet {
  return set(`${each.name}.`, type, value)
}

function recordsOf(spec: StoredSpec): readonly RecordSet[] {
  const parts = setParts(spec)
  switch (spec.kind) {
    case 'pair':
      return (['A', 'AAAA'] as const).map((type) => alias(spec.host, type, LBS[spec.value % 2], parts))
    case 'alias':
      return [alias(spec.host, 'A', LBS[spec.value % 2], parts)]
    default:
      return [set(spec.host, spec.kind as RecordType, valuesOf(spec.kind, spec.value), parts)]
  }
}

function setParts({route, ttl}: Pick<StoredSpec, 'route' | 'ttl'>): SetParts {
  const {id, healthCheck} = route
  return {
    routing: routingOf(route),
    ...(ttl === undefined ? {} : {ttl}),
    ...(id === undefined ? {} : {id}),
    ...(healthCheck === undefined ? {} : {healthCheckId: healthCheck}),
  }
}

function routingOf({weight, region, multi, failover, continent, near}: Route): Routing {
  if (weight !== undefined) return weighted(weight)
  if (region !== undefined) return latency(region)
  if (failover !== undefined) return {kind: 'failover', role: failover}
  if (continent !== undefined) {
    return {kind: 'geolocation', continentCode: continent, countryCode: undefined, subdivisionCode: undefined}
  }
  if (near !== undefined) return {kind: 'geoproximity', ...near, localZoneGroup: undefined, coordinates: undefined}
  return multi === true ? {kind: 'multivalue'} : {kind: 'simple'}
}

function textsOf(spec: StoredSpec, record: RecordSet, naming: TxtNaming): readonly RecordSet[] {
  if (spec.owner === undefined) {
    // Somebody else's TXT, possibly at the name of our ownership TXT.
    return spec.hasForeignText
      ? [{...set(`${toTxtName(naming, record.name, record.type)}.`, 'TXT', '"hello"', setParts(spec)), type: 'TXT'}]
      : []
  }
  const values = [ownershipText(spec.owner, spec.resource), ...(spec.hasForeignText ? ['"v=spf1 -all"'] : [])]
  // An ownership TXT with another TTL was written by hand.
  const parts = setParts({...spec, ttl: spec.hasForeignText ? spec.ttl : undefined})
  return txtNamesOf(spec, record, naming).map((name) => set(`${name}.`, 'TXT', values, parts))
}

function txtNamesOf(spec: StoredSpec, record: RecordSet, naming: TxtNaming): readonly string[] {
  return spec.formats.flatMap((format) => {
    switch (format) {
      case 'typed':
        return [toTxtName(naming, record.name, record.type)]
      case 'legacy':
        return record.type === 'A'
          ? [toTxtName(naming, record.name, 'CNAME')]
          : [toTxtName(naming, record.name, record.type)]
      case 'old':
        return record.type === 'AAAA' ? [toTxtName(naming, record.name, 'AAAA')] : [untypedName(naming, record.name)]
      case 'other':
        return [`other-${record.name}`]
      default:
        return []
    }
  })
}

export function untypedName(naming: TxtNaming, name: string): string {
  const [first = '', ...rest] = name.split('.')
  const label = naming.wildcardReplacement !== '' && first === '*' ? naming.wildcardReplacement : first
  const [prefix, suffix] = [naming.prefix, naming.suffix].map((affix) => affix.replaceAll('%{record_type}', ''))
  return dnsName([`${prefix}${label}${suffix}`, ...rest].join('.'))
}
