import {
  type ArgvContext,
  type GivenFlags,
  readCommandLine,
  toOclifArgv,
  unguard,
} from '../../src/cli/command-line/argv.js'
import {type FlagTable, toEnvName} from '../../src/cli/flags/flag-spec.js'

/** What oclif would make of a command line, without oclif. */
export function readArgv(
  table: FlagTable,
  typed: readonly string[],
  environment: Record<string, string> = {},
): {raw: Record<string, unknown>; given: GivenFlags} {
  const context = contextOf(table, environment)
  const {argv, given} = toOclifArgv(readCommandLine(typed, context), context.flags)
  const raw: Record<string, unknown> = {}
  for (const token of argv) {
    const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(token) ?? []
    const earlier = raw[name]
    if (value === undefined) raw[name.replace(/^no-/, '')] = !name.startsWith('no-')
    else if (table[name]?.kind === 'strings') raw[name] = [...(Array.isArray(earlier) ? earlier : []), unguard(value)]
    else raw[name] = unguard(value)
  }
  return {raw, given}
}

function contextOf(table: FlagTable, environment: Record<string, string> = {}): ArgvContext {
  const flags = Object.entries(table).map(([name, spec]) => [
    name,
    {
      type: spec.kind === 'boolean' ? 'boolean' : 'option',
      multiple: spec.kind === 'strings',
      allowNo: true,
      ...(spec.char === undefined ? {} : {char: spec.char}),
      ...(spec.kind === 'enum' ? {options: spec.options} : {}),
    },
  ])
  return {flags: Object.fromEntries(flags), variableOf: toEnvName, environment, readFile: () => ''}
}

readArgv.contextOf = contextOf
