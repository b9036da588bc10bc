import type {RecordSet} from '../../dns/record-set.js'
import {policyOf} from './routing-policies.js'

const MAX_SET_IDENTIFIER = 128
const MAX_SETS_OF_ONE_NAME = 100

/** Problems with the routing of a single set (API reference, ResourceRecordSet). */
export function routingProblems(set: RecordSet): readonly string[] {
  const {routing, setIdentifier} = set
  if (routing.kind === 'simple') {
    return setIdentifier === undefined ? [] : [`the set identifier "${setIdentifier}" needs a routing policy`]
  }
  const problems = [...(policyOf(routing)?.problems?.(routing) ?? []), ...typeProblems(set)]
  if (setIdentifier === undefined || setIdentifier === '')
    problems.push(`${routing.kind} routing needs a set identifier`)
  else if (setIdentifier.length > MAX_SET_IDENTIFIER) {
    problems.push(`the set identifier has ${setIdentifier.length} characters, Route 53 allows ${MAX_SET_IDENTIFIER}`)
  }
  return problems
}

/** True for a PRIMARY without alias and health check, which Route 53 refuses (API reference, Failover). */
export function lacksHealthCheck({data, routing, healthCheckId}: RecordSet): boolean {
  return (
    routing.kind === 'failover' && routing.role === 'PRIMARY' && data.kind === 'values' && healthCheckId === undefined
  )
}

/** Why these sets of one name and type cannot coexist. */
export function siblingProblems(sets: readonly RecordSet[]): readonly string[] {
  const [first] = sets
  if (first === undefined || sets.length < 2) return []
  const at = `${first.type} ${first.name}`
  const kinds = [...new Set(sets.map((set) => set.routing.kind))].sort()
  if (kinds.length > 1) return [`${at} would have ${kinds.join(' and ')} routing side by side`]
  if (first.routing.kind === 'simple') return [`${at} would be there ${sets.length} times`]
  const problems: string[] = []
  const identifier = repeated(sets.map((set) => set.setIdentifier))
  if (identifier !== undefined) problems.push(`${at} would be there twice with the set identifier "${identifier}"`)
  const place = repeated(sets.map(({routing}) => policyOf(routing)?.place?.(routing)))
  if (place !== undefined) problems.push(`${at} would have two sets for ${place}`)
  if (first.routing.kind === 'weighted' && new Set(sets.flatMap(ttlOf)).size > 1) {
    problems.push(`the weighted sets of ${at} would have different TTLs`)
  }
  const tooMany = countProblem(first.type, first.name, sets.length)
  return tooMany === undefined ? problems : [...problems, tooMany]
}

/** Why there are too many records with the same name and type (Developer Guide, Quotas). */
export function countProblem(type: RecordSet['type'], name: string, count: number): string | undefined {
  return count <= MAX_SETS_OF_ONE_NAME
    ? undefined
    : `${type} ${name} would have ${count} sets, Route 53 allows ${MAX_SETS_OF_ONE_NAME}`
}

function typeProblems({type, data, routing}: RecordSet): string[] {
  const problems: string[] = []
  if (['NS', 'SOA', 'DS'].includes(type)) problems.push(`${type} records allow only simple routing`)
  if (routing.kind !== 'multivalue') return problems
  if (type === 'CNAME') problems.push('a CNAME cannot have multivalue routing')
  if (data.kind === 'alias') problems.push('an alias cannot have multivalue routing')
  return problems
}

function ttlOf({data}: RecordSet): readonly number[] {
  return data.kind === 'values' ? [data.ttlSeconds] : []
}

function repeated(texts: readonly (string | undefined)[]): string | undefined {
  const seen = new Set<string>()
  return texts.find((text) => {
    if (text === undefined) return false
    if (seen.has(text)) return true
    seen.add(text)
    return false
  })
}
