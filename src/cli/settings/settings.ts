import type {KubernetesSettings, ManifestSettings} from '../../kubernetes/kubernetes-settings.js'
import type {EventReason} from '../../kubernetes/objects.js'
import type {PlanSettings} from '../../plan/plan-settings.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {Shard} from '../../route53/read/shard.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {SourceSettings} from '../../sources/source-settings.js'

/** A cluster of the run: how it is reached, what is read of it, and whose its hosts become. */
export interface ClusterSettings {
  readonly kubernetes: KubernetesSettings
  readonly sources: SourceSettings
  /** Undefined with registry noop. */
  readonly owner: OwnerId | undefined
}

/** The settings of a run, from flags, environment, files and defaults. Frozen; built by `parseSettings`. */
export interface Settings {
  /** At least one; several are planned together. */
  readonly clusters: readonly ClusterSettings[]
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

/** Without sources no kubeconfig is opened. */
export function withoutSources(settings: Settings): Settings {
  const clusters = settings.clusters.map((one) => ({...one, sources: Object.freeze({...one.sources, sources: []})}))
  return Object.freeze({...settings, clusters})
}
