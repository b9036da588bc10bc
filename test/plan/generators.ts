import fc from 'fast-check'
import type {Endpoint} from '../../src/dns/endpoint.js'
import type {RecordSet, RecordType} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {txtZoneFor} from '../../src/registry/claim.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import type {RegistrySettings} from '../../src/registry/registry-settings.js'
import {type TxtNaming, toTxtName} from '../../src/registry/txt-name.js'
import {
  alias,
  dnsName,
  fullName,
  latency,
  objectProblem,
  ownershipText,
  PRUNE,
  pending,
  type SetParts,
  type Situation,
  set,
  txtRegistry,
  wanted,
  weighted,
  zone,
} from './builders.js'
import {changeZone} from './strict-account.js'

/** Few values of each kind, so that requests and records often meet: the difficult cases are the common ones here. */
export const HOSTS = ['web', 'web', 'api', '*', 'star', '@', 'eu', 'web.eu', '*.eu', 'a-web'] as const
const RESOURCES = ['service/shop/web', 'ingress/shop/api', 'service/shop/cart', ''] as const
const OWNERS = ['red', 'red', 'red', 'blue', 'old', undefined] as const
const ADDRESSES = ['192.0.2.10', '192.0.2.9', '198.51.100.1'] as const
const ADDRESSES_6 = ['2001:db8::1', '2001:db8::2'] as const
const NAMES = ['x.example.net', 'y.example.net'] as const
const LBS = ['lb-1.eu-west-1.elb.amazonaws.com', 'lb-2.eu-west-1.elb.amazonaws.com'] as const
const TTLS = [undefined, undefined, 60, 300] as const
/** How a host is routed; the first is by far the most common. */
const ROUTES = [
  {},
  {},
  {},
  {},
  {id: 'v1', weight: 10},
  {id: 'v1', weight: 20},
  {id: 'v2', weight: 10},
  {id: 'v1', region: 'eu-west-1'},
  {id: 'v2', region: 'us-east-1'},
  {id: 'v2', region: 'eu-west-1'},
  {id: 'v2', multi: true},
] as const satisfies readonly Route[]

interface Route {
  readonly id?: string
  readonly weight?: number
  readonly region?: string
  readonly multi?: boolean
}

const EU = zone('eu.shop.io', {id: 'Z2'})
const TWIN = zone('shop.io', {id: 'Z3', isPrivate: true})
const TWIN_2 = zone('shop.io', {id: 'Z4', isPrivate: true})
const EU_PRIVATE = zone('eu.shop.io', {id: 'Z5', isPrivate: true})
const ZONE_SETS: readonly (readonly Zone[])[] = [
  [zone()],
  [zone()],
  [zone()],
  [zone(), TWIN],
  [zone(), EU],
  [EU],
  [zone(), TWIN, EU_PRIVATE],
  [TWIN, TWIN_2],
  [zone(), EU, EU_PRIVATE],
]

export const NAMINGS: readonly TxtNaming[] = [
  {prefix: '', suffix: '', wildcardReplacement: ''},
  {prefix: '', suffix: '', wildcardReplacement: ''},
  {prefix: '', suffix: '', wildcardReplacement: 'star'},
  {prefix: 'own-', suffix: '', wildcardReplacement: ''},
  {prefix: 'own.', suffix: '', wildcardReplacement: 'any'},
  {prefix: '%{record_type}-own.', suffix: '', wildcardReplacement: ''},
  {prefix: 'own-%{record_type}-', suffix: '', wildcardReplacement: ''},
  {prefix: '', suffix: '-own', wildcardReplacement: 'star'},
  {prefix: '', suffix: '-%{record_type}', wildcardReplacement: ''},
]

