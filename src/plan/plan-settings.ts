import type {DnsName} from '../dns/dns-name.js'
import type {DomainFilter} from './domain-filter.js'

export const POLICIES = ['sync', 'upsert-only', 'create-only'] as const
/** Which kinds of change are allowed. */
export type Policy = (typeof POLICIES)[number]

/** `--max-deletes`. The default asks both: more than 10 hosts and more than 10 % of those owned in the zone. */
export type DeleteLimit =
  | {readonly kind: 'default'}
  | {readonly kind: 'count'; readonly hosts: number}
  | {readonly kind: 'percent'; readonly percent: number}

export interface PlanSettings {
  readonly policy: Policy
  /** What upstream calls managed minus excluded types; compared case-sensitively. */
  readonly managedTypes: readonly string[]
  readonly excludedTypes: readonly string[]
  readonly domainFilter: DomainFilter
  readonly onMissingTarget: 'hold' | 'delete'
  readonly deleteLimit: DeleteLimit
  /** With registry noop: whether record sets that nobody owns may be deleted. */
  readonly allowsUnownedDeletes: boolean
  /** `--only`: the hosts to which the run is narrowed; empty: all. */
  readonly only: readonly DnsName[]
}
