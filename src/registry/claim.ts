import {collect, groupBy} from '../dns/group.js'
import type {Brand} from '../dns/parsed.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {formatRowKey, type LedgerRow, speaksOfZone} from './ledger.js'
import type {OwnerId, Ownership} from './ownership.js'
import {
  decidingRecord,
  findOwnershipRecords,
  makeOwnershipReader,
  NO_OWNERSHIP_RECORDS,
  type OwnershipReader,
  type OwnershipRecord,
  type OwnershipRecords,
  toOwnershipRecord,
  type ZoneContent,
} from './ownership-records.js'
import type {RegistrySettings} from './registry-settings.js'
import {isOtherType, type TxtNaming, toTxtHost} from './txt-name.js'

export {
  decidingRecord,
  type OwnershipRecord,
  type OwnershipRecords,
  reaches,
  txtZoneFor,
  type ZoneContent,
} from './ownership-records.js'

/** A record set that this run may change or delete. Built by `claimRecordSets` only. */
export type OwnedRecordSet = Brand<RecordSet, 'OwnedRecordSet'>

interface ClaimBase {
  readonly zone: Zone
  readonly ownershipRecords: OwnershipRecords
}

export type Claim =
  | (ClaimBase & {
      readonly kind: 'owned'
      readonly recordSet: OwnedRecordSet
      /** One of those for whom this run speaks; undefined with registry noop. */
      readonly owner: OwnerId | undefined
      readonly resource: string
    })
  /** `recordSet` can become ours only through `--migrate-from-txt-owner`. */
  | (ClaimBase & {
      readonly kind: 'foreign'
      readonly recordSet: RecordSet
      readonly owner: OwnerId
      readonly resource: string
    })
  | (ClaimBase & {readonly kind: 'unowned'; readonly recordSet: RecordSet})

export interface Claims {
  /** With a ledger, the row of each record set that has one. */
  readonly rows: ReadonlyMap<RecordSet, LedgerRow>
  /** Every record set that is not an ownership TXT, in the order of reading. */
  readonly claims: readonly Claim[]
  readonly ownershipRecords: readonly OwnershipRecord[]
  /** Ownership TXT, of any owner, that belong to no existing record set. */
  readonly orphans: readonly OwnershipRecord[]
}

/** Determines who owns each record set: docs/external-dns-behaviour.md#reading-ownership. */
export function claimRecordSets(
  contents: readonly ZoneContent[],
  registry: RegistrySettings,
  rows: readonly LedgerRow[] = [],
): Claims {
  if (registry.kind === 'noop') {
    const toClaim = (zone: Zone, set: RecordSet) =>
      isRoute53s(zone, set) ? unownedClaim(zone, set) : ownedClaim(zone, set, NO_OWNERSHIP_RECORDS, undefined)
    const claims = contents.flatMap(({zone, recordSets}) => recordSets.map((set) => toClaim(zone, set)))
    return {claims, ownershipRecords: [], orphans: [], rows: new Map()}
  }
  const reader = makeOwnershipReader(contents, registry)
  const texts: OwnershipRecord[] = []
  const plain: Unclaimed[] = []
  for (const {zone, recordSets} of contents) {
    for (const recordSet of recordSets) {
      const ownershipRecord = toOwnershipRecord(zone, recordSet, reader)
      if (ownershipRecord === undefined) plain.push({zone, recordSet})
      else texts.push(ownershipRecord)
    }
  }
  const {ownershipRecords, records} = partUnreadable(texts, reader)
  plain.push(...records)
  const index = groupBy(ownershipRecords, ({host}) => host)
  const find = ({zone, recordSet}: Unclaimed, taken?: ReadonlySet<OwnershipRecord>) =>
    isRoute53s(zone, recordSet) ? NO_OWNERSHIP_RECORDS : findOwnershipRecords(zone, recordSet, index, reader, taken)
  const taken = new Set<OwnershipRecord>()
  // With a wildcard replacement, one TXT matches `*` and the host that is called so: the wildcard gets it.
  for (const wildcard of registry.wildcardReplacement === '' ? [] : plain.filter(isWildcard)) {
    addTexts(taken, withoutForeign(find(wildcard), registry.owners))
  }
  const used = new Set<OwnershipRecord>()
  const claims = plain.map((one): Claim => {
    const {zone, recordSet} = one
    const recordsOfSet = find(one, isWildcard(one) ? undefined : taken)
    addTexts(used, recordsOfSet)
    const ownershipRecord = decidingRecord(recordsOfSet)
    if (ownershipRecord === undefined) return unownedClaim(zone, recordSet)
    return claimOf({zone, recordSet, ownershipRecords: recordsOfSet}, ownershipRecord, registry.owners)
  })
  const isNamed = makeIsNamed(claims, registry)
  const orphans = ownershipRecords.filter((ownershipRecord) => !used.has(ownershipRecord) && !isNamed(ownershipRecord))
  return {...claimByRows(claims, rows, registry.owners), ownershipRecords, orphans}
}

/** True where the name contains the type of an existing set, perhaps of another host (`OTHER_TYPES`): no orphan. */
export function makeIsNamed(claims: readonly Claim[], naming: TxtNaming): (text: OwnershipRecord) => boolean {
  const others = claims.filter(({recordSet}) => isOtherType(recordSet.type))
  const present = new Set(others.map(({recordSet: {name, type}}) => `${toTxtHost(naming, name)} ${type}`))
  return ({host, type}) => type !== undefined && present.has(`${host} ${type}`)
}

