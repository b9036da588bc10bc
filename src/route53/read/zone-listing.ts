import {compareZones, type Zone, type ZoneId} from '../../dns/zone.js'
import {type Access, accessKey, isSeenBy, type ZoneRole} from '../calls/access.js'
import type {Route53Connection} from '../calls/client.js'
import {bareZoneId, decodeName} from '../records/record-set-wire.js'
import {childOf, element, textOf, writeRequest} from '../xml.js'
import {answerTo, listMembers, memberOf, membersOf} from './record-set-page.js'
import {readFeatures} from './zone-details.js'

const ZONES_PER_PAGE = 100
/** Limit of ListTagsForResources (API reference). */
const ZONES_PER_TAG_CALL = 10

/** Lists the zones of all credentials, sorted; a zone that several see belongs to the first of them. */
export async function listAllZones(connection: Route53Connection): Promise<readonly Zone[]> {
  const {accesses, zoneRoles} = connection
  const listings = await Promise.all(accesses.map((access) => listZonesOf(connection, access)))
  const zones = new Map<ZoneId, Zone>()
  for (const zone of listings.flat()) {
    if (!zones.has(zone.id) && isListedFor(zone, zoneRoles)) zones.set(zone.id, zone)
  }
  return [...zones.values()].sort(compareZones)
}

/** True for a zone that the flags of its role mean. A role lists all zones of its account. */
function isListedFor(zone: Zone, zoneRoles: readonly ZoneRole[]): boolean {
  return zone.roleArn === undefined || zoneRoles.some((role) => isSeenBy(role, zone))
}

async function listZonesOf(connection: Route53Connection, access: Access): Promise<readonly Zone[]> {
  const {profile, roleArn} = access
  const doing = roleArn === undefined ? 'list the hosted zones' : `list the hosted zones as ${roleArn}`
  const context = {doing, action: 'route53:ListHostedZones', zone: undefined, profile}
  return listMembers(connection, access, context, {
    name: 'ListHostedZones',
    path: 'hostedzone',
    query: {maxitems: ZONES_PER_PAGE},
    member: 'HostedZones',
    place: 'marker',
    read(zone): Zone {
      const [config, count] = [childOf(zone, 'Config'), textOf(zone, 'ResourceRecordSetCount')]
      const features = readFeatures(zone)
      return {
        // Zone ids get their brand here only, because AWS sent them.
        id: bareZoneId(memberOf(textOf(zone, 'Id'), context)) as ZoneId,
        name: decodeName(memberOf(textOf(zone, 'Name'), context)),
        isPrivate: config !== undefined && textOf(config, 'PrivateZone') === 'true',
        recordSetCount: count === undefined ? undefined : Number(count),
        profile,
        ...(roleArn !== undefined && {roleArn}),
        ...(features !== undefined && {features}),
      }
    },
  })
}

/** Tags by zone id; a zone for which AWS returns no tag set is absent. */
export async function listZoneTags(
  connection: Route53Connection,
  zones: readonly Zone[],
): Promise<ReadonlyMap<ZoneId, ReadonlyMap<string, string>>> {
  const tags = new Map<ZoneId, ReadonlyMap<string, string>>()
  const groups = connection.accesses.flatMap((access) => {
    const own = zones.filter((zone) => accessKey(zone) === accessKey(access))
    return chunk(own).map((group) => ({access, group}))
  })
  await Promise.all(
    groups.map(async ({access, group}) => {
      const doing = 'read the tags of the hosted zones'
      const context = {doing, action: 'route53:ListTagsForResources', zone: undefined, profile: access.profile}
      const call = {
        name: 'ListTagsForResources',
        method: 'POST',
        path: 'tags/hostedzone',
        body: tagRequest(group),
      } as const
      const answer = await answerTo(connection, access, context, call)
      for (const set of membersOf(answer, 'ResourceTagSets', context)) {
        const zone = group.find(({id}) => id === bareZoneId(textOf(set, 'ResourceId') ?? ''))
        const own = childOf(set, 'Tags')?.children ?? []
        const pairs = own.map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? ''] as const)
        if (zone !== undefined) tags.set(zone.id, new Map(pairs))
      }
    }),
  )
  return tags
}

function tagRequest(zones: readonly Zone[]): string {
  return writeRequest('ListTagsForResourcesRequest', [
    element(
      'ResourceIds',
      zones.map(({id}) => element('ResourceId', id)),
    ),
  ])
}

function chunk(zones: readonly Zone[]): readonly (readonly Zone[])[] {
  const count = Math.ceil(zones.length / ZONES_PER_TAG_CALL)
  return Array.from({length: count}, (_each, index) =>
    zones.slice(index * ZONES_PER_TAG_CALL, (index + 1) * ZONES_PER_TAG_CALL),
  )
}
