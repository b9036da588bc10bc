import {toPlanKey} from '../dns/dns-name.js'
import type {PlanInput} from './plan-input.js'
import type {PlanSettings} from './plan-settings.js'

/**
 * Every name of which an object speaks, whether it gets what it asks for or not, those that `--only` names, and those that
 * somebody asks about. In a zone that was read in part, these are the names of which everything is known; what else was read
 * stands there as a neighbour.
 */
export function askedNames(
  {
    candidates,
    pending,
    problems,
    unplaced,
    lookedAt = [],
  }: Pick<PlanInput, 'candidates' | 'pending' | 'problems' | 'unplaced' | 'lookedAt'>,
  {only}: Pick<PlanSettings, 'only'>,
): ReadonlySet<string> {
  return new Set<string>([
    ...only,
    ...lookedAt,
    ...candidates.map((candidate) => candidate.recordSet.name),
    ...pending.map((host) => host.dnsName),
    ...problems.flatMap(({dnsName}) => (dnsName === undefined ? [] : [toPlanKey(dnsName)])),
    ...unplaced.map(({host}) => toPlanKey(host)),
  ])
}
