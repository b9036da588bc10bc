import type {RecordSet} from '../emulators/route53/record-set.js'
import type {CaseZone} from './case.js'
import type {Difference} from './difference.js'
import {contentText, keyOf, nameText} from './record-text.js'

/** Compares the zones after a step with the recorded ones: values in any order, without the apex's NS and SOA. */
export function compareZones(
  step: number,
  recorded: readonly CaseZone[],
  found: readonly CaseZone[],
): readonly Difference[] {
  const ours = byIdentity(found)
  const theirs = byIdentity(recorded)
  const identities = [...new Set([...theirs.keys(), ...ours.keys()])]
  return identities.flatMap((identity) =>
    compareSets(step, identity, theirs.get(identity) ?? [], ours.get(identity) ?? []),
  )
}

/** @returns a difference when more calls were made than external-dns needed, of whatever kind. */
export function compareCalls(
  step: number,
  recorded: Readonly<Record<string, number>>,
  made: Readonly<Record<string, number>>,
): readonly Difference[] {
  // external-dns does not ask what is protected; ours asks once for each zone that it writes.
  const {ListResourceRecordSetProtections: _asked, ...counted} = made
  const [most, count] = [total(recorded), total(counted)]
  if (count <= most) return []
  return [{step, kind: 'calls', subject: `${count} calls`, detail: [`- ${callText(recorded)}`, `+ ${callText(made)}`]}]
}

/** Zones by a readable key: `example.com.`, `example.com. (private)`; a further zone with the same key gets a number. */
function byIdentity(zones: readonly CaseZone[]): ReadonlyMap<string, readonly RecordSet[]> {
  const found = new Map<string, readonly RecordSet[]>()
  for (const zone of zones) {
    const name = `${nameText(zone.name)}${zone.private === true ? ' (private)' : ''}`
    let identity = name
    for (let number = 2; found.has(identity); number += 1) identity = `${name} #${number}`
    const isApexDefault = (set: RecordSet) =>
      nameText(set.Name) === nameText(zone.name) && (set.Type === 'NS' || set.Type === 'SOA')
    found.set(
      identity,
      (zone.records ?? []).filter((set) => !isApexDefault(set)),
    )
  }
  return found
}

function compareSets(
  step: number,
  zone: string,
  recorded: readonly RecordSet[],
  found: readonly RecordSet[],
): readonly Difference[] {
  const theirs = new Map(recorded.map((set) => [keyOf(set), contentText(set)]))
  const ours = new Map(found.map((set) => [keyOf(set), contentText(set)]))
  return [...new Set([...theirs.keys(), ...ours.keys()])]
    .sort()
    .filter((key) => theirs.get(key) !== ours.get(key))
    .map((key) => ({
      step,
      kind: 'record set',
      subject: `${zone} ${key}`,
      detail: [`- ${theirs.get(key) ?? 'none'}`, `+ ${ours.get(key) ?? 'none'}`],
    }))
}

function total(calls: Readonly<Record<string, number>>): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0)
}

function callText(calls: Readonly<Record<string, number>>): string {
  const parts = Object.entries(calls).map(([operation, count]) => `${operation} ${count}`)
  return `${total(calls)} calls: ${parts.join(', ')}`
}
