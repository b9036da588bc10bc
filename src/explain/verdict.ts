import type {Plan} from '../plan/plan.js'
import {type Claim, isZonesOwn} from '../registry/claim.js'
import type {Verdict} from './explanation.js'

export interface Standing {
  /** Narrowed to the host. */
  readonly plan: Plan
  readonly stored: readonly Claim[]
  readonly isAsked: boolean
  /** True when what is asked reached the plan. */
  readonly isPlaced: boolean
}

/** The plan's own answer in one word; where it says nothing of the host, what was found says why. */
export function verdictOf({plan, stored, isAsked, isPlaced}: Standing): Verdict {
  if (plan.zones.some(({hosts}) => hosts.length > 0)) return 'change'
  if (plan.blocked.length > 0) return 'blocked'
  if (isPlaced) return 'unchanged'
  if (isAsked) return 'dropped'
  if (stored.some(({kind}) => kind === 'owned')) return 'leftover'
  // They are in every zone, also in one that was not read.
  return stored.some(({zone, recordSet}) => !isZonesOwn(zone, recordSet)) ? 'not-ours' : 'nothing'
}
