import {readFileSync} from 'node:fs'
import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import {CLUSTERS, type ClusterEntry, chooseClusters} from '../config/cluster-entries.js'
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

export interface Output {
  /** Markdown and HTML exist for plans only, YAML for `--show-config` only. */
  readonly format: 'text' | 'json' | 'markdown' | 'html' | 'yaml'
  readonly colour: ColourLevel
  readonly columns: number
  /** True when stdout is a terminal without Unicode. */
  readonly isAscii: boolean
  readonly isVerbose: boolean
  readonly isQuiet: boolean
  readonly isSummary: boolean
}

export interface CommandLine {
  readonly output: Output
  /** Arguments by name. A repeatable one is a list. */
  readonly args: Readonly<Record<string, string | readonly string[]>>
  readonly flagOrigins: FlagOrigins
  /** The flags of one table, which must belong to the command. */
  values<T extends FlagTable>(table: T): FlagValues<T>
  readonly flags: FlagTable
  readonly raw: RawValues
  /** True when a config file may set the flag for this command line. */
  mayBeInFile(name: string): boolean
  /** Undefined when no config file was read. */
  readonly config: ConfigPlace | undefined
  /** The clusters that the config file lists, as far as they are meant; empty where it lists none. */
  readonly clusters: readonly ClusterEntry[]
  /** Remarks on settings that come from a file or a Deployment, without a full stop. */
  readonly notes: readonly string[]
  /** Reads the line again with these flags instead of its own of the same names. @throws CliError as `readLine` */
  with(further: readonly string[]): Promise<CommandLine>
}

export interface LineSpec {
  readonly flags: FlagTable
  readonly arguments: ArgumentTable
  readonly summaryFormats: readonly Output['format'][]
  /** False when only the command line may set the flag, not its variable and not the config file. */
  hears(flag: FlagSpec, typed: Typed, name: string): boolean
  readonly ignoresConfig: boolean
}

/** Flags that control the output; a command without those of a plan uses their defaults. */
const SHOWING_FLAGS = {...OUTPUT_FLAGS, ...PLAN_OUTPUT_FLAGS} as const

/** Precedence: command line, environment, `--from-deployment`, config file, defaults. @throws CliError */
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
  const none: LoadedConfig = {place: undefined, settings: [], clusters: []}
  const config = spec.ignoresConfig ? none : await loadConfig(namedConfig(typed), environment)
  const heardBeside = {flags: namesOf(typed.settings), args: typed.positionals}
  const isHeard = (name: string) => {
    const flag = flags[name]
    return flag !== undefined && hears(flag, heardBeside, name)
  }
  const heard = config.settings.filter(({name}) => isHeard(name))
  const known = [...typed.settings, ...heard].filter(({name}) => isHeard(name))
  const clusters = isHeard('context') ? chooseClusters(config.clusters, typed.settings) : []
  const deployed = await readDeployedSettings(known, context, clusters)
  checkNarrowing([...typed.settings, ...deployed.settings], config)
  const settings = joinSettings(joinSettings(typed.settings, deployed.settings), heard).filter(({name}) =>
    Object.hasOwn(flags, name),
  )
  const {raw, flagOrigins} = collectSettings(settings, flags)
  const [first] = clusters
  if (first !== undefined) flagOrigins.set(CLUSTERS, first.origin)
  const values = <T extends FlagTable>(table: T) => readFlagValues(table, raw)
  try {
    return {
      output: readOutput(values(SHOWING_FLAGS), flagOrigins, raw, spec, environment),
      args: readArguments(typed.positionals, spec.arguments),
      flagOrigins,
      values,
      flags,
      raw,
      mayBeInFile: isHeard,
      config: config.place,
      clusters,
      with: (further) => completeLine(replaceFlags(onLine, readTyped(further, context)), spec, environment),
      notes: [...deployed.notes, ...(config.place === undefined ? [] : [configNote(config.place, flagOrigins)])],
    }
  } catch (error) {
    throw error instanceof Error ? withPlaces(error, flagOrigins) : error
  }
}

/** @throws CliError USAGE when there is more than flags */
function replaceFlags({settings, positionals}: TypedSettings, further: TypedSettings): TypedSettings {
  if (further.positionals.length > 0) {
    throw usageError(`"${further.positionals[0]}" is not a flag.`, ['write --compare=--txt-prefix=old-, one flag each'])
  }
  const names = namesOf(further.settings)
  return {settings: [...settings.filter(({name}) => !names.has(name)), ...further.settings], positionals}
}

/** Refuses a config file that nobody named if it would loosen what was typed. @throws CliError USAGE */
function checkNarrowing(typed: readonly Setting[], {place, settings}: LoadedConfig): void {
  if (place === undefined) return
  const refused = refuseWidening(settings, namesOf(typed.filter(({value}) => value !== '')), place)
  if (refused !== undefined) throw usageError(refused.happened, refused.fix, refused.origin)
}

/** Joins two lists of settings; a flag in the first hides the same flag in the second. */
function joinSettings(first: readonly Setting[], second: readonly Setting[]): readonly Setting[] {
  const names = namesOf(first)
  return [...first, ...second.filter(({name}) => !names.has(name))]
}

/** @throws CliError USAGE for a missing argument, or one too many */
function readArguments(positionals: readonly string[], table: ArgumentTable): CommandLine['args'] {
  const rest = [...positionals]
  const args: Record<string, string | readonly string[]> = {}
  for (const [name, {example, isRepeatable}] of Object.entries(table)) {
    const value = isRepeatable !== true ? rest.shift() : rest.length > 0 ? rest.splice(0) : undefined
    if (value !== undefined) args[name] = value
    else if (example !== undefined) {
      const happened = `${name.toUpperCase()} is missing, as in: external-dns-ts ${example}`
      throw new CliError({code: 'USAGE', doing: '', happened, fix: []})
    }
  }
  if (rest.length === 0) return args
  throw usageError(`Unexpected argument${rest.length === 1 ? '' : 's'}: ${rest.join(', ')}.`, ['see --help'])
}

function readOutput(
  values: FlagValues<typeof SHOWING_FLAGS>,
  flagOrigins: FlagOrigins,
  raw: RawValues,
  {summaryFormats}: LineSpec,
  environment: Environment,
): Output {
  const format = values.json ? 'json' : values.format
  if (format === 'yaml' && raw['show-config'] !== true) {
    throw usageError('--format=yaml is only for --show-config.', ['did you mean json?'])
  }
  if (values.summary && format !== 'yaml' && !summaryFormats.includes(format)) {
    throw usageError(`--summary has no ${format} form.`, ['leave out one of the two'])
  }
  const isTyped = (flag: string) => flagOrigins.get(flag) === 'command line'
  const isBoth = values.quiet && values.verbose
  if (isBoth && isTyped('quiet') === isTyped('verbose')) {
    throw usageError('--quiet and --verbose exclude each other.', ['leave out one of the two'])
  }
  const depth = depthOf(process.stdout, environment)
  return {
    format,
    colour: decideColour({flag: typeof raw.color === 'boolean' ? raw.color : undefined, environment, depth}),
    columns: columnsOf(process.stdout, environment),
    isAscii: isAsciiOnly(process.stdout, environment),
    // The command line goes before a config file.
    isVerbose: values.verbose && !(isBoth && isTyped('quiet')),
    isQuiet: values.quiet && !(isBoth && isTyped('verbose')),
    isSummary: values.summary,
  }
}
