import {isWithin} from '../dns/dns-name.js'
import type {Origin} from '../dns/endpoint.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'
import type {Zone} from '../dns/zone.js'
import {
  type Change,
  type Field,
  HOST_ACTIONS,
  type HostAction,
  type HostPlan,
  type OwnershipChange,
} from '../plan/change.js'
import type {OwnedRecordSet, OwnershipRecord} from '../registry/claim.js'
import type {LedgerChange, LedgerRow, RowKey} from '../registry/ledger.js'
import {type OwnerId, toOwnerId} from '../registry/ownership.js'
import {
  type Codec,
  flag,
  list,
  nonEmpty,
  object,
  oneOf,
  optional,
  refine,
  saying,
  text,
  textMap,
  union,
} from './codec.js'
import {dnsName, recordSet, texts} from './record-set-codec.js'

export const origin: Codec<Origin> = object<Origin>({kind: text, namespace: text, name: text, field: text})

export const ownerId: Codec<OwnerId> = refine(text, (value) => parsed(toOwnerId(value)))

const field: Codec<Field> = oneOf<Field>([
  'targets',
  'ttl',
  'alias',
  'health-evaluation',
  'routing',
  'health-check',
  'ownership',
])

const action: Codec<HostAction> = oneOf<HostAction>(HOST_ACTIONS)

/** What was owned when the plan was made. That it still is, the fingerprints tell before anything is written. */
const ownedRecordSet: Codec<OwnedRecordSet> = refine(recordSet, (set) => parsed(set as OwnedRecordSet))

const change: Codec<Change> = union<Change>({
  create: object({desired: recordSet}),
  update: object({current: ownedRecordSet, desired: recordSet, differs: nonEmpty(field)}),
  delete: object({current: ownedRecordSet}),
})

/** For whom a host is planned: each host says it, since a plan may be that of several clusters. */
export interface Party {
  readonly owner: OwnerId | undefined
  /** The context of its kubeconfig. */
  readonly cluster: string
}

/** @param zone a zone of the file, by its id: equal zones are one value again, as the planner has them. */
export function hostCodec(zone: Codec<Zone>, {owner, cluster}: Party): Codec<HostPlan> {
  const current = object<OwnershipRecord>({
    zone,
    recordSet,
    host: text,
    type: optional(text),
    owner: ownerId,
    resource: text,
    labels: textMap(),
    isUnreadable: flag,
  })
  const ownership = union<OwnershipChange>({
    create: object({zone, desired: recordSet}),
    update: object({zone, current, desired: recordSet}),
    delete: object({zone, current}),
  })
  const row = object<LedgerRow>({
    key: object<RowKey>({name: text, type: text, setIdentifier: optional(text)}),
    owner: ownerId,
    resource: text,
    labels: textMap(),
  })
  const ledger = union<LedgerChange>({
    put: object({current: optional(row), desired: row}),
    remove: object({current: row, rest: optional(row)}),
  })
  const host = object<HostPlan>({
    zone,
    name: dnsName,
    setIdentifier: optional(text),
    action,
    changes: list(change),
    ownership: list(ownership),
    ledger: list(ledger),
    isGone: flag,
    origins: list(origin),
    formerResources: texts,
    notes: texts,
  })
  return saying(refine(host, checkHost), ['owner', 'cluster'], () => ({owner: owner ?? null, cluster}))
}

/** What the planner never makes was not made by the planner. */
function checkHost(host: HostPlan): Parsed<HostPlan> {
  if (!isWithin(host.name, host.zone.name)) return problem('lies outside its zone')
  if (host.changes.length + host.ownership.length + host.ledger.length === 0) return problem('changes nothing')
  for (const {current, desired} of host.changes.map(sidesOf)) {
    if ([current, desired].some((set) => set !== undefined && set.name !== host.name)) {
      return problem('changes a record set of another name')
    }
    if (current !== undefined && desired !== undefined && current.type !== desired.type) {
      return problem('turns a record set into one of another type')
    }
  }
  for (const {zone, ...sides} of host.ownership.map(textSidesOf)) {
    const sets = [sides.current, sides.desired].flatMap((set) => set ?? [])
    if (sets.some((set) => set.type !== 'TXT' || !isWithin(set.name, zone.name))) {
      return problem('keeps its ownership where it cannot be')
    }
    if (new Set(sets.map((set) => set.name)).size > 1) return problem('moves an ownership TXT to another name')
  }
  return parsed(host)
}

function sidesOf(one: Change) {
  return {
    current: one.kind === 'create' ? undefined : one.current,
    desired: one.kind === 'delete' ? undefined : one.desired,
  }
}

function textSidesOf(one: OwnershipChange) {
  return {
    zone: one.zone,
    current: one.kind === 'create' ? undefined : one.current.recordSet,
    desired: one.kind === 'delete' ? undefined : one.desired,
  }
}
