import type {WaitingObject} from '../../dns/endpoint.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {BlockedReason} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import {makeOwnerOf, objectKey} from '../parties.js'
import {type AgedHost, type AgeLimit, isWhole, type ManifestsView, type PlanInput} from '../plan-input.js'
import type {PlanSettings, Policy} from '../plan-settings.js'

type KeepReason = (resource: string, owner: OwnerId | undefined) => BlockedReason | undefined

/** Why a record set whose ownership names the object `resource` stays although nobody asks for it; undefined: it may go. */
export function makeKeepReason(input: PlanInput, policy: Policy): KeepReason {
  const {registry, settings, manifests, pending, clusters = [], waiting = []} = input
  const ownerOf = makeOwnerOf(input)
  const keyOf = ({resource, origin}: WaitingObject) => objectKey(ownerOf(origin), resource)
  const hiding = manifests?.hasLiveStatus === false ? pending.filter((host) => host.hidesNames === true) : []
  const byObject = new Map(hiding.map((host) => [keyOf(host), ownershipPhrases.knownAfterDeploy(host.origin)]))
  const isHeld = settings.onMissingTarget === 'hold' || manifests?.hasLiveStatus === false
  const held = (isHeld ? waiting : []).map(
    (one) => [keyOf(one), ownershipPhrases.pendingTarget(one, sourceOf(manifests), 'kept')] as const,
  )
  for (const [key, why] of held) byObject.set(key, why)
  if (registry.kind === 'noop') {
    // Without ownership nothing says which records an object had.
    const lost = clusters.find(({unreachable}) => unreachable !== undefined)
    const why = held.at(-1)?.[1] ?? (lost && phrases.heldUnreachable(lost))
    if (why !== undefined) return () => why
  }
  const keptByPolicy = policy === 'sync' ? undefined : ownershipPhrases.keptByPolicy(policy)
  const ofAll = notShown(manifests, policy) ?? keptByPolicy ?? mayNotDelete(registry, settings)
  return (resource, owner) => (resource === '' ? undefined : byObject.get(objectKey(owner, resource))) ?? ofAll
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
