import {isInZone, parseName, type StoredName} from './dns-name.js'
import {keyOf} from './protection.js'
import {type Change, isSameSet, type RecordSet, valuesOf} from './record-set.js'
import {toStored, type Zone} from './zone.js'
import {FIXED_GUARDRAILS, type Guardrail} from './zone-features.js'

/** A record that a guardrail refuses to write or to delete. */
export type GuardrailHit = {readonly name: StoredName; readonly type: string; readonly guardrail: Guardrail}

/**
 * The state to which a guardrail compares a change: the one after the whole batch, or the one after that change. AWS
 * does not document it. It makes a difference for a set that is deleted and created in one batch.
 */
export type GuardrailReading = 'end state' | 'change by change'

/** One change with all sets of the zone before it, and in the state after that the reading says. */
type Step = {
  readonly action: Change['Action']
  readonly set: RecordSet
  readonly before: readonly RecordSet[]
  readonly after: readonly RecordSet[]
}

const SERVER_LIKE = /^ns-\d+\.awsdns-\d+\.(com|net|org|co\.uk)\.$/

/** What the enabled guardrails of the zone refuse; nothing is applied. `zones` are all zones of the account. */
export function guardrailHits(
  zones: readonly Zone[],
  zone: Zone,
  changes: readonly Change[],
  reading: GuardrailReading,
): readonly GuardrailHit[] {
  const enabled = Object.entries(CHECKS).filter(([guardrail]) => zone.features.guardrails[guardrail] === 'ENABLED')
  // The fixed ones look at NS only, and large batches on large zones are common in tests.
  const isOnlyFixed = enabled.every(([guardrail]) => guardrail in FIXED_GUARDRAILS)
  const checked = isOnlyFixed ? changes.filter((change) => change.ResourceRecordSet.Type === 'NS') : changes
  const hits = stepsOf(zone, checked, reading).flatMap((step) => {
    const {set} = step
    const found = enabled.filter(([, isHit]) => isHit(zone, step, zones, reading))
    return found.map(([guardrail]) => ({name: set.Name, type: set.Type, guardrail: guardrail as Guardrail}))
  })
  return [...new Map(hits.map((hit) => [JSON.stringify(hit), hit])).values()]
}

/** Applies the changes to a copy, whether or not Route 53 would take them. */
function stepsOf(zone: Zone, changes: readonly Change[], reading: GuardrailReading): readonly Step[] {
  let sets: readonly RecordSet[] = [...zone.sets.values()].flat()
  const steps = changes.map(({Action: action, ResourceRecordSet}): Step => {
    const set = toStored(ResourceRecordSet)
    const before = sets
    const others = before.filter((other) => !isSameSet(other, set))
    sets = action === 'DELETE' ? others : [...others, set]
    return {action, set, before, after: sets}
  })
  return reading === 'end state' ? steps.map((step) => ({...step, after: sets})) : steps
}

type Check = (zone: Zone, step: Step, zones: readonly Zone[], reading: GuardrailReading) => boolean

const CHECKS: Readonly<Record<Guardrail, Check>> = {
  NS_FORMAT_CHECK: (_zone, {action, set}, zones) =>
    action !== 'DELETE' &&
    serversOf(set).some((server) => !zones.some(({nameServers}) => nameServers.includes(server))),

  NS_DELEGATION_AUTHORITY_CHECK: (zone, {action, set}, zones) =>
    action !== 'DELETE' &&
    !zone.isPrivate &&
    isDelegation(zone, set) &&
    serversOf(set)
      .filter((server) => zones.some(({nameServers}) => nameServers.includes(server)))
      .some(
        (server) =>
          !zones.some(
            ({name, isPrivate, nameServers}) => !isPrivate && name === set.Name && nameServers.includes(server),
          ),
      ),

  /** Only what lies below a delegation is hidden; what else is at its own name is not looked at. */
  NS_OCCLUSION_CHECK: (zone, {action, set, after}) =>
    action !== 'DELETE' &&
    after.some((other) =>
      isDelegation(zone, other)
        ? isBelow(set.Name, other.Name)
        : isDelegation(zone, set) && isBelow(other.Name, set.Name),
    ),

  /**
   * In the end state an alias that points at nothing is left. Change by change, any alias that points at the record at
   * that moment is in the way, even when another set of the name and type stays.
   */
  ALIAS_TARGET_CHECK: (zone, {action, set, before, after}, _zones, reading) => {
    const isPointedAt = (sets: readonly RecordSet[]) =>
      sets.some(
        (other) =>
          !isSameSet(other, set) &&
          other.Type === set.Type &&
          other.AliasTarget?.HostedZoneId === zone.id &&
          other.AliasTarget.DNSName === set.Name,
      )
    if (action !== 'DELETE') return false
    return reading === 'end state' ? isPointedAt(after) && !isLeft(set, after) : isPointedAt(before)
  },

  ACTIVE_RECORD_CHECK: (zone, {action, set, after}) =>
    action === 'DELETE' && !isDelegation(zone, set) && isQueried(zone, set) && !isLeft(set, after),

  ACTIVE_DELEGATION_CHECK: (zone, {action, set, after}) =>
    action === 'DELETE' && isDelegation(zone, set) && isQueried(zone, set) && !isLeft(set, after),
}

function isDelegation(zone: Zone, set: RecordSet): boolean {
  return set.Type === 'NS' && set.Name !== zone.name
}

function isBelow(name: StoredName, ancestor: StoredName): boolean {
  return name !== ancestor && isInZone(name, ancestor)
}

function isQueried(zone: Zone, {Name, Type}: RecordSet): boolean {
  return (zone.queries.get(keyOf(Name, Type)) ?? 0) > 0
}

function isLeft({Name, Type}: RecordSet, sets: readonly RecordSet[]): boolean {
  return sets.some((other) => other.Name === Name && other.Type === Type)
}

/** The values of an NS that look like name servers of Route 53. */
function serversOf(set: RecordSet): readonly StoredName[] {
  if (set.Type !== 'NS') return []
  return valuesOf(set)
    .map((value) => parseName(value))
    .filter((name) => SERVER_LIKE.test(name))
}
