import {compareText, type RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {BlockedReason} from './blocked.js'
import {phrases} from './blocked-phrases.js'
import type {HostPlan} from './change.js'
import type {ZoneSnapshot} from './plan-input.js'

/** Why what stands in a zone must not be written, whoever owns it. */
export interface Locks {
  /** Undefined where everything at the name is known. A name that holds what is not known is left out whole. */
  unknownAt(zone: Zone, name: string): BlockedReason | undefined
  /** The first lock on a host and on what it touches, its ownership texts included. */
  onHost(host: HostPlan): BlockedReason | undefined
}

export function makeLocks(zones: readonly ZoneSnapshot[]): Locks {
  const unknown = new Map<string, BlockedReason>()
  const protections = new Map<string, BlockedReason>()
  for (const {zone, recordSets, protections: some = []} of zones) {
    for (const set of recordSets) {
      const key = keyOf(zone, set.name)
      if (set.unknownElements !== undefined && !unknown.has(key)) unknown.set(key, phrases.unknownElement(set))
    }
    for (const one of some) protections.set(keyOf(zone, one.name, one.type), phrases.protectedSet(one))
  }
  const unknownAt = (zone: Zone, name: string) => unknown.get(keyOf(zone, name))
  return {
    unknownAt,
    onHost(host) {
      if (unknown.size + protections.size === 0) return undefined
      const own = unknownAt(host.zone, host.name)
      if (own !== undefined) return own
      for (const {zone, set} of touchedBy(host)) {
        const lock = unknownAt(zone, set.name) ?? protections.get(keyOf(zone, set.name, set.type))
        if (lock !== undefined) return lock
      }
      return undefined
    },
  }
}

function keyOf(zone: Zone, name: string, type = ''): string {
  return `${zone.id} ${name} ${type}`
}

/** Its own record sets first. */
function touchedBy({zone, changes, ownership}: HostPlan) {
  const records = changes.flatMap((change) =>
    sidesOf(
      change.kind === 'create' ? undefined : change.current,
      change.kind === 'delete' ? undefined : change.desired,
    ).map((set) => ({zone, set})),
  )
  const texts = ownership.flatMap((change) =>
    sidesOf(
      change.kind === 'create' ? undefined : change.current.recordSet,
      change.kind === 'delete' ? undefined : change.desired,
    ).map((set) => ({zone: change.zone, set})),
  )
  return [...records.sort((a, b) => compareText(a.set.type, b.set.type)), ...texts]
}

function sidesOf(current: RecordSet | undefined, desired: RecordSet | undefined): readonly RecordSet[] {
  return [current, desired].filter((set) => set !== undefined)
}
