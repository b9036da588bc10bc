import {isWithin} from '../dns/dns-name.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'
import type {Zone} from '../dns/zone.js'
import {type Change, FIELDS, HOST_ACTIONS, type HostPlan} from '../plan/change.js'
import type {OwnedRecordSet} from '../registry/claim.js'
import type {OwnerId} from '../registry/ownership.js'
import {type Codec, flag, list, nonEmpty, object, oneOf, optional, refine, text, texts, union} from './codec.js'
import {ledgerChange, ownershipChange, shownLedgerChange, shownOwnershipChange} from './ownership-change-codec.js'
import {dnsName, recordSet, shownRecordSet} from './record-set-codec.js'
import {ownerId, sometimes, unless} from './several-owners.js'
import {derived, named, sidesOf, view} from './writer.js'
import {origin, shownZone} from './zone-codec.js'

const field = oneOf(FIELDS)

/** What was owned when the plan was made. That it still is, the fingerprints tell before anything is written. */
const ownedRecordSet: Codec<OwnedRecordSet> = refine(recordSet, (set) => parsed(set as OwnedRecordSet))

const change: Codec<Change> = union<Change>({
  create: object({desired: recordSet}),
  update: object({current: ownedRecordSet, desired: recordSet, differs: nonEmpty(field)}),
  delete: object({current: ownedRecordSet}),
})

/** Record sets are null where there is none. */
export const shownChange = named(
  'change',
  view<Change>({
    kind: derived(({kind}) => kind, oneOf(['create', 'update', 'delete'])),
    differs: derived((one) => (one.kind === 'update' ? one.differs : []), list(field)),
    current: derived((one) => sidesOf(one).current, optional(shownRecordSet)),
    desired: derived((one) => sidesOf(one).desired, optional(shownRecordSet)),
  }),
)

/** What is written of a host, in a file and on stdout; the parts are written otherwise in each. */
function hostFields<Z, C, O, L, W, K>(parts: {zone: Z; changes: C; ownership: O; ledger: L; owner: W; cluster: K}) {
  return {
    zone: parts.zone,
    name: dnsName,
    setIdentifier: optional(text),
    action: oneOf(HOST_ACTIONS),
    changes: parts.changes,
    ownership: parts.ownership,
    ledger: parts.ledger,
    isGone: flag,
    origins: list(origin),
    formerResources: texts,
    notes: texts,
    owner: parts.owner,
    cluster: parts.cluster,
    formerOwner: sometimes(ownerId),
  }
}

const {action, ...rest} = hostFields({
  zone: shownZone,
  changes: list(shownChange),
  ownership: list(shownOwnershipChange),
  ledger: list(shownLedgerChange),
  owner: sometimes(ownerId),
  cluster: sometimes(text),
})

export const shownHost = named('host', object<HostPlan>({action, ...rest}))

/** For whom a host is planned where it does not say so itself: each host of a file says it. */
export interface Party {
  readonly owner: OwnerId | undefined
  /** The context of its kubeconfig. */
  readonly cluster: string
  /** False: no host is of another owner or cluster. */
  readonly isJoint: boolean
}

/** @param zone a zone of the file, by its id: equal zones are one value again, as the planner has them. */
export function hostCodec(zone: Codec<Zone>, {owner, cluster, isJoint}: Party): Codec<HostPlan> {
  const host = object<HostPlan>(
    hostFields({
      zone,
      changes: list(change),
      ownership: list(ownershipChange(zone)),
      ledger: list(ledgerChange),
      owner: unless(owner, optional(ownerId), isJoint),
      cluster: unless(cluster, optional(text), isJoint),
    }),
  )
  return refine(host, checkHost)
}

/** What the planner never makes was not made by the planner. */
function checkHost(host: HostPlan): Parsed<HostPlan> {
  if (!isWithin(host.name, host.zone.name)) return problem('is outside its zone')
  if (host.changes.length + host.ownership.length + host.ledger.length === 0) return problem('changes nothing')
  for (const {current, desired} of host.changes.map(sidesOf)) {
    const names = [current?.name, desired?.name].filter((name) => name !== undefined)
    if (names.some((name) => name !== host.name)) return problem('changes a record set of another name')
    if (current !== undefined && desired !== undefined && current.type !== desired.type) {
      return problem('turns a record set into one of another type')
    }
  }
  for (const ownership of host.ownership) {
    const {current, desired} = sidesOf(ownership)
    const sets = [current?.recordSet, desired].filter((set) => set !== undefined)
    if (sets.some((set) => set.type !== 'TXT' || !isWithin(set.name, ownership.zone.name))) {
      return problem('keeps its ownership where it cannot be')
    }
    if (new Set(sets.map((set) => set.name)).size > 1) return problem('moves an ownership TXT to another name')
  }
  return parsed(host)
}
