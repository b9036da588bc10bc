import type {ProviderRules} from '../plan/plan-input.js'
import {leadsTo} from './records/pointers.js'
import {differs} from './records/record-set-difference.js'
import {countProblem} from './records/routing-rules.js'
import {checkName, checkOwnershipRecord, checkRecordSet} from './records/rules.js'
import type {Route53Settings} from './route53-settings.js'
import {batchLimits} from './write/change-batch.js'
import {sizeProblem} from './write/plan-groups.js'

/** The rules by which a plan knows what Route 53 would refuse, and which differences count. */
export function makeRules(settings: Route53Settings): ProviderRules {
  const limits = batchLimits(settings)
  return {
    differingFields: differs,
    checkRecordSet,
    checkOwnershipRecord,
    leadsTo,
    checkName,
    checkCount: countProblem,
    checkSize: (hosts) => sizeProblem(hosts, limits),
  }
}
