import {PassThrough} from 'node:stream'
import {fileURLToPath} from 'node:url'
import {Config, settings as oclif} from '@oclif/core'
import {captureOutput} from '@oclif/test'
import ApplyCommand from '../../src/commands/apply.js'
import CompletionCommand from '../../src/commands/completion.js'
import DoctorCommand from '../../src/commands/doctor.js'
import ExplainCommand from '../../src/commands/explain.js'
import HistoryCommand from '../../src/commands/history.js'
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
  completion: CompletionCommand,
  doctor: DoctorCommand,
  explain: ExplainCommand,
  history: HistoryCommand,
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
/** The commands that read the cluster and the zones, and have the flags for it. */
export const READING_COMMANDS = ['apply', 'owners', 'plan', 'prune'] as const satisfies readonly CommandName[]

export type Environment = Readonly<Record<string, string>>

export interface CommandRun {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

export interface RunOptions {
  /** All environment variables of the run. */
  readonly environment: Environment
  /** The answer of a person to the question. Makes stdin and stderr terminals. */
  readonly typed?: string
  /** What happens while the question is waiting for an answer. */
  readonly meanwhile?: (() => unknown) | undefined
}

// Otherwise oclif looks for a tsconfig and a compiler, although vitest has compiled the sources already.
oclif.enableAutoTranspile = false
let config: Promise<Config> | undefined

/**
 * Runs a command from the sources in this process. Only one run at a time, since streams, environment and exit code are
 * global.
 */
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

/** A keyboard with typed input in its buffer, and a stderr that claims to be a terminal. */
function openTerminal(typed: string, meanwhile: (() => unknown) | undefined): () => void {
  const keyboard = Object.assign(new PassThrough(), {isTTY: true})
  if (meanwhile === undefined) keyboard.write(typed)
  // Reading starts when the question is asked.
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
