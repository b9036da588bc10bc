import type {Zone} from '../dns/zone.js'
import type {DeleteLimit} from '../plan/plan-settings.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import type {GivenFlags} from './argv.js'
import type {SettingValues} from './flags/setting-flags.js'
import {parsePlanSettings} from './parse-plan-settings.js'
import {parseRoute53Settings} from './parse-route53-settings.js'
import {parseTimeout} from './parse-settings.js'

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
export function parseFileSettings(values: SettingValues, given: GivenFlags, zones: readonly Zone[]): FileSettings {
  const route53 = parseRoute53Settings(values, [])
  const profiles = [...new Set(zones.flatMap(({profile}) => profile ?? []))]
  const zoneRoles = zones.flatMap(({id, roleArn}) => (roleArn === undefined ? [] : [{match: id, roleArn}]))
  return {
    route53: {
      ...route53,
      ...(given.has('aws-profile') ? {} : {profiles}),
      ...(given.has('aws-zone-role') ? {} : {zoneRoles}),
    },
    deleteLimit: parsePlanSettings(values).deleteLimit,
    timeoutMs: parseTimeout(values.timeout),
  }
}
