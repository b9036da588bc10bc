import {isWithin} from '../../dns/dns-name.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {OwnershipRecord} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import {currentOf, type HostPlan, setOf} from '../change.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {TextUse} from './text-use.js'

/** Texts that would be without their record set; what appeared under the name later would be ours. */
export function makeLeftBehind(
  hosts: readonly HostPlan[],
  {texts, users, ownedAt, unreadUsers, orphansAt}: TextUse,
  isOurs: (owner: OwnerId) => boolean,
  relied: ReadonlySet<OwnershipRecord>,
) {
  const after = new Map<RecordSet, RecordSet | undefined>()
  const added = new Set<string>()
  for (const host of hosts) {
    for (const change of host.changes) {
      if (change.kind !== 'create') after.set(change.current, change.kind === 'delete' ? undefined : change.desired)
      if (change.kind !== 'delete') added.add(placeOf(host))
    }
  }
  const usersLeft = (text: OwnershipRecord) =>
    (users.get(text) ?? []).filter((set) => !after.has(set) || speaksOf(text, after.get(set)))
  const isEmptied = (host: HostPlan) =>
    !added.has(placeOf(host)) && ownedAt(host.zone, host.name).every((set) => after.has(set))
  const isRemovable = (text: OwnershipRecord) =>
    isOurs(text.owner) &&
    !relied.has(text) &&
    unreadUsers(text).length === 0 &&
    // One whose name lies outside its zone was never writable.
    isWithin(text.recordSet.name, text.zone.name)
  const taken = new Set<OwnershipRecord>()
  return (host: HostPlan) => {
    const changed = currentOf(host.changes)
    const deleted = changed.filter((set) => after.get(set) === undefined)
    const isGone = (text: OwnershipRecord) => isRemovable(text) && usersLeft(text).length === 0
    const speaking = [...new Set(changed.flatMap((set) => texts.get(set) ?? []))]
    // Where the name keeps a record set, its zone may be read in part: only texts that such a reading sees are looked at.
    const types = added.has(placeOf(host)) ? host.changes.map((change) => setOf(change).type) : undefined
    const orphans = deleted.length === 0 ? [] : orphansAt(host.zone, host.name, types)
    const idle = orphans.filter(
      (text) =>
        isRemovable(text) &&
        !taken.has(text) &&
        (text.recordSet.setIdentifier === host.setIdentifier || isEmptied(host)),
    )
    for (const text of idle) taken.add(text)
    const staying = [...new Set(deleted.flatMap((set) => texts.get(set) ?? []))].filter((text) => !isGone(text))
    const phraseOf = (text: OwnershipRecord) =>
      stayNote(text, isOurs(text.owner), usersLeft(text)) ??
      (relied.has(text) || unreadUsers(text).length === 0
        ? undefined
        : ownershipPhrases.textNeededUnread(text.recordSet.name, unreadUsers(text)).detail)
    return {
      gone: [...speaking.filter(isGone), ...idle],
      /** Which of them stay, and why: phrases for the plan. */
      notes: staying.flatMap((text) => phraseOf(text) ?? []),
    }
  }
}

/** The text `cname-web` speaks of an A record as long as that is an alias. */
function speaksOf({type}: OwnershipRecord, set: RecordSet | undefined): boolean {
  return set !== undefined && (type === undefined || type === set.type || set.data.kind === 'alias')
}

function stayNote(
  {recordSet, owner, isUnreadable}: OwnershipRecord,
  isOurs: boolean,
  users: readonly RecordSet[],
): string | undefined {
  const stays = `the ownership TXT ${recordSet.name} stays`
  if (isUnreadable) return `${stays}: no given key decrypts it`
  if (!isOurs) return `${stays}: it is that of owner ${owner}`
  const [user] = users
  return user === undefined ? undefined : `${stays}: it is also that of the ${user.type} record ${user.name}`
}

function placeOf({zone, name}: HostPlan): string {
  return `${zone.id} ${name}`
}
