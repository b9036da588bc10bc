import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {BlockedReason} from '../blocked.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import {type AgedHost, type AgeLimit, isWhole, type ManifestsView, type PlanInput} from '../plan-input.js'
import type {PlanSettings, Policy} from '../plan-settings.js'

/** Why a record set whose ownership names the object `resource` stays although nobody asks for it; undefined: it may go. */
export function makeKeepReason(
  {registry, settings, manifests, pending, waiting = []}: PlanInput,
  policy: Policy,
): (resource: string) => BlockedReason | undefined {
  const hiding = manifests?.hasLiveStatus === false ? pending.filter((host) => host.hidesNames === true) : []
  const byResource = new Map(hiding.map((host) => [host.resource, ownershipPhrases.knownAfterDeploy(host.origin)]))
  for (const one of settings.onMissingTarget === 'hold' || manifests?.hasLiveStatus === false ? waiting : []) {
    const why = ownershipPhrases.pendingTarget(one, sourceOf(manifests), 'kept')
    // Without ownership nothing says which records an object had.
    byResource.set(registry.kind === 'noop' ? '' : one.resource, why)
  }
  const keptByPolicy = policy === 'sync' ? undefined : ownershipPhrases.keptByPolicy(policy)
  const ofAll = notShown(manifests, policy) ?? keptByPolicy ?? mayNotDelete(registry, settings)
  const keptFor = (resource: string) => (resource === '' ? undefined : byResource.get(resource))
  return (resource) => (registry.kind === 'noop' ? byResource.get('') : undefined) ?? keptFor(resource) ?? ofAll
}

/** Where what objects ask for was read. */
export function sourceOf(manifests: ManifestsView | undefined): 'cluster' | 'files' | 'files with status' {
  if (manifests === undefined) return 'cluster'
  return manifests.hasLiveStatus ? 'files with status' : 'files'
}

/** Why texts and record sets that nobody wants stay, whatever the policy; undefined: they may go. */
export function mayNotDelete(registry: RegistrySettings, settings: PlanSettings): BlockedReason | undefined {
  if (registry.kind === 'noop' && !settings.allowsUnownedDeletes) return ownershipPhrases.nobodysUnderNoop()
  return registry.kind === 'noop' || registry.ownerIsChosen ? undefined : ownershipPhrases.ownerNotChosen()
}

/** A flag that would not help under this policy is not offered. */
function notShown(manifests: ManifestsView | undefined, policy: Policy): BlockedReason | undefined {
  if (manifests === undefined || isWhole(manifests)) return undefined
  return ownershipPhrases.notInManifests(manifests.isComplete ? manifests.lacks : undefined, policy === 'sync')
}

/** Why the host stays under `prune --min-age`; undefined: it is old enough. */
export function tooYoung(limit: AgeLimit, host: AgedHost): BlockedReason | undefined {
  const isOld = limit.isOldEnough(host)
  if (isOld === undefined) return ownershipPhrases.ageUnknown()
  return isOld ? undefined : ownershipPhrases.tooYoung(limit.minAge)
}
