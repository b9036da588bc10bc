import {assertNever} from '../../dns/parsed.js'
import type {Routing} from '../../dns/record-set.js'

/** Renders the routing policy with its fields: `weight 10`, `geolocation country DE`. */
export function routingText(routing: Routing): string {
  switch (routing.kind) {
    case 'simple':
      return 'simple'
    case 'weighted':
      return `weight ${routing.weight}`
    case 'latency':
      return `region ${routing.region}`
    case 'failover':
      return `failover ${routing.role}`
    case 'multivalue':
      return 'multivalue answer'
    case 'geolocation':
      return geolocationText(routing)
    case 'geoproximity':
      return geoproximityText(routing)
    case 'cidr':
      return `cidr ${routing.collectionId} location ${routing.locationName}`
    case 'other':
      return `${routing.policy} ${routing.text}`
    default:
      return assertNever(routing)
  }
}

/** One text for each changed field, such as `weight 10 -> 50`, or `routing simple -> weight 10` for another policy. */
export function routingChanges(from: Routing, to: Routing): readonly string[] {
  if (routingText(from) === routingText(to) && from.kind === to.kind) return []
  if (from.kind !== to.kind) return [`routing ${routingText(from)} -> ${routingText(to)}`]
  const [before, after] = [fieldsOf(from), fieldsOf(to)]
  if (before.length === 0 || after.length === 0) return [`routing ${routingText(from)} -> ${routingText(to)}`]
  return after.flatMap(([field, value], index) => {
    const old = before[index]?.[1]
    return old === value ? [] : [`${field} ${old ?? 'none'} -> ${value ?? 'none'}`]
  })
}

type RoutingField = readonly [field: string, value: string | undefined]

/** The fields of a policy, always the same for each kind and in the same order; empty for a policy without fields. */
function fieldsOf(routing: Routing): readonly RoutingField[] {
  switch (routing.kind) {
    case 'simple':
    case 'multivalue':
      return []
    case 'weighted':
      return [['weight', String(routing.weight)]]
    case 'latency':
      return [['region', routing.region]]
    case 'failover':
      return [['failover', routing.role]]
    case 'geolocation':
      return routing.countryCode === '*'
        ? []
        : [
            ['geolocation continent', routing.continentCode],
            ['geolocation country', routing.countryCode],
            ['geolocation subdivision', routing.subdivisionCode],
          ]
    case 'geoproximity':
      return [
        ['geoproximity region', routing.region],
        ['geoproximity local zone', routing.localZoneGroup],
        ['geoproximity coordinates', coordinatesText(routing)],
        ['geoproximity bias', String(routing.bias ?? 0)],
      ]
    case 'cidr':
      return [
        ['cidr collection', routing.collectionId],
        ['cidr location', routing.locationName],
      ]
    case 'other':
      return []
    default:
      return assertNever(routing)
  }
}

function coordinatesText({coordinates: at}: Extract<Routing, {kind: 'geoproximity'}>): string | undefined {
  return at === undefined ? undefined : `${at.latitude},${at.longitude}`
}

function geolocationText(routing: Extract<Routing, {kind: 'geolocation'}>): string {
  if (routing.countryCode === '*') return 'geolocation default'
  return phrase('geolocation', [
    ['continent', routing.continentCode],
    ['country', routing.countryCode],
    ['subdivision', routing.subdivisionCode],
  ])
}

function geoproximityText(routing: Extract<Routing, {kind: 'geoproximity'}>): string {
  return phrase('geoproximity', [
    ['region', routing.region],
    ['local zone', routing.localZoneGroup],
    ['at', coordinatesText(routing)],
    ['bias', String(routing.bias ?? 0)],
  ])
}

function phrase(head: string, parts: readonly (readonly [string, string | undefined])[]): string {
  return [head, ...parts.flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]))].join(' ')
}
