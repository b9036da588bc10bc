import {compareText, type RecordSet} from '../../dns/record-set.js'
import {type Claims, claimRecordSets, type OwnershipRecord} from '../../registry/claim.js'
import {isOurs} from '../../registry/registry-settings.js'
import type {HostPlan} from '../change.js'
import {nameFilter} from '../decide/name-contexts.js'
import type {PlanWarning} from '../plan.js'
import {type PlanInput, requestedNames} from '../plan-input.js'
import {endContents} from './end-ownership.js'
import type {ZoneContext} from './review.js'

/** Names our texts that would speak of no record at a host that is wanted or ours: one made by hand would be ours. */
export function warnOfOrphans(
  input: PlanInput,
  hosts: readonly HostPlan[],
  {claims, orphans}: Claims,
  zoneContext: () => ZoneContext,
): readonly PlanWarning[] {
  const {registry} = input
  if (!orphans.some(({owner}) => isOurs(registry, owner))) return []
  const {texts} = zoneContext()
  const found = new Map<OwnershipRecord, RecordSet['name']>()
  for (const {zone, name} of namesOf(input, claims)) {
    for (const text of texts.use.orphansAt(zone, name)) if (!found.has(text)) found.set(text, name)
  }
  if (found.size === 0) return []
  const names = new Set<string>(found.values())
  const contents = endContents(hosts, input.zones, ({name, type}) => type === 'TXT' || names.has(name))
  const left = new Set(claimRecordSets(contents, registry).orphans.map(({recordSet}) => recordSet))
  return [...found].filter(([{recordSet}]) => left.has(recordSet)).map(([text, name]) => warning(text, name))
}

/** In a zone that was read in part, only what is asked for is known. */
function namesOf(input: PlanInput, claims: Claims['claims']) {
  const passes = nameFilter(input.settings)
  const requested = requestedNames(input, input.settings)
  const inPart = new Set(input.zones.filter(({reading}) => reading !== 'whole').map(({zone}) => zone))
  const owned = claims.filter(
    ({kind, zone, recordSet}) => kind === 'owned' && (!inPart.has(zone) || requested.has(recordSet.name)),
  )
  return [...input.candidates, ...owned]
    .map(({zone, recordSet}) => ({zone, name: recordSet.name}))
    .filter(({name}) => passes(name))
    .sort((a, b) => compareText(a.name, b.name))
}

function warning({recordSet, type}: OwnershipRecord, name: string): PlanWarning {
  const what = type === undefined ? 'a record' : `a record of type ${type}`
  const text =
    `the ownership TXT ${recordSet.name} is ours but has no record: ${what} that is made at ${name} later ` +
    'would be treated as ours; prune --orphans removes the TXT'
  return {text, origin: undefined, host: name}
}
