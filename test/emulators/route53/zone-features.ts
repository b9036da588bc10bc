import type {XmlContent} from './xml-writer.js'

export type Tier = 'STANDARD' | 'ADVANCED'
type Enablement = 'ENABLED' | 'DISABLED'

/** What a test sets of a zone's tier and features; what it leaves out stays, or is the default of the tier. */
export type FeatureSettings = {
  /** Default STANDARD. A change to ADVANCED starts the change history. */
  readonly tier?: Tier
  /** A status of AcceleratedRecoveryStatus, known or not; default DISABLED, and none for a private zone. */
  readonly acceleratedRecovery?: string
  /** FailureReasons/AcceleratedRecovery. */
  readonly recoveryFailure?: string
  /** A status of PublicDNSFallbackStatus; default DISABLED, and none for a public zone. */
  readonly publicDnsFallback?: string
  /** By name, known or not; default: the two fixed ones enabled, the others disabled. */
  readonly guardrails?: Readonly<Record<string, Enablement>>
}

export type ZoneFeatures = {
  readonly tier: Tier
  readonly retentionStartsAt: number | undefined
  readonly acceleratedRecovery: string | undefined
  readonly recoveryFailure: string | undefined
  readonly publicDnsFallback: string | undefined
  readonly guardrails: Readonly<Record<string, Enablement>>
}

/** On in both tiers. NS_DELEGATION_AUTHORITY_CHECK is for public zones only. */
export const FIXED_GUARDRAILS = {NS_FORMAT_CHECK: 'ENABLED', NS_DELEGATION_AUTHORITY_CHECK: 'ENABLED'} as const
const COMMON_GUARDRAILS = {...FIXED_GUARDRAILS, NS_OCCLUSION_CHECK: 'DISABLED'} as const
const ADVANCED_GUARDRAILS = {
  ALIAS_TARGET_CHECK: 'DISABLED',
  ACTIVE_RECORD_CHECK: 'DISABLED',
  ACTIVE_DELEGATION_CHECK: 'DISABLED',
} as const
export type Guardrail = keyof typeof COMMON_GUARDRAILS | keyof typeof ADVANCED_GUARDRAILS

export function defaultFeatures(isPrivate: boolean): ZoneFeatures {
  const common = Object.entries(COMMON_GUARDRAILS)
  return {
    tier: 'STANDARD',
    retentionStartsAt: undefined,
    acceleratedRecovery: isPrivate ? undefined : 'DISABLED',
    recoveryFailure: undefined,
    publicDnsFallback: isPrivate ? 'DISABLED' : undefined,
    guardrails: Object.fromEntries(common.filter(([name]) => !isPrivate || name !== 'NS_DELEGATION_AUTHORITY_CHECK')),
  }
}

/** A lower tier switches off what it lacks, as in AWS; a higher one brings its guardrails, disabled. */
export function changeFeatures(before: ZoneFeatures, settings: FeatureSettings, now: number): ZoneFeatures {
  const tier = settings.tier ?? before.tier
  const isAdvanced = tier === 'ADVANCED'
  const isNew = tier !== before.tier
  const added = Object.entries(ADVANCED_GUARDRAILS).filter(([name]) => isAdvanced && !(name in before.guardrails))
  const stays = Object.entries(before.guardrails).filter(([name]) => isAdvanced || !(name in ADVANCED_GUARDRAILS))
  return {
    tier,
    retentionStartsAt: isNew ? (isAdvanced ? now : undefined) : before.retentionStartsAt,
    acceleratedRecovery: settings.acceleratedRecovery ?? before.acceleratedRecovery,
    recoveryFailure: settings.recoveryFailure ?? before.recoveryFailure,
    publicDnsFallback:
      settings.publicDnsFallback ??
      (isAdvanced || before.publicDnsFallback === undefined ? before.publicDnsFallback : 'DISABLED'),
    guardrails: {...Object.fromEntries([...stays, ...added]), ...settings.guardrails},
  }
}

/** HostedZone/Features, in the order of the API's schema. */
export function featuresXml(features: ZoneFeatures): XmlContent {
  const {retentionStartsAt: startsAt, recoveryFailure} = features
  return [
    ['AcceleratedRecoveryStatus', features.acceleratedRecovery],
    ['PublicDNSFallbackStatus', features.publicDnsFallback],
    [
      'ChangeHistory',
      [
        ['Status', startsAt === undefined ? 'DISABLED' : 'ENABLED'],
        ['RetentionStartsAt', startsAt === undefined ? undefined : new Date(startsAt).toISOString()],
      ],
    ],
    ['FailureReasons', recoveryFailure === undefined ? undefined : [['AcceleratedRecovery', recoveryFailure]]],
    [
      'ChangeGuardrails',
      Object.entries(features.guardrails).map(
        ([name, status]) =>
          [
            'ChangeGuardrail',
            [
              ['Name', name],
              ['Status', status],
            ],
          ] as const,
      ),
    ],
  ]
}