interface StoredSpec {
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

interface EndpointSpec {
  readonly host: string
  readonly kind: string
  readonly value: number
  readonly other: string
  readonly route: Route
  readonly ttl: number | undefined
  readonly resource: string
}

const storedSpec = (hosts: readonly string[]): fc.Arbitrary<StoredSpec> =>
  fc.record({
    zone: fc.nat(2),
    host: fc.constantFrom(...hosts),
    kind: fc.constantFrom('A', 'A', 'AAAA', 'CNAME', 'pair', 'pair', 'alias', 'TXT', 'MX'),
    value: fc.nat(2),
    route: fc.constantFrom(...ROUTES),
    ttl: fc.constantFrom(...TTLS),
    owner: fc.constantFrom(...OWNERS),
    resource: fc.constantFrom(...RESOURCES),
    formats: fc.constantFrom<StoredSpec['formats']>(
      ['typed'],
      ['typed'],
      ['typed'],
      ['old'],
      ['typed', 'old'],
      ['legacy'],
      ['typed', 'legacy'],
      ['other'],
    ),
    hasForeignText: fc.nat(5).map((number) => number === 0),
    isOrphan: fc.nat(4).map((number) => number === 0),
  })

const endpointSpec = (hosts: readonly string[]): fc.Arbitrary<EndpointSpec> =>
  fc.record({
    host: fc.constantFrom(...hosts),
    kind: fc.constantFrom('A', 'A', 'AAAA', 'CNAME', 'lb', 'lb', 'inner', 'TXT'),
    value: fc.nat(2),
    other: fc.constantFrom(...hosts),
    route: fc.constantFrom(...ROUTES),
    ttl: fc.constantFrom(...TTLS),
    resource: fc.constantFrom(...RESOURCES),
  })

export interface Options {
  /** Without aliases within the zone and TXT that two names share, so that hosts do not depend on one another. */
  readonly isPlain?: boolean
  readonly hasNoop?: boolean
  /** How ownership TXT are named; generated when undefined. */
  readonly naming?: TxtNaming
  readonly zones?: readonly (readonly Zone[])[]
  readonly hosts?: readonly string[]
}

/** A cluster and its zones, with settings. */
export function situations(options: Options = {}): fc.Arbitrary<Situation> {
  const {isPlain = false, hasNoop = true, naming, zones = ZONE_SETS, hosts = HOSTS} = options
  return fc
    .record({
      zones: fc.constantFrom(...zones),
      naming: fc
        .constantFrom(...(naming === undefined ? NAMINGS : [naming]))
        .map((each) => (isPlain ? {...each, wildcardReplacement: ''} : each)),
      stored: fc.array(storedSpec(hosts), {maxLength: 8}),
      wantedEndpoints: fc.array(endpointSpec(hosts), {maxLength: 6}),
      kept: fc.array(fc.nat(7), {maxLength: 4}),
      pending: fc.array(fc.tuple(fc.constantFrom(...hosts), fc.constantFrom(...RESOURCES)), {maxLength: 1}),
      problems: fc.array(fc.constantFrom(...RESOURCES), {maxLength: 1}),
      policy: fc.constantFrom('sync', 'sync', 'upsert-only', 'create-only' as const),
      managedTypes: fc.constantFrom(
        ['A', 'AAAA', 'CNAME'],
        ['A', 'AAAA', 'CNAME'],
        ['A', 'AAAA', 'CNAME', 'TXT', 'MX'],
        ['A'],
      ),
      isNoop: fc.nat(9).map((number) => hasNoop && number === 0),
      migrates: fc.nat(5).map((number) => number === 0),
      hasTroubles: fc.nat(3).map((number) => number === 0),
    })
    .map((parts): Situation => {
      const registry: RegistrySettings = parts.isNoop
        ? {kind: 'noop'}
        : txtRegistry({...parts.naming, migrateFrom: parts.migrates ? toOwnerId('old') : undefined})
      const storedSpecs = parts.stored
      // Some requests match what already exists.
      const repeated = parts.kept.flatMap((index) =>
        storedSpecs[index] === undefined ? [] : [toEndpointSpec(storedSpecs[index])],
      )
      const specs = [...parts.wantedEndpoints, ...repeated].filter((spec) => !isPlain || spec.kind !== 'inner')
      return {
        stored: fillZones(parts.zones, storedSpecs, parts.naming),
        wants: distinctEndpoints(specs.map(toEndpoint)),
        pending: parts.hasTroubles ? parts.pending.map(([host, by]) => pending(host, by)) : [],
        problems: parts.hasTroubles ? parts.problems.map((by) => objectProblem(by)) : [],
        policy: parts.policy,
        managedTypes: parts.managedTypes,
        registry,
      }
    })
}

/** A child zone and its parent, mostly with the apex of the child, whose ownership lies in the parent. */
export const CHILD_APEXES: Options = {
  hasNoop: false,
  zones: [
    [zone(), EU],
    [zone(), EU, EU_PRIVATE],
    [zone(), EU_PRIVATE],
    [TWIN, EU_PRIVATE],
  ],
  hosts: ['eu', 'eu', 'eu', 'web', 'web.eu'],
}

/** So few hosts that most requests meet a record: updates and replacements. */
export const FEW_HOSTS: Options = {hasNoop: false, hosts: ['web', 'web', 'api', '@']}

/** A wildcard and its literal namesake, whose ownership has one text. */
export const NAMESAKES: Options = {
  hasNoop: false,
  naming: {prefix: '', suffix: '', wildcardReplacement: 'star'},
  zones: [[zone()]],
  hosts: ['*', 'star', '@'],
}

export function prunes(options: Options = {}): fc.Arbitrary<Situation> {
  return fc
    .tuple(situations({...options, hasNoop: false}), fc.boolean(), fc.boolean())
    .map(([situation, removesOrphans, removesObsoleteTxt]) => ({
      ...situation,
      goal: {...PRUNE, kind: 'prune' as const, removesOrphans, removesObsoleteTxt},
    }))
}

function toEndpointSpec(spec: StoredSpec): EndpointSpec {
  const kind = spec.kind === 'pair' || spec.kind === 'alias' ? 'lb' : spec.kind === 'MX' ? 'A' : spec.kind
  return {...spec, kind, other: spec.host}
}

function toEndpoint(spec: EndpointSpec): Endpoint {
  const {id, weight, region, multi} = spec.route
  const properties: Record<string, string> = {
    ...(weight === undefined ? {} : {'aws/weight': String(weight)}),
    ...(region === undefined ? {} : {'aws/region': region}),
    ...(multi === undefined ? {} : {'aws/multi-value-answer': 'true'}),
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

/** As sources leave them: no two with the same targets. */
function distinctEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const keyOf = (each: Endpoint) => JSON.stringify([each.dnsName, each.recordType, each.setIdentifier, each.targets])
  return [...new Map(endpoints.map((each) => [keyOf(each), each])).values()]
}

/** Adds records with their ownership one by one, if Route 53 accepts them. */
function fillZones(
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
  const routing =
    route.weight !== undefined
      ? weighted(route.weight)
      : route.region !== undefined
        ? latency(route.region)
        : route.multi === true
          ? ({kind: 'multivalue'} as const)
          : ({kind: 'simple'} as const)
  return {routing, ...(ttl === undefined ? {} : {ttl}), ...(route.id === undefined ? {} : {id: route.id})}
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
