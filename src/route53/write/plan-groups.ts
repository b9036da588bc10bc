import {groupBy} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {HostPlan, OwnershipChange} from '../../plan/change.js'
import {conflict, nameOrigin} from '../../plan/decide/conflict.js'
import {distinctOwnership, isRemoval} from '../../plan/ownership/ownership-writer.js'
import {groupByExchange, groupIntoRequests} from '../../plan/ownership/text-exchange.js'
import type {ChangeGroup, WireChange} from '../ports.js'
import {checkName} from '../records/rules.js'
import type {BatchSize} from './change-batch.js'
import {excessOf} from './change-batch.js'

/** The changes of one host, or of all hosts of one name that must be changed together, in order. */
export interface AtomicChange {
  readonly hosts: readonly HostPlan[]
  /**
   * Ownership that has to exist first: in other zones, or shared by hosts of several zones. A shared group is the same
   * object for each of them.
   */
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
    const names = groupBy(together, ({name}) => name)
    const isParted = together.length > 1 && !fits(whole, limits) && [...names.values()].every(areIndependent)
    return isParted ? groupByExchange(together).map((some) => toGroups(some, shared)) : [whole]
  })
}

/**
 * The changes of a TXT that hosts of several zones share: one group that has to be made before their record sets, and
 * one after them.
 */
type SharedGroups = ReadonlyMap<string, (change: OwnershipChange) => SharedGroup>

interface SharedGroup {
  readonly group: ChangeGroup
  readonly isFirst: boolean
}

function sharedGroups(hosts: readonly HostPlan[]): SharedGroups {
  const places = new Map<string, {zone: Zone; name: string; sharers: Set<Zone>; changes: OwnershipChange[]}>()
  for (const host of hosts) {
    for (const change of host.ownership) {
      const key = placeOf(change)
      const place = places.get(key) ?? {zone: change.zone, name: txtNameOf(change), sharers: new Set(), changes: []}
      places.set(key, place)
      place.sharers.add(host.zone)
      place.changes.push(change)
    }
  }
  return new Map(
    [...places]
      .filter(([, {sharers}]) => sharers.size > 1)
      .map(([key, {zone, name, changes}]) => {
        const all = distinctOwnership(changes)
        const isFirst = (change: OwnershipChange) => !isRemoval(change) || makesRoom(change, all)
        const toShared = (comesFirst: boolean): SharedGroup => {
          const parts = all.filter((change) => isFirst(change) === comesFirst).map(toOwnershipPart)
          return {group: makeGroup({key: name, resource: name}, zone, parts), isFirst: comesFirst}
        }
        const [first, last] = [toShared(true), toShared(false)]
        return [key, (change) => (isFirst(change) ? first : last)]
      }),
  )
}

/** Why the changes of these hosts fit into no request, as a phrase; undefined when they do. */
export function sizeProblem(hosts: readonly HostPlan[], limits: BatchSize): string | undefined {
  const excess = toAtomicChanges(hosts, limits)
    .flatMap(groupsOf)
    .flatMap((group) => excessOf(group, limits))[0]
  return excess === undefined ? undefined : `its changes do not fit into one request: ${excess}`
}

function fits(groups: AtomicChange, limits: BatchSize): boolean {
  return groupsOf(groups).every((group) => excessOf(group, limits).length === 0)
}

function groupsOf({before, main, after}: AtomicChange): readonly ChangeGroup[] {
  return [...before, ...(main === undefined ? [] : [main]), ...after]
}

/** True when no host of the name changes its routing policy, or that of a text, or makes room for another. */
function areIndependent(hosts: readonly HostPlan[]): boolean {
  const records = hosts.flatMap((host) => host.changes.flatMap(setsOf))
  const sets = [...records, ...hosts.flatMap((host) => host.ownership.flatMap(textsOf))]
  const places = new Set(sets.map(({name, type}) => `${name} ${type}`))
  const kinds = new Set(sets.map(({name, type, routing}) => `${name} ${type} ${routing.kind}`))
  const types = new Set(records.map(({type}) => type))
  const staysInRow = hosts.every((host) =>
    host.changes.flatMap(setsOf).every((set) => set.setIdentifier === host.setIdentifier),
  )
  return staysInRow && kinds.size === places.size && !(types.has('CNAME') && types.size > 1)
}

function textsOf(change: OwnershipChange): readonly RecordSet[] {
  switch (change.kind) {
    case 'create':
      return [change.desired]
    case 'update':
      return [change.current.recordSet, change.desired]
    case 'delete':
      return [change.current.recordSet]
  }
}

