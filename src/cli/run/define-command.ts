import {Command, Errors} from '@oclif/core'
import {type CommandLine, type LineSpec, readLine} from '../command-line/read-line.js'
import type {ArgumentTable} from '../flags/arguments.js'
import type {FlagTable} from '../flags/flag-spec.js'
import {CONFIG_FLAGS, OUTPUT_FLAGS} from '../flags/own-flags.js'
import {usageError} from '../usage-error.js'
import {exitSentence, sendRecord} from './after-run.js'
import {Session} from './session.js'

export interface CommandSpec extends Partial<Pick<LineSpec, 'summaryFormats' | 'hears' | 'ignoresConfig'>> {
  readonly summary: string
  readonly description: string
  /** Command lines that may contain `<%= config.bin %>`. */
  readonly examples: readonly string[]
  /** What follows the name in the usage line: `HOST [FLAGS]`. */
  readonly usage: string
  /** Flags in addition to those that every command has. */
  readonly flags: FlagTable
  readonly arguments?: ArgumentTable
  /** True when metrics and a trace are sent after the run, successful or not. */
  readonly isRecorded?: true
  /** @throws CliError an expected error; anything else is a bug */
  run(session: Session, line: CommandLine): Promise<void>
}

const DEFAULTS: Omit<LineSpec, 'flags'> = {
  arguments: {},
  summaryFormats: ['text'],
  hears: () => true,
  ignoresConfig: false,
}

/** Builds the class that oclif runs. Help, completion and reference use its definition. */
export function defineCommand(spec: CommandSpec) {
  const lineSpec: LineSpec = {...DEFAULTS, ...spec, flags: {...OUTPUT_FLAGS, ...CONFIG_FLAGS, ...spec.flags}}
  return class extends Command {
    /** A getter, since oclif would write a static field to the manifest, which every run reads. */
    static get definition(): CommandSpec {
      return {...spec, flags: lineSpec.flags}
    }

    /** Otherwise oclif takes an argument for a part of the command's name. */
    static override readonly strict = false
    #session: Session | undefined

    async run(): Promise<void> {
      // Outside production, oclif warns about commands that do not use its parser.
      this.parsed = true
      const {version, root} = this.config
      const session = new Session(this.argv, (this.id ?? '').replaceAll(':', ' '), version, root)
      this.#session = session
      if (spec.isRecorded === true) session.atEnd(() => sendRecord(session))
      const line = await readLine(this.argv, lineSpec, session.environment)
      session.begin(line)
      const {'show-config': showsConfig} = line.values(CONFIG_FLAGS)
      if (showsConfig) {
        const {renderSettings} = await import('../config/shown-settings.js')
        return session.answer(await renderSettings(line))
      }
      for (const note of line.notes) session.note(note)
      await spec.run(session, line)
    }

    /** Does not rethrow: oclif would print the error again and exit with 2. */
    protected override async catch(error: Error): Promise<void> {
      if (error instanceof Errors.ExitError) throw error
      this.#session?.fail(toToldError(error))
    }

    protected override async finally(): Promise<void> {
      await this.#session?.close(exitSentence)
    }
  }
}

/** Rewrites oclif's own errors as usage errors. */
function toToldError(error: Error): Error {
  if (!(error instanceof Errors.CLIError)) return error
  const [happened = ''] = error.message.split('\nSee more help')
  return usageError(happened, ['see --help'])
}
