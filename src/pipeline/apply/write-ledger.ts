import {CliError} from '../../errors/cli-error.js'
import type {HostPlan} from '../../plan/change.js'
import {changedKey, type LedgerChange, type LedgerWriter} from '../../registry/ledger.js'
import type {ApplyPorts} from '../ports.js'
import type {Failure} from './send-until-known.js'

/** Why a row of the ledger was not written. */
export type RowFailure = ({readonly kind: 'failed'} & Failure) | {readonly kind: 'not-started'}

/** Concurrent calls, one row each. DynamoDB accepts far more than a plan contains. */
const UNDER_WAY = 8

/**
 * Writes the rows of one kind, once each even if several hosts share a row.
 * @returns the rows that were not written, by key. After an error of the ledger as a whole, nothing more is tried.
 */
export async function writeRows(
  kind: LedgerChange['kind'],
  hosts: readonly HostPlan[],
  {ledger, isStopping}: Pick<ApplyPorts, 'ledger' | 'isStopping'>,
): Promise<ReadonlyMap<string, RowFailure>> {
  const changes = new Map(
    hosts.flatMap((host) => host.ledger.filter((one) => one.kind === kind)).map((one) => [changedKey(one), one]),
  )
  const failures = new Map<string, RowFailure>()
  if (changes.size === 0) return failures
  if (ledger === undefined) throw new Error('bug: the plan has ledger rows, and there is no ledger')
  const waiting = [...changes]
  let fatalError: CliError | undefined
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [key, change] = next
      if (fatalError !== undefined) failures.set(key, {kind: 'failed', messages: [], error: fatalError})
      else if (isStopping()) failures.set(key, {kind: 'not-started'})
      else {
        const failure = await writeRow(change, ledger)
        if (failure?.kind === 'failed') fatalError ??= failure.error
        if (failure !== undefined) failures.set(key, failure)
      }
    }
  }
  await Promise.all(Array.from({length: Math.min(UNDER_WAY, waiting.length)}, work))
  return failures
}

async function writeRow(change: LedgerChange, ledger: LedgerWriter): Promise<RowFailure | undefined> {
  try {
    const outcome = await ledger.write(change)
    if (outcome.kind === 'done') return undefined
    const now = outcome.owner === undefined ? 'was removed meanwhile' : `belongs to owner ${outcome.owner} by now`
    const rest = change.kind === 'put' ? '; its records were not touched' : ''
    return {kind: 'failed', messages: [`the ledger row ${changedKey(change)} ${now}${rest}`], error: undefined}
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return {kind: 'failed', messages: [], error}
  }
}

/** The first failure among the rows of a host; undefined when all were written. */
export function failureOf(
  kind: LedgerChange['kind'],
  host: HostPlan,
  failures: ReadonlyMap<string, RowFailure>,
): RowFailure | undefined {
  const found = host.ledger.filter((one) => one.kind === kind).map((one) => failures.get(changedKey(one)))
  return found.find((failure) => failure?.kind === 'failed') ?? found.find((failure) => failure !== undefined)
}
