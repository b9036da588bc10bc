import {sentence} from '../dns/phrase.js'
import {CliError} from '../errors/cli-error.js'
import {type DeleteRefusal, ownersOf, type Plan} from '../plan/plan.js'

/** A place in a config file, written so that the user can open it: `config file external-dns-ts.yaml:4`. */
export type ConfigOrigin = `config file ${string}`

/** A running external-dns whose flags are used: `deployment kube-system/external-dns`. */
export type DeploymentOrigin = `deployment ${string}`

export type SettingOrigin = 'command line' | 'environment' | ConfigOrigin | DeploymentOrigin

/** The error for a setting that cannot be used. `happened` is a full sentence, and is about every flag that it names. */
export function usageError(happened: string, fix: readonly string[], origin: SettingOrigin = 'command line'): CliError {
  const flags = [...happened.matchAll(/--([\w-]+)/g)].map(([, name = '']) => name)
  return new CliError({code: 'USAGE', doing: `read the ${origin}`, happened, fix, flags})
}

/** The error for more deletes than the limit allows (exit code 3). */
export function overLimit(plan: Pick<Plan, 'owner' | 'clusters'>, refusal: DeleteRefusal): CliError {
  const hosts = `${refusal.deletedHosts} of ${refusal.ownedHosts} hosts`
  const cause = refusal.commonCause === undefined ? '' : ` In common: ${sentence(refusal.commonCause)}`
  const owners = ownersOf(plan)
  const doing = `apply the plan${owners.length === 0 ? '' : ` as ${owners.join(' and ')}`}`
  const happened = `It would delete ${hosts}, more than the limit of ${refusal.limit}.${cause}`
  const fix = `look at the plan, then pass ${refusal.fix} if every delete is right`
  return new CliError({code: 'LIMIT_EXCEEDED', doing, happened, fix: [fix]})
}

export const TIME_IS_UP = 'the time of --timeout is up'

/** The error for a run that took longer than `--timeout`. @param changed a sentence about what was changed */
export function timeIsUp(changed = 'Nothing was changed.'): CliError {
  const happened = 'The time of --timeout is up.'
  const fix = ['run the same command again: it plans only what is left', 'allow more time with --timeout']
  return new CliError({code: 'TIMED_OUT', doing: 'finish the run', happened, fix, changed})
}
