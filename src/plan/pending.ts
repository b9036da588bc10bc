import {zonesFor} from '../dns/zone.js'
import {nameOrigin} from './conflict.js'
import type {Holds} from './holds.js'
import type {NameContext} from './name-decision.js'
import type {Blocked} from './plan.js'
import type {PlanInput} from './plan-input.js'

/** Every host that an object asks for without having a target, unless another object has one for it. */
export function blockPending(input: PlanInput, holds: Holds, contexts: readonly NameContext[]): readonly Blocked[] {
  const zones = input.zones.map((snapshot) => snapshot.zone)
  const blocked: Blocked[] = []
  for (const pending of input.pending) {
    const isWanted = input.candidates.some(
      ({recordSet}) => recordSet.name === pending.dnsName && (recordSet.setIdentifier ?? '') === pending.setIdentifier,
    )
    const isFiltered = !input.settings.domainFilter.matches(pending.dnsName)
    const isElsewhere = input.settings.only.length > 0 && !input.settings.only.some((name) => name === pending.dnsName)
    if (isWanted || isFiltered || isElsewhere) continue
    const isHeld = holds.pendingFor(pending.dnsName, pending.setIdentifier) !== undefined
    for (const zone of zonesFor(pending.dnsName, zones)) {
      const context = contexts.find((one) => one.zone === zone && one.name === pending.dnsName)
      const held = (context?.claims ?? []).filter(
        (claim) => claim.kind === 'owned' && (claim.recordSet.setIdentifier ?? '') === pending.setIdentifier,
      )
      const ending =
        held.length === 0 ? '' : isHeld ? '; record kept' : '; --on-missing-target=delete lets its record go'
      blocked.push({
        reason: 'pending-target',
        zone,
        host: pending.dnsName,
        setIdentifier: pending.setIdentifier === '' ? undefined : pending.setIdentifier,
        types: held.map((claim) => claim.recordSet.type).sort(),
        owner: undefined,
        origins: [pending.origin],
        detail: `${nameOrigin(pending.origin)} ${pending.reason}${ending}`,
        fix: undefined,
      })
    }
  }
  return blocked
}
