import {duration} from '../../dns/phrase.js'
import {compareText, type RecordSet} from '../../dns/record-set.js'
import {decidingRecord, type OwnershipRecord} from '../../registry/claim.js'
import {type Blocked, type BlockedReason, block} from '../blocked.js'
import {type Change, currentOf, type HostAction, type HostPlan, setOf} from '../change.js'
import {mergeOrigins} from '../decide/conflict.js'
import {type ChangingIntent, type Intent, isMove, type NameContext, type RowDecision} from '../decide/name-decision.js'
import {type LedgerWriter, ledgerEditsOf} from './ledger-writer.js'
import {
  distinctOwnership,
  type OwnershipEdits,
  type OwnershipWriter,
  ownershipOf,
  takeableTexts,
} from './ownership-writer.js'
import {editUntyped} from './untyped-txt.js'

/** How ownership is written: in one of the two, or not at all. */
export interface OwnershipWriters {
  readonly ownershipWriter: OwnershipWriter
  readonly ledgerWriter: LedgerWriter | undefined
}

/** What is to happen to a host, unless its zone stands in the way (see `checkZones`). */
export interface HostDraft {
  readonly host: HostPlan
  /** Stored texts that it relies on as they stand. */
  readonly keeps: ReadonlySet<OwnershipRecord>
  /** Stored sets that it takes over from another owner. */
  readonly adopts: ReadonlySet<RecordSet>
  /** Stored sets that stay, and need no text of ours any more. */
  readonly releases: ReadonlySet<RecordSet>
}

export function makeHostDraft(
  context: NameContext,
  row: RowDecision,
  writers: OwnershipWriters,
): {readonly draft: HostDraft | undefined; readonly blocked: readonly Blocked[]} {
  const wanted = row.intents.filter((intent) => intent.kind !== 'same')
  const gone = [...row.replaced, ...row.removed]
  if (wanted.length + gone.length === 0) return {draft: undefined, blocked: []}
  const {ownershipWriter, ledgerWriter} = writers
  const rows = ledgerWriter === undefined ? {ledger: []} : ledgerEditsOf(context, row, wanted, ledgerWriter)
  if ('reason' in rows) return {draft: undefined, blocked: blockWanted(context, row, wanted, rows)}
  const ownershipEdits = ownershipWriter === undefined ? [] : editsOf(context, row, wanted, ownershipWriter)
  if ('reason' in ownershipEdits) return {draft: undefined, blocked: blockWanted(context, row, wanted, ownershipEdits)}
  const ownership = ownershipEdits.flatMap((edits) => edits.changes)
  const changes = [
    ...wanted.flatMap((intent) => toChange(intent, ownershipWriter)),
    ...gone.map((claim): Change => ({kind: 'delete', current: claim.recordSet})),
  ]
  if (changes.length + ownership.length + rows.ledger.length === 0) return {draft: undefined, blocked: []}
  const moved = wanted.flatMap((intent) => (isMove(intent) ? [intent.claim] : []))
  const former = [...moved, ...row.replaced].filter((claim) => claim.owner !== row.owner)
  const formerOwner = wanted.length === 0 ? undefined : former[0]?.owner
  const action = context.isPrune ? 'delete' : formerOwner === undefined ? actionOf(row, wanted) : 'move'
  // A delete is that of who loses by it, whoever asks for the host in vain or has the rest of it.
  const owner = wanted.length > 0 ? row.owner : gone[0]?.owner
  const isAsked = context.candidates.some(
    (one) => one.owner === owner && one.recordSet.setIdentifier === row.setIdentifier,
  )
  const host: HostPlan = {
    zone: context.zone,
    name: context.name,
    setIdentifier: row.setIdentifier,
    action,
    changes: changes.sort(compareChanges),
    ownership: distinctOwnership(ownership),
    ledger: rows.ledger,
    isGone: row.intents.length === 0 && !isAsked,
    origins: action === 'delete' ? [] : mergeOrigins(row.intents.map((intent) => intent.candidate)),
    formerResources: [...new Set([...gone, ...moved].map((claim) => claim.resource))].filter(Boolean).sort(),
    notes: [
      ...new Set([...wanted.map(({candidate}) => candidate), ...ownershipEdits].flatMap(({notes}) => notes)),
      ...(formerOwner === undefined ? [] : cacheNotes(changes)),
    ],
    owner,
    formerOwner,
  }
  const keeps = new Set(ownershipEdits.flatMap((edits) => edits.keeps ?? []))
  const adopts = new Set<RecordSet>(
    wanted.flatMap((intent) =>
      intent.kind === 'update' && (intent.isMigration || isMove(intent)) ? [intent.claim.recordSet] : [],
    ),
  )
  const releases = new Set([...setsWithNewText(wanted, ownershipEdits), ...moved.map(({recordSet}) => recordSet)])
  return {draft: {host, keeps, adopts, releases}, blocked: []}
}

