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
