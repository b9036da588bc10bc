import {CliError} from '../errors/cli-error.js'
import type {DeleteRefusal, Plan} from '../plan/plan.js'

/** More would be deleted than the limit allows (exit 3). */
export function overLimit({owner}: Pick<Plan, 'owner'>, refusal: DeleteRefusal): CliError {
  const hosts = `${refusal.deletedHosts} of ${refusal.ownedHosts} hosts`
  const cause = refusal.commonCause === undefined ? '' : ` In common: ${refusal.commonCause}.`
  return new CliError({
    code: 'LIMIT_EXCEEDED',
    doing: `apply the plan${owner === undefined ? '' : ` as ${owner}`}`,
    happened: `It would delete ${hosts}, more than the limit of ${refusal.limit}.${cause}`,
    fix: [`look at the plan, then pass ${refusal.fix} if all of it is meant`],
  })
}
