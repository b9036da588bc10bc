import {hostMatcher} from '../../dns/host-pattern.js'
import {setKey} from '../../dns/zone.js'
import {type Claim, resourceOf} from '../../registry/claim.js'
import {type DecisionInput, decideHosts} from '../decide-hosts.js'
import {partiesOf} from '../parties.js'
import type {PlanSettings} from '../plan-settings.js'
import {makeKeepReason} from './delete-permission.js'
import {isManagedType} from './name-contexts.js'

/** `unwanted`: `prune` with the same flags would take it, were it ours. `unknown`: flags, files or problems hide it. */
export type Wantedness = 'wanted' | 'unwanted' | 'unknown'

/** Wanted is what `prune` takes for wanted, also what gives way or waits: its goal is that of `decisionInput`. */
export function makeWantedness(
  decisionInput: DecisionInput,
  {only}: Pick<PlanSettings, 'only'>,
): (claim: Claim) => Wantedness {
  const {input, candidates, retention} = decisionInput
  const {settings} = input
  const {unwanted} = decideHosts(decisionInput)
  const requested = new Set(candidates.map(({zone, recordSet}) => setKey(zone, recordSet)))
  const keepReason = makeKeepReason(input, 'sync')
  const isNamed = hostMatcher(only)
  const parties = partiesOf(input)
  return (claim) => {
    const {zone, recordSet} = claim
    const {name, type, setIdentifier} = recordSet
    const resource = resourceOf(claim)
    if (!isNamed(name)) return 'unknown'
    const owners = claim.kind === 'owned' ? [claim.owner] : parties.map(({owner}) => owner)
    if (owners.some((owner) => retention.pendingFor(name, setIdentifier, owner) !== undefined)) return 'wanted'
    if (!settings.domainFilter.matches(name) || !isManagedType(settings, type)) return 'unknown'
    const isWanted = claim.kind === 'owned' ? !unwanted.has(recordSet) : requested.has(setKey(zone, recordSet))
    if (isWanted) return 'wanted'
    if (owners.some((owner) => retention.problemAt(name, resource, owner) !== undefined)) return 'unknown'
    const keep = owners.map((owner) => keepReason(resource, owner)).find((why) => why !== undefined)
    // Whose records they are has to be said before they go; that nobody asks for them is known all the same.
    return keep === undefined || keep.reason === 'owner-not-chosen' ? 'unwanted' : 'unknown'
  }
}
