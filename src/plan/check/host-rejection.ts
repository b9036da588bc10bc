import {compareText, type RecordSet, recordSetKey} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {OwnershipRecord} from '../../registry/claim.js'
import type {BlockedCause, BlockedReason} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {compareHosts, desiredOf, type HostPlan} from '../change.js'
import {clash, conflict} from '../decide/conflict.js'
import type {Locks} from '../locks.js'
import type {HostDraft} from '../ownership/host-draft.js'
import {isRemoval} from '../ownership/ownership-writer.js'
import {type Added, addedSets, type TextContext} from '../ownership/reconcile-texts.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {ProviderRules} from '../plan-input.js'
import type {EndState, PlannedSet} from './end-state.js'

/** Why Route 53 would refuse a host once everything planned stands side by side. */
export interface HostRejection extends BlockedReason {
  /** The host that is in the way, which may itself be refused; undefined when nothing can move the obstacle. */
  readonly competitor?: HostPlan | undefined
  /** The stored set that stays and beside which it cannot be. */
  readonly beside?: RecordSet
  /** What stands, once all is done, where an ownership text of the host may belong. */
  readonly taken?: {readonly zone: Zone; readonly set: RecordSet}
  /** The new alias into its own zone whose target is not there. */
  readonly missing?: {readonly alias: RecordSet; readonly target: string}
  /** The AAAA twin of an alias whose target has no AAAA record: the host can do without it. */
  readonly companionWithoutTarget?: RecordSet
}

export interface EndStateView {
  readonly state: EndState
  readonly rules: ProviderRules
  readonly locks: Locks
  readonly texts: Pick<TextContext, 'bySet' | 'isOurs'>
  /** All hosts that go in one request with it, itself included. */
  readonly hostsWith: (host: HostPlan) => readonly HostPlan[]
  /** Names of the record sets for which a text speaks and which stay. */
  readonly namesOf: (text: OwnershipRecord) => readonly string[]
}

export function findRejection(draft: HostDraft, host: HostPlan, view: EndStateView): HostRejection | undefined {
  const lock = view.locks.onHost(host)
  if (lock !== undefined) return lock
  for (const added of addedSets(host)) {
    const rejection = findBeside(host, added, view)
    if (rejection !== undefined) return rejection
  }
  return (
    findMissingTarget(host, view) ??
    findSharedText(draft, host, view) ??
    findBrokenName(host, view) ??
    findSize(host, view)
  )
}

function findBeside(host: HostPlan, added: Added, view: EndStateView): HostRejection | undefined {
  const {set, zone, isOwnership} = added
  for (const other of view.state.setsAt(zone, set.name)) {
    if (other.set === set && other.by === host) continue
    const isSameKey = recordSetKey(other.set) === recordSetKey(set)
    // Records of one name are judged together, by `resolveConflicts` and `findBrokenName`.
    const areRecords = !isOwnership && !other.isOwnership
    const kind = areRecords ? clash(set, other.set) : conflict(set, other.set, zone, view.rules)
    if (!isSameKey && kind === undefined) continue
    const toRejection = (cause: BlockedCause) =>
      isSameKey ? sameKeyRejection(cause, added, other, view) : phrases.besideSet(cause, added, other.set)
    if (other.by === undefined) return {...toRejection(wallReason(other.set, kind, view)), beside: other.set}
    const cause = {reason: kind === 'cname' ? 'cname-conflict' : 'conflict-lost'} as const
    if (other.by === host) {
      // Where the ownership of a host stands at its own name, that name takes no other TXT.
      return isSameKey ? ownershipPhrases.ownNameTaken(set.name) : toRejection(cause)
    }
    // A host of the same name in another zone has the very same text.
    if (isSameKey && isOwnership && other.isOwnership && other.by.name === host.name) continue
    const yields = isOwnership === other.isOwnership ? isBefore(other.by, host) : isOwnership
    if (yields) return {...toRejection(cause), competitor: other.by, taken: {zone, set: other.set}}
  }
  return undefined
}

function sameKeyRejection(cause: BlockedCause, added: Added, other: PlannedSet, {texts}: EndStateView): HostRejection {
  return other.by !== undefined && other.isOwnership
    ? phrases.textOfHost(cause, added, other.by.name)
    : phrases.placeTaken(cause, added, texts.bySet.has(other.set))
}

