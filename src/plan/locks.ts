import type {Zone} from '../dns/zone.js'
import type {BlockedReason} from './blocked.js'
import {phrases} from './blocked-phrases.js'
import {type HostPlan, touchedByHost} from './change.js'
import type {ZoneSnapshot} from './plan-input.js'

export type Locks = Readonly<ReturnType<typeof makeLocks>>

/** Why what stands in a zone must not be written, whoever owns it. */
export function makeLocks(zones: readonly ZoneSnapshot[]) {
  const unknown = new Map<string, BlockedReason>()
  const protections = new Map<string, BlockedReason>()
  for (const {zone, recordSets, protections: some = []} of zones) {
    for (const set of recordSets) {
      if (set.unknownElements !== undefined) unknown.set(keyOf(zone, set.name), phrases.unknownElement(set))
    }
    for (const one of some) protections.set(keyOf(zone, one.name, one.type), phrases.protectedSet(one))
  }
  /** Undefined where everything at the name is known. A name that holds what is not known is left out whole. */
  const unknownAt = (zone: Zone, name: string) => unknown.get(keyOf(zone, name))
  return {
    unknownAt,
    /** The first lock on a host and on what it touches, its ownership texts included. */
    onHost(host: HostPlan): BlockedReason | undefined {
      if (unknown.size + protections.size === 0) return undefined
      const own = unknownAt(host.zone, host.name)
      if (own !== undefined) return own
      for (const {zone, before, after} of touchedByHost(host)) {
        for (const set of [before, after]) {
          if (set === undefined) continue
          const lock = unknownAt(zone, set.name) ?? protections.get(keyOf(zone, set.name, set.type))
          if (lock !== undefined) return lock
        }
      }
      return undefined
    },
  }
}

function keyOf(zone: Zone, name: string, type = ''): string {
  return `${zone.id} ${name} ${type}`
}
