import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {Zone} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'
import type {Protection} from '../../plan/plan-input.js'
import type {Route53Connection} from '../calls/client.js'
import {decodeName} from '../records/record-set-wire.js'
import {textOf} from '../xml.js'
import {answerOf, followPages, memberOf, membersOf} from './record-set-page.js'

/** The most that one answer holds, and the default. */
const PROTECTIONS_PER_PAGE = 300

/**
 * The record set protections of a zone. A partition may lack the operation, or the caller the right: then they are not
 * known, which fails nothing, since Route 53 itself refuses what is protected.
 */
export async function listProtections(
  connection: Route53Connection,
  zone: Zone,
): Promise<Parsed<readonly Protection[]>> {
  const context = {
    doing: `list the record set protections of zone ${zone.name} (${zone.id})`,
    action: 'route53:ListResourceRecordSetProtections',
    zone,
    profile: zone.profile,
  }
  const pages = followPages<string>(context, (start = '') => start)
  const found: Protection[] = []
  try {
    for (let token: string | undefined = ''; token !== undefined; ) {
      const nexttoken: string | undefined = token || undefined
      const answer = await connection.read(zone, (client) =>
        client.call({
          name: 'ListResourceRecordSetProtections',
          method: 'GET',
          path: `hostedzone/${zone.id}/rrsetprotection`,
          query: {maxresults: PROTECTIONS_PER_PAGE, nexttoken},
        }),
      )
      const page = answerOf(answer, context)
      for (const one of membersOf(page, 'ResourceRecordSetProtections', context)) {
        const name = decodeName(memberOf(textOf(one, 'RecordName'), context))
        found.push({
          name,
          type: memberOf(textOf(one, 'RecordType'), context),
          comment: textOf(one, 'Comment') || undefined,
        })
      }
      const next: string | undefined = textOf(page, 'NextToken') || undefined
      token = pages.after(token, next !== undefined, next)
    }
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return problem(`the record set protections of zone ${zone.name} (${zone.id}) are not known: ${error.phrase}`)
  }
  return parsed(found)
}
