import {readFileSync} from 'node:fs'
import type {Environment} from '../../errors/environment.js'
import {refuseWidening} from '../config/config-keys.js'
import {type ConfigPlace, configNote, namedConfig, withPlaces} from '../config/find-config.js'
import {type LoadedConfig, loadConfig} from '../config/load-config.js'
import type {ArgumentTable} from '../flags/arguments.js'
import {type FlagSpec, type FlagTable, type FlagValues, variableOf} from '../flags/flag-spec.js'
import {OUTPUT_FLAGS, PLAN_OUTPUT_FLAGS} from '../flags/own-flags.js'
import {type ColourLevel, columnsOf, decideColour, depthOf, isAsciiOnly} from '../terminal/terminal.js'
import {usageError} from '../usage-error.js'
import {
  type ArgvContext,
  collectSettings,
  type FlagOrigins,
  namesOf,
  type RawValues,
  readTyped,
  type Setting,
  type Typed,
  type TypedSettings,
  withVariables,
} from './argv.js'
import {readDeployedSettings} from './deployed-settings.js'
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
  /** The arguments by name; a repeatable one has all of its values. */
  readonly args: Readonly<Record<string, string | readonly string[]>>
  readonly flagOrigins: FlagOrigins
  /** The flags of a table that the command has. */
  values<T extends FlagTable>(table: T): FlagValues<T>
  /** Every flag of the command. */
  readonly flags: FlagTable
  readonly raw: RawValues
  /** Undefined: no config file was read. */
  readonly config: ConfigPlace | undefined
  /** Where settings come from that nobody typed; remarks without a full stop. */
  readonly notes: readonly string[]
  /** The line once more, with these flags in the place of those that it has of the same names. @throws CliError as `readLine` */
  with(further: readonly string[]): Promise<CommandLine>
}

/** What a command line may hold. */
export interface LineSpec {
  readonly flags: FlagTable
  readonly arguments: ArgumentTable
  /** The forms that `--summary` has. */
  readonly summaryFormats: readonly Output['format'][]
  /** False: only the command line sets the flag, neither its variable nor the config file. */
  hears(flag: FlagSpec, typed: Typed, name: string): boolean
}

/** What says how an answer looks; a command without the flags of a plan has their defaults. */
const SHOWING_FLAGS = {...OUTPUT_FLAGS, ...PLAN_OUTPUT_FLAGS} as const

/**
 * Reads a command line once: what was typed, its variables, a running external-dns, a config file, defaults.
 *
 * @throws CliError USAGE, and what reading a Deployment throws
 */
export async function readLine(
  argv: readonly string[],
  spec: LineSpec,
  environment: Environment,
): Promise<CommandLine> {
  return completeLine(readTyped(argv, contextOf(spec, environment)), spec, environment)
}

function contextOf({flags, hears}: LineSpec, environment: Environment): ArgvContext {
  return {
    flags,
    variableOf: (name, typed) => {
      const flag = flags[name]
      return flag !== undefined && hears(flag, typed, name) ? variableOf(name, flag) : undefined
    },
    environment,
    readFile: (path) => readFileSync(path, 'utf8'),
  }
}

async function completeLine(onLine: TypedSettings, spec: LineSpec, environment: Environment): Promise<CommandLine> {
  const {flags, hears} = spec
  const context = contextOf(spec, environment)
  const typed = withVariables(onLine, context)
  const config = await loadConfig(namedConfig(typed), environment)
  const heardBeside = {flags: namesOf(typed.settings), args: typed.positionals}
  const heard = config.settings.filter(({name}) => {
    const flag = flags[name]
    return flag !== undefined && hears(flag, heardBeside, name)
  })
  const deployed = await readDeployedSettings([...typed.settings, ...heard], context)
  checkNarrowing([...typed.settings, ...deployed.settings], config)
  const settings = joinSettings(joinSettings(typed.settings, deployed.settings), heard).filter(({name}) =>
    Object.hasOwn(flags, name),
  )
  const {raw, flagOrigins} = collectSettings(settings, flags)
  const values = <T extends FlagTable>(table: T) => readFlagValues(table, raw)
  try {
    return {
      output: readOutput(values(SHOWING_FLAGS), raw, spec, environment),
      args: readArguments(typed.positionals, spec.arguments),
      flagOrigins,
      values,
      flags,
      raw,
      config: config.place,
      with: (further) => completeLine(replaceFlags(onLine, readTyped(further, context)), spec, environment),
      notes: [...deployed.notes, ...(config.place === undefined ? [] : [configNote(config.place, flagOrigins)])],
    }
  } catch (error) {
    throw error instanceof Error ? withPlaces(error, flagOrigins) : error
  }
}

/** @throws CliError USAGE for what is no flag */
function replaceFlags({settings, positionals}: TypedSettings, further: TypedSettings): TypedSettings {
  if (further.positionals.length > 0) {
    throw usageError(`"${further.positionals[0]}" is no flag.`, ['write --compare=--txt-prefix=old-, one flag each'])
  }
  const names = namesOf(further.settings)
  return {settings: [...settings.filter(({name}) => !names.has(name)), ...further.settings], positionals}
}

/** @throws CliError USAGE where a file that was merely found would loosen what was typed. */
function checkNarrowing(typed: readonly Setting[], {place, settings}: LoadedConfig): void {
  if (place === undefined) return
  const names = namesOf(typed.filter(({value}) => value !== ''))
  const refused = refuseWidening(settings, names, place)
  if (refused !== undefined) throw usageError(refused.happened, refused.fix, refused.origin)
}

/** What the first say hides what the second say of the same flag. */
function joinSettings(first: readonly Setting[], second: readonly Setting[]): readonly Setting[] {
  const names = namesOf(first)
  return [...first, ...second.filter(({name}) => !names.has(name))]
}

/** @throws CliError USAGE for an argument too many, or one that is missing */
function readArguments(positionals: readonly string[], table: ArgumentTable): CommandLine['args'] {
  const rest = [...positionals]
  const args: Record<string, string | readonly string[]> = {}
  for (const [name, {description, isRequired, isRepeatable}] of Object.entries(table)) {
    const value = isRepeatable !== true ? rest.shift() : rest.length > 0 ? rest.splice(0) : undefined
    if (value !== undefined) args[name] = value
    else if (isRequired === true) {
      throw usageError(`The argument ${name.toUpperCase()} is missing.`, [`give it: ${description}`, 'see --help'])
    }
  }
  if (rest.length === 0) return args
  throw usageError(`Unexpected argument${rest.length === 1 ? '' : 's'}: ${rest.join(', ')}.`, ['see --help'])
}

function readOutput(
  values: FlagValues<typeof SHOWING_FLAGS>,
  {color}: RawValues,
  {summaryFormats}: LineSpec,
  environment: Environment,
): Output {
  const format = values.json ? 'json' : values.format
  if (values.summary && !summaryFormats.includes(format)) {
    throw usageError(`--summary has no ${format} form.`, ['leave out one of the two'])
  }
  const depth = depthOf(process.stdout, environment)
  return {
    format,
    colour: decideColour({flag: typeof color === 'boolean' ? color : undefined, environment, depth}),
    columns: columnsOf(process.stdout, environment),
    isAscii: isAsciiOnly(process.stdout, environment),
    isVerbose: values.verbose,
    isSummary: values.summary,
  }
}
