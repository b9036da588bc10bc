import {groupBy} from '../../dns/group.js'
import {hostMatcher} from '../../dns/host-pattern.js'
import {once} from '../../dns/once.js'
import type {RecordSet} from '../../dns/record-set.js'
import {hostKey, setKey, type Zone} from '../../dns/zone.js'
import {type Claim, type Claims, isZonesOwn, type OwnershipRecord} from '../../registry/claim.js'
import {isOurs} from '../../registry/registry-settings.js'
import type {BlockedReason} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import type {FirstPass} from '../check/first-pass.js'
import {makeLocks} from '../locks.js'
import type {OwnershipWriters} from '../ownership/host-draft.js'
import {makeOwnerOf, partiesOf} from '../parties.js'
import {type Candidate, type PlanInput, requestedNames} from '../plan-input.js'
import type {PlanSettings} from '../plan-settings.js'
import {makeKeepReason, tooYoung} from './delete-permission.js'
import type {NameContext, OwnedClaim} from './name-decision.js'
import type {Retention} from './retention.js'

/** One context for each name and zone with a candidate, or an owned record set, that the filters let through. */
export function nameContexts(
  input: PlanInput,
  claims: Claims,
  candidates: readonly Candidate[],
  retention: Retention,
  {ownershipWriter, ledgerWriter}: OwnershipWriters,
  {companionsWithoutTarget, freed, taken, hopeless, kept}: FirstPass,
): readonly NameContext[] {
  const {settings, registry, goal} = input
  const isManaged = (type: string) => isManagedType(settings, type)
  const passes = nameFilter(settings)
  const wanted = groupByName(candidates.filter(({recordSet}) => !hopeless.has(recordSet)))
  const stored = groupByName(claims.claims)
  const policy = goal.kind === 'prune' ? 'sync' : settings.policy
  const keepReason = makeKeepReason(input, policy)
  const holdReason = makeKeepReason(input, 'sync')
  const owners = partiesOf(input).map(({owner}) => owner)
  const ownerOf = makeOwnerOf(input)
  const age = goal.kind === 'prune' ? goal.age : undefined
  const locks = makeLocks(input.zones)
  const contexts: NameContext[] = []
  const requested = once(() => requestedNames(input, settings))
  // A type that an object asks for is reported with that object already.
  const explained = new Set(input.unplaced.flatMap(({host, types}) => types.map((type) => `${host} ${type}`)))
  for (const {zone, reading} of input.zones) {
    // In a zone that was read in part, names beside those asked for may lack their ownership: nothing is said of them.
    const isJudged = (name: string) => reading !== 'in-part' || requested().has(name)
    const held = [...(stored.get(zone) ?? [])].filter(([, some]) => some.some(({kind}) => kind === 'owned'))
    const names = new Set([...(wanted.get(zone)?.keys() ?? []), ...held.map(([name]) => name)])
    for (const name of [...names].filter((each) => passes(each) && isJudged(each)).sort()) {
      contexts.push({
        zone,
        name,
        claims: (stored.get(zone)?.get(name) ?? []).filter(({recordSet}) => !isZonesOwn(zone, recordSet)),
        candidates: wanted.get(zone)?.get(name) ?? [],
        lock: locks.unknownAt(zone, name),
        kept: kept.get(hostKey({zone, name, setIdentifier: undefined})),
        retention,
        policy,
        isPrune: goal.kind === 'prune',
        migrateFrom: registry.kind === 'noop' ? undefined : registry.migrateFrom,
        owners,
        ownerOf,
        holdReason: ({resource, owner}) => holdReason(resource, owner),
        keepReason: ({resource, owner, recordSet: {setIdentifier}}) =>
          keepReason(resource, owner) ?? (age === undefined ? undefined : tooYoung(age, {zone, name, setIdentifier})),
        rules: input.rules,
        isManaged,
        leftOutBy: (claim) =>
          isManaged(claim.recordSet.type) || explained.has(`${name} ${claim.recordSet.type}`)
            ? undefined
            : leftOutBy(claim, wanted.get(zone)?.get(name) ?? [], input),
        lacksOwnership: (claim) =>
          (ledgerWriter !== undefined && !claims.rows.has(claim.recordSet)) ||
          (ownershipWriter !== undefined &&
            (claim.ownershipRecords.typed === undefined || speaksAsFormer(claim.ownershipRecords.typed, claim)) &&
            ownershipWriter.locations.hasTypedLocation(claim.zone, claim.recordSet) &&
            !ownershipWriter.locations.isTypedNameTaken(claim.zone, claim.recordSet)),
        hiddenTextOf(set) {
          const location = ownershipWriter?.locations.locationOf(zone, set)
          return location?.hiddenOwners.some((owner) => isOurs(registry, owner)) ? location.name : undefined
        },
        isCompanionWithoutTarget: (set) => companionsWithoutTarget.has(set),
        standsAt: ({zone: at, stored, ...location}) =>
          stored === undefined || freed.has(stored) ? taken.get(setKey(at, {...location, type: 'TXT'})) : stored,
        sharesOwnershipRecord:
          name === zone.name && ownershipWriter?.locations.hasTypedLocation(zone, {name, type: 'A'}) === false,
        recordedResource(type, setIdentifier, owner) {
          if (ledgerWriter !== undefined) {
            const row = ledgerWriter.rowFor({name, type, setIdentifier})
            return row !== undefined && row.owner === owner ? row.resource : undefined
          }
          // Without ownership every record has the empty resource, also one that is made now.
          if (ownershipWriter === undefined) return ''
          const text = ownershipWriter.locations.locationOf(zone, {name, type, setIdentifier}).ownershipRecord
          return text !== undefined && text.owner === owner ? text.resource : undefined
        },
      })
    }
  }
  return contexts
}

