import type {KubernetesSettings, ManifestSettings} from '../../kubernetes/kubernetes-settings.js'
import type {EventReason} from '../../kubernetes/objects.js'
import type {PlanSettings} from '../../plan/plan-settings.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {Shard} from '../../route53/read/shard.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {SourceSettings} from '../../sources/source-settings.js'

/** What the run was told, from flags, environment and defaults: made once, frozen. */
export interface Settings {
  readonly sources: SourceSettings
  readonly kubernetes: KubernetesSettings
  /** Undefined: the objects are those of the cluster. */
  readonly manifests: ManifestSettings | undefined
  readonly registry: RegistrySettings
  readonly plan: PlanSettings
  readonly route53: Route53Settings
  /** Which Events `apply` writes on the objects that ask for hosts. */
  readonly events: ReadonlySet<EventReason>
  /** Undefined: the run has all zones to itself. */
  readonly shard: Shard | undefined
  /** How long the run may take, milliseconds; 0: as long as it takes. */
  readonly timeoutMs: number
  /** Remarks about flags that mean nothing here or were assumed; shown on stderr. */
  readonly notices: readonly string[]
}
