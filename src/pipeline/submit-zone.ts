import {isDeepStrictEqual} from 'node:util'
import {type RecordSet, recordSetKey} from '../dns/record-set.js'
import {CliError} from '../errors/cli-error.js'
import type {ChangeBatch, ChangeGroup} from '../route53/ports.js'
import type {ApplyPorts} from './ports.js'

export type GroupOutcome =
  | {readonly kind: 'applied'}
  | {readonly kind: 'failed'; readonly messages: readonly string[]; readonly error: CliError | undefined}
  | {readonly kind: 'not-started'}

/** How often a batch is sent again after its answer was lost and the zone shows that it is not in. */
const MAX_RESENDS = 3

/** Sends the batches of one zone in order. After an answer that dooms every further call, the rest is not sent. */
export async function submitZone(
  batches: readonly ChangeBatch[],
  ports: ApplyPorts,
): Promise<ReadonlyMap<ChangeGroup, GroupOutcome>> {
  const outcomes = new Map<ChangeGroup, GroupOutcome>()
  let doom: CliError | undefined
  for (const [index, batch] of batches.entries()) {
    const results: ReadonlyMap<ChangeGroup, GroupOutcome> =
      doom !== undefined
        ? forAll(batch, {kind: 'failed', messages: [], error: doom})
        : ports.isStopping()
          ? forAll(batch, {kind: 'not-started'})
          : await submitBatch(batch, {index: index + 1, of: batches.length}, ports)
    for (const [group, outcome] of results) {
      outcomes.set(group, outcome)
      if (outcome.kind === 'failed' && outcome.error !== undefined) doom = outcome.error
    }
  }
  return outcomes
}

interface Place {
  readonly index: number
  readonly of: number
}

/** Sends one batch; a refused one is halved until the hosts that Route 53 refuses stand alone. */
async function submitBatch(
  batch: ChangeBatch,
  place: Place,
  ports: ApplyPorts,
): Promise<ReadonlyMap<ChangeGroup, GroupOutcome>> {
  const outcome = await sendUntilKnown(batch, ports)
  const {zone, groups} = batch
  const size = {hosts: groups.length, changes: groups.reduce((sum, group) => sum + group.changeCount, 0)}
  switch (outcome.kind) {
    case 'accepted':
      ports.report({kind: 'batch-accepted', zone, ...place, ...size, changeId: outcome.changeId})
      return forAll(batch, {kind: 'applied'})
    case 'failed':
      return forAll(batch, {kind: 'failed', messages: [], error: outcome.error})
    case 'rejected': {
      ports.report({kind: 'batch-rejected', zone, hosts: size.hosts, messages: outcome.messages})
      if (groups.length === 1) return forAll(batch, {kind: 'failed', messages: outcome.messages, error: undefined})
      const middle = Math.ceil(groups.length / 2)
      const first = await submitBatch({zone, groups: groups.slice(0, middle)}, place, ports)
      const second = await submitBatch({zone, groups: groups.slice(middle)}, place, ports)
      return new Map([...first, ...second])
    }
  }
}

type KnownOutcome =
  | {readonly kind: 'accepted'; readonly changeId: string}
  | {readonly kind: 'rejected'; readonly messages: readonly string[]}
  | {readonly kind: 'failed'; readonly error: CliError}

/** After a lost answer the touched record sets are read again: they tell whether the batch is in. */
async function sendUntilKnown(batch: ChangeBatch, ports: ApplyPorts): Promise<KnownOutcome> {
  for (let resends = 0; ; resends++) {
    const outcome = await ports.submitter.submit(batch)
    if (outcome.kind !== 'unknown') return outcome
    const state = await stateOf(batch, ports)
    if (state === 'applied') return {kind: 'accepted', changeId: 'unknown: the answer was lost, the records are in'}
    if (state === 'unreadable') return {kind: 'failed', error: outcome.error}
    if (state === 'untouched' && resends === MAX_RESENDS) return {kind: 'failed', error: notIn(outcome.error)}
    if (state === 'moved') {
      return {
        kind: 'rejected',
        messages: ['the answer was lost, and the record sets are neither as before nor as wanted'],
      }
    }
  }
}

/** What was not known when the answer was lost, the zone has told since. */
function notIn({code, doing, happened, fix, cause}: CliError): CliError {
  return new CliError({code, doing, happened, fix, changed: 'Nothing of this batch was changed.', cause})
}

async function stateOf(
  batch: ChangeBatch,
  ports: ApplyPorts,
): Promise<'applied' | 'untouched' | 'moved' | 'unreadable'> {
  const changes = batch.groups.flatMap((group) => group.changes)
  const names = [...new Set(changes.map((change) => change.recordSet.name))]
  let stored: readonly RecordSet[]
  try {
    stored = await ports.zones.listRecordSetsNamed(batch.zone, names)
  } catch (error) {
    if (error instanceof CliError) return 'unreadable'
    throw error
  }
  const before = new Map<string, RecordSet>()
  const after = new Map<string, RecordSet>()
  const keys = new Set<string>()
  for (const {action, recordSet} of changes) {
    keys.add(recordSetKey(recordSet))
    if (action === 'DELETE') before.set(recordSetKey(recordSet), recordSet)
    else after.set(recordSetKey(recordSet), recordSet)
  }
  const now = new Map(stored.map((set) => [recordSetKey(set), set]))
  const agrees = (expected: ReadonlyMap<string, RecordSet>) =>
    [...keys].every((key) => isSameSet(now.get(key), expected.get(key)))
  if (agrees(after)) return 'applied'
  return agrees(before) ? 'untouched' : 'moved'
}

/** Values in any order: Route 53 keeps none. */
function isSameSet(a: RecordSet | undefined, b: RecordSet | undefined): boolean {
  const plain = (set: RecordSet | undefined) =>
    set?.data.kind === 'values' ? {...set, data: {...set.data, values: [...set.data.values].sort()}} : set
  return isDeepStrictEqual(plain(a), plain(b))
}

function forAll(batch: ChangeBatch, outcome: GroupOutcome): ReadonlyMap<ChangeGroup, GroupOutcome> {
  return new Map(batch.groups.map((group) => [group, outcome]))
}
