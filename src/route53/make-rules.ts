import type {ProviderRules} from '../plan/provider-rules.js'
import {batchLimits} from './change-batch.js'
import {sizeProblem} from './plan-groups.js'
import {leadsTo} from './pointers.js'
import {differs} from './record-set-difference.js'
import type {Route53Settings} from './route53-settings.js'
import {countProblem} from './routing-rules.js'
import {checkName, checkOwnershipTxt, checkRecordSet} from './rules.js'

/** What Route 53 would refuse, and what it takes as different. */
export function makeRules(settings: Route53Settings): ProviderRules {
  const limits = batchLimits(settings)
  return {
    differingFields: differs,
    checkRecordSet,
    checkOwnershipTxt,
    leadsTo,
    // Whether an alias has its target is seen by the plan itself, which knows the zone's end state.
    checkName: (sets, zone) => checkName(sets, zone, () => undefined),
    checkCount: countProblem,
    checkSize: (hosts) => sizeProblem(hosts, limits),
  }
}
