import type {DnsName} from '../../src/dns/dns-name.js'
import type {Origin, UnusedHost} from '../../src/dns/endpoint.js'
import type {RecordData, RecordSet, RecordType, Routing} from '../../src/dns/record-set.js'
import type {Zone, ZoneId} from '../../src/dns/zone.js'
import type {Change, Field, HostAction, HostPlan, NonEmpty, OwnershipChange} from '../../src/plan/change.js'
import type {Blocked, BlockReason, DeleteRefusal, Plan, PlanWarning, ZonePlan} from '../../src/plan/plan.js'
import type {Policy} from '../../src/plan/plan-settings.js'
import type {OwnedRecordSet, OwnershipRecord} from '../../src/registry/claim.js'
import type {OwnerId} from '../../src/registry/ownership.js'

export function name(text: string): DnsName {
  return text as DnsName
}

export function owner(text: string): OwnerId {
  return text as OwnerId
}

export function zone(
  text = 'example.com',
  parts: {id?: string; isPrivate?: boolean; profile?: string; roleArn?: string} = {},
): Zone {
  return {
    id: (parts.id ?? 'Z0AAAA1111') as ZoneId,
    name: name(text),
    isPrivate: parts.isPrivate ?? false,
    recordSetCount: 700,
    profile: parts.profile,
  }
}

export interface SetParts {
  readonly ttl?: number
  readonly alias?: string
  readonly isHealthChecked?: boolean
  readonly setIdentifier?: string
  readonly routing?: Routing
  readonly healthCheckId?: string
}

/** Builds a record set: `set('api', 'A', ['192.0.2.1'])`. A name without a dot is in example.com. */
export function set(host: string, type: RecordType, values: readonly string[], parts: SetParts = {}): RecordSet {
  const data: RecordData =
    parts.alias === undefined
      ? {kind: 'values', ttlSeconds: parts.ttl ?? 300, values}
      : {
          kind: 'alias',
          target: {
            zoneId: 'Z32O12XQLNTSW2',
            dnsName: parts.alias,
            evaluatesTargetHealth: parts.isHealthChecked ?? true,
          },
        }
  return {
    name: fullName(host),
    type,
    setIdentifier: parts.setIdentifier,
    data,
    routing: parts.routing ?? {kind: 'simple'},
    healthCheckId: parts.healthCheckId,
    trafficPolicyInstanceId: undefined,
  }
}

export function create(desired: RecordSet): Change {
  return {kind: 'create', desired}
}

export function update(current: RecordSet, desired: RecordSet, differs: NonEmpty<Field> = ['targets']): Change {
  return {kind: 'update', current: current as OwnedRecordSet, desired, differs}
}

export function remove(current: RecordSet): Change {
  return {kind: 'delete', current: current as OwnedRecordSet}
}

export function ownershipText(ownerId = 'prod-eu1', resource = 'ingress/shop/api'): string {
  return `"heritage=external-dns,external-dns/owner=${ownerId},external-dns/resource=${resource}"`
}

function ownershipTxt(txtName: string, ownerId = 'prod-eu1', parts: {isUntyped?: boolean} = {}): OwnershipRecord {
  const [first = '', ...rest] = txtName.split('-')
  return {
    zone: zone(),
    recordSet: set(txtName, 'TXT', [ownershipText(ownerId)]),
    host: parts.isUntyped ? txtName : rest.join('-'),
    type: parts.isUntyped ? undefined : first.toUpperCase(),
    owner: owner(ownerId),
    resource: 'ingress/shop/api',
    labels: {},
    isUnreadable: false,
  }
}

export function newTxt(txtName: string, inZone: Zone = zone()): OwnershipChange {
  return {kind: 'create', zone: inZone, desired: set(txtName, 'TXT', [ownershipText()])}
}

export function lostTxt(txtName: string, parts: {isUntyped?: boolean} = {}): OwnershipChange {
  return {kind: 'delete', zone: zone(), current: ownershipTxt(txtName, 'prod-eu1', parts)}
}

