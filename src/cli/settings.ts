import type {KubernetesSettings} from '../kubernetes/kubernetes-settings.js'
import type {PlanSettings} from '../plan/plan-settings.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import type {SourceSettings} from '../sources/source-settings.js'

/** What the run was told, from flags, environment and defaults: made once, frozen. */
export interface Settings {
  readonly sources: SourceSettings
  readonly kubernetes: KubernetesSettings
  readonly registry: RegistrySettings
  readonly plan: PlanSettings
  readonly route53: Route53Settings
  /** Remarks about flags that mean nothing here or were assumed; shown on stderr. */
  readonly notices: readonly string[]
}
