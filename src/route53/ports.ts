import type {Answer} from '../dns/answer.js'
import type {RecordSet, RecordType} from '../dns/record-set.js'
import type {Zone, ZoneId} from '../dns/zone.js'
import type {CliError} from '../errors/cli-error.js'
import type {NamedSets} from './read/named-reading.js'

/** What a plan may do to Route 53: read. It has no method that writes (law 1). */
export interface ZoneReader {
  /** All zones of the account, or of every profile and role, in one listing each; sorted by name, then id. */
  listZones(): Promise<readonly Zone[]>
  /** Tags by zone id; a zone for which AWS returns no tag set is absent. */
  listZoneTags(zones: readonly Zone[]): Promise<ReadonlyMap<ZoneId, ReadonlyMap<string, string>>>
  /**
   * Every record set of the zone, the apex's NS and SOA included, in Route 53's order.
   * @throws CliError when one page fails: half a zone is no zone.
   */
  listRecordSets(zone: Zone): Promise<readonly RecordSet[]>
  /** The sets stored under these names, freshly read: what a lost answer or a saved plan has to look at again. */
  listRecordSetsNamed(zone: Zone, names: readonly string[]): Promise<readonly RecordSet[]>
  /** As above, for a plan that looks at a part of a large zone. */
  readNames(zone: Zone, query: NamesQuery): Promise<NamedSets>
  /** The VPCs of a private zone: to be shown, never to decide on. */
  listVpcs(zone: Zone): Promise<readonly Vpc[]>
}

export interface NamesQuery {
  readonly names: readonly string[]
  /** Worth no call, but told where a page holds them. */
  readonly besides: readonly string[]
  /** Names that are not neighbours are read side by side: quicker, but a page may be read twice. */
  readonly isSideBySide: boolean
}

export interface Vpc {
  readonly id: string
  readonly region: string
}

export interface WireChange {
  readonly action: 'CREATE' | 'DELETE'
  readonly recordSet: RecordSet
}

/** The changes that go together or not at all: a host's record sets and their ownership. */
export interface ChangeGroup {
  /** Unique in the plan, and the order of sending: the host's name (and set identifier). */
  readonly key: string
  /** The one object that asks for it all, `Service web/front`; where there is none or several, the key. */
  readonly resource: string
  readonly zone: Zone
  /** Deletes first. */
  readonly changes: readonly WireChange[]
  /** Record sets touched: a DELETE and CREATE of one set counts once against `--aws-batch-change-size`. */
  readonly changeCount: number
}

/** What one ChangeResourceRecordSets call carries; applied whole or not at all. */
export interface ChangeBatch {
  readonly zone: Zone
  readonly groups: readonly ChangeGroup[]
}

export type BatchOutcome =
  | {readonly kind: 'accepted'; readonly changeId: string; readonly status: 'PENDING' | 'INSYNC'}
  /** Route 53 looked at the batch and refused it whole: nothing of it is in. */
  | {readonly kind: 'rejected'; readonly messages: readonly string[]}
  /** The answer never came: the batch may be in or not; read the touched sets again. */
  | {readonly kind: 'unknown'; readonly error: CliError}
  /** AWS refused who we are: nothing of it is in. A policy may name record names, types or actions, so another may pass. */
  | {readonly kind: 'denied'; readonly error: CliError}
  /** It certainly is not in, and no other batch of this zone will fare better: zone gone, credentials expired. */
  | {readonly kind: 'failed'; readonly error: CliError}

/** The one thing that writes. */
export interface ChangeSubmitter {
  submit(batch: ChangeBatch): Promise<BatchOutcome>
}

/** Tells how far an accepted change is; only reads. */
export interface ChangeWatcher {
  /** @throws CliError when Route 53 does not tell. */
  readStatus(zone: Zone, changeId: string): Promise<'PENDING' | 'INSYNC'>
}

/** One name server, and what it is called when its answer is told. */
export interface NameServer {
  readonly label: string
  readonly address: string
  readonly port: number
}

/** What DNS itself says, asked of one name server at a time. */
export interface NameServers {
  /** False for types that cannot be asked for, DS say. */
  canQuery(type: RecordType): boolean
  /** Within some seconds; never rejects for what a name server does or does not do. */
  ask(server: NameServer, name: string, type: RecordType): Promise<Answer>
}

/** What a reader or submitter has just done; fields that do not apply are absent. */
export interface ProgressEvent {
  readonly zone?: Zone
  /** Read so far of this zone. */
  readonly pages?: number
  /** Read so far of this zone. */
  readonly recordSets?: number
  /** The zone is read from end to end, so `recordSetCount` tells how many pages there are. */
  readonly isWhole?: boolean
  /** The batch that was just answered. */
  readonly batch?: ChangeBatch
}

export type Progress = (event: ProgressEvent) => void
