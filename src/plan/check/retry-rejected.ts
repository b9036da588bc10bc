import {hostKey} from '../../dns/zone.js'
import {storedSets} from '../change.js'
import type {HostDraft} from '../ownership/host-draft.js'
import {nameOf, placeOf} from './neighbourhood.js'
import {compareRefused, type Refused, type Review} from './review.js'

/** Where they are not possible together, at most so many of them are tried one by one. */
const MOST_SINGLE_TRIALS = 100

/**
 * Accepts hosts, one after another, that were refused for the sake of a host which was then refused itself, and after them
 * the aliases to their names and what could not be beside a stored set that they take away. Where such a host takes away the target of new aliases, those aliases are refused in turn.
 *
 * @param isRead whether the next run would read the ownership of what is left as it is meant.
 * @returns those that are accepted now; `refused` and `left` are changed accordingly.
 */
export function retryRejected(
  refused: Set<Refused>,
  left: Set<HostDraft>,
  review: Review,
  isRead: () => boolean,
): readonly Refused[] {
  const before = {refused: [...refused], left: [...left]}
  const readmission: Readmission = {refused, left, review, isRead: () => true}
  const together = readmit(retriable(before.refused), readmission)
  if (together.length === 0 || isRead()) return together
  refused.clear()
  for (const one of before.refused) refused.add(one)
  left.clear()
  for (const draft of before.left) left.add(draft)
  return readmit(together.slice(0, MOST_SINGLE_TRIALS), {...readmission, isRead})
}

interface Readmission {
  readonly refused: Set<Refused>
  readonly left: Set<HostDraft>
  readonly review: Review
  isRead(): boolean
}

function retriable(refused: readonly Refused[]): readonly Refused[] {
  const out = new Set(refused.map(({draft}) => hostKey(draft.host)))
  return refused
    .filter(({rejection: {competitor}}) => competitor !== undefined && out.has(hostKey(competitor)))
    .sort(compareRefused)
}

function readmit(waiting: readonly Refused[], readmission: Readmission): readonly Refused[] {
  const all: Refused[] = []
  for (let next = waiting; next.length > 0; ) {
    const back = next.filter((one) => isReadmitted(one, readmission))
    all.push(...back)
    const targets = new Set(back.map(({draft}) => nameOf(draft)))
    const gone = storedSets(back.map(({draft: {host}}) => host))
    const isFreed = ({rejection: {beside}}: Refused) => beside !== undefined && gone.has(beside)
    next = [...readmission.refused].filter((one) => isAliasTo(one, targets) || isFreed(one)).sort(compareRefused)
  }
  return all
}

function isReadmitted(one: Refused, {refused, left, review, isRead}: Readmission): boolean {
  const {draft} = one
  left.add(draft)
  const found = refusedNow([draft, ...review.watching(draft)], left, review)
  const target = new Set([nameOf(draft)])
  const out = found.filter((other) => isAliasTo(other, target))
  for (const other of out) left.delete(other.draft)
  const others = out.flatMap((other) => [...review.watching(other.draft)])
  if (out.length === found.length && refusedNow(others, left, review).length === 0 && isRead()) {
    refused.delete(one)
    for (const other of out) refused.add(other)
    return true
  }
  left.delete(draft)
  for (const other of out) left.add(other.draft)
  return false
}

/** Twins without a target, which their hosts can do without, are no refusal. */
function refusedNow(some: readonly HostDraft[], left: ReadonlySet<HostDraft>, review: Review): readonly Refused[] {
  const found = new Map<string, Refused>()
  review.examine(some, left, found)
  return [...found.values()].filter(({rejection}) => rejection.companionWithoutTarget === undefined)
}

function isAliasTo({draft: {host}, rejection: {missing}}: Refused, targets: ReadonlySet<string>): boolean {
  return missing !== undefined && targets.has(placeOf(host.zone.id, missing.target))
}
