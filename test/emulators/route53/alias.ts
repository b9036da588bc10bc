import {CANONICAL_ZONES, CLOUDFRONT_ZONE_ID} from './canonical-zones.js'
import {isInZone, type StoredName} from './dns-name.js'
import {type AliasTarget, isSameSet, type RecordSet} from './record-set.js'
import type {Zone} from './zone.js'

type SetsAt = (name: StoredName) => readonly RecordSet[]

/** Suffix -> zone id, with trailing dots as stored names have them. */
const SERVICES: readonly (readonly [suffix: string, zoneId: string])[] = Object.entries(CANONICAL_ZONES).map(
  ([suffix, zoneId]) => [`${suffix}.`, zoneId],
)

/**
 * Why Route 53 refuses an alias, given the state after the whole batch: the target must lie in the zone that the alias
 * names, and in the alias's own zone a set of the same type must be there. Targets of AWS services are taken to exist.
 */
export function aliasProblems(zone: Zone, alias: RecordSet, target: AliasTarget, setsAt: SetsAt): readonly string[] {
  const tried = `Tried to create an alias that targets ${target.DNSName}, type ${alias.Type} in zone ${target.HostedZoneId}`
  const outside = `${tried}, but the alias target name does not lie within the target zone`
  const missing = `${tried}, but that target was not found`
  if (target.HostedZoneId !== zone.id) {
    return isServiceTarget(target.DNSName, target.HostedZoneId) ? [] : [outside, missing]
  }
  if (!isInZone(target.DNSName, zone.name)) return [outside, missing]
  return setsAt(target.DNSName).some((set) => set.Type === alias.Type && !isSameSet(set, alias)) ? [] : [missing]
}

function isServiceTarget(name: StoredName, zoneId: string): boolean {
  return SERVICES.some(([suffix, id]) => id === zoneId && (name === suffix || name.endsWith(`.${suffix}`)))
}

/** AWS documents the rule and not the text. */
export function aliasInputProblem(target: AliasTarget): string | undefined {
  return target.HostedZoneId === CLOUDFRONT_ZONE_ID && target.EvaluateTargetHealth
    ? 'Invalid request: EvaluateTargetHealth cannot be true for an alias that targets a CloudFront distribution'
    : undefined
}
