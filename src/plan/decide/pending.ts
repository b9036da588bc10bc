import type {PendingHost} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {zonesFor} from '../../dns/zone.js'
import type {Claim} from '../../registry/claim.js'
import type {Blocked} from '../plan.js'
import type {ManifestsView, PlanInput} from '../plan-input.js'
import {nameOrigin} from './conflict.js'
import type {NameContext} from './name-decision.js'
import type {Retention} from './retention.js'

/** Every host that an object asks for without having a target, unless another object has one for it. */
export function blockPending(
  input: PlanInput,
  retention: Retention,
  contexts: readonly NameContext[],
): readonly Blocked[] {
  const zones = input.zones.map((snapshot) => snapshot.zone)
  const {domainFilter} = input.settings
  const byName = groupBy(contexts, ({name}): string => name)
  const served = new Set(input.candidates.map(({recordSet}) => `${recordSet.name} ${recordSet.setIdentifier ?? ''}`))
  return input.pending
    .filter(({dnsName}) => input.takes?.(dnsName) !== false)
    .filter(({dnsName, setIdentifier}) => !served.has(`${dnsName} ${setIdentifier}`))
    .flatMap((pending) => {
      if (!domainFilter.matches(pending.dnsName)) {
        return [blockElsewhere(pending, 'filtered', 'the domain filters leave this name out')]
      }
      const named = byName.get(pending.dnsName) ?? []
      // A zone that would not get the host may hold it from before, as the parent of a newer zone does.
      const holding = named.filter((context) => heldClaims(pending, context).length > 0).map(({zone}) => zone)
      const places = [...new Set([...zonesFor(pending.dnsName, zones), ...holding])]
      if (places.length === 0) return [blockElsewhere(pending, 'no-zone', 'no selected zone holds this name')]
      return places.map((zone) => {
        const context = named.find((one) => one.zone === zone)
        return blockHost(pending, zone, context, retention, input.manifests)
      })
    })
}

/** A host that would stay out even with a target. */
function blockElsewhere(pending: PendingHost, reason: 'filtered' | 'no-zone', detail: string): Blocked {
  return {
    reason,
    zone: undefined,
    host: pending.dnsName,
    setIdentifier: pending.setIdentifier === '' ? undefined : pending.setIdentifier,
    types: [],
    owner: undefined,
    origins: [pending.origin],
    detail,
    fix: undefined,
  }
}

function heldClaims(pending: PendingHost, context: NameContext | undefined): readonly Claim[] {
  return (context?.claims ?? []).filter(
    ({kind, recordSet}) =>
      kind === 'owned' &&
      context?.isManaged(recordSet.type) === true &&
      (recordSet.setIdentifier ?? '') === pending.setIdentifier,
  )
}

function blockHost(
  pending: PendingHost,
  zone: NameContext['zone'],
  context: NameContext | undefined,
  retention: Retention,
  manifests: ManifestsView | undefined,
): Blocked {
  const isHeld = retention.pendingFor(pending.dnsName, pending.setIdentifier) !== undefined
  const held = heldClaims(pending, context)
  const isInFiles = manifests?.hasLiveStatus === false
  const where = isInFiles ? ' in the manifests' : ''
  const fate = isHeld ? '; record kept' : '; --on-missing-target=delete lets its record go'
  return {
    reason: manifests === undefined ? 'pending-target' : 'known-after-deploy',
    zone,
    host: pending.dnsName,
    setIdentifier: pending.setIdentifier === '' ? undefined : pending.setIdentifier,
    types: held.map((claim) => claim.recordSet.type).sort(),
    owner: undefined,
    origins: [pending.origin],
    detail: `${nameOrigin(pending.origin)} ${pending.reason}${where}${held.length === 0 ? '' : fate}`,
    fix: isInFiles ? '--status-from-cluster' : undefined,
  }
}
