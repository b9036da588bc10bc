import type {Origin} from '../../dns/endpoint.js'
import {assertNever} from '../../dns/parsed.js'
import type {RecordSet, Routing} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {Change, HostPlan, OwnershipChange} from '../../plan/change.js'
import type {Blocked, PlanWarning} from '../../plan/plan.js'
import type {OwnershipRecord} from '../../registry/claim.js'
import type {LedgerChange, LedgerRow} from '../../registry/ledger.js'

/** What JSON can hold; an absent fact is `null`, so that every object of a kind has the same keys in the same order. */
export type Json = string | number | boolean | null | readonly Json[] | {readonly [key: string]: Json}
export type JsonObject = {readonly [key: string]: Json}

export function hostJson(host: HostPlan): JsonObject {
  return {
    action: host.action,
    zone: zoneJson(host.zone),
    name: host.name,
    setIdentifier: host.setIdentifier ?? null,
    changes: host.changes.map(changeJson),
    ownership: host.ownership.map(ownershipChangeJson),
    ledger: host.ledger.map(ledgerChangeJson),
    isGone: host.isGone,
    origins: host.origins.map(originJson),
    formerResources: host.formerResources,
    notes: host.notes,
  }
}

export function zoneJson(zone: Zone): JsonObject {
  return {
    id: zone.id,
    name: zone.name,
    isPrivate: zone.isPrivate,
    profile: zone.profile ?? null,
    roleArn: zone.roleArn ?? null,
  }
}

export function originJson(origin: Origin): JsonObject {
  return {kind: origin.kind, namespace: origin.namespace, name: origin.name, field: origin.field}
}

export function blockedJson(blocked: Blocked): JsonObject {
  return {
    reason: blocked.reason,
    zone: blocked.zone === undefined ? null : zoneJson(blocked.zone),
    host: blocked.host,
    setIdentifier: blocked.setIdentifier ?? null,
    types: blocked.types,
    owner: blocked.owner ?? null,
    origins: blocked.origins.map(originJson),
    detail: blocked.detail,
    fix: blocked.fix ?? null,
  }
}

export function warningJson({text, origin}: PlanWarning): JsonObject {
  return {text, origin: origin === undefined ? null : originJson(origin)}
}

function changeJson(change: Change): JsonObject {
  return {
    kind: change.kind,
    differs: change.kind === 'update' ? change.differs : [],
    current: change.kind === 'create' ? null : recordSetJson(change.current),
    desired: change.kind === 'delete' ? null : recordSetJson(change.desired),
  }
}

function ownershipChangeJson(change: OwnershipChange): JsonObject {
  return {
    kind: change.kind,
    zone: zoneJson(change.zone),
    current: change.kind === 'create' ? null : ownershipTxtJson(change.current),
    desired: change.kind === 'delete' ? null : recordSetJson(change.desired),
  }
}

function ledgerChangeJson(change: LedgerChange): JsonObject {
  const desired = change.kind === 'remove' ? change.rest : change.desired
  return {
    kind: change.kind,
    current: change.current === undefined ? null : ledgerRowJson(change.current),
    desired: desired === undefined ? null : ledgerRowJson(desired),
  }
}

function ledgerRowJson({key, owner, resource, labels}: LedgerRow): JsonObject {
  return {
    name: key.name,
    type: key.type,
    setIdentifier: key.setIdentifier ?? null,
    owner,
    resource,
    labels: labelsJson(labels),
  }
}

function labelsJson(labels: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function ownershipTxtJson(txt: OwnershipRecord): JsonObject {
  return {
    owner: txt.owner,
    resource: txt.resource,
    labels: labelsJson(txt.labels),
    format: txt.type === undefined ? 'untyped' : 'typed',
    recordSet: recordSetJson(txt.recordSet),
  }
}

export function recordSetJson(set: RecordSet): JsonObject {
  const {data} = set
  return {
    name: set.name,
    type: set.type,
    setIdentifier: set.setIdentifier ?? null,
    ttlSeconds: data.kind === 'values' ? data.ttlSeconds : null,
    values: data.kind === 'values' ? data.values : null,
    alias:
      data.kind === 'values'
        ? null
        : {
            zoneId: data.target.zoneId,
            dnsName: data.target.dnsName,
            evaluatesTargetHealth: data.target.evaluatesTargetHealth,
          },
    routing: routingJson(set.routing),
    healthCheckId: set.healthCheckId ?? null,
    trafficPolicyInstanceId: set.trafficPolicyInstanceId ?? null,
  }
}

function routingJson(routing: Routing): JsonObject {
  const {kind} = routing
  switch (kind) {
    case 'simple':
    case 'multivalue':
      return {kind}
    case 'weighted':
      return {kind, weight: routing.weight}
    case 'latency':
      return {kind, region: routing.region}
    case 'failover':
      return {kind, role: routing.role}
    case 'geolocation':
      return {
        kind,
        continentCode: routing.continentCode ?? null,
        countryCode: routing.countryCode ?? null,
        subdivisionCode: routing.subdivisionCode ?? null,
      }
    case 'geoproximity':
      return {
        kind,
        region: routing.region ?? null,
        localZoneGroup: routing.localZoneGroup ?? null,
        coordinates:
          routing.coordinates === undefined
            ? null
            : {latitude: routing.coordinates.latitude, longitude: routing.coordinates.longitude},
        bias: routing.bias,
      }
    case 'cidr':
      return {kind, collectionId: routing.collectionId, locationName: routing.locationName}
    case 'other':
      return {kind, policy: routing.policy, text: routing.text}
    default:
      return assertNever(kind)
  }
}
