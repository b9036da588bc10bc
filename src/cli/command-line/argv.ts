import {groupBy} from '../../dns/group.js'
import {type Synonyms, suggestFor, wordFor} from '../../errors/suggestion.js'
import {type FlagSpec, type FlagTable, hasNoForm} from '../flags/flag-spec.js'
import {unknownFlag} from '../flags/foreign-flags.js'
import {ADDRESS_FLAGS, SECRET_FLAGS} from '../flags/secret-flags.js'
import {type SettingOrigin, usageError} from '../usage-error.js'
import {expandFiles} from './argument-files.js'

export interface ArgvContext {
  readonly flags: FlagTable
  /** The environment variable of a flag; undefined when it has none, or when what was typed makes it irrelevant. */
  readonly variableOf: (flag: string, typed: Typed) => string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Reads the file of an `@file` argument. @throws when it cannot be read. */
  readonly readFile: (path: string) => string
}

/** Names of the flags, and the positional arguments, that stand on the command line itself. */
export interface Typed {
  readonly flags: ReadonlySet<string>
  readonly args: readonly string[]
}

export type FlagOrigins = ReadonlyMap<string, SettingOrigin>

const TYPED = 'command line'

export interface Setting {
  readonly name: string
  readonly value: string | boolean
  readonly origin: SettingOrigin
}

/** Settings from the command line and, after `withVariables`, from the environment. */
export interface TypedSettings {
  readonly settings: readonly Setting[]
  readonly positionals: readonly string[]
}

/**
 * Reads a command line as Go and kingpin do: `--x=false` for booleans, `@file`, short flags, and variables, in which a
 * repeatable flag has one value per line. A flag on the command line hides its variable.
 * @throws CliError USAGE for an unknown flag, a missing or invalid value, a flag that is set twice.
 */
export function readCommandLine(argv: readonly string[], context: ArgvContext): TypedSettings {
  return withVariables(readTyped(argv, context), context)
}

/** Reads the command line without the environment. @throws CliError as `readCommandLine` */
export function readTyped(
  argv: readonly string[],
  {flags, readFile}: Pick<ArgvContext, 'flags' | 'readFile'>,
): TypedSettings {
  const typed = readTokens(expandFiles(argv, readFile), flags)
  checkRepetition(typed.settings, flags)
  return typed
}

/** Adds the variables of flags that were not typed. @throws CliError USAGE for an invalid value */
export function withVariables({settings, positionals}: TypedSettings, context: ArgvContext): TypedSettings {
  const onCommandLine = namesOf(settings)
  const fromEnvironment = Object.entries(context.flags)
    .filter(([name]) => !onCommandLine.has(name))
    .flatMap(([name, flag]) => readVariable(name, flag, {flags: onCommandLine, args: positionals}, context))
  return {settings: [...settings, ...fromEnvironment], positionals}
}

/** The value of each flag as text, its default when it was not set. */
export type RawValues = Readonly<Record<string, string | boolean | readonly string[]>>

/** One value per flag, and where each was first set: of a list all values, of other flags the last. */
export function collectSettings(settings: readonly Setting[], flags: FlagTable) {
  const meant = settings.filter((setting) => !saysNothing(setting, flags))
  const raw: Record<string, string | boolean | readonly string[]> = {}
  const flagOrigins = new Map<string, SettingOrigin>()
  for (const [name, some] of groupBy(meant, (setting) => setting.name)) {
    const [first] = some
    const last = some.at(-1) ?? first
    raw[name] = ownRow(flags, name)?.kind === 'strings' ? some.map(({value}) => String(value)) : last.value
    flagOrigins.set(name, first.origin)
  }
  return {raw, flagOrigins}
}

export function namesOf(settings: readonly Setting[]): ReadonlySet<string> {
  return new Set(settings.map(({name}) => name))
}

function readTokens(tokens: readonly string[], flags: FlagTable): TypedSettings {
  const pending = [...tokens]
  const settings: Setting[] = []
  const positionals: string[] = []
  for (let token = pending.shift(); token !== undefined; token = pending.shift()) {
    if (token === '--') {
      positionals.push(...pending)
      break
    }
    if (token.startsWith('--')) settings.push(readLong(token, pending, flags))
    else if (token.startsWith('-') && token.length > 1) settings.push(readShort(token, pending, flags))
    else positionals.push(token)
  }
  return {settings, positionals}
}

function readLong(token: string, pending: string[], flags: FlagTable): Setting {
  const at = token.indexOf('=')
  const written = at === -1 ? token : token.slice(0, at)
  const value = at === -1 ? undefined : token.slice(at + 1)
  const name = written.slice(2)
  const flag = ownRow(flags, name)
  if (flag !== undefined) return readValue(written, name, flag, value, pending)
  const positive = ownRow(flags, name.replace(/^no-/, ''))
  if (name.startsWith('no-') && positive !== undefined && hasNoForm(positive)) {
    if (value !== undefined)
      throw usageError(`${written} takes no value.`, [`write ${written}, or --${name.slice(3)}=true`])
    return {name: name.slice(3), value: false, origin: TYPED}
  }
  throw unknownFlag(written, Object.keys(flags))
}

