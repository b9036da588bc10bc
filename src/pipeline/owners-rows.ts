import {isRecordType} from '../dns/record-type.js'
import type {Zone} from '../dns/zone.js'
import type {Candidate} from '../plan/candidate.js'
import {textsOf} from '../plan/text-users.js'
import type {Wantedness} from '../plan/wantedness.js'
import {type Claim, effectiveGuard, type OwnershipTxt} from '../registry/claim.js'
import type {LedgerRow} from '../registry/ledger.js'
import {isEncryptedTxt, txtFormatOf} from '../registry/txt-format.js'
import type {TxtNaming} from '../registry/txt-name.js'
import type {OwnersRow, OwnersState, OwnersText} from '../render/owners-row.js'

/** What was found out about one record set. */
export interface ClaimFacts {
  /** The row of the ledger that speaks of it. */
  readonly ledgerRow: LedgerRow | undefined
  readonly wantedness: Wantedness
  readonly isObsoleteFormat: boolean
  /** The wish that an unowned set meets. */
  readonly equalWish: Candidate | undefined
}

/** Undefined for what nobody owns and no object asks for in just this form. */
export function toClaimRow(claim: Claim, facts: ClaimFacts, naming: TxtNaming): OwnersRow | undefined {
  const holder = facts.ledgerRow ?? effectiveGuard(claim.guards) ?? facts.equalWish
  if (holder === undefined) return undefined
  const {name, setIdentifier, type, data} = claim.recordSet
  return {
    owner: 'owner' in holder ? holder.owner : '',
    host: name,
    setIdentifier,
    type,
    targets: data.kind === 'alias' ? [data.target.dnsName] : data.values,
    ttlSeconds: data.kind === 'alias' ? undefined : data.ttlSeconds,
    resource: holder.resource,
    texts: textsOf(claim.guards).map((text) => toText(text, naming, text === claim.guards.legacyAlias)),
    zone: claim.zone,
    state: stateOf(claim, facts),
    isWanted: facts.wantedness === 'unknown' ? undefined : facts.wantedness === 'wanted',
  }
}

function stateOf(claim: Claim, {ledgerRow, wantedness, isObsoleteFormat}: ClaimFacts): OwnersState {
  if (claim.kind === 'unowned') return 'unmarked'
  if (ledgerRow === undefined && effectiveGuard(claim.guards)?.isUnreadable === true) return 'unreadable'
  if (claim.kind === 'foreign') return 'foreign'
  return isObsoleteFormat && wantedness !== 'unwanted' ? 'obsolete-format' : wantedness
}

/** A text without its record. */
export function toOrphanRow(text: OwnershipTxt, naming: TxtNaming): OwnersRow {
  const {owner, host, type, recordSet, resource, zone} = text
  return {
    owner,
    host: host === '' ? recordSet.name : host,
    setIdentifier: recordSet.setIdentifier,
    type: type !== undefined && isRecordType(type) ? type : undefined,
    targets: [],
    ttlSeconds: undefined,
    resource,
    texts: [toText(text, naming, false)],
    zone,
    state: text.isUnreadable ? 'unreadable' : 'orphan',
    isWanted: undefined,
  }
}

/** A row of the ledger without its record. */
export function toLedgerOrphanRow({row, zone}: {readonly row: LedgerRow; readonly zone: Zone}): OwnersRow {
  const {name, type, setIdentifier} = row.key
  return {
    owner: row.owner,
    host: name,
    setIdentifier,
    type: isRecordType(type) ? type : undefined,
    targets: [],
    ttlSeconds: undefined,
    resource: row.resource,
    texts: [],
    zone,
    state: 'orphan',
    isWanted: undefined,
  }
}

function toText(text: OwnershipTxt, naming: TxtNaming, guardsAlias: boolean): OwnersText {
  return {
    name: text.recordSet.name,
    format: txtFormatOf(text, naming, guardsAlias),
    isEncrypted: isEncryptedTxt(text),
  }
}
