import {CliError} from '../../errors/cli-error.js'
import type {Plan} from '../../plan/plan.js'
import {endsOwnership, type OwnershipGoal, readsObjects} from '../../plan/plan-input.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {CommandLine} from '../command-line/read-line.js'
import {APPLY_FLAGS, PLAN_OUTPUT_FLAGS} from '../flags/own-flags.js'
import {RELEASE_FLAGS} from '../flags/owners-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {parseHost} from '../settings/parse-plan-settings.js'
import {parseOwnerId} from '../settings/parse-registry-settings.js'
import {type Settings, withoutSources} from '../settings/settings.js'
import {usageError} from '../usage-error.js'
import {applyRun} from './apply-run.js'
import {type CommandSpec, defineCommand} from './define-command.js'
import {planRun, publishRun} from './plan-run.js'
import type {Session} from './session.js'

const OWNER = 'txt-owner-id'

/** A command that changes ownership has the flags of `apply` about settings, writing and output besides its own. */
export function defineOwnersCommand(spec: CommandSpec) {
  const flags = {...SETTING_FLAGS, ...APPLY_FLAGS, ...spec.flags, ...PLAN_OUTPUT_FLAGS}
  return defineCommand({...spec, flags, isRecorded: true})
}

/**
 * Changes the ownership of records: planned, shown, confirmed and written as by `apply`.
 * @param check throws for settings that the command does not allow.
 * @throws CliError HOSTS_REFUSED, before any change, when a named host does not allow the operation.
 */
export async function changeOwners(
  session: Session,
  line: CommandLine,
  goal: OwnershipGoal,
  check: (settings: Settings) => void = () => {},
): Promise<void> {
  const adjust = (settings: Settings) => ownershipSettings(settings, line, goal)
  const run = await planRun(session, line, {goal, adjust, check, noteAbsent: () => {}})
  await publishRun(session, run)
  const {findUnmetHosts} = await import('../../plan/ownership-plan.js')
  if (goal.kind === 'migrate' && isWithoutHosts(run.plan, goal.from)) {
    session.warn(`owner ${goal.from} holds nothing in the zones that were read`)
  }
  const unmet = findUnmetHosts(run.plan, run.snapshots, run.settings, goal)
  if (unmet.length > 0) {
    session.progress.finish()
    const doing = `${goal.kind} ${unmet.map(({host}) => host).join(', ')}`
    const happened = unmet.map(({host, detail}) => `${host}: ${detail}.`).join(' ')
    throw new CliError({code: 'HOSTS_REFUSED', doing, happened, fix: [...new Set(unmet.map(({fix}) => fix))]})
  }
  await applyRun(session, run)
}

/** Named hosts act as `--only`, and a goal that reads no objects uses no cluster. @throws CliError USAGE */
function ownershipSettings(settings: Settings, line: CommandLine, goal: OwnershipGoal): Settings {
  if (settings.registry.kind === 'noop') {
    throw usageError('With --registry=noop no ownership is kept.', ['use --registry=txt'])
  }
  if (settings.registry.kind === 'ledger') {
    throw usageError('This command changes ownership that is kept in TXT records.', ['use --registry=txt'])
  }
  checkOwner(settings, goal)
  const hosts = hostsOf(line).map((text) => ({name: parseHost(text), isBelow: false}))
  if (hosts.length > 0 && settings.plan.only.length > 0) {
    throw usageError('--only is given together with hosts.', ['name all of them as arguments'])
  }
  const plan = hosts.length === 0 ? settings.plan : Object.freeze({...settings.plan, only: hosts})
  checkExtent(line, goal, plan.only.length > 0)
  const needsCluster = readsObjects(goal)
  if (needsCluster) return Object.freeze({...settings, plan})
  return Object.freeze({...withoutSources(settings), plan, manifests: undefined})
}

/** A goal that takes no part of what objects ask for needs an owner that is given, and one owner. @throws CliError USAGE */
function checkOwner({clusters, registry}: Settings, goal: OwnershipGoal): void {
  const [first, second] = clusters
  if (second !== undefined && (endsOwnership(goal) || goal.kind === 'migrate')) {
    const fix = `name one of them: --context=${first?.kubernetes.context}`
    throw usageError('This command is for one owner at a time, and several clusters are named.', [fix])
  }
  if (readsObjects(goal) || registry.kind === 'noop') return
  if (!registry.ownerIsChosen) {
    const fix = 'name the owner: --txt-owner-id=my-cluster'
    throw usageError('--txt-owner-id is missing: the owner of the records is not known.', [fix])
  }
  if (goal.kind === 'transfer' && goal.to === registry.ownerId) {
    throw usageError(`--to and --txt-owner-id are both "${goal.to}".`, ['name the other owner in --to'])
  }
}

/** True when the plan mentions no host of this owner at all; its id may be mistyped. */
function isWithoutHosts({zones, blocked}: Plan, owner: OwnerId): boolean {
  return zones.every(({hosts}) => hosts.length === 0) && !blocked.some((one) => one.owner === owner)
}

/** The line with this owner id for all clusters. */
export function asOwner(line: CommandLine, owner: string): CommandLine {
  const values: CommandLine['values'] = (table) => {
    const read = line.values(table)
    return OWNER in table ? {...read, [OWNER]: [owner]} : read
  }
  const origin = line.flagOrigins.get(OWNER) ?? 'command line'
  const clusters = line.clusters.map((one) => ({...one, settings: one.settings.filter(({name}) => name !== OWNER)}))
  return {...line, values, clusters, flagOrigins: new Map([...line.flagOrigins, [OWNER, origin]])}
}

/** @throws CliError USAGE when the id is missing, or has characters that an ownership TXT cannot hold. */
export function readOwner(flag: 'from' | 'to', text: string): OwnerId {
  if (text === '') throw usageError(`--${flag} is missing or empty.`, [`name an owner id: --${flag}=my-cluster`])
  return parseOwnerId(flag, text)
}

/** @throws CliError USAGE for an empty host, which may come from an unset variable of a script. */
function hostsOf({args}: CommandLine): readonly string[] {
  const hosts = Array.isArray(args.host) ? args.host.map(String) : []
  if (hosts.every((text) => text.trim() !== '')) return hosts
  throw usageError('A host is empty.', ['look for a variable that is not set, or leave the argument out'])
}

/** Requires hosts or `--all` before ownership is given up. @throws CliError USAGE */
function checkExtent(line: CommandLine, goal: OwnershipGoal, isNarrowed: boolean): void {
  if (!endsOwnership(goal)) return
  const {all} = line.values(RELEASE_FLAGS)
  if (all && isNarrowed) {
    throw usageError('--all is given together with hosts.', [`drop --all, or the hosts to ${goal.kind} every one`])
  }
  if (all || isNarrowed) return
  throw usageError(`No host to ${goal.kind} is given.`, [
    `name hosts: owners ${goal.kind} www.example.com`,
    'or take every host of this owner in the selected zones: --all',
  ])
}
