import {compareRecordSets, compareText} from '../dns/record-set.js'
import {compareZones, type Zone} from '../dns/zone.js'
import type {Claims} from '../registry/claim.js'
import type {HostPlan} from './change.js'
import {delegationWarnings} from './delegated.js'
import {refuseDeletes} from './delete-limit.js'
import {findDoubts} from './doubts.js'
import {isManagedType} from './name-contexts.js'
import type {Blocked, Plan, PlanWarning, ZonePlan} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {privateAddressWarnings} from './private-address.js'

/** What was decided, before it is put in order. */
export interface Decided {
  readonly hosts: readonly HostPlan[]
  readonly blocked: readonly Blocked[]
  /** Hosts that are as they should be. */
  readonly unchanged: ReadonlyMap<Zone, number>
}

/** The answer as a whole: sorted, counted, and weighed against the limit on deletes. */
export function assemblePlan(input: Omit<PlanInput, 'wish'>, claims: Claims, decided: Decided): Plan {
  const {registry, settings} = input
  const hosts = groupByZone(decided.hosts)
  const owned = countOwned(claims, (type) => isManagedType(settings, type))
  const zones = input.zones.map(
    ({zone, reading, recordSets}): ZonePlan => ({
      zone,
      reading,
      hosts: [...(hosts.get(zone) ?? [])].sort(compareHosts),
      ownedHosts: owned.get(zone)?.size ?? 0,
      unchangedHosts: decided.unchanged.get(zone) ?? 0,
      recordSets: recordSets.length,
    }),
  )
  const {doubts, ...findings} = findDoubts(zones, input, claims)
  return {
    owner: registry.kind === 'noop' ? undefined : registry.ownerId,
    policy: settings.policy,
    context: input.context,
    objects: input.objects,
    wantedHosts: input.wantedHosts,
    zones,
    blocked: sortBlocked(decided.blocked),
    warnings: [...input.warnings, ...privateAddressWarnings(zones), ...delegationWarnings(zones, input.zones)].sort(
      (a, b) => compareText(warningKey(a), warningKey(b)),
    ),
    doubts,
    isFirstRun: findings.isFirstRun,
    refusal: refuseDeletes(zones, settings.deleteLimit, findings),
  }
}

/** The one order in which everything is looked at. */
export function sortZones(zones: PlanInput['zones']): PlanInput['zones'] {
  return [...zones]
    .sort((a, b) => compareZones(a.zone, b.zone))
    .map((snapshot) => ({...snapshot, recordSets: [...snapshot.recordSets].sort(compareRecordSets)}))
}

function groupByZone(hosts: readonly HostPlan[]): ReadonlyMap<Zone, readonly HostPlan[]> {
  const groups = new Map<Zone, HostPlan[]>()
  for (const host of hosts) {
    const same = groups.get(host.zone)
    if (same === undefined) groups.set(host.zone, [host])
    else same.push(host)
  }
  return groups
}

function countOwned(claims: Claims, isManaged: (type: string) => boolean): ReadonlyMap<Zone, ReadonlySet<string>> {
  const owned = new Map<Zone, Set<string>>()
  for (const {kind, zone, recordSet} of claims.claims) {
    if (kind !== 'owned' || !isManaged(recordSet.type)) continue
    const hosts = owned.get(zone) ?? new Set<string>()
    owned.set(zone, hosts.add(`${recordSet.name} ${recordSet.setIdentifier ?? ''}`))
  }
  return owned
}

function compareHosts(a: HostPlan, b: HostPlan): number {
  return compareText(a.name, b.name) || compareText(a.setIdentifier ?? '', b.setIdentifier ?? '')
}

/** Sorted, each thing said once. */
function sortBlocked(blocked: readonly Blocked[]): readonly Blocked[] {
  const byKey = new Map(blocked.map((block) => [blockKey(block), block]))
  return [...byKey.entries()].sort(([a], [b]) => compareText(a, b)).map(([, block]) => block)
}

function blockKey(block: Blocked): string {
  const origin = block.origins.map((one) => `${one.kind} ${one.namespace}/${one.name} ${one.field}`).join(' ')
  return [
    block.host,
    block.setIdentifier ?? '',
    block.zone?.name ?? '',
    block.zone?.id ?? '',
    block.types.join(),
    block.reason,
    origin,
    block.detail,
  ].join('\0')
}

function warningKey(warning: PlanWarning): string {
  return `${warning.origin?.kind ?? ''} ${warning.origin?.namespace ?? ''}/${warning.origin?.name ?? ''} ${warning.text}`
}
