import type {Zone} from '../../dns/zone.js'
import type {FlagOrigins} from '../command-line/argv.js'
import type {CommandLine} from '../command-line/read-line.js'
import type {SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'
import {parsePlanSettings} from './parse-plan-settings.js'
import {parseRoute53Settings} from './parse-route53-settings.js'
import {parseTimeout} from './parse-settings.js'

/** @throws CliError USAGE when the flags name no file, or two. */
export function checkFileChoice(flagOrigins: FlagOrigins, planFile: unknown): void {
  if (planFile !== undefined && flagOrigins.has('undo')) {
    throw usageError('A plan file and --undo exclude each other.', ['use one of the two'])
  }
  if (planFile === undefined && flagOrigins.has('expect-digest')) {
    throw usageError('--expect-digest is set without a plan file.', ['write apply PLANFILE --expect-digest=DIGEST'])
  }
}

/**
 * Allows only flags for reaching AWS, for writing and for output in addition to a file.
 * @param what `plan file`, for the error.
 * @throws CliError USAGE for a flag that concerns planning.
 */
export function checkFileFlags({flags, flagOrigins}: Pick<CommandLine, 'flags' | 'flagOrigins'>, what: string): void {
  for (const [flag, origin] of flagOrigins) {
    if (origin !== 'command line' || flags[flag]?.goesWithFile === true) continue
    const fix = `drop --${flag}, or make a new plan with it`
    throw usageError(`--${flag} cannot be used with a ${what}, which already says what to do.`, [fix])
  }
}

/** Profiles and roles that the file has for its zones are used unless a flag overrides them. @throws CliError USAGE */
export function parseFileSettings(values: SettingValues, flagOrigins: FlagOrigins, zones: readonly Zone[]) {
  const route53 = parseRoute53Settings(values, [])
  const profiles = [...new Set(zones.flatMap(({profile}) => profile ?? []))]
  const zoneRoles = zones.flatMap(({id, roleArn}) => (roleArn === undefined ? [] : [{match: id, roleArn}]))
  return {
    route53: {
      ...route53,
      ...(flagOrigins.has('aws-profile') ? {} : {profiles}),
      ...(flagOrigins.has('aws-zone-role') ? {} : {zoneRoles}),
    },
    plan: parsePlanSettings(values),
    timeoutMs: parseTimeout(values.timeout),
  }
}
