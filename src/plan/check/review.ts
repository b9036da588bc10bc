import {once} from '../../dns/once.js'
import type {RecordSet} from '../../dns/record-set.js'
import {hostKey} from '../../dns/zone.js'
import type {Claims} from '../../registry/claim.js'
import {type Change, deletedSets, type HostPlan} from '../change.js'
import {makeLocks} from '../locks.js'
import type {HostDraft} from '../ownership/host-draft.js'
import {makeTextContext, reconcileTexts, type TextInput} from '../ownership/reconcile-texts.js'
import {groupIntoRequests} from '../ownership/text-exchange.js'
import {findAliasLoops} from './alias-loops.js'
import {findMisreadOwnership} from './end-ownership.js'
import {type EndState, endState, groupStored} from './end-state.js'
import {findHidden} from './hidden-names.js'
import {type EndStateView, findRejection, type HostRejection, isBefore} from './host-rejection.js'
import {makeNeighbourhood} from './neighbourhood.js'

export type ZoneContext = Readonly<ReturnType<typeof makeZoneContext>>

export function makeZoneContext(input: TextInput, claims: Claims) {
  const {zones, registry, rules} = input
  return {
    contents: zones,
    claims: claims.claims,
    registry,
    texts: makeTextContext(input, claims),
    rules,
    locks: makeLocks(zones),
  }
}

export interface Refused {
  readonly draft: HostDraft
  readonly rejection: HostRejection
}

/** Looks at drafts beside one another, as many as are left. */
export interface Review {
  /** Notes what the zones would refuse of these, as far as they are left, and forgets what they would not. */
  examine(
    some: Iterable<HostDraft>,
    left: ReadonlySet<HostDraft>,
    found: Map<string, Refused>,
    without?: ReadonlySet<RecordSet>,
  ): void
  /** What only all of them tell: hidden names, circles of names, misread ownership. @param without AAAA twins that are not made. */
  refusedTogether(left: ReadonlySet<HostDraft>, without: ReadonlySet<RecordSet>): readonly Refused[]
  /** What becomes of those that are left. */
  plan(left: ReadonlySet<HostDraft>): readonly HostPlan[]
  watching(draft: HostDraft): Iterable<HostDraft>
}

export function makeReview(drafts: readonly HostDraft[], context: ZoneContext): Review {
  const stored = groupStored(context.contents)
  // Most plans have nothing that is refused, and need none.
  const neighbourhood = once(() => makeNeighbourhood(drafts, context.texts))
  const near = (examined: readonly HostDraft[], left: ReadonlySet<HostDraft>) => {
    // What they look at, and what shares ownership texts with that.
    const some = examined.length === left.size ? drafts : neighbourhood().around(neighbourhood().around(examined))
    return some.filter((draft) => left.has(draft))
  }
  // Mostly all of them, again and again.
  const reconciled = keepLatest((some: readonly HostDraft[]) => reconcileTexts(some, context.texts))
  const stateAfter = keepLatest((hosts: readonly HostPlan[]) => endState(hosts, stored))
  return {
    plan: (left) => reconciled(drafts.filter((draft) => left.has(draft))),
    watching: (draft) => neighbourhood().watching(draft),
    examine(some, left, found, without) {
      const examined = [...new Set(some)].filter((draft) => left.has(draft))
      if (examined.length === 0) return
      const around = near(examined, left)
      const hosts = leaveOut(reconciled(around), without)
      const view = makeEndStateView(hosts, stateAfter(hosts), context)
      const isRequested = new Set(examined)
      for (const [index, draft] of around.entries()) {
        const host = hosts[index]
        if (host === undefined || !isRequested.has(draft)) continue
        const rejection = findRejection(draft, host, view)
        if (rejection === undefined) found.delete(hostKey(host))
        else found.set(hostKey(host), {draft, rejection})
      }
    },
    refusedTogether(left, without) {
      const some = drafts.filter((draft) => left.has(draft))
      const hosts = leaveOut(reconciled(some), without)
      const loops = findAliasLoops(hosts, stateAfter(hosts), context.rules)
      const hidden = findHidden(hosts, context.contents)
      const adopted = new Set(some.flatMap((draft) => [...draft.adopts]))
      const rejections = [hidden, loops].find(({size}) => size > 0) ?? findMisreadOwnership(hosts, adopted, context)
      return some.flatMap((draft, index) => {
        const host = hosts[index]
        const rejection = host === undefined ? undefined : rejections.get(host)
        return rejection === undefined ? [] : [{draft, rejection}]
      })
    },
  }
}

/** The function with its latest result, for the same items. */
function keepLatest<T, Result>(make: (items: readonly T[]) => Result): (items: readonly T[]) => Result {
  let latest: {readonly items: readonly T[]; readonly result: Result} | undefined
  return (items) => {
    const known = latest?.items
    if (latest === undefined || known?.length !== items.length || items.some((item, index) => item !== known[index])) {
      latest = {items, result: make(items)}
    }
    return latest.result
  }
}

function leaveOut(hosts: readonly HostPlan[], sets: ReadonlySet<RecordSet> = new Set()): readonly HostPlan[] {
  if (sets.size === 0) return hosts
  const stays = (change: Change) => change.kind === 'delete' || !sets.has(change.desired)
  return hosts.map((host) => ({...host, changes: host.changes.filter(stays)}))
}

function makeEndStateView(hosts: readonly HostPlan[], state: EndState, context: ZoneContext): EndStateView {
  const {users} = context.texts
  const deleted = new Set<RecordSet>(deletedSets(hosts))
  const together = new Map(groupIntoRequests(hosts).flatMap((some) => some.map((host) => [host, some])))
  return {
    ...context,
    state,
    hostsWith: (host) => together.get(host) ?? [host],
    namesOf: (text) => (users.get(text) ?? []).filter((set) => !deleted.has(set)).map((set) => set.name),
  }
}

export function compareRefused(a: Refused, b: Refused): number {
  return isBefore(a.draft.host, b.draft.host) ? -1 : 1
}
