import type {Answer} from '../dns/answer.js'
import type {Parsed} from '../dns/parsed.js'
import type {RecordSet, RecordType} from '../dns/record-set.js'
import type {RecordedBatch, RecordedChange} from '../dns/recorded-change.js'
import type {Zone, ZoneFeatures, ZoneId} from '../dns/zone.js'
import type {CliError} from '../errors/cli-error.js'
import type {Protection} from '../plan/plan-input.js'
import type {NamedSets} from './read/named-reading.js'

/** Reads Route 53. A plan gets this port only, which has no method that writes (docs/laws.md). */
export interface ZoneReader {
  /** All zones of the account, or of every profile and role, one listing each; sorted by name, then id. */
  listZones(): Promise<readonly Zone[]>
  /** Tags by zone id; a zone for which AWS returns no tag set is absent. */
  listZoneTags(zones: readonly Zone[]): Promise<ReadonlyMap<ZoneId, ReadonlyMap<string, string>>>
  /** In Route 53's order. @throws CliError when a page fails: part of a zone must not pass for all of it. */
  listRecordSets(zone: Zone): Promise<readonly RecordSet[]>
  /** The sets stored under these names, read again, for example after a lost answer or for a saved plan. */
  listRecordSetsNamed(zone: Zone, names: readonly string[]): Promise<readonly RecordSet[]>
  /** As above, for a plan that needs only some names of a large zone. */
  readNames(zone: Zone, query: NamesQuery): Promise<NamedSets>
  /** What nobody may write in the zone; a phrase where that is not known, which fails nothing. */
  listProtections(zone: Zone): Promise<Parsed<readonly Protection[]>>
  /** More about one zone, for display only; a phrase where it is not known, which fails nothing. */
  readDetails(zone: Zone): Promise<Parsed<ZoneDetails>>
}

export interface ZoneDetails {
  readonly features: ZoneFeatures | undefined
  /** Of a private zone. */
  readonly vpcs: readonly Vpc[]
}

export interface NamesQuery {
  readonly names: readonly string[]
  /** Names that are worth no call of their own, but are kept when a page contains them. */
  readonly besides: readonly string[]
  /** True: names that are far apart are read in parallel, which is faster but may read a page twice. */
  readonly isSideBySide: boolean
}

export interface Vpc {
  readonly id: string
  readonly region: string
}

/** Reads who changed what, the newest first, but perhaps not the last seconds. What AWS does not tell fails nothing. */
export interface ChangeHistory {
  listBatches(zone: Zone, query: Pick<HistoryQuery, 'since' | 'until' | 'most'>): Promise<Recorded<RecordedBatch>>
  /** Without comments. */
  listChanges(zone: Zone, query: HistoryQuery): Promise<Recorded<RecordedChange>>
}

export interface HistoryQuery {
  /** Milliseconds since 1970, as is the end, which is exclusive. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** Only changes of this name and type. */
  readonly name?: string | undefined
  readonly type?: string | undefined
  /** Default: all. */
  readonly most?: number | undefined
}

/** Entries of a history, or why they are not known. `reachesBack`: false when it begins later than asked for. */
export type Recorded<T> =
  | {readonly ok: true; readonly value: readonly T[]; readonly reachesBack: boolean}
  | {readonly ok: false; readonly error: CliError}

export interface WireChange {
  readonly action: 'CREATE' | 'DELETE'
  readonly recordSet: RecordSet
}

/** Changes that are made together or not at all: a host's record sets and their ownership. */
export interface ChangeGroup {
  /** Unique in the plan, and the order of sending: the host's name and set identifier. */
  readonly key: string
  /** The one object that asks for all of it, `Service web/front`; if there is none, or several, the key. */
  readonly resource: string
  readonly zone: Zone
  /** Deletes first. */
  readonly changes: readonly WireChange[]
  /** Record sets touched: a DELETE and CREATE of one set counts once against `--aws-batch-change-size`. */
  readonly changeCount: number
}

/** The changes of one ChangeResourceRecordSets call, which Route 53 makes all or not at all. */
export interface ChangeBatch {
  readonly zone: Zone
  readonly groups: readonly ChangeGroup[]
}

export type BatchOutcome =
  | {readonly kind: 'accepted'; readonly changeId: string; readonly status: 'PENDING' | 'INSYNC'}
  /** Route 53 refused the whole batch: nothing of it was made. */
  | {readonly kind: 'rejected'; readonly messages: readonly string[]}
  /** The answer was lost: the batch may have been made or not, so the sets have to be read again. */
  | {readonly kind: 'unknown'; readonly error: CliError}
  /** AWS denied the call: nothing was made. Policies may depend on names, so another batch may pass. */
  | {readonly kind: 'denied'; readonly error: CliError}
  /** The batch was certainly not made, and no other batch of this zone can succeed: zone gone, credentials expired. */
  | {readonly kind: 'failed'; readonly error: CliError}

/** Sends change batches, the only port that writes to Route 53. */
export interface ChangeSubmitter {
  submit(batch: ChangeBatch): Promise<BatchOutcome>
}

/** Reads the status of an accepted change. */
export interface ChangeWatcher {
  /** @throws CliError when Route 53 does not give it. */
  readStatus(zone: Zone, changeId: string): Promise<'PENDING' | 'INSYNC'>
}

/** A name server, and its name in messages. */
export interface NameServer {
  readonly label: string
  readonly address: string
  readonly port: number
}

/** Queries DNS, one name server at a time. */
export interface NameServers {
  /** False for types that cannot be queried, such as DS. */
  canQuery(type: RecordType): boolean
  /** Answers within a few seconds; never rejects because of a name server. For NS, a referral is an answer. */
  ask(server: NameServer, name: string, type: RecordType): Promise<Answer>
  /**
   * The zone that contains this one, and its name servers, by the resolver of this machine; undefined when it cannot be
   * found. Never rejects.
   */
  findParent(zone: string): Promise<{readonly name: string; readonly servers: readonly string[]} | undefined>
}

/** An event of a reader or submitter; fields that do not apply are absent. */
export interface ProgressEvent {
  readonly zone?: Zone
  /** Pages read so far of this zone. */
  readonly pages?: number
  /** Record sets read so far of this zone; when the whole zone is read, each counts once. */
  readonly recordSets?: number
  /** True when the whole zone is read, so that `recordSetCount` gives the number of pages to come. */
  readonly isWhole?: boolean
  /** The batch that was just answered. */
  readonly batch?: ChangeBatch
}

export type Progress = (event: ProgressEvent) => void
