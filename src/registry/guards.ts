import type {DnsName} from '../dns/dns-name.js'
import type {RecordSet} from '../dns/record-set.js'
import {compareZones, isZoneFor, type Zone, zonesFor} from '../dns/zone.js'
import {formerSets, labelledType, type Ownership, ownNameTypes, toOwnerId} from './ownership.js'
import type {OwnershipCodec} from './ownership-codec.js'
import type {RegistrySettings} from './registry-settings.js'
import {
  type GuardedName,
  isOtherType,
  labelledHost,
  parseTxtName,
  type TxtNaming,
  toGuardedHost,
  toTxtName,
  typedTxtNamesOf,
} from './txt-name.js'
import {untypedSpeaksOf} from './untyped-text.js'

/** An ownership TXT as it is stored, and what it says. */
export interface OwnershipTxt extends Ownership {
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
export interface Guards {
  /** Under the name that says this type: `a-web`. */
  readonly typed: OwnershipTxt | undefined
  /** `cname-web` beside an A alias: how external-dns before v0.22 guarded aliases. */
  readonly legacyAlias: OwnershipTxt | undefined
  /** In the old format: `web`. */
  readonly untyped: OwnershipTxt | undefined
}

/** The text that decides: the typed one first, the old format last. */
export function effectiveGuard(guards: Guards): OwnershipTxt | undefined {
  return guards.typed ?? guards.legacyAlias ?? guards.untyped
}

export const NO_GUARDS: Guards = {typed: undefined, legacyAlias: undefined, untyped: undefined}

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
export interface Reading {
  readonly naming: TxtNaming
  readonly codec: OwnershipCodec
  readonly zones: readonly Zone[]
  /**
   * Names whose typed TXT lies in no selected zone, as a zone's apex without a dotted prefix: their ownership stands at
   * the name itself, in the old format (design §5).
   */
  readonly ownNames: ReadonlySet<string>
  readonly createsPtr: boolean
  /** By the place of a text, what it speaks of because a record set of such a type stands there (`OTHER_TYPES`). */
  readonly byOtherType: ReadonlyMap<string, OtherName>
  /** True when a record set stands there of which a text in the old format that names this object may speak. */
  hasHost(zone: Zone, host: string, resource: string): boolean
}

type OtherName = Pick<OwnershipTxt, 'host'> & {readonly type: string}

export function makeReading(
  contents: readonly ZoneContent[],
  naming: Exclude<RegistrySettings, {kind: 'noop'}>,
): Reading {
  const zones = contents.map((content) => content.zone)
  const names = zones.map((zone) => zone.name)
  const createsPtr = naming.createsPtr ?? false
  return {
    naming,
    codec: naming.codec,
    createsPtr,
    zones,
    ownNames: new Set(names.filter((name) => zonesFor(toTxtName(naming, name, 'A'), zones).length === 0)),
    byOtherType: namesByOtherType(contents, naming),
    hasHost: (zone, host, resource) =>
      (contents.find((content) => content.zone === zone)?.recordSets ?? []).some(
        ({name, type}) => toGuardedHost(naming, name) === host && untypedSpeaksOf({resource}, type, createsPtr),
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
        if (place !== undefined) names.set(place, {host: toGuardedHost(naming, name), type})
      }
    }
  }
  return names
}

function placeOf({id}: Zone, {name, setIdentifier}: Pick<RecordSet, 'name' | 'setIdentifier'>): string {
  return `${id} ${name} ${setIdentifier ?? ''}`
}

export function toOwnershipTxt(zone: Zone, recordSet: RecordSet, reading: Reading): OwnershipTxt | undefined {
  const {naming, codec, ownNames} = reading
  if (recordSet.type !== 'TXT' || recordSet.data.kind !== 'values') return undefined
  // Upstream looks at the first value of a set only, and so ownership is where both programs look for it.
  const ownership = codec.read(recordSet.data.values[0] ?? '')
  if (ownership === undefined) return undefined
  if (ownership === 'unreadable') return toUnreadableTxt(zone, recordSet, reading)
  // What another program wrote there speaks of what its name says to that program.
  if (ownNames.has(recordSet.name) && ownNameTypes(ownership) !== undefined) {
    const host = toGuardedHost(naming, recordSet.name)
    return {...ownership, zone, recordSet, host, type: undefined, isUnreadable: false}
  }
  const type = labelledType(ownership)
  const labelled = type === undefined ? undefined : labelledHost(naming, recordSet.name, type)
  if (labelled !== undefined) return {...ownership, zone, recordSet, host: labelled, type, isUnreadable: false}
  const guarded = otherName(zone, recordSet, ownership, reading) ?? parseTxtName(naming, recordSet.name)
  return {...ownership, zone, recordSet, host: guarded?.host ?? '', type: guarded?.type, isUnreadable: false}
}

