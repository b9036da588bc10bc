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

export interface ManifestSettings {
  /** Files, folders, `-` for stdin; at least one. */
  readonly paths: readonly string[]
  /** `--manifests-are-complete`: objects that are not in the files do not exist. */
  readonly isComplete: boolean
  /** `--status-from-cluster`: status, pods, EndpointSlices and nodes are read from the live cluster. */
  readonly hasLiveStatus: boolean
}
