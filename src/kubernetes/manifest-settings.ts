/** `--manifests`: the cluster is read from files. */
export interface ManifestSettings {
  /** Files, folders, `-` for stdin; at least one. */
  readonly paths: readonly string[]
  /** `--manifests-are-complete`: what is not in them does not exist. */
  readonly isComplete: boolean
  /** `--status-from-cluster`: status, pods, endpoint slices and nodes are those of the live cluster. */
  readonly hasLiveStatus: boolean
}
