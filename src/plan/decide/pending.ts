import type {PendingHost} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {zonesFor} from '../../dns/zone.js'
import type {Claim} from '../../registry/claim.js'
import {type Blocked, type BlockedReason, block} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import {makeOwnerOf} from '../parties.js'
import type {ManifestsView, PlanInput} from '../plan-input.js'
import {sourceOf} from './delete-permission.js'
import type {NameContext} from './name-decision.js'
import type {Retention} from './retention.js'

/** Every host that an object asks for without having a target, unless another object has one for it. */
export function blockPendingHosts(
  input: PlanInput,
  retention: Retention,
  contexts: readonly NameContext[],
): readonly Blocked[] {
  if (input.pending.length === 0) return []
  const zones = input.zones.map((snapshot) => snapshot.zone)
  const {domainFilter} = input.settings
  const byName = groupBy(contexts, ({name}): string => name)
  const ownerOf = makeOwnerOf(input)
  const served = new Set(
    input.candidates.map(
      ({recordSet: {name, setIdentifier = ''}, origins}) => `${name} ${setIdentifier} ${ownerOf(origins[0])}`,
    ),
  )
  return input.pending
    .filter(({dnsName}) => input.takes?.(dnsName) !== false)
    .filter(({dnsName, setIdentifier, origin}) => !served.has(`${dnsName} ${setIdentifier} ${ownerOf(origin)}`))
    .flatMap((pending) => {
      if (!domainFilter.matches(pending.dnsName)) {
        return [blockPending(pending, phrases.outsideDomainFilters())]
      }
      const named = byName.get(pending.dnsName) ?? []
      // A zone that would not get the host may hold it from before, as the parent of a newer zone does.
      const holding = named
        .filter((context) => heldClaims(pending, context, retention).length > 0)
        .map(({zone}) => zone)
      const places = [...new Set([...zonesFor(pending.dnsName, zones), ...holding])]
      if (places.length === 0) return [blockPending(pending, phrases.noZone())]
      return places.map((zone) => {
        const context = named.find((one) => one.zone === zone)
        return blockInZone(pending, zone, context, retention, input.manifests)
      })
    })
}

function heldClaims(
  {dnsName, setIdentifier, origin}: PendingHost,
  context: NameContext | undefined,
  retention: Retention,
): readonly Claim[] {
  if (context === undefined) return []
  return context.claims.filter(
    (claim) =>
      claim.kind === 'owned' &&
      (claim.owner === context.ownerOf(origin) ||
        retention.pendingFor(dnsName, setIdentifier, claim.owner) !== undefined) &&
      context.isManaged(claim.recordSet.type) &&
      (claim.recordSet.setIdentifier ?? '') === setIdentifier,
  )
}

function blockInZone(
  pending: PendingHost,
  zone: NameContext['zone'],
  context: NameContext | undefined,
  retention: Retention,
  manifests: ManifestsView | undefined,
): Blocked {
  const types = heldClaims(pending, context, retention)
    .map((claim) => claim.recordSet.type)
    .sort()
  const owner = context?.ownerOf(pending.origin)
  const isHeld = retention.pendingFor(pending.dnsName, pending.setIdentifier, owner) !== undefined
  const fate = types.length === 0 ? 'none' : isHeld ? 'kept' : 'goes'
  const why = ownershipPhrases.pendingTarget(pending, sourceOf(manifests), fate)
  return blockPending(pending, why, {zone, types})
}

function blockPending(
  {dnsName, setIdentifier, origin}: PendingHost,
  why: BlockedReason,
  place: Partial<Pick<Blocked, 'zone' | 'types'>> = {},
): Blocked {
  return block({...place, host: dnsName, setIdentifier, origins: [origin]}, why)
}
