import {groupBy} from '../../dns/group.js'
import {firstValue, type RecordSet} from '../../dns/record-set.js'
import {hostKeyOf} from '../../dns/zone.js'
import {
  type Claim,
  type Claims,
  claimRecordSets,
  decidingRecord,
  type OwnershipRecord,
  textsOf,
  textUsers,
  type ZoneContent,
} from '../../registry/claim.js'
import type {BlockedReason} from '../blocked.js'
import type {OwnershipChange} from '../change.js'
import {nameFilter} from '../decide/name-contexts.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {OwnershipInput, RepairGoal} from '../plan-input.js'
import {type DraftedHosts, draftHosts, type OwnershipStep, toStep} from './ownership-step.js'
import {locationProblem, type OwnershipWriter, removal} from './ownership-writer.js'
import {rewritten, toOwnershipSet} from './txt-locations.js'
import {blockForUnread} from './unread-zones.js'

/** One record set of ours, as its texts are read by the names of before and by those of today. */
interface RepairCase {
  readonly before: Claim & {readonly kind: 'owned'}
  readonly now: Claim
  readonly written: readonly OwnershipChange[] | BlockedReason
}

/** Writes the text of today, and takes away what is not needed then; a run that ends in between is finished later. */
export function repairTexts(
  input: OwnershipInput,
  claims: Claims,
  writers: NonNullable<OwnershipWriter>,
  goal: RepairGoal,
): DraftedHosts {
  const {registry, settings, zones} = input
  const names = goal.former === undefined || registry.kind === 'noop' ? undefined : {...registry, ...goal.former}
  const former = names === undefined ? claims : claimRecordSets(withoutUsedTexts(zones, claims), names)
  const passes = nameFilter(settings)
  const today = new Map<RecordSet, Claim>(claims.claims.map((claim) => [claim.recordSet, claim]))
  const ofHost = groupBy(
    former.claims.filter(({kind}) => kind === 'owned'),
    hostKeyOf,
  )
  const cases = former.claims.flatMap((before): RepairCase[] => {
    const now = today.get(before.recordSet)
    if (before.kind !== 'owned' || now === undefined || !passes(before.recordSet.name)) return []
    return [{before, now, written: writeToday(before, now, writers, ofHost.get(hostKeyOf(before)))}]
  })
  const blockOf = blockForUnread(input)
  const isRemovable = makeIsRemovable(cases, claims, former)
  const texts = new Map<RecordSet, OwnershipRecord>(claims.ownershipRecords.map((text) => [text.recordSet, text]))
  const parts = cases.map((one): OwnershipStep => {
    const {now, written} = one
    if ('reason' in written) return toStep(now, written)
    const old = obsoleteTexts(one, goal).filter(isRemovable)
    const gone = old.map((text) => removal(texts.get(text.recordSet) ?? text))
    return {...toStep(now, blockOf(old) ?? [...written, ...gone]), keeps: now.ownershipRecords.typed}
  })
  const ambiguous = names === undefined ? [] : ambiguousParts(claimRecordSets(zones, names), former, today)
  const named = ambiguous.filter(({claim}) => passes(claim.recordSet.name))
  return draftHosts({action: 'repair', parts: [...parts, ...named], notes: []})
}

/** A text that speaks of a record set by today's names says nothing by the former ones: `a-web-v2` is that of one host, not of two. */
function withoutUsedTexts(contents: readonly ZoneContent[], claims: Claims): readonly ZoneContent[] {
  const used = new Set([...textUsers(claims.claims).keys()].map((text) => text.recordSet))
  return contents.map(({zone, recordSets}) => ({zone, recordSets: recordSets.filter((set) => !used.has(set))}))
}

