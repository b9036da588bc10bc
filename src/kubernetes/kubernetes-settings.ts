/** How the cluster is reached. */
export interface KubernetesSettings {
  /** `--kubeconfig`; empty: `KUBECONFIG`, then `~/.kube/config`, then the in-cluster service account. */
  readonly kubeconfig: string
  readonly context: string
  /** `--server` overrides the address of the context's cluster. */
  readonly server: string
  /** `--as`. */
  readonly impersonate: string
  /** 0: none. */
  readonly requestTimeoutMs: number
}

/** `--manifests`: the cluster is read from files. */
export interface ManifestSettings {
  /** Files, folders, `-` for stdin; at least one. */
  readonly paths: readonly string[]
  /** `--manifests-are-complete`: what is not in them does not exist. */
  readonly isComplete: boolean
  /** `--status-from-cluster`: status, pods, endpoint slices and nodes are those of the live cluster. */
  readonly hasLiveStatus: boolean
}
