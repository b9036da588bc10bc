import {CliError} from '../errors/cli-error.js'
import type {ManifestSettings} from '../kubernetes/manifest-settings.js'
import {usageError} from './usage-error.js'

/** Files say what may come to be, so writing from them takes a word of its own. @throws CliError MANIFESTS_REFUSED, USAGE */
export function checkApplyConsent(
  manifests: ManifestSettings | undefined,
  {isApproved, isDryRun}: {readonly isApproved: boolean; readonly isDryRun: boolean},
): void {
  if (manifests === undefined && isApproved) {
    throw usageError('--yes-from-manifests is set without --manifests.', ['drop it, or add --manifests=PATH'])
  }
  if (manifests === undefined || isApproved || isDryRun) return
  throw new CliError({
    code: 'MANIFESTS_REFUSED',
    doing: 'apply a plan made from manifests',
    happened: 'What the files describe may not run yet, and records would already point at it.',
    fix: [
      'look at it with external-dns-ts plan, and apply from the cluster once it is deployed',
      'or add --yes-from-manifests if the files are what counts',
    ],
  })
}

/** From a part of a cluster everything else would look abandoned. @throws CliError MANIFESTS_REFUSED */
export function checkPruneConsent(manifests: ManifestSettings | undefined): void {
  if (manifests === undefined || manifests.isComplete) return
  throw new CliError({
    code: 'MANIFESTS_REFUSED',
    doing: 'prune from manifests',
    happened: 'They may show only a part of the cluster, and every record of the rest would be deleted.',
    fix: ['prune from the cluster: leave out --manifests', 'or add --manifests-are-complete if nothing else exists'],
  })
}
