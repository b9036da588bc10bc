import {passedOverProfile} from '../../aws/sign-in/credential-source.js'
import type {Environment} from '../../errors/environment.js'
import {suggestFor} from '../../errors/suggestion.js'
import type {ZoneRole} from '../../route53/calls/access.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'
import {withoutEmpty} from './parse-plan-settings.js'

/** Source: Route 53 API reference, ChangeResourceRecordSets, "Limits on ChangeResourceRecordSets Requests". */
const BATCH_LIMITS = {
  'aws-batch-change-size': 1000,
  'aws-batch-change-size-bytes': 32_000,
  'aws-batch-change-size-values': 1000,
} as const

/** Values of `--provider` in external-dns other than `aws`. */
const OTHER_PROVIDERS =
  `akamai alibabacloud aws-sd azure azure-dns azure-private-dns civo cloudflare coredns digitalocean dnsimple exoscale
  gandi godaddy google inmemory linode ns1 oci ovh pdns pihole plural rfc2136 scaleway skydns transip webhook`.split(
    /\s+/,
  )

export function parseRoute53Settings(
  values: SettingValues,
  notices: string[],
  environment: Environment = {},
): Route53Settings {
  checkProvider(values.provider)
  refuseNegative('aws-api-retries', values['aws-api-retries'], 'write --aws-api-retries=10, or 0 for none')
  refuseNegative('aws-api-timeout', values['aws-api-timeout'])
  const profiles = withoutEmpty(values['aws-profile'])
  const passedOver = profiles.length === 0 ? passedOverProfile(environment) : undefined
  if (passedOver !== undefined) notices.push(passedOver)
  return {
    zoneIdFilter: withoutEmpty(values['zone-id-filter']),
    zoneType: values['aws-zone-type'],
    zoneTags: withoutEmpty(values['aws-zone-tags']),
    matchesParentZones: values['aws-zone-match-parent'],
    profiles,
    assumeRole: values['aws-assume-role'],
    assumeRoleExternalId: values['aws-assume-role-external-id'],
    zoneRoles: withoutEmpty(values['aws-zone-role']).map(parseZoneRole),
    batchChangeSize: readBatchLimit('aws-batch-change-size', values, notices),
    batchChangeSizeBytes: readBatchLimit('aws-batch-change-size-bytes', values, notices),
    batchChangeSizeValues: readBatchLimit('aws-batch-change-size-values', values, notices),
    evaluatesTargetHealth: values['aws-evaluate-target-health'],
    prefersCname: values['aws-prefer-cname'],
    apiRetries: values['aws-api-retries'],
    callsPerSecond: parseCallsPerSecond(values['aws-qps']),
    callTimeoutMs: values['aws-api-timeout'],
  }
}

/** @throws CliError USAGE */
export function refuseNegative(flag: string, value: number, fix = 'write a duration such as 30s, or 0s for no limit') {
  if (value < 0) throw usageError(`--${flag} is negative.`, [fix])
}

function parseZoneRole(text: string): ZoneRole {
  const cut = text.indexOf('=')
  const match = text.slice(0, Math.max(cut, 0)).trim()
  const roleArn = text.slice(cut + 1).trim()
  if (match !== '' && /^arn:[\w-]+:iam::\d*:role\/\S+$/.test(roleArn)) return {match, roleArn}
  const example = '--aws-zone-role=example.com=arn:aws:iam::111122223333:role/dns'
  const fix = `write it like ${example}, with the name or the id of a zone`
  throw usageError(`--aws-zone-role=${text} does not name a zone and a role.`, [fix])
}

function checkProvider(provider: string): void {
  if (provider === 'aws') return
  const fix = 'use --provider=aws, or leave it out'
  if (OTHER_PROVIDERS.includes(provider)) {
    throw usageError(`--provider=${provider}: this tool writes to AWS Route 53 only.`, [fix])
  }
  const near = suggestFor(provider, ['aws', ...OTHER_PROVIDERS])
  const hint = near === undefined || near === 'aws' ? fix : `"${near}" exists, but only aws is supported here`
  throw usageError(`--provider=${provider} is not a DNS provider of external-dns.`, [hint])
}

/** Lowers a batch size to the limit of Route 53, above which every batch would be refused, with a notice. */
function readBatchLimit(name: keyof typeof BATCH_LIMITS, values: SettingValues, notices: string[]): number {
  const value = values[name]
  const limit = BATCH_LIMITS[name]
  const fix = `write --${name}=${limit}, or leave it out`
  if (value < 1) throw usageError(`--${name} is ${value}: a request holds at least 1.`, [fix])
  if (value > limit) notices.push(`--${name}=${value} is more than Route 53 allows: ${limit} is used`)
  return Math.min(value, limit)
}

function parseCallsPerSecond(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
    const fix = 'write --aws-qps=5, or 0 for no limit'
    throw usageError(`--aws-qps is "${text}", which is not a number of calls.`, [fix])
  }
  return number
}
