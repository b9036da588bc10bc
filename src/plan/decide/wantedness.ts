import {recordSetKey} from '../../dns/record-set.js'
import type {Claim} from '../../registry/claim.js'
import type {PlanInput} from '../plan-input.js'
import {makeKeepReason} from './delete-permission.js'
import {isManagedType} from './name-contexts.js'
import {makeRetention} from './retention.js'

/**
 * Whether an object here asks for a record set: `unwanted` is what `prune` with the same flags would take away if it is
 * ours, `unknown` what flags, files or an object that cannot be read hide.
 */
export type Wantedness = 'wanted' | 'unwanted' | 'unknown'

/** A host that waits for its target is wanted, whatever types it has now. */
export function makeWantedness(input: PlanInput): (claim: Claim) => Wantedness {
  const {settings, registry, candidates, problems, manifests} = input
  const wanted = new Set(candidates.map(({zone, recordSet}) => `${zone.id} ${recordSetKey(recordSet)}`))
  // What a file cannot tell is not missing.
  const onMissingTarget = manifests?.hasLiveStatus === false ? 'hold' : settings.onMissingTarget
  const retention = makeRetention(input, problems, onMissingTarget, registry)
  const keepReason = makeKeepReason(input, 'sync')
  const only = new Set<string>(settings.only)
  const isNamed = (name: string) => only.size === 0 || only.has(name)
  return (claim) => {
    const {zone, recordSet} = claim
    const {name, type, setIdentifier} = recordSet
    const resource = claim.kind === 'unowned' ? '' : claim.resource
    if (!isNamed(name)) return 'unknown'
    if (wanted.has(`${zone.id} ${recordSetKey(recordSet)}`)) return 'wanted'
    if (retention.pendingFor(name, setIdentifier) !== undefined) return 'wanted'
    if (!settings.domainFilter.matches(name) || !isManagedType(settings, type)) return 'unknown'
    if (retention.problemAt(name, resource) !== undefined) return 'unknown'
    const keep = keepReason(resource)
    // Whose records they are has to be said before they go; that nobody asks for them is known all the same.
    return keep === undefined || keep.reason === 'owner-not-chosen' ? 'unwanted' : 'unknown'
  }
}
