import {groupBy} from '../dns/group.js'
import {hostKeyOf} from '../dns/zone.js'
import type {Claims} from '../registry/claim.js'
import type {OwnerId} from '../registry/ownership.js'
import {type Blocked, blockCandidate, blockClaims} from './blocked.js'
import {phrases} from './blocked-phrases.js'
import {isManagedType, nameFilter} from './decide/name-contexts.js'
import type {PlanCluster, PlanInput} from './plan-input.js'

function lostOwners({clusters = []}: PlanInput): ReadonlyMap<OwnerId | undefined, PlanCluster> {
  return new Map(clusters.flatMap((one) => (one.unreachable === undefined ? [] : [[one.owner, one] as const])))
}

/**
 * The run without the owners of clusters that could not be read: to it their records are another owner's, so that nothing
 * of theirs is changed, deleted or taken. What other clusters of such an owner ask for waits too.
 */
export function leaveOutUnreachable(input: PlanInput) {
  const {registry, candidates} = input
  const lost = lostOwners(input)
  if (registry.kind === 'noop' || lost.size === 0) return {input, refused: []}
  const owners = registry.owners.filter((owner) => !lost.has(owner))
  const left = {...input, registry: {...registry, owners}, candidates: candidates.filter(({owner}) => !lost.has(owner))}
  const refused = candidates.flatMap((candidate) => {
    const why = lost.get(candidate.owner)
    return why === undefined ? [] : [blockCandidate(candidate, phrases.ownerUnreachable(why))]
  })
  return {input: left, refused}
}

/** Names the reason where such an owner is in the way, and tells of each host of theirs that it stays. */
export function blockUnreachable(input: PlanInput, {claims}: Claims, blocked: readonly Blocked[]): readonly Blocked[] {
  const lost = lostOwners(input)
  if (lost.size === 0) return blocked
  const passes = nameFilter(input.settings)
  const shown = claims.filter(({recordSet: {name, type}}) => passes(name) && isManagedType(input.settings, type))
  const kept = [...lost.values()].flatMap((why) => {
    const held = shown.filter((claim) => claim.kind === 'foreign' && claim.owner === why.owner)
    const hosts = [...groupBy(held, hostKeyOf).values()]
    return hosts.map((same) => ({...blockClaims(same, phrases.heldUnreachable(why)), cluster: why.context}))
  })
  const named = blocked.map((block): Blocked => {
    const why = [...lost.values()].find(({owner}) => owner === block.owner)
    if (why === undefined || block.reason !== 'owner-mismatch') return block
    return {...block, ...phrases.besideUnreachable(block, why)}
  })
  return [...named, ...kept]
}
