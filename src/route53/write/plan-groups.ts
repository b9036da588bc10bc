import {collect, groupBy} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {
  type HostPlan,
  type OwnershipChange,
  type TouchedSet,
  touchedByChange,
  touchedByHost,
  touchedByText,
  txtNameOf,
} from '../../plan/change.js'
import {conflict, nameOrigin} from '../../plan/decide/conflict.js'
import {distinctOwnership, isRemoval} from '../../plan/ownership/ownership-writer.js'
import {groupByExchange, groupIntoRequests} from '../../plan/ownership/text-exchange.js'
import type {ChangeGroup, WireChange} from '../ports.js'
import {checkName} from '../records/rules.js'
import {type BatchSize, excessOf, fits, sizeOf} from './change-batch.js'

/** The changes of one host, or of all hosts of one name that must be changed together, in order. */
export interface AtomicChange {
  readonly hosts: readonly HostPlan[]
  /** Ownership that has to exist first. A group that several hosts share is the same object for each of them. */
  readonly before: readonly ChangeGroup[]
  /** The record sets, and their ownership in the same zone; undefined when there is neither. */
  readonly main: ChangeGroup | undefined
  /** Ownership elsewhere that is removed after the record sets of all hosts that share it. */
  readonly after: readonly ChangeGroup[]
}

/**
 * The atomic units of a plan: all hosts (set identifiers) of a name in one zone together, and with them a host that leaves its
 * ownership text to one of them. What is too large for one request is parted by set identifier where none of the hosts
 * depends on another.
 */
export function toAtomicChanges(hosts: readonly HostPlan[], limits: BatchSize): readonly AtomicChange[] {
  const shared = sharedGroups(hosts)
  return groupIntoRequests(hosts).flatMap((together) => {
    const whole = toGroups(together, shared)
    if (together.length === 1 || isPossible(whole, limits)) return [whole]
    const names = groupBy(together, ({name}) => name)
    return [...names.values()].every(areIndependent)
      ? groupByExchange(together).map((some) => toGroups(some, shared))
      : [whole]
  })
}

/** The changes of a TXT that hosts of several zones share: a group before their record sets, and one after. */
type SharedGroups = ReadonlyMap<string, (change: OwnershipChange) => SharedGroup>

interface SharedGroup {
  readonly group: ChangeGroup
  readonly isFirst: boolean
}

function sharedGroups(hosts: readonly HostPlan[]): SharedGroups {
  if (hosts.every(({zone}) => zone === hosts[0]?.zone)) return new Map()
  const places = collect(
    hosts.flatMap(({zone: sharer, ownership}) =>
      ownership.map((change) => [placeOf(change), {sharer, change}] as const),
    ),
  )
  return new Map(
    [...places].flatMap(([key, entries]) => {
      const [first] = entries
      if (new Set(entries.map(({sharer}) => sharer)).size < 2) return []
      const name = txtNameOf(first.change)
      const all = distinctOwnership(entries.map(({change}) => change))
      const isFirst = (change: OwnershipChange) => !isRemoval(change) || makesRoom(change, all)
      const toShared = (comesFirst: boolean): SharedGroup => {
        const parts = all.filter((change) => isFirst(change) === comesFirst).map(touchedByText)
        return {group: makeGroup({key: name, resource: name}, first.change.zone, parts), isFirst: comesFirst}
      }
      const [before, after] = [toShared(true), toShared(false)]
      return [[key, (change: OwnershipChange) => (isFirst(change) ? before : after)] as const]
    }),
  )
}

/** Why the changes of these hosts fit into no request, as a phrase; undefined when they do. */
export function sizeProblem(hosts: readonly HostPlan[], limits: BatchSize): string | undefined {
  if (isFarBelow(hosts, limits)) return undefined
  const excess = toAtomicChanges(hosts, limits)
    .flatMap(groupsOf)
    .flatMap((group) => excessOf(group, limits))[0]
  return excess === undefined ? undefined : `its changes do not fit into one request: ${excess}`
}

/** True where everything at once would fit, as for almost every host: its requests need not be made to know it. */
function isFarBelow(hosts: readonly HostPlan[], limits: BatchSize): boolean {
  return fits(sizeOf(hosts.flatMap(touchedByHost).flatMap(setsOf)), limits)
}

function isPossible(change: AtomicChange, limits: BatchSize): boolean {
  return groupsOf(change).every((group) => excessOf(group, limits).length === 0)
}

function groupsOf({before, main, after}: AtomicChange): readonly ChangeGroup[] {
  return [...before, ...(main === undefined ? [] : [main]), ...after]
}

