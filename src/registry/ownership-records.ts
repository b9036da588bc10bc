import type {DnsName} from '../dns/dns-name.js'
import {firstValue, type RecordSet} from '../dns/record-set.js'
import {compareZones, isZoneFor, type Zone, zonesFor} from '../dns/zone.js'
import {formerSets, labelledType, type Ownership, toOwnerId, untypedTypes} from './ownership.js'
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

/** An ownership TXT as stored, and the ownership in it. */
export interface OwnershipRecord extends Ownership {
  /** The zone of the TXT, not always that of the record set that it belongs to. */
  readonly zone: Zone
  readonly recordSet: RecordSet
  /** The owned host, with a leading `*` replaced where a replacement is configured. */
  readonly host: string
  /** Undefined in the old format (`web`, not `a-web`): it covers the types that its object's kind can ask for. */
  readonly type: string | undefined
  /** Encrypted with an unknown key: its owner, then empty, is not known, so no run may change it. */
  readonly isUnreadable: boolean
}

export interface ZoneContent {
  readonly zone: Zone
  readonly recordSets: readonly RecordSet[]
}

const UNREADABLE: Ownership = {owner: toOwnerId(''), resource: '', labels: {}}

/** The ownership TXT of one record set; none when the set is unowned. */
export interface OwnershipRecords {
  /** Under a name with this type: `a-web`. */
  readonly typed: OwnershipRecord | undefined
  /** `cname-web` next to an A alias, as external-dns before v0.22 wrote it. */
  readonly legacyAlias: OwnershipRecord | undefined
  /** In the old format: `web`. */
  readonly untyped: OwnershipRecord | undefined
}

/** The TXT that decides who is the owner: the typed one first, the old format last. */
export function decidingRecord(ownershipRecords: OwnershipRecords): OwnershipRecord | undefined {
  return ownershipRecords.typed ?? ownershipRecords.legacyAlias ?? ownershipRecords.untyped
}

export const NO_OWNERSHIP_RECORDS: OwnershipRecords = {typed: undefined, legacyAlias: undefined, untyped: undefined}

/** The zone for the TXT of a record set in `zone`: that zone if it can hold the name, else the nearest zone that can. */
export function txtZoneFor(zone: Zone, txtName: DnsName, zones: readonly Zone[]): Zone | undefined {
  if (isZoneFor(zone, txtName, zones)) return zone
  return [...zonesFor(txtName, zones)].sort(
    (a, b) =>
      Number(a.isPrivate !== zone.isPrivate) - Number(b.isPrivate !== zone.isPrivate) ||
      b.name.length - a.name.length ||
      compareZones(a, b),
  )[0]
}

type OtherName = Pick<OwnershipRecord, 'host'> & {readonly type: string}

export type OwnershipReader = Readonly<ReturnType<typeof makeOwnershipReader>>

