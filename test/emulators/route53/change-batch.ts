import {aliasInputProblem, aliasProblems, loopProblems, tooEarlyProblems} from './alias.js'
import {isInZone, type StoredName} from './dns-name.js'
import {type Change, isEqualRecordSet, isSameSet, type RecordSet, routingFieldsOf, valuesOf} from './record-set.js'
import {invalidChangeBatch, invalidInput} from './refusal.js'
import {routingProblems} from './routing.js'
import {cnameProblems, type SetRules, setProblems} from './set-rules.js'
import {type RecordSets, toStored, type Zone} from './zone.js'

const MAX_CHANGES = 1000
/** Types that have simple routing only. */
const SIMPLE_TYPES: ReadonlySet<string> = new Set(['NS', 'SOA', 'DS'])
const MAX_RESOURCE_RECORDS = 1000
const MAX_VALUE_CHARACTERS = 32_000

/**
 * Checks a whole batch as Route 53 does, without changing anything.
 *
 * @returns the final sets of every name in the batch.
 * @throws a Refusal with AWS's code and text; for InvalidChangeBatch with the texts of all problems.
 */
export function checkChangeBatch(zone: Zone, changes: readonly Change[], rules: SetRules): RecordSets {
  checkShape(changes)
  checkLimits(changes)
  const stored = changes.map(({Action, ResourceRecordSet}) => ({
    Action,
    ResourceRecordSet: toStored(ResourceRecordSet),
  }))
  for (const {Action, ResourceRecordSet: set} of stored) {
    const problem = Action === 'DELETE' ? undefined : set.AliasTarget && aliasInputProblem(set.AliasTarget)
    if (problem !== undefined) throw invalidInput(problem)
  }
  const contradictions = contradictionsIn(stored)
  if (contradictions.length > 0) throw invalidChangeBatch(contradictions)
  return applyInOrder(zone, stored, rules)
}

/** @throws a Refusal (InvalidInput) for fields that a set lacks or cannot have. */
export function checkShape(changes: readonly Change[]): void {
  const problems = changes.flatMap(shapeProblemsOf)
  if (problems.length > 0) throw invalidInput(`Invalid request: ${problems.join(', ')}`)
}

/** Checks which fields a set has. AWS answers these problems with InvalidInput, before it looks at the zone. */
function shapeProblemsOf({Action, ResourceRecordSet: set}: Change): readonly string[] {
  const where = `in Change with [Action=${Action}, Name=${set.Name}, Type=${set.Type}, SetIdentifier=${set.SetIdentifier ?? 'null'}]`
  const problems: string[] = []
  const hasPlain = set.TTL !== undefined && set.ResourceRecords !== undefined
  const hasAnyPlain = set.TTL !== undefined || set.ResourceRecords !== undefined
  const isAlias = set.AliasTarget !== undefined
  if (isAlias ? hasAnyPlain : !hasPlain) {
    problems.push(
      `Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${isAlias ? 'more than one' : 'none'} ${where}`,
    )
  }
  const routing = routingFieldsOf(set)
  if (set.SetIdentifier === undefined) {
    if (routing.length > 0) problems.push(`Missing field 'SetIdentifier' ${where}`)
  } else if (routing.length > 1 || (routing.length === 0 && Action !== 'DELETE')) {
    problems.push(
      `Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found ${routing.length === 0 ? 'none' : 'more than one'} ${where}`,
    )
  }
  // AWS documents these rules but not the texts.
  const isAlone = set.Type === 'CNAME' ? set.MultiValueAnswer === true : SIMPLE_TYPES.has(set.Type)
  if (isAlone && routing.length > 0) problems.push(`Unexpected field '${routing[0]}' with type ${set.Type} ${where}`)
  if (isAlias && set.MultiValueAnswer === true)
    problems.push(`Unexpected field 'MultiValueAnswer' with AliasTarget ${where}`)
  if (isAlias && (set.Type === 'NS' || set.Type === 'SOA')) problems.push(`Unexpected field 'AliasTarget' ${where}`)
  return problems
}

