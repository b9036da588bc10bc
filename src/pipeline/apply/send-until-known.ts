import {isDeepStrictEqual} from 'node:util'
import {type RecordSet, recordSetKey, withSortedValues} from '../../dns/record-set.js'
import {CliError} from '../../errors/cli-error.js'
import type {BlockedReason} from '../../plan/blocked.js'
import type {ChangeBatch, ChangeGroup} from '../../route53/ports.js'
import {type RejectionKind, readRejection} from '../../route53/write/rejection.js'
import {setsAfter, setsBefore} from '../../route53/write/upserts.js'
import type {ApplyPorts} from '../ports.js'

export interface Failure {
  /** Empty where the error says all, or the run was stopped. */
  readonly messages: readonly string[]
  readonly error: CliError | undefined
  /** Where Route 53 keeps the records as they are, so that another try would be for nothing. */
  readonly why?: BlockedReason
}

export type GroupOutcome =
  | {readonly kind: 'applied'}
  | ({readonly kind: 'failed'} & Failure)
  /** AWS denied access. Whether that concerns the host or the whole zone is known when everything was sent. */
  | {readonly kind: 'denied'; readonly error: CliError}
  | {readonly kind: 'not-started'}

/** How often a batch is sent again when its answer was lost and the zone shows that it was not applied. */
const MAX_RESENDS = 3

/** The outcome of a batch, from its answer or from reading the zone. */
export type KnownOutcome =
  | {readonly kind: 'accepted'; readonly changeId: string}
  | {readonly kind: 'rejected'; readonly messages: readonly string[]}
  | {readonly kind: 'failed' | 'denied'; readonly error: CliError}
  /** Not applied, and not sent again because the user wants to stop. */
  | {readonly kind: 'stopped'}
  /** The outcome of some groups; the others are unchanged and can be sent again. */
  | {
      readonly kind: 'parted'
      readonly groups: ReadonlyMap<ChangeGroup, GroupOutcome>
      readonly rest: readonly ChangeGroup[]
    }

/** Sends a batch until its outcome is known: after a lost answer the touched record sets are read again. */
export async function sendUntilKnown(batch: ChangeBatch, ports: ApplyPorts): Promise<KnownOutcome> {
  for (let resends = 0; ; resends++) {
    const outcome = await ports.submitter.submit(batch)
    if (outcome.kind === 'rejected' && resends === 0) return withoutCompetitor(batch, outcome, ports)
    // A request whose answer was lost may be applied late, just before its repetition is refused.
    const isUncertain = outcome.kind === 'unknown' || (outcome.kind === 'rejected' && resends > 0)
    if (!isUncertain) return outcome
    const states = await statesOf(batch, ports)
    if (states === 'unreadable') return outcome.kind === 'unknown' ? {kind: 'failed', error: outcome.error} : outcome
    const known = readStates(batch, states)
    if (known !== 'untouched') return known
    if (outcome.kind === 'rejected') return outcome
    if (resends === MAX_RESENDS) return {kind: 'failed', error: notIn(outcome.error)}
    if (ports.isStopping()) return {kind: 'stopped'}
  }
}

/** The same error, now known to have changed nothing. */
function notIn(error: CliError): CliError {
  return error.with({changed: 'Nothing of this batch was changed.'})
}

type GroupState = 'applied' | 'untouched' | 'moved'

const SAME = 'another run wrote the same changes, so the records are there'

/**
 * Handles a batch that was refused because its record sets changed meanwhile. What is now stored exactly as wanted
 * counts as applied, since another run of the same owner wrote it; the rest remains refused.
 */
async function withoutCompetitor(
  batch: ChangeBatch,
  outcome: KnownOutcome & {readonly kind: 'rejected'},
  ports: ApplyPorts,
): Promise<KnownOutcome> {
  if (!isTooLate(outcome.messages)) return outcome
  const states = await statesOf(batch, ports)
  if (states === 'unreadable') return outcome
  const done = batch.groups.filter((group) => states.get(group) === 'applied')
  if (done.length === 0) return outcome
  if (done.length === batch.groups.length) return {kind: 'accepted', changeId: `unknown: ${SAME}`}
  return {
    kind: 'parted',
    groups: new Map(done.map((group) => [group, {kind: 'applied'}])),
    rest: batch.groups.filter((group) => states.get(group) !== 'applied'),
  }
}

const TOO_LATE: ReadonlySet<RejectionKind> = new Set(['already-exists', 'not-found', 'values-differ'])

/** True of messages that say that somebody else has changed the record sets since they were read. */
export function isTooLate(messages: readonly string[]): boolean {
  return messages.some((message) => message === MOVED || TOO_LATE.has(readRejection(message).kind))
}

const LOST = 'the answer was lost, but the records are there'
export const MOVED = 'the record sets are neither as before nor as wanted'

/**
 * Derives the outcome after a lost answer from the stored record sets. A set that is neither as before nor as wanted
 * was changed by someone else. A batch is applied as a whole or not at all, so if only some groups are as wanted,
 * someone else wrote those, and the others are sent again.
 */
function readStates({groups}: ChangeBatch, states: ReadonlyMap<ChangeGroup, GroupState>): KnownOutcome | 'untouched' {
  const are = (state: GroupState) => groups.filter((group) => states.get(group) === state)
  const [applied, moved] = [are('applied'), are('moved')]
  const rest = are('untouched')
  if (applied.length === groups.length) return {kind: 'accepted', changeId: `unknown: ${LOST}`}
  if (rest.length === groups.length) return 'untouched'
  const outcomes = new Map<ChangeGroup, GroupOutcome>([
    ...applied.map((group) => [group, {kind: 'applied'}] as const),
    ...moved.map((group) => [group, {kind: 'failed', messages: [MOVED], error: undefined}] as const),
  ])
  return {kind: 'parted', groups: outcomes, rest}
}

export async function statesOf(
  batch: ChangeBatch,
  ports: ApplyPorts,
): Promise<ReadonlyMap<ChangeGroup, GroupState> | 'unreadable'> {
  const changes = batch.groups.flatMap((group) => group.changes)
  const names = [...new Set(changes.map((change) => change.recordSet.name))]
  try {
    const stored = await ports.zones.listRecordSetsNamed(batch.zone, names)
    const now = byKey(stored)
    return new Map(batch.groups.map((group) => [group, stateOf(group, now)]))
  } catch (error) {
    if (error instanceof CliError) return 'unreadable'
    throw error
  }
}

/** With the values of each in one order, to be compared. */
function byKey(sets: readonly RecordSet[]): ReadonlyMap<string, RecordSet> {
  return new Map(sets.map((set) => [recordSetKey(set), withSortedValues(set)]))
}

function stateOf({changes}: ChangeGroup, now: ReadonlyMap<string, RecordSet>): GroupState {
  const [before, after] = [byKey(setsBefore(changes)), byKey(setsAfter(changes))]
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  const agrees = (expected: ReadonlyMap<string, RecordSet>) =>
    keys.every((key) => isDeepStrictEqual(now.get(key), expected.get(key)))
  if (agrees(after)) return 'applied'
  return agrees(before) ? 'untouched' : 'moved'
}
