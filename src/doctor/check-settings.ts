import type {PlanSettings} from '../plan/plan-settings.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {type Finding, finding} from './finding.js'

export interface SettingsView {
  readonly registry: RegistrySettings
  readonly plan: PlanSettings
  readonly notices: readonly string[]
  readonly notes: readonly string[]
  /** `--domain-filter`, `--regex-domain-filter` as given; empty: no filter. */
  readonly domainFilters: readonly string[]
  /** False: the default is used. */
  readonly policyIsChosen: boolean
}

export function checkSettings(settings: SettingsView): readonly Finding[] {
  const {registry, plan, notices, notes, domainFilters, policyIsChosen} = settings
  const check = (...args: Args) => finding('settings', ...args)
  return [
    check(...checkOwner(registry)),
    domainFilters.length === 0
      ? check('domain filter', 'warning', 'none: every zone that these credentials see may be written to', [
          'name your domains: --domain-filter=example.com',
        ])
      : check('domain filter', 'ok', domainFilters.join(', ')),
    check('policy', 'ok', `${POLICY_TEXTS[plan.policy]}${policyIsChosen ? '' : NO_DEFAULT}`),
    // The notice about the owner repeats the first finding.
    ...[...notices, ...notes]
      .filter((notice) => !notice.startsWith('no --txt-owner-id'))
      .map((notice) => check('flags', 'warning', notice)),
  ]
}

type Args = readonly [check: string, verdict: Finding['verdict'], detail: string, fix?: readonly string[]]

const NO_DEFAULT = ' (the default here; external-dns up to 0.21 takes sync, and since 0.22 needs the flag to start)'

const POLICY_TEXTS: Readonly<Record<PlanSettings['policy'], string>> = {
  sync: 'sync: creates, updates and deletes',
  'upsert-only': 'upsert-only: creates and updates; deleting is for prune',
  'create-only': 'create-only: creates, and changes no existing record',
}

function checkOwner(registry: RegistrySettings): Args {
  if (registry.kind === 'noop') {
    const detail = 'registry noop: no ownership is kept, and two clusters may overwrite the same records'
    return ['owner', 'warning', detail, ['keep ownership: --registry=txt --txt-owner-id=my-cluster']]
  }
  if (registry.ownerIsChosen) return ['owner', 'ok', registry.ownerId]
  const fix = ['choose one: --txt-owner-id=my-cluster', 'or confirm it: --txt-owner-id=default']
  return ['owner', 'warning', '"default" was assumed: every cluster without an owner id uses it', fix]
}
