import type {Zone} from '../../dns/zone.js'
import type {CliError} from '../../errors/cli-error.js'
import type {HostPlan} from '../../plan/change.js'
import type {Plan} from '../../plan/plan.js'
import {changedKey} from '../../registry/ledger.js'
import type {ChangeGroup} from '../../route53/ports.js'
import {type BatchSize, batchGroups} from '../../route53/write/change-batch.js'
import {type HostGroups, toHostGroups} from '../../route53/write/plan-groups.js'
import {keysOfSides, setKey, touchedByHost} from '../../saved/touched-sets.js'
import type {ApplyPorts} from '../ports.js'
import type {GroupOutcome} from './send-until-known.js'
import {submitZone} from './submit-zone.js'
import {findUnverified} from './verify-texts.js'
import {failureOf, writeRows} from './write-ledger.js'
import {newStanding, toDenial, type ZoneStanding} from './zone-standing.js'

export type HostOutcome =
  | {readonly kind: 'applied'; readonly host: HostPlan}
  | {
      /** `partly`: some of its batches are in, in one zone of two say, and the others are not. `failed`: none is. */
      readonly kind: 'partly' | 'failed'
      readonly host: HostPlan
      /** What was said against it; with `partly` none where the run was stopped. */
      readonly messages: readonly string[]
      readonly error: CliError | undefined
    }
  /** Nothing of it was sent. */
  | {readonly kind: 'not-started'; readonly host: HostPlan}

/** Why a host is not applied, or not wholly, as phrases or sentences. */
export function reasonOf({kind, messages, error}: Extract<HostOutcome, {readonly error: unknown}>): string {
  const why = error?.happened ?? messages.join('; ')
  if (kind === 'failed') return why
  return `done in part: ${why === '' ? 'the run was stopped before the rest of it was sent' : why}`
}

/**
 * Writes exactly this plan: zones side by side, batches of a zone one after another. A host whose ownership lies in
 * another zone waits for it on create, and lets it go only after its record sets are gone.
 */
export async function applyPlan(plan: Plan, limits: BatchSize, ports: ApplyPorts): Promise<readonly HostOutcome[]> {
  const all = unitsOf(plan, limits)
  const hosts = all.flatMap((unit) => unit.hosts)
  // Law 4: a row that is there without its record is used by the next run; a record without its row would be nobody's.
  const unwritten = await writeRows('put', hosts, ports)
  const rowFailure = (unit: HostGroups) =>
    unit.hosts.map((host) => failureOf('put', host, unwritten)).find((failure) => failure !== undefined)
  const units = all.filter((unit) => rowFailure(unit) === undefined)
  const outcomes = new Map<ChangeGroup, GroupOutcome>()
  const standings = new Map<Zone, ZoneStanding>()
  const standingOf = (zone: Zone) => {
    const standing = standings.get(zone) ?? newStanding()
    standings.set(zone, standing)
    return standing
  }
  const isDone = (group: ChangeGroup) => outcomes.get(group)?.kind === 'applied'
  for (const groupsOf of [firstGroups, secondGroups, lastGroups]) {
    const unverified = groupsOf === lastGroups ? await findUnverified(units, isDone, ports) : new Map()
    for (const [group, outcome] of unverified) outcomes.set(group, outcome)
    const groups = groupsOf(units, isDone).filter((group) => !unverified.has(group))
    const batches = batchGroups(groups, limits)
    const zones = [...new Set(batches.map((batch) => batch.zone))]
    const results = await Promise.all(
      zones.map((zone) =>
        submitZone(
          batches.filter((batch) => batch.zone === zone),
          limits,
          ports,
          standingOf(zone),
        ),
      ),
    )
    for (const [group, outcome] of results.flatMap((result) => [...result])) outcomes.set(group, outcome)
  }
  for (const [group, outcome] of outcomes) {
    if (outcome.kind === 'denied') outcomes.set(group, toDenial(outcome.error, standingOf(group.zone)))
  }
  const written = all.flatMap((unit) => {
    const failure = rowFailure(unit)
    return failure === undefined
      ? toHostOutcomes(unit, outcomes)
      : unit.hosts.map((host): HostOutcome => ({...failure, host}))
  })
  return removeRows(written, ports)
}

