import {type RecordSet, recordSetKey} from '../dns/record-set.js'
import {DEFAULT_TTL_SECONDS} from '../dns/ttl.js'
import type {Zone, ZoneId} from '../dns/zone.js'
import {type OwnershipTxt, txtZoneFor, type ZoneContent} from '../registry/claim.js'
import {formatOwnership, type OwnerId} from '../registry/ownership.js'
import {type TxtNaming, toTxtName} from '../registry/txt-name.js'
import type {Candidate} from './candidate.js'

/** A place for an ownership TXT: a zone, a name, a set identifier, and what stands there. */
export interface TxtSlot {
  readonly zone: Zone
  readonly name: RecordSet['name']
  /** The guarded name itself, because no selected zone takes the name that says the type (design §5). */
  readonly isOwnName: boolean
  /** The stored TXT set; undefined when the place is free. */
  readonly stored: RecordSet | undefined
  /** What the stored set says, if it is an ownership text. */
  readonly guard: OwnershipTxt | undefined
}

/** Where ownership TXT belong, and what stands there, over all selected zones. */
export interface TxtSlots {
  /** The slot for a record set of this name, type and identifier; undefined when no zone holds a TXT for it. */
  slotFor(zone: Zone, set: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): TxtSlot | undefined
  /** True when the TXT of such a set would have a name that says its type, in some selected zone. */
  hasTypedSlot(zone: Zone, set: Pick<RecordSet, 'name' | 'type'>): boolean
  /** True when any ownership TXT stands under the name that the typed TXT of this set has. */
  isTypedNameTaken(set: Pick<RecordSet, 'name' | 'type'>): boolean
}

export function makeTxtSlots(
  contents: readonly ZoneContent[],
  guards: readonly OwnershipTxt[],
  naming: TxtNaming,
): TxtSlots {
  const zones = contents.map((content) => content.zone)
  const stored = new Map<string, RecordSet>()
  for (const {zone, recordSets} of contents) {
    for (const set of recordSets) if (set.type === 'TXT') stored.set(slotKey(zone.id, set), set)
  }
  const byRecordSet = new Map(guards.map((guard) => [guard.recordSet, guard]))
  const takenNames = new Set<string>(guards.map((guard) => guard.recordSet.name))
  const typedZone = (zone: Zone, set: Pick<RecordSet, 'name' | 'type'>) =>
    txtZoneFor(zone, toTxtName(naming, set.name, set.type), zones)
  return {
    slotFor(zone, set) {
      const txtZone = typedZone(zone, set)
      // Design §5: no selected zone takes the typed name, so the text stands at the name itself in the old format.
      const name = txtZone === undefined ? set.name : toTxtName(naming, set.name, set.type)
      if (txtZone === undefined && set.name !== zone.name) return undefined
      const at = txtZone ?? zone
      const found = stored.get(slotKey(at.id, {name, type: 'TXT', setIdentifier: set.setIdentifier}))
      const isOwnName = txtZone === undefined
      return {zone: at, name, isOwnName, stored: found, guard: found === undefined ? undefined : byRecordSet.get(found)}
    },
    hasTypedSlot: (zone, set) => typedZone(zone, set) !== undefined,
    isTypedNameTaken: (set) => takenNames.has(toTxtName(naming, set.name, set.type)),
  }
}

/**
 * Marks a text that we put at a guarded name itself: it goes with its record. One without the mark was written in the old
 * format by an earlier external-dns, which may still read it. Upstream keeps labels that it does not know.
 */
const OWN_NAME_LABEL = {txt: 'own-name'}

export function isMarkedOwnName(guard: OwnershipTxt): boolean {
  return guard.labels.txt === OWN_NAME_LABEL.txt
}

/** The ownership TXT of a wanted record set: its routing and health check, as upstream copies them; 300 s. */
export function toGuardSet(slot: Pick<TxtSlot, 'name' | 'isOwnName'>, candidate: Candidate, owner: OwnerId): RecordSet {
  const {setIdentifier, routing, healthCheckId} = candidate.recordSet
  const labels = {...candidate.labels, ...(slot.isOwnName ? OWN_NAME_LABEL : {})}
  const value = formatOwnership({owner, resource: candidate.resource, labels})
  return {
    name: slot.name,
    type: 'TXT',
    setIdentifier,
    data: {kind: 'values', ttlSeconds: DEFAULT_TTL_SECONDS, values: [value]},
    routing,
    healthCheckId,
    trafficPolicyInstanceId: undefined,
  }
}

/** The stored set with our text replaced (or, for undefined, taken out), everything else in it untouched; undefined when nothing is left. */
export function replaceOwnText(stored: RecordSet, desired: RecordSet | undefined): RecordSet | undefined {
  const others = stored.data.kind === 'values' ? stored.data.values.slice(1) : []
  if (others.length === 0 || stored.data.kind !== 'values') return desired
  const own = desired?.data.kind === 'values' ? desired.data.values : []
  return {...(desired ?? stored), data: {...stored.data, values: [...own, ...others]}}
}

function slotKey(zoneId: ZoneId, set: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): string {
  return `${zoneId} ${recordSetKey(set)}`
}