function setsOf(change: HostPlan['changes'][number]): readonly RecordSet[] {
  switch (change.kind) {
    case 'create':
      return [change.desired]
    case 'update':
      return [change.current, change.desired]
    case 'delete':
      return [change.current]
  }
}

function toGroups(hosts: readonly HostPlan[], shared: SharedGroups): AtomicChange {
  const [first] = hosts
  if (first === undefined) throw new Error('bug: a group of no hosts')
  const key =
    hosts.length === 1 && first.setIdentifier !== undefined ? `${first.name} ${first.setIdentifier}` : first.name
  const label = {key, resource: resourceOf(hosts) ?? key}
  const ownership = distinctOwnership(hosts.flatMap((host) => host.ownership))
  const groupOf = (change: OwnershipChange) => shared.get(placeOf(change))?.(change)
  const alone = ownership.filter((change) => groupOf(change) === undefined)
  const waits = (change: OwnershipChange) =>
    first.action === 'repair' && change.kind !== 'create' && isRemoval(change) && !makesRoom(change, alone)
  const isOwn = (change: OwnershipChange) => change.zone.id === first.zone.id && !waits(change)
  const own = alone.filter(isOwn)
  const away = alone.filter((change) => !isOwn(change))
  const common = [...new Set(ownership.flatMap((change) => groupOf(change) ?? []))]
  const commonOf = (comesFirst: boolean) => common.filter((one) => one.isFirst === comesFirst).map(({group}) => group)
  const isFirst = (change: OwnershipChange) => !isRemoval(change) || makesRoom(change, away)
  const parts = [...hosts.flatMap((host) => host.changes).map(toPart), ...own.map(toOwnershipPart)]
  return {
    hosts,
    before: [...groupAway(label, away.filter(isFirst)), ...commonOf(true)],
    main: parts.length === 0 ? undefined : makeGroup(label, first.zone, parts),
    after: [
      ...groupAway(
        label,
        away.filter((change) => !isFirst(change)),
      ),
      ...commonOf(false),
    ],
  }
}

const RULES = {checkName: (sets: readonly RecordSet[], zone: Zone) => checkName(sets, zone, () => undefined)}

/** A TXT that Route 53 would not hold next to the new one has to be deleted in the same batch, or that batch is refused. */
function makesRoom(change: OwnershipChange, others: readonly OwnershipChange[]): boolean {
  return (
    change.kind === 'delete' &&
    others.some(
      (other) =>
        other.kind !== 'delete' &&
        other.zone === change.zone &&
        other.desired.name === change.current.recordSet.name &&
        conflict(other.desired, change.current.recordSet, change.zone, RULES) !== undefined,
    )
  )
}

interface Part {
  readonly remove: RecordSet | undefined
  readonly add: RecordSet | undefined
}

function toPart(change: HostPlan['changes'][number]): Part {
  return {
    remove: change.kind === 'create' ? undefined : change.current,
    add: change.kind === 'delete' ? undefined : change.desired,
  }
}

function toOwnershipPart(change: OwnershipChange): Part {
  return {
    remove: change.kind === 'create' ? undefined : change.current.recordSet,
    add: change.kind === 'delete' ? undefined : change.desired,
  }
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
  const zones = new Map<string, {zone: Zone; parts: Part[]}>()
  for (const change of changes) {
    const entry = zones.get(change.zone.id) ?? {zone: change.zone, parts: []}
    entry.parts.push(toOwnershipPart(change))
    zones.set(change.zone.id, entry)
  }
  return [...zones.values()].map(({zone, parts}) => makeGroup(label, zone, parts))
}

/** Makes a group, deletes first, so that a name is free before its next record set is created. */
function makeGroup(label: Label, zone: Zone, parts: readonly Part[]): ChangeGroup {
  const removed = parts.flatMap(({remove}): WireChange[] =>
    remove === undefined ? [] : [{action: 'DELETE', recordSet: remove}],
  )
  const added = parts.flatMap(({add}): WireChange[] => (add === undefined ? [] : [{action: 'CREATE', recordSet: add}]))
  return {...label, zone, changes: [...removed, ...added], changeCount: parts.length}
}

function txtNameOf(change: OwnershipChange): string {
  return change.kind === 'create' ? change.desired.name : change.current.recordSet.name
}

function placeOf(change: OwnershipChange): string {
  return `${change.zone.id} ${txtNameOf(change)}`
}
