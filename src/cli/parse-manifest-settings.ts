import type {ManifestSettings} from '../kubernetes/manifest-settings.js'
import type {GivenFlags} from './argv.js'
import type {SettingValues} from './flags/setting-flags.js'
import {withoutEmpty} from './parse-plan-settings.js'
import {usageError} from './usage-error.js'

/** Flags that say which cluster is meant. */
const CLUSTER_FLAGS = ['kubeconfig', 'context', 'server', 'as']

/** Undefined without `--manifests`. @throws CliError USAGE */
export function parseManifestSettings(
  values: SettingValues,
  given: GivenFlags,
  notices: string[],
): ManifestSettings | undefined {
  const paths = withoutEmpty(values.manifests)
  const hasLiveStatus = values['status-from-cluster']
  const isComplete = values['manifests-are-complete']
  if (paths.length === 0) {
    // An empty variable in a script: to read the cluster instead would be a surprise.
    if (given.has('manifests')) throw usageError('--manifests is empty.', ['name a file, a folder, or - for stdin'])
    for (const flag of ['status-from-cluster', 'manifests-are-complete']) {
      if (given.has(flag))
        throw usageError(`--${flag} is set without --manifests.`, [`drop it, or add --manifests=PATH`])
    }
    return undefined
  }
  const unused = hasLiveStatus ? [] : CLUSTER_FLAGS.filter((flag) => given.get(flag) === 'command line')
  if (unused.length > 0) {
    notices.push(
      `without meaning beside --manifests unless --status-from-cluster is given, ignored: ${unused.map((flag) => `--${flag}`).join(', ')}`,
    )
  }
  return Object.freeze({paths, isComplete, hasLiveStatus})
}
