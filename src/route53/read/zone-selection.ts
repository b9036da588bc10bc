import {isWithin, trimDot} from '../../dns/dns-name.js'
import {compareZones, type Zone, type ZoneId, zonesFor} from '../../dns/zone.js'
import type {DomainFilter} from '../../plan/plan-settings.js'
import {bareZoneId} from '../records/record-set-wire.js'
import type {Route53Settings} from '../route53-settings.js'

export type ZoneTags = ReadonlyMap<ZoneId, ReadonlyMap<string, string>>

/** The zones of a name, or a phrase that says why there is none. */
export type ZoneChoice =
  | {readonly kind: 'zones'; readonly zones: readonly [Zone, ...Zone[]]}
  | {readonly kind: 'none'; readonly reason: string}

type SelectionSettings = Pick<Route53Settings, 'zoneIdFilter' | 'zoneType' | 'zoneTags' | 'matchesParentZones'>

/** True when zones are selected by their tags, which needs a ListTagsForResources for every ten zones. */
export function needsTags(settings: Pick<Route53Settings, 'zoneTags'>): boolean {
  return tagFilters(settings.zoneTags).size > 0
}

/** The zones that pass the filters by id, type and domain, for which tags are then read. Sorted. */
export function zonesBeforeTags(
  zones: readonly Zone[],
  settings: SelectionSettings,
  domainFilter: DomainFilter,
): readonly Zone[] {
  const ids = settings.zoneIdFilter.filter((id) => id !== '')
  return zones
    .filter((zone) => ids.length === 0 || ids.some((id) => `/hostedzone/${zone.id}`.endsWith(id)))
    .filter((zone) => settings.zoneType === '' || zone.isPrivate === (settings.zoneType === 'private'))
    .filter(({name}) => domainFilter.matches(name) || (settings.matchesParentZones && domainFilter.matchesParent(name)))
    .sort(compareZones)
}

/** Sorted: docs/external-dns-behaviour.md#zones-of-a-run. A zone without an entry in `tags` passes, as upstream. */
export function selectZones(
  zones: readonly Zone[],
  tags: ZoneTags,
  settings: SelectionSettings,
  domainFilter: DomainFilter,
): readonly Zone[] {
  const filters = tagFilters(settings.zoneTags)
  return zonesBeforeTags(zones, settings, domainFilter).filter((zone) => {
    const own = tags.get(zone.id)
    return (
      own === undefined ||
      [...filters].every(([key, value]) => own.has(key) && (value === '' || own.get(key) === value))
    )
  })
}

/**
 * The zones of a name (docs/external-dns-behaviour.md#zones-of-a-name), or the one to which it is pinned: an id with or
 * without `/hostedzone/`, also that of the second of two public zones with one name, which is otherwise never chosen.
 */
export function zonesForName(name: string, selectedZones: readonly Zone[], pinnedZoneId = ''): ZoneChoice {
  const [host, pinned] = [trimDot(name), bareZoneId(pinnedZoneId)]
  if (pinned !== '') return pinnedZone(host, pinned, selectedZones)
  const [first, ...rest] = [...zonesFor(host, selectedZones)].sort(compareZones)
  return first === undefined
    ? {kind: 'none', reason: 'no selected zone holds this name'}
    : {kind: 'zones', zones: [first, ...rest]}
}

function pinnedZone(host: string, id: string, selectedZones: readonly Zone[]): ZoneChoice {
  const pinned = selectedZones.find((zone) => zone.id === id)
  const subject = `zone ${id}, which aws-hosted-zone-id names,`
  if (pinned === undefined) return {kind: 'none', reason: `${subject} is not selected`}
  if (!isWithin(host, pinned.name)) return {kind: 'none', reason: `${subject} does not hold this name`}
  const chosen = zonesFor(host, selectedZones).find((zone) => !zone.isPrivate)
  return pinned.isPrivate || chosen?.name === pinned.name
    ? {kind: 'zones', zones: [pinned]}
    : {kind: 'none', reason: `${subject} is not used: the public zone ${chosen?.name} is the longer name`}
}

/** Parses `key` or `key=value`, trimmed. An empty value matches any; of two for one key the last counts. */
function tagFilters(texts: readonly string[]): ReadonlyMap<string, string> {
  const filters = texts.map((text) => {
    const [key = '', ...value] = text.split('=')
    return [key.trim(), value.join('=').trim()] as const
  })
  return new Map(filters.filter(([key]) => key !== ''))
}