/** A row goes when all record sets of which it speaks are gone. */
async function removeRows(outcomes: readonly HostOutcome[], ports: ApplyPorts): Promise<readonly HostOutcome[]> {
  const open = new Set(
    outcomes.flatMap(({kind, host}) => (kind === 'applied' ? [] : host.ledger.map((change) => changedKey(change)))),
  )
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

/** How many requests the plan takes when nothing fails. */
export function countBatches(plan: Plan, limits: BatchSize): number {
  const units = unitsOf(plan, limits)
  return [firstGroups, secondGroups, lastGroups].reduce(
    (sum, groupsOf) =>
      sum +
      batchGroups(
        groupsOf(units, () => true),
        limits,
      ).length,
    0,
  )
}

type IsDone = (group: ChangeGroup) => boolean

function unitsOf(plan: Plan, limits: BatchSize): readonly HostGroups[] {
  return toHostGroups(
    plan.zones.flatMap((zone) => zone.hosts),
    limits,
  )
}

/** Ownership that has to be there first, and hosts that wait for none. */
function firstGroups(units: readonly HostGroups[]): readonly ChangeGroup[] {
  const waiting = waitingUnits(units)
  return distinct(units.flatMap((unit) => (waiting.has(unit) ? unit.before : mainOf(unit))))
}

function secondGroups(units: readonly HostGroups[], isDone: IsDone): readonly ChangeGroup[] {
  const waiting = waitingUnits(units)
  return units.filter((unit) => waiting.has(unit) && unit.before.every(isDone)).flatMap(mainOf)
}

/** Units that wait for ownership elsewhere, and aliases to the names that such units make. */
function waitingUnits(units: readonly HostGroups[]): ReadonlySet<HostGroups> {
  const waiting = new Set(units.filter((unit) => unit.before.length > 0))
  if (waiting.size === 0) return waiting
  const aliases = new Map<string, HostGroups[]>()
  for (const unit of units) {
    for (const place of aliasPlaces(unit)) {
      const same = aliases.get(place)
      if (same === undefined) aliases.set(place, [unit])
      else same.push(unit)
    }
  }
  // A set is walked to its end, those that are added on the way included.
  for (const {hosts} of waiting) {
    for (const {zone, name} of hosts) for (const unit of aliases.get(`${zone.id} ${name}`) ?? []) waiting.add(unit)
  }
  return waiting
}

function aliasPlaces({main}: HostGroups): readonly string[] {
  return (main?.changes ?? []).flatMap(({action, recordSet: {data}}) =>
    action === 'CREATE' && data.kind === 'alias' ? [`${data.target.zoneId} ${data.target.dnsName}`] : [],
  )
}

/** Ownership of which every record set is gone. */
function lastGroups(units: readonly HostGroups[], isDone: IsDone): readonly ChangeGroup[] {
  const isOpen = (unit: HostGroups) => ![...unit.before, ...mainOf(unit)].every(isDone)
  const needed = new Set(units.filter(isOpen).flatMap((unit) => unit.after))
  return distinct(units.flatMap((unit) => unit.after)).filter((group) => !needed.has(group))
}

function distinct(groups: readonly ChangeGroup[]): readonly ChangeGroup[] {
  return [...new Set(groups)]
}

function mainOf(unit: HostGroups): readonly ChangeGroup[] {
  return unit.main === undefined ? [] : [unit.main]
}

/** A host is applied when every part of it is; the first part that failed says why it is not, or not wholly. */
function toHostOutcomes(unit: HostGroups, outcomes: ReadonlyMap<ChangeGroup, GroupOutcome>): readonly HostOutcome[] {
  const groups = [...unit.before, ...mainOf(unit), ...unit.after]
  return unit.hosts.map((host): HostOutcome => {
    const parts = groupsOf(host, groups).map((group) => outcomes.get(group))
    if (parts.every((part) => part?.kind === 'applied')) return {kind: 'applied', host}
    const failure = parts.find((part) => part?.kind === 'failed')
    const {messages, error} = failure?.kind === 'failed' ? failure : {messages: [], error: undefined}
    if (parts.some((part) => part?.kind === 'applied')) return {kind: 'partly', host, messages, error}
    return failure === undefined ? {kind: 'not-started', host} : {kind: 'failed', host, messages, error}
  })
}

/** Of the groups of one name those that change something of this host. */
function groupsOf(host: HostPlan, groups: readonly ChangeGroup[]): readonly ChangeGroup[] {
  const own = new Set(touchedByHost(host).flatMap(keysOfSides))
  return groups.filter(({zone, changes}) => changes.some(({recordSet}) => own.has(setKey(zone, recordSet))))
}
