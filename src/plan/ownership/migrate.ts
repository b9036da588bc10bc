import {groupBy} from '../../dns/group.js'
import {hostKey, hostKeyOf} from '../../dns/zone.js'
import {type Claim, type Claims, resourceOf, textsOf} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import {blockClaims} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {contest, mergeOrigins} from '../decide/conflict.js'
import {isManagedType, nameFilter} from '../decide/name-contexts.js'
import type {Candidate, OwnershipInput} from '../plan-input.js'
import {makeOwnerChange} from './owner-change.js'
import {type DraftedHosts, draftHosts, toStep} from './ownership-step.js'
import type {OwnershipWriter} from './ownership-writer.js'

/** Hosts of `from` that an object here asks for. Nothing is deleted (external-dns #5993); the stored owner counts. */
export function migrateHosts(
  input: OwnershipInput,
  claims: Claims,
  writers: NonNullable<OwnershipWriter>,
  from: OwnerId,
): DraftedHosts {
  const passes = nameFilter(input.settings)
  const passing = claims.claims.filter(({recordSet}) => passes(recordSet.name))
  const held = passing.filter((claim) => claim.kind === 'foreign' && claim.owner === from)
  const byHost = candidatesByHost(input)
  const isManaged = ({recordSet}: Claim) => isManagedType(input.settings, recordSet.type)
  // A run that ended between the texts of two zones has left one behind.
  const halfMoved = passing.filter(
    ({kind, ownershipRecords}) => kind === 'owned' && textsOf(ownershipRecords).some(({owner}) => owner === from),
  )
  const moving = [...held, ...halfMoved].filter((claim) => byHost.has(hostKeyOf(claim)) && isManaged(claim))
  const changeOwner = makeOwnerChange(input, claims, moving, writers, {
    from,
    to: writers.owner,
    resourceAfter: (claim) => winnerOf(claim, byHost.get(hostKeyOf(claim)) ?? [])?.resource ?? resourceOf(claim),
  })
  const parts = moving.map((claim) =>
    toStep(claim, changeOwner(claim), mergeOrigins(byHost.get(hostKeyOf(claim)) ?? [])),
  )
  const drafted = draftHosts({action: 'adopt', parts, notes: []})
  const staying = held
    .filter((claim) => !moving.includes(claim))
    .map((claim) => {
      const unmanagedType = isManaged(claim) ? undefined : claim.recordSet.type
      return blockClaims([claim], phrases.staysWithOwner(from, resourceOf(claim), unmanagedType))
    })
  return {...drafted, blocked: [...drafted.blocked, ...staying]}
}

/** A host that waits for its target is wanted too. */
function candidatesByHost({candidates, pending, zones}: OwnershipInput): ReadonlyMap<string, readonly Candidate[]> {
  const groups = groupBy(candidates, hostKeyOf)
  const byHost = new Map<string, readonly Candidate[]>(groups)
  for (const {dnsName, setIdentifier} of pending) {
    for (const {zone} of zones) {
      const key = hostKey({zone, name: dnsName, setIdentifier})
      if (!byHost.has(key)) byHost.set(key, [])
    }
  }
  return byHost
}

function winnerOf(claim: Claim, candidates: readonly Candidate[]): Candidate | undefined {
  const ofType = candidates.filter(({recordSet}) => recordSet.type === claim.recordSet.type)
  return contest(ofType, resourceOf(claim))?.winner
}
