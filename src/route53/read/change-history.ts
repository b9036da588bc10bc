import {readAwsError} from '../../aws/aws-error.js'
import type {RecordedBatch, RecordedChange} from '../../dns/recorded-change.js'
import type {Zone} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'
import type {Route53Connection} from '../calls/client.js'
import type {CallContext} from '../calls/errors.js'
import type {Operation} from '../calls/operation.js'
import type {ChangeHistory, HistoryQuery, Recorded} from '../ports.js'
import {readRecordSet} from '../records/record-set-wire.js'
import {childOf, textOf, type XmlElement} from '../xml.js'
import {answerOf, followPages, memberOf, membersOf} from './record-set-page.js'

type Call = Pick<Operation, 'name' | 'path' | 'query'>

/** Zones without a history, partitions without the operations and missing rights are answers too. */
export function makeChangeHistory(connection: Route53Connection): ChangeHistory {
  async function ask<T>(
    zone: Zone,
    call: Call,
    read: (answer: XmlElement, context: CallContext) => readonly T[],
  ): Promise<Recorded<T>> {
    const context = contextOf(zone, call)
    const path = `hostedzone/${zone.id}/${call.path}`
    const answer = await connection.read(zone, (client) => client.call({...call, method: 'GET', path}))
    try {
      if (!answer.ok) throwUnlessKept(answer.error, zone, context)
      return {ok: true, value: read(answerOf(answer, context), context), reachesBack: true}
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      return {ok: false, error}
    }
  }

  async function list<T>(
    zone: Zone,
    {name, path, member, perPage}: Listing,
    query: HistoryQuery,
    read: (one: XmlElement, zone: Zone, context: CallContext) => T,
  ): Promise<Recorded<T>> {
    const {since, until, most = Number.POSITIVE_INFINITY} = query
    const [submittedafter, submittedbefore] = [since, until].map((ms) => ms && new Date(ms).toISOString())
    const filter = {recordname: query.name, recordtype: query.type, submittedafter, submittedbefore}
    const pages = followPages<string>(contextOf(zone, {name}), (start = '') => start)
    const found: T[] = []
    for (let token: string | undefined = ''; token !== undefined && found.length < most; ) {
      const start: string = token
      const wire = {...filter, maxresults: Math.min(most, perPage), nexttoken: start || undefined}
      const page = await ask(zone, {name, path, query: wire}, (answer, context) => {
        const next = textOf(answer, 'NextToken') || undefined
        token = pages.after(start, next !== undefined, next)
        return membersOf(answer, member, context).map((one) => read(one, zone, context))
      })
      // A time before the history begins is refused.
      if (!page.ok && start === '' && since !== undefined && codeOf(page.error) === 'InvalidInput') {
        const all = await list(zone, {name, path, member, perPage}, {...query, since: undefined}, read)
        return all.ok ? {...all, reachesBack: false} : all
      }
      if (!page.ok) return page
      found.push(...page.value)
    }
    return {ok: true, value: found, reachesBack: true}
  }

  return {
    listBatches: (zone, span) => list(zone, BATCHES, span, toBatch),
    listChanges: (zone, query) => list(zone, CHANGES, query, toChange),
    async readBatch(zone, changeId) {
      const call = {name: 'GetHostedZoneChangeBatch', path: `changebatches/${encodeURIComponent(changeId)}`}
      const batch = await ask(zone, call, (answer, context) => {
        const summary = toBatch(memberOf(childOf(answer, 'ChangeBatchSummary'), context), zone, context)
        const changes = membersOf(memberOf(childOf(answer, 'ChangeBatch'), context), 'Changes', context)
        return changes.map((one) => ({...summary, ...toAction(one, context)}))
      })
      return !batch.ok && codeOf(batch.error) === 'NoSuchChange' ? {ok: true, value: [], reachesBack: true} : batch
    },
  }
}

interface Listing extends Pick<Call, 'name' | 'path'> {
  readonly member: string
  readonly perPage: number
}

const BATCHES: Listing = {
  name: 'ListHostedZoneChangeBatches',
  path: 'changebatches',
  member: 'ChangeBatchSummaries',
  perPage: 1000,
}
const CHANGES: Listing = {
  name: 'ListResourceRecordSetChanges',
  path: 'rrsetchanges',
  member: 'ResourceRecordSetChanges',
  perPage: 100,
}

function throwUnlessKept(error: unknown, zone: Zone, {doing}: CallContext): void {
  const {name: code, httpStatus} = readAwsError(error)
  const isOff = code === 'FeatureNotEnabled'
  if (!isOff && (httpStatus !== 404 || code.startsWith('NoSuch'))) return
  const happened = isOff
    ? `Zone ${zone.name} (${zone.id}) has no change history: Route 53 keeps one for zones of the tier ADVANCED only.`
    : 'This partition or endpoint of Route 53 has no change history.'
  const fix = isOff ? ['set the tier of the zone to ADVANCED, for a price: later changes are then recorded'] : []
  throw new CliError({code: 'ROUTE53_NO_HISTORY', doing, happened, fix, cause: error})
}

function codeOf({cause}: CliError): string {
  return readAwsError(cause).name
}

/** The listing of changes has no IAM action of its own. */
function contextOf(zone: Zone, {name}: Pick<Call, 'name'>): CallContext {
  const action = `route53:${name === CHANGES.name ? 'GetHostedZoneChangeBatch' : name}`
  return {doing: `read the change history of zone ${zone.name} (${zone.id})`, action, zone, profile: zone.profile}
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
  return {...toBatch(one, zone, context), ...toAction(one, context)}
}

function toAction(one: XmlElement, context: CallContext): Pick<RecordedChange, 'action' | 'recordSet'> {
  const recordSet = readRecordSet(memberOf(childOf(one, 'ResourceRecordSet'), context))
  return {action: memberOf(textOf(one, 'Action'), context), recordSet}
}
