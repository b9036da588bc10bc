import {isWithin} from '../dns/dns-name.js'
import type {Zone} from '../dns/zone.js'
import {CANONICAL_ZONES} from './canonical-zones.js'

/** What every name in the table ends with; one cheap look before the suffixes are tried, as upstream does. */
const TAILS = ['aws.com', 'aws.com.cn', 'tor.com', 'ont.com', 'ont.net']

/**
 * The zone in which a host of AWS lies; undefined for every other host and for regions that the table does not know.
 * Case-sensitive and without trailing dot, as external-dns looks it up (spec route53.md §6).
 */
export function canonicalZoneId(host: string): string | undefined {
  if (!TAILS.some((tail) => host.endsWith(tail))) return undefined
  const labels = host.split('.')
  for (let first = labels.length - 2; first >= 0; first--) {
    const zoneId = CANONICAL_ZONES.get(labels.slice(first).join('.'))
    if (zoneId !== undefined) return zoneId
  }
  return undefined
}

const OTHER_ZONE =
  'another hosted zone of yours: an alias leads to its own zone or to one of AWS, a CNAME leads anywhere'

/** Why a host for which no zone was named cannot be an alias target: it lies in another zone that is read here. */
export function otherZoneProblem(host: string, own: Zone, zones: readonly Zone[]): string | undefined {
  const isElsewhere = !isWithin(host, own.name) && zones.some(({name}) => isWithin(host, name))
  return isElsewhere ? `the alias target ${host} lies in ${OTHER_ZONE}` : undefined
}

const CANONICAL_ZONE_IDS: ReadonlySet<string> = new Set(CANONICAL_ZONES.values())

/**
 * Why the zone that was named for an alias target cannot be the right one, as the rest of a sentence; undefined when
 * nothing is known against it. An alias leads to its own zone or to one of AWS's (API reference, AliasTarget).
 */
export function wrongTargetZone(named: string, host: string, own: Zone, zones: readonly Zone[]): string | undefined {
  const canonical = canonicalZoneId(host)
  if (canonical !== undefined) {
    return canonical === named ? undefined : `but ${host} lies in zone ${canonical} of AWS: drop it`
  }
  const other = zones.find(({id}) => id === named && id !== own.id)
  if (other !== undefined && other.name !== own.name && isWithin(host, other.name)) return OTHER_ZONE
  if (isWithin(host, own.name)) {
    return own.id === named ? undefined : `but ${host} lies in the record's own zone ${own.name} (${own.id}): drop it`
  }
  if (own.id === named) return `the record's own zone, but ${host} does not lie there: name the zone of that host`
  const what = other === undefined ? 'a zone of AWS' : 'a hosted zone of yours'
  return other !== undefined || CANONICAL_ZONE_IDS.has(named)
    ? `${what}, but ${host} does not lie there: name the zone of that host`
    : undefined
}

/** True for a host under amazonaws.com that is in none of the known zones: perhaps a region newer than the table. */
export function isUnknownAmazonHost(host: string): boolean {
  return host.endsWith('.amazonaws.com') && canonicalZoneId(host) === undefined
}
