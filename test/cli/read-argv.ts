import {
  type ArgvContext,
  type FlagOrigins,
  readCommandLine,
  toOclifArgv,
  withoutMarker,
} from '../../src/cli/command-line/argv.js'
import {type FlagTable, toEnvName} from '../../src/cli/flags/flag-spec.js'

/** What oclif would make of a command line, without oclif. */
export function readArgv(
  table: FlagTable,
  typed: readonly string[],
  environment: Record<string, string> = {},
): {raw: Record<string, unknown>; flagOrigins: FlagOrigins} {
  const context = contextOf(table, environment)
  const {argv, flagOrigins} = toOclifArgv(readCommandLine(typed, context), context.flags)
  const raw: Record<string, unknown> = {}
  for (const token of argv) {
    const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(token) ?? []
    const earlier = raw[name]
    if (value === undefined) raw[name.replace(/^no-/, '')] = !name.startsWith('no-')
    else if (table[name]?.kind === 'strings')
      raw[name] = [...(Array.isArray(earlier) ? earlier : []), withoutMarker(value)]
    else raw[name] = withoutMarker(value)
  }
  return {raw, flagOrigins}
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
