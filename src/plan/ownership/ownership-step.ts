import type {Origin} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {compareText, type RecordSet} from '../../dns/record-set.js'
import {hostKeyOf} from '../../dns/zone.js'
import {type Claim, type OwnershipRecord, resourceOf} from '../../registry/claim.js'
import {type Blocked, type BlockedReason, blockClaims} from '../blocked.js'
import {type HostAction, type HostPlan, OWNERSHIP_ALONE, type OwnershipChange} from '../change.js'
import {mergeOrigins} from '../decide/conflict.js'
import type {HostDraft} from './host-draft.js'
import {distinctOwnership} from './ownership-writer.js'

/** What an ownership command does about one stored record set, or why it does nothing. */
export type OwnershipStep = {readonly claim: Claim; readonly origins: readonly Origin[]} & (
  | {readonly ownership: readonly OwnershipChange[]; readonly keeps?: OwnershipRecord | undefined}
  | {readonly block: BlockedReason}
)

export interface DraftedHosts {
  readonly drafts: readonly HostDraft[]
  readonly blocked: readonly Blocked[]
}

export interface OwnershipSteps {
  readonly action: HostAction
  readonly parts: readonly OwnershipStep[]
  readonly notes: readonly string[]
}

export function toStep(
  claim: Claim,
  made: readonly OwnershipChange[] | BlockedReason,
  origins: readonly Origin[] = [],
): OwnershipStep {
  return 'reason' in made ? {claim, origins, block: made} : {claim, origins, ownership: made}
}

export function draftHosts({action, parts, notes}: OwnershipSteps): DraftedHosts {
  const hosts = groupBy(parts, ({claim}) => hostKeyOf(claim))
  const drafts: HostDraft[] = []
  const blocked: Blocked[] = []
  for (const same of hosts.values()) {
    const [first] = same
    if (first === undefined) continue
    const ofHost = same.map(({claim}) => claim)
    const origins = mergeOrigins(same)
    const block = same.flatMap((part) => ('block' in part ? [part.block] : []))[0]
    if (block !== undefined) {
      blocked.push(blockClaims(ofHost, block, origins))
      continue
    }
    const ownership = distinctOwnership(same.flatMap((part) => ('ownership' in part ? part.ownership : [])))
    if (ownership.length === 0) continue
    const {zone, recordSet} = first.claim
    const resources = [...new Set(ofHost.map(resourceOf))].filter(Boolean).sort(compareText)
    const host: HostPlan = {
      ...OWNERSHIP_ALONE,
      zone,
      name: recordSet.name,
      setIdentifier: recordSet.setIdentifier,
      action,
      ownership,
      origins,
      formerResources: action === 'repair' ? [] : resources,
      notes,
      owner: first.claim.kind === 'owned' ? first.claim.owner : undefined,
    }
    const sets = new Set<RecordSet>(ofHost.map((claim) => claim.recordSet))
    drafts.push({
      host,
      keeps: new Set(same.flatMap((part) => ('ownership' in part ? (part.keeps ?? []) : []))),
      adopts: action === 'adopt' || action === 'repair' ? sets : new Set(),
      releases: action === 'release' || action === 'repair' ? sets : new Set(),
    })
  }
  return {drafts, blocked}
}
