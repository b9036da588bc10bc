import {PassThrough} from 'node:stream'
import {fileURLToPath} from 'node:url'
import {Config, settings as oclif} from '@oclif/core'
import {captureOutput} from '@oclif/test'
import ApplyCommand from '../../src/commands/apply.js'
import DoctorCommand from '../../src/commands/doctor.js'
import ExplainCommand from '../../src/commands/explain.js'
import OwnersAdoptCommand from '../../src/commands/owners/adopt.js'
import OwnersCommand from '../../src/commands/owners/index.js'
import OwnersMigrateCommand from '../../src/commands/owners/migrate.js'
import OwnersReleaseCommand from '../../src/commands/owners/release.js'
import OwnersRepairCommand from '../../src/commands/owners/repair.js'
import OwnersTransferCommand from '../../src/commands/owners/transfer.js'
import PlanCommand from '../../src/commands/plan.js'
import PruneCommand from '../../src/commands/prune.js'
import ShowCommand from '../../src/commands/show.js'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export const COMMANDS = {
  apply: ApplyCommand,
  doctor: DoctorCommand,
  explain: ExplainCommand,
  owners: OwnersCommand,
  'owners adopt': OwnersAdoptCommand,
  'owners migrate': OwnersMigrateCommand,
  'owners release': OwnersReleaseCommand,
  'owners repair': OwnersRepairCommand,
  'owners transfer': OwnersTransferCommand,
  plan: PlanCommand,
  prune: PruneCommand,
  show: ShowCommand,
} as const
export type CommandName = keyof typeof COMMANDS
/** Those that read the cluster and the zones, with the flags for it. */
export const READING_COMMANDS = ['apply', 'owners', 'plan', 'prune'] as const satisfies readonly CommandName[]

export type Environment = Readonly<Record<string, string>>

export interface CommandRun {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

export interface RunOptions {
  /** The whole environment of the run. */
  readonly environment: Environment
  /** What a person types at the question; with it stdin and stderr are terminals. */
  readonly typed?: string
  /** What somebody else does while the question stands. */
  readonly meanwhile?: (() => unknown) | undefined
}

// Without this oclif would look for a tsconfig and a compiler; vitest has transpiled the sources already.
oclif.enableAutoTranspile = false
let config: Promise<Config> | undefined

/** Runs a command from the sources in this process. One run at a time: streams, environment and exit code are its own. */
export async function runCommand(
  name: CommandName,
  argv: readonly string[],
  {environment, typed, meanwhile}: RunOptions,
): Promise<CommandRun> {
  config ??= Config.load({root: ROOT})
  const loaded = await config
  const restore = [replaceEnvironment(environment), ...(typed === undefined ? [] : [openTerminal(typed, meanwhile)])]
  process.exitCode = undefined
  try {
    const {stdout, stderr, error} = await captureOutput(() => COMMANDS[name].run([...argv], loaded))
    if (error !== undefined) throw error
    return {stdout, stderr, exitCode: Number(process.exitCode ?? 0)}
  } finally {
    process.exitCode = undefined
    for (const undo of restore) undo()
  }
}

function replaceEnvironment(environment: Environment): () => void {
  const before = {...process.env}
  const set = (variables: Readonly<Record<string, string | undefined>>) => {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, variables)
  }
  set(environment)
  return () => set(before)
}

/** A keyboard whose typing waits in the buffer, and a stderr that says it is a screen. */
function openTerminal(typed: string, meanwhile: (() => unknown) | undefined): () => void {
  const keyboard = Object.assign(new PassThrough(), {isTTY: true})
  if (meanwhile === undefined) keyboard.write(typed)
  // It is read from once somebody is asked.
  else {
    keyboard.once('resume', async () => {
      await meanwhile()
      keyboard.write(typed)
    })
  }
  const undo = [
    replaceProperty(process, 'stdin', keyboard),
    replaceProperty(process.stderr, 'isTTY', true),
    replaceProperty(process.stderr, 'columns', 200),
  ]
  return () => {
    for (const step of undo.reverse()) step()
  }
}

function replaceProperty(target: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name)
  Object.defineProperty(target, name, {value, configurable: true, writable: true})
  return () => {
    if (before === undefined) Reflect.deleteProperty(target, name)
    else Object.defineProperty(target, name, before)
  }
}