/** True when no host of the name changes its routing policy, or that of a text, or makes room for another. */
function areIndependent(hosts: readonly HostPlan[]): boolean {
  const recordsOf = (host: HostPlan) => toParts(host).flatMap(setsOf)
  const records = hosts.flatMap(recordsOf)
  const sets = [...records, ...hosts.flatMap(({ownership}) => ownership.map(touchedByText).flatMap(setsOf))]
  const places = new Set(sets.map(({name, type}) => `${name} ${type}`))
  const kinds = new Set(sets.map(({name, type, routing}) => `${name} ${type} ${routing.kind}`))
  const types = new Set(records.map(({type}) => type))
  const staysInRow = hosts.every((host) => recordsOf(host).every((set) => set.setIdentifier === host.setIdentifier))
  return staysInRow && kinds.size === places.size && !(types.has('CNAME') && types.size > 1)
}

function setsOf({before, after}: TouchedSet): readonly RecordSet[] {
  return [before, after].filter((set) => set !== undefined)
}

function toGroups(hosts: readonly HostPlan[], shared: SharedGroups): AtomicChange {
  const [first] = hosts
  if (first === undefined) throw new Error('bug: a group of no hosts')
  const {name, setIdentifier} = first
  const key = hosts.length === 1 && setIdentifier !== undefined ? `${name} ${setIdentifier}` : name
  const label = {key, resource: resourceOf(hosts) ?? key}
  const ownership = distinctOwnership(hosts.flatMap((host) => host.ownership))
  const groupOf = (change: OwnershipChange) => (shared.size === 0 ? undefined : shared.get(placeOf(change))?.(change))
  const alone = ownership.filter((change) => groupOf(change) === undefined)
  const waits = (change: OwnershipChange) => first.action === 'repair' && isRemoval(change) && !makesRoom(change, alone)
  const isOwn = (change: OwnershipChange) => change.zone.id === first.zone.id && !waits(change)
  const own = alone.filter(isOwn)
  const away = alone.filter((change) => !isOwn(change))
  const common = [...new Set(ownership.flatMap((change) => groupOf(change) ?? []))]
  const commonOf = (comesFirst: boolean) => common.filter((one) => one.isFirst === comesFirst).map(({group}) => group)
  const isFirst = (change: OwnershipChange) => !isRemoval(change) || makesRoom(change, away)
  const last = away.filter((change) => !isFirst(change))
  const parts = [...hosts.flatMap(toParts), ...own.map(touchedByText)]
  return {
    hosts,
    before: [...groupAway(label, away.filter(isFirst)), ...commonOf(true)],
    main: parts.length === 0 ? undefined : makeGroup(label, first.zone, parts),
    after: [...groupAway(label, last), ...commonOf(false)],
  }
}

/** A TXT that Route 53 would not hold next to the new one has to be deleted in the same batch, or that batch is refused. */
function makesRoom(change: OwnershipChange, others: readonly OwnershipChange[]): boolean {
  if (change.kind !== 'delete') return false
  const {recordSet: old} = change.current
  return others.some((other) => {
    if (other.kind === 'delete' || other.zone !== change.zone || other.desired.name !== old.name) return false
    return conflict(other.desired, old, change.zone, {checkName}) !== undefined
  })
}

type Part = TouchedSet & Pick<WireChange, 'text'>

function toParts({zone, changes}: HostPlan): readonly Part[] {
  return changes.map((change) => ({
    ...touchedByChange(zone, change),
    text: change.kind === 'update' ? change.text : undefined,
  }))
}

type Label = Pick<ChangeGroup, 'key' | 'resource'>

/** The object that asks for all of these hosts, or did when they were written. */
function resourceOf(hosts: readonly HostPlan[]): string | undefined {
  const resources = hosts.map(({origins: [origin], formerResources: [resource]}) =>
    origin === undefined ? resource : nameOrigin(origin),
  )
  return new Set(resources).size === 1 ? resources[0] : undefined
}

function groupAway(label: Label, changes: readonly OwnershipChange[]): readonly ChangeGroup[] {
  const byZone = groupBy(changes, ({zone}) => zone)
  return [...byZone].map(([zone, some]) => makeGroup(label, zone, some.map(touchedByText)))
}

/** Makes a group, deletes first, so that a name is free before its next record set is created. */
function makeGroup(label: Label, zone: Zone, parts: readonly Part[]): ChangeGroup {
  const removed = parts.flatMap(({before, text}): WireChange[] =>
    before === undefined ? [] : [{action: 'DELETE', recordSet: before, text}],
  )
  const added = parts.flatMap(({after}): WireChange[] =>
    after === undefined ? [] : [{action: 'CREATE', recordSet: after}],
  )
  return {...label, zone, changes: [...removed, ...added], changeCount: parts.length}
}

function placeOf(change: OwnershipChange): string {
  return `${change.zone.id} ${txtNameOf(change)}`
}
