import {type DnsName, parseDnsName} from '../../src/dns/dns-name.js'
import type {Endpoint, ObjectProblem, Origin, PendingHost, Property} from '../../src/dns/endpoint.js'
import type {HostPattern} from '../../src/dns/host-pattern.js'
import type {RecordData, RecordSet, RecordType, Routing} from '../../src/dns/record-set.js'
import type {Zone, ZoneId} from '../../src/dns/zone.js'
import {placeEndpoints} from '../../src/pipeline/read/place-endpoints.js'
import {makePlan} from '../../src/plan/make-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import type {PlanInput, Protection, PruneGoal} from '../../src/plan/plan-input.js'
import type {PlanSettings} from '../../src/plan/plan-settings.js'
import {type DomainFilterFlags, makeDomainFilter} from '../../src/plan/plan-settings.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {PLAIN_CODEC} from '../../src/registry/ownership-codec.js'
import type {RegistrySettings} from '../../src/registry/registry-settings.js'
import {makeRules} from '../../src/route53/make-rules.js'
import {adjustEndpoints} from '../../src/route53/records/endpoint-adjustment.js'
import type {Route53Settings} from '../../src/route53/route53-settings.js'
import {batchLimits} from '../../src/route53/write/change-batch.js'
import {toAtomicChanges} from '../../src/route53/write/plan-groups.js'

/** A load balancer that Route 53 knows, and its hosted zone. */
export const LB = 'lb-1.eu-west-1.elb.amazonaws.com'
export const LB_ZONE = 'Z32O12XQLNTSW2'

export function zone(name = 'shop.io', parts: {id?: string; isPrivate?: boolean} = {}): Zone {
  return {
    id: (parts.id ?? (name === 'shop.io' ? 'Z1' : `Z${name}`)) as ZoneId,
    name: name as DnsName,
    isPrivate: parts.isPrivate ?? false,
    recordSetCount: undefined,
    profile: undefined,
  }
}

export const SHOP = zone()

/** `web` is `web.shop.io`, `@` is `shop.io`; a name that ends in a dot is used as it is. */
export function fullName(host: string): DnsName {
  if (host === '@') return 'shop.io' as DnsName
  return (host.endsWith('.') ? host.slice(0, -1) : `${host}.shop.io`) as DnsName
}

export interface SetParts {
  readonly ttl?: number
  readonly id?: string
  readonly routing?: Routing
  readonly healthCheckId?: string
}

export const weighted = (weight: number): Routing => ({kind: 'weighted', weight})
export const latency = (region = 'eu-west-1'): Routing => ({kind: 'latency', region})

export function set(
  host: string,
  type: RecordType,
  values: readonly string[] | string,
  parts: SetParts = {},
): RecordSet {
  return withData(host, type, {kind: 'values', ttlSeconds: parts.ttl ?? 300, values: [values].flat()}, parts)
}

export function alias(
  host: string,
  type: 'A' | 'AAAA',
  target = LB,
  parts: SetParts & {health?: boolean} = {},
): RecordSet {
  const zoneId = target.endsWith('amazonaws.com') ? LB_ZONE : SHOP.id
  const dnsName = target.includes('.') ? target : fullName(target)
  const evaluatesTargetHealth = parts.health ?? true
  return withData(host, type, {kind: 'alias', target: {zoneId, dnsName, evaluatesTargetHealth}}, parts)
}

/** An ownership TXT under exactly this name. */
export function txt(name: string, owner = 'red', resource = 'service/shop/web', parts: SetParts = {}): RecordSet {
  return set(name, 'TXT', ownershipText(owner, resource), parts)
}

export function ownershipText(owner = 'red', resource = 'service/shop/web'): string {
  return `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`
}

function withData(host: string, type: RecordType, data: RecordData, parts: SetParts): RecordSet {
  return {
    name: fullName(host),
    type,
    setIdentifier: parts.id,
    data,
    routing: parts.routing ?? {kind: 'simple'},
    healthCheckId: parts.healthCheckId,
    trafficPolicyInstanceId: undefined,
  }
}

export interface EndpointParts {
  readonly by?: string
  readonly ttl?: number
  readonly id?: string
  readonly properties?: Readonly<Record<string, string>>
}

/** An endpoint of an object: `wanted('web', 'A', '192.0.2.10', {by: 'service/shop/web'})`. */
export function wanted(
  host: string,
  type: string,
  targets: readonly string[] | string,
  parts: EndpointParts = {},
): Endpoint {
  const resource = parts.by ?? 'service/shop/web'
  return {
    dnsName: fullName(host),
    recordType: type,
    targets: [targets].flat(),
    ttlSeconds: parts.ttl,
    setIdentifier: parts.id ?? '',
    resource,
    labels: {},
    properties: Object.entries(parts.properties ?? {}).map(([name, value]): Property => ({name, value})),
    origins: [originOf(resource)],
  }
}

function originOf(resource: string): Origin {
  const [kind = '', namespace = '', name = ''] = resource.split('/')
  return {kind: `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`, namespace, name, field: 'annotation hostname'}
}

