import {phrases} from '../../dns/phrase.js'
import type {RecordSet} from '../../dns/record-set.js'
import {policyOf} from './routing-policies.js'

const MAX_SET_IDENTIFIER = 128
const MAX_SETS_OF_ONE_NAME = 100

/** Problems with the routing of a single set (API reference, ResourceRecordSet). */
export function routingProblems({type, data, routing, setIdentifier}: RecordSet): readonly string[] {
  if (routing.kind === 'simple') {
    return setIdentifier === undefined ? [] : [`the set identifier "${setIdentifier}" needs a routing policy`]
  }
  const {length} = setIdentifier ?? ''
  const isMultivalue = routing.kind === 'multivalue'
  return [
    ...(policyOf(routing)?.problems?.(routing) ?? []),
    ...phrases(
      ['NS', 'SOA', 'DS'].includes(type) && `${type} records allow only simple routing`,
      isMultivalue && type === 'CNAME' && 'a CNAME cannot have multivalue routing',
      isMultivalue && data.kind === 'alias' && 'an alias cannot have multivalue routing',
      length === 0 && `${routing.kind} routing needs a set identifier`,
      length > MAX_SET_IDENTIFIER &&
        `the set identifier has ${length} characters, Route 53 allows ${MAX_SET_IDENTIFIER}`,
    ),
  ]
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
  const identifier = repeated(sets.map((set) => set.setIdentifier))
  const place = repeated(sets.map(({routing}) => policyOf(routing)?.place?.(routing)))
  const hasOneTtl = first.routing.kind !== 'weighted' || new Set(sets.flatMap(ttlOf)).size < 2
  return phrases(
    identifier !== undefined && `${at} would be there twice with the set identifier "${identifier}"`,
    place !== undefined && `${at} would have two sets for ${place}`,
    !hasOneTtl && `the weighted sets of ${at} would have different TTLs`,
    countProblem(first.type, first.name, sets.length),
  )
}

/** Why there are too many records with the same name and type (Developer Guide, Quotas). */
export function countProblem(type: RecordSet['type'], name: string, count: number): string | undefined {
  return count <= MAX_SETS_OF_ONE_NAME
    ? undefined
    : `${type} ${name} would have ${count} sets, Route 53 allows ${MAX_SETS_OF_ONE_NAME}`
}

function ttlOf({data}: RecordSet): readonly number[] {
  return data.kind === 'values' ? [data.ttlSeconds] : []
}

function repeated(texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text, index) => texts.indexOf(text) < index)
}