/** Record sets that such a text would claim by the former names stay as they are, and are reported. */
function ambiguousParts(
  {claims}: Claims,
  former: Claims,
  today: ReadonlyMap<RecordSet, Claim>,
): readonly OwnershipStep[] {
  const read = new Set<RecordSet>(former.claims.flatMap(({kind, recordSet}) => (kind === 'owned' ? [recordSet] : [])))
  return claims.flatMap((before) => {
    const now = today.get(before.recordSet)
    if (before.kind !== 'owned' || now?.kind !== 'unowned' || read.has(before.recordSet)) return []
    const name = decidingRecord(before.ownershipRecords)?.recordSet.name ?? ''
    return [toStep(now, ownershipPhrases.ambiguousFormerText(name))]
  })
}

/** True where only an older format says whose the set is, and `repair` would write the current one. */
export function lacksCurrentFormat(claim: Claim, writers: OwnershipWriter): boolean {
  if (writers === undefined || claim.kind !== 'owned' || claim.ownershipRecords.typed !== undefined) return false
  const written = writeToday(claim, claim, writers)
  return !('reason' in written) && written.length > 0
}

/** The text under the name that says the type, and its value as it would be written. */
function writeToday(
  before: Claim & {kind: 'owned'},
  now: Claim,
  writers: NonNullable<OwnershipWriter>,
  ofHost: readonly Claim[] = [],
) {
  const decisive = decidingRecord(before.ownershipRecords)
  if (decisive === undefined) return []
  if (now.kind === 'foreign' || (now.kind === 'owned' && now.owner !== before.owner)) {
    const {recordSet} = decidingRecord(now.ownershipRecords) ?? decisive
    return ownershipPhrases.ownerMismatch(recordSet.name, now.owner ?? '')
  }
  const {typed} = now.ownershipRecords
  if (typed !== undefined) return rewrite(typed, writers)
  const location = writers.locations.locationOf(before.zone, before.recordSet)
  const isHeld = now.kind === 'owned'
  // At its own name, an apex has one text for all its types.
  if (location.isUntyped && isHeld) return []
  const {owner = writers.owner} = before
  const block = locationProblem(location, {...before, owner})
  if (block !== undefined) return isHeld ? [] : block
  const {resource, labels} = decisive
  const types = location.isUntyped ? ofHost.map(({recordSet}) => recordSet.type) : undefined
  const desired = toOwnershipSet(location, {recordSet: before.recordSet, resource, labels, owner}, writers, types)
  return location.ownershipRecord === undefined ? [{kind: 'create', zone: location.zone, desired} as const] : []
}

/** Plain where it was encrypted, or the other way round. */
function rewrite(text: OwnershipRecord, writers: NonNullable<OwnershipWriter>): readonly OwnershipChange[] {
  const change = rewritten(text, text, writers)
  return firstValue(change.desired) === firstValue(text.recordSet) ? [] : [change]
}

/** What speaks of a record set today is none of its former texts: see `withoutUsedTexts`. */
function obsoleteTexts({before, now}: RepairCase, {former, upgradesFormat}: RepairGoal): readonly OwnershipRecord[] {
  const otherwise = former === undefined ? [] : textsOf(before.ownershipRecords)
  const older = upgradesFormat ? textsOf({...now.ownershipRecords, typed: undefined}) : []
  return [...otherwise, ...older].filter(({owner}) => owner === before.owner)
}

/** A text goes only when every record set of which it speaks has one of its own, or gets it in this run. */
function makeIsRemovable(
  cases: readonly RepairCase[],
  claims: Claims,
  former: Claims,
): (text: OwnershipRecord) => boolean {
  const repaired = new Set<RecordSet>(
    cases
      .filter(
        ({now, written}) => !('reason' in written) && (now.ownershipRecords.typed !== undefined || written.length > 0),
      )
      .map(({now}) => now.recordSet),
  )
  const users = [textUsers(claims.claims), textUsers(former.claims)].flatMap((all) => [...all])
  const needed = new Set(
    users.filter(([, some]) => some.some(({recordSet}) => !repaired.has(recordSet))).map(([text]) => text.recordSet),
  )
  return ({recordSet}) => !needed.has(recordSet)
}
