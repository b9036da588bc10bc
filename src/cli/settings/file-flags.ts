import type {Zone} from '../../dns/zone.js'
import type {DeleteLimit} from '../../plan/plan-settings.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {FlagOrigins} from '../command-line/argv.js'
import type {CommandLine} from '../command-line/read-line.js'
import type {SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'
import {parsePlanSettings} from './parse-plan-settings.js'
import {parseRoute53Settings} from './parse-route53-settings.js'
import {parseTimeout} from './parse-settings.js'

/** @throws CliError USAGE for flags that say nothing, or two things, about which file is meant. */
export function checkFileChoice(flagOrigins: FlagOrigins, planFile: unknown): void {
  if (planFile !== undefined && flagOrigins.has('undo')) {
    throw usageError('A plan file and --undo exclude each other.', ['apply the one, then undo the other'])
  }
  if (planFile === undefined && flagOrigins.has('expect-digest')) {
    throw usageError('--expect-digest is about a plan file, and none is given.', [
      'write apply PLANFILE --expect-digest=DIGEST',
    ])
  }
}

/**
 * Beside a file go how to reach AWS, how to write and how to tell. @param what `plan file`.
 *
 * @throws CliError USAGE for a flag that would plan.
 */
export function checkFileFlags({flags, flagOrigins}: Pick<CommandLine, 'flags' | 'flagOrigins'>, what: string): void {
  for (const [flag, origin] of flagOrigins) {
    if (origin !== 'command line' || flags[flag]?.goesWithFile === true) continue
    throw usageError(`--${flag} does not go with a ${what}, which says already what is to be done.`, [
      `drop --${flag}, or make a new plan with it`,
    ])
  }
}

/** What a run of a file takes from the command line. */
export interface FileSettings {
  readonly route53: Route53Settings
  readonly deleteLimit: DeleteLimit
  readonly timeoutMs: number
}

/**
 * Profiles and roles that the file names for its zones are used where no flag says otherwise.
 *
 * @throws CliError USAGE
 */
export function parseFileSettings(
  values: SettingValues,
  flagOrigins: FlagOrigins,
  zones: readonly Zone[],
): FileSettings {
  const route53 = parseRoute53Settings(values, [])
  const profiles = [...new Set(zones.flatMap(({profile}) => profile ?? []))]
  const zoneRoles = zones.flatMap(({id, roleArn}) => (roleArn === undefined ? [] : [{match: id, roleArn}]))
  return {
    route53: {
      ...route53,
      ...(flagOrigins.has('aws-profile') ? {} : {profiles}),
      ...(flagOrigins.has('aws-zone-role') ? {} : {zoneRoles}),
    },
    deleteLimit: parsePlanSettings(values).deleteLimit,
    timeoutMs: parseTimeout(values.timeout),
  }
}
