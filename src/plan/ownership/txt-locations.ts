import {groupBy} from '../../dns/group.js'
import {once} from '../../dns/once.js'
import {DEFAULT_TTL_SECONDS, firstValue, type RecordSet, type SetKey, valuesOf} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {type OwnershipRecord, txtZoneFor, type ZoneContent} from '../../registry/claim.js'
import {type OwnerId, type Ownership, typedLabels, untypedLabels} from '../../registry/ownership.js'
import type {OwnershipCodec} from '../../registry/ownership-codec.js'
import {isKnownType, type TxtNaming, toTxtName} from '../../registry/txt-name.js'
import type {Candidate} from '../plan-input.js'

/** A place for an ownership TXT: a zone, a name, a set identifier, and what stands there. */
export interface TxtLocation {
  readonly zone: Zone
  readonly name: RecordSet['name']
  readonly setIdentifier: string | undefined
  /** It is the owned name itself, as no selected zone takes a TXT name with the type in it: at an apex without a dotted prefix. */
  readonly isUntyped: boolean
  readonly stored: RecordSet | undefined
  /** What the stored set says, if it is an ownership text. */
  readonly ownershipRecord: OwnershipRecord | undefined
  /** Owners of texts that stand behind another value, where external-dns does not look either. */
  readonly hiddenOwners: readonly OwnerId[]
}

/** Where ownership TXT belong, and what stands there, over all selected zones. */
export interface TxtLocations {
  /** The place for the TXT of such a record set: the name itself where no zone can hold another. */
  locationOf(zone: Zone, set: SetKey): TxtLocation
  hasTypedLocation(zone: Zone, set: Pick<RecordSet, 'name' | 'type'>): boolean
  /** True when its typed TXT is there, or one of somebody else under that name in the same zone. */
  isTypedNameTaken(zone: Zone, set: SetKey): boolean
}

export function makeTxtLocations(
  contents: readonly ZoneContent[],
  ownershipRecords: readonly OwnershipRecord[],
  naming: TxtNaming & Pick<Signature, 'codec'> & {readonly owners: readonly OwnerId[]},
): TxtLocations {
  const zones = contents.map((content) => content.zone)
  const stored = new Map(
    contents.map(({zone, recordSets}) => {
      const texts = recordSets.filter(({type}) => type === 'TXT')
      return [zone.id, groupBy(texts, ({name}) => name)] as const
    }),
  )
  const byRecordSet = new Map(ownershipRecords.map((ownershipRecord) => [ownershipRecord.recordSet, ownershipRecord]))
  const foreign = ownershipRecords.filter(({owner}) => !naming.owners.includes(owner))
  const foreignNames = once(() => new Set(foreign.map(({zone, recordSet}) => `${zone.id} ${recordSet.name}`)))
  const locationOf: TxtLocations['locationOf'] = (zone, {name: owned, type, setIdentifier}) => {
    const typedName = toTxtName(naming, owned, type)
    const txtZone = txtZoneFor(zone, typedName, zones)
    const isUntyped = txtZone === undefined
    // Where no selected zone takes the typed name, as of an apex, the text stands at the name itself, in the old format.
    const name = isUntyped ? owned : typedName
    const at = txtZone ?? zone
    const isThere = (set: RecordSet) => (set.setIdentifier ?? '') === (setIdentifier ?? '')
    const found = stored.get(at.id)?.get(name)?.find(isThere)
    return {
      zone: at,
      name,
      setIdentifier,
      isUntyped,
      stored: found,
      ownershipRecord: found === undefined ? undefined : byRecordSet.get(found),
      hiddenOwners: hiddenOwners(found, naming.codec),
    }
  }
  return {
    locationOf,
    hasTypedLocation: (zone, {name, type}) => txtZoneFor(zone, toTxtName(naming, name, type), zones) !== undefined,
    isTypedNameTaken(zone, set) {
      const {ownershipRecord, zone: at, name} = locationOf(zone, set)
      return ownershipRecord !== undefined || foreignNames().has(`${at.id} ${name}`)
    },
  }
}

function hiddenOwners(stored: RecordSet | undefined, codec: OwnershipCodec): readonly OwnerId[] {
  const behind = stored === undefined ? [] : valuesOf(stored).slice(1)
  return behind.map((value) => codec.read(value)).flatMap((claim) => (typeof claim === 'object' ? [claim.owner] : []))
}

export interface Signature {
  readonly owner: OwnerId
  readonly codec: OwnershipCodec
}

/** Its routing and health check are those of the record set, as upstream; 300 s. `untypedTypes`: at the name itself. */
export function toOwnershipSet(
  location: Pick<TxtLocation, 'name' | 'ownershipRecord'>,
  candidate: Pick<Candidate, 'recordSet' | 'resource' | 'labels' | 'owner'>,
  {owner, codec}: Signature,
  untypedTypes?: readonly string[],
): RecordSet {
  const {setIdentifier, routing, healthCheckId, type} = candidate.recordSet
  const ownLabels = isKnownType(type) ? {} : typedLabels(type)
  const labels = {...candidate.labels, ...(untypedTypes === undefined ? ownLabels : untypedLabels(untypedTypes))}
  const value = codec.write(
    {owner: candidate.owner ?? owner, resource: candidate.resource, labels},
    location.ownershipRecord && firstValue(location.ownershipRecord.recordSet),
  )
  return {
    name: location.name,
    type: 'TXT',
    setIdentifier,
    data: {kind: 'values', ttlSeconds: DEFAULT_TTL_SECONDS, values: [value]},
    routing,
    healthCheckId,
    trafficPolicyInstanceId: undefined,
  }
}

/** The text with another meaning, in its place. */
export function rewritten(current: OwnershipRecord, ownership: Ownership, {codec}: Pick<Signature, 'codec'>) {
  const {recordSet, zone} = current
  const text = withValue(recordSet, codec.write(ownership, firstValue(recordSet)))
  return {kind: 'update', current, zone, desired: replaceOwnText(recordSet, text)} as const
}

/** The stored set with our text replaced; its other values stay as they are, and with them its TTL. */
export function replaceOwnText(stored: RecordSet, desired: RecordSet): RecordSet {
  const others = valuesOf(stored).slice(1)
  if (others.length === 0 || stored.data.kind !== 'values') return desired
  return {...desired, data: {...stored.data, values: [...valuesOf(desired), ...others]}}
}

export function withoutOwnText(stored: RecordSet): RecordSet | undefined {
  const others = valuesOf(stored).slice(1)
  if (others.length === 0 || stored.data.kind !== 'values') return undefined
  return {...stored, data: {...stored.data, values: others}}
}

export function withValue(set: RecordSet, value: string): RecordSet {
  return set.data.kind === 'values' ? {...set, data: {...set.data, values: [value]}} : set
}
