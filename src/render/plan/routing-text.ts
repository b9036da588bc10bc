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

/** A routing policy for display. Each kind always has the same fields in the same order. */
interface Parts {
  /** Empty where the fields say it themselves. */
  readonly head: string
  readonly fields: readonly (readonly [name: string, value: string | undefined])[]
}

function partsOf(routing: Routing): Parts {
  switch (routing.kind) {
    case 'simple':
      return {head: 'simple', fields: []}
    case 'multivalue':
      return {head: 'multivalue answer', fields: []}
    case 'weighted':
      return {head: '', fields: [['weight', String(routing.weight)]]}
    case 'latency':
      return {head: '', fields: [['region', routing.region]]}
    case 'failover':
      return {head: '', fields: [['failover', routing.role]]}
    case 'geolocation': {
      const {continentCode, countryCode, subdivisionCode} = routing
      if (countryCode === '*') return {head: 'geolocation default', fields: []}
      return {
        head: 'geolocation',
        fields: [
          ['continent', continentCode],
          ['country', countryCode],
          ['subdivision', subdivisionCode],
        ],
      }
    }
    case 'geoproximity': {
      const {region, localZoneGroup, coordinates: at, bias} = routing
      return {
        head: 'geoproximity',
        fields: [
          ['region', region],
          ['local zone', localZoneGroup],
          ['coordinates', at === undefined ? undefined : `${at.latitude},${at.longitude}`],
          ['bias', String(bias ?? 0)],
        ],
      }
    }
    case 'az-affinity':
      return {head: '', fields: [['AZ affinity', routing.text]]}
    case 'cidr':
      return {
        head: 'cidr',
        fields: [
          ['collection', routing.collectionId],
          ['location', routing.locationName],
        ],
      }
    case 'other':
      return {head: `${routing.policy} ${routing.text}`, fields: []}
    default:
      return assertNever(routing)
  }
}

/** The routing policy with its fields: `weight 10`, `geolocation country DE`. */
export function routingText(routing: Routing): string {
  const {head, fields} = partsOf(routing)
  const texts = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
  return [...(head === '' ? [] : [head]), ...texts].join(' ')
}

/** A fact for each changed field, or one for the whole policy when it becomes another. */
export function routingFacts(from: Routing, to: Routing): readonly Fact[] {
  const [before, after] = [routingText(from), routingText(to)]
  if (before === after && from.kind === to.kind) return []
  const [old, next] = [partsOf(from), partsOf(to)]
  if (from.kind !== to.kind || old.head !== next.head || next.fields.length === 0) {
    return [{name: 'routing', before, after}]
  }
  return next.fields.flatMap(([name, value = 'none'], index) => {
    const [, was = 'none'] = old.fields[index] ?? []
    return was === value ? [] : [{name: `${next.head} ${name}`.trim(), before: was, after: value}]
  })
}
