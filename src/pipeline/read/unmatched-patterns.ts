import {type DnsName, toPlanKey, toStoredName} from '../../dns/dns-name.js'
import {type HostPattern, hostMatcher} from '../../dns/host-pattern.js'
import {suggestFor} from '../../errors/suggestion.js'
import type {ZoneSnapshot} from '../../plan/plan-input.js'
import {claimRecordSets, isZonesOwn} from '../../registry/claim.js'
import type {LedgerRow} from '../../registry/ledger.js'
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
  const {claims, orphans} = claimRecordSets(snapshots, registry, ledger)
  const isOwn = ({owner}: {readonly owner: string}) => registry.kind !== 'noop' && owner === registry.ownerId
  const names = [
    ...[desired.endpoints, desired.pending, desired.problems, desired.unused].flat().map(({dnsName}) => dnsName ?? ''),
    ...claims.filter(({zone, recordSet}) => !isZonesOwn(zone, recordSet)).map(({recordSet}) => recordSet.name),
    ...orphans.filter(isOwn).map(({host}) => host),
    ...ledger.filter(isOwn).map(({key}) => key.name),
  ]
  const found = [...new Set(names.map(toPlanKey))].map(toStoredName)
  const isUnmatched = (pattern: HostPattern) => !found.some(hostMatcher([pattern]))
  return only.filter(isUnmatched).map((pattern) => ({pattern, nearest: nearestTo(pattern, found)}))
}

function nearestTo({name, isBelow}: HostPattern, found: readonly DnsName[]): HostPattern | undefined {
  const other = {name, isBelow: !isBelow}
  if (found.some(hostMatcher([other]))) return other
  const near = suggestFor(name, isBelow ? found.flatMap(parentsOf) : found)
  return near === undefined ? undefined : {name: near, isBelow}
}

function parentsOf(name: DnsName): readonly DnsName[] {
  const labels = name.split('.')
  return labels.slice(1, -1).map((_, index) => toStoredName(labels.slice(index + 1).join('.')))
}
