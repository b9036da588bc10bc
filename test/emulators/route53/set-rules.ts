import {type RecordSet, valuesOf} from './record-set.js'
import {valueProblem} from './record-value.js'
import type {Zone} from './zone.js'

export type SetRules = {
  /** A PRIMARY without alias needs a health check. AWS refuses it; the server of the recorded cases did not. */
  readonly failoverNeedsHealthCheck: boolean
  /** An alias within its zone is refused when a later change of the request creates its target. */
  readonly aliasNeedsTargetBefore: boolean
  /** CNAMEs and aliases must not lead back to themselves within the zone. */
  readonly refusesLoops: boolean
}

/** The rules of AWS. */
export const STRICT: SetRules = {failoverNeedsHealthCheck: true, aliasNeedsTargetBefore: true, refusesLoops: true}

const MAX_VALUES = 400

/** Problems of a single set, whatever else is in the zone. */
export function setProblems(zone: Zone, set: RecordSet, rules: SetRules): readonly string[] {
  const values = valuesOf(set)
  const problems: string[] = []
  if (set.Type === 'CNAME' && set.Name === zone.name) {
    problems.push(`RRSet of type CNAME with DNS name ${set.Name} is not permitted at apex in zone ${zone.name}`)
  }
  // The texts of the next two rules are ours.
  if (set.Type === 'CNAME' && values.length > 1) {
    problems.push(`RRSet of type CNAME with DNS name ${set.Name} cannot have more than one resource record`)
  }
  if (set.Type === 'SOA' && set.Name !== zone.name) {
    problems.push(`RRSet of type SOA with DNS name ${set.Name} is permitted only at apex in zone ${zone.name}`)
  }
  if (values.length > MAX_VALUES) problems.push(`Cannot have more than ${MAX_VALUES} records in a RRSet.`)
  if (rules.failoverNeedsHealthCheck && set.Failover === 'PRIMARY' && !set.AliasTarget && !set.HealthCheckId) {
    problems.push('A non-alias primary ResourceRecordSet must have an associated health check.')
  }
  const seen = new Set<string>()
  for (const value of values) {
    const problem = seen.has(value) ? `Duplicate Resource Record: '${value}'` : valueProblem(set.Type, value)
    if (problem !== undefined) problems.push(problem)
    seen.add(value)
  }
  return problems
}

/** A CNAME is alone at its name. `others` may contain the set itself. */
export function cnameProblems(zone: Zone, set: RecordSet, others: readonly RecordSet[]): readonly string[] {
  const hasCname = others.some((other) => other.Type === 'CNAME')
  const hasOtherType = others.some((other) => other.Type !== 'CNAME')
  if (set.Type === 'CNAME' && hasOtherType && set.Name !== zone.name) {
    return [
      `RRSet of type CNAME with DNS name ${set.Name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`,
    ]
  }
  if (set.Type !== 'CNAME' && hasCname) {
    return [
      `RRSet of type ${set.Type} with DNS name ${set.Name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}`,
    ]
  }
  return []
}
