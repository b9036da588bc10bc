import type {RecordSet} from '../../dns/record-set.js'
import {hostKey} from '../../dns/zone.js'
import {blockHost, type DecidedHosts} from '../blocked.js'
import type {HostDraft} from '../ownership/host-draft.js'
import {retryRejected} from './retry-rejected.js'
import {compareRefused, makeReview, type Refused, type Review, type ZoneContext} from './review.js'

export interface CheckedHosts extends DecidedHosts {
  readonly refused: readonly Refused[]
  /** AAAA twins of aliases without a target: to be planned without them. */
  readonly companionsWithoutTarget: readonly RecordSet[]
}

/**
 * Takes out the hosts that Route 53 would refuse once everything planned stands side by side: an ownership TXT beside
 * a CNAME, two hosts with one TXT, an alias to a name that its zone does not hold, more than fits into a request.
 * What is taken out changes the rest, so the hosts that it concerns are looked at again until none is refused; those that
 * gave way to a host that was itself taken out are tried once more. Only then is it known which AAAA twins have no target.
 */
export function checkZones(drafts: readonly HostDraft[], zoneContext: () => ZoneContext): CheckedHosts {
  if (drafts.length === 0) return {hosts: [], blocked: [], refused: [], companionsWithoutTarget: []}
  const review = makeReview(drafts, zoneContext())
  const left = new Set(drafts)
  const found = new Map<string, Refused>()
  const refused = new Set<Refused>()
  // Their texts may be all for which their hosts are refused.
  const spare: RecordSet[] = []
  for (let doubtful: Iterable<HostDraft> = drafts; ; ) {
    review.examine(doubtful, left, found)
    const firm = firmly(found)
    const now = firm.size > 0 ? yieldingFirst(firm) : review.refusedTogether(left, twinsIn(found))
    if (now.length === 0) break
    for (const one of now) {
      refused.add(one)
      left.delete(one.draft)
      const key = hostKey(one.draft.host)
      const twin = found.get(key)?.rejection.companionWithoutTarget
      if (twin !== undefined) spare.push(twin)
      found.delete(key)
    }
    doubtful = new Set(now.flatMap(({draft}) => [...review.watching(draft)]))
  }
  const isRead = () => review.refusedTogether(left, twinsIn(found)).length === 0
  const back = retryRejected(refused, left, review, isRead)
  review.examine(new Set(back.flatMap(({draft}) => [draft, ...review.watching(draft)])), left, found)
  return {
    hosts: review.plan(left),
    blocked: [...refused].map(({draft, rejection}) => blockHost(draft.host, rejection)),
    refused: [...refused],
    companionsWithoutTarget: [...spare, ...companionsWithoutTarget(found, left, review)],
  }
}

function twinsIn(found: ReadonlyMap<string, Refused>): ReadonlySet<RecordSet> {
  return new Set([...found.values()].flatMap(({rejection}) => rejection.companionWithoutTarget ?? []))
}

/** A host is not refused for an AAAA twin without a target: it can do without. */
function firmly(found: ReadonlyMap<string, Refused>): ReadonlyMap<string, Refused> {
  return new Map([...found].filter(([, {rejection}]) => rejection.companionWithoutTarget === undefined))
}

/** With those of aliases that lead to them, lest each of a chain take a pass of its own. */
function companionsWithoutTarget(
  found: ReadonlyMap<string, Refused>,
  left: ReadonlySet<HostDraft>,
  review: Review,
): readonly RecordSet[] {
  const twins = new Set<RecordSet>()
  for (let next: ReadonlyMap<string, Refused> = found; ; ) {
    const withoutTarget = [...next.values()].flatMap(({draft, rejection: {companionWithoutTarget: twin}}) =>
      twin === undefined || twins.has(twin) ? [] : [{draft, twin}],
    )
    for (const {twin} of withoutTarget) twins.add(twin)
    if (withoutTarget.length === 0) return [...twins]
    const further = new Map<string, Refused>()
    review.examine(new Set(withoutTarget.flatMap(({draft}) => [...review.watching(draft)])), left, further, twins)
    next = further
  }
}

/** First those that nothing can help, then those whose competitor is not refused; when all depend on one another, the last. */
function yieldingFirst(found: ReadonlyMap<string, Refused>): readonly Refused[] {
  const all = [...found.values()]
  const helpless = all.filter(({rejection}) => rejection.competitor === undefined)
  if (helpless.length > 0) return helpless
  const clear = all.filter(({rejection: {competitor}}) => competitor && !found.has(hostKey(competitor)))
  if (clear.length > 0) return clear
  return [all.reduce((last, one) => (compareRefused(last, one) < 0 ? one : last))]
}
