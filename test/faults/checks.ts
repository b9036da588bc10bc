import {checkZoneLaws} from '../conformance/laws.js'
import {type IdentifiedZone, ownerInText, readOwnershipRules} from '../conformance/ownership.js'
import {exactText, keyOf, nameText} from '../conformance/record-text.js'
import type {RecordSet} from '../emulators/route53/record-set.js'

/** The key of a host: its name and set identifier. A host includes its record sets and their ownership, in all zones. */
export function hostKey(set: RecordSet): string {
  const name = ownerInText(set) === undefined ? nameText(set.Name) : nameText(set.Name).replace(/^(a|aaaa|cname)-/, '')
  return `${name} ${set.SetIdentifier ?? ''}`.trim()
}

type Sets = ReadonlyMap<string, string>

function setsByKey(zones: readonly IdentifiedZone[]): Sets {
  return new Map(
    zones.flatMap((zone) => (zone.records ?? []).map((set) => [`${zone.id} ${keyOf(set)}`, exactText(set)] as const)),
  )
}

/** The keys of record sets that differ between two states, by host, then by zone. */
function touchedKeys(
  before: readonly IdentifiedZone[],
  wanted: readonly IdentifiedZone[],
): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const [old, fresh] = [setsByKey(before), setsByKey(wanted)]
  const hosts = new Map<string, Map<string, string[]>>()
  for (const zone of [...before, ...wanted]) {
    for (const set of zone.records ?? []) {
      const key = `${zone.id} ${keyOf(set)}`
      if (old.get(key) === fresh.get(key)) continue
      const zones = hosts.get(hostKey(set)) ?? new Map<string, string[]>()
      hosts.set(hostKey(set), zones)
      zones.set(zone.id, [...new Set([...(zones.get(zone.id) ?? []), key])])
    }
  }
  return hosts
}

export type HostStates = {
  readonly total: number
  readonly applied: readonly string[]
  /** In some zone neither as before nor as wanted: half a host. */
  readonly half: readonly string[]
}

/** How far a run got, read from the zones alone. */
export function readHostStates(
  before: readonly IdentifiedZone[],
  wanted: readonly IdentifiedZone[],
  now: readonly IdentifiedZone[],
): HostStates {
  const [old, fresh, current] = [setsByKey(before), setsByKey(wanted), setsByKey(now)]
  const hosts = [...touchedKeys(before, wanted)]
  const isLike = (keys: readonly string[], state: Sets) => keys.every((key) => current.get(key) === state.get(key))
  return {
    total: hosts.length,
    applied: hosts.filter(([, zones]) => isLike([...zones.values()].flat(), fresh)).map(([host]) => host),
    half: hosts
      .filter(([, zones]) => [...zones.values()].some((keys) => !isLike(keys, fresh) && !isLike(keys, old)))
      .map(([host]) => host),
  }
}

/** Record sets that no run had to touch, or that somebody else made, and that are gone or changed. */
export function findLost(
  before: readonly IdentifiedZone[],
  wanted: readonly IdentifiedZone[],
  now: readonly IdentifiedZone[],
): readonly string[] {
  const [old, fresh, current] = [setsByKey(before), setsByKey(wanted), setsByKey(now)]
  return [...old].filter(([key, text]) => fresh.get(key) === text && current.get(key) !== text).map(([key]) => key)
}

/** Checks laws 3 and 4 of docs/laws.md from the zones, with the checker of the recorded cases. */
export function brokenLaws(
  args: readonly string[],
  before: readonly IdentifiedZone[],
  after: readonly IdentifiedZone[],
  /** `isFinal` is false for what a disturbed run left. `hand`: the subject that somebody else changed meanwhile. */
  {isFinal, hand}: {readonly isFinal: boolean; readonly hand?: string},
): readonly string[] {
  const broken = checkZoneLaws({step: 1, rules: readOwnershipRules(args), before, after})
  return (
    broken
      // In between, a TXT in another zone may be without its record: it goes first on create and last on delete.
      .filter(({kind, subject}) => subject !== hand && (isFinal || kind !== 'orphan TXT'))
      .map(({kind, subject, detail}) => `${kind}: ${subject} ${detail.join(' | ')}`)
  )
}

export function differences(
  wanted: readonly IdentifiedZone[],
  now: readonly IdentifiedZone[],
  except: ReadonlySet<string> = new Set(),
): readonly string[] {
  const [fresh, current] = [setsByKey(wanted), setsByKey(now)]
  const keys = [...new Set([...fresh.keys(), ...current.keys()])]
  return keys
    .filter((key) => !except.has(key) && fresh.get(key) !== current.get(key))
    .map((key) => `${key}: ${current.get(key) ?? 'missing'}, wanted ${fresh.get(key) ?? 'none'}`)
}

/** The number of changed hosts according to the messages; undefined when they say that it is unknown, or nothing. */
export function claimedHosts(output: string, total: number, exitCode: number): number | 'not known' | undefined {
  const counted = /Applied (\d+) of (\d+) hosts?/.exec(output)
  if (/is not known/.test(output)) return 'not known'
  if (counted !== null) return Number(counted[1])
  if (/Nothing (of this batch )?was changed\.|No plan was made/.test(output)) return 0
  return exitCode === 0 ? total : undefined
}
