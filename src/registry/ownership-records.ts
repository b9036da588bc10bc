import type {DnsName} from '../dns/dns-name.js'
import type {RecordSet} from '../dns/record-set.js'
import {compareZones, isZoneFor, type Zone, zonesFor} from '../dns/zone.js'
import {formerSets, labelledType, type Ownership, toOwnerId, untypedTypes} from './ownership.js'
import type {OwnershipCodec} from './ownership-codec.js'
import type {RegistrySettings} from './registry-settings.js'
import {
  isOtherType,
  labelledHost,
  parseTxtName,
  type TxtNameParts,
  type TxtNaming,
  toTxtHost,
  toTxtName,
  typedTxtNamesOf,
} from './txt-name.js'
import {untypedSpeaksOf} from './untyped-text.js'

/** An ownership TXT as it is stored, and what it says. */
export interface OwnershipRecord extends Ownership {
  /** The zone that holds the TXT; not always the zone of the record it guards. */
  readonly zone: Zone
  readonly recordSet: RecordSet
  /** The guarded host, its leading `*` replaced where a replacement is configured. */
  readonly host: string
  /** Undefined: the old format, `web` instead of `a-web`, which guards what the kind of its object can ask for. */
  readonly type: string | undefined
  /** Encrypted, and not with a key that we have: whose it is cannot be told, so it is nobody's to touch. Its owner is empty. */
  readonly isUnreadable: boolean
}

/** What was read of one zone. */
export interface ZoneContent {
  readonly zone: Zone
  readonly recordSets: readonly RecordSet[]
}

const UNREADABLE: Ownership = {owner: toOwnerId(''), resource: '', labels: {}}

/** The ownership texts that speak of one record set. At least one, unless the set is unowned. */
export interface OwnershipRecords {
  /** Under the name that says this type: `a-web`. */
  readonly typed: OwnershipRecord | undefined
  /** `cname-web` beside an A alias: how external-dns before v0.22 guarded aliases. */
  readonly legacyAlias: OwnershipRecord | undefined
  /** In the old format: `web`. */
  readonly untyped: OwnershipRecord | undefined
}

/** The text that decides: the typed one first, the old format last. */
export function decidingRecord(ownershipRecords: OwnershipRecords): OwnershipRecord | undefined {
  return ownershipRecords.typed ?? ownershipRecords.legacyAlias ?? ownershipRecords.untyped
}

export const NO_OWNERSHIP_RECORDS: OwnershipRecords = {typed: undefined, legacyAlias: undefined, untyped: undefined}

/** The zone that takes the TXT of a record set in `zone`: its own where that holds the name, else the nearest that does. */
export function txtZoneFor(zone: Zone, txtName: DnsName, zones: readonly Zone[]): Zone | undefined {
  if (isZoneFor(zone, txtName, zones)) return zone
  return [...zonesFor(txtName, zones)].sort(
    (a, b) =>
      Number(a.isPrivate !== zone.isPrivate) - Number(b.isPrivate !== zone.isPrivate) ||
      b.name.length - a.name.length ||
      compareZones(a, b),
  )[0]
}

/** What names of ownership texts mean in these zones. */
export interface OwnershipReader {
  readonly naming: TxtNaming
  readonly codec: OwnershipCodec
  readonly zones: readonly Zone[]
  /**
   * Names whose typed TXT lies in no selected zone, as a zone's apex without a dotted prefix: their ownership stands at
   * the name itself, in the old format (design §5).
   */
  readonly untypedNames: ReadonlySet<string>
  readonly createsPtr: boolean
  /** By the place of a text, what it speaks of because a record set of such a type stands there (`OTHER_TYPES`). */
  readonly byOtherType: ReadonlyMap<string, OtherName>
  /** True when a record set stands there of which a text in the old format that names this object may speak. */
  hasHost(zone: Zone, host: string, resource: string): boolean
}

type OtherName = Pick<OwnershipRecord, 'host'> & {readonly type: string}

export function makeOwnershipReader(
  contents: readonly ZoneContent[],
  naming: Exclude<RegistrySettings, {kind: 'noop'}>,
): OwnershipReader {
  const zones = contents.map((content) => content.zone)
  const names = zones.map((zone) => zone.name)
  const createsPtr = naming.createsPtr ?? false
  return {
    naming,
    codec: naming.codec,
    createsPtr,
    zones,
    untypedNames: new Set(names.filter((name) => zonesFor(toTxtName(naming, name, 'A'), zones).length === 0)),
    byOtherType: namesByOtherType(contents, naming),
    hasHost: (zone, host, resource) =>
      (contents.find((content) => content.zone === zone)?.recordSets ?? []).some(
        ({name, type}) => toTxtHost(naming, name) === host && untypedSpeaksOf({resource}, type, createsPtr),
      ),
  }
}

