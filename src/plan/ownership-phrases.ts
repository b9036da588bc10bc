import type {ObjectProblem, Origin, PendingHost} from '../dns/endpoint.js'
import {type RecordSet, recordSetKey} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {OwnershipRecord} from '../registry/claim.js'
import {type BlockedCause, type BlockedReason, because} from './blocked.js'
import {nameOrigin} from './decide/conflict.js'

type Text = Pick<OwnershipRecord, 'recordSet' | 'owner'>

const TXT_PREFIX_WITH_A_DOT = '--txt-prefix=%{record_type}-txt.'
const ANOTHER_TXT_PREFIX =
  'choose a --txt-prefix under which there are no records; owners repair --from-prefix moves the existing ownership TXT'

/** Why ownership cannot be written as it should, and why something stays that nobody asks for: see `blocked-phrases.ts`. */
export const ownershipPhrases = {
  // Its ownership TXT cannot be written.
  claimsOwnership(value: string) {
    const fix = 'remove that value from the object: only the registry writes ownership TXT'
    const detail = `the TXT value ${value} is an ownership text, which would give other record sets a false owner`
    return because('object-problem', detail, {fix})
  },
  txtNameInvalid: (problem: string) => because('invalid-name', `its ownership TXT cannot be written: ${problem}`),
  txtInvalid: (txtName: string, problem: string) =>
    because('object-problem', `its ownership TXT ${txtName} cannot be written: ${problem}`),
  reservedLabel(label: string, txtName: string) {
    const detail = `its label "${label}" would change which record its ownership TXT ${txtName} belongs to`
    return because('object-problem', detail, {fix: 'remove that label from the object'})
  },
  textEndsEarly: (txtName: string) =>
    because('object-problem', `its ownership TXT ${txtName} would be cut short by a name or a label of the object`, {
      fix: 'remove commas and quotes from its labels',
    }),
  ownNameTaken: (name: string) =>
    because('no-txt-zone', `its ownership TXT would be ${name}, which an object asks for as a TXT record`, {
      fix: TXT_PREFIX_WITH_A_DOT,
    }),
  /** @param isOwnName the text would stand at the name of the record itself. */
  txtNotOurs(txtName: string, isOwnName: boolean) {
    const detail = `its ownership TXT would be ${txtName}, a TXT record that is not ours`
    return isOwnName
      ? because('no-txt-zone', detail, {fix: TXT_PREFIX_WITH_A_DOT})
      : because('unowned', detail, {fix: ANOTHER_TXT_PREFIX})
  },
  /** Ours, and yet no proof: external-dns reads the first value alone. */
  hiddenText: (txtName: string) =>
    because('unowned', `our ownership text is not the first value of the TXT record ${txtName}, so it is not read`, {
      fix: `make it the first value of the TXT record ${txtName}`,
    }),
  /** Nothing is done where a text stands that cannot be read: it may be anybody's. */
  unreadableText: ({recordSet}: Text) =>
    because('unreadable', `the ownership TXT ${recordSet.name} is encrypted, and no given key decrypts it`, {
      fix: 'give its key in --txt-encrypt-aes-key',
    }),
  ownerMismatch: (txtName: string, owner: string) =>
    because('owner-mismatch', `the ownership TXT ${txtName} names owner ${owner}`, {owner}),
  rowOfOwner: (rowKey: string, owner: string) =>
    because('owner-mismatch', `the ledger row ${rowKey} names owner ${owner}`, {owner}),
  textOfOther: (txtName: string, other: string) =>
    because('conflict-lost', `its ownership TXT ${txtName} is also that of ${other}`),
  ambiguousFormerText(txtName: string) {
    const detail = `its ownership TXT would be ${txtName}, but that belongs to another record today`
    return because('unowned', `by the former names ${detail}`)
  },

  // The next run would read ownership otherwise.
  readAsAnother(recordSet: RecordSet) {
    const own = recordSetKey(recordSet).trim()
    return because('no-txt-zone', `its ownership TXT would be read as that of a record other than ${own}`)
  },
  speaksOfNotOurs: ({reason, owner}: BlockedCause, text: Text | undefined, zone: Zone, set: RecordSet) =>
    because(reason, `${wouldSpeakOf(text, zone, set)}, which is not ours`, {owner}),
  speaksOfAnotherObjects: (text: Text | undefined, zone: Zone, set: RecordSet) =>
    because('conflict-lost', `${wouldSpeakOf(text, zone, set)}, which another object holds`),
  takesText: (text: Text | undefined, zone: Zone, set: RecordSet) =>
    because('conflict-lost', `it would take the ownership TXT ${text?.recordSet.name} from ${recordIn(zone, set)}`),

  // What nobody asks for any more, or may ask for, and stays.
  nobodysUnderNoop: () =>
    because('unowned', 'no object asks for it, and registry noop keeps no ownership', {
      fix: '--allow-unowned-deletes',
    }),
  ownerNotChosen: () =>
    because('owner-not-chosen', 'no object asks for it any more, and the owner "default" was assumed, not chosen', {
      fix: '--txt-owner-id=default',
    }),
  keptByPolicy: (policy: string) =>
    because('policy', `no object asks for it any more; policy ${policy} keeps it`, {fix: 'external-dns-ts prune'}),
  tooYoung: (minAge: string) => because('policy', `no object asks for it any more; written within ${minAge}`),
  ageUnknown: () =>
    because('policy', 'no object asks for it any more; neither history nor receipt says its age', {
      fix: 'external-dns-ts prune without --min-age',
    }),
  /** @param lacks kinds of which the files hold none; empty: they may be a part of the cluster. @param isFixOffered a flag would help. */
  notInManifests(lacks: readonly string[] | undefined, isFixOffered: boolean) {
    const limits =
      lacks === undefined ? 'they may show only a part of the cluster' : `they hold no ${lacks.join(' and no ')}`
    const fix = lacks === undefined ? '--manifests-are-complete' : '--status-from-cluster'
    return because('not-in-manifests', `no object of the manifests asks for it, and ${limits}`, {
      fix: isFixOffered ? fix : undefined,
    })
  },
  knownAfterDeploy(origin: Origin) {
    const detail = `whether ${nameOrigin(origin)} asks for it depends on the live cluster; record kept`
    return because('known-after-deploy', detail, {fix: '--status-from-cluster'})
  },
  /** @param from what was read: a cluster, files, or files with the status of a cluster. @param fate of the record that is there. */
  pendingTarget(
    {origin, reason}: Pick<PendingHost, 'origin' | 'reason'>,
    from: 'cluster' | 'files' | 'files with status',
    fate: 'none' | 'kept' | 'goes',
  ) {
    const where = from === 'files' ? ' in the manifests' : ''
    const ends = {none: '', kept: '; record kept', goes: '; --on-missing-target=delete would delete its record'}
    const fix = from === 'files' ? '--status-from-cluster' : undefined
    const known = from === 'cluster' ? 'pending-target' : 'known-after-deploy'
    return because(known, `${nameOrigin(origin)} ${reason}${where}${ends[fate]}`, {fix})
  },
  heldByUnreadable: (problem: ObjectProblem, what: 'record' | 'ownership TXT' | 'ledger row') =>
    because('object-problem', `${cannotBeRead(problem)}; ${what} kept`),
  nameHeldByUnreadable: ({origin}: ObjectProblem) =>
    because('object-problem', `${nameOrigin(origin)} holds the name and cannot be read; record kept`),
  textNeededUnread: (txtName: string, zones: readonly Zone[]) => neededUnread(`the ownership TXT ${txtName}`, zones),
  rowNeededUnread: (rowKey: string, zones: readonly Zone[]) => neededUnread(`the ledger row ${rowKey}`, zones),
}

function cannotBeRead({origin, dnsName, problem, isUntold}: ObjectProblem): string {
  const why = isUntold === true ? ` (${dnsName === undefined ? '' : `${dnsName}: `}${problem})` : ''
  return `${nameOrigin(origin)} cannot be read${why}`
}

function recordIn({name: zone}: Zone, {type, name}: RecordSet): string {
  return `the ${type} record ${name} in zone ${zone}`
}

function wouldSpeakOf(text: Text | undefined, zone: Zone, set: RecordSet): string {
  return `the ownership TXT ${text?.recordSet.name} would then belong to ${recordIn(zone, set)}`
}

function neededUnread(what: string, [zone]: readonly Zone[]): BlockedReason {
  const name = zone === undefined ? '' : `${zone.isPrivate ? 'private ' : ''}zone ${zone.name} (${zone.id})`
  return because('not-read', `${what} stays: ${name} was not read and may need it`, {
    fix: 'select that zone too (--zone-id-filter, --aws-zone-type, --domain-filter)',
  })
}
