import type {PlanSettings} from '../plan/plan-settings.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {Finding} from './finding.js'

/** Sources that external-dns v0.21 reads whatever `--label-filter` says. */
const LABELS_SINCE_V022 = /^(contour|f5|gloo|kong|skipper|traefik)-/

/** What an upgrade of external-dns with these flags costs: docs/moving-from-external-dns.md. */
export function upgradeTraps(settings: {
  readonly plan: PlanSettings
  readonly registry: RegistrySettings
  readonly sources: SourceSettings
}): readonly Finding[] {
  const {plan, registry, sources} = settings
  const traps: Finding[] = []
  const trap = (detail: string, fix: string) =>
    traps.push({area: 'settings', check: 'upgrade', verdict: 'warning', detail, fix: [fix]})
  if (registry.kind === 'txt' && registry.migrateFrom !== undefined && plan.policy === 'sync') {
    const lost = `external-dns 0.23 deletes what ${registry.migrateFrom} owns and this cluster does not want; not so here`
    trap(lost, 'in external-dns: --policy=upsert-only as long as --migrate-from-txt-owner is set')
  }
  const hasRoutes = sources.sources.some((name) => name.startsWith('gateway-'))
  if (hasRoutes && sources.fqdnTemplate !== undefined && !sources.combinesFqdnAnnotation) {
    const lost = 'since external-dns 0.23 a Route with the annotation hostname loses the names of --fqdn-template'
    trap(lost, 'to keep them: --combine-fqdn-annotation')
  }
  const templates = [sources.fqdnTemplate, sources.targetTemplate, sources.fqdnTargetTemplate]
  const counts = templates.some((one) => /\b(len|range)\b[^}]*\.(Spec|Status)(?![.\w])/.test(one?.source ?? ''))
  if (counts && sources.sources.includes('unstructured')) {
    trap('since external-dns 0.23 len and range of .Spec see most keys twice', 'use .Object.spec in the template')
  }
  const labelled = sources.sources.filter((name) => LABELS_SINCE_V022.test(name))
  if (labelled.length > 0 && sources.labelFilter.requirements.length > 0) {
    const lost = `since external-dns 0.22 objects without the label of --label-filter are unwanted: ${labelled.join(', ')}`
    trap(lost, 'see which: external-dns-ts plan --compare=--label-filter= with the same flags')
  }
  return traps
}
