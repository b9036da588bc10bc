import {CliError} from '../errors/cli-error.js'
import {type CallContext, toCliError} from './errors.js'
import type {Attempt} from './retry.js'

/** @throws CliError */
export function answerOf<T>(answer: Attempt<T>, context: CallContext): T {
  if (!answer.ok) throw toCliError(answer, context)
  return answer.value
}

/**
 * Half a listing must never pass for a whole one: records would be deleted for it. So an answer has to say whether it
 * goes on (a page of a proxy does not), and where, and not where it began.
 *
 * @throws CliError
 */
export function checkPage(
  {doing}: CallContext,
  isTruncated: boolean | undefined,
  start: string | undefined,
  next: string | undefined,
): void {
  if (isTruncated === false || (isTruncated === true && next !== undefined && next !== start)) return
  throw new CliError({
    code: 'ROUTE53_FAILED',
    doing,
    happened: 'The answer is no complete page of a listing.',
    fix: ['check that nothing stands between here and AWS (proxy, AWS_ENDPOINT_URL)', 'run the same command again'],
  })
}
