import {Command, Errors, type Interfaces} from '@oclif/core'
import {type CommandLine, type LineSpec, readLine} from '../command-line/read-line.js'
import type {ArgumentTable} from '../flags/arguments.js'
import type {FlagTable} from '../flags/flag-spec.js'
import {toOclifArgs, toOclifFlags} from '../flags/oclif-flags.js'
import {CONFIG_FLAGS, OUTPUT_FLAGS} from '../flags/own-flags.js'
import {usageError} from '../usage-error.js'
import {type RunRecord, sendRecord} from './after-run.js'
import {Session} from './session.js'

/** A command as a value: what it is called, what it takes, what it does. */
export interface CommandSpec {
  readonly summary: string
  readonly description: string
  /** With `<%= config.bin %>`. */
  readonly examples: readonly string[]
  /** Behind the name: `HOST [FLAGS]`. */
  readonly usage: string
  /** Besides those of every command. */
  readonly flags: FlagTable
  readonly arguments?: ArgumentTable
  readonly summaryFormats?: LineSpec['summaryFormats']
  readonly hears?: LineSpec['hears']
  /** Metrics and a trace are sent of it, however it ends. */
  readonly isRecorded?: true
  /** @throws CliError what ends the run; anything else is a bug */
  run(session: Session, line: CommandLine, record: RunRecord): Promise<void>
}

function lineSpecOf(spec: CommandSpec): LineSpec {
  return {
    flags: {...OUTPUT_FLAGS, ...CONFIG_FLAGS, ...spec.flags},
    arguments: spec.arguments ?? {},
    summaryFormats: spec.summaryFormats ?? ['text'],
    hears: spec.hears ?? (() => true),
  }
}

/** The class that oclif runs: help, completion and the manifest come from it, everything else from the value. */
export function defineCommand(spec: CommandSpec) {
  const lineSpec = lineSpecOf(spec)
  return class extends Command {
    /** Every flag of the command. A getter: oclif would put a field into the manifest. */
    static get table(): FlagTable {
      return lineSpec.flags
    }

    static override readonly summary = spec.summary
    static override readonly description = spec.description
    static override readonly examples = [...spec.examples]
    static override readonly usage = `<%= command.id %> ${spec.usage}`
    static override readonly baseFlags: Interfaces.FlagInput = toOclifFlags({...OUTPUT_FLAGS, ...CONFIG_FLAGS})
    static override readonly flags: Interfaces.FlagInput = toOclifFlags(spec.flags)
    static override readonly args: Interfaces.ArgInput = toOclifArgs(spec.arguments ?? {})
    #session: Session | undefined

    async run(): Promise<void> {
      // Outside production oclif complains about commands that did not parse with it.
      this.parsed = true
      const session = new Session(this.argv, (this.id ?? '').replaceAll(':', ' '), this.config.version)
      this.#session = session
      const record: RunRecord = {phases: []}
      if (spec.isRecorded === true) session.atEnd(() => sendRecord(session, record))
      const line = await readLine(this.argv, lineSpec, session.environment)
      session.begin(line)
      const {'show-config': showsConfig} = line.values(CONFIG_FLAGS)
      if (showsConfig) {
        const {renderSettings} = await import('../config/shown-settings.js')
        return session.answer(renderSettings(line))
      }
      for (const note of line.notes) session.note(note)
      await spec.run(session, line, record)
    }

    /** Nothing is thrown on, because oclif would print it again and end with 2. */
    protected override async catch(error: Error): Promise<void> {
      if (error instanceof Errors.ExitError) throw error
      this.#session?.fail(toToldError(error))
    }

    protected override async finally(): Promise<void> {
      await this.#session?.close()
    }
  }
}

/** oclif's own complaints read like ours. */
function toToldError(error: Error): Error {
  if (!(error instanceof Errors.CLIError)) return error
  const [happened = ''] = error.message.split('\nSee more help')
  return usageError(happened, ['see --help'])
}
