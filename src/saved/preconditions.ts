import {groupBy} from '../dns/group.js'
import {
  ADDRESS_TYPES,
  firstValue,
  isRecordType,
  type RecordSet,
  type RecordType,
  type SetKey,
} from '../dns/record-set.js'
import {isZoneFor, setKey, type Zone} from '../dns/zone.js'
import {currentOf, desiredOf, type HostPlan, setOf} from '../plan/change.js'
import {txtZoneFor, type ZoneContent} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {txtNamesOf, typedTxtNamesOf} from '../registry/txt-name.js'

/** Where a set has to be as it was, or (undefined) where nobody else's may have come. */
interface Kept {
  readonly zone: Zone
  readonly place: SetKey
  readonly set: RecordSet | undefined
}

type Preconditions = Readonly<ReturnType<typeof makePreconditions>>

type OwnedRegistry = Exclude<RegistrySettings, {readonly kind: 'noop'}>

/** What a plan was made from, as far as the right to change a host rests on it. */
export function makePreconditions(contents: readonly ZoneContent[], registry: OwnedRegistry) {
  const stored = contents.flatMap(({zone, recordSets}) => recordSets.map((recordSet) => ({zone, recordSet})))
  const byName = groupBy(stored, ({recordSet}): string => recordSet.name)
  return {registry, zones: contents.map(({zone}) => zone), byName}
}

/** What one host rests on without changing it, and the places that have to stay free; what it touches may be among them. */
export function aroundHost(host: HostPlan, around: Preconditions): readonly Kept[] {
  const kept = [
    ...textsOf(host, around),
    ...(host.action === 'adopt' || host.action === 'move' ? adoptedSets(host, around) : []),
    ...freeTexts(host, around),
    ...freePlaces(host, around),
  ]
  // Of one place the first word counts: what is there comes before what may come.
  return [...new Map(kept.map((each) => [setKey(each.zone, each.place), each] as const).reverse()).values()]
}

function typesOf(host: HostPlan): readonly RecordType[] {
  return host.changes.map((change) => setOf(change).type)
}

/** Ownership of this host under any name, in any zone, where it may stand; also such as cannot be read. */
function textsOf(host: HostPlan, {registry, byName}: Preconditions): readonly Kept[] {
  return txtNamesOf(registry, host.name, typesOf(host)).flatMap((name) =>
    (byName.get(name) ?? [])
      .filter(({recordSet}) => recordSet.type === 'TXT' && recordSet.setIdentifier === host.setIdentifier)
      .filter(({recordSet}) => registry.codec.read(firstValue(recordSet)) !== undefined)
      .map(({zone, recordSet}) => ({zone, place: recordSet, set: recordSet})),
  )
}

/** The records that become ours as they are: others in their place were not shown. */
function adoptedSets(host: HostPlan, {registry, byName}: Preconditions): readonly Kept[] {
  const made = new Set(desiredOf(host.ownership).map(({name}) => name))
  const isMeant = ({name, type}: RecordSet) =>
    made.has(name) || typedTxtNamesOf(registry, name, type).some((txtName) => made.has(txtName))
  return (byName.get(host.name) ?? [])
    .filter(({zone, recordSet}) => zone === host.zone && recordSet.setIdentifier === host.setIdentifier)
    .filter(({recordSet}) => isMeant(recordSet))
    .map(({zone, recordSet}) => ({zone, place: recordSet, set: recordSet}))
}

/** Ownership of ours of another type, as it stands, and where another owner would write his; not where he did so before. */
function freeTexts(host: HostPlan, {registry, zones, byName}: Preconditions): readonly Kept[] {
  const {setIdentifier} = host
  return txtNamesOf(registry, host.name, [...new Set([...typesOf(host), ...ADDRESS_TYPES])]).flatMap((name) => {
    const zone = txtZoneFor(host.zone, name, zones)
    if (zone === undefined) return []
    const place = {name, type: 'TXT' as const, setIdentifier}
    const there = storedAt(byName, zone, place)
    const claim = there === undefined ? undefined : registry.codec.read(firstValue(there))
    if (claim === undefined) return [{zone, place, set: undefined}]
    const isOurs = claim !== 'unreadable' && claim.owner === (host.owner ?? registry.ownerId)
    return isOurs ? [{zone, place, set: there}] : []
  })
}

/** A host is made where nobody holds an address of that name, and a text goes alone where no record has come of which it speaks. */
function freePlaces(host: HostPlan, {byName, zones}: Preconditions): readonly Kept[] {
  const {zone, name, setIdentifier, action, changes, ownership} = host
  if (action !== 'create' && !(action === 'delete' && changes.length === 0)) return []
  const homes = action === 'create' ? [zone] : zones.filter((each) => isZoneFor(each, name, zones))
  const spokenOf = currentOf(ownership).flatMap(({type = ''}) => (isRecordType(type) ? type : []))
  const places = [...new Set([...ADDRESS_TYPES, ...spokenOf])].map((type) => ({name, type, setIdentifier}))
  return homes.flatMap((home) =>
    places
      .filter((place) => storedAt(byName, home, place) === undefined)
      .map((place) => ({zone: home, place, set: undefined})),
  )
}

function storedAt(byName: Preconditions['byName'], zone: Zone, place: Kept['place']): RecordSet | undefined {
  const key = setKey(zone, place)
  return (byName.get(place.name) ?? []).find((each) => setKey(each.zone, each.recordSet) === key)?.recordSet
}
