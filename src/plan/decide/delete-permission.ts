import type {PendingHost} from '../../dns/endpoint.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {Blocked} from '../plan.js'
import type {AgedHost, AgeLimit} from '../plan-input.js'
import {isWhole, type ManifestsView, type PlanInput} from '../plan-input.js'
import type {PlanSettings, Policy} from '../plan-settings.js'
import {nameOrigin} from './conflict.js'

/** Why something stays that nobody asks for. */
export type KeepReason = Pick<Blocked, 'reason' | 'detail' | 'fix'>

/** Why a record set whose ownership names the object `resource` stays although nobody asks for it; undefined: it may go. */
export function makeKeepReason(
  {registry, settings, manifests, pending}: PlanInput,
  policy: Policy,
): (resource: string) => KeepReason | undefined {
  const hiding = manifests?.hasLiveStatus === false ? pending.filter((host) => host.hidesNames === true) : []
  const byResource = new Map(hiding.map((host) => [host.resource, host]))
  const ofAll = notShown(manifests, policy) ?? byPolicy(policy) ?? mayNotDelete(registry, settings)
  return (resource) => {
    const hidden = resource === '' ? undefined : byResource.get(resource)
    return hidden === undefined ? ofAll : knownAfterDeploy(hidden)
  }
}

/** Why texts and record sets that nobody wants stay, whatever the policy; undefined: they may go. */
export function mayNotDelete(registry: RegistrySettings, settings: PlanSettings): KeepReason | undefined {
  if (registry.kind === 'noop' && !settings.allowsUnownedDeletes) {
    const detail = 'no object asks for it, and with registry noop nobody owns it'
    return {reason: 'unowned', detail, fix: '--allow-unowned-deletes'}
  }
  if (registry.kind !== 'noop' && !registry.ownerIsChosen) {
    const detail = 'no object asks for it any more, and the owner "default" was assumed, not chosen'
    return {reason: 'owner-not-chosen', detail, fix: '--txt-owner-id=default'}
  }
  return undefined
}

function byPolicy(policy: Policy): KeepReason | undefined {
  if (policy === 'sync') return undefined
  const detail = `no object asks for it any more; policy ${policy} keeps it`
  return {reason: 'policy', detail, fix: 'external-dns-ts prune'}
}

/** A flag that would not help under this policy is not offered. */
function notShown(manifests: ManifestsView | undefined, policy: Policy): KeepReason | undefined {
  if (manifests === undefined || isWhole(manifests)) return undefined
  const {isComplete, lacks} = manifests
  const limits = isComplete ? `they hold no ${lacks.join(' and no ')}` : 'they may show only a part of the cluster'
  const fix = isComplete ? '--status-from-cluster' : '--manifests-are-complete'
  const detail = `no object of the manifests asks for it, and ${limits}`
  return {reason: 'not-in-manifests', detail, fix: policy === 'sync' ? fix : undefined}
}

function knownAfterDeploy({origin}: PendingHost): KeepReason {
  const detail = `whether ${nameOrigin(origin)} asks for it depends on what runs; record kept`
  return {reason: 'known-after-deploy', detail, fix: '--status-from-cluster'}
}

/** Why the host stays under `prune --min-age`; undefined: it is old enough. */
export function tooYoung(limit: AgeLimit, host: AgedHost): KeepReason | undefined {
  const isOld = limit.isOldEnough(host)
  if (isOld === true) return undefined
  if (isOld === false) {
    return {reason: 'policy', detail: `no object asks for it any more; written within ${limit.minAge}`, fix: undefined}
  }
  const detail = 'no object asks for it any more; no receipt of --age-from tells its age'
  return {reason: 'policy', detail, fix: 'external-dns-ts prune without --min-age'}
}
