import {collect} from '../dns/group.js'
import type {Brand} from '../dns/parsed.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {formatRowKey, type LedgerRow, rowKeyOf, speaksOfZone} from './ledger.js'
import type {OwnerId} from './ownership.js'
import {
  decidingRecord,
  findOwnershipRecords,
  indexOwnershipRecords,
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

/** A record set that this run may change or delete: its TXT names our owner id (with registry noop: any). Built by `claimRecordSets` and nowhere else. */
export type OwnedRecordSet = Brand<RecordSet, 'OwnedRecordSet'>

interface ClaimBase {
  readonly zone: Zone
  readonly ownershipRecords: OwnershipRecords
}

/** A current record set with its ownership resolved. */
export type Claim =
  | (ClaimBase & {readonly kind: 'owned'; readonly recordSet: OwnedRecordSet; readonly resource: string})
  /** `recordSet` may become ours only by `--migrate-from-txt-owner`. */
  | (ClaimBase & {
      readonly kind: 'foreign'
      readonly recordSet: RecordSet
      readonly owner: OwnerId
      readonly resource: string
    })
  | (ClaimBase & {readonly kind: 'unowned'; readonly recordSet: RecordSet})

export interface Claims {
  /** With a ledger: the row of each record set that has one. */
  readonly rows: ReadonlyMap<RecordSet, LedgerRow>
  /** Every record set that is no ownership TXT, in the order of reading. */
  readonly claims: readonly Claim[]
  /** Every ownership TXT of every owner. */
  readonly ownershipRecords: readonly OwnershipRecord[]
  /** The ownership TXT of any owner that speak of no record set there is. */
  readonly orphans: readonly OwnershipRecord[]
}

/** Resolves who owns each record set (spec plan-and-registry.md §9), zone by zone. */
export function claimRecordSets(
  contents: readonly ZoneContent[],
  registry: RegistrySettings,
  rows: readonly LedgerRow[] = [],
): Claims {
  if (registry.kind === 'noop') {
    return {
      claims: contents.flatMap(({zone, recordSets}) =>
        recordSets.map((set) =>
          isRoute53s(zone, set) ? unownedClaim(zone, set) : ownedClaim(zone, set, NO_OWNERSHIP_RECORDS, ''),
        ),
      ),
      ownershipRecords: [],
      orphans: [],
      rows: new Map(),
    }
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
  const index = indexOwnershipRecords(ownershipRecords)
  const used = new Set<OwnershipRecord>()
  const found = new Map<Unclaimed, OwnershipRecords>()
  // With a replacement one text fits `*` and its literal namesake; it speaks for the wildcard (spec §17, P14).
  for (const one of [...plain].sort((a, b) => isWildcard(b.recordSet) - isWildcard(a.recordSet))) {
    const {zone, recordSet} = one
    const taken = isWildcard(recordSet) || registry.wildcardReplacement === '' ? undefined : used
    const recordsOfSet = isRoute53s(zone, recordSet)
      ? NO_OWNERSHIP_RECORDS
      : findOwnershipRecords(zone, recordSet, index, reader, taken)
    found.set(one, recordsOfSet)
    if (isWildcard(recordSet)) addTexts(used, withoutForeign(recordsOfSet, registry.ownerId))
  }
  const claims = plain.map((one): Claim => {
    const {zone, recordSet} = one
    const recordsOfSet = found.get(one) ?? NO_OWNERSHIP_RECORDS
    addTexts(used, recordsOfSet)
    const ownershipRecord = decidingRecord(recordsOfSet)
    if (ownershipRecord === undefined) return unownedClaim(zone, recordSet)
    if (ownershipRecord.owner === registry.ownerId)
      return ownedClaim(zone, recordSet, recordsOfSet, ownershipRecord.resource)
    return {
      kind: 'foreign',
      zone,
      recordSet,
      ownershipRecords: recordsOfSet,
      owner: ownershipRecord.owner,
      resource: ownershipRecord.resource,
    }
  })
  const isNamed = makeIsNamed(claims, registry)
  const orphans = ownershipRecords.filter((ownershipRecord) => !used.has(ownershipRecord) && !isNamed(ownershipRecord))
  return {...claimByRows(claims, registry.kind === 'ledger' ? rows : [], registry.ownerId), ownershipRecords, orphans}
}

/**
 * True for a text whose name says, by a word that may mean something else, a record set that stands: no orphan, though it
 * may speak for nothing.
 */
export function makeIsNamed(claims: readonly Claim[], naming: TxtNaming): (text: OwnershipRecord) => boolean {
  const present = new Set(
    claims.flatMap(({recordSet: {name, type}}) => (isOtherType(type) ? [`${toTxtHost(naming, name)} ${type}`] : [])),
  )
  return ({host, type}) => type !== undefined && present.has(`${host} ${type}`)
}

/** A row goes before any text. */
function claimByRows(
  byText: readonly Claim[],
  rows: readonly LedgerRow[],
  us: OwnerId,
): Pick<Claims, 'claims' | 'rows'> {
  if (rows.length === 0) return {claims: byText, rows: new Map()}
  const byKey = new Map(rows.map((row) => [formatRowKey(row.key), row]))
  const used = new Map<RecordSet, LedgerRow>()
  const claims = byText.map((claim): Claim => {
    const {zone, recordSet, ownershipRecords} = claim
    const row = byKey.get(formatRowKey(rowKeyOf(recordSet)))
    if (row === undefined || !speaksOfZone(row, zone) || isRoute53s(zone, recordSet)) return claim
    used.set(recordSet, row)
    if (row.owner === us) return ownedClaim(zone, recordSet, ownershipRecords, row.resource)
    return {kind: 'foreign', zone, recordSet, ownershipRecords, owner: row.owner, resource: row.resource}
  })
  return {claims, rows: used}
}

interface Unclaimed {
  readonly zone: Zone
  readonly recordSet: RecordSet
}

/** Takes a host over from the owner that `--migrate-from-txt-owner` names; the planner shows every such host. */
export function migrateClaim(claim: Claim & {kind: 'foreign'}): Claim & {kind: 'owned'} {
  return ownedClaim(claim.zone, claim.recordSet, claim.ownershipRecords, claim.resource)
}

/** Takes over what nobody owns, which only `owners adopt` does; the plan shows every such host. */
export function adoptClaim(claim: Claim & {kind: 'unowned'}): Claim & {kind: 'owned'} {
  return ownedClaim(claim.zone, claim.recordSet, claim.ownershipRecords, '')
}

function ownedClaim(
  zone: Zone,
  recordSet: RecordSet,
  ownershipRecords: OwnershipRecords,
  resource: string,
): Claim & {kind: 'owned'} {
  return {kind: 'owned', zone, recordSet: recordSet as OwnedRecordSet, ownershipRecords, resource}
}

function unownedClaim(zone: Zone, recordSet: RecordSet): Claim {
  return {kind: 'unowned', zone, recordSet, ownershipRecords: NO_OWNERSHIP_RECORDS}
}

/** A zone's own NS and SOA, and what a traffic policy made, are Route 53's, whatever text stands beside them. */
export function isRoute53s(zone: Zone, set: RecordSet): boolean {
  return set.trafficPolicyInstanceId !== undefined || isZonesOwn(zone, set)
}

/** The NS and SOA that stand in every zone, read or not. */
export function isZonesOwn(zone: Zone, {name, type}: Pick<RecordSet, 'name' | 'type'>): boolean {
  return name === zone.name && (type === 'NS' || type === 'SOA')
}

/** A text of which a readable one says that it is a record is one, whatever it looks like. */
function partUnreadable(
  texts: readonly OwnershipRecord[],
  reader: OwnershipReader,
): {readonly ownershipRecords: readonly OwnershipRecord[]; readonly records: readonly Unclaimed[]} {
  if (texts.every((text) => !text.isUnreadable)) return {ownershipRecords: texts, records: []}
  const index = indexOwnershipRecords(texts.filter((text) => !text.isUnreadable))
  const isRecord = ({isUnreadable, zone, recordSet}: OwnershipRecord) =>
    isUnreadable && findOwnershipRecords(zone, recordSet, index, reader, undefined).typed !== undefined
  return {ownershipRecords: texts.filter((text) => !isRecord(text)), records: texts.filter(isRecord)}
}

/** A text of a third owner beside the one that decides is that of the literal namesake: whose that is, it says. */
function withoutForeign(ownershipRecords: OwnershipRecords, us: OwnerId): OwnershipRecords {
  const decides = decidingRecord(ownershipRecords)?.owner
  const mine = (text: OwnershipRecord | undefined) => (text?.owner === decides || text?.owner === us ? text : undefined)
  return {
    typed: mine(ownershipRecords.typed),
    legacyAlias: mine(ownershipRecords.legacyAlias),
    untyped: mine(ownershipRecords.untyped),
  }
}

function isWildcard({name}: RecordSet): 0 | 1 {
  return name.startsWith('*.') ? 1 : 0
}

function addTexts(texts: Set<OwnershipRecord>, {typed, legacyAlias, untyped}: OwnershipRecords): void {
  for (const ownershipRecord of [typed, legacyAlias, untyped])
    if (ownershipRecord !== undefined) texts.add(ownershipRecord)
}

/** Every text that speaks of one record set, the one that decides first. */
export function textsOf({typed, legacyAlias, untyped}: OwnershipRecords): readonly OwnershipRecord[] {
  return [typed, legacyAlias, untyped].filter((text) => text !== undefined)
}

/** The record sets of which a text speaks. */
export function textUsers(claims: readonly Claim[]): ReadonlyMap<OwnershipRecord, readonly Claim[]> {
  return collect(claims.flatMap((claim) => textsOf(claim.ownershipRecords).map((text) => [text, claim] as const)))
}

/** True when the text decides whose the record set is. */
export function isDecisive(text: OwnershipRecord, claim: Claim): boolean {
  return decidingRecord(claim.ownershipRecords) === text
}