export function changedTxt(txtName: string, from = 'prod-eu1', values = [ownershipText()]): OwnershipChange {
  return {kind: 'update', zone: zone(), current: ownershipTxt(txtName, from), desired: set(txtName, 'TXT', values)}
}

/** Our text goes out of a set with another value, which stays. */
export function removedText(txtName: string, other: string): OwnershipChange {
  const current = ownershipTxt(txtName, 'prod-eu1')
  const recordSet = set(txtName, 'TXT', [ownershipText(), other])
  return {kind: 'update', zone: zone(), current: {...current, recordSet}, desired: set(txtName, 'TXT', [other])}
}

export function origin(text = 'Ingress shop/api', field = 'spec.rules[0].host'): Origin {
  const [kind = '', path = ''] = text.split(' ')
  const [namespace = '', object] = path.split('/')
  return object === undefined ? {kind, namespace: '', name: namespace, field} : {kind, namespace, name: object, field}
}

export function host(text: string, action: HostAction, parts: Partial<HostPlan> = {}): HostPlan {
  return {
    zone: zone(),
    name: fullName(text),
    setIdentifier: undefined,
    action,
    changes: [],
    ownership: [],
    ledger: [],
    origins: action === 'delete' ? [] : [origin()],
    formerResources: [],
    notes: [],
    isGone: action === 'delete',
    ...parts,
  }
}

export function zonePlan(hosts: readonly HostPlan[], parts: Partial<ZonePlan> = {}): ZonePlan {
  return {zone: zone(), reading: 'whole', hosts, ownedHosts: 187, unchangedHosts: 181, recordSets: 706, ...parts}
}

export function blocked(text: string, reason: BlockReason, parts: Partial<Blocked> = {}): Blocked {
  return {
    reason,
    zone: zone(),
    host: fullName(text),
    setIdentifier: undefined,
    types: ['A'],
    owner: undefined,
    origins: [],
    detail: 'wanted by Ingress shop/cart',
    fix: undefined,
    ...parts,
  }
}

export interface PlanParts {
  readonly owner?: OwnerId | undefined
  readonly policy?: Policy
  readonly objects?: number
  readonly wantedHosts?: number
  readonly zones?: readonly ZonePlan[]
  readonly blocked?: readonly Blocked[]
  readonly unused?: readonly UnusedHost[]
  readonly warnings?: readonly PlanWarning[]
  readonly doubts?: readonly string[]
  readonly refusal?: DeleteRefusal
}

export function unused(dnsName: string, object: string, reason: string): UnusedHost {
  return {dnsName, resource: '', origin: origin(object, 'spec.hostnames[0]'), reason}
}

export function plan(parts: PlanParts = {}): Plan {
  return {
    owner: 'owner' in parts ? parts.owner : owner('prod-eu1'),
    policy: parts.policy ?? 'sync',
    context: 'prod-eks',
    objects: parts.objects ?? 214,
    wantedHosts: parts.wantedHosts ?? 187,
    zones: parts.zones ?? [],
    blocked: parts.blocked ?? [],
    unused: parts.unused ?? [],
    warnings: parts.warnings ?? [],
    doubts: parts.doubts ?? [],
    isFirstRun: false,
    refusal: parts.refusal,
  }
}

function fullName(text: string): DnsName {
  return name(text.includes('.') ? text : `${text}.example.com`)
}

/** An A and an AAAA alias with the same target. */
export function aliases(label: string, target: string, parts: SetParts = {}): [RecordSet, RecordSet] {
  return [set(label, 'A', [], {alias: target, ...parts}), set(label, 'AAAA', [], {alias: target, ...parts})]
}

export function weighted(label: string, weight: number, setIdentifier = 'eu1', ttl = 300): RecordSet {
  return set(label, 'A', ['192.0.2.1'], {setIdentifier, ttl, routing: {kind: 'weighted', weight}})
}