export function pending(host: string, by = 'service/shop/web', id = ''): PendingHost {
  return {dnsName: fullName(host), setIdentifier: id, resource: by, origin: originOf(by), reason: 'has no address yet'}
}

export function objectProblem(by: string, host?: string): ObjectProblem {
  const dnsName = host === undefined ? undefined : fullName(host)
  return {resource: by, origin: originOf(by), dnsName, problem: 'the template fails'}
}

export function txtRegistry(parts: Partial<Extract<RegistrySettings, {kind: 'txt'}>> = {}): RegistrySettings {
  const ownerId = parts.ownerId ?? toOwnerId('red')
  return {
    kind: 'txt',
    ownerId,
    owners: [ownerId],
    ownerIsChosen: true,
    prefix: '',
    suffix: '',
    wildcardReplacement: '',
    migrateFrom: undefined,
    codec: PLAIN_CODEC,
    ...parts,
  }
}

export const ROUTE53: Route53Settings = {
  zoneIdFilter: [],
  zoneType: '',
  zoneTags: [],
  matchesParentZones: false,
  profiles: [],
  assumeRole: '',
  assumeRoleExternalId: '',
  zoneRoles: [],
  batchChangeSize: 1000,
  batchChangeSizeBytes: 32_000,
  batchChangeSizeValues: 1000,
  evaluatesTargetHealth: true,
  prefersCname: false,
  apiRetries: 3,
  callsPerSecond: 0,
  callTimeoutMs: 30_000,
}
export const LIMITS = batchLimits(ROUTE53)

export function planSettings(parts: Partial<PlanSettings> = {}): PlanSettings {
  return {
    policy: 'sync',
    managedTypes: ['A', 'AAAA', 'CNAME'],
    excludedTypes: [],
    domainFilter: domainFilter(),
    onMissingTarget: 'hold',
    deleteLimit: {kind: 'percent', percent: 100},
    allowsUnownedDeletes: true,
    tolerated: new Set(),
    only: [],
    ...parts,
  }
}

export function domainFilter(parts: Partial<DomainFilterFlags> = {}) {
  const filter = makeDomainFilter({include: [], exclude: [], ...parts})
  if (!filter.ok) throw new Error(filter.problem)
  return filter.value
}

/** The input of a plan. By default: zone shop.io, owner red, policy sync, nothing stored, nothing requested. */
export interface Situation
  extends Partial<Omit<PlanSettings, 'only'>>,
    Partial<Pick<PlanInput, 'unread' | 'ledger' | 'doubts'>> {
  readonly only?: readonly (string | HostPattern)[]
  /** Record sets of zone shop.io, or of several zones. */
  readonly stored?: readonly RecordSet[] | readonly (readonly [Zone, readonly RecordSet[]])[]
  readonly wants?: readonly Endpoint[]
  readonly pending?: readonly PendingHost[]
  readonly problems?: readonly ObjectProblem[]
  readonly registry?: RegistrySettings
  readonly goal?: PlanInput['goal']
  readonly route53?: Partial<Route53Settings>
  /** In every zone. */
  readonly protections?: readonly Protection[]
}

/** The `resource` of most tests' record set: the Service that asks for it. */
export const WEB = 'service/shop/web'
export const web = set('web', 'A', '192.0.2.10')
export const wantsWeb = wanted('web', 'A', '192.0.2.10')
/** A TXT value that is not ours. */
export const spf = '"v=spf1 -all"'

export const PRUNE: PruneGoal = {kind: 'prune', removesOrphans: false, removesObsoleteTxt: false}

/** Endpoints pass the same steps as in a run: adjusted for Route 53, then placed in their zones. */
/** The same, with everything in the opposite order. */
export function reversed(input: PlanInput): PlanInput {
  return {
    ...input,
    zones: [...input.zones].reverse().map((each) => ({...each, recordSets: [...each.recordSets].reverse()})),
    candidates: [...input.candidates].reverse(),
    pending: [...input.pending].reverse(),
    problems: [...input.problems].reverse(),
    unplaced: [...input.unplaced].reverse(),
    warnings: [...input.warnings].reverse(),
    ledger: input.ledger && [...input.ledger].reverse(),
  }
}

export function planInput(situation: Situation): PlanInput {
  const {stored = [], wants = [], pending = [], problems = [], registry, goal = {kind: 'apply'}, ...rest} = situation
  const {route53: route53Parts, unread, ledger, doubts, protections, only = [], ...settingParts} = rest
  const settings = planSettings({...settingParts, only: only.map(toPattern)})
  const route53 = {...ROUTE53, ...route53Parts}
  const contents = isZoned(stored) ? stored : ([[SHOP, stored as readonly RecordSet[]]] as const)
  const zones = contents.map(([each]) => each)
  const adjusted = adjustEndpoints(wants, route53)
  const placed = placeEndpoints(adjusted.endpoints, zones, settings)
  return {
    settings,
    registry: registry ?? txtRegistry(),
    context: 'test',
    objects: wants.length,
    wantedHosts: new Set(wants.map((each) => each.dnsName)).size,
    zones: contents.map(([each, recordSets]) => ({
      zone: each,
      reading: 'whole',
      recordSets,
      ...(protections === undefined ? {} : {protections}),
    })),
    candidates: placed.candidates,
    leftOut: placed.leftOut,
    pending,
    problems: [...problems, ...placed.problems],
    unplaced: placed.blocked,
    warnings: placed.warnings,
    rules: makeRules(route53),
    goal,
    unread,
    ledger,
    ...(doubts === undefined ? {} : {doubts}),
  }
}

