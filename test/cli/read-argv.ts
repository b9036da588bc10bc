import {
  type ArgvContext,
  collectSettings,
  type FlagOrigins,
  type RawValues,
  readCommandLine,
} from '../../src/cli/command-line/argv.js'
import {type FlagTable, toEnvName} from '../../src/cli/flags/flag-spec.js'

/** Parses flags without a config file. */
export function readArgv(
  table: FlagTable,
  typed: readonly string[],
  environment: Record<string, string> = {},
): {raw: RawValues; flagOrigins: FlagOrigins} {
  return collectSettings(readCommandLine(typed, contextOf(table, environment)).settings, table)
}

function contextOf(table: FlagTable, environment: Record<string, string> = {}): ArgvContext {
  return {flags: table, variableOf: toEnvName, environment, readFile: () => ''}
}

readArgv.contextOf = contextOf