function namesByOtherType(contents: readonly ZoneContent[], naming: TxtNaming): ReadonlyMap<string, OtherName> {
  const zones = contents.map((content) => content.zone)
  const names = new Map<string, OtherName>()
  for (const {zone, recordSets} of contents) {
    for (const {name, type, setIdentifier} of recordSets) {
      if (!isOtherType(type)) continue
      for (const txtName of typedTxtNamesOf(naming, name, type)) {
        const txtZone = txtZoneFor(zone, txtName, zones)
        const place = txtZone && placeOf(txtZone, {name: txtName, setIdentifier})
        if (place !== undefined) names.set(place, {host: toTxtHost(naming, name), type})
      }
    }
  }
  return names
}

function placeOf({id}: Zone, {name, setIdentifier}: Pick<RecordSet, 'name' | 'setIdentifier'>): string {
  return `${id} ${name} ${setIdentifier ?? ''}`
}

export function toOwnershipRecord(
  zone: Zone,
  recordSet: RecordSet,
  reader: OwnershipReader,
): OwnershipRecord | undefined {
  const {naming, codec, untypedNames} = reader
  if (recordSet.type !== 'TXT' || recordSet.data.kind !== 'values') return undefined
  // Upstream looks at the first value of a set only, and so ownership is where both programs look for it.
  const ownership = codec.read(recordSet.data.values[0] ?? '')
  if (ownership === undefined) return undefined
  if (ownership === 'unreadable') return toUnreadableTxt(zone, recordSet, reader)
  // What another program wrote there speaks of what its name says to that program.
  if (untypedNames.has(recordSet.name) && untypedTypes(ownership) !== undefined) {
    const host = toTxtHost(naming, recordSet.name)
    return {...ownership, zone, recordSet, host, type: undefined, isUnreadable: false}
  }
  const type = labelledType(ownership)
  const labelled = type === undefined ? undefined : labelledHost(naming, recordSet.name, type)
  if (labelled !== undefined) return {...ownership, zone, recordSet, host: labelled, type, isUnreadable: false}
  const parts = otherName(zone, recordSet, ownership, reader) ?? parseTxtName(naming, recordSet.name)
  return {...ownership, zone, recordSet, host: parts?.host ?? '', type: parts?.type, isUnreadable: false}
}

/** The text of a host `caa-web`, which stands and has it from an object that asks for no CAA, stays that of the host. */
function otherName(
  zone: Zone,
  recordSet: RecordSet,
  ownership: Ownership,
  {byOtherType, createsPtr, naming, hasHost}: OwnershipReader,
): OtherName | undefined {
  const other = byOtherType.get(placeOf(zone, recordSet))
  if (other === undefined || untypedSpeaksOf(ownership, other.type, createsPtr)) return other
  const host = parseTxtName(naming, recordSet.name)?.host ?? ''
  return hasHost(zone, host, ownership.resource) ? undefined : other
}

/** Any long base64 might be one; under a name that says host and type it is taken for one. */
function toUnreadableTxt(
  zone: Zone,
  recordSet: RecordSet,
  {naming, byOtherType}: OwnershipReader,
): OwnershipRecord | undefined {
  const parts: TxtNameParts | OtherName | undefined =
    byOtherType.get(placeOf(zone, recordSet)) ?? parseTxtName(naming, recordSet.name)
  if (parts?.type === undefined) return undefined
  return {...UNREADABLE, zone, recordSet, host: parts.host, type: parts.type, isUnreadable: true}
}

type OwnershipIndex = ReadonlyMap<string, readonly OwnershipRecord[]>

export function indexOwnershipRecords(ownershipRecords: readonly OwnershipRecord[]): OwnershipIndex {
  const index = new Map<string, OwnershipRecord[]>()
  const add = (key: string, ownershipRecord: OwnershipRecord) => {
    const same = index.get(key)
    if (same === undefined) index.set(key, [ownershipRecord])
    else same.push(ownershipRecord)
  }
  for (const ownershipRecord of ownershipRecords) {
    add(
      ownershipRecordKey(ownershipRecord.host, ownershipRecord.type, ownershipRecord.recordSet.setIdentifier),
      ownershipRecord,
    )
    for (const id of formerSets(ownershipRecord))
      add(formerKey(ownershipRecord.host, ownershipRecord.type, id), ownershipRecord)
  }
  return index
}

