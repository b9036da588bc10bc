import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {Route53Connection} from './client.js'
import type {CallContext} from './errors.js'
import {answerOf, followPages, memberOf} from './listing-answer.js'
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

export function recordSetsContext(zone: Zone): CallContext {
  return {
    doing: `read the record sets of zone ${zone.name} (${zone.id})`,
    action: 'route53:ListResourceRecordSets',
    zone,
    profile: zone.profile,
  }
}

/** Reads pages of a zone that follow one another, or begin at names in their order; never the same one again. */
export function openPages(connection: Route53Connection, zone: Zone): (start: PageStart) => Promise<Page> {
  const context = recordSetsContext(zone)
  const pages = followPages(context, keyOf)
  return async (start) => {
    const answer = await connection.read(zone, (client) =>
      client.listResourceRecordSets({HostedZoneId: zone.id, MaxItems: RECORD_SETS_PER_PAGE, ...start}),
    )
    const page = answerOf(answer, context)
    const {NextRecordName: name, NextRecordType: type, NextRecordIdentifier: identifier} = page
    const next = name === undefined ? undefined : toStart(name, type, identifier)
    return {
      recordSets: memberOf(page.ResourceRecordSets, context).map((set) => {
        memberOf(set.Name, context)
        memberOf(set.Type, context)
        return fromWire(set)
      }),
      next: pages.after(start, page.IsTruncated, next),
    }
  }
}

function toStart(name: string, type: PageStart['StartRecordType'], identifier: string | undefined): PageStart {
  return {
    StartRecordName: name,
    ...(type !== undefined && {StartRecordType: type}),
    ...(identifier !== undefined && {StartRecordIdentifier: identifier}),
  }
}

function keyOf({StartRecordName, StartRecordType, StartRecordIdentifier}: PageStart = {}): string {
  return JSON.stringify([StartRecordName, StartRecordType, StartRecordIdentifier])
}
