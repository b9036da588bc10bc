import type {RecordSet} from '../dns/record-set.js'
import type {HostPlan} from './change.js'
import {findCircles} from './circles.js'
import {findMisreadings, type PresentState} from './end-claims.js'
import {endState, groupStored, type StoredSets} from './end-state.js'
import type {Draft} from './host-plan.js'
import {makeNeighbourhood, type Neighbourhood} from './neighbourhood.js'
import {blockHost, findObstacle, isBefore, type Obstacle, type Outlook} from './obstacle.js'
import type {Blocked} from './plan.js'
import type {ProviderRules} from './provider-rules.js'
import {settleTexts, type TextContext} from './settle-texts.js'

/** What hosts are checked against. */
export interface ZoneContext extends PresentState {
  readonly texts: TextContext
  readonly rules: ProviderRules
}

export interface CheckedHosts {
  readonly hosts: readonly HostPlan[]
  readonly blocked: readonly Blocked[]
  /** AAAA twins of aliases without a target: to be planned without them. */
  readonly lonelyTwins: readonly RecordSet[]
}

interface Refused {
  readonly draft: Draft
  readonly obstacle: Obstacle
}

/** So many of those that are tried once more are looked at one by one, should they not be possible together. */
const MOST_SINGLE_TRIALS = 100

/**
 * Takes out the hosts that Route 53 would refuse once everything planned stands side by side: an ownership TXT beside
 * a CNAME, two hosts with one TXT, an alias to a name that its zone does not hold, more than fits into a request.
 * What is taken out changes the rest, so it looks again, at those that it concerns, until nothing is refused; those that
 * gave way to a host that was itself taken out are tried once more.
 */
export function checkZones(drafts: readonly Draft[], context: ZoneContext): CheckedHosts {
  const review = makeReview(drafts, context)
  const left = new Set(drafts)
  const found = new Map<string, Refused>()
  const refused = new Set<Refused>()
  for (let doubtful: Iterable<Draft> = drafts; ; ) {
    review.examine(doubtful, left, found)
    const twins = lonelyTwins(found, left, review)
    if (twins.length > 0) return {hosts: [], blocked: [], lonelyTwins: twins}
    const now = found.size > 0 ? yieldingFirst(found) : review.refusedTogether(left)
    if (now.length === 0) break
    for (const one of now) {
      refused.add(one)
      left.delete(one.draft)
      found.delete(hostKey(one.draft.host))
    }
    doubtful = new Set(now.flatMap(({draft}) => [...review.watching(draft)]))
  }
  for (const one of tryOnceMore(retriable([...refused]), left, review)) refused.delete(one)
  return {
    hosts: settleTexts(
      drafts.filter((draft) => left.has(draft)),
      context.texts,
    ),
    blocked: [...refused].map(({draft, obstacle}) => blockHost(draft.host, obstacle)),
    lonelyTwins: [],
  }
}

/** Lets in, one after another, what nothing stands in the way of any more. @returns those; `left` holds them too. */
function tryOnceMore(retried: readonly Refused[], left: Set<Draft>, review: Review): readonly Refused[] {
  const fits = ({draft}: Refused) => {
    left.add(draft)
    const found = new Map<string, Refused>()
    review.examine([draft, ...review.watching(draft)], left, found)
    if (found.size > 0) left.delete(draft)
    return found.size === 0
  }
  const again = retried.filter(fits)
  if (again.length === 0 || review.refusedTogether(left).length === 0) return again
  for (const {draft} of again) left.delete(draft)
  return again.slice(0, MOST_SINGLE_TRIALS).filter((one) => {
    if (!fits(one)) return false
    const isRead = review.refusedTogether(left).length === 0
    if (!isRead) left.delete(one.draft)
    return isRead
  })
}

/**
 * The AAAA twins to be left out, and those of aliases to them: each of a chain would else be found in a run of its own.
 * Where an AAAA set is stored it may stay, so nothing is concluded from it.
 */
function lonelyTwins(
  found: ReadonlyMap<string, Refused>,
  left: ReadonlySet<Draft>,
  review: Review,
): readonly RecordSet[] {
  const twins = new Set<RecordSet>()
  for (let next: ReadonlyMap<string, Refused> = found; ; ) {
    const lonely = [...next.values()].filter(({obstacle: {lonelyTwin: twin}}) => twin !== undefined && !twins.has(twin))
    for (const {obstacle} of lonely) if (obstacle.lonelyTwin !== undefined) twins.add(obstacle.lonelyTwin)
    const gone = lonely.filter(({draft, obstacle}) => !review.isStored(draft, obstacle.lonelyTwin))
    if (gone.length === 0) return [...twins]
    const further = new Map<string, Refused>()
    review.examine(new Set(gone.flatMap(({draft}) => [...review.watching(draft)])), left, further, twins)
    next = further
  }
}

/** Those whose rival was refused as well. */
function retriable(refused: readonly Refused[]): readonly Refused[] {
  const out = new Set(refused.map(({draft}) => hostKey(draft.host)))
  return refused.filter(({obstacle: {rival}}) => rival !== undefined && out.has(hostKey(rival))).sort(compareRefused)
}

/** First those that nothing can help, then those whose rival stands; when all depend on one another, one of them. */
function yieldingFirst(found: ReadonlyMap<string, Refused>): readonly Refused[] {
  const all = [...found.values()]
  const helpless = all.filter(({obstacle}) => obstacle.rival === undefined)
  if (helpless.length > 0) return helpless
  const clear = all.filter(({obstacle}) => obstacle.rival !== undefined && !found.has(hostKey(obstacle.rival)))
  if (clear.length > 0) return clear
  return [all.reduce((last, one) => (compareRefused(last, one) < 0 ? one : last))]
}

interface Review {
  /** Notes what the zones would refuse of these, as far as they are left, and forgets what they would not. */
  examine(
    some: Iterable<Draft>,
    left: ReadonlySet<Draft>,
    found: Map<string, Refused>,
    without?: ReadonlySet<RecordSet>,
  ): void
  /** Circles of names, and what the next run would misread: what only all of them tell, once the zones refuse nothing else. */
  refusedTogether(left: ReadonlySet<Draft>): readonly Refused[]
  watching(draft: Draft): Iterable<Draft>
  isStored(draft: Draft, twin: RecordSet | undefined): boolean
}

function makeReview(drafts: readonly Draft[], context: ZoneContext): Review {
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
      const settled = settleTexts(around, context.texts)
      const hosts = without === undefined ? settled : settled.map((host) => leaveOut(host, without))
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
    refusedTogether(left) {
      const some = drafts.filter((draft) => left.has(draft))
      const hosts = settleTexts(some, context.texts)
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

function leaveOut(host: HostPlan, sets: ReadonlySet<RecordSet>): HostPlan {
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

function compareRefused(a: Refused, b: Refused): number {
  return isBefore(a.draft.host, b.draft.host) ? -1 : 1
}

function hostKey({zone, name, setIdentifier}: HostPlan): string {
  return `${zone.id} ${name} ${setIdentifier ?? ''}`
}