function toPattern(host: string | HostPattern): HostPattern {
  return typeof host === 'string' ? {name: dnsName(host), isBelow: false} : host
}

export function planFor(situation: Situation): Plan {
  return makePlan(planInput(situation))
}

function isZoned(
  stored: NonNullable<Situation['stored']>,
): stored is readonly (readonly [Zone, readonly RecordSet[]])[] {
  return Array.isArray(stored[0])
}

/** The requests to Route 53, one line per change, in the order of the names: `CREATE web A 300 192.0.2.10`. */
export function requests(plan: Plan): readonly string[] {
  const groups = toAtomicChanges(
    plan.zones.flatMap((each) => each.hosts),
    LIMITS,
  ).flatMap((unit) => [...unit.before, ...(unit.main === undefined ? [] : [unit.main]), ...unit.after])
  const hasTwins = plan.zones.length > 1
  return [...new Set(groups)]
    .flatMap((group) =>
      group.changes.map(({action, recordSet}) => `${hasTwins ? `${group.zone.id} ` : ''}${action} ${line(recordSet)}`),
    )
    .sort()
}

/** `web A v1 300 192.0.2.10 weighted 10`; an ownership TXT as `owner:resource`. */
export function line(recordSet: RecordSet): string {
  const {name, type, setIdentifier, data, routing, healthCheckId} = recordSet
  const host = name === 'shop.io' ? '@' : name.endsWith('.shop.io') ? name.slice(0, -'.shop.io'.length) : `${name}.`
  const {kind, ...detail} = routing
  const parts = [
    host,
    type,
    setIdentifier,
    data.kind === 'alias'
      ? `-> ${data.target.dnsName} @${data.target.zoneId} ${data.target.evaluatesTargetHealth}`
      : `${data.ttlSeconds} ${data.values.map(shortText).join(' ')}`,
    kind === 'simple' ? undefined : [kind, ...Object.values(detail).filter((each) => each !== undefined)].join(' '),
    healthCheckId,
  ]
  return parts.filter((part) => part !== undefined).join(' ')
}

function shortText(value: string): string {
  const found =
    /^"heritage=external-dns,external-dns\/owner=([^,]*?)(?:,external-dns\/resource=([^,]*?))?((?:,.*)?)"$/.exec(value)
  return found === null ? value : `${found[1]}:${found[2] ?? ''}${found[3]}`
}

/** The reasons of blocked hosts: `web A unowned`. */
export function blocks(plan: Plan): readonly string[] {
  return plan.blocked.map(({host, setIdentifier, types, reason}) => {
    const short = host === 'shop.io' ? '@' : host.replace(/\.shop\.io$/, '')
    return [short, setIdentifier, ...types, reason].filter((part) => part !== undefined).join(' ')
  })
}

export function dnsName(text: string): DnsName {
  const name = parseDnsName(text)
  if (!name.ok) throw new Error(name.problem)
  return name.value
}

/** A short form for the message of a failed law. */
export function describeSituation(situation: Situation): string {
  const input = planInput(situation)
  const {kind, ...registry} = input.registry
  return [
    '',
    ...input.zones.flatMap(({zone: each, recordSets}) => [
      `zone ${each.name} ${each.id}${each.isPrivate ? ' private' : ''}`,
      ...recordSets.filter(({type}) => type !== 'NS' && type !== 'SOA').map((recordSet) => `  ${line(recordSet)}`),
    ]),
    ...(situation.wants ?? []).map((each) => {
      const {dnsName, recordType, setIdentifier, targets, ttlSeconds, resource, properties} = each
      const phrase = properties.map(({name, value}) => `${name}=${value}`).join(' ')
      return `wants ${dnsName} ${recordType} ${setIdentifier} ${ttlSeconds ?? ''} ${targets.join(' ')} ${phrase} by ${resource}`
    }),
    ...input.pending.map((each) => `pending ${each.dnsName} by ${each.resource}`),
    ...input.problems.map((each) => `problem ${each.dnsName} by ${each.resource}`),
    `${input.settings.policy} ${input.settings.managedTypes.join()} ${kind} ${JSON.stringify(registry)} ${JSON.stringify(input.goal)}`,
    ...(situation.ledger ?? []).map(({key, owner, resource}) => `row ${JSON.stringify(key)} ${owner}:${resource}`),
    ...(situation.protections ?? []).map(({name, type}) => `protected ${name} ${type}`),
    ...input.settings.only.map(({name}) => `--only ${name}`),
    `${input.settings.onMissingTarget} ${JSON.stringify(situation.route53 ?? {})}`,
  ].join('\n')
}
