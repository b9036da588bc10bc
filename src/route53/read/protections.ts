import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {Zone} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'
import type {Protection} from '../../plan/plan-input.js'
import type {Route53Connection} from '../calls/client.js'
import {zoneContext} from '../calls/errors.js'
import {decodeName} from '../records/record-set-wire.js'
import {textOf} from '../xml.js'
import {type Listing, listMembers, memberOf} from './record-set-page.js'

/**
 * The record set protections of a zone. A partition may lack the operation, or the caller the right: then they are not
 * known, which fails nothing, since Route 53 itself refuses what is protected.
 */
export async function listProtections(
  connection: Route53Connection,
  zone: Zone,
): Promise<Parsed<readonly Protection[]>> {
  const name = 'ListResourceRecordSetProtections'
  const context = zoneContext(zone, 'list the record set protections of', name)
  const listing: Listing<Protection> = {
    name,
    path: `hostedzone/${zone.id}/rrsetprotection`,
    query: {maxresults: 300},
    member: 'ResourceRecordSetProtections',
    read: (one) => ({
      name: decodeName(memberOf(textOf(one, 'RecordName'), context)),
      type: memberOf(textOf(one, 'RecordType'), context),
      comment: textOf(one, 'Comment') || undefined,
    }),
  }
  try {
    return parsed(await listMembers(connection, zone, context, listing))
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return problem(`the record set protections of zone ${zone.name} (${zone.id}) are not known: ${error.phrase}`)
  }
}
