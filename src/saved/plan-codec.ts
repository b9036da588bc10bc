import {parsed, problem} from '../dns/parsed.js'
import {recordSetKey} from '../dns/record-set.js'
import type {Zone, ZoneId} from '../dns/zone.js'
import type {HostPlan} from '../plan/change.js'
import {
  BLOCK_REASONS,
  type Blocked,
  type DeleteRefusal,
  type Plan,
  type PlanWarning,
  type ZonePlan,
  type ZoneReading,
} from '../plan/plan.js'
import {type DeleteLimit, POLICIES, type Policy} from '../plan/plan-settings.js'
import type {OwnerId} from '../registry/ownership.js'
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
  union,
} from './codec.js'
import {hostCodec, origin, ownerId, type Party} from './host-codec.js'
import {dnsName, recordType} from './record-set-codec.js'

export const zone: Codec<Zone> = object<Zone>({
  id: refine(text, (value) => (/^[A-Za-z0-9]+$/.test(value) ? parsed(value as ZoneId) : problem('is no zone id'))),
  name: dnsName,
  isPrivate: flag,
  recordSetCount: optional(count),
  profile: optional(text),
  roleArn: optional(text),
})

export const deleteLimit: Codec<DeleteLimit> = union<DeleteLimit>({
  default: object({}),
  count: object({hosts: count}),
  percent: object({percent: finite}),
})

/** Everything of a plan but its zones, which a file lists once. @param ref writes a zone as its id and finds it again. */
export function planCodec(ref: Codec<Zone>): Codec<Plan> {
  return {
    toJson: (plan) => codecFor(ref, {owner: plan.owner, cluster: plan.context}).toJson(plan),
    fromJson(json, path) {
      const {owner, context} = asObject(json, path)
      const party = {
        owner: optional(ownerId).fromJson(owner ?? null, `${path}.owner`),
        cluster: text.fromJson(context, `${path}.context`),
      }
      return codecFor(ref, party).fromJson(json, path)
    },
  }
}

function codecFor(ref: Codec<Zone>, party: Party): Codec<Plan> {
  const hosts: Codec<readonly HostPlan[]> = list(hostCodec(ref, party))
  const zonePlan = refine(
    object<ZonePlan>({
      zone: ref,
      reading: oneOf<ZoneReading>(['whole', 'in-part', 'not-read']),
      hosts,
      ownedHosts: count,
      unchangedHosts: count,
      recordSets: count,
    }),
    checkZonePlan,
  )
  const blocked = object<Blocked>({
    reason: oneOf(BLOCK_REASONS),
    zone: optional(ref),
    host: text,
    setIdentifier: optional(text),
    types: list(recordType),
    owner: optional(text),
    origins: list(origin),
    detail: text,
    fix: optional(text),
  })
  const warning = object<PlanWarning>({text, origin: optional(origin), host: optional(text)})
  const refusal = object<DeleteRefusal>({
    deletedHosts: count,
    ownedHosts: count,
    zones: list(object({zone: ref, deletedHosts: count, ownedHosts: count})),
    victims: list(text),
    commonCause: optional(text),
    limit: text,
    fix: text,
  })
  const plan = object<Plan>({
    owner: optional(ownerId),
    policy: oneOf<Policy>(POLICIES),
    context: text,
    objects: count,
    wantedHosts: count,
    zones: list(zonePlan),
    blocked: list(blocked),
    warnings: list(warning),
    doubts: list(text),
    isFirstRun: flag,
    refusal: optional(refusal),
  })
  return saying(plan, ['owners'], (value) => ({owners: [...ownersOf(value)]}))
}

/** Whose hosts a plan may change. */
export function ownersOf({owner}: Plan): readonly OwnerId[] {
  return owner === undefined ? [] : [owner]
}

function checkZonePlan(plan: ZonePlan) {
  const sets = plan.hosts
    .flatMap((host) => host.changes)
    .flatMap((change) => (change.kind === 'create' ? [change.desired] : [change.current]))
    .map(recordSetKey)
  if (new Set(sets).size < sets.length) return problem('changes a record set twice')
  return plan.hosts.every((host) => host.zone === plan.zone) ? parsed(plan) : problem('has a host of another zone')
}
