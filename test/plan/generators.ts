import fc from 'fast-check'
import type {Endpoint} from '../../src/dns/endpoint.js'
import type {Zone} from '../../src/dns/zone.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import type {RegistrySettings} from '../../src/registry/registry-settings.js'
import type {TxtNaming} from '../../src/registry/txt-name.js'
import {objectProblem, PRUNE, pending, type Situation, txtRegistry, zone} from './builders.js'
import {type EndpointSpec, fillZones, type Route, type StoredSpec, toEndpoint} from './generated-records.js'

/** Few values of each kind, so that requests and records often meet: the difficult cases are the common ones here. */
export const HOSTS = ['web', 'web', 'api', '*', 'star', '@', 'eu', 'web.eu', '*.eu', 'a-web'] as const
const RESOURCES = ['service/shop/web', 'ingress/shop/api', 'service/shop/cart', ''] as const
const OWNERS = ['red', 'red', 'red', 'blue', 'old', undefined] as const
const TTLS = [undefined, undefined, 60, 300] as const
/** How a host is routed: one in three is not. */
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

export const EU = zone('eu.shop.io', {id: 'Z2'})
export const TWIN = zone('shop.io', {id: 'Z3', isPrivate: true})
const TWIN_2 = zone('shop.io', {id: 'Z4', isPrivate: true})
export const EU_PRIVATE = zone('eu.shop.io', {id: 'Z5', isPrivate: true})
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

export function toEndpointSpec(spec: StoredSpec): EndpointSpec {
  const kind = spec.kind === 'pair' || spec.kind === 'alias' ? 'lb' : spec.kind === 'MX' ? 'A' : spec.kind
  return {...spec, kind, other: spec.host}
}

/** As sources leave them: no two with the same targets. */
export function distinctEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const keyOf = (each: Endpoint) => JSON.stringify([each.dnsName, each.recordType, each.setIdentifier, each.targets])
  return [...new Map(endpoints.map((each) => [keyOf(each), each])).values()]
}
