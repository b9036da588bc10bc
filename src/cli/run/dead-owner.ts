import {plural} from '../../dns/phrase.js'
import {CliError} from '../../errors/cli-error.js'
import {shellWord} from '../../errors/shell-word.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {CommandLine} from '../command-line/read-line.js'
import {APPLY_FLAGS} from '../flags/own-flags.js'
import {PRUNE_FLAGS} from '../flags/prune-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import type {PlannedRun} from '../reports/save-plan.js'
import {parseOwnerId} from '../settings/parse-registry-settings.js'
import {type Settings, withoutSources} from '../settings/settings.js'
import {usageError} from '../usage-error.js'
import type {Session} from './session.js'

/** The owner of `prune --owner DEAD --without-cluster`, whose cluster is gone: all of its records are deleted. */
export interface DeadOwner {
  readonly owner: OwnerId
  /** True when `--confirm-owner` repeats the id, so that nobody has to type it. */
  readonly isConfirmed: boolean
}

/** Undefined when the run has a cluster to ask. @throws CliError USAGE */
export function readDeadOwner(line: CommandLine): DeadOwner | undefined {
  const values = line.values(PRUNE_FLAGS)
  const {owner: text, 'confirm-owner': again, 'without-cluster': hasNoCluster} = values
  if (text === '') {
    const fix = 'name the owner id of the cluster that no longer exists: --owner=my-cluster'
    if (hasNoCluster) throw usageError('--without-cluster is set without --owner.', [fix])
    if (again === '') return undefined
    throw usageError('--confirm-owner is set without --owner.', ['name the owner with --owner too, or drop it'])
  }
  if (!hasNoCluster) {
    throw usageError('--owner is set without --without-cluster: it is for a cluster that no longer exists.', [
      'to prune what this cluster no longer wants, name its owner id: --txt-owner-id=my-cluster',
      'to delete everything of a cluster that no longer exists: add --without-cluster',
    ])
  }
  const owner = parseOwnerId('owner', text)
  const us = line.values(SETTING_FLAGS)['txt-owner-id'].join(', ')
  // In a config file or variable, --txt-owner-id is our own id in general and no contradiction to --owner.
  if (line.flagOrigins.get('txt-owner-id') === 'command line' && us !== text) {
    throw usageError(`--owner=${text} and --txt-owner-id=${us} name two owners.`, ['drop --txt-owner-id'])
  }
  if (again !== '' && again !== text) {
    throw usageError(`--owner=${text} and --confirm-owner=${again} name two owners.`, ['give both the same owner id'])
  }
  if (values['min-age'] !== 0) {
    const why = 'which deletes everything of a cluster that no longer exists'
    throw usageError(`--min-age cannot be used with --owner, ${why}.`, ['drop --min-age'])
  }
  if (line.values(SETTING_FLAGS).manifests.length > 0) {
    throw usageError('--manifests and --without-cluster exclude each other.', ['drop one of the two'])
  }
  return {owner, isConfirmed: again !== ''}
}

/** No limit on deletes unless `--max-deletes` is given: confirming the owner id replaces it. @throws CliError USAGE */
export function withoutCluster(settings: Settings, line: CommandLine): Settings {
  if (settings.registry.kind === 'noop') {
    throw usageError('With --registry=noop no ownership is kept.', ['use the registry of the dead cluster'])
  }
  const plan = line.flagOrigins.has('max-deletes')
    ? settings.plan
    : Object.freeze({...settings.plan, deleteLimit: {kind: 'percent', percent: 100} as const})
  return {...withoutSources({...settings, clusters: settings.clusters.slice(0, 1)}), plan}
}

/**
 * Asks the user to type the owner id. `--yes` does not replace it, since nobody can be asked then: `--confirm-owner` does.
 * @throws CliError NOT_CONFIRMED, NO_TERMINAL, INTERRUPTED
 */
export async function approveDeadOwner(
  session: Session,
  {line, plan}: PlannedRun,
  {owner, isConfirmed}: DeadOwner,
): Promise<void> {
  const doing = 'apply the plan'
  const flag = `--confirm-owner=${shellWord(owner)}`
  if (!line.values(APPLY_FLAGS).yes) {
    const hosts = plan.zones.reduce((sum, zone) => sum + zone.hosts.length, 0)
    const text = `Delete ${plural(hosts, 'host')}, everything of owner ${owner}? Type the owner id to go on:`
    const unattended = `look at the plan, then run it with --yes ${flag}`
    return session.confirm({text, word: owner, doing, unattended}, line)
  }
  if (isConfirmed) return
  const happened = `--yes alone does not delete everything of owner ${owner}.`
  throw new CliError({code: 'NOT_CONFIRMED', doing, happened, fix: [`look at the plan, then add ${flag}`]})
}
