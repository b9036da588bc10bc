import type {RecordSet} from '../../dns/record-set.js'
import type {Claims} from '../../registry/claim.js'
import type {HostPlan} from '../change.js'
import type {Draft} from '../ownership/host-plan.js'
import {makeTextContext, settleTexts, type TextContext, type TextInput} from '../ownership/settle-texts.js'
import type {ProviderRules} from '../plan-input.js'
import {findCircles} from './circles.js'
import {findMisreadings, type PresentState} from './end-claims.js'
import {endState, groupStored, type StoredSets} from './end-state.js'
import {makeNeighbourhood, type Neighbourhood} from './neighbourhood.js'
import {findObstacle, isBefore, type Obstacle, type Outlook} from './obstacle.js'

/** What hosts are checked against. */
export interface ZoneContext extends PresentState {
  readonly texts: TextContext
  readonly rules: ProviderRules
}

export function makeZoneContext(input: TextInput, claims: Claims): ZoneContext {
  const {zones, registry, rules} = input
  return {contents: zones, claims: claims.claims, registry, texts: makeTextContext(input, claims), rules}
}

export interface Refused {
  readonly draft: Draft
  readonly obstacle: Obstacle
}

/** Looks at drafts beside one another, as many as are left. */
export interface Review {
  /** Notes what the zones would refuse of these, as far as they are left, and forgets what they would not. */
  examine(
    some: Iterable<Draft>,
    left: ReadonlySet<Draft>,
    found: Map<string, Refused>,
    without?: ReadonlySet<RecordSet>,
  ): void
  /**
   * Circles of names, and what the next run would misread: what only all of them tell, once the zones refuse nothing else.
   *
   * @param without lonely twins, which do not come.
   */
  refusedTogether(left: ReadonlySet<Draft>, without: ReadonlySet<RecordSet>): readonly Refused[]
  watching(draft: Draft): Iterable<Draft>
  isStored(draft: Draft, twin: RecordSet | undefined): boolean
}

export function makeReview(drafts: readonly Draft[], context: ZoneContext): Review {
  const stored = groupStored(context.contents)
  let known: Neighbourhood | undefined
  // Most plans have nothing that is refused, and need none.
  const neighbourhood = () => {
    known ??= makeNeighbourhood(drafts, context.texts)
    return known
  }
  const near = (asked: readonly Draft[], left: ReadonlySet<Draft>) => {
    // What they look at, and what shares ownership texts with that.
    const some = asked.length === left.size ? drafts : neighbourhood().around(neighbourhood().around(asked))
    return some.filter((draft) => left.has(draft))
  }
  return {
    watching: (draft) => neighbourhood().watching(draft),
    isStored: ({host: {zone}}, twin) =>
      (stored.get(zone)?.get(twin?.name ?? '') ?? []).some(({type}) => type === twin?.type),
    examine(some, left, found, without) {
      const asked = [...new Set(some)].filter((draft) => left.has(draft))
      if (asked.length === 0) return
      const around = near(asked, left)
      const hosts = settleTexts(around, context.texts).map((host) => leaveOut(host, without))
      const outlook = makeOutlook(hosts, stored, context)
      const isAsked = new Set(asked)
      for (const [index, draft] of around.entries()) {
        const host = hosts[index]
        if (host === undefined || !isAsked.has(draft)) continue
        const obstacle = findObstacle(draft, host, outlook)
        if (obstacle === undefined) found.delete(hostKey(host))
        else found.set(hostKey(host), {draft, obstacle})
      }
    },
    refusedTogether(left, without) {
      const some = drafts.filter((draft) => left.has(draft))
      const hosts = settleTexts(some, context.texts).map((host) => leaveOut(host, without))
      const circles = findCircles(hosts, endState(hosts, stored), context.rules)
      const adopted = new Set(some.flatMap((draft) => [...draft.adopts]))
      const obstacles = circles.size > 0 ? circles : findMisreadings(hosts, adopted, context)
      return some.flatMap((draft, index) => {
        const host = hosts[index]
        const obstacle = host === undefined ? undefined : obstacles.get(host)
        return obstacle === undefined ? [] : [{draft, obstacle}]
      })
    },
  }
}

function leaveOut(host: HostPlan, sets: ReadonlySet<RecordSet> = new Set()): HostPlan {
  if (sets.size === 0) return host
  return {...host, changes: host.changes.filter((change) => change.kind === 'delete' || !sets.has(change.desired))}
}

function makeOutlook(hosts: readonly HostPlan[], stored: StoredSets, {texts, rules, registry}: ZoneContext): Outlook {
  const deleted = new Set<RecordSet>(
    hosts.flatMap((host) => host.changes.flatMap((change) => (change.kind === 'delete' ? [change.current] : []))),
  )
  const named = new Map<string, HostPlan[]>()
  for (const host of hosts) {
    const key = `${host.zone.id} ${host.name}`
    const same = named.get(key)
    if (same === undefined) named.set(key, [host])
    else same.push(host)
  }
  return {
    state: endState(hosts, stored),
    rules,
    owner: registry.kind === 'noop' ? undefined : registry.ownerId,
    texts: texts.bySet,
    hostsAt: ({zone, name}) => named.get(`${zone.id} ${name}`) ?? [],
    namesOf: (text) => (texts.users.get(text) ?? []).filter((set) => !deleted.has(set)).map((set) => set.name),
  }
}

export function compareRefused(a: Refused, b: Refused): number {
  return isBefore(a.draft.host, b.draft.host) ? -1 : 1
}

export function hostKey({zone, name, setIdentifier}: HostPlan): string {
  return `${zone.id} ${name} ${setIdentifier ?? ''}`
}
