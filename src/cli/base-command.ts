import {readFileSync} from 'node:fs'
import {Command, Errors, type Interfaces} from '@oclif/core'
import {CliError, type CliErrorParts} from '../errors/cli-error.js'
import {
  type ArgvContext,
  type GivenFlags,
  readCommandLine,
  type Setting,
  type Typed,
  toOclifArgv,
  unguard,
} from './argv.js'
import {type ColourLevel, decideColour} from './colour.js'
import {configNote, namedConfig} from './config/config-note.js'
import {type LoadedConfig, loadConfig} from './config/load-config.js'
import {type DeployedSettings, readDeployedSettings} from './deployed-settings.js'
import {renderError, toErrorJson} from './error-text.js'
import {EXIT_CODES, type ExitCode, errorExitCode} from './exit-codes.js'
import {readFlagValues} from './flag-values.js'
import {CONFIG_FLAGS} from './flags/config-flags.js'
import {type FlagTable, type FlagValues, toEnvName} from './flags/flag-spec.js'
import {toOclifFlags} from './flags/oclif-flags.js'
import {APPLY_FLAGS, EXIT_CODE_FLAGS, OUTPUT_FLAGS} from './flags/own-flags.js'
import {PLAN_OUTPUT_FLAGS} from './flags/plan-output-flags.js'
import {SETTING_FLAGS} from './flags/setting-flags.js'
import {isJsonAsked} from './json-asked.js'
import {makeProgress, type Progress} from './progress.js'
import {confirm, type Question} from './prompt.js'
import {withPlaces} from './setting-places.js'
import type {Settings} from './settings.js'
import {columnsOf, depthOf, isAsciiOnly} from './terminal.js'
import {TIME_IS_UP, timeIsUp} from './time-limit.js'
import {usageError} from './usage-error.js'

/** How the answer is to look. */
export interface Output {
  /** The last ones only of a plan. */
  readonly format: 'text' | 'json' | 'markdown' | 'html'
  /** For stdout. */
  readonly colour: ColourLevel
  readonly columns: number
  /** True where stdout is a terminal that shows nothing but ASCII. */
  readonly isAscii: boolean
  readonly isVerbose: boolean
  /** `--summary`: the counts only. */
  readonly isSummary: boolean
}

/** A command line that was read. */
export interface CommandLine {
  readonly output: Output
  /** The arguments of the command by name. */
  readonly args: Readonly<Record<string, unknown>>
  readonly given: GivenFlags
  /** The flags of a table that the command has. */
  values<T extends FlagTable>(table: T): FlagValues<T>
}

/** What says how an answer looks; a command without the flags of a plan has their defaults. */
const SHOWING_FLAGS = {...OUTPUT_FLAGS, ...PLAN_OUTPUT_FLAGS} as const

const LEFT_UNDER_WAY = {
  changed: 'Whether the batch under way is in is not known.',
  fix: ['run the same command again: it plans only what is left'],
}

// oclif lets a closed stdout pass (`plan | head`); without this, a closed stderr would end the run in the middle.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