function claimByRows(
  byText: readonly Claim[],
  rows: readonly LedgerRow[],
  us: readonly OwnerId[],
): Pick<Claims, 'claims' | 'rows'> {
  if (rows.length === 0) return {claims: byText, rows: new Map()}
  const byKey = new Map(rows.map((row) => [formatRowKey(row.key), row]))
  const used = new Map<RecordSet, LedgerRow>()
  const claims = byText.map((claim): Claim => {
    const {zone, recordSet} = claim
    const row = byKey.get(formatRowKey(recordSet))
    if (row === undefined || !speaksOfZone(row, zone) || isRoute53s(zone, recordSet)) return claim
    used.set(recordSet, row)
    return claimOf(claim, row, us)
  })
  return {claims, rows: used}
}

type Unclaimed = Pick<Claim, 'zone' | 'recordSet'>

/**
 * Makes a record set ours: of the owner in `--migrate-from-txt-owner`, or an unowned one for `owners adopt`. The plan
 * shows every such host.
 */
export function takeOver(claim: Exclude<Claim, {kind: 'owned'}>, owner: OwnerId | undefined): Claim & {kind: 'owned'} {
  return ownedClaim(claim.zone, claim.recordSet, claim.ownershipRecords, owner, resourceOf(claim))
}

/** A record set of one owner of the run, as the other ones see it. */
export function asForeign({zone, recordSet, ownershipRecords, owner, resource}: Claim & {kind: 'owned'}): Claim {
  if (owner === undefined) throw new Error('bug: without a registry nothing is foreign')
  return {kind: 'foreign', zone, recordSet, ownershipRecords, owner, resource}
}

function ownedClaim(
  zone: Zone,
  recordSet: RecordSet,
  ownershipRecords: OwnershipRecords,
  owner: OwnerId | undefined,
  resource = '',
): Claim & {kind: 'owned'} {
  return {kind: 'owned', zone, recordSet: recordSet as OwnedRecordSet, ownershipRecords, owner, resource}
}

function claimOf(
  {zone, recordSet, ownershipRecords}: Pick<Claim, 'zone' | 'recordSet' | 'ownershipRecords'>,
  {owner, resource}: Ownership,
  us: readonly OwnerId[],
): Claim {
  if (us.includes(owner)) return ownedClaim(zone, recordSet, ownershipRecords, owner, resource)
  return {kind: 'foreign', zone, recordSet, ownershipRecords, owner, resource}
}

function unownedClaim(zone: Zone, recordSet: RecordSet): Claim {
  return {kind: 'unowned', zone, recordSet, ownershipRecords: NO_OWNERSHIP_RECORDS}
}

/** True for a zone's own NS and SOA and for sets made by a traffic policy: nobody owns them, whatever TXT there is. */
export function isRoute53s(zone: Zone, set: RecordSet): boolean {
  return set.trafficPolicyInstanceId !== undefined || isZonesOwn(zone, set)
}

/** True for the NS and SOA that every zone has. */
export function isZonesOwn(zone: Zone, {name, type}: Pick<RecordSet, 'name' | 'type'>): boolean {
  return name === zone.name && (type === 'NS' || type === 'SOA')
}

/** Separates unreadable ownership TXT from records: one that a readable ownership TXT claims is a record. */
function partUnreadable(
  texts: readonly OwnershipRecord[],
  reader: OwnershipReader,
): {readonly ownershipRecords: readonly OwnershipRecord[]; readonly records: readonly Unclaimed[]} {
  if (texts.every((text) => !text.isUnreadable)) return {ownershipRecords: texts, records: []}
  const index = groupBy(
    texts.filter((text) => !text.isUnreadable),
    ({host}) => host,
  )
  const isRecord = ({isUnreadable, zone, recordSet}: OwnershipRecord) =>
    isUnreadable && findOwnershipRecords(zone, recordSet, index, reader, undefined).typed !== undefined
  return {ownershipRecords: texts.filter((text) => !isRecord(text)), records: texts.filter(isRecord)}
}

/** Removes ownership TXT of a third owner: they belong to the host that is really called like the wildcard replacement. */
function withoutForeign(ownershipRecords: OwnershipRecords, us: readonly OwnerId[]): OwnershipRecords {
  const {typed, legacyAlias, untyped} = ownershipRecords
  const decides = decidingRecord(ownershipRecords)?.owner
  const mine = (text: OwnershipRecord | undefined) =>
    text !== undefined && (text.owner === decides || us.includes(text.owner)) ? text : undefined
  return {typed: mine(typed), legacyAlias: mine(legacyAlias), untyped: mine(untyped)}
}

function isWildcard({recordSet}: Unclaimed): boolean {
  return recordSet.name.startsWith('*.')
}

function addTexts(texts: Set<OwnershipRecord>, ownershipRecords: OwnershipRecords): void {
  for (const text of textsOf(ownershipRecords)) texts.add(text)
}

/** Every ownership TXT of a record set, the deciding one first. */
export function textsOf({typed, legacyAlias, untyped}: OwnershipRecords): readonly OwnershipRecord[] {
  return [typed, legacyAlias, untyped].filter((text) => text !== undefined)
}

/** The object that the ownership of a record set names; empty: none. */
export function resourceOf(claim: Claim): string {
  return claim.kind === 'unowned' ? '' : claim.resource
}

export function textUsers(claims: readonly Claim[]): ReadonlyMap<OwnershipRecord, readonly Claim[]> {
  return collect(claims.flatMap((claim) => textsOf(claim.ownershipRecords).map((text) => [text, claim] as const)))
}
