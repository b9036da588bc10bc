import {toPlanKey} from '../dns/dns-name.js'
import type {UnusedHost} from '../dns/endpoint.js'
import {groupBy} from '../dns/group.js'
import {objectText} from '../dns/phrase.js'
import {compareRecordSets, compareText} from '../dns/record-set.js'
import {compareZones, hostKeyOf, type Zone} from '../dns/zone.js'
import type {Claim, Claims} from '../registry/claim.js'
import type {OwnerId} from '../registry/ownership.js'
import {type Blocked, type DecidedHosts, tolerate} from './blocked.js'
import {compareHosts, type HostPlan} from './change.js'
import {isManagedType, nameFilter} from './decide/name-contexts.js'
import {refuseDeletes} from './limits/delete-limit.js'
import {privateAddressWarnings} from './limits/private-address.js'
import {findSuspicions} from './limits/suspicions.js'
import {partiesOf} from './parties.js'
import type {Plan, PlanWarning, ZonePlan} from './plan.js'
import type {OwnershipInput, PlanCluster, PlanInput, ZoneSnapshot} from './plan-input.js'

export interface Decided extends DecidedHosts {
  readonly unchanged: ReadonlyMap<Zone, number>
}

/** The answer as a whole: sorted, counted, and weighed against the limit on deletes. */
export function assemblePlan(input: PlanInput | OwnershipInput, claims: Claims, decided: Decided): Plan {
  const {settings, clusters} = input
  const parties = partiesOf(input)
  const contexts = new Map(parties.map(({owner, context}) => [owner, context]))
  // Where there is one cluster, no host says so.
  const planned = decided.hosts.map(({owner, ...host}) =>
    clusters === undefined ? host : {...host, owner, cluster: contexts.get(owner)},
  )
  const hosts = groupBy(planned.sort(compareHosts), ({zone}): Zone => zone)
  const owned = groupBy(
    claims.claims.filter(({kind, recordSet}) => kind === 'owned' && isManagedType(settings, recordSet.type)),
    ({zone}) => zone,
  )
  const zones = input.zones.map(
    ({zone, reading, recordSets}): ZonePlan => ({
      zone,
      reading,
      hosts: hosts.get(zone) ?? [],
      ...countOwned(owned.get(zone) ?? [], parties, clusters !== undefined),
      unchangedHosts: decided.unchanged.get(zone) ?? 0,
      recordSets: recordSets.length,
    }),
  )
  const {doubts, ...findings} = findSuspicions(zones, input, claims, parties)
  const warnings = [...privateAddressWarnings(zones), ...delegationWarnings(hosts, input.zones)]
  return {
    owner: parties.length === 1 ? parties[0]?.owner : undefined,
    policy: settings.policy,
    context: input.context,
    objects: input.objects,
    wantedHosts: input.wantedHosts,
    ...(clusters === undefined
      ? {}
      : {clusters: clusters.map(({context, owner, objects, wantedHosts}) => ({context, owner, objects, wantedHosts}))}),
    zones,
    blocked: tolerate(inOrder(decided.blocked, blockKey), settings.tolerated).map(inClusters),
    unused: shownUnused(input),
    warnings: inOrder([...input.warnings, ...warnings], warningKey),
    doubts,
    isFirstRun: findings.isFirstRun,
    refusal: refuseDeletes(zones, settings.deleteLimit, findings),
  }
}

function countOwned(owned: readonly Claim[], parties: readonly PlanCluster[], isJoint: boolean) {
  const countOf = (owner: OwnerId | undefined) =>
    new Set(owned.filter((claim) => 'owner' in claim && claim.owner === owner).map(hostKeyOf)).size
  const ownedHosts = parties.reduce((sum, {owner}) => sum + countOf(owner), 0)
  const owners = parties.flatMap(({owner}) => (owner === undefined ? [] : [{owner, ownedHosts: countOf(owner)}]))
  return isJoint && owners.length > 0 ? {ownedHosts, owners} : {ownedHosts}
}

/** The clusters of the objects that ask. */
function inClusters(one: Blocked): Blocked {
  const contexts = [...new Set(one.origins.flatMap(({cluster}) => cluster ?? []))]
  return contexts.length === 0 ? one : {...one, cluster: contexts.join(', ')}
}

/** The one order in which everything is looked at. */
export function sortZones(zones: PlanInput['zones']): PlanInput['zones'] {
  return [...zones]
    .sort((a, b) => compareZones(a.zone, b.zone))
    .map((snapshot) => ({...snapshot, recordSets: [...snapshot.recordSets].sort(compareRecordSets)}))
}

/** Sorted, each thing said once. */
function inOrder<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]))
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, item]) => item)
}

function blockKey(block: Blocked): string {
  const {host, setIdentifier, zone, types, reason, origins, detail} = block
  const objects = origins.map((one) => `${objectText(one)} ${one.field}`).join()
  return [host, setIdentifier, zone?.name, zone?.id, types.join(), reason, objects, detail].join('\0')
}

/** Of this shard, and of the hosts of `--only`. */
function shownUnused({unused = [], takes, settings}: Omit<PlanInput, 'goal'>): readonly UnusedHost[] {
  const isNamed = nameFilter(settings)
  const isShown = (name: string) => takes?.(name) !== false && isNamed(name)
  const shown = unused.filter(({dnsName}) => isShown(toPlanKey(dnsName)))
  return inOrder(shown, unusedKey)
}

function unusedKey({dnsName, origin: {kind, namespace, name, field, cluster}, reason}: UnusedHost): string {
  return [toPlanKey(dnsName), kind, namespace, name, field, reason, cluster].join('\0')
}

function warningKey({origin, text}: PlanWarning): string {
  return [origin?.kind, origin?.namespace, origin?.name, text, origin?.cluster].join('\0')
}

/** A warning for each delegation under which a zone gets new answers: resolvers never ask that zone for them. */
function delegationWarnings(
  hosts: ReadonlyMap<Zone, readonly HostPlan[]>,
  snapshots: readonly ZoneSnapshot[],
): readonly PlanWarning[] {
  return snapshots.flatMap(({zone, recordSets}) => {
    const delegations = recordSets.filter(({type, name}) => type === 'NS' && name !== zone.name)
    const delegated = new Set<string>(delegations.map(({name}) => name))
    if (delegated.size === 0) return []
    const below = groupBy((hosts.get(zone) ?? []).filter(answersAnew), ({name}) =>
      selfAndParents(name).find((parent) => delegated.has(parent)),
    )
    return [...below].flatMap(([away, some]) => (away === undefined ? [] : [warnOf(away, zone, some)]))
  })
}

function warnOf(away: string, zone: Zone, hosts: readonly HostPlan[]): PlanWarning {
  const names = [...new Set(hosts.map(({name}) => name))]
  const more = names.length === 1 ? '' : ` and ${names.length - 1} more`
  const text = `${away} is delegated by its NS record in zone ${zone.name}, so records written there for ${names[0]}${more} are never answered: select the zone of ${away} too`
  return {text, origin: hosts[0]?.origins[0]}
}

/** NS and DS belong to the parent. */
function answersAnew({changes}: HostPlan): boolean {
  return changes.some((change) => change.kind !== 'delete' && !['NS', 'DS'].includes(change.desired.type))
}

function selfAndParents(name: string): readonly string[] {
  const labels = name.split('.')
  return labels.map((_label, index) => labels.slice(index).join('.'))
}
