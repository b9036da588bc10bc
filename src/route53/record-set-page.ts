import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {Route53Connection} from './client.js'
import {answerOf, checkPage} from './listing-answer.js'
import {fromWire} from './record-set-wire.js'
import type {SdkClient} from './sdk-client.js'

/** The most that ListResourceRecordSets gives in one answer. */
export const RECORD_SETS_PER_PAGE = 300

type PageInput = Parameters<SdkClient['listResourceRecordSets']>[0]

/** Where a page begins; empty: with the first set of the zone. */
export type PageStart = Omit<PageInput, 'HostedZoneId' | 'MaxItems'>

/** One page of a zone, and where the next one begins; undefined after the last. */
export interface Page {
  readonly recordSets: readonly RecordSet[]
  readonly next: PageStart | undefined
}

/** @throws CliError */
export async function readPage(connection: Route53Connection, zone: Zone, start: PageStart): Promise<Page> {
  const answer = await connection.read(zone, (client) =>
    client.listResourceRecordSets({HostedZoneId: zone.id, MaxItems: RECORD_SETS_PER_PAGE, ...start}),
  )
  const context = {
    doing: `read the record sets of zone ${zone.name} (${zone.id})`,
    action: 'route53:ListResourceRecordSets',
    zone,
    profile: zone.profile,
  }
  const page = answerOf(answer, context)
  const next = {
    ...(page.NextRecordName !== undefined && {StartRecordName: page.NextRecordName}),
    ...(page.NextRecordType !== undefined && {StartRecordType: page.NextRecordType}),
    ...(page.NextRecordIdentifier !== undefined && {StartRecordIdentifier: page.NextRecordIdentifier}),
  }
  checkPage(context, page.IsTruncated, keyOf(start), page.NextRecordName === undefined ? undefined : keyOf(next))
  return {
    recordSets: (page.ResourceRecordSets ?? []).map(fromWire),
    next: page.IsTruncated === true ? next : undefined,
  }
}

function keyOf({StartRecordName, StartRecordType, StartRecordIdentifier}: PageStart): string {
  return JSON.stringify([StartRecordName, StartRecordType, StartRecordIdentifier])
}