/** Of less nobody needs to be told. */
const SHORT_TTL_SECONDS = 60

/** A move is to be as if nothing had happened, and caches know the former cluster for a while. */
function cacheNotes(changes: readonly Change[]): readonly string[] {
  const isOther = (change: Change) => change.kind !== 'update' || change.differs.some((field) => field !== 'ttl')
  const ttls = currentOf(changes.filter(isOther)).map(({data}) => (data.kind === 'alias' ? 0 : data.ttlSeconds))
  const ttl = Math.max(0, ...ttls)
  return ttl > SHORT_TTL_SECONDS ? [`caches may answer the former values for up to ${duration(ttl)}`] : []
}

/** Stored sets that get a text of their own now, and no longer need the one that spoke of them before. */
function setsWithNewText(
  wanted: readonly ChangingIntent[],
  ownershipEdits: readonly OwnershipEdits[],
): ReadonlySet<RecordSet> {
  // At the host's own name there is one text, and one entry of edits, for all types.
  const isNew = (index: number) =>
    (ownershipEdits[index] ?? ownershipEdits[0])?.changes.some(({kind}) => kind === 'create') === true
  return new Set(
    wanted.flatMap((intent, index) => (intent.kind === 'update' && isNew(index) ? [intent.claim.recordSet] : [])),
  )
}

function editsOf(
  context: NameContext,
  row: RowDecision,
  wanted: readonly ChangingIntent[],
  ownershipWriter: NonNullable<OwnershipWriter>,
): readonly OwnershipEdits[] | BlockedReason {
  if (context.sharesOwnershipRecord) {
    const edits = editUntyped(context, row, wanted, ownershipWriter)
    return 'reason' in edits ? edits : [edits]
  }
  const allEdits: OwnershipEdits[] = []
  const mayTake = takeableTexts(context, row, ownershipWriter)
  for (const intent of wanted) {
    const edits = ownershipOf(intent, ownershipWriter, mayTake, context)
    if ('reason' in edits) return edits
    allEdits.push(edits)
  }
  return allEdits
}

function actionOf(row: RowDecision, wanted: readonly Intent[]): HostAction {
  if (row.intents.length === 0) return 'delete'
  if (row.replaced.length > 0) return 'replace'
  // A set that nobody asks for goes, and what stays is as it should be.
  if (wanted.length === 0) return 'delete'
  if (wanted.some((intent) => intent.kind === 'update' && intent.isMigration)) return 'adopt'
  const isNew = row.removed.length === 0 && row.intents.every((intent) => intent.kind === 'create')
  return isNew ? 'create' : 'update'
}

function toChange(intent: ChangingIntent, ownershipWriter: OwnershipWriter): Change[] {
  const desired = intent.candidate.recordSet
  if (intent.kind === 'create') return [{kind: 'create', desired}]
  const [first, ...rest] = intent.differs.filter((field) => field !== 'ownership')
  if (first === undefined) return []
  const {zone, recordSet: current, ownershipRecords} = intent.claim
  const deciding = ownershipWriter && decidingRecord(ownershipRecords)
  const text = deciding?.zone === zone ? deciding.recordSet : undefined
  return [{kind: 'update', current, desired, differs: [first, ...rest], text}]
}

function blockWanted(
  {zone, name: host}: NameContext,
  {setIdentifier}: RowDecision,
  wanted: readonly Intent[],
  why: BlockedReason,
): readonly Blocked[] {
  const candidates = wanted.map(({candidate}) => candidate)
  const types = candidates.map(({recordSet}) => recordSet.type)
  const origins = mergeOrigins(candidates)
  return [block({host, zone, setIdentifier, types, origins}, why)]
}

function compareChanges(a: Change, b: Change): number {
  return compareText(setOf(a).type, setOf(b).type) || compareText(a.kind, b.kind)
}