/** The text is under another set identifier: it replaced the record set's own, and the record set was not changed after all. */
function speaksAsFormer(text: OwnershipRecord, {recordSet}: Claim): boolean {
  return text.recordSet.setIdentifier !== recordSet.setIdentifier
}

/** Of a type that is not managed. One that is merely left out is told where the other types of the same host still follow their object. */
function leftOutBy(
  {recordSet, resource, owner}: OwnedClaim,
  wanted: readonly Candidate[],
  {settings, registry}: PlanInput,
): BlockedReason | undefined {
  const {type, setIdentifier} = recordSet
  if (registry.kind === 'noop') return undefined
  if (settings.excludedTypes.includes(type)) return phrases.ownTypeLeftOut(recordSet, true)
  const isHalf = wanted.some(
    (one) => one.resource === resource && one.owner === owner && one.recordSet.setIdentifier === setIdentifier,
  )
  return isHalf && DEFAULT_TYPES.includes(type) ? phrases.ownTypeLeftOut(recordSet, false) : undefined
}

const DEFAULT_TYPES: readonly string[] = ['A', 'AAAA', 'CNAME']

export function isManagedType(settings: PlanSettings, type: string): boolean {
  return settings.managedTypes.includes(type) && !settings.excludedTypes.includes(type)
}

/** Which names the run may touch: those that pass the domain filters and `--only`. */
export function nameFilter(settings: PlanSettings): (name: string) => boolean {
  const isNamed = hostMatcher(settings.only)
  return (name) => isNamed(name) && settings.domainFilter.matches(name)
}

function groupByName<T extends {readonly zone: Zone; readonly recordSet: RecordSet}>(items: readonly T[]) {
  const byName = (some: readonly T[]): ReadonlyMap<RecordSet['name'], readonly T[]> =>
    groupBy(some, ({recordSet}) => recordSet.name)
  return new Map([...groupBy(items, ({zone}) => zone)].map(([zone, some]) => [zone, byName(some)]))
}
