import {
  isAccessDenied,
  isLostAnswer,
  isServerFault,
  isStrangeAnswer,
  readAwsError,
  StrangeAnswer,
  wasNeverSent,
} from '../../aws/aws-error.js'
import type {FailedAttempt} from '../../aws/retry.js'
import type {Route53Connection} from '../calls/client.js'
import {toCliError, zoneContext} from '../calls/errors.js'
import type {Operation} from '../calls/operation.js'
import type {BatchOutcome, ChangeBatch, ChangeSubmitter, ChangeWatcher, Progress} from '../ports.js'
import {writeRecordSet} from '../records/record-set-wire.js'
import {childOf, element, textOf, writeRequest, type XmlElement} from '../xml.js'
import {orderedChanges} from './change-batch.js'
import {splitMessages} from './rejection.js'

/** Errors of a valid request that Route 53 refused: a smaller batch may pass. */
const REFUSALS = new Set('InvalidChangeBatch InvalidInput InvalidArgument NoSuchHealthCheck LimitsExceeded'.split(' '))

/** @param comment of every batch; empty: none. */
export function makeChangeSubmitter(
  connection: Route53Connection,
  comment = '',
  progress: Progress = () => {},
): ChangeSubmitter {
  return {
    async submit(batch) {
      const outcome = await submitBatch(connection, batch, comment)
      progress({zone: batch.zone, batch})
      return outcome
    },
  }
}

async function submitBatch(connection: Route53Connection, batch: ChangeBatch, comment: string): Promise<BatchOutcome> {
  const {zone} = batch
  const operation: Operation = {
    name: 'ChangeResourceRecordSets',
    method: 'POST',
    path: `hostedzone/${zone.id}/rrset`,
    body: changeRequest(batch, comment),
  }
  const answer = await connection.change(zone, async (client) => toAccepted(await client.call(operation)))
  return answer.ok ? answer.value : toOutcome(answer, batch)
}

function changeRequest(batch: ChangeBatch, comment: string): string {
  const changes = orderedChanges(batch).map(({action, recordSet}) =>
    element('Change', [element('Action', action), writeRecordSet(recordSet)]),
  )
  return writeRequest('ChangeResourceRecordSetsRequest', [
    element('ChangeBatch', [element('Comment', comment || undefined), element('Changes', changes)]),
  ])
}

/** The accepted change. Only its id proves that Route 53 accepted it. */
function toAccepted(answer: XmlElement): BatchOutcome {
  const {changeId, status} = changeInfo(answer)
  if (changeId === '') throw new StrangeAnswer('names no change', 200)
  return {kind: 'accepted', changeId, status: status === 'INSYNC' ? 'INSYNC' : 'PENDING'}
}

function changeInfo(answer: XmlElement): {readonly changeId: string; readonly status: string | undefined} {
  const info = childOf(answer, 'ChangeInfo')
  if (info === undefined) return {changeId: '', status: undefined}
  return {changeId: textOf(info, 'Id')?.replace(/^\/change\//, '') ?? '', status: textOf(info, 'Status')}
}

/**
 * The outcome of a failed call. A refusal counts only if every try before it certainly had no effect: after a server
 * error the first request may have been made, and the second refused because of it.
 */
function toOutcome(failed: FailedAttempt, batch: ChangeBatch): BatchOutcome {
  const error = readAwsError(failed.error)
  const context = zoneContext(batch.zone, 'change', 'ChangeResourceRecordSets')
  const shown = (changed: string) => toCliError(failed, {...context, changed})
  if (failed.failures.some(mayHaveChanged)) {
    return {kind: 'unknown', error: shown('It is not known whether this batch was applied.')}
  }
  if (REFUSALS.has(error.name)) return {kind: 'rejected', messages: splitMessages(error.messages, error.message)}
  const kind = isAccessDenied(failed.error) ? 'denied' : 'failed'
  return {kind, error: shown('Nothing of this batch was changed.')}
}

/** True for everything but a clear refusal or a request that was not sent. */
function mayHaveChanged(error: unknown): boolean {
  if (isServerFault(error) || isLostAnswer(error) || isStrangeAnswer(error)) return true
  return readAwsError(error).httpStatus === undefined && !wasNeverSent(error)
}

export function makeChangeWatcher(connection: Route53Connection): ChangeWatcher {
  return {
    async readStatus(zone, changeId) {
      const path = `change/${encodeURIComponent(changeId)}`
      const answer = await connection.read(zone, async (client) => {
        const {status} = changeInfo(await client.call({name: 'GetChange', method: 'GET', path}))
        // Without a status it would be polled for ever.
        if (status === undefined) throw new StrangeAnswer('names no status', 200)
        return status === 'INSYNC' ? 'INSYNC' : 'PENDING'
      })
      if (answer.ok) return answer.value
      const context = zoneContext(zone, `ask about change ${changeId} of`, 'GetChange')
      throw toCliError(answer, {...context, zone: undefined, changed: 'The change was accepted.'})
    },
  }
}
