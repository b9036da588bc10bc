import {readAwsError} from '../../aws/aws-error.js'
import type {RecordedBatch, RecordedChange} from '../../dns/recorded-change.js'
import type {Zone} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'
import type {Route53Connection} from '../calls/client.js'
import type {CallContext} from '../calls/errors.js'
import type {ChangeHistory, HistoryQuery, Recorded} from '../ports.js'
import {readRecordSet} from '../records/record-set-wire.js'
import {childOf, textOf, type XmlElement} from '../xml.js'
import {memberOf} from './record-set-page.js'
import {listByToken, type TokenListing} from './token-listing.js'

/** Zones without a history, partitions without the operations and missing rights are answers too. */
export function makeChangeHistory(connection: Route53Connection): ChangeHistory {
  async function list<T extends Omit<RecordedBatch, 'changeCount'>>(
    zone: Zone,
    query: HistoryQuery,
    action: string,
    {perPage, read, ...listing}: Omit<TokenListing<T>, 'read'> & {readonly perPage: number; readonly read: Read<T>},
  ): Promise<Recorded<T>> {
    const {since, until, name, type, most} = query
    const doing = `read the change history of zone ${zone.name} (${zone.id})`
    const context = {doing, action: `route53:${action}`, zone, profile: zone.profile}
    const [submittedafter, submittedbefore] = [since, until].map((ms) => ms && new Date(ms).toISOString())
    const maxresults = Math.min(most ?? perPage, perPage)
    const wire = {recordname: name, recordtype: type, submittedafter, submittedbefore, maxresults}
    try {
      const readMember = (member: XmlElement) => read(member, zone, context)
      const value = await listByToken(connection, zone, context, {...listing, query: wire, read: readMember, most})
      return {ok: true, value, reachesBack: true}
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      const {name: code, httpStatus} = readAwsError(error.cause)
      // A time before the history begins is refused.
      if (code === 'InvalidInput' && since !== undefined) {
        const all = await list(zone, {...query, since: undefined}, action, {...listing, perPage, read})
        if (!all.ok) return all
        return {ok: true, value: all.value.filter(({submittedAt}) => submittedAt >= since), reachesBack: false}
      }
      if (code === 'FeatureNotEnabled') return {ok: false, error: error.with(offParts(zone))}
      return {ok: false, error: httpStatus === 404 && code !== 'NoSuchHostedZone' ? error.with(ABSENT) : error}
    }
  }

  return {
    listBatches: (zone, span) =>
      list(zone, span, 'ListHostedZoneChangeBatches', {
        name: 'ListHostedZoneChangeBatches',
        path: 'changebatches',
        member: 'ChangeBatchSummaries',
        perPage: 1000,
        read: toBatch,
      }),
    // It has no IAM action of its own.
    listChanges: (zone, query) =>
      list(zone, query, 'GetHostedZoneChangeBatch', {
        name: 'ListResourceRecordSetChanges',
        path: 'rrsetchanges',
        member: 'ResourceRecordSetChanges',
        perPage: 100,
        read: toChange,
      }),
  }
}

type Read<T> = (member: XmlElement, zone: Zone, context: CallContext) => T

const ABSENT = {
  code: 'ROUTE53_NO_HISTORY',
  happened: 'This partition or endpoint of Route 53 has no change history.',
  fix: [],
} as const

function offParts({name, id}: Zone) {
  return {
    code: 'ROUTE53_NO_HISTORY',
    happened: `Zone ${name} (${id}) has no change history: Route 53 keeps one for zones of the tier ADVANCED only.`,
    fix: ['set the tier of the zone to ADVANCED, for a price: later changes are then recorded'],
  } as const
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
