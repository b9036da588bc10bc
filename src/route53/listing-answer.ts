import {CliError} from '../errors/cli-error.js'
import {type CallContext, toCliError} from './errors.js'
import type {Attempt} from './retry.js'

/** 600,000 record sets, 200,000 zones: far beyond what Route 53 lets an account have. */
const MOST_PAGES = 2000

/** @throws CliError */
export function answerOf<T>(answer: Attempt<T>, context: CallContext): T {
  if (!answer.ok) throw toCliError(answer, context)
  return answer.value
}

/** A member that the API always sends, be it empty. @throws CliError */
export function memberOf<T>(value: T | undefined, context: CallContext): T {
  if (value === undefined)
    throw unusable(context, 'The answer is not complete: a part that AWS always sends is missing.')
  return value
}

/** The pages of one listing: where the next one begins. */
export interface Pages<Start> {
  /**
   * Half a listing must never pass for a whole one: records would be deleted for it. So an answer has to say whether it
   * goes on (a page of a proxy does not), and where, and not where the listing has been before.
   *
   * @returns undefined after the last page.
   * @throws CliError
   */
  after(start: Start | undefined, isTruncated: boolean | undefined, next: Start | undefined): Start | undefined
}

/** @param keyOf one text for each place in the listing. */
export function followPages<Start>(context: CallContext, keyOf: (start: Start | undefined) => string): Pages<Start> {
  const asked = new Set<string>()
  return {
    after(start, isTruncated, next) {
      asked.add(keyOf(start))
      if (isTruncated === false) return undefined
      if (isTruncated === undefined || next === undefined) {
        throw unusable(context, 'The answer is no complete page of a listing.')
      }
      if (asked.has(keyOf(next))) {
        throw unusable(context, 'The listing leads back to a page that was read before, so it would never end.')
      }
      if (asked.size >= MOST_PAGES) throw unusable(context, `The listing does not end within ${MOST_PAGES} pages.`)
      return next
    },
  }
}

function unusable({doing}: CallContext, happened: string): CliError {
  return new CliError({
    code: 'ROUTE53_FAILED',
    doing,
    happened,
    fix: ['check that nothing stands between here and AWS (proxy, AWS_ENDPOINT_URL)', 'run the same command again'],
  })
}
