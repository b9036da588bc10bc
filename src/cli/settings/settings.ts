import type {KubernetesSettings, ManifestSettings} from '../../kubernetes/kubernetes-settings.js'
import type {EventReason} from '../../kubernetes/objects.js'
import type {PlanSettings} from '../../plan/plan-settings.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {Shard} from '../../route53/read/shard.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {SourceSettings} from '../../sources/source-settings.js'

/** The settings of a run, from flags, environment, files and defaults. Frozen; built by `parseSettings`. */
export interface Settings {
  readonly sources: SourceSettings
  readonly kubernetes: KubernetesSettings
  /** Undefined when the objects are read from the cluster. */
  readonly manifests: ManifestSettings | undefined
  readonly registry: RegistrySettings
  readonly plan: PlanSettings
  readonly route53: Route53Settings
  /** The Kubernetes events that `apply` writes on objects that ask for hosts. */
  readonly events: ReadonlySet<EventReason>
  /** Undefined when the run handles all zones. */
  readonly shard: Shard | undefined
  /** Time limit of the run in milliseconds; 0 means none. */
  readonly timeoutMs: number
  /** Warnings for stderr about values that were assumed or changed. */
  readonly notices: readonly string[]
  /** Remarks on flags that have no meaning here. */
  readonly notes: readonly string[]
}
