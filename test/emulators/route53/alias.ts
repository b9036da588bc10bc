import {CANONICAL_ZONES, CLOUDFRONT_ZONE_ID} from './canonical-zones.js'
import {isInZone, parseName, type StoredName} from './dns-name.js'
import {type AliasTarget, isSameSet, type RecordSet, valuesOf} from './record-set.js'
import type {Zone} from './zone.js'

type SetsAt = (name: StoredName) => readonly RecordSet[]

/** Suffix -> zone id, with trailing dots as stored names have them. */
const SERVICES: readonly (readonly [suffix: string, zoneId: string])[] = Object.entries(CANONICAL_ZONES).map(
  ([suffix, zoneId]) => [`${suffix}.`, zoneId],
)

/**
 * Why Route 53 refuses an alias, given the state after the whole batch: the target must be in the zone that the alias
 * names, and within the alias's own zone a set of the same type must exist. Targets in AWS services always exist.
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

/**
 * Why Route 53 refuses an alias at its place in a request: sets created by later changes do not exist yet
 * (DNSControl#937, octodns#366).
 */
export function tooEarlyProblems(zone: Zone, alias: RecordSet, target: AliasTarget, setsAt: SetsAt): readonly string[] {
  const isOurs = target.HostedZoneId === zone.id && isInZone(target.DNSName, zone.name)
  return isOurs ? aliasProblems(zone, alias, target, setsAt) : []
}

/**
 * Why a CNAME, or an alias within its zone, is refused: its target leads back to it (DNSControl#2107,
 * external-dns#630).
 */
export function loopProblems(zone: Zone, set: RecordSet, setsAt: SetsAt): readonly string[] {
  const seen = new Set<StoredName>()
  const waiting = [...pointersOf(zone, set)]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === set.Name) {
      return [
        `RRSet of type ${set.Type} with DNS name ${set.Name} is not permitted as it creates a CNAME or alias loop in the zone.`,
      ]
    }
    if (seen.has(name)) continue
    seen.add(name)
    for (const next of setsAt(name)) if (next.Type === set.Type) waiting.push(...pointersOf(zone, next))
  }
  return []
}

function pointersOf(zone: Zone, set: RecordSet): readonly StoredName[] {
  const {AliasTarget: alias} = set
  if (alias !== undefined) return alias.HostedZoneId === zone.id ? [alias.DNSName] : []
  return set.Type === 'CNAME' ? valuesOf(set).map((value) => parseName(value)) : []
}

function isServiceTarget(name: StoredName, zoneId: string): boolean {
  return SERVICES.some(([suffix, id]) => id === zoneId && (name === suffix || name.endsWith(`.${suffix}`)))
}

/** AWS documents the rule but not the text. */
export function aliasInputProblem(target: AliasTarget): string | undefined {
  return target.HostedZoneId === CLOUDFRONT_ZONE_ID && target.EvaluateTargetHealth
    ? 'Invalid request: EvaluateTargetHealth cannot be true for an alias that targets a CloudFront distribution'
    : undefined
}
