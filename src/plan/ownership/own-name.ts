import {effectiveGuard} from '../../registry/claim.js'
import {ownNameLabels, ownNameTypes} from '../../registry/ownership.js'
import {untypedSpeaksOf} from '../../registry/untyped-text.js'
import type {Intent, NameContext, OwnedClaim, RowDecision} from '../decide/name-decision.js'
import {
  type Bookings,
  type Bookkeeping,
  isSameRouting,
  noTxtZone,
  slotProblem,
  stayWith,
  type TxtBlock,
} from './ownership-change.js'
import {ownText, replaceOwnText, toGuardSet, withValue} from './txt-slots.js'

const NOTHING: Bookings = {changes: [], keeps: undefined, notes: []}

/**
 * The ownership of a host whose text stands at its own name, because no selected zone takes typed ones (design §5): one
 * text for all its record sets, which lists their types. A text in the old format that an earlier external-dns put
 * there is used as it stands while it speaks of them all. Both go with the last of them.
 */
export function bookOwnName(
  context: NameContext,
  row: RowDecision,
  wanted: readonly Exclude<Intent, {kind: 'same'}>[],
  bookkeeping: NonNullable<Bookkeeping>,
): Bookings | TxtBlock {
  const {owner, slots, codec} = bookkeeping
  const {zone, name} = context
  const slot = slots.slotFor(zone, {name, type: 'A', setIdentifier: row.setIdentifier})
  if (slot === undefined) return noTxtZone()
  const gone = new Set<OwnedClaim>([...row.replaced, ...row.removed])
  const {guard} = slot
  const [first] = wanted
  if (first !== undefined) {
    const block = slotProblem(slot, first.candidate, owner, context.migrateFrom)
    if (block !== undefined) {
      const presents = wanted.map((intent) =>
        intent.kind === 'update' ? effectiveGuard(intent.claim.guards) : undefined,
      )
      const [present] = presents
      return present === undefined || presents.includes(undefined) ? block : stayWith(present, bookkeeping, block)
    }
  }
  const staying = context.claims.filter(
    (claim): claim is OwnedClaim =>
      claim.kind === 'owned' && !gone.has(claim) && guard !== undefined && effectiveGuard(claim.guards) === guard,
  )
  const types = [
    ...new Set([...staying, ...wanted.map(({candidate}) => candidate)].map(({recordSet}) => recordSet.type)),
  ].sort()
  if (guard === undefined) {
    if (first === undefined) return NOTHING
    const candidate = {...first.candidate, resource: row.textResource ?? first.candidate.resource}
    return {
      ...NOTHING,
      changes: [{kind: 'create', zone: slot.zone, desired: toGuardSet(slot, candidate, bookkeeping, types)}],
    }
  }
  const isListed = ownNameTypes(guard) !== undefined
  if (types.length === 0) return NOTHING
  const resource = first === undefined ? guard.resource : (row.textResource ?? guard.resource)
  const speaksOfAll =
    guard.host === name && types.every((type) => untypedSpeaksOf({resource}, type, bookkeeping.createsPtr))
  if (guard.owner === owner && !isListed) {
    if (first === undefined) return NOTHING
    if (speaksOfAll) return {...NOTHING, keeps: guard}
  }
  const isToList = isListed || !speaksOfAll || first?.kind === 'create'
  const labels = {...guard.labels, ...(isToList ? ownNameLabels(types) : {})}
  const text = withValue(guard.recordSet, codec.write({owner, resource, labels}, ownText(guard.recordSet)))
  const asWanted = first === undefined ? undefined : toGuardSet(slot, first.candidate, bookkeeping)
  const routed = asWanted === undefined || isSameRouting(guard, asWanted) ? text : {...text, routing: asWanted.routing}
  const desired = replaceOwnText(guard.recordSet, routed)
  return JSON.stringify(desired) === JSON.stringify(guard.recordSet)
    ? {...NOTHING, keeps: guard}
    : {...NOTHING, changes: [{kind: 'update', current: guard, zone: slot.zone, desired}]}
}
