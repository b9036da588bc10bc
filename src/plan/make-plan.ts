import {compareText, type RecordSet} from '../dns/record-set.js'
import {compareZones, type Zone} from '../dns/zone.js'
import {type Claims, claimRecordSets, effectiveGuard, type OwnershipTxt} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {HostPlan} from './change.js'
import {checkCandidates} from './check-candidates.js'
import {findCommonCause} from './common-cause.js'
import {decideName} from './decide-name.js'
import {refuseDeletes} from './delete-limit.js'
import {makeHolds} from './holds.js'
import {type Bookkeeping, makeHostPlan} from './host-plan.js'
import {nameContexts} from './name-contexts.js'
import type {NameContext} from './name-decision.js'
import {obsoleteHosts, orphanHosts} from './obsolete-txt.js'
import {blockPending} from './pending.js'
import {type Blocked, type Plan, type PlanWarning, PROBLEM_REASONS, type ZonePlan} from './plan.js'
import type {PlanInput, PruneWish} from './plan-input.js'
import {makeTxtSlots} from './txt-slots.js'
import {blockImpossible} from './zone-check.js'

/** The whole decision: the same input gives the same plan, whatever the order of its lists. */
export function makePlan(input: PlanInput): Plan {
  const {registry, settings} = input
  const contents = [...input.zones].sort((a, b) => compareZones(a.zone, b.zone))
  const claims = claimRecordSets(contents, registry)
  const bookkeeping: Bookkeeping =
    registry.kind === 'noop'
      ? undefined
      : {owner: registry.ownerId, slots: makeTxtSlots(contents, claims.guards, registry)}
  const checked = checkCandidates(input.candidates, input.rules, bookkeeping)
  const holds = makeHolds(input.pending, [...input.problems, ...checked.problems], settings.onMissingTarget)
  const contexts = nameContexts(input, claims, checked.candidates, holds, bookkeeping)
  const hosts: HostPlan[] = []
  const blocked: Blocked[] = [...input.unplaced, ...checked.blocked]
  const unchanged = new Map<Zone, number>()
  for (const context of contexts) {
    const decision = decideName(context)
    blocked.push(...decision.blocked)
    for (const row of decision.rows) {
      const made = makeHostPlan(context, row, bookkeeping)
      blocked.push(...made.blocked)
      if (made.host !== undefined) hosts.push(made.host)
      else if (row.intents.length > 0 && made.blocked.length === 0) {
        unchanged.set(context.zone, (unchanged.get(context.zone) ?? 0) + 1)
      }
    }
  }
  blocked.push(...blockPending(input, holds, contexts))
  const kept = keepSharedGuards(hosts, claims)
  const ownOrphans = claims.orphans.filter((orphan) => orphan.owner === bookkeeping?.owner)
  const possible = blockImpossible(kept, contents, ownOrphans, input.rules, bookkeeping)
  blocked.push(...possible.blocked)
  const extra = input.wish.kind === 'prune' ? txtHosts(input.wish, claims, registry) : []
  const zones = contents.map(
    ({zone, reading, recordSets}): ZonePlan => ({
      zone,
      reading,
      hosts: [...possible.hosts, ...extra].filter((host) => host.zone === zone).sort(compareHosts),
      ownedHosts: countOwned(claims, zone, contexts),
      unchangedHosts: unchanged.get(zone) ?? 0,
      recordSets: recordSets.length,
    }),
  )
  return {
    owner: registry.kind === 'noop' ? undefined : registry.ownerId,
    policy: settings.policy,
    context: input.context,
    objects: input.objects,
    wantedHosts: input.wantedHosts,
    zones,
    blocked: sortBlocked(input.wish.kind === 'prune' ? blocked.filter(concernsPrune) : blocked),
    warnings: [...input.warnings].sort((a, b) => compareText(warningKey(a), warningKey(b))),
    refusal: refuseDeletes(zones, settings.deleteLimit, findCommonCause(zones, input.wantedHosts)),
  }
}

/** An ownership text that also speaks for a record set which stays is not deleted with another one. */
function keepSharedGuards(hosts: readonly HostPlan[], claims: Claims): readonly HostPlan[] {
  const deleted = new Set<RecordSet>(
    hosts.flatMap((host) => host.changes.flatMap((change) => (change.kind === 'delete' ? [change.current] : []))),
  )
  const needed = new Set<OwnershipTxt>()
  for (const claim of claims.claims) {
    const guard = effectiveGuard(claim.guards)
    if (guard !== undefined && !deleted.has(claim.recordSet)) needed.add(guard)
  }
  return hosts.map((host) => ({
    ...host,
    ownership: host.ownership.filter((change) => change.kind !== 'delete' || !needed.has(change.current)),
  }))
}

function txtHosts(wish: PruneWish, claims: Claims, registry: RegistrySettings): readonly HostPlan[] {
  if (registry.kind === 'noop') return []
  return [
    ...(wish.removesOrphans ? orphanHosts(claims, registry.ownerId) : []),
    ...(wish.removesObsoleteTxt ? obsoleteHosts(claims, registry.ownerId) : []),
  ]
}

function countOwned(claims: Claims, zone: Zone, contexts: readonly NameContext[]): number {
  const isManaged = contexts[0]?.isManaged ?? (() => true)
  const hosts = claims.claims.filter(
    (claim) => claim.kind === 'owned' && claim.zone === zone && isManaged(claim.recordSet.type),
  )
  return new Set(hosts.map((claim) => `${claim.recordSet.name} ${claim.recordSet.setIdentifier ?? ''}`)).size
}

/** What keeps an unwanted record: wishes that `apply` would settle are not `prune`'s matter. */
function concernsPrune(block: Blocked): boolean {
  const keepsRecord = block.origins.length === 0 || block.reason === 'pending-target'
  return PROBLEM_REASONS.has(block.reason) || (keepsRecord && block.types.length > 0)
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