function readShort(token: string, pending: string[], flags: FlagTable): Setting {
  const char = token.slice(1, 2)
  const found = Object.entries(flags).find(([, flag]) => flag.char === char)
  const [long = ''] = token.slice(1).split('=')
  if (char !== long && ownRow(flags, long) !== undefined) {
    throw usageError(`-${long} has one hyphen.`, [`write --${long}`])
  }
  if (found === undefined) throw unknownFlag(`-${char}`, Object.keys(flags))
  const [name, flag] = found
  const rest = token.slice(2)
  if (flag.kind === 'boolean' && rest !== '' && !rest.startsWith('=')) {
    pending.unshift(`-${rest}`)
    return {name, value: true, origin: TYPED}
  }
  return readValue(`-${char}`, name, flag, rest === '' ? undefined : rest.replace(/^=/, ''), pending)
}

function readValue(
  written: string,
  name: string,
  flag: FlagSpec,
  value: string | undefined,
  pending: string[],
): Setting {
  if (flag.kind === 'boolean') {
    const isSet = value === undefined ? true : parseGoBoolean(value)
    if (isSet !== undefined) return {name, value: isSet, origin: TYPED}
    const fix = `write ${written}${hasNoForm(flag) ? ` or --no-${name}` : ', or leave it out'}`
    throw usageError(`${written} is a switch and cannot be "${value}".`, [fix])
  }
  const text = value ?? pending.shift()
  if (text === undefined || (value === undefined && looksLikeFlag(text))) {
    throw usageError(`${written} needs a value.`, [`write ${written}${written.startsWith('--') ? '=' : ' '}VALUE`])
  }
  if (text === '' && flag.mayBeEmpty !== true) {
    throw usageError(`${written} is empty.`, ['give it a value, or leave it out'])
  }
  checkOption(`${written}=${text}`, flag, text, TYPED)
  return {name, value: text, origin: TYPED}
}

function readVariable(name: string, flag: FlagSpec, typed: Typed, {variableOf, environment}: ArgvContext): Setting[] {
  const variable = variableOf(name, typed)
  const text = variable === undefined ? '' : (environment[variable] ?? '')
  if (text === '') return []
  if (flag.kind === 'boolean') {
    const value = parseGoBoolean(text)
    if (value !== undefined) return [{name, value, origin: 'environment'}]
    const fix = `set ${variable} to true or false`
    throw usageError(`${variable} is "${text}", which is neither true nor false.`, [fix], 'environment')
  }
  const values = flag.kind === 'strings' ? text.replace(/\r?\n$/, '').split(/\r?\n/) : [text]
  for (const value of values) checkOption(`${variable}=${value}`, flag, value, 'environment')
  return values.map((value) => ({name, value, origin: 'environment'}))
}

/** What other tools call the values of our flags. */
const OPTION_SYNONYMS: Synonyms = {json: 'yml', text: 'table wide plain', markdown: 'md'}

/** @throws CliError USAGE when the value is not among the choices of the flag. */
export function checkOption(written: string, flag: FlagSpec, value: string, origin: SettingOrigin): void {
  if (flag.kind !== 'enum' || value === '' || flag.options.includes(value)) return
  const near = wordFor(value, OPTION_SYNONYMS, flag.options) ?? suggestFor(value, flag.options)
  const fix = near === undefined ? 'choose one of them' : `did you mean ${near}?`
  throw usageError(`${written} is not one of ${flag.options.join(', ')}.`, [fix], origin)
}

function checkRepetition(settings: readonly Setting[], flags: FlagTable): void {
  const seen = new Map<string, string | boolean>()
  for (const {name, value} of settings) {
    const flag = ownRow(flags, name)
    const earlier = seen.get(name)
    if (earlier !== undefined && flag?.kind === 'boolean' && earlier !== value) {
      throw usageError(`--${name} and --no-${name} exclude each other.`, ['keep the one you mean'])
    }
    if (earlier !== undefined && flag !== undefined && flag.kind !== 'boolean' && flag.kind !== 'strings') {
      const both = SECRET_FLAGS.has(name) || ADDRESS_FLAGS.has(name) ? '' : ` ("${earlier}" and "${value}")`
      throw usageError(`--${name} is given twice${both} and takes one value.`, ['keep the one you mean'])
    }
    seen.set(name, value)
  }
}

/** True for a setting without effect: an empty `--aws-zone-type=`, or `--yes=false`, which is the default. */
function saysNothing({name, value}: Setting, flags: FlagTable): boolean {
  const flag = ownRow(flags, name)
  return (value === '' && flag?.kind === 'enum') || (value === false && (flag === undefined || !hasNoForm(flag)))
}

/** Accepts what Go's strconv.ParseBool accepts. */
function parseGoBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : undefined
}

function looksLikeFlag(text: string): boolean {
  return text.startsWith('-') && text.length > 1 && !/^-\d/.test(text)
}

function ownRow(flags: FlagTable, name: string): FlagSpec | undefined {
  return Object.hasOwn(flags, name) ? flags[name] : undefined
}
