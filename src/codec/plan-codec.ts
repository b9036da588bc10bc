import type {UnusedHost} from '../dns/endpoint.js'
import {parsed, problem} from '../dns/parsed.js'
import {recordSetKey} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {
  BLOCK_REASONS,
  type Blocked,
  type ClusterSummary,
  type DeleteCount,
  type DeleteRefusal,
  isProblem,
  type OwnedCount,
  ownersOf,
  type Plan,
  type PlanWarning,
  type ZonePlan,
  type ZoneReading,
} from '../plan/plan.js'
import {type DeleteLimit, POLICIES} from '../plan/plan-settings.js'
import {
  asObject,
  type Codec,
  count,
  finite,
  flag,
  list,
  object,
  oneOf,
  optional,
  refine,
  saying,
  text,
  texts,
  union,
} from './codec.js'
import {hostCodec, type Party, shownHost} from './host-codec.js'
import {recordType} from './record-set-codec.js'
import {ownerId, sometimes} from './several-owners.js'
import {ANY, derived, fieldsOf, named, self, view, type Writer} from './writer.js'
import {origin, shownZone} from './zone-codec.js'

export const deleteLimit: Codec<DeleteLimit> = union<DeleteLimit>({
  default: object({}),
  count: object({hosts: count}),
  percent: object({percent: finite}),
})

function blockedFields<Z>(zone: Z) {
  return {
    reason: oneOf(BLOCK_REASONS),
    zone,
    host: text,
    setIdentifier: optional(text),
    types: list(recordType),
    owner: optional(text),
    origins: list(origin),
    detail: text,
    fix: optional(text),
    cluster: sometimes(text),
  }
}

export const shownBlocked = named(
  'blocked',
  view<Blocked>({
    ...fieldsOf(self<Blocked>, blockedFields(optional(shownZone))),
    isProblem: derived(isProblem, flag),
  }),
)

const WARNING = {text, origin: optional(origin), host: optional(text)}

const {host: _host, ...shownWarningFields} = WARNING

export const shownWarning = named('warning', view(fieldsOf(self<PlanWarning>, shownWarningFields)))

function refusalCodec(zone: Codec<Zone>): Codec<DeleteRefusal>
function refusalCodec(zone: Writer<Zone>): Writer<DeleteRefusal>
function refusalCodec(zone: Writer<Zone>): Writer<DeleteRefusal> {
  return object<DeleteRefusal>({
    deletedHosts: count,
    ownedHosts: count,
    zones: list(object<DeleteCount>({zone, deletedHosts: count, ownedHosts: count, owner: sometimes(ownerId)})),
    victims: texts,
    commonCause: optional(text),
    limit: text,
    fix: text,
  })
}

export const shownRefusal = named('refusal', refusalCodec(shownZone))

function zonePlanFields<Z, H>(zone: Z, hosts: H) {
  return {
    zone,
    reading: oneOf<ZoneReading>(['whole', 'in-part', 'not-read']),
    hosts,
    ownedHosts: count,
    owners: sometimes(list(object<OwnedCount>({owner: ownerId, ownedHosts: count}))),
    unchangedHosts: count,
    recordSets: count,
  }
}

const {hosts, ...shownZonePlanFields} = zonePlanFields(shownZone, list(shownHost))

const cluster = object<ClusterSummary>({context: text, owner: optional(ownerId), objects: count, wantedHosts: count})

function planFields<Z, B, W, R>(parts: {zones: Z; blocked: B; warnings: W; refusal: R}) {
  return {
    owner: optional(ownerId),
    policy: oneOf(POLICIES),
    context: text,
    objects: count,
    wantedHosts: count,
    clusters: sometimes(list(cluster)),
    zones: parts.zones,
    blocked: parts.blocked,
    warnings: parts.warnings,
    doubts: texts,
    isFirstRun: flag,
    refusal: parts.refusal,
  }
}

export const shownUnused = named(
  'unused',
  view<UnusedHost>({
    host: derived(({dnsName}) => dnsName, text),
    ...fieldsOf(self<UnusedHost>, {origin, reason: text}),
  }),
)

export const SHOWN_PLAN_FIELDS = {
  ...planFields({
    zones: list(object<ZonePlan>({...shownZonePlanFields, hosts})),
    blocked: list(shownBlocked),
    warnings: list(shownWarning),
    refusal: optional(shownRefusal),
  }),
  unused: list(shownUnused),
}

/** Zones are written as ids by `ref`; the hosts of which nothing comes are left out, as no record depends on them. */
export function planCodec(ref: Codec<Zone>): Codec<Plan> {
  return {
    schema: ANY,
    toJson: (plan) =>
      codecFor(ref, {owner: plan.owner, cluster: plan.context, isJoint: plan.clusters !== undefined}).toJson(plan),
    fromJson(json, path) {
      const {owner, context, clusters} = asObject(json, path)
      const party = {
        owner: optional(ownerId).fromJson(owner ?? null, `${path}.owner`),
        cluster: text.fromJson(context, `${path}.context`),
        isJoint: clusters !== undefined,
      }
      return codecFor(ref, party).fromJson(json, path)
    },
  }
}

function codecFor(ref: Codec<Zone>, party: Party): Codec<Plan> {
  const zonePlan = refine(object<ZonePlan>(zonePlanFields(ref, list(hostCodec(ref, party)))), checkZonePlan)
  const blocked: Codec<Blocked> = object<Omit<Blocked, 'isTolerated'>>(blockedFields(optional(ref)))
  const written = object<Omit<Plan, 'unused'>>(
    planFields({
      zones: list(zonePlan),
      blocked: list(blocked),
      warnings: list(object<PlanWarning>(WARNING)),
      refusal: optional(refusalCodec(ref)),
    }),
  )
  const plan: Codec<Plan> = {...written, fromJson: (json, path) => ({...written.fromJson(json, path), unused: []})}
  return refine(
    saying(plan, ['owners'], (value) => ({owners: [...ownersOf(value)]})),
    checkOwners,
  )
}

function checkOwners(plan: Plan) {
  const owners = ownersOf(plan)
  const named = plan.zones.flatMap(({hosts}) => hosts.flatMap(({owner, formerOwner}) => [owner, formerOwner]))
  const isListed = named.every((owner) => owner === undefined || owners.includes(owner))
  return isListed ? parsed(plan) : problem('has a host of an owner for whom it was not made')
}

function checkZonePlan(plan: ZonePlan) {
  const sets = plan.hosts
    .flatMap((host) => host.changes)
    .flatMap((change) => (change.kind === 'create' ? [change.desired] : [change.current]))
    .map(recordSetKey)
  if (new Set(sets).size < sets.length) return problem('changes a record set twice')
  return plan.hosts.every((host) => host.zone === plan.zone) ? parsed(plan) : problem('has a host of another zone')
}
