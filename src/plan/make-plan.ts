import {compareRecordSets, compareText, type RecordSet} from '../dns/record-set.js'
import {compareZones, type Zone} from '../dns/zone.js'
import {type Claims, claimRecordSets} from '../registry/claim.js'
import type {Candidate} from './candidate.js'
import type {HostPlan} from './change.js'
import {checkCandidates} from './check-candidates.js'
import {findCommonCause} from './common-cause.js'
import {decideName} from './decide-name.js'
import {refuseDeletes} from './delete-limit.js'
import {type Holds, makeHolds} from './holds.js'
import {type Draft, makeDraft} from './host-plan.js'
import {isManagedType, nameContexts} from './name-contexts.js'
import type {NameContext} from './name-decision.js'
import type {Bookkeeping} from './ownership-change.js'
import {blockPending} from './pending.js'
import {type Blocked, type Plan, type PlanWarning, PROBLEM_REASONS, type ZonePlan} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {pruneTexts} from './prune-texts.js'
import {makeTextContext} from './settle-texts.js'
import {makeTxtSlots} from './txt-slots.js'
import {checkZones, type ZoneContext} from './zone-check.js'

/**
 * The whole decision: the same input gives the same plan, whatever the order of its lists. Only of two candidates whose
 * targets rank alike does the first one win, as upstream has it.
 */
export function makePlan(given: PlanInput): Plan {
  const input = {...given, zones: sortZones(given.zones)}
  const {registry, settings} = input
  const claims = claimRecordSets(input.zones, registry)
  const bookkeeping: Bookkeeping =
    registry.kind === 'noop'
      ? undefined
      : {
          owner: registry.ownerId,
          codec: registry.codec,
          slots: makeTxtSlots(input.zones, claims.guards, registry),
        }
  const checked = checkCandidates(input.candidates, input.rules, bookkeeping)
  // What a file cannot tell is not missing.
  const onMissingTarget = input.manifests?.hasLiveStatus === false ? 'hold' : settings.onMissingTarget
  const holds = makeHolds(input, [...input.problems, ...checked.problems], onMissingTarget, registry)
  const decision = decideHosts(input, claims, checked.candidates, holds, bookkeeping)
  const texts = pruneTexts(input, claims, decision.hosts, holds)
  const blocked = [
    ...input.unplaced,
    ...checked.blocked,
    ...decision.blocked,
    ...blockPending(input, holds, decision.contexts),
    ...texts.blocked,
  ]
  const hosts = groupByZone([...decision.hosts, ...texts.hosts])
  const owned = countOwned(claims, (type) => isManagedType(settings, type))
  const zones = input.zones.map(
    ({zone, reading, recordSets}): ZonePlan => ({
      zone,
      reading,
      hosts: [...(hosts.get(zone) ?? [])].sort(compareHosts),
      ownedHosts: owned.get(zone)?.size ?? 0,
      unchangedHosts: decision.unchanged.get(zone) ?? 0,
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

interface Decision {
  readonly hosts: readonly HostPlan[]
  readonly blocked: readonly Blocked[]
  readonly contexts: readonly NameContext[]
  readonly unchanged: ReadonlyMap<Zone, number>
}

/** Name by name, then all together; the AAAA twin of an alias whose target has none is left out and all decided again. */
function decideHosts(
  input: PlanInput,
  claims: Claims,
  candidates: readonly Candidate[],
  holds: Holds,
  bookkeeping: Bookkeeping,
  lonelyTwins: ReadonlySet<RecordSet> = new Set(),
): Decision {
  const contexts = nameContexts(input, claims, candidates, holds, bookkeeping, lonelyTwins)
  const drafts: Draft[] = []
  const blocked: Blocked[] = []
  const unchanged = new Map<Zone, number>()
  for (const context of contexts) {
    const decision = decideName(context)
    blocked.push(...decision.blocked)
    for (const row of decision.rows) {
      const made = makeDraft(context, row, bookkeeping)
      blocked.push(...made.blocked)
      if (made.draft !== undefined) drafts.push(made.draft)
      else if (row.intents.length > 0 && made.blocked.length === 0) {
        unchanged.set(context.zone, (unchanged.get(context.zone) ?? 0) + 1)
      }
    }
  }
  const zoneContext: ZoneContext = {
    contents: input.zones,
    claims: claims.claims,
    registry: input.registry,
    texts: makeTextContext(claims, bookkeeping?.owner, input.rules),
    rules: input.rules,
  }
  const checked = checkZones(drafts, zoneContext)
  if (checked.lonelyTwins.length > 0) {
    const noted = noteLonelyTwins(candidates, checked.lonelyTwins)
    return decideHosts(input, claims, noted, holds, bookkeeping, new Set([...lonelyTwins, ...checked.lonelyTwins]))
  }
  return {hosts: checked.hosts, blocked: [...blocked, ...checked.blocked], contexts, unchanged}
}

function noteLonelyTwins(candidates: readonly Candidate[], twins: readonly RecordSet[]): readonly Candidate[] {
  const hosts = new Set(twins.map((twin) => `${twin.name} ${twin.setIdentifier ?? ''}`))
  const note = 'no AAAA: the alias target has none'
  return candidates.map((candidate) =>
    hosts.has(`${candidate.recordSet.name} ${candidate.recordSet.setIdentifier ?? ''}`)
      ? {...candidate, notes: [...candidate.notes, note]}
      : candidate,
  )
}

function sortZones(zones: PlanInput['zones']): PlanInput['zones'] {
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

/** What keeps an unwanted record: wishes that `apply` would settle are not `prune`'s matter. */
function concernsPrune(block: Blocked): boolean {
  const isHeld = block.reason === 'pending-target' || block.reason === 'known-after-deploy'
  const keepsRecord = block.origins.length === 0 || isHeld
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
