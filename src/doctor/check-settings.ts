import type {PlanSettings} from '../plan/plan-settings.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Finding} from './finding.js'

export interface SettingsView {
  readonly registry: RegistrySettings
  readonly plan: PlanSettings
  readonly notices: readonly string[]
  readonly notes: readonly string[]
  /** `--domain-filter`, `--regex-domain-filter` as given; empty: no filter. */
  readonly domainFilters: readonly string[]
}

export function checkSettings({registry, plan, notices, notes, domainFilters}: SettingsView): readonly Finding[] {
  const finding = (
    check: string,
    verdict: Finding['verdict'],
    detail: string,
    fix: readonly string[] = [],
  ): Finding => ({
    area: 'settings',
    check,
    verdict,
    detail,
    fix,
  })
  return [
    ownerFinding(registry, finding),
    domainFilters.length === 0
      ? finding('domain filter', 'warning', 'none: every zone that these credentials see may be written to', [
          'name your domains: --domain-filter=example.com',
        ])
      : finding('domain filter', 'ok', domainFilters.join(', ')),
    finding('policy', 'ok', POLICY_TEXTS[plan.policy]),
    // The notice about the owner repeats the first finding.
    ...[...notices, ...notes]
      .filter((notice) => !notice.startsWith('no --txt-owner-id'))
      .map((notice) => finding('flags', 'warning', notice)),
  ]
}

const POLICY_TEXTS: Readonly<Record<PlanSettings['policy'], string>> = {
  sync: 'sync: creates, updates and deletes',
  'upsert-only': 'upsert-only: creates and updates; deleting is for prune',
  'create-only': 'create-only: creates, and changes no existing record',
}

function ownerFinding(
  registry: RegistrySettings,
  finding: (check: string, verdict: Finding['verdict'], detail: string, fix?: readonly string[]) => Finding,
): Finding {
  if (registry.kind === 'noop') {
    return finding(
      'owner',
      'warning',
      'registry noop: no ownership is kept, and two clusters may overwrite the same records',
      ['keep ownership: --registry=txt --txt-owner-id=my-cluster'],
    )
  }
  if (!registry.ownerIsChosen) {
    return finding('owner', 'warning', '"default" was assumed: every cluster without an owner id uses it', [
      'choose one: --txt-owner-id=my-cluster',
      'or confirm it: --txt-owner-id=default',
    ])
  }
  return finding('owner', 'ok', registry.owners.join(', '))
}
