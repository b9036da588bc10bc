import type {DnsName} from '../dns/dns-name.js'
import type {Brand} from '../dns/parsed.js'
import type {RecordSet} from '../dns/record-set.js'
import {compareZones, isZoneFor, type Zone, zonesFor} from '../dns/zone.js'
import {type OwnerId, type Ownership, ownNameTypes, parseOwnership} from './ownership.js'
import type {RegistrySettings} from './registry-settings.js'
import {parseTxtName, type TxtNaming, toGuardedHost, toTxtName} from './txt-name.js'

/** A record set that this run may change or delete: its TXT names our owner id (with registry noop: any). Built by `claimRecordSets` and nowhere else. */
export type OwnedRecordSet = Brand<RecordSet, 'OwnedRecordSet'>

/** An ownership TXT as it is stored, and what it says. */
export interface OwnershipTxt extends Ownership {
  /** The zone that holds the TXT; not always the zone of the record it guards. */
  readonly zone: Zone
  readonly recordSet: RecordSet
  /** The guarded host, its leading `*` replaced where a replacement is configured. */
  readonly host: string
  /** Undefined: the old format, `web` instead of `a-web`, which guards every type but AAAA. */
  readonly type: string | undefined
}

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

interface ClaimBase {
  readonly zone: Zone
  readonly guards: Guards
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

/** What was read of one zone. */
export interface ZoneContent {
  readonly zone: Zone
  readonly recordSets: readonly RecordSet[]
}

export interface Claims {
  /** Every record set that is no ownership TXT, in the order of reading. */
  readonly claims: readonly Claim[]
  /** Every ownership TXT of every owner. */
  readonly guards: readonly OwnershipTxt[]
  /** The ownership TXT of any owner that speak of no record set there is. */
  readonly orphans: readonly OwnershipTxt[]
}

const NO_GUARDS: Guards = {typed: undefined, legacyAlias: undefined, untyped: undefined}

/** Resolves who owns each record set (spec plan-and-registry.md §9), zone by zone. */
export function claimRecordSets(contents: readonly ZoneContent[], registry: RegistrySettings): Claims {
  if (registry.kind === 'noop') {
    return {
      claims: contents.flatMap(({zone, recordSets}) =>
        recordSets.map((set) =>
          isRoute53s(zone, set) ? unownedClaim(zone, set) : ownedClaim(zone, set, NO_GUARDS, ''),
        ),
      ),
      guards: [],
      orphans: [],
    }
  }
  const reading = makeReading(contents, registry)
  const guards: OwnershipTxt[] = []
  const plain: {zone: Zone; recordSet: RecordSet}[] = []
  for (const {zone, recordSets} of contents) {
    for (const recordSet of recordSets) {
      const guard = toOwnershipTxt(zone, recordSet, reading)
      if (guard === undefined) plain.push({zone, recordSet})
      else guards.push(guard)
    }
  }
  const index = indexGuards(guards)
  const used = new Set<OwnershipTxt>()
  const found = new Map<RecordSet, Guards>()
  // With a replacement one text fits `*` and its literal namesake; it speaks for the wildcard (spec §17, P14).
  for (const {zone, recordSet} of [...plain].sort((a, b) => isWildcard(b.recordSet) - isWildcard(a.recordSet))) {
    const taken = isWildcard(recordSet) || registry.wildcardReplacement === '' ? undefined : used
    const guardsOfSet = isRoute53s(zone, recordSet) ? NO_GUARDS : findGuards(zone, recordSet, index, reading, taken)
    found.set(recordSet, guardsOfSet)
    if (isWildcard(recordSet)) addTexts(used, guardsOfSet)
  }
  const claims = plain.map(({zone, recordSet}): Claim => {
    const guardsOfSet = found.get(recordSet) ?? NO_GUARDS
    addTexts(used, guardsOfSet)
    const guard = effectiveGuard(guardsOfSet)
    if (guard === undefined) return unownedClaim(zone, recordSet)
    if (guard.owner === registry.ownerId) return ownedClaim(zone, recordSet, guardsOfSet, guard.resource)
    return {kind: 'foreign', zone, recordSet, guards: guardsOfSet, owner: guard.owner, resource: guard.resource}
  })
  return {claims, guards, orphans: guards.filter((guard) => !used.has(guard))}
}

/** Takes a host over from the owner that `--migrate-from-txt-owner` names; the planner shows every such host. */
export function migrateClaim(claim: Claim & {kind: 'foreign'}): Claim & {kind: 'owned'} {
  return ownedClaim(claim.zone, claim.recordSet, claim.guards, claim.resource)
}

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

function ownedClaim(zone: Zone, recordSet: RecordSet, guards: Guards, resource: string): Claim & {kind: 'owned'} {
  return {kind: 'owned', zone, recordSet: recordSet as OwnedRecordSet, guards, resource}
}

function unownedClaim(zone: Zone, recordSet: RecordSet): Claim {
  return {kind: 'unowned', zone, recordSet, guards: NO_GUARDS}
}

/** A zone's own NS and SOA, and what a traffic policy made, are Route 53's, whatever text stands beside them. */
function isRoute53s(zone: Zone, {name, type, trafficPolicyInstanceId}: RecordSet): boolean {
  return trafficPolicyInstanceId !== undefined || (name === zone.name && (type === 'NS' || type === 'SOA'))
}

function isWildcard({name}: RecordSet): 0 | 1 {
  return name.startsWith('*.') ? 1 : 0
}

function addTexts(texts: Set<OwnershipTxt>, {typed, legacyAlias, untyped}: Guards): void {
  for (const guard of [typed, legacyAlias, untyped]) if (guard !== undefined) texts.add(guard)
}

/** What names of ownership texts mean in these zones. */
interface Reading {
  readonly naming: TxtNaming
  readonly zones: readonly Zone[]
  /**
   * Names whose typed TXT lies in no selected zone, as a zone's apex without a dotted prefix: their ownership stands at
   * the name itself, in the old format (design §5).
   */
  readonly ownNames: ReadonlySet<string>
}

function makeReading(contents: readonly ZoneContent[], naming: TxtNaming): Reading {
  const zones = contents.map((content) => content.zone)
  const names = zones.map((zone) => zone.name)
  return {
    naming,
    zones,
    ownNames: new Set(names.filter((name) => zonesFor(toTxtName(naming, name, 'A'), zones).length === 0)),
  }
}

function toOwnershipTxt(zone: Zone, recordSet: RecordSet, {naming, ownNames}: Reading): OwnershipTxt | undefined {
  if (recordSet.type !== 'TXT' || recordSet.data.kind !== 'values') return undefined
  // Upstream looks at the first value of a set only, and so ownership is where both programs look for it.
  const ownership = parseOwnership(recordSet.data.values[0] ?? '')
  if (ownership === undefined) return undefined
  if (ownNames.has(recordSet.name)) {
    return {...ownership, zone, recordSet, host: toGuardedHost(naming, recordSet.name), type: undefined}
  }
  const guarded = parseTxtName(naming, recordSet.name)
  return {...ownership, zone, recordSet, host: guarded?.host ?? '', type: guarded?.type}
}

type GuardIndex = ReadonlyMap<string, readonly OwnershipTxt[]>

function indexGuards(guards: readonly OwnershipTxt[]): GuardIndex {
  const index = new Map<string, OwnershipTxt[]>()
  for (const guard of guards) {
    const key = guardKey(guard.host, guard.type, guard.recordSet.setIdentifier)
    const same = index.get(key)
    if (same === undefined) index.set(key, [guard])
    else same.push(guard)
  }
  return index
}

function guardKey(host: string, type: string | undefined, setIdentifier: string | undefined): string {
  return `${host} ${type ?? ''} ${setIdentifier ?? ''}`
}

/** @param taken texts that speak for another name and so not for this one. */
function findGuards(
  zone: Zone,
  set: RecordSet,
  index: GuardIndex,
  reading: Reading,
  taken: ReadonlySet<OwnershipTxt> | undefined,
): Guards {
  const {naming, zones, ownNames} = reading
  const host = toGuardedHost(naming, set.name)
  const ownName = ownNames.has(set.name) ? set.name : undefined
  const find = (type: string | undefined) => {
    const guards = index.get(guardKey(host, type, set.setIdentifier))
    if (guards === undefined) return undefined
    const free = taken === undefined ? guards : guards.filter((guard) => !taken.has(guard))
    return nearest(zone, set, type === undefined ? ownName : toTxtName(naming, set.name, type), free, zones)
  }
  const typed = find(set.type)
  const legacyAlias = set.type === 'A' && set.data.kind === 'alias' ? find('CNAME') : undefined
  const readsUntyped = set.type !== 'AAAA' || ownNames.has(set.name)
  return {typed, legacyAlias, untyped: readsUntyped ? find(undefined) : undefined}
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
  txtName: DnsName | undefined,
  guards: readonly OwnershipTxt[],
  zones: readonly Zone[],
): OwnershipTxt | undefined {
  const candidates = guards.filter((guard) => speaksOf(guard, type))
  const pick = (some: readonly OwnershipTxt[]) => some.find((guard) => guard.recordSet.name === txtName) ?? some.at(-1)
  const own = candidates.filter((guard) => guard.zone === zone)
  if (own.length > 0 || candidates.length === 0) return pick(own)
  if (!isZoneFor(zone, name, zones)) return undefined
  return pick(
    candidates.filter(
      ({recordSet, zone: other}) =>
        !isZoneFor(zone, recordSet.name, zones) && txtZoneFor(zone, recordSet.name, zones) === other,
    ),
  )
}

/** A text that we put at a host's own name lists its types; any other in the old format speaks of them all. */
function speaksOf(guard: OwnershipTxt, type: string): boolean {
  const types = ownNameTypes(guard)
  return types === undefined || types.includes(type)
}
