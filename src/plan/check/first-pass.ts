import {ADDRESS_TYPES, compareText, type RecordSet, recordSetKey} from '../../dns/record-set.js'
import {hostKey, setKey} from '../../dns/zone.js'
import type {Claim} from '../../registry/claim.js'
import {type Blocked, type BlockedReason, blockCandidate, type DecidedHosts} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {deletedSets, desiredOf, type HostPlan} from '../change.js'
import type {NameContext} from '../decide/name-decision.js'
import type {OwnershipWriter} from '../ownership/ownership-writer.js'
import type {Candidate} from '../plan-input.js'
import type {CheckedHosts} from './zone-check.js'

/** What was learnt from deciding once, and bears on deciding again. */
export interface FirstPass {
  /** AAAA twins of aliases whose target has none. */
  readonly companionsWithoutTarget: ReadonlySet<RecordSet>
  /** TXT records of ours that go and leave their place to an ownership text. */
  readonly freed: ReadonlySet<RecordSet>
  /** TXT records that come where an ownership text would stand, by zone and key. */
  readonly taken: ReadonlyMap<string, RecordSet>
  /** New aliases whose target is not there, where another object asks for the name: that one gets it. */
  readonly hopeless: ReadonlyMap<RecordSet, Blocked>
  /** By `hostKey` without an identifier: why sets of a name that nothing would come after stay. */
  readonly kept: ReadonlyMap<string, BlockedReason>
}

export const NO_FIRST_PASS: FirstPass = {
  companionsWithoutTarget: new Set(),
  freed: new Set(),
  taken: new Map(),
  hopeless: new Map(),
  kept: new Map(),
}

/** Undefined when nothing new was learnt: the decision stands. Twins without a target come last, when all else is known. */
export function learnFrom(
  known: FirstPass,
  {hosts, blocked, refused, companionsWithoutTarget}: CheckedHosts,
  contexts: readonly NameContext[],
  candidates: readonly Candidate[],
  ownershipWriter: OwnershipWriter,
): FirstPass | undefined {
  const hopeless = findHopeless(refused, candidates)
  const freed = findFreed(known, hosts, candidates, ownershipWriter)
  const taken = findTaken(known, refused, hosts)
  // Where a hopeless one makes room, another may come: then what is kept for its sake is found anew.
  const kept = hopeless.size > 0 ? new Map() : findKept(known, {hosts, blocked}, contexts)
  if (hopeless.size + freed.length + taken.size + kept.size > 0) {
    return {
      companionsWithoutTarget: new Set(),
      kept: new Map(hopeless.size > 0 ? [] : [...known.kept, ...kept]),
      freed: new Set([...known.freed, ...freed]),
      taken: new Map([...known.taken, ...taken]),
      hopeless: new Map([...known.hopeless, ...hopeless]),
    }
  }
  return companionsWithoutTarget.length === 0
    ? undefined
    : {...known, companionsWithoutTarget: new Set([...known.companionsWithoutTarget, ...companionsWithoutTarget])}
}

/** Places of ownership texts that a new TXT record takes; a stored record set can keep the text that it has instead. */
function findTaken(
  {taken}: FirstPass,
  refused: CheckedHosts['refused'],
  hosts: CheckedHosts['hosts'],
): ReadonlyMap<string, RecordSet> {
  if (refused.length === 0) return new Map()
  const coming = new Set<RecordSet>(hosts.flatMap(({changes}) => desiredOf(changes)))
  const found = new Map<string, RecordSet>()
  for (const {rejection} of refused) {
    if (rejection.taken === undefined || !coming.has(rejection.taken.set)) continue
    const key = setKey(rejection.taken.zone, rejection.taken.set)
    if (!taken.has(key)) found.set(key, rejection.taken.set)
  }
  return found
}

