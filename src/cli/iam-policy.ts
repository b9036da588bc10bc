import {partitionOfArn, partitionOfRegion} from '../aws/partition.js'
import type {Environment} from '../errors/environment.js'
import type {ZoneReader} from '../route53/ports.js'
import type {CommandLine} from './command-line/read-line.js'
import {DOCTOR_FLAGS} from './flags/doctor-flags.js'
import {SETTING_FLAGS} from './flags/setting-flags.js'
import type {Settings} from './settings/settings.js'

/** The whole output of `doctor --iam-policy`, as JSON. @throws CliError when zones must be listed and cannot be */
export async function renderIamPolicy(
  line: CommandLine,
  settings: Settings,
  environment: Environment,
  openZones: () => Promise<ZoneReader>,
): Promise<string> {
  const {iamPolicy} = await import('../doctor/iam-policy.js')
  const values = line.values(DOCTOR_FLAGS)
  const policy = iamPolicy({
    ...settings,
    domains: line.values(SETTING_FLAGS)['domain-filter'],
    hasRegexFilter: settingsOfRegex(line).some((text) => text !== ''),
    zoneIds: values['selected-zones'] ? await selectedZoneIds(settings, await openZones()) : wholeZoneIds(settings),
    isReadOnly: values['read-only'],
    partition: await partitionOf(settings, environment),
  })
  return `${JSON.stringify(policy, null, 2)}\n`
}

/** That of the role, or of the region that calls are signed for. */
async function partitionOf({route53, registry}: Settings, environment: Environment): Promise<string> {
  const ofRole = partitionOfArn(route53.assumeRole) ?? partitionOfArn(route53.zoneRoles[0]?.roleArn ?? '')
  if (ofRole !== undefined) return ofRole
  const {readRegion} = await import('../aws/sign-in/session.js')
  const region = await readRegion({environment, profile: route53.profiles[0]})
  return partitionOfRegion(region ?? (registry.kind === 'ledger' ? registry.place.region : ''))
}

/** The regex filters that were set: IAM conditions cannot express them. */
export function settingsOfRegex(line: CommandLine): readonly string[] {
  const values = line.values(SETTING_FLAGS)
  return [values['regex-domain-filter'], values['regex-domain-exclusion']]
}

/** The values of `--zone-id-filter` that are whole ids. It takes the end of an id too; a whole one starts with Z. */
function wholeZoneIds({route53}: Settings): readonly string[] {
  const ids = route53.zoneIdFilter.map((id) => id.replace(/^\/hostedzone\//, '')).filter((id) => id !== '')
  return ids.every((id) => /^Z[A-Z0-9]{5,}$/.test(id)) ? ids : []
}

async function selectedZoneIds({route53, plan}: Settings, reader: ZoneReader): Promise<readonly string[]> {
  const {readSelectedZones} = await import('../pipeline/read/read-zones.js')
  const {zones} = await readSelectedZones(reader, route53, plan.domainFilter)
  return zones.map(({id}) => id)
}
