import type {RecordSet} from '../dns/record-set.js'
import {compareZones, type Zone, type ZoneId} from '../dns/zone.js'
import {CliError} from '../errors/cli-error.js'
import type {Route53Connection} from './client.js'
import {type CallContext, toCliError} from './errors.js'
import {compareListed, isListedBefore} from './listing-order.js'
import type {ZoneReader} from './ports.js'
import type {Progress} from './progress.js'
import {bareZoneId, decodeName, fromWire} from './record-set-wire.js'
import type {Attempt} from './retry.js'
import type {SdkClient} from './sdk-client.js'

const ZONES_PER_PAGE = 100
const RECORD_SETS_PER_PAGE = 300
/** API reference, ListTagsForResources. */
const ZONES_PER_TAG_CALL = 10

type PageInput = Parameters<SdkClient['listResourceRecordSets']>[0]

/** One page of a zone, and where the next one begins; undefined after the last. */
interface Page {
  readonly recordSets: readonly RecordSet[]
  readonly next: Omit<PageInput, 'HostedZoneId' | 'MaxItems'> | undefined
}

export function makeZoneReader(connection: Route53Connection, progress: Progress = () => {}): ZoneReader {
  return {
    listZones: async () =>
      mergeZones(await Promise.all(connection.profiles.map((each) => listZonesOf(connection, each)))),
    listZoneTags: (zones) => listZoneTags(connection, zones),
    async listRecordSets(zone) {
      const recordSets: RecordSet[] = []
      let start: Page['next'] = {}
      for (let pages = 1; start !== undefined; pages++) {
        const page: Page = await readPage(connection, zone, start)
        recordSets.push(...page.recordSets)
        start = page.next
        progress({zone, pages, recordSets: recordSets.length})
      }
      return recordSets
    },
    listRecordSetsNamed: (zone, names) => listRecordSetsNamed(connection, zone, names),
  }
}

async function listZonesOf(connection: Route53Connection, profile: string | undefined): Promise<readonly Zone[]> {
  const context = {doing: 'list the hosted zones', action: 'route53:ListHostedZones', zone: undefined, profile}
  const zones: Zone[] = []
  let marker: string | undefined
  do {
    const at = marker
    const answer = await connection.read(profile, (client) =>
      client.listHostedZones({MaxItems: ZONES_PER_PAGE, ...(at !== undefined && {Marker: at})}),
    )
    const {HostedZones = [], IsTruncated, NextMarker} = answerOf(answer, context)
    checkPage(context, IsTruncated, at, NextMarker)
    for (const zone of HostedZones) {
      zones.push({
        // AWS says so; this is the one place where the brand is made.
        id: bareZoneId(zone.Id ?? '') as ZoneId,
        name: decodeName(zone.Name ?? ''),
        isPrivate: zone.Config?.PrivateZone ?? false,
        recordSetCount: zone.ResourceRecordSetCount,
        profile,
      })
    }
    marker = IsTruncated === true ? NextMarker : undefined
  } while (marker !== undefined)
  return zones
}

/** A zone that several profiles see belongs to the first of them. */
function mergeZones(zonesByProfile: readonly (readonly Zone[])[]): readonly Zone[] {
  const zones = new Map(
    zonesByProfile
      .flat()
      .reverse()
      .map((zone) => [zone.id, zone]),
  )
  return [...zones.values()].sort(compareZones)
}

async function listZoneTags(
  connection: Route53Connection,
  zones: readonly Zone[],
): Promise<ReadonlyMap<ZoneId, ReadonlyMap<string, string>>> {
  const tags = new Map<ZoneId, ReadonlyMap<string, string>>()
  const groups = connection.profiles.flatMap((profile) => chunk(zones.filter((zone) => zone.profile === profile)))
  await Promise.all(
    groups.map(async (group) => {
      const [first] = group
      if (first === undefined) return
      const {profile} = first
      const context = {doing: 'read the tags of the hosted zones', action: 'route53:ListTagsForResources', profile}
      const answer = await connection.read(profile, (client) =>
        client.listTagsForResources({ResourceType: 'hostedzone', ResourceIds: group.map((zone) => zone.id)}),
      )
      const {ResourceTagSets = []} = answerOf(answer, {...context, zone: undefined})
      for (const {ResourceId, Tags = []} of ResourceTagSets) {
        const zone = group.find(({id}) => id === bareZoneId(ResourceId ?? ''))
        if (zone !== undefined) tags.set(zone.id, new Map(Tags.map(({Key = '', Value = ''}) => [Key, Value])))
      }
    }),
  )
  return tags
}

