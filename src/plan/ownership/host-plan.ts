import {compareText, type RecordSet} from '../../dns/record-set.js'
import type {OwnershipTxt} from '../../registry/claim.js'
import type {Change, HostAction, HostPlan} from '../change.js'
import {mergeOrigins} from '../decide/conflict.js'
import {blockCandidate} from '../decide/decide-row.js'
import type {Intent, NameContext, RowDecision} from '../decide/name-decision.js'
import type {Blocked} from '../plan.js'
import {bookRows, type LedgerBook, type RowBookings} from './ledger-book.js'
import {bookOwnName} from './own-name.js'
import {type Bookings, type Bookkeeping, distinctOwnership, ownershipOf, type TxtBlock} from './ownership-change.js'

/** How ownership is written: in one of the two, or not at all. */
export interface Books {
  readonly bookkeeping: Bookkeeping
  readonly book: LedgerBook | undefined
}

/** What is to happen to a host, unless its zone stands in the way (see `checkZones`). */
export interface Draft {
  readonly host: HostPlan
  /** Stored texts that it relies on as they stand. */
  readonly keeps: ReadonlySet<OwnershipTxt>
  /** Stored sets that it takes over from another owner. */
  readonly adopts: ReadonlySet<RecordSet>
  /** Stored sets that stay, and need no text of ours any more. */
  readonly releases: ReadonlySet<RecordSet>
}

/** Turns the decision for one host into its changes; a TXT that cannot be written blocks the host as a whole. */
export function makeDraft(
  context: NameContext,
  row: RowDecision,
  books: Books,
): {readonly draft: Draft | undefined; readonly blocked: readonly Blocked[]} {
  const wanted = row.intents.filter((intent) => intent.kind !== 'same')
  const gone = [...row.replaced, ...row.removed]
  if (wanted.length + gone.length === 0) return {draft: undefined, blocked: []}
  const rows = books.book === undefined ? NO_ROWS : bookRows(context, row, wanted, books.book)
  if ('reason' in rows) return {draft: undefined, blocked: blockHost(wanted, rows)}
  const {bookkeeping} = books
  const booked = bookkeeping === undefined ? [] : book(context, row, wanted, bookkeeping)
  if ('reason' in booked) return {draft: undefined, blocked: blockHost(wanted, booked)}
  const ownership = booked.flatMap((booking) => booking.changes)
  const changes = [
    ...wanted.flatMap(toChange),
    ...gone.map((claim): Change => ({kind: 'delete', current: claim.recordSet})),
  ]
  if (changes.length + ownership.length + rows.ledger.length === 0) return {draft: undefined, blocked: []}
  const action = context.isPrune ? 'delete' : actionOf(row, wanted)
  const host: HostPlan = {
    zone: context.zone,
    name: context.name,
    setIdentifier: row.setIdentifier,
    action,
    changes: changes.sort(compareChanges),
    ownership: distinctOwnership(ownership),
    ledger: rows.ledger,
    isGone: !context.candidates.some(({recordSet}) => (recordSet.setIdentifier ?? '') === (row.setIdentifier ?? '')),
    origins: action === 'delete' ? [] : mergeOrigins(row.intents.map((intent) => intent.candidate)),
    formerResources: [...new Set(gone.map((claim) => claim.resource).filter((resource) => resource !== ''))].sort(),
    notes: [...new Set([...wanted.flatMap((intent) => intent.candidate.notes), ...booked.flatMap(({notes}) => notes)])],
  }
  const keeps = new Set(booked.flatMap((booking) => booking.keeps ?? []))
  const adopts = new Set<RecordSet>(
    wanted.flatMap((intent) => (intent.kind === 'update' && intent.isMigration ? [intent.claim.recordSet] : [])),
  )
  return {draft: {host, keeps, adopts, releases: setsWithNewText(wanted, booked)}, blocked: []}
}

/** Stored sets that get a text of their own now, so that the one which spoke for them is not needed any more. */
function setsWithNewText(
  wanted: readonly Exclude<Intent, {kind: 'same'}>[],
  booked: readonly Bookings[],
): ReadonlySet<RecordSet> {
  // At its own name one text is booked for all types.
  const isNew = (index: number) => (booked[index] ?? booked[0])?.changes.some(({kind}) => kind === 'create') === true
  return new Set(
    wanted.flatMap((intent, index) => (intent.kind === 'update' && isNew(index) ? [intent.claim.recordSet] : [])),
  )
}

const NO_ROWS: RowBookings = {ledger: []}

function book(
  context: NameContext,
  row: RowDecision,
  wanted: readonly Exclude<Intent, {kind: 'same'}>[],
  bookkeeping: NonNullable<Bookkeeping>,
): readonly Bookings[] | TxtBlock {
  if (context.sharesText) {
    const booking = bookOwnName(context, row, wanted, bookkeeping)
    return 'reason' in booking ? booking : [booking]
  }
  const bookings: Bookings[] = []
  for (const intent of wanted) {
    const booking = ownershipOf(intent, bookkeeping, context)
    if ('reason' in booking) return booking
    bookings.push(booking)
  }
  return bookings
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

function toChange(intent: Intent): Change[] {
  if (intent.kind === 'same') return []
  const desired = intent.candidate.recordSet
  if (intent.kind === 'create') return [{kind: 'create', desired}]
  const [first, ...rest] = intent.differs.filter((field) => field !== 'ownership')
  return first === undefined
    ? []
    : [{kind: 'update', current: intent.claim.recordSet, desired, differs: [first, ...rest]}]
}

function blockHost(wanted: readonly Intent[], block: TxtBlock): readonly Blocked[] {
  const [first, ...rest] = wanted
  if (first === undefined) return []
  const whole = blockCandidate(first.candidate, block.reason, block.detail, {
    ...(block.owner === undefined ? {} : {owner: block.owner}),
    ...(block.fix === undefined ? {} : {fix: block.fix}),
  })
  const types = [first, ...rest].map((intent) => intent.candidate.recordSet.type)
  return [{...whole, types, origins: mergeOrigins(wanted.map((intent) => intent.candidate))}]
}

function compareChanges(a: Change, b: Change): number {
  const left = a.kind === 'delete' ? a.current : a.desired
  const right = b.kind === 'delete' ? b.current : b.desired
  return compareText(left.type, right.type) || compareText(a.kind, b.kind)
}
