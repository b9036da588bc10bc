import type {DnsName} from '../dns/dns-name.js'
import type {Origin} from '../dns/endpoint.js'
import {compareText, type RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {OwnedRecordSet, OwnershipRecord} from '../registry/claim.js'
import type {LedgerChange} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'

export type NonEmpty<T> = readonly [T, ...T[]]

/** What of a record set may differ between what is stored and what is wanted. */
export const FIELDS = ['targets', 'ttl', 'alias', 'health-evaluation', 'routing', 'health-check', 'ownership'] as const
export type Field = (typeof FIELDS)[number]

/** One create, update or delete of one record set. An update is a DELETE of exactly `current` and a CREATE of `desired`. */
export type Change =
  | {readonly kind: 'create'; readonly desired: RecordSet}
  | {
      readonly kind: 'update'
      readonly current: OwnedRecordSet
      readonly desired: RecordSet
      readonly differs: NonEmpty<Field>
      /** The TXT that makes `current` ours, if there is one in its zone; no part of a saved plan. */
      readonly text?: RecordSet | undefined
    }
  | {readonly kind: 'delete'; readonly current: OwnedRecordSet}

/** `owner`: whom `desired`, which may be encrypted, names, where that is not the host's owner. */
export type WrittenText = {readonly zone: Zone; readonly desired: RecordSet; readonly owner?: OwnerId | undefined}

/** A change of an ownership TXT. Other values of its TXT set are in `desired` again, just as they were: docs/laws.md, law 3. */
export type OwnershipChange =
  | ({readonly kind: 'create'} & WrittenText)
  | ({readonly kind: 'update'; readonly current: OwnershipRecord} & WrittenText)
  | {readonly kind: 'delete'; readonly current: OwnershipRecord; readonly zone: Zone}

/** `move`: from one owner of the run to another one. The last three change ownership only: to nobody, to another owner, to the text that would be written today. */
export const HOST_ACTIONS = [
  'create',
  'update',
  'replace',
  'adopt',
  'delete',
  'move',
  'release',
  'transfer',
  'repair',
] as const
export type HostAction = (typeof HOST_ACTIONS)[number]

export const NO_OBJECT_ASKED = 'everything of this owner is deleted: no object was asked'
/** How the note of a host begins that takes back what a run did: nothing says what its objects ask for now. */
export const UNDOES = 'undoes '

/** All that happens to one host: done whole or not at all. Sorted by record type, ownership by TXT name. */
export interface HostPlan {
  readonly zone: Zone
  readonly name: DnsName
  readonly setIdentifier: string | undefined
  readonly action: HostAction
  readonly changes: readonly Change[]
  readonly ownership: readonly OwnershipChange[]
  /** Changes of ledger rows; empty where ownership is kept in TXT. Put before its record sets, removed after them. */
  readonly ledger: readonly LedgerChange[]
  /** True for a delete after which the zone holds no record set of this name and set identifier that anybody here wants. */
  readonly isGone: boolean
  /** The objects that ask for it; for a delete, empty. */
  readonly origins: readonly Origin[]
  /** The `resource` labels of what is stored: which object asked for it when it was written; empty for a create. */
  readonly formerResources: readonly string[]
  /** Remarks that belong to this host: `health evaluation off: CloudFront refuses it`, `asked for as bücher.example.com`. */
  readonly notes: readonly string[]
  /** Whose it is once this is done, in a plan of several clusters; undefined with registry noop. */
  readonly owner?: OwnerId | undefined
  /** The contexts of that owner's clusters, in such a plan. */
  readonly cluster?: string | undefined
  /** Whose it was; for a move only. */
  readonly formerOwner?: OwnerId | undefined
}

/** Of a host whose record sets stay as they are, what is the same whatever becomes of its ownership. */
export const OWNERSHIP_ALONE = {changes: [], ownership: [], ledger: [], isGone: false, origins: []} as const

/** What is wanted; of a delete, what goes. */
export function setOf(change: Change): RecordSet {
  return change.kind === 'delete' ? change.current : change.desired
}

/** What is stored of what is changed or deleted. */
export function currentOf<T>(
  changes: readonly ({readonly kind: 'create'} | {readonly kind: 'update' | 'delete'; readonly current: T})[],
): readonly T[] {
  return changes.flatMap((change) => (change.kind === 'create' ? [] : [change.current]))
}

/** What comes in place of it, or anew. */
export function desiredOf(
  changes: readonly ({readonly kind: 'delete'} | {readonly kind: 'create' | 'update'; readonly desired: RecordSet})[],
): readonly RecordSet[] {
  return changes.flatMap((change) => (change.kind === 'delete' ? [] : [change.desired]))
}

/** By name, then set identifier. */
export function compareHosts(a: HostPlan, b: HostPlan): number {
  return compareText(a.name, b.name) || compareText(a.setIdentifier ?? '', b.setIdentifier ?? '')
}

/** What goes for good. */
export function deletedSets(hosts: readonly Pick<HostPlan, 'changes'>[]): readonly OwnedRecordSet[] {
  return hosts.flatMap(({changes}) => changes.flatMap((one) => (one.kind === 'delete' ? [one.current] : [])))
}

/** What is stored of all that is changed or deleted, ownership TXT included. */
export function storedSets(hosts: readonly HostPlan[]): ReadonlySet<RecordSet> {
  const texts = hosts.flatMap(({ownership}) => currentOf(ownership))
  return new Set([...hosts.flatMap(({changes}) => currentOf(changes)), ...texts.map(({recordSet}) => recordSet)])
}

export function txtNameOf(change: OwnershipChange): DnsName {
  return change.kind === 'create' ? change.desired.name : change.current.recordSet.name
}

/** One record set that a plan changes: as it was read, and as it will be; undefined where there is none. */
export interface TouchedSet {
  readonly zone: Zone
  readonly before: RecordSet | undefined
  readonly after: RecordSet | undefined
}

export function touchedByChange(zone: Zone, change: Change): TouchedSet {
  return {
    zone,
    before: change.kind === 'create' ? undefined : change.current,
    after: change.kind === 'delete' ? undefined : change.desired,
  }
}

export function touchedByText(change: OwnershipChange): TouchedSet {
  return {
    zone: change.zone,
    before: change.kind === 'create' ? undefined : change.current.recordSet,
    after: change.kind === 'delete' ? undefined : change.desired,
  }
}

/** Its record sets and its ownership texts. */
export function touchedByHost({zone, changes, ownership}: HostPlan): readonly TouchedSet[] {
  return [...changes.map((change) => touchedByChange(zone, change)), ...ownership.map(touchedByText)]
}