/**
 * What all commands share: the reading of the command line, streams, errors, exit codes.
 *
 * stdout carries the answer, stderr everything else. A command ends by returning; `process.exitCode` is set by
 * `end` or, for an error, by `catch`, so that pending output is written out first.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags: Interfaces.FlagInput = toOclifFlags({...OUTPUT_FLAGS, ...CONFIG_FLAGS})
  protected readonly environment = process.env
  #given: GivenFlags = new Map()
  #config: LoadedConfig = {place: undefined, settings: []}
  #deployed: DeployedSettings = {settings: [], notes: []}
  #isJson = false
  #progress: Progress | undefined
  #release: () => void = () => {}
  readonly #stopping = new AbortController()
  #isWriting = false
  readonly #noted = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #lastNote: (() => string) | undefined

  /** Reads the command line once; from now on Ctrl-C and SIGTERM are answered. @throws CliError USAGE */
  protected async read(): Promise<CommandLine> {
    this.#onSignal(() => this.#stop('Interrupted.'))
    const line = await this.#readLine(this.argv)
    const {values, flags, output} = line
    this.#isJson = output.format === 'json'
    if (values(CONFIG_FLAGS)['show-config']) {
      const {renderSettings} = await import('./config/shown-settings.js')
      const question = {flags: this.#flags(), values: flags, given: this.#given, config: this.#config.place}
      throw new Answered(renderSettings(question, output))
    }
    for (const note of this.#deployed.notes) this.note(note)
    if (this.#config.place !== undefined) this.note(configNote(this.#config.place, this.#given))
    return line
  }

  /** The command line once more, with these flags in the place of those that it has of the same names. @throws CliError USAGE */
  protected async readWith(further: readonly string[]): Promise<CommandLine> {
    const flags = this.#flags()
    const context = {flags, variableOf: () => undefined, environment: {}, readFile: readArgumentFile}
    const typed = readCommandLine(this.argv, context)
    const other = readCommandLine(further, context)
    if (other.positionals.length > 0) {
      throw usageError(`"${other.positionals[0]}" is no flag.`, ['write --compare=--txt-prefix=old-, one flag each'])
    }
    const names = new Set(other.settings.map(({name}) => name))
    const settings = [...typed.settings.filter(({name}) => !names.has(name)), ...other.settings]
    return this.#readLine(toOclifArgv({settings, positionals: typed.positionals}, flags).argv)
  }

  async #readLine(argv: readonly string[]): Promise<CommandLine & {readonly flags: Readonly<Record<string, unknown>>}> {
    const {flags, args} = await this.parse(this.ctor, [...argv])
    const values = <T extends FlagTable>(table: T) => readFlagValues(table, flags)
    return {output: this.#output(values(SHOWING_FLAGS), flags), args, given: this.#given, values, flags}
  }

  /** For commands whose flags hold `settingFlags()`. Tells the notices on stderr. @throws CliError USAGE */
  protected async settings(line: CommandLine): Promise<Settings> {
    const {parseSettings} = await import('./parse-settings.js')
    const settings = parseSettings(line.values(SETTING_FLAGS), line.given, this.environment)
    for (const notice of settings.notices) this.note(notice)
    this.limitTime(settings.timeoutMs)
    return settings
  }

  /** Writes a part of the answer as it is; the text brings its line ends. */
  protected answer(text: string): void {
    process.stdout.write(text)
  }

  /** A remark on stderr, without a full stop; once. */
  protected note(text: string): void {
    if (this.#noted.has(text)) return
    this.#noted.add(text)
    this.progress.finish()
    process.stderr.write(`Note: ${text}\n`)
  }

  /** As `note`, when the run is over, however it ended. */
  protected noteAtEnd(text: () => string): void {
    this.#lastNote = text
  }

  /** Where the run is; erased by the next answer, note, question or error that goes through this class. */
  protected get progress(): Progress {
    this.#progress ??= makeProgress(process.stderr, this.environment)
    return this.#progress
  }

  /** The exit code of a run that no error ended. */
  protected end(code: ExitCode): void {
    process.exitCode = code
  }

  /** An error that the answer leads to: told on stderr alone, since the answer is one value already. */
  protected endAnswered(error: CliError): void {
    this.end(errorExitCode(error))
    this.progress.finish()
    this.#tellPeople(error)
  }

  /** Asks unless `--yes` is given. @throws CliError NO_TERMINAL, NOT_CONFIRMED, INTERRUPTED */
  protected async confirm(question: Question, line: CommandLine): Promise<void> {
    if (line.values(APPLY_FLAGS).yes) return
    this.progress.finish()
    await confirm(question, {input: process.stdin, output: process.stderr})
  }

  /** Aborted once nothing more is to be started: see `interruption`. */
  protected get stopping(): AbortSignal {
    return this.#stopping.signal
  }

  /**
   * Aborted by the first Ctrl-C or SIGTERM from now on, or (reason `TIME_IS_UP`) by the end of `--timeout`, so that a batch
   * under way can end; a second signal ends the program. Before the first call either ends the program at once.
   */
  protected interruption(): AbortSignal {
    this.#isWriting = true
    this.#onSignal(() => {
      if (this.stopping.aborted) this.#stop('Interrupted twice.', LEFT_UNDER_WAY)
      this.note('interrupted: the batch under way is finished first; once more to stop at once')
      this.#stopping.abort()
    })
    return this.stopping
  }

  /** The forms that `--summary` has. */
  protected summaryFormats(): readonly Output['format'][] {
    return ['text']
  }

  /** False: only the command line sets the flag, neither its variable nor the config file. */
  protected hears(_flag: string, _typed: Typed): boolean {
    return true
  }

  /** Go-style booleans, `@file`, variables of lists, the config file: see `readCommandLine`. */
  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(options?: Interfaces.Input<F, B, A>, argv = this.argv): Promise<Interfaces.ParserOutput<F, B, A>> {
    // Set before anything can fail: outside production oclif complains about commands that did not parse.
    this.parsed = true
    const flags = this.#flags()
    const context: ArgvContext = {
      flags,
      variableOf: (flag, said) => (this.hears(flag, said) ? variableOf(flag) : undefined),
      environment: this.environment,
      readFile: readArgumentFile,
    }
    const typed = readCommandLine(argv, context)
    this.#config = await loadConfig(namedConfig(typed), this.environment)
    const said = {flags: new Set(typed.settings.map(({name}) => name)), args: typed.positionals}
    const heard = this.#config.settings.filter(({name}) => this.hears(name, said))
    this.#deployed = await readDeployedSettings([...typed.settings, ...heard], context)
    const further = joinSettings(this.#deployed.settings, heard)
    const {argv: rewritten, given} = toOclifArgv(typed, flags, further)
    this.#given = given
    const output = await super.parse<F, B, A>(options, [...rewritten])
    for (const [name, value] of Object.entries(output.flags)) Object.assign(output.flags, {[name]: unguard(value)})
    return output
  }

  /** Tells the error and sets the exit code; nothing is thrown on, because oclif would print it again and end with 2. */
  protected override async catch(error: Error): Promise<void> {
    if (error instanceof Errors.ExitError) throw error
    if (error instanceof Answered) return this.answer(error.text)
    const told = withPlaces(toToldError(error), this.#given)
    process.exitCode = errorExitCode(told)
    this.#tell(told)
  }

  protected override async finally(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#lastNote !== undefined) this.note(this.#lastNote())
    this.progress.close()
    this.#release()
  }

  #flags(): Interfaces.FlagInput {
    return {...this.ctor.baseFlags, ...this.ctor.flags}
  }

  #tell(told: Error): void {
    this.progress.close()
    if (this.#isJson || isJsonAsked(this.argv)) process.stdout.write(`${JSON.stringify(toErrorJson(told))}\n`)
    this.#tellPeople(told)
  }

  #tellPeople(told: Error): void {
    const columns = process.stderr.isTTY ? columnsOf(process.stderr, this.environment) : Number.POSITIVE_INFINITY
    process.stderr.write(renderError(told, {columns, isDebug: (this.environment.DEBUG ?? '') !== ''}))
  }

  /** One handler at a time. */
  #onSignal(handle: () => void): void {
    this.#release()
    process.on('SIGINT', handle)
    process.on('SIGTERM', handle)
    this.#release = () => {
      process.off('SIGINT', handle)
      process.off('SIGTERM', handle)
    }
  }

  /** The time counts from the reading of the flags on, a question included. */
  protected limitTime(ms: number): void {
    if (ms <= 0) return
    this.#timer = setTimeout(() => {
      if (this.#isWriting) {
        this.note('the time of --timeout is up: the batch under way is finished first')
        this.#stopping.abort(TIME_IS_UP)
        return
      }
      this.#tell(timeIsUp())
      process.exit(EXIT_CODES.error)
    }, ms)
  }

  #stop(happened: string, rest: Pick<CliErrorParts, 'fix' | 'changed'> = {fix: []}): never {
    this.#tell(new CliError({code: 'INTERRUPTED', doing: 'finish the run', happened, ...rest}))
    process.exit(EXIT_CODES.interrupted)
  }

  #output(values: FlagValues<typeof SHOWING_FLAGS>, flags: Readonly<Record<string, unknown>>): Output {
    const flag = flags.color
    const format = values.json ? 'json' : values.format
    if (values.summary && !this.summaryFormats().includes(format)) {
      throw usageError(`--summary has no ${format} form.`, ['leave out one of the two'])
    }
    const depth = depthOf(process.stdout, this.environment)
    return {
      format,
      colour: decideColour({flag: typeof flag === 'boolean' ? flag : undefined, environment: this.environment, depth}),
      columns: columnsOf(process.stdout, this.environment),
      isAscii: isAsciiOnly(process.stdout, this.environment),
      isVerbose: values.verbose,
      isSummary: values.summary,
    }
  }
}

function readArgumentFile(path: string): string {
  return readFileSync(path, 'utf8')
}

/** What the first says hides what the second says of the same flag. */
function joinSettings(first: readonly Setting[], second: readonly Setting[]): readonly Setting[] {
  const names = new Set(first.map(({name}) => name))
  return [...first, ...second.filter(({name}) => !names.has(name))]
}

/** Ends a run that has given its answer before it began. */
class Answered extends Error {
  constructor(readonly text: string) {
    super('answered')
  }
}

/** Every flag of the tables that has a variable; other flags have none. */
export function variableOf(flag: string): string | undefined {
  const specs: FlagTable = {...SETTING_FLAGS, ...OUTPUT_FLAGS, ...APPLY_FLAGS, ...EXIT_CODE_FLAGS, ...CONFIG_FLAGS}
  const spec = Object.hasOwn(specs, flag) ? specs[flag] : undefined
  return spec === undefined || spec.hasEnv === false ? undefined : toEnvName(flag)
}

/** oclif's own complaints (a missing argument, one too many) read like ours. */
function toToldError(error: Error): Error | CliError {
  if (!(error instanceof Errors.CLIError)) return error
  const [happened = ''] = error.message.split('\nSee more help')
  return usageError(happened, ['see --help'])
}
