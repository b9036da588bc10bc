import {collect} from '../../dns/group.js'
import {setKey, type Zone} from '../../dns/zone.js'
import {type HostPlan, touchedByHost} from '../../plan/change.js'
import type {Plan} from '../../plan/plan.js'
import {changedKey} from '../../registry/ledger.js'
import type {ChangeGroup} from '../../route53/ports.js'
import {type BatchSize, batchGroups} from '../../route53/write/change-batch.js'
import {type AtomicChange, toAtomicChanges} from '../../route53/write/plan-groups.js'
import {setsAfter} from '../../route53/write/upserts.js'
import {keysOfSides} from '../../saved/touched-sets.js'
import type {ApplyPorts} from '../ports.js'
import type {Failure, GroupOutcome} from './send-until-known.js'
import {submitZone} from './submit-zone.js'
import {findUnverified} from './verify-texts.js'
import {failureOf, writeRows} from './write-ledger.js'
import {newZoneAccess, toDenial, type ZoneAccess} from './zone-access.js'

export type HostOutcome =
  | {readonly kind: 'applied'; readonly host: HostPlan}
  | ({readonly kind: 'partly' | 'failed'; readonly host: HostPlan} & Failure)
  /** Nothing of the host was sent. */
  | {readonly kind: 'not-started'; readonly host: HostPlan}

/** Why a host was not applied, or only in part, as phrases or sentences. */
export function reasonOf({kind, messages, error, why}: Extract<HostOutcome, Failure>): string {
  const text = why?.detail ?? error?.happened ?? messages.join('; ')
  if (kind === 'failed') return text
  return `done in part: ${text === '' ? 'the run was stopped before the rest of it was sent' : text}`
}

/**
 * Writes exactly this plan: zones concurrently, the batches of a zone one after another. When a host's ownership TXT is
 * in another zone, it is created before the host and deleted after it.
 */
export async function applyPlan(plan: Plan, limits: BatchSize, ports: ApplyPorts): Promise<readonly HostOutcome[]> {
  const all = atomicChangesOf(plan, limits)
  const hosts = all.flatMap((atomicChange) => atomicChange.hosts)
  // Rows first (docs/laws.md#4-a-host-is-whole-or-not-at-all): the next run uses a row without its record, but a record
  // without its row would have no owner.
  const unwritten = await writeRows('put', hosts, ports)
  const rowFailure = (atomicChange: AtomicChange) =>
    atomicChange.hosts.map((host) => failureOf('put', host, unwritten)).find((failure) => failure !== undefined)
  const atomicChanges = all.filter((atomicChange) => rowFailure(atomicChange) === undefined)
  const outcomes = new Map<ChangeGroup, GroupOutcome>()
  const accessByZone = new Map<Zone, ZoneAccess>()
  const accessTo = (zone: Zone) => {
    const access = accessByZone.get(zone) ?? newZoneAccess()
    accessByZone.set(zone, access)
    return access
  }
  const isDone = (group: ChangeGroup) => outcomes.get(group)?.kind === 'applied'
  for (const groupsOf of [firstGroups, secondGroups, lastGroups]) {
    const unverified = groupsOf === lastGroups ? await findUnverified(atomicChanges, isDone, ports) : new Map()
    for (const [group, outcome] of unverified) outcomes.set(group, outcome)
    const groups = groupsOf(atomicChanges, isDone).filter((group) => !unverified.has(group))
    const batches = batchGroups(groups, limits)
    const zones = [...new Set(batches.map((batch) => batch.zone))]
    const results = await Promise.all(
      zones.map((zone) =>
        submitZone(
          batches.filter((batch) => batch.zone === zone),
          limits,
          ports,
          accessTo(zone),
        ),
      ),
    )
    for (const [group, outcome] of results.flatMap((result) => [...result])) outcomes.set(group, outcome)
  }
  for (const [group, outcome] of outcomes) {
    if (outcome.kind === 'denied') outcomes.set(group, toDenial(outcome.error, accessTo(group.zone)))
  }
  const written = all.flatMap((atomicChange) => {
    const failure = rowFailure(atomicChange)
    return failure === undefined
      ? toHostOutcomes(atomicChange, outcomes)
      : atomicChange.hosts.map((host): HostOutcome => ({...failure, host}))
  })
  return removeRows(written, ports)
}

/** Removes the rows of which all record sets are gone. */
async function removeRows(outcomes: readonly HostOutcome[], ports: ApplyPorts): Promise<readonly HostOutcome[]> {
  const open = new Set(outcomes.flatMap(({kind, host}) => (kind === 'applied' ? [] : host.ledger.map(changedKey))))
  const done = outcomes.flatMap(({kind, host}) =>
    kind === 'applied' ? [{...host, ledger: host.ledger.filter((change) => !open.has(changedKey(change)))}] : [],
  )
  const left = await writeRows('remove', done, ports)
  return outcomes.map((outcome): HostOutcome => {
    const failure = outcome.kind === 'applied' ? failureOf('remove', outcome.host, left) : undefined
    if (failure === undefined) return outcome
    const why = failure.kind === 'failed' ? (failure.error?.happened ?? failure.messages.join('; ')) : 'not started'
    const message = `its record sets are gone, its ledger row is not (${why}): prune --orphans removes it`
    return {kind: 'partly', host: outcome.host, messages: [message], error: undefined}
  })
}

