import type {Zone} from '../../dns/zone.js'
import type {Route53Connection} from '../calls/client.js'
import type {CallContext} from '../calls/errors.js'
import type {Operation} from '../calls/operation.js'
import {textOf, type XmlElement} from '../xml.js'
import {answerOf, followPages, membersOf} from './record-set-page.js'

/** A listing of a zone that goes on by tokens. `path` is below the zone's. */
export interface TokenListing<T> extends Pick<Operation, 'name' | 'path' | 'query'> {
  readonly member: string
  readonly read: (member: XmlElement) => T
  /** Default: all. */
  readonly most?: number | undefined
}

/** @throws CliError */
export async function listByToken<T>(
  connection: Route53Connection,
  zone: Zone,
  context: CallContext,
  {name, path, query, member, read, most = Number.POSITIVE_INFINITY}: TokenListing<T>,
): Promise<readonly T[]> {
  const pages = followPages<string>(context, (start = '') => start)
  const found: T[] = []
  for (let token: string | undefined = ''; token !== undefined && found.length < most; ) {
    const nexttoken: string | undefined = token || undefined
    const answer = await connection.read(zone, (client) =>
      client.call({name, method: 'GET', path: `hostedzone/${zone.id}/${path}`, query: {...query, nexttoken}}),
    )
    const page = answerOf(answer, context)
    found.push(...membersOf(page, member, context).map(read))
    const next: string | undefined = textOf(page, 'NextToken') || undefined
    token = pages.after(token, next !== undefined, next)
  }
  return found
}
