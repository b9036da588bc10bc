import {assertNever} from '../../dns/parsed.js'
import type {Routing} from '../../dns/record-set.js'

/** What an update changes besides values. */
export interface Fact {
  readonly name: string
  readonly before: string
  readonly after: string
  /** The effect on the user, if any. */
  readonly consequence?: string | undefined
}

/** A routing policy for display: its fields, and a head where they do not say it themselves. Each kind has the same fields. */
type Parts = readonly [head: string, fields?: Readonly<Record<string, string | undefined>>]

function partsOf(routing: Routing): Parts {
  switch (routing.kind) {
    case 'simple':
      return ['simple']
    case 'multivalue':
      return ['multivalue answer']
    case 'weighted':
      return ['', {weight: String(routing.weight)}]
    case 'latency':
      return ['', {region: routing.region}]
    case 'failover':
      return ['', {failover: routing.role}]
    case 'geolocation': {
      const {continentCode: continent, countryCode: country, subdivisionCode: subdivision} = routing
      return country === '*' ? ['geolocation default'] : ['geolocation', {continent, country, subdivision}]
    }
    case 'geoproximity': {
      const {region, localZoneGroup, coordinates: at, bias} = routing
      const coordinates = at && `${at.latitude},${at.longitude}`
      return ['geoproximity', {region, 'local zone': localZoneGroup, coordinates, bias: String(bias ?? 0)}]
    }
    case 'az-affinity':
      return ['', {'AZ affinity': routing.text}]
    case 'cidr':
      return ['cidr', {collection: routing.collectionId, location: routing.locationName}]
    case 'other':
      return [`${routing.policy} ${routing.text}`]
    default:
      return assertNever(routing)
  }
}

/** The routing policy with its fields: `weight 10`, `geolocation country DE`. */
export function routingText(routing: Routing): string {
  const [head, fields = {}] = partsOf(routing)
  const texts = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
  return [...(head === '' ? [] : [head]), ...texts].join(' ')
}

/** A fact for each changed field, or one for the whole policy when it becomes another. */
export function routingFacts(from: Routing, to: Routing): readonly Fact[] {
  const [before, after] = [routingText(from), routingText(to)]
  if (before === after && from.kind === to.kind) return []
  const [[oldHead, old], [head, next]] = [partsOf(from), partsOf(to)]
  if (from.kind !== to.kind || oldHead !== head || next === undefined) return [{name: 'routing', before, after}]
  return Object.entries(next).flatMap(([name, value = 'none']) => {
    const was = old?.[name] ?? 'none'
    return was === value ? [] : [{name: `${head} ${name}`.trim(), before: was, after: value}]
  })
}