/** Of a set that has a text of its own, the one that takes its place says nothing. */
function formerKey(host: string, type: string | undefined, setIdentifier: string | undefined): string {
  return `former ${ownershipRecordKey(host, type, setIdentifier)}`
}

function ownershipRecordKey(host: string, type: string | undefined, setIdentifier: string | undefined): string {
  return `${host} ${type ?? ''} ${setIdentifier ?? ''}`
}

/** @param taken texts that speak for another name and so not for this one. */
export function findOwnershipRecords(
  zone: Zone,
  set: RecordSet,
  index: OwnershipIndex,
  reader: OwnershipReader,
  taken: ReadonlySet<OwnershipRecord> | undefined,
): OwnershipRecords {
  const {naming, untypedNames} = reader
  const host = toTxtHost(naming, set.name)
  const untypedName = untypedNames.has(set.name) ? set.name : undefined
  const find = (type: string | undefined) => {
    const txtName = () => (type === undefined ? untypedName : toTxtName(naming, set.name, type))
    for (const keyOf of [ownershipRecordKey, formerKey]) {
      const ownershipRecords = index.get(keyOf(host, type, set.setIdentifier)) ?? []
      const free =
        taken === undefined
          ? ownershipRecords
          : ownershipRecords.filter((ownershipRecord) => !taken.has(ownershipRecord))
      const ownershipRecord = nearest(zone, set, txtName, free, reader)
      if (ownershipRecord !== undefined) return ownershipRecord
    }
    return undefined
  }
  const typed = find(set.type)
  const legacyAlias = set.type === 'A' && set.data.kind === 'alias' ? find('CNAME') : undefined
  return {typed, legacyAlias, untyped: find(undefined)}
}

/**
 * A TXT in the record set's own zone, if there is one; of several that read alike the one with the name that is written
 * today, else the last. A TXT of another zone counts only if the own zone cannot hold its name, and is the zone where
 * the record belongs: a private twin's record is not owned by the TXT of its public namesake, nor one that a child zone
 * hides by the TXT of the one that it shows.
 */
function nearest(
  zone: Zone,
  {name, type}: RecordSet,
  txtName: () => DnsName | undefined,
  ownershipRecords: readonly OwnershipRecord[],
  {zones, createsPtr}: OwnershipReader,
): OwnershipRecord | undefined {
  const candidates = ownershipRecords.filter((ownershipRecord) => speaksOf(ownershipRecord, type, createsPtr))
  const pick = (some: readonly OwnershipRecord[]) => {
    if (some.length < 2) return some[0]
    const written = txtName()
    return some.find((ownershipRecord) => ownershipRecord.recordSet.name === written) ?? some.at(-1)
  }
  const own = candidates.filter((ownershipRecord) => ownershipRecord.zone === zone)
  if (own.length > 0 || candidates.length === 0) return pick(own)
  return pick(candidates.filter((ownershipRecord) => reaches(ownershipRecord, zone, name, zones)))
}

/** True when a text, wherever it lies, may speak of a record set of this name in this zone. */
export function reaches(
  {recordSet, zone: at}: OwnershipRecord,
  zone: Zone,
  name: DnsName,
  zones: readonly Zone[],
): boolean {
  if (at === zone) return true
  return (
    isZoneFor(zone, name, zones) &&
    !isZoneFor(zone, recordSet.name, zones) &&
    txtZoneFor(zone, recordSet.name, zones) === at
  )
}

/**
 * A text that we put at a host's own name lists its types, and one for a type that its name alone does not tell says it.
 * Any other that leaves it open says its types by its object's kind.
 */
function speaksOf(ownershipRecord: OwnershipRecord, type: string, createsPtr: boolean): boolean {
  const types = untypedTypes(ownershipRecord)
  if (types !== undefined) return types.includes(type)
  const isSure =
    ownershipRecord.type !== undefined &&
    !(isOtherType(ownershipRecord.type) && labelledType(ownershipRecord) === undefined)
  return isSure || ownershipRecord.isUnreadable || untypedSpeaksOf(ownershipRecord, type, createsPtr)
}