/** The context in which names of ownership TXT are interpreted. */
export function makeOwnershipReader(
  contents: readonly ZoneContent[],
  naming: Exclude<RegistrySettings, {kind: 'noop'}>,
) {
  const zones = contents.map((content) => content.zone)
  const names = zones.map((zone) => zone.name)
  const createsPtr = naming.createsPtr ?? false
  return {
    naming,
    codec: naming.codec,
    createsPtr,
    zones,
    /** Names whose typed TXT fits into no selected zone, as an apex: the text is at the name itself, in old format. */
    untypedNames: new Set<string>(names.filter((name) => zonesFor(toTxtName(naming, name, 'A'), zones).length === 0)),
    /** By place, TXT whose names may mean something else, as a record set of that type exists (`OTHER_TYPES`). */
    byOtherType: namesByOtherType(contents, naming),
    /** True when the host has a record set that an old-format TXT of this object may cover. */
    hasHost: (zone: Zone, host: string, resource: string) =>
      contents
        .filter((content) => content.zone === zone)
        .flatMap(({recordSets}) => recordSets)
        .some(({name, type}) => toTxtHost(naming, name) === host && untypedSpeaksOf({resource}, type, createsPtr)),
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
  if (recordSet.type !== 'TXT') return undefined
  // What is not known whole proves nothing.
  if (recordSet.unknownElements !== undefined) return undefined
  // external-dns reads only the first value of a set, so ownership is where both programs look for it.
  const ownership = codec.read(firstValue(recordSet))
  if (ownership === undefined) return undefined
  if (ownership === 'unreadable') return toUnreadableTxt(zone, recordSet, reader)
  // Only a TXT with our label belongs to the name itself; others mean what their name says.
  const {owner, resource, labels} = ownership
  const speakingOf = (host: string, type: string | undefined): OwnershipRecord => {
    return {owner, resource, labels, zone, recordSet, isUnreadable: false, host, type}
  }
  if (untypedNames.has(recordSet.name) && untypedTypes(ownership) !== undefined) {
    return speakingOf(toTxtHost(naming, recordSet.name), undefined)
  }
  const type = labelledType(ownership)
  const labelled = type === undefined ? undefined : labelledHost(naming, recordSet.name, type)
  if (labelled !== undefined) return speakingOf(labelled, type)
  const parts = otherName(zone, recordSet, ownership, reader) ?? parseTxtName(naming, recordSet.name)
  return speakingOf(parts?.host ?? '', parts?.type)
}

/** The host and type of a TXT like `caa-web`, unless the host `caa-web` itself exists and its object asks for no CAA. */
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

/** Ownership only under a name that contains host and type: any long base64 text could be one. */
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

/** By host. */
type OwnershipIndex = ReadonlyMap<string, readonly OwnershipRecord[]>

/** Finds the ownership TXT of a record set. @param taken TXT that belong to another name, and so not to this one. */
export function findOwnershipRecords(
  zone: Zone,
  set: RecordSet,
  index: OwnershipIndex,
  reader: OwnershipReader,
  taken: ReadonlySet<OwnershipRecord> | undefined,
): OwnershipRecords {
  const {naming} = reader
  const ofHost = index.get(toTxtHost(naming, set.name))
  if (ofHost === undefined) return NO_OWNERSHIP_RECORDS
  const id = set.setIdentifier ?? ''
  const find = (type: string | undefined) => {
    const txtName = () => (type === undefined ? undefined : toTxtName(naming, set.name, type))
    const ofType = ofHost.filter((text) => (text.type ?? '') === (type ?? '') && taken?.has(text) !== true)
    if (ofType.length === 0) return undefined
    const own = ofType.filter(({recordSet}) => (recordSet.setIdentifier ?? '') === id)
    // A set without a TXT of its own may have one that covers its identifier besides another.
    const former = () => ofType.filter((text) => formerSets(text).includes(id))
    return nearest(zone, set, txtName, own, reader) ?? nearest(zone, set, txtName, former(), reader)
  }
  const typed = find(set.type)
  const legacyAlias = set.type === 'A' && set.data.kind === 'alias' ? find('CNAME') : undefined
  return {typed, legacyAlias, untyped: find(undefined)}
}

/**
 * The TXT in the record set's own zone, if there is one. Of several with the same meaning the one with today's name
 * wins, else the last. A TXT in another zone counts only if the own zone cannot hold its name, and only from the zone
 * where it belongs: a private zone's record is not owned through the TXT of its public namesake, nor a record through a
 * TXT that a child zone hides.
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

/** True when a TXT in its zone may belong to a record set of this name in `zone`. */
export function reaches(
  {recordSet, zone: at}: OwnershipRecord,
  zone: Zone,
  name: DnsName,
  zones: readonly Zone[],
): boolean {
  if (at === zone) return true
  if (!isZoneFor(zone, name, zones) || isZoneFor(zone, recordSet.name, zones)) return false
  return txtZoneFor(zone, recordSet.name, zones) === at
}

/** Whether the TXT covers the type: as it lists or repeats it, else if its object's kind can ask for it. */
function speaksOf(ownershipRecord: OwnershipRecord, type: string, createsPtr: boolean): boolean {
  const types = untypedTypes(ownershipRecord)
  if (types !== undefined) return types.includes(type)
  const isSure =
    ownershipRecord.type !== undefined &&
    !(isOtherType(ownershipRecord.type) && labelledType(ownershipRecord) === undefined)
  return isSure || ownershipRecord.isUnreadable || untypedSpeaksOf(ownershipRecord, type, createsPtr)
}
