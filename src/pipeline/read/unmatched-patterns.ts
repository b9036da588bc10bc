import {type DnsName, toPlanKey, toStoredName} from '../../dns/dns-name.js'
import {type HostPattern, hostMatcher} from '../../dns/host-pattern.js'
import {suggestFor} from '../../errors/suggestion.js'
import type {ZoneSnapshot} from '../../plan/plan-input.js'
import {claimRecordSets, isZonesOwn} from '../../registry/claim.js'
import type {LedgerRow} from '../../registry/ledger.js'
import type {OwnerId} from '../../registry/ownership.js'
import {isOurs} from '../../registry/registry-settings.js'
import type {LateSettings} from './late-reading.js'
import type {RequestedParts} from './requested-parts.js'

/** A pattern of `--only` that takes no host at all. */
export interface UnmatchedPattern {
  readonly pattern: HostPattern
  /** What may be meant. */
  readonly nearest: HostPattern | undefined
}

interface Found extends Pick<RequestedParts, 'desired' | 'deal'> {
  readonly snapshots: readonly ZoneSnapshot[]
  readonly ledger: readonly LedgerRow[] | undefined
}

/** The patterns that take no host of any object, and of no record set, ownership TXT or ledger row that was read. */
export function unmatchedPatterns(
  {plan: {only}, registry}: LateSettings,
  {desired, snapshots, ledger = [], deal}: Found,
): readonly UnmatchedPattern[] {
  // Another shard may know the host.
  if (only.length === 0 || deal !== undefined) return []
  const asked = [desired.endpoints, desired.pending, desired.problems, desired.unused].flat()
  const named = storedNames(asked.flatMap(({dnsName}) => dnsName ?? []))
  // The zones are gone through only for what no object names.
  if (only.every((pattern) => isMatched(pattern, named))) return []
  const {claims, orphans} = claimRecordSets(snapshots, registry, ledger)
  const isOwn = ({owner}: {readonly owner: OwnerId}) => isOurs(registry, owner)
  const held = storedNames([
    ...claims.filter(({zone, recordSet}) => !isZonesOwn(zone, recordSet)).map(({recordSet}) => recordSet.name),
    ...orphans.filter(isOwn).map(({host}) => host),
    ...ledger.filter(isOwn).map(({key}) => key.name),
  ])
  const found = [...new Set([...named, ...held])]
  return only
    .filter((pattern) => !isMatched(pattern, found))
    .map((pattern) => ({pattern, nearest: nearestTo(pattern, found)}))
}

function storedNames(names: readonly string[]): readonly DnsName[] {
  return [...new Set(names.map(toPlanKey))].map(toStoredName)
}

function isMatched(pattern: HostPattern, names: readonly DnsName[]): boolean {
  return names.some(hostMatcher([pattern]))
}

function nearestTo({name, isBelow}: HostPattern, found: readonly DnsName[]): HostPattern | undefined {
  const other = {name, isBelow: !isBelow}
  if (isMatched(other, found)) return other
  const near = suggestFor(name, isBelow ? found.flatMap(parentsOf) : found)
  return near === undefined ? undefined : {name: near, isBelow}
}

function parentsOf(name: DnsName): readonly DnsName[] {
  const labels = name.split('.')
  return labels.slice(1, -1).map((_, index) => toStoredName(labels.slice(index + 1).join('.')))
}