function chunk(zones: readonly Zone[]): readonly (readonly Zone[])[] {
  const count = Math.ceil(zones.length / ZONES_PER_TAG_CALL)
  return Array.from({length: count}, (_each, index) =>
    zones.slice(index * ZONES_PER_TAG_CALL, (index + 1) * ZONES_PER_TAG_CALL),
  )
}

/**
 * Asks for the first name and takes from the page what else is wanted; names that the page has gone past are done. So it
 * takes no more calls than there are names, nor (but for a few escaped names) more than the whole zone has pages.
 */
async function listRecordSetsNamed(
  connection: Route53Connection,
  zone: Zone,
  names: readonly string[],
): Promise<readonly RecordSet[]> {
  const wanted = new Set(names)
  const found = new Map<string, RecordSet[]>()
  let left = [...wanted].sort(compareListed)
  let start: Page['next'] = left[0] === undefined ? undefined : {StartRecordName: left[0]}
  while (start !== undefined) {
    const page: Page = await readPage(connection, zone, start)
    const asked = left[0]
    const next = page.next
    const nextName = next?.StartRecordName === undefined ? undefined : decodeName(next.StartRecordName)
    for (const [name, sets] of bySameName(page.recordSets, wanted)) {
      // A name asked for again after the page had gone past it brings the same sets once more.
      const known = name === asked ? (found.get(name) ?? []) : []
      found.set(name, [...known, ...sets])
    }
    if (asked === undefined || nextName === undefined) break
    if (nextName === asked) {
      start = next
      continue
    }
    left = left.slice(1).filter((name) => !isListedBefore(name, nextName))
    start = left[0] === undefined ? undefined : {StartRecordName: left[0]}
    if (left[0] !== undefined) found.delete(left[0])
  }
  return [...found.values()].flat()
}

function bySameName(recordSets: readonly RecordSet[], wanted: ReadonlySet<string>): ReadonlyMap<string, RecordSet[]> {
  const groups = new Map<string, RecordSet[]>()
  for (const set of recordSets) {
    if (wanted.has(set.name)) groups.set(set.name, [...(groups.get(set.name) ?? []), set])
  }
  return groups
}

async function readPage(connection: Route53Connection, zone: Zone, start: NonNullable<Page['next']>): Promise<Page> {
  const answer = await connection.read(zone.profile, (client) =>
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

function keyOf({StartRecordName, StartRecordType, StartRecordIdentifier}: NonNullable<Page['next']>): string {
  return JSON.stringify([StartRecordName, StartRecordType, StartRecordIdentifier])
}

/**
 * Half a listing must never pass for a whole one: records would be deleted for it. So an answer has to say whether it
 * goes on (a page of a proxy does not), and where, and not where it began.
 *
 * @throws CliError
 */
function checkPage(
  {doing}: CallContext,
  isTruncated: boolean | undefined,
  start: string | undefined,
  next: string | undefined,
): void {
  if (isTruncated === false || (isTruncated === true && next !== undefined && next !== start)) return
  throw new CliError({
    code: 'ROUTE53_FAILED',
    doing,
    happened: 'The answer is no complete page of a listing.',
    fix: ['check that nothing stands between here and AWS (proxy, AWS_ENDPOINT_URL)', 'run the same command again'],
  })
}

/** @throws CliError */
function answerOf<T>(answer: Attempt<T>, context: CallContext): T {
  if (!answer.ok) throw toCliError(answer, context)
  return answer.value
}