/** Names that would answer nothing any more, while what objects ask for there cannot come. */
function findKept(
  {kept}: FirstPass,
  {hosts, blocked}: DecidedHosts,
  contexts: readonly NameContext[],
): ReadonlyMap<string, BlockedReason> {
  const isOnlyDeleted = ({changes}: HostPlan) => changes.every(({kind}) => kind === 'delete')
  const emptied = new Set(blocked.length === 0 ? [] : hosts.filter(isOnlyDeleted).map(nameKey))
  if (emptied.size === 0) return new Map()
  for (const host of hosts) if (!isOnlyDeleted(host)) emptied.delete(nameKey(host))
  const gone = new Set<RecordSet>(deletedSets(hosts))
  return new Map(
    contexts.flatMap((context) => {
      const {candidates, claims, zone, name} = context
      const key = nameKey(context)
      if (!emptied.has(key) || kept.has(key)) return []
      const answers = claims.filter((claim) => candidates.some((candidate) => areAlike(claim, candidate)))
      if (answers.length === 0 || answers.some(({recordSet}) => !gone.has(recordSet))) return []
      const ofName = blocked.filter((one) => one.zone === zone && one.host === name)
      const ranked = candidates.toSorted((a, b) => compareText(rankOf(a), rankOf(b)))
      const blocksOf = ({recordSet}: Candidate) => ofName.filter(({types}) => types.includes(recordSet.type))
      const reasons = ranked.flatMap((one) => blocksOf(one).map((why) => phrases.successorBlocked(one, why)))
      return reasons.slice(0, 1).map((why) => [key, why] as const)
    }),
  )
}

function rankOf({recordSet, resource}: Candidate): string {
  return `${recordSetKey(recordSet)} ${resource}`
}

/** A client that asks for the one is served by the other as well. */
function areAlike({recordSet: {type}}: Claim, {recordSet: wanted}: Candidate): boolean {
  return type === wanted.type || (ADDRESS_TYPES.includes(type) && ADDRESS_TYPES.includes(wanted.type))
}

function nameKey({zone, name}: Pick<NameContext, 'zone' | 'name'>): string {
  return hostKey({zone, name, setIdentifier: undefined})
}

function findHopeless(
  refused: CheckedHosts['refused'],
  candidates: readonly Candidate[],
): ReadonlyMap<RecordSet, Blocked> {
  const found: {readonly hopeless: Candidate; readonly target: string | undefined; readonly block: Blocked}[] = []
  for (const {draft, rejection} of refused) {
    const {alias, target} = rejection.missing ?? {}
    const isNew = draft.host.changes.some((change) => change.kind === 'create' && change.desired === alias)
    const hopeless = isNew ? candidates.find(({recordSet}) => recordSet === alias) : undefined
    if (hopeless === undefined) continue
    const key = setKey(hopeless.zone, hopeless.recordSet)
    if (!candidates.some((other) => other !== hopeless && setKey(other.zone, other.recordSet) === key)) continue
    found.push({hopeless, target, block: blockCandidate(hopeless, rejection)})
  }
  // Another object may bring the target of an alias once that of the target is out of the way.
  const names = new Set(found.map(({hopeless}) => `${hopeless.zone.id} ${hopeless.recordSet.name}`))
  const certain = found.filter(({hopeless, target}) => !names.has(`${hopeless.zone.id} ${target}`))
  return new Map((certain.length > 0 ? certain : found).map(({hopeless, block}) => [hopeless.recordSet, block]))
}

/** Of the TXT records that go, those that stand where the ownership of something wanted belongs. */
function findFreed(
  {freed}: FirstPass,
  hosts: CheckedHosts['hosts'],
  candidates: readonly Candidate[],
  ownershipWriter: OwnershipWriter,
): readonly RecordSet[] {
  const added = new Set<RecordSet>(deletedSets(hosts).filter((set) => set.type === 'TXT' && !freed.has(set)))
  if (ownershipWriter === undefined || added.size === 0) return []
  const {locations} = ownershipWriter
  const places = new Set(candidates.map(({zone, recordSet}) => locations.locationOf(zone, recordSet).stored))
  return [...added].filter((set) => places.has(set))
}