/** Checks the numbers of ResourceRecord elements and of characters in their values; an UPSERT counts twice. */
function checkLimits(changes: readonly Change[]): void {
  // Only the text about the number of changes is ours.
  if (changes.length > MAX_CHANGES) throw invalidChangeBatch([`Number of changes limit of ${MAX_CHANGES} exceeded.`])
  let records = 0
  let characters = 0
  for (const {Action, ResourceRecordSet} of changes) {
    const factor = Action === 'UPSERT' ? 2 : 1
    const values = valuesOf(ResourceRecordSet)
    records += factor * values.length
    characters += factor * values.reduce((sum, value) => sum + value.length, 0)
  }
  if (records > MAX_RESOURCE_RECORDS) {
    throw invalidChangeBatch([`Number of records limit of ${MAX_RESOURCE_RECORDS} exceeded.`])
  }
  if (characters > MAX_VALUE_CHARACTERS) {
    throw invalidChangeBatch([`RDATA character limit of ${MAX_VALUE_CHARACTERS} exceeded.`])
  }
}

/** A set may be changed once, or deleted and then created. */
function contradictionsIn(changes: readonly Change[]): readonly string[] {
  const actions = new Map<string, string[]>()
  const texts = new Map<string, string>()
  for (const {Action, ResourceRecordSet: set} of changes) {
    const key = JSON.stringify([set.Name, set.Type, set.SetIdentifier])
    actions.set(key, [...(actions.get(key) ?? []), Action])
    texts.set(key, `The request contains an invalid set of changes for a resource record set '${set.Type} ${set.Name}'`)
  }
  return [...actions]
    .filter(([, of]) => of.length > 1 && of.join(' ') !== 'DELETE CREATE')
    .map(([key]) => texts.get(key) ?? key)
}

/**
 * Checks every change against the state after the previous ones, and what it creates also against the final state. So
 * an order that works only backwards is refused, and so is an impossible final state.
 */
function applyInOrder(zone: Zone, changes: readonly Change[], rules: SetRules): RecordSets {
  const touched = new Map<StoredName, readonly RecordSet[]>()
  const setsAt = (name: StoredName) => touched.get(name) ?? zone.sets.get(name) ?? []
  const inOrder = changes.map(({Action, ResourceRecordSet: set}) => {
    if (!isInZone(set.Name, zone.name)) return [`RRSet with DNS name ${set.Name} is not permitted in zone ${zone.name}`]
    const before = setsAt(set.Name)
    const current = before.find((other) => isSameSet(other, set))
    const others = before.filter((other) => other !== current)
    if (Action === 'DELETE') {
      touched.set(set.Name, others)
      if (current !== undefined && isEqualRecordSet(current, set)) return []
      const why = current === undefined ? 'it was not found' : 'the values provided do not match the current values'
      return [`Tried to delete resource record set ${labelOf(set)} but ${why}`]
    }
    if (Action === 'CREATE' && current !== undefined) {
      return [`Tried to create resource record set ${labelOf(set)} but it already exists`]
    }
    touched.set(set.Name, [...others, set])
    const ofSet = setProblems(zone, set, rules)
    return [
      ...ofSet,
      ...cnameProblems(zone, set, others),
      ...routingProblems(set, before),
      ...(set.AliasTarget !== undefined && rules.aliasNeedsTargetBefore
        ? tooEarlyProblems(zone, set, set.AliasTarget, setsAt)
        : []),
      ...(rules.refusesLoops && ofSet.length === 0 ? loopProblems(zone, set, setsAt) : []),
    ]
  })
  const atTheEnd = changes.map(({Action, ResourceRecordSet: set}) => {
    if (Action === 'DELETE' || !isInZone(set.Name, zone.name)) return []
    const aliasTarget = set.AliasTarget
    return [
      ...cnameProblems(zone, set, setsAt(set.Name)),
      ...(aliasTarget === undefined ? [] : aliasProblems(zone, set, aliasTarget, setsAt)),
    ]
  })
  const ofChanges = changes.flatMap((_change, index) => [...(inOrder[index] ?? []), ...(atTheEnd[index] ?? [])])
  const messages = [...new Set([...ofChanges, ...zoneProblems(zone, touched)])]
  if (messages.length > 0) throw invalidChangeBatch(messages)
  return touched
}

function labelOf(set: RecordSet): string {
  const identifier = set.SetIdentifier === undefined ? '' : `, set-identifier='${set.SetIdentifier}'`
  return `[name='${set.Name}', type='${set.Type}'${identifier}]`
}

function zoneProblems(zone: Zone, touched: RecordSets): readonly string[] {
  const apex = touched.get(zone.name)
  if (apex === undefined) return []
  return [
    ...(apex.some((set) => set.Type === 'NS')
      ? []
      : ['A HostedZone must contain at least one NS record for the zone itself.']),
    ...(apex.some((set) => set.Type === 'SOA') ? [] : ['A HostedZone must contain exactly one SOA record.']),
  ]
}