/** Counts the requests for a plan when nothing fails. */
export function countBatches(plan: Plan, limits: BatchSize): number {
  const atomicChanges = atomicChangesOf(plan, limits)
  const rounds = [firstGroups, secondGroups, lastGroups].map((groupsOf) => groupsOf(atomicChanges, () => true))
  return rounds.reduce((sum, groups) => sum + batchGroups(groups, limits).length, 0)
}

type IsDone = (group: ChangeGroup) => boolean

function atomicChangesOf(plan: Plan, limits: BatchSize): readonly AtomicChange[] {
  return toAtomicChanges(
    plan.zones.flatMap((zone) => zone.hosts),
    limits,
  )
}

/** The first round: ownership that must exist before its host, and hosts that wait for nothing. */
function firstGroups(atomicChanges: readonly AtomicChange[]): readonly ChangeGroup[] {
  const waiting = waitingUnits(atomicChanges)
  const groups = atomicChanges.flatMap((one) => (waiting.has(one) ? one.before : mainOf(one)))
  return [...new Set(groups)]
}

function secondGroups(atomicChanges: readonly AtomicChange[], isDone: IsDone): readonly ChangeGroup[] {
  const waiting = waitingUnits(atomicChanges)
  return atomicChanges
    .filter((atomicChange) => waiting.has(atomicChange) && atomicChange.before.every(isDone))
    .flatMap(mainOf)
}

/** Changes that wait for ownership in another zone, and aliases to names that such changes create. */
function waitingUnits(atomicChanges: readonly AtomicChange[]): ReadonlySet<AtomicChange> {
  const waiting = new Set(atomicChanges.filter((atomicChange) => atomicChange.before.length > 0))
  if (waiting.size === 0) return waiting
  const aliases = collect(
    atomicChanges.flatMap((atomicChange) => aliasPlaces(atomicChange).map((place) => [place, atomicChange] as const)),
  )
  // Iterating over a set also visits what is added meanwhile.
  for (const {hosts} of waiting) {
    for (const {zone, name} of hosts)
      for (const atomicChange of aliases.get(`${zone.id} ${name}`) ?? []) waiting.add(atomicChange)
  }
  return waiting
}

function aliasPlaces({main}: AtomicChange): readonly string[] {
  return setsAfter(main?.changes ?? []).flatMap(({data}) =>
    data.kind === 'alias' ? [`${data.target.zoneId} ${data.target.dnsName}`] : [],
  )
}

/** The last round: ownership TXT whose record sets are all gone. */
function lastGroups(atomicChanges: readonly AtomicChange[], isDone: IsDone): readonly ChangeGroup[] {
  const isOpen = (atomicChange: AtomicChange) => ![...atomicChange.before, ...mainOf(atomicChange)].every(isDone)
  const needed = new Set(atomicChanges.filter(isOpen).flatMap((atomicChange) => atomicChange.after))
  return [...new Set(atomicChanges.flatMap(({after}) => after))].filter((group) => !needed.has(group))
}

function mainOf(atomicChange: AtomicChange): readonly ChangeGroup[] {
  return atomicChange.main === undefined ? [] : [atomicChange.main]
}

/** A host is applied when all of its parts are; otherwise the first failed part gives the reason. */
function toHostOutcomes(
  atomicChange: AtomicChange,
  outcomes: ReadonlyMap<ChangeGroup, GroupOutcome>,
): readonly HostOutcome[] {
  const groups = [...atomicChange.before, ...mainOf(atomicChange), ...atomicChange.after]
  return atomicChange.hosts.map((host): HostOutcome => {
    const parts = groupsOf(host, groups).map((group) => outcomes.get(group))
    if (parts.every((part) => part?.kind === 'applied')) return {kind: 'applied', host}
    const failure = parts.find((part) => part?.kind === 'failed')
    const cause = failure?.kind === 'failed' ? failure : {messages: [], error: undefined}
    if (parts.some((part) => part?.kind === 'applied')) return {...cause, kind: 'partly', host}
    return failure === undefined ? {kind: 'not-started', host} : {...cause, kind: 'failed', host}
  })
}

/** The groups that change this host, among those of its name. */
function groupsOf(host: HostPlan, groups: readonly ChangeGroup[]): readonly ChangeGroup[] {
  const own = new Set(touchedByHost(host).flatMap(keysOfSides))
  return groups.filter(({zone, changes}) => changes.some(({recordSet}) => own.has(setKey(zone, recordSet))))
}
