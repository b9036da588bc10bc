import {readFileSync} from 'node:fs'
import {Command, type Interfaces} from '@oclif/core'
import {refuseWidening} from '../config/config-keys.js'
import {namedConfig} from '../config/find-config.js'
import {type LoadedConfig, loadConfig} from '../config/load-config.js'
import {type FlagTable, type FlagValues, toEnvName} from '../flags/flag-spec.js'
import {toOclifFlags} from '../flags/oclif-flags.js'
import {APPLY_FLAGS, CONFIG_FLAGS, EXIT_CODE_FLAGS, OUTPUT_FLAGS, PLAN_OUTPUT_FLAGS} from '../flags/own-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {type ColourLevel, columnsOf, decideColour, depthOf, isAsciiOnly} from '../terminal/terminal.js'
import {usageError} from '../usage-error.js'
import {
  type ArgvContext,
  type FlagOrigins,
  readCommandLine,
  type Setting,
  type Typed,
  toOclifArgv,
  withoutMarker,
} from './argv.js'
import {type DeployedSettings, readDeployedSettings} from './deployed-settings.js'
import {readFlagValues} from './flag-values.js'

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
  readonly flagOrigins: FlagOrigins
  /** The flags of a table that the command has. */
  values<T extends FlagTable>(table: T): FlagValues<T>
}

/** What says how an answer looks; a command without the flags of a plan has their defaults. */
const SHOWING_FLAGS = {...OUTPUT_FLAGS, ...PLAN_OUTPUT_FLAGS} as const

/** What was read besides the values: where each comes from. */
interface ReadLine extends CommandLine {
  readonly flags: Readonly<Record<string, unknown>>
}

/** The reading of a command line: what was typed, its variables, a running external-dns, a config file, defaults. */
export abstract class LineCommand extends Command {
  static override baseFlags: Interfaces.FlagInput = toOclifFlags({...OUTPUT_FLAGS, ...CONFIG_FLAGS})
  protected readonly environment = process.env
  /** Of the last reading. */
  protected flagOrigins: FlagOrigins = new Map()
  protected configFile: LoadedConfig = {place: undefined, settings: []}
  protected deployed: DeployedSettings = {settings: [], notes: []}

  /** The command line once more, with these flags in the place of those that it has of the same names. @throws CliError USAGE */
  protected async readWith(further: readonly string[]): Promise<CommandLine> {
    const flags = this.allFlags()
    const context = {flags, variableOf: () => undefined, environment: {}, readFile: readArgumentFile}
    const typed = readCommandLine(this.argv, context)
    const other = readCommandLine(further, context)
    if (other.positionals.length > 0) {
      throw usageError(`"${other.positionals[0]}" is no flag.`, ['write --compare=--txt-prefix=old-, one flag each'])
    }
    const names = new Set(other.settings.map(({name}) => name))
    const settings = [...typed.settings.filter(({name}) => !names.has(name)), ...other.settings]
    return this.readLine(toOclifArgv({settings, positionals: typed.positionals}, flags).argv)
  }

  protected async readLine(argv: readonly string[]): Promise<ReadLine> {
    const {flags, args} = await this.parse(this.ctor, [...argv])
    const values = <T extends FlagTable>(table: T) => readFlagValues(table, flags)
    return {output: this.#output(values(SHOWING_FLAGS), flags), args, flagOrigins: this.flagOrigins, values, flags}
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
    const flags = this.allFlags()
    const context: ArgvContext = {
      flags,
      variableOf: (flag, settings) => (this.hears(flag, settings) ? variableOf(flag) : undefined),
      environment: this.environment,
      readFile: readArgumentFile,
    }
    const typed = readCommandLine(argv, context)
    this.configFile = await loadConfig(namedConfig(typed), this.environment)
    const settings = {flags: new Set(typed.settings.map(({name}) => name)), args: typed.positionals}
    const heard = this.configFile.settings.filter(({name}) => this.hears(name, settings))
    this.deployed = await readDeployedSettings([...typed.settings, ...heard], context)
    this.#checkNarrowing([...typed.settings, ...this.deployed.settings])
    const further = joinSettings(this.deployed.settings, heard)
    const {argv: rewritten, flagOrigins} = toOclifArgv(typed, flags, further)
    this.flagOrigins = flagOrigins
    const output = await super.parse<F, B, A>(options, [...rewritten])
    for (const [name, value] of Object.entries(output.flags))
      Object.assign(output.flags, {[name]: withoutMarker(value)})
    return output
  }

  protected allFlags(): Interfaces.FlagInput {
    return {...this.ctor.baseFlags, ...this.ctor.flags}
  }

  /** @throws CliError USAGE where a file that was merely found would loosen what was said. */
  #checkNarrowing(typed: readonly Setting[]): void {
    const {place, settings} = this.configFile
    if (place === undefined) return
    const values = new Set(typed.filter(({value}) => value !== '').map(({name}) => name))
    const refused = refuseWidening(settings, values, place)
    if (refused !== undefined) throw usageError(refused.happened, refused.fix, refused.origin)
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

const FLAGS_WITH_VARIABLES: FlagTable = {
  ...SETTING_FLAGS,
  ...OUTPUT_FLAGS,
  ...APPLY_FLAGS,
  ...EXIT_CODE_FLAGS,
  ...CONFIG_FLAGS,
}

/** Every flag of these tables that has a variable; other flags have none. */
export function variableOf(flag: string): string | undefined {
  const spec = Object.hasOwn(FLAGS_WITH_VARIABLES, flag) ? FLAGS_WITH_VARIABLES[flag] : undefined
  return spec === undefined || spec.hasEnv === false ? undefined : toEnvName(flag)
}
