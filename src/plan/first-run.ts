import type {Claims} from '../registry/claim.js'
import {askers} from './askers.js'
import {isManagedType, nameFilter} from './name-contexts.js'
import {isWhole, type PlanInput} from './plan-input.js'

/** With one host or two, a deployment under new names looks just the same. */
const FEWEST_HOSTS = 3

/**
 * Tells, as a phrase, that the owner holds hosts here, that this cluster asks for others, and that not one of the owned ones
 * is wanted by it or was made for an object of it: as where two clusters share an owner id. Undefined: it is not so.
 *
 * A part of a cluster, or of its hosts (`--only`), cannot tell. Neither can a cluster that asks for nothing at all: see
 * `findCommonCause`.
 */
export function findStrangeOwner(input: Omit<PlanInput, 'wish'>, claims: Claims): string | undefined {
  const {registry, settings, manifests, candidates, leftOut = [], takes, context} = input
  if (registry.kind === 'noop' || settings.only.length > 0) return undefined
  const isOfOtherShard = (name: string) => takes?.(name) === false
  if (candidates.length === 0 && !leftOut.some(({recordSet}) => isOfOtherShard(recordSet.name))) return undefined
  if (manifests !== undefined && !isWhole(manifests)) return undefined
  const passes = nameFilter(settings)
  const owned = claims.claims.filter(
    (claim) => claim.kind === 'owned' && isManagedType(settings, claim.recordSet.type) && passes(claim.recordSet.name),
  )
  const hosts = new Set(owned.map(({zone, recordSet}) => `${zone.id} ${recordSet.name}`))
  if (hosts.size < FEWEST_HOSTS) return undefined
  const asking = askers(input)
  const wanted = new Set(candidates.map(({zone, recordSet}) => `${zone.id} ${recordSet.name}`))
  const isOurs = owned.some(
    (claim) =>
      claim.kind === 'owned' &&
      (claim.resource === '' || asking.has(claim.resource) || wanted.has(`${claim.zone.id} ${claim.recordSet.name}`)),
  )
  if (isOurs) return undefined
  return `owner ${registry.ownerId} holds ${hosts.size} hosts here, none of them for an object of context ${context}: does another cluster use this owner id?`
}
