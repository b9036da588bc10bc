import {phrases} from '../dns/phrase.js'
import type {PlanSettings} from '../plan/plan-settings.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Route53Settings} from '../route53/route53-settings.js'

export interface PolicyOptions {
  readonly plan: PlanSettings
  readonly registry: RegistrySettings
  readonly route53: Route53Settings
  /** `--domain-filter` as given. Record names are restricted to it, unless a regex filters them. */
  readonly domains: readonly string[]
  readonly hasRegexFilter: boolean
  /** Ids of the zones; empty: any. */
  readonly zoneIds: readonly string[]
  /** True for `plan`, `owners`, `explain` and `doctor`. */
  readonly isReadOnly: boolean
  /** As in ARNs: `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string
}

/**
 * The least IAM policy for a run with these flags. Source: Service Authorization Reference, Amazon Route 53; for
 * condition keys and the form of their values, Developer Guide, "Using IAM policy conditions for fine-grained access
 * control".
 */
export function iamPolicy(options: PolicyOptions) {
  const {route53, registry, partition} = options
  const zones = options.zoneIds.length === 0 ? ['*'] : [...options.zoneIds].sort()
  const zoneArns = zones.map((id) => `arn:${partition}:route53:::hostedzone/${id}`)
  const roles = [route53.assumeRole, ...route53.zoneRoles.map(({roleArn}) => roleArn)].filter((arn) => arn !== '')
  const listing = phrases('route53:ListHostedZones', route53.zoneTags.length > 0 && 'route53:ListTagsForResources')
  const reading = [
    'route53:ListResourceRecordSets',
    'route53:ListResourceRecordSetProtections',
    'route53:GetHostedZone',
  ]
  return {
    Version: '2012-10-17',
    Statement: [
      allow('ListZones', listing, ['*']),
      allow('ReadRecords', reading, zoneArns),
      ...(options.isReadOnly
        ? []
        : [
            {...allow('WriteRecords', ['route53:ChangeResourceRecordSets'], zoneArns), Condition: conditions(options)},
            allow('WaitForChanges', ['route53:GetChange'], [`arn:${partition}:route53:::change/*`]),
          ]),
      ...(registry.kind === 'ledger' ? [tableStatement(registry.place, options)] : []),
      ...(roles.length === 0 ? [] : [allow('TakeOnRoles', ['sts:AssumeRole'], [...new Set(roles)].sort())]),
    ],
  }
}

function allow(Sid: string, Action: readonly string[], Resource: readonly string[]) {
  return {Sid, Effect: 'Allow', Action, Resource}
}

/** An update is a DELETE and a CREATE in one batch; an UPSERT is sent only after a refusal, if ownership is kept in TXT. */
function conditions({plan, registry, domains, hasRegexFilter}: PolicyOptions) {
  const types = plan.managedTypes.filter((type) => !plan.excludedTypes.includes(type))
  // With a ledger, older ownership TXT go in the same batch as their records.
  const texts = registry.kind === 'noop' ? [] : ['TXT']
  const names = hasRegexFilter ? [] : domains.flatMap(namePatterns)
  return {
    'ForAllValues:StringEquals': {
      'route53:ChangeResourceRecordSetsActions': ['CREATE', 'DELETE', ...(registry.kind === 'txt' ? ['UPSERT'] : [])],
      'route53:ChangeResourceRecordSetsRecordTypes': [...new Set([...types, ...texts])].sort(),
    },
    ...(names.length > 0 && {
      'ForAllValues:StringLike': {'route53:ChangeResourceRecordSetsNormalizedRecordNames': [...new Set(names)].sort()},
    }),
  }
}

/** The domain and the names below it, where ownership TXT are too. `.example.com` does not include the domain itself. */
function namePatterns(domain: string): readonly string[] {
  const name = domain.trim().toLowerCase().replace(/\.$/, '')
  if (name === '') return []
  return name.startsWith('.') ? [`*${name}`] : [name, `*.${name}`]
}

function tableStatement(
  {table, region}: {readonly table: string; readonly region: string},
  {isReadOnly, partition}: PolicyOptions,
) {
  const reading = ['dynamodb:DescribeTable', 'dynamodb:Scan']
  const actions = isReadOnly ? reading : [...reading, 'dynamodb:PutItem', 'dynamodb:DeleteItem']
  const arn = `arn:${partition}:dynamodb:${region === '' ? '*' : region}:*:table/${table}`
  return allow('KeepOwnership', actions, [arn])
}
