import {firstValue} from '../../dns/record-set.js'
import {decidingRecord} from '../../registry/claim.js'
import {untypedLabels, untypedTypes} from '../../registry/ownership.js'
import {untypedSpeaksOf} from '../../registry/untyped-text.js'
import type {BlockedReason} from '../blocked.js'
import type {ChangingIntent, NameContext, OwnedClaim, RowDecision} from '../decide/name-decision.js'
import {
  isSameRouting,
  locationProblem,
  NO_EDITS,
  type OwnershipEdits,
  type OwnershipWriter,
  stayWith,
  takeableTexts,
} from './ownership-writer.js'
import {replaceOwnText, toOwnershipSet, withValue} from './txt-locations.js'

/** The one text at a host's own name, which lists its types; one in the old format is used while it covers them all. */
export function editUntyped(
  context: NameContext,
  row: RowDecision,
  wanted: readonly ChangingIntent[],
  ownershipWriter: NonNullable<OwnershipWriter>,
): OwnershipEdits | BlockedReason {
  const {locations, codec} = ownershipWriter
  const {zone, name} = context
  const {owner = ownershipWriter.owner} = row
  const mayTake = takeableTexts(context, row, ownershipWriter)
  const location = locations.locationOf(zone, {name, type: 'A', setIdentifier: row.setIdentifier})
  const gone = new Set<OwnedClaim>([...row.replaced, ...row.removed])
  const {ownershipRecord} = location
  const [first] = wanted
  if (first !== undefined) {
    const block = locationProblem(location, {...first.candidate, owner}, mayTake)
    if (block !== undefined) {
      const presents = wanted.map((intent) =>
        intent.kind === 'update' ? decidingRecord(intent.claim.ownershipRecords) : undefined,
      )
      const [present] = presents
      return present === undefined || presents.includes(undefined)
        ? block
        : stayWith(present, {owner, codec}, mayTake, block)
    }
  }
  const staying = context.claims.filter(
    (claim): claim is OwnedClaim =>
      claim.kind === 'owned' &&
      !gone.has(claim) &&
      ownershipRecord !== undefined &&
      decidingRecord(claim.ownershipRecords) === ownershipRecord,
  )
  const sets = [...staying, ...wanted.map(({candidate}) => candidate)]
  const types = [...new Set(sets.map(({recordSet}) => recordSet.type))].sort()
  if (ownershipRecord === undefined) {
    if (first === undefined) return NO_EDITS
    const candidate = {...first.candidate, resource: row.recordedResource ?? first.candidate.resource}
    const desired = toOwnershipSet(location, candidate, ownershipWriter, types)
    return {...NO_EDITS, changes: [{kind: 'create', zone: location.zone, desired}]}
  }
  const isListed = untypedTypes(ownershipRecord) !== undefined
  if (types.length === 0) return NO_EDITS
  const resource = first === undefined ? ownershipRecord.resource : (row.recordedResource ?? ownershipRecord.resource)
  const speaksOfAll =
    ownershipRecord.host === name &&
    types.every((type) => untypedSpeaksOf({resource}, type, ownershipWriter.createsPtr))
  if (ownershipRecord.owner === owner && !isListed && speaksOfAll) return {...NO_EDITS, keeps: ownershipRecord}
  const isToList = isListed || !speaksOfAll || first?.kind === 'create'
  const labels = {...ownershipRecord.labels, ...(isToList ? untypedLabels(types) : {})}
  const value = codec.write({owner, resource, labels}, firstValue(ownershipRecord.recordSet))
  const text = withValue(ownershipRecord.recordSet, value)
  const asWanted = first === undefined ? undefined : toOwnershipSet(location, first.candidate, ownershipWriter)
  const routed =
    asWanted === undefined || isSameRouting(ownershipRecord, asWanted) ? text : {...text, routing: asWanted.routing}
  const desired = replaceOwnText(ownershipRecord.recordSet, routed)
  return JSON.stringify(desired) === JSON.stringify(ownershipRecord.recordSet)
    ? {...NO_EDITS, keeps: ownershipRecord}
    : {...NO_EDITS, changes: [{kind: 'update', current: ownershipRecord, zone: location.zone, desired}]}
}
