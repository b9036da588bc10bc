import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'
import type {Access} from '../calls/access.js'
import type {Route53Connection} from '../calls/client.js'
import {type CallContext, toCliError, zoneContext} from '../calls/errors.js'
import type {Operation} from '../calls/operation.js'
import {decodeName, readRecordSet} from '../records/record-set-wire.js'
import {childOf, textOf, type XmlElement} from '../xml.js'

/** The most that ListResourceRecordSets returns in one answer. */
export const RECORD_SETS_PER_PAGE = 300

/** Where a page begins; empty: at the first set of the zone. */
export interface PageStart {
  readonly name?: string
  readonly type?: string | undefined
  readonly identifier?: string | undefined
}

/** One page of a zone, and the start of the next one; undefined after the last. */
export interface Page {
  readonly recordSets: readonly RecordSet[]
  readonly next: PageStart | undefined
}

export function recordSetsContext(zone: Zone): CallContext {
  return zoneContext(zone, 'read the record sets of', 'ListResourceRecordSets')
}

/** Reads pages of a zone in listing order, and never the same one twice. */
export function openPages(connection: Route53Connection, zone: Zone): (start: PageStart) => Promise<Page> {
  const context = recordSetsContext(zone)
  const pages = followPages(context, ({name, type, identifier}: PageStart = {}) =>
    JSON.stringify([name, type, identifier]),
  )
  return async (start) => {
    const page = await answerTo(connection, zone, context, {
      name: 'ListResourceRecordSets',
      method: 'GET',
      path: `hostedzone/${zone.id}/rrset`,
      query: {maxitems: RECORD_SETS_PER_PAGE, ...start},
    })
    const name = textOf(page, 'NextRecordName')
    const [type, identifier] = [textOf(page, 'NextRecordType'), textOf(page, 'NextRecordIdentifier')]
    const recordSets = membersOf(page, 'ResourceRecordSets', context).map((set) => {
      memberOf(textOf(set, 'Name') || undefined, context)
      memberOf(textOf(set, 'Type') || undefined, context)
      return readRecordSet(set)
    })
    const next = name === undefined ? undefined : nextStart({name, type, identifier}, recordSets.at(-1))
    return {recordSets, next: pages.after(start, isTruncated(page), next)}
  }
}

/** A name that the page has nothing of is read from its first set: one may come before the set that AWS names. */
export function nextStart(next: PageStart & {readonly name: string}, last: RecordSet | undefined): PageStart {
  return decodeName(next.name) === last?.name ? next : {name: next.name}
}

/** Undefined where an answer does not say whether its listing goes on. */
function isTruncated(page: XmlElement): boolean | undefined {
  const text = textOf(page, 'IsTruncated')
  return text === 'true' ? true : text === 'false' ? false : undefined
}

/** A listing in which one text names a place. */
export interface Listing<T> extends Pick<Operation, 'name' | 'path' | 'query'> {
  readonly member: string
  readonly read: (member: XmlElement) => T
  /** Default: all. */
  readonly most?: number | undefined
  /** Default: a token. An answer with a marker says in another member whether there is a next page. */
  readonly place?: 'marker' | 'token'
}

/** @throws CliError */
export async function listMembers<T>(
  connection: Route53Connection,
  access: Access,
  context: CallContext,
  {name, path, query, member, read, most = Number.POSITIVE_INFINITY, place = 'token'}: Listing<T>,
): Promise<readonly T[]> {
  const pages = followPages<string>(context, (start = '') => start)
  const [parameter, continuation] = place === 'token' ? ['nexttoken', 'NextToken'] : ['marker', 'NextMarker']
  const found: T[] = []
  let start: string | undefined
  do {
    const operation = {name, method: 'GET', path, query: {...query, [parameter]: start}} as const
    const page = await answerTo(connection, access, context, operation)
    found.push(...membersOf(page, member, context).map(read))
    const next = textOf(page, continuation)
    start = pages.after(start, place === 'token' ? Boolean(next) : isTruncated(page), next)
  } while (start !== undefined && found.length < most)
  return found
}

/** The members of a list that the API always sends, even if empty. @throws CliError */
export function membersOf(answer: XmlElement, name: string, context: CallContext): readonly XmlElement[] {
  return memberOf(childOf(answer, name), context).children
}

/** The limit of pages: 600,000 record sets or 200,000 zones, far beyond Route 53's quotas. */
const MOST_PAGES = 2000

/** The answer to a successful call. @throws CliError */
export async function answerTo(
  connection: Route53Connection,
  access: Access,
  context: CallContext,
  operation: Operation,
): Promise<XmlElement> {
  const answer = await connection.read(access, (client) => client.call(operation))
  if (!answer.ok) throw toCliError(answer, context)
  return answer.value
}

/** A member that the API always sends, even if empty. @throws CliError */
export function memberOf<T>(value: T | undefined, context: CallContext): T {
  if (value === undefined)
    throw unusable(context, 'The answer is not complete: a part that AWS always sends is missing.')
  return value
}

/** Checks the order of pages in one listing. */
export interface Pages<Start> {
  /**
   * The start of the next page. Part of a listing must never pass for all of it, since records would be deleted. So an
   * answer has to say whether the listing goes on (the page of a proxy does not), and where, and not at a place it has
   * already been.
   *
   * @returns undefined after the last page.
   * @throws CliError
   */
  after(start: Start | undefined, isTruncated: boolean | undefined, next: Start | undefined): Start | undefined
}

/** @param keyOf a text for each place in the listing. */
export function followPages<Start>(context: CallContext, keyOf: (start: Start | undefined) => string): Pages<Start> {
  const seenPositions = new Set<string>()
  return {
    after(start, isTruncated, next) {
      seenPositions.add(keyOf(start))
      if (isTruncated === false) return undefined
      if (isTruncated === undefined || next === undefined) {
        throw unusable(context, 'The answer is not a complete page of a listing.')
      }
      if (seenPositions.has(keyOf(next))) {
        throw unusable(context, 'The listing leads back to a page that was read before, so it would never end.')
      }
      if (seenPositions.size >= MOST_PAGES)
        throw unusable(context, `The listing does not end within ${MOST_PAGES} pages.`)
      return next
    },
  }
}

/** An answer that AWS does not give. */
export function unusable({doing}: CallContext, happened: string): CliError {
  return new CliError({
    code: 'ROUTE53_FAILED',
    doing,
    happened,
    fix: ['check that nothing is between this machine and AWS (proxy, AWS_ENDPOINT_URL)', 'run the same command again'],
  })
}
