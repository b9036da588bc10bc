import type {DnsName} from '../dns/dns-name.js'
import {isWithin} from '../dns/dns-name.js'
import type {Brand} from '../dns/parsed.js'
import type {RecordSet} from '../dns/record-set.js'
import {compareZones, type Zone, zonesFor} from '../dns/zone.js'
import {type OwnerId, type Ownership, parseOwnership} from './ownership.js'
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
      claims: contents.flatMap(({zone, recordSets}) => recordSets.map((set) => ownedClaim(zone, set, NO_GUARDS, ''))),
      guards: [],
      orphans: [],
    }
  }
  const zones = contents.map((content) => content.zone)
  const guards: OwnershipTxt[] = []
  const plain: {zone: Zone; recordSet: RecordSet}[] = []
  for (const {zone, recordSets} of contents) {
    for (const recordSet of recordSets) {
      const guard = toOwnershipTxt(zone, recordSet, registry, zones)
      if (guard === undefined) plain.push({zone, recordSet})
      else guards.push(guard)
    }
  }
  const index = indexGuards(guards)
  const used = new Set<OwnershipTxt>()
  const claims = plain.map(({zone, recordSet}): Claim => {
    const found = isApexOfZone(zone, recordSet) ? NO_GUARDS : findGuards(zone, recordSet, index, registry, zones)
    for (const guard of [found.typed, found.legacyAlias, found.untyped]) if (guard !== undefined) used.add(guard)
    const guard = effectiveGuard(found)
    if (guard === undefined) return {kind: 'unowned', zone, recordSet, guards: found}
    if (guard.owner === registry.ownerId) return ownedClaim(zone, recordSet, found, guard.resource)
    return {kind: 'foreign', zone, recordSet, guards: found, owner: guard.owner, resource: guard.resource}
  })
  return {claims, guards, orphans: guards.filter((guard) => !used.has(guard))}
}

/** Takes a host over from the owner that `--migrate-from-txt-owner` names; the planner shows every such host. */
export function migrateClaim(claim: Claim & {kind: 'foreign'}): Claim & {kind: 'owned'} {
  return ownedClaim(claim.zone, claim.recordSet, claim.guards, claim.resource)
}

/** The zone that takes the TXT of a record set in `zone`: its own where that holds the name, else the nearest that does. */
export function txtZoneFor(zone: Zone, txtName: DnsName, zones: readonly Zone[]): Zone | undefined {
  const takers = zonesFor(txtName, zones)
  if (takers.includes(zone)) return zone
  return [...takers].sort(
    (a, b) =>
      Number(a.isPrivate !== zone.isPrivate) - Number(b.isPrivate !== zone.isPrivate) ||
      b.name.length - a.name.length ||
      compareZones(a, b),
  )[0]
}

function ownedClaim(zone: Zone, recordSet: RecordSet, guards: Guards, resource: string): Claim & {kind: 'owned'} {
  return {kind: 'owned', zone, recordSet: recordSet as OwnedRecordSet, guards, resource}
}

function toOwnershipTxt(
  zone: Zone,
  recordSet: RecordSet,
  naming: TxtNaming,
  zones: readonly Zone[],
): OwnershipTxt | undefined {
  if (recordSet.type !== 'TXT' || recordSet.data.kind !== 'values') return undefined
  // Upstream looks at the first value of a set only, and so ownership is where both programs look for it.
  const ownership = parseOwnership(recordSet.data.values[0] ?? '')
  if (ownership === undefined) return undefined
  if (isOwnNameFallback(recordSet.name, naming, zones)) {
    return {...ownership, zone, recordSet, host: toGuardedHost(naming, recordSet.name), type: undefined}
  }
  const guarded = parseTxtName(naming, recordSet.name)
  return {...ownership, zone, recordSet, host: guarded?.host ?? '', type: guarded?.type}
}

/**
 * A name whose typed TXT lies in no selected zone, as a zone's apex without a dotted prefix: its ownership stands at
 * the name itself, in the old format (design §5).
 */
function isOwnNameFallback(name: DnsName, naming: TxtNaming, zones: readonly Zone[]): boolean {
  return zones.some((zone) => zone.name === name) && zonesFor(toTxtName(naming, name, 'A'), zones).length === 0
}

/** A zone's own NS and SOA belong to Route 53, whatever text stands at the apex. */
function isApexOfZone(zone: Zone, {name, type}: RecordSet): boolean {
  return name === zone.name && (type === 'NS' || type === 'SOA')
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

function findGuards(zone: Zone, set: RecordSet, index: GuardIndex, naming: TxtNaming, zones: readonly Zone[]): Guards {
  const host = toGuardedHost(naming, set.name)
  const find = (type: string | undefined) =>
    nearest(zone, index.get(guardKey(host, type, set.setIdentifier)) ?? [], zones)
  const typed = find(set.type)
  const isAlias = set.data.kind === 'alias'
  const legacyAlias = set.type === 'A' && isAlias ? find('CNAME') : undefined
  const readsUntyped = set.type !== 'AAAA' || isOwnNameFallback(set.name, naming, zones)
  return {typed, legacyAlias, untyped: readsUntyped ? find(undefined) : undefined}
}

/**
 * A TXT in the record set's own zone, if there is one. Otherwise a TXT of another zone counts only if the own zone
 * cannot hold its name: a private twin's record is not owned by the TXT of its public namesake.
 */
function nearest(zone: Zone, guards: readonly OwnershipTxt[], zones: readonly Zone[]): OwnershipTxt | undefined {
  const own = guards.find((guard) => guard.zone === zone)
  if (own !== undefined) return own
  return guards.find((guard) => {
    const name = guard.recordSet.name
    const mayLieElsewhere = !isWithin(name, zone.name) || !zonesFor(name, zones).includes(zone)
    return mayLieElsewhere && txtZoneFor(zone, name, zones) === guard.zone
  })
}