function wallReason(stored: RecordSet, kind: ReturnType<typeof clash>, {texts}: EndStateView): BlockedCause {
  if (kind === 'cname') return {reason: 'cname-conflict'}
  const text = texts.bySet.get(stored)
  if (text === undefined) return {reason: 'unowned'}
  if (text.isUnreadable) return {reason: 'unreadable'}
  return texts.isOurs(text.owner) ? {reason: 'conflict-lost'} : {reason: 'owner-mismatch', owner: text.owner}
}

/** An alias into its own zone needs a target of its own type there (API reference, AliasTarget). */
function findMissingTarget(host: HostPlan, {state}: EndStateView): HostRejection | undefined {
  const set = desiredOf(host.changes).find((one) => !hasTarget(host, one, state))
  if (set === undefined) return undefined
  const target = set.data.kind === 'alias' ? set.data.target.dnsName : ''
  // What goes now may stay after all, when the host that takes it away is refused.
  const mayStay = state.storedAt(host.zone, target).some((stored) => stored.type === set.type)
  return {
    ...phrases.missingAliasTarget(target, set, host.zone),
    missing: {alias: set, target},
    competitor: mayStay ? host : undefined,
    ...(isTwin(host, set, state) ? {companionWithoutTarget: set} : {}),
  }
}

function hasTarget({zone}: HostPlan, set: RecordSet, state: EndState): boolean {
  if (set.data.kind !== 'alias' || set.data.target.zoneId !== zone.id) return true
  return state.setsAt(zone, set.data.target.dnsName).some((planned) => planned.set.type === set.type)
}

/** True for the AAAA of an alias whose A stands beside it, with the same target. */
function isTwin(host: HostPlan, set: RecordSet, state: EndState): boolean {
  const siblings = state.setsAt(host.zone, set.name)
  return (
    set.type === 'AAAA' &&
    siblings.some(
      ({set: other}) =>
        other.type === 'A' &&
        other.setIdentifier === set.setIdentifier &&
        JSON.stringify(other.data) === JSON.stringify(set.data) &&
        hasTarget(host, other, state),
    )
  )
}

/** With a wildcard replacement, one text may fit two names; it belongs to the one whose record set is there. */
function findSharedText({keeps}: HostDraft, host: HostPlan, {namesOf}: EndStateView): HostRejection | undefined {
  const rewritten = host.ownership.flatMap((change) =>
    change.kind === 'update' && !isRemoval(change) ? [change.current] : [],
  )
  for (const text of [...keeps, ...rewritten]) {
    const other = namesOf(text).find((name) => name !== host.name)
    if (other !== undefined) return ownershipPhrases.textOfOther(text.recordSet.name, other)
  }
  return undefined
}

/** Of hosts that together break a rule at one name the last is refused; `findBeside` compares records with texts. */
function findBrokenName(host: HostPlan, {state, rules}: EndStateView): HostRejection | undefined {
  for (const added of addedSets(host)) {
    const {zone, set, isOwnership} = added
    const planned = state
      .setsAt(zone, set.name)
      .filter((one) => one.set.type === set.type && (one.by === undefined || one.isOwnership === isOwnership))
    // One alone was judged as a candidate.
    if (planned.length < 2 || planned.some(({by}) => by !== undefined && isBefore(host, by))) continue
    const stored = state.storedAt(zone, set.name).filter((one) => one.type === set.type)
    const before = new Set(rules.checkName(stored, zone))
    // A text that hosts of several zones share stands there once.
    const problemsOf = (some: readonly PlannedSet[]) =>
      rules.checkName([...new Set(some.map((one) => one.set))], zone).filter((each) => !before.has(each))
    const [problem] = problemsOf(planned)
    if (problem === undefined) continue
    const others = planned.flatMap(({by}) => (by === undefined || by === host ? [] : [by]))
    const isCause = (other: HostPlan) => !problemsOf(planned.filter(({by}) => by !== other)).includes(problem)
    return {...phrases.brokenName(added, problem), competitor: [...new Set(others)].find(isCause)}
  }
  return undefined
}

/** A host that is too large on its own, or the last of hosts that have to go into one request together. */
function findSize(host: HostPlan, {rules, hostsWith}: EndStateView): HostRejection | undefined {
  const siblings = hostsWith(host)
  const isLast = siblings.every((other) => !isBefore(host, other))
  const problem = rules.checkSize([host]) ?? (isLast && siblings.length > 1 ? rules.checkSize(siblings) : undefined)
  return problem === undefined ? undefined : phrases.tooLarge(problem)
}

/** The order in which hosts have a right to what only one of them can have. */
export function isBefore(a: HostPlan, b: HostPlan): boolean {
  return (compareHosts(a, b) || compareText(a.zone.id, b.zone.id)) < 0
}
