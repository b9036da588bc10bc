import {readAwsError} from '../../aws/aws-error.js'
import type {RecordedBatch, RecordedChange} from '../../dns/recorded-change.js'
import type {Zone} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'
import type {Route53Connection} from '../calls/client.js'
import {type CallContext, zoneContext} from '../calls/errors.js'
import type {ChangeHistory, HistoryQuery, Recorded} from '../ports.js'
import {readRecordSet} from '../records/record-set-wire.js'
import {childOf, textOf, type XmlElement} from '../xml.js'
import {listMembers, memberOf} from './record-set-page.js'

const BATCHES = {name: 'ListHostedZoneChangeBatches', path: 'changebatches', member: 'ChangeBatchSummaries', size: 1000}
const CHANGES = {
  name: 'ListResourceRecordSetChanges',
  path: 'rrsetchanges',
  member: 'ResourceRecordSetChanges',
  size: 100,
}

export function makeChangeHistory(connection: Route53Connection): ChangeHistory {
  return {
    listBatches: (zone, query) => list(connection, zone, query, BATCHES, toBatch),
    listChanges: (zone, query) => list(connection, zone, query, CHANGES, toChange),
  }
}

/** A zone without a history, a partition without the operation and a missing right are answers too. */
async function list<T extends Pick<RecordedBatch, 'submittedAt'>>(
  connection: Route53Connection,
  zone: Zone,
  query: HistoryQuery,
  listing: typeof BATCHES,
  read: (member: XmlElement, zone: Zone, context: CallContext) => T,
): Promise<Recorded<T>> {
  const {since, until, name: recordname, type: recordtype, most} = query
  // The listing of changes has no IAM action of its own.
  const action = listing === CHANGES ? 'GetHostedZoneChangeBatch' : listing.name
  const context = zoneContext(zone, 'read the change history of', action)
  const {doing} = context
  if (zone.features?.tier === 'STANDARD') return {ok: false, error: noHistory(doing, zone)}
  const [submittedafter, submittedbefore] = [since, until].map((ms) => ms && new Date(ms).toISOString())
  const maxresults = Math.min(most ?? listing.size, listing.size)
  const wire = {recordname, recordtype, submittedafter, submittedbefore, maxresults}
  const readMember = (member: XmlElement) => read(member, zone, context)
  try {
    const path = `hostedzone/${zone.id}/${listing.path}`
    const value = await listMembers(connection, zone, context, {...listing, path, query: wire, read: readMember, most})
    return {ok: true, value, reachesBack: true}
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const {name: code, httpStatus} = readAwsError(error.cause)
    if (code === 'FeatureNotEnabled') return {ok: false, error: noHistory(doing, zone)}
    if (httpStatus === 404 && code !== 'NoSuchHostedZone') return {ok: false, error: noHistory(doing)}
    // A time before the history begins is refused.
    if (code !== 'InvalidInput' || since === undefined) return {ok: false, error}
    const all = await list(connection, zone, {...query, since: undefined}, listing, read)
    if (!all.ok) return all
    return {ok: true, value: all.value.filter(({submittedAt}) => submittedAt >= since), reachesBack: false}
  }
}

/** @param zone that may get one; undefined: none can. */
function noHistory(doing: string, zone?: Zone): CliError {
  const happened = zone
    ? `Zone ${zone.name} (${zone.id}) has no change history: Route 53 keeps one for zones of the tier ADVANCED only.`
    : 'This partition or endpoint of Route 53 has no change history.'
  const fix = zone
    ? ['set its tier to ADVANCED (UpdateHostedZoneTier), for a price: what is changed from then on is recorded']
    : []
  return new CliError({code: 'ROUTE53_NO_HISTORY', doing, happened, fix})
}

function toBatch(one: XmlElement, zone: Zone, context: CallContext): RecordedBatch {
  return {
    zone,
    changeId: memberOf(textOf(one, 'ChangeId'), context).replace(/^\/?change\//, ''),
    operation: memberOf(textOf(one, 'Operation'), context),
    submittedAt: memberOf(Date.parse(textOf(one, 'SubmittedAt') ?? '') || undefined, context),
    submittedBy: textOf(one, 'SubmittedBy') || undefined,
    comment: textOf(one, 'Comment') || undefined,
    changeCount: Number(textOf(one, 'ChangeCount')) || 0,
  }
}

function toChange(one: XmlElement, zone: Zone, context: CallContext): RecordedChange {
  const recordSet = readRecordSet(memberOf(childOf(one, 'ResourceRecordSet'), context))
  return {...toBatch(one, zone, context), action: memberOf(textOf(one, 'Action'), context), recordSet}
}
