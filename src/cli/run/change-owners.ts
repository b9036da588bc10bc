import {CliError} from '../../errors/cli-error.js'
import type {Plan} from '../../plan/plan.js'
import {endsOwnership, type OwnershipGoal, readsObjects} from '../../plan/plan-input.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {CommandLine} from '../command-line/read-line.js'
import {RELEASE_FLAGS} from '../flags/owners-flags.js'
import {parseHost} from '../settings/parse-plan-settings.js'
import {parseOwnerId} from '../settings/parse-registry-settings.js'
import type {Settings} from '../settings/settings.js'
import {usageError} from '../usage-error.js'
import type {RunRecord} from './after-run.js'
import {applyRun} from './apply-run.js'
import {planRun, publishRun} from './plan-run.js'
import type {Session} from './session.js'

/**
 * Changes who owns what: planned, shown, confirmed and written as `apply` does it.
 *
 * @param check with which settings it must not run. @throws CliError HOSTS_REFUSED when a host that was named cannot have it;
 * nothing was changed then.
 */
export async function changeOwners(
  session: Session,
  line: CommandLine,
  record: RunRecord,
  goal: OwnershipGoal,
  check: (settings: Settings) => void = () => {},
): Promise<void> {
  const adjust = (settings: Settings) => {
    const adjusted = ownershipSettings(settings, line, goal)
    check(adjusted)
    return adjusted
  }
  const run = await planRun(session, line, record, {goal, adjust})
  await publishRun(session, run)
  const {findUnmetHosts} = await import('../../plan/ownership-plan.js')
  if (goal.kind === 'migrate' && isWithoutHosts(run.plan, goal.from)) {
    session.note(`owner ${goal.from} holds nothing in the zones that were read`)
  }
  const unmet = findUnmetHosts(run.plan, run.snapshots, run.settings, goal)
  if (unmet.length > 0) {
    session.progress.finish()
    throw new CliError({
      code: 'HOSTS_REFUSED',
      doing: `${goal.kind} ${unmet.map(({host}) => host).join(', ')}`,
      happened: unmet.map(({host, detail}) => `${host}: ${detail}.`).join(' '),
      fix: [...new Set(unmet.map(({fix}) => fix))],
    })
  }
  await applyRun(session, run, record)
}

/** Hosts that were named narrow the run as `--only` does; what asks no object needs no cluster. @throws CliError USAGE */
function ownershipSettings(settings: Settings, line: CommandLine, goal: OwnershipGoal): Settings {
  if (settings.registry.kind === 'noop') {
    throw usageError('With --registry=noop nobody owns anything.', ['use --registry=txt'])
  }
  if (settings.registry.kind === 'ledger') {
    throw usageError('This command changes ownership that is kept in TXT records.', ['use --registry=txt'])
  }
  const hosts = hostsOf(line).map((text) => parseHost(text, text))
  if (hosts.length > 0 && settings.plan.only.length > 0) {
    throw usageError('--only is given beside hosts.', ['name all of them as arguments'])
  }
  checkExtent(line, goal, [...hosts, ...settings.plan.only])
  const plan = hosts.length === 0 ? settings.plan : Object.freeze({...settings.plan, only: hosts})
  const needsCluster = readsObjects(goal)
  const sources = needsCluster ? settings.sources : Object.freeze({...settings.sources, sources: []})
  return Object.freeze({...settings, plan, sources, manifests: needsCluster ? settings.manifests : undefined})
}

/** Whose records they are has to be said, not assumed. @throws CliError USAGE */
export function requireOwner(line: CommandLine): void {
  if (line.flagOrigins.has('txt-owner-id')) return
  throw usageError('No --txt-owner-id says whose records are meant.', ['name the owner: --txt-owner-id=my-cluster'])
}

/** Neither taken over nor told to stay: nothing is there of this owner, whose id may be mistyped. */
function isWithoutHosts({zones, blocked}: Plan, owner: OwnerId): boolean {
  return zones.every(({hosts}) => hosts.length === 0) && !blocked.some((one) => one.owner === owner)
}

/** The command line as if `--txt-owner-id` said this. */
export function asOwner(line: CommandLine, owner: string): CommandLine {
  const values: CommandLine['values'] = (table) => {
    const read = line.values(table)
    return 'txt-owner-id' in table ? {...read, 'txt-owner-id': owner} : read
  }
  const origin = line.flagOrigins.get('txt-owner-id') ?? 'command line'
  return {...line, values, flagOrigins: new Map([...line.flagOrigins, ['txt-owner-id', origin]])}
}

/** @throws CliError USAGE when there is none, or none that an ownership text can hold. */
export function readOwner(flag: 'from' | 'to', text: string): OwnerId {
  if (text === '') throw usageError(`--${flag} is missing or empty.`, [`name an owner id: --${flag}=my-cluster`])
  return parseOwnerId(flag, text)
}

/** @throws CliError USAGE for an empty one, which may be an unset variable of a script. */
function hostsOf({args}: CommandLine): readonly string[] {
  const hosts = Array.isArray(args.host) ? args.host.map(String) : []
  if (hosts.every((text) => text.trim() !== '')) return hosts
  throw usageError('A host is empty.', ['look for a variable that is not set, or leave the argument out'])
}

/** What is given up is named, or is said to be everything. @throws CliError USAGE */
function checkExtent(line: CommandLine, goal: OwnershipGoal, hosts: readonly string[]): void {
  if (!endsOwnership(goal)) return
  const {all} = line.values(RELEASE_FLAGS)
  if (all && hosts.length > 0) {
    throw usageError('--all is given beside hosts.', [`drop --all, or the hosts to ${goal.kind} every one`])
  }
  if (all || hosts.length > 0) return
  throw usageError(`No host says what to ${goal.kind}.`, [
    `name hosts: owners ${goal.kind} www.example.com`,
    'or say that every host of this owner in the selected zones is meant: --all',
  ])
}
