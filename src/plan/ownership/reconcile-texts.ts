import {collect, groupBy} from '../../dns/group.js'
import {compareText, type RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {type Claims, decidingRecord, type OwnershipRecord} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import {isOurs} from '../../registry/registry-settings.js'
import {currentOf, deletedSets, type HostPlan, type OwnershipChange} from '../change.js'
import {conflict} from '../decide/conflict.js'
import type {PlanInput} from '../plan-input.js'
import type {HostDraft} from './host-draft.js'
import {makeLeftBehind} from './left-behind.js'
import {distinctOwnership, isRemoval, ownershipKey, removal} from './ownership-writer.js'
import {makeTextUse} from './text-use.js'

export type TextInput = Pick<PlanInput, 'zones' | 'registry' | 'rules' | 'unread'>

export type TextContext = Readonly<ReturnType<typeof makeTextContext>>

/** What the ownership texts of a plan are judged against. */
export function makeTextContext(input: TextInput, claims: Claims) {
  const {registry, rules} = input
  const decided = claims.claims.flatMap(({recordSet, ownershipRecords}) => {
    const deciding = decidingRecord(ownershipRecords)
    return deciding === undefined ? [] : [[deciding, recordSet] as const]
  })
  const ours = claims.ownershipRecords.filter(({owner}) => isOurs(registry, owner))
  const byName = (texts: readonly OwnershipRecord[]) => groupBy(texts, ({recordSet}): string => recordSet.name)
  const own = new Map([...groupBy(ours, ({zone}) => zone)].map(([zone, texts]) => [zone, byName(texts)]))
  return {
    isOurs: (owner: OwnerId) => isOurs(registry, owner),
    rules,
    /** The stored text of each record set, the one that decides. */
    effective: new Map<RecordSet, OwnershipRecord>(decided.map(([deciding, recordSet]) => [recordSet, deciding])),
    /** The same the other way round: the record sets for which a text speaks. */
    users: collect<OwnershipRecord, RecordSet>(decided),
    /** Our own texts by zone and name. */
    own,
    bySet: new Map<RecordSet, OwnershipRecord>(claims.ownershipRecords.map((text) => [text.recordSet, text])),
    use: makeTextUse(input, claims),
  }
}

/** Makes hosts agree about shared texts: what is needed stays and is written once, what nobody needs gives way. */
export function reconcileTexts(drafts: readonly HostDraft[], context: TextContext): readonly HostPlan[] {
  const relied = reliedTexts(drafts)
  const isNeeded = neededTexts(drafts, relied, context)
  const isUnread = (text: OwnershipRecord) => context.use.unreadUsers(text).length > 0
  const staysFor = (text: OwnershipRecord) => isNeeded(text) || isUnread(text)
  const written = new Map<string, OwnershipChange>()
  for (const change of ownershipOf(drafts).filter((one) => !isRemoval(one))) {
    const key = ownershipKey(change)
    if (!written.has(key)) written.set(key, change)
  }
  const agreed = drafts.map(({host}) => ({
    ...host,
    ownership: host.ownership
      .filter((change) => change.kind === 'create' || !isRemoval(change) || !staysFor(change.current))
      .map((change) => (isRemoval(change) ? change : (written.get(ownershipKey(change)) ?? change))),
  }))
  const leftBehind = makeLeftBehind(agreed, context.use, context.isOurs, relied)
  // Hosts of several zones that leave one text have the very same change of it.
  const removals = new Map<OwnershipRecord, OwnershipChange>()
  const remove = (text: OwnershipRecord) => {
    const change = removals.get(text) ?? removal(text)
    removals.set(text, change)
    return change
  }
  const hosts = agreed.map((host) => {
    const {gone, notes} = leftBehind(host)
    return gone.length + notes.length === 0
      ? host
      : {
          ...host,
          ownership: distinctOwnership([...host.ownership, ...gone.map(remove)]),
          notes: [...host.notes, ...notes],
        }
  })
  const touched = new Set(hosts.flatMap(({ownership}) => currentOf(ownership)))
  return hosts.map((host) => {
    const inTheWay = addedSets(host)
      .flatMap(({zone, set, isOwnership}) =>
        textsInTheWay(zone, set, context).filter((text) => isOwnership || !isUnread(text)),
      )
      .filter((text) => !isNeeded(text) && !touched.has(text))
    for (const text of inTheWay) touched.add(text)
    return inTheWay.length === 0
      ? host
      : {...host, ownership: distinctOwnership([...host.ownership, ...inTheWay.map(remove)])}
  })
}

/** Drafts in the order in which the first one writes what several share. */
function ownershipOf(drafts: readonly HostDraft[]): readonly OwnershipChange[] {
  return drafts
    .flatMap(({host}) => host.ownership.map((change) => ({host, change})))
    .sort(
      (a, b) =>
        Number(a.host.zone !== a.change.zone) - Number(b.host.zone !== b.change.zone) ||
        compareText(a.host.zone.id, b.host.zone.id),
    )
    .map(({change}) => change)
}

function reliedTexts(drafts: readonly HostDraft[]): ReadonlySet<OwnershipRecord> {
  const relied = new Set<OwnershipRecord>()
  for (const {host, keeps} of drafts) {
    for (const text of keeps) relied.add(text)
    for (const change of host.ownership) if (change.kind === 'update' && !isRemoval(change)) relied.add(change.current)
  }
  return relied
}

/** These, and the texts of record sets that stay. */
function neededTexts(
  drafts: readonly HostDraft[],
  relied: ReadonlySet<OwnershipRecord>,
  {users}: TextContext,
): (text: OwnershipRecord) => boolean {
  const released = drafts.flatMap(({releases}) => [...releases])
  const deleted = new Set([...released, ...deletedSets(drafts.map(({host}) => host))])
  return (text) => relied.has(text) || (users.get(text) ?? []).some((set) => !deleted.has(set))
}

export interface Added {
  readonly zone: Zone
  readonly set: RecordSet
  readonly isOwnership: boolean
}

export function addedSets({zone, changes, ownership}: HostPlan): readonly Added[] {
  const added: Added[] = []
  for (const change of changes) {
    if (change.kind !== 'delete') added.push({zone, set: change.desired, isOwnership: false})
  }
  for (const change of ownership) {
    if (change.kind !== 'delete') added.push({zone: change.zone, set: change.desired, isOwnership: true})
  }
  return added
}

/** Only TXT sets without values of others: those are not ours to move. */
function textsInTheWay(zone: Zone, set: RecordSet, {own, rules}: TextContext): readonly OwnershipRecord[] {
  return (own.get(zone)?.get(set.name) ?? []).filter(
    (text) => conflict(text.recordSet, set, zone, rules) !== undefined && removal(text).kind === 'delete',
  )
}