/** The text of a host `caa-web`, which stands and has it from an object that asks for no CAA, stays that of the host. */
function otherName(
  zone: Zone,
  recordSet: RecordSet,
  ownership: Ownership,
  {byOtherType, createsPtr, naming, hasHost}: Reading,
): OtherName | undefined {
  const other = byOtherType.get(placeOf(zone, recordSet))
  if (other === undefined || untypedSpeaksOf(ownership, other.type, createsPtr)) return other
  const host = parseTxtName(naming, recordSet.name)?.host ?? ''
  return hasHost(zone, host, ownership.resource) ? undefined : other
}

/** Any long base64 might be one; under a name that says host and type it is taken for one. */
function toUnreadableTxt(zone: Zone, recordSet: RecordSet, {naming, byOtherType}: Reading): OwnershipTxt | undefined {
  const guarded: GuardedName | OtherName | undefined =
    byOtherType.get(placeOf(zone, recordSet)) ?? parseTxtName(naming, recordSet.name)
  if (guarded?.type === undefined) return undefined
  return {...UNREADABLE, zone, recordSet, host: guarded.host, type: guarded.type, isUnreadable: true}
}

type GuardIndex = ReadonlyMap<string, readonly OwnershipTxt[]>

export function indexGuards(guards: readonly OwnershipTxt[]): GuardIndex {
  const index = new Map<string, OwnershipTxt[]>()
  const add = (key: string, guard: OwnershipTxt) => {
    const same = index.get(key)
    if (same === undefined) index.set(key, [guard])
    else same.push(guard)
  }
  for (const guard of guards) {
    add(guardKey(guard.host, guard.type, guard.recordSet.setIdentifier), guard)
    for (const id of formerSets(guard)) add(formerKey(guard.host, guard.type, id), guard)
  }
  return index
}

/** Of a set that has a text of its own, the one that takes its place says nothing. */
function formerKey(host: string, type: string | undefined, setIdentifier: string | undefined): string {
  return `former ${guardKey(host, type, setIdentifier)}`
}

function guardKey(host: string, type: string | undefined, setIdentifier: string | undefined): string {
  return `${host} ${type ?? ''} ${setIdentifier ?? ''}`
}

/** @param taken texts that speak for another name and so not for this one. */
export function findGuards(
  zone: Zone,
  set: RecordSet,
  index: GuardIndex,
  reading: Reading,
  taken: ReadonlySet<OwnershipTxt> | undefined,
): Guards {
  const {naming, ownNames} = reading
  const host = toGuardedHost(naming, set.name)
  const ownName = ownNames.has(set.name) ? set.name : undefined
  const find = (type: string | undefined) => {
    const txtName = () => (type === undefined ? ownName : toTxtName(naming, set.name, type))
    for (const keyOf of [guardKey, formerKey]) {
      const guards = index.get(keyOf(host, type, set.setIdentifier)) ?? []
      const free = taken === undefined ? guards : guards.filter((guard) => !taken.has(guard))
      const guard = nearest(zone, set, txtName, free, reading)
      if (guard !== undefined) return guard
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
  guards: readonly OwnershipTxt[],
  {zones, createsPtr}: Reading,
): OwnershipTxt | undefined {
  const candidates = guards.filter((guard) => speaksOf(guard, type, createsPtr))
  const pick = (some: readonly OwnershipTxt[]) => {
    if (some.length < 2) return some[0]
    const written = txtName()
    return some.find((guard) => guard.recordSet.name === written) ?? some.at(-1)
  }
  const own = candidates.filter((guard) => guard.zone === zone)
  if (own.length > 0 || candidates.length === 0) return pick(own)
  return pick(candidates.filter((guard) => reaches(guard, zone, name, zones)))
}

/** True when a text, wherever it lies, may speak of a record set of this name in this zone. */
export function reaches(
  {recordSet, zone: at}: OwnershipTxt,
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
function speaksOf(guard: OwnershipTxt, type: string, createsPtr: boolean): boolean {
  const types = ownNameTypes(guard)
  if (types !== undefined) return types.includes(type)
  const isSure = guard.type !== undefined && !(isOtherType(guard.type) && labelledType(guard) === undefined)
  return isSure || guard.isUnreadable || untypedSpeaksOf(guard, type, createsPtr)
}
