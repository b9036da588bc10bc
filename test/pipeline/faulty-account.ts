import {CliError, type ErrorCode} from '../../src/errors/cli-error.js'
import type {BatchEvent} from '../../src/pipeline/ports.js'
import type {BatchOutcome, ChangeBatch} from '../../src/route53/ports.js'
import {makeStrictAccount, type StrictAccount} from '../plan/strict-account.js'

/** What goes wrong with a call to a strict account. */
export type Fault =
  /** The request is carried out, but its answer is lost. */
  | 'answer-lost'
  /** The request never arrives, which the caller does not know. */
  | 'request-lost'
  | 'denied'
  | 'failed'
  /** Someone else writes first. */
  | {readonly before: () => Promise<void>}

export interface FaultyAccount {
  readonly account: StrictAccount
  readonly events: readonly BatchEvent[]
  /** The hosts of each request: `example.com: web api`. */
  readonly sent: readonly string[]
  readonly ports: Parameters<typeof import('../../src/pipeline/apply/apply-plan.js').applyPlan>[2]
}

export function cliError(code: ErrorCode = 'ROUTE53_FAILED'): CliError {
  return new CliError({code, doing: 'change zone shop.io (Z1)', happened: 'It did not work.', fix: []})
}

/** @param faultOf the fault for the call with this number, starting at 1. */
export function faultyAccount(
  contents: Parameters<typeof makeStrictAccount>[0],
  faultOf: (call: number, batch: ChangeBatch) => Fault | undefined = () => undefined,
  isStopping: (calls: number) => boolean = () => false,
): FaultyAccount {
  const account = makeStrictAccount(contents)
  const events: BatchEvent[] = []
  const sent: string[] = []
  const submit = async (batch: ChangeBatch): Promise<BatchOutcome> => {
    sent.push(`${batch.zone.id}: ${batch.groups.map(({key}) => key.replace('.shop.io', '')).join(' ')}`)
    const fault = faultOf(sent.length, batch)
    switch (fault) {
      case 'answer-lost':
        await account.submit(batch)
        return {kind: 'unknown', error: cliError('AWS_UNREACHABLE')}
      case 'request-lost':
        return {kind: 'unknown', error: cliError('AWS_UNREACHABLE')}
      case 'denied':
        return {kind: 'denied', error: cliError('ROUTE53_ACCESS_DENIED')}
      case 'failed':
        return {kind: 'failed', error: cliError('AWS_CREDENTIALS_EXPIRED')}
      case undefined:
        return account.submit(batch)
      default:
        await fault.before()
        return account.submit(batch)
    }
  }
  return {
    account,
    events,
    sent,
    ports: {
      submitter: {submit},
      zones: account,
      isStopping: () => isStopping(sent.length),
      report: (event) => events.push(event),
    },
  }
}
