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

/** True for a host under amazonaws.com that is in none of the known zones: perhaps a region newer than the table. */
export function isUnknownAmazonHost(host: string): boolean {
  return host.endsWith('.amazonaws.com') && canonicalZoneId(host) === undefined
}
