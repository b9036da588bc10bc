import {collect} from '../../dns/group.js'
import {compareRecordSets, type RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {ChangeGroup, WireChange} from '../ports.js'
import {aliasTargets, leadsTo} from '../records/pointers.js'
import {setsAfter, setsBefore} from './upserts.js'

/**
 * The changes of one request in the order in which Route 53 checks them: all DELETEs first, so that a name is free
 * before its next record set is created. An alias within the zone is created after its target, and deleted before it.
 */
export function inCheckedOrder(changes: readonly WireChange[], zone: Zone): readonly WireChange[] {
  const of = (isDelete: boolean) => changes.filter(({action}) => (action === 'DELETE') === isDelete)
  const deletes = of(true).sort((a, b) => compareRecordSets(a.recordSet, b.recordSet))
  const creates = of(false).sort((a, b) => rank(a) - rank(b) || compareRecordSets(a.recordSet, b.recordSet))
  if (!changes.some(({recordSet}) => aliasTargets(recordSet, zone).length > 0)) return [...deletes, ...creates]
  const aliasPlaces = (set: RecordSet) => aliasTargets(set, zone).map((name) => placeAt(set, name))
  const aliasesTo = indexBy(deletes, ({recordSet}) => aliasPlaces(recordSet))
  const createsAt = indexBy(creates, ({recordSet}) => [placeOf(recordSet)])
  return [
    ...neededFirst(deletes, ({recordSet}) => aliasesTo(placeOf(recordSet))),
    ...neededFirst(creates, ({recordSet}) => aliasPlaces(recordSet).flatMap(createsAt)),
  ].flat()
}

/** The key of a name and type, the target of an alias or a CNAME. */
function placeAt({type}: RecordSet, name: string): string {
  return `${type} ${name}`
}

function placeOf(set: RecordSet): string {
  return placeAt(set, set.name)
}

function rank({recordSet: {data}}: WireChange): number {
  return data.kind === 'alias' ? 1 : 0
}

/** Groups that depend on one another and stay together. */
type Cluster = readonly ChangeGroup[]

/**
 * Orders the groups of one zone so that no request depends on a later one: the target of an alias is created before it
 * or with it, and deleted after it or with it. Where ALIAS_TARGET_CHECK is known to be on, targets are deleted in a later
 * round: AWS does not say whether an alias that goes in the same request is still in the way.
 *
 * @returns rounds, of which no request takes groups of two.
 */
export function inSendingRounds(groups: readonly ChangeGroup[]): readonly (readonly Cluster[])[] {
  const hasPointer = ({changes, zone}: ChangeGroup) =>
    [...setsBefore(changes), ...setsAfter(changes)].some((set) => leadsTo(set, zone).length > 0)
  if (!groups.some(hasPointer)) return [groups.map((group) => [group])]
  const moves = new Map(groups.map((group) => [group, movesOf(group)]))
  const of = (group: ChangeGroup) => moves.get(group) ?? movesOf(group)
  const creators = indexBy(groups, (group) => [...of(group).created])
  const releasers = indexBy(groups, (group) => of(group).released.map(({to}) => to))
  const releases = (group: ChangeGroup, {from, to}: Lead) =>
    of(group).released.some((lead) => lead.from === from && lead.to === to)
  const needs = (group: ChangeGroup) => {
    const {targets, removed, turned} = of(group)
    return [
      ...targets.flatMap(creators),
      ...removed.flatMap(releasers),
      // Otherwise two names would point to each other for a while.
      ...turned.flatMap(({from, to}) => releasers(from).filter((other) => releases(other, {from: to, to: from}))),
    ]
  }
  const clusters = neededFirst(groups, needs)
  if (groups[0]?.zone.features?.guardrails?.includes('ALIAS_TARGET_CHECK') !== true) return [clusters]
  const roundOf = new Map<ChangeGroup, number>()
  const rounds: Cluster[][] = []
  for (const cluster of clusters) {
    // Those of its own cluster are in no round yet.
    const after = cluster.flatMap((group) => of(group).removed.flatMap(releasers))
    const round = Math.max(
      ...cluster.flatMap(needs).map((other) => roundOf.get(other) ?? 0),
      ...after.map((other) => (roundOf.get(other) ?? -1) + 1),
      0,
    )
    for (const group of cluster) roundOf.set(group, round)
    rounds[round] = [...(rounds[round] ?? []), cluster]
  }
  return rounds
}

/** A pointer by alias or CNAME, from place to place. */
interface Lead {
  readonly from: string
  readonly to: string
}

/** The effect of a group on the places of its zone. */
function movesOf({changes, zone}: ChangeGroup) {
  const leads = (sets: readonly RecordSet[]): readonly Lead[] =>
    sets.flatMap((set) => leadsTo(set, zone).map((name) => ({from: placeOf(set), to: placeAt(set, name)})))
  const [deletes, creates] = [setsBefore(changes), setsAfter(changes)]
  const created = new Set(creates.map(placeOf))
  const [before, after] = [leads(deletes), leads(creates)]
  return {
    created,
    removed: deletes.map(placeOf).filter((place) => !created.has(place)),
    /** The places its aliases will point to. */
    targets: creates.flatMap((set) => aliasTargets(set, zone).map((name) => placeAt(set, name))),
    released: without(before, after),
    turned: without(after, before),
  }
}

function without(leads: readonly Lead[], others: readonly Lead[]): readonly Lead[] {
  const known = new Set(others.map(({from, to}) => `${from} ${to}`))
  return leads.filter(({from, to}) => !known.has(`${from} ${to}`))
}

function indexBy<T>(things: readonly T[], keysOf: (thing: T) => readonly string[]): (key: string) => readonly T[] {
  const index = collect(things.flatMap((thing) => [...new Set(keysOf(thing))].map((key) => [key, thing] as const)))
  return (key) => index.get(key) ?? []
}

/**
 * Sorts things after those that they need, and otherwise keeps their order. Things that need each other in a circle
 * stay together. (Tarjan's strongly connected components, without recursion: chains may be as long as a zone is large.)
 */
function neededFirst<T>(things: readonly T[], needs: (thing: T) => readonly T[]): readonly (readonly T[])[] {
  const places = new Map(things.map((thing, index) => [thing, index]))
  const visits = new Map<T, {index: number; low: number; isOpen: boolean}>()
  const open: T[] = []
  const circles: T[][] = []
  const enter = (thing: T) => {
    const visit = {index: visits.size, low: visits.size, isOpen: true}
    visits.set(thing, visit)
    open.push(thing)
    return {thing, visit, rest: needs(thing)[Symbol.iterator]()}
  }
  for (const start of things) {
    if (visits.has(start)) continue
    const path = [enter(start)]
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const {value: next, done} = at.rest.next()
      if (done !== true) {
        const known = visits.get(next)
        if (known === undefined) path.push(enter(next))
        else if (known.isOpen) at.visit.low = Math.min(at.visit.low, known.index)
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) parent.visit.low = Math.min(parent.visit.low, at.visit.low)
      if (at.visit.low === at.visit.index) circles.push(close(at.thing))
    }
  }
  return circles

  function close(first: T): T[] {
    const circle = open.splice(open.lastIndexOf(first))
    for (const thing of circle) {
      const visit = visits.get(thing)
      if (visit !== undefined) visit.isOpen = false
    }
    return circle.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  }
}
