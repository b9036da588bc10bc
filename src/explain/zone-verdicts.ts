import {isWithin} from '../dns/dns-name.js'
import {compareZones, type Zone, zonesFor} from '../dns/zone.js'
import type {DomainFilter} from '../plan/plan-settings.js'
import {selectZones, type ZoneTags, zonesBeforeTags} from '../route53/read/zone-selection.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import type {ZoneVerdict} from './explanation.js'

export interface ZoneView {
  readonly listed: readonly Zone[]
  readonly selected: readonly Zone[]
  readonly tags: ZoneTags
  /** The shard that has the host, if it is not this one. */
  readonly otherShard?: number | undefined
}

/** Every zone that could hold the host, and by which rule. @param chosen of its requests; empty: the rules decide. */
export function zoneVerdicts(
  host: string,
  {listed, selected, tags, otherShard}: ZoneView,
  chosen: ReadonlySet<Zone>,
  settings: {readonly route53: Route53Settings; readonly domainFilter: DomainFilter},
): readonly ZoneVerdict[] {
  const natural = zonesFor(host, selected)
  const taken = chosen.size > 0 ? chosen : new Set(natural)
  const isPinned = natural.some((zone) => !taken.has(zone)) || [...taken].some((zone) => !natural.includes(zone))
  return listed
    .filter((zone) => isWithin(host, zone.name))
    .sort(compareZones)
    .map((zone) => {
      if (taken.has(zone)) return {zone, isChosen: true, rule: ruleFor(zone, isPinned && !natural.includes(zone))}
      if (!selected.includes(zone)) return {zone, isChosen: false, rule: notSelected(zone, tags, otherShard, settings)}
      return {zone, isChosen: false, rule: isPinned ? PINNED_ELSEWHERE : givesWay(zone, selected, host)}
    })
}

const PINNED_ELSEWHERE = 'the annotation aws-hosted-zone-id names another zone'

function ruleFor(zone: Zone, isPinned: boolean): string {
  if (isPinned) return 'the annotation aws-hosted-zone-id names it'
  return zone.isPrivate ? 'every selected private zone that holds the name' : 'the longest selected public zone'
}

function givesWay(zone: Zone, selected: readonly Zone[], host: string): string {
  const other = zonesFor(host, selected).find(({isPrivate}) => !isPrivate)
  return other !== undefined && other.name === zone.name
    ? `not used: ${other.id} has the same name and the smaller id`
    : `not used: ${other?.name ?? 'another zone'} is the longer name`
}

function notSelected(
  zone: Zone,
  tags: ZoneTags,
  otherShard: number | undefined,
  {route53, domainFilter}: {readonly route53: Route53Settings; readonly domainFilter: DomainFilter},
): string {
  const passes = (some: Partial<Route53Settings>, filter: DomainFilter) =>
    zonesBeforeTags([zone], {...NO_FILTERS, ...some}, filter).length > 0
  if (!passes({zoneIdFilter: route53.zoneIdFilter}, EVERY_DOMAIN)) return 'not selected: --zone-id-filter leaves it out'
  if (!passes({zoneType: route53.zoneType}, EVERY_DOMAIN)) return `not selected: --aws-zone-type=${route53.zoneType}`
  if (!passes({matchesParentZones: route53.matchesParentZones}, domainFilter)) {
    return 'not selected: the domain filters leave it out'
  }
  if (selectZones([zone], tags, route53, domainFilter).length === 0) return 'not selected: --aws-zone-tags'
  return otherShard === undefined ? 'not selected' : `another shard plans it: --shard-index=${otherShard}`
}

const EVERY_DOMAIN: DomainFilter = {matches: () => true, matchesParent: () => true}
const NO_FILTERS = {zoneIdFilter: [], zoneType: '', zoneTags: [], matchesParentZones: false} as const
