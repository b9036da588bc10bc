import type {Endpoint, Property} from '../../dns/endpoint.js'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {Routing} from '../../dns/record-set.js'

export interface RequestedRouting {
  readonly routing: Routing
  /** What was ignored, each a phrase. */
  readonly notes: readonly string[]
}

/** A routing policy that an object asks for, and the property that does so. */
interface Requested {
  readonly property: string
  readonly routing: Routing
  readonly notes: readonly string[]
}

const MAX_INT32 = 2_147_483_647

/**
 * Reads the routing policy that an endpoint asks for: docs/external-dns-behaviour.md#properties. A malformed number
 * counts as 0, as in external-dns, with a note; what Route 53 would refuse in any case is a problem that names the
 * annotation.
 */
export function readRequestedRouting(endpoint: Endpoint): Parsed<RequestedRouting> {
  const requested = [
    ...weighted(endpoint),
    ...latency(endpoint),
    ...failover(endpoint),
    ...multivalue(endpoint),
    ...geolocation(endpoint),
    ...geoproximity(endpoint),
  ]
  const notes = requested.flatMap((each) => each.notes)
  const [first, second] = requested
  const named = (one: Requested) => describeProperty(endpoint, one.property)
  if (first !== undefined && second !== undefined) {
    const names = requested.map(named).join(', ')
    return problem(`${names} ask for ${requested.length} routing policies, a record set has one`)
  }
  if (first !== undefined && endpoint.setIdentifier === '') {
    return problem(`${named(first)} needs ${describeSetIdentifier(endpoint)} beside it`)
  }
  if (first === undefined && endpoint.setIdentifier !== '') {
    const identifier = `${describeSetIdentifier(endpoint)} "${endpoint.setIdentifier}"`
    return problem(
      `${identifier} needs a routing policy beside it, such as ${describeProperty(endpoint, PROPERTY.weight)}`,
    )
  }
  return parsed({routing: first?.routing ?? {kind: 'simple'}, notes})
}

function weighted(endpoint: Endpoint): readonly Requested[] {
  const text = propertyOf(endpoint, PROPERTY.weight)
  if (text === undefined) return []
  const weight = parseInteger(text, Number.MAX_SAFE_INTEGER)
  const notes = weight === undefined ? [ignoredNumber(endpoint, PROPERTY.weight, text)] : []
  return [{property: PROPERTY.weight, routing: {kind: 'weighted', weight: weight ?? 0}, notes}]
}

function latency(endpoint: Endpoint): readonly Requested[] {
  const region = propertyOf(endpoint, PROPERTY.region)
  return region === undefined ? [] : [{property: PROPERTY.region, routing: {kind: 'latency', region}, notes: []}]
}

function failover(endpoint: Endpoint): readonly Requested[] {
  const role = propertyOf(endpoint, PROPERTY.failover)
  return role === undefined ? [] : [{property: PROPERTY.failover, routing: {kind: 'failover', role}, notes: []}]
}

function multivalue(endpoint: Endpoint): readonly Requested[] {
  const text = propertyOf(endpoint, PROPERTY.multiValueAnswer)
  if (text === undefined) return []
  const named = describeProperty(endpoint, PROPERTY.multiValueAnswer)
  const notes = text === 'false' ? [`${named} is on by being there, its value "false" is ignored`] : []
  return [{property: PROPERTY.multiValueAnswer, routing: {kind: 'multivalue'}, notes}]
}

function geolocation(endpoint: Endpoint): readonly Requested[] {
  const continentCode = propertyOf(endpoint, PROPERTY.continentCode)
  const countryCode = propertyOf(endpoint, PROPERTY.countryCode)
  const subdivisionCode = propertyOf(endpoint, PROPERTY.subdivisionCode)
  if (continentCode !== undefined) {
    const ignored = [
      ...(countryCode === undefined ? [] : [PROPERTY.countryCode]),
      ...(subdivisionCode === undefined ? [] : [PROPERTY.subdivisionCode]),
    ]
    const notes = ignored.map((name) => `${describeProperty(endpoint, name)} is ignored beside a continent`)
    const place = {continentCode, countryCode: undefined, subdivisionCode: undefined}
    return [{property: PROPERTY.continentCode, routing: {kind: 'geolocation', ...place}, notes}]
  }
  if (countryCode === undefined && subdivisionCode === undefined) return []
  const property = countryCode === undefined ? PROPERTY.subdivisionCode : PROPERTY.countryCode
  return [{property, routing: {kind: 'geolocation', continentCode, countryCode, subdivisionCode}, notes: []}]
}

function geoproximity(endpoint: Endpoint): readonly Requested[] {
  const names = [PROPERTY.geoproximityRegion, PROPERTY.localZoneGroup, PROPERTY.coordinates, PROPERTY.bias]
  const property = names.find((name) => propertyOf(endpoint, name) !== undefined)
  if (property === undefined) return []
  const notes: string[] = []
  const biasText = propertyOf(endpoint, PROPERTY.bias)
  const bias = biasText === undefined ? 0 : parseInteger(biasText, MAX_INT32)
  if (bias === undefined) notes.push(ignoredNumber(endpoint, PROPERTY.bias, biasText ?? ''))
  const placeText = propertyOf(endpoint, PROPERTY.coordinates)
  const coordinates = placeText === undefined ? undefined : parseCoordinates(placeText)
  if (placeText !== undefined && coordinates === undefined) {
    const named = describeProperty(endpoint, PROPERTY.coordinates)
    notes.push(`${named} "${placeText}" is ignored: it must read latitude,longitude in degrees, without blanks`)
  }
  const routing: Routing = {
    kind: 'geoproximity',
    region: propertyOf(endpoint, PROPERTY.geoproximityRegion),
    localZoneGroup: propertyOf(endpoint, PROPERTY.localZoneGroup),
    coordinates,
    bias: bias ?? 0,
  }
  return [{property, routing, notes}]
}

/** Parses an integer in base 10 with an optional sign, as Go does: `010` is ten. */
function parseInteger(text: string, limit: number): number | undefined {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(Math.abs(number) <= limit)) return undefined
  return number === 0 ? 0 : number
}

function parseCoordinates(text: string): {readonly latitude: string; readonly longitude: string} | undefined {
  const [latitude = '', longitude = '', ...rest] = text.split(',')
  const isPlace = rest.length === 0 && isDegrees(latitude, 90) && isDegrees(longitude, 180)
  return isPlace ? {latitude, longitude} : undefined
}

function isDegrees(text: string, limit: number): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) && Math.abs(Number(text)) <= limit
}

function ignoredNumber(endpoint: Endpoint, property: string, text: string): string {
  return `${describeProperty(endpoint, property)} "${text}" is no whole number and counts as 0`
}

/** The provider-specific properties that have a meaning for Route 53. */
export const PROPERTY = {
  alias: 'alias',
  evaluateTargetHealth: 'aws/evaluate-target-health',
  targetHostedZone: 'aws/target-hosted-zone',
  hostedZoneId: 'aws/hosted-zone-id',
  weight: 'aws/weight',
  region: 'aws/region',
  failover: 'aws/failover',
  multiValueAnswer: 'aws/multi-value-answer',
  continentCode: 'aws/geolocation-continent-code',
  countryCode: 'aws/geolocation-country-code',
  subdivisionCode: 'aws/geolocation-subdivision-code',
  geoproximityRegion: 'aws/geoproximity-region',
  localZoneGroup: 'aws/geoproximity-local-zone-group',
  coordinates: 'aws/geoproximity-coordinates',
  bias: 'aws/geoproximity-bias',
  healthCheckId: 'aws/health-check-id',
} as const

const KNOWN: ReadonlySet<string> = new Set(Object.values(PROPERTY))

/** The first value of a property, as in external-dns; undefined without one. */
export function propertyOf(endpoint: Pick<Endpoint, 'properties'>, name: string): string | undefined {
  return endpoint.properties.find((property) => property.name === name)?.value
}

/** Sets a property, or removes it when the value is undefined; the order of the others stays. */
export function withProperty(
  properties: readonly Property[],
  name: string,
  value: string | undefined,
): readonly Property[] {
  const others = properties.filter((property) => property.name !== name)
  return value === undefined ? others : [...others, {name, value}]
}

/** The properties under `aws/` without a meaning, for example misspelt annotations; each once. */
export function unknownProperties(endpoint: Pick<Endpoint, 'properties'>): readonly string[] {
  const names = endpoint.properties.map((property) => property.name)
  return [...new Set(names.filter((name) => name.startsWith('aws/') && !KNOWN.has(name)))].sort()
}

/** The property as the user wrote it: as an annotation, except in a DNSEndpoint. */
export function describeProperty(endpoint: Pick<Endpoint, 'origins'>, name: string): string {
  return endpoint.origins[0]?.kind === 'DNSEndpoint' ? `property ${name}` : `annotation ${name.replace('/', '-')}`
}

/** As above, for the set identifier, which is a field in a DNSEndpoint. */
function describeSetIdentifier(endpoint: Pick<Endpoint, 'origins'>): string {
  return endpoint.origins[0]?.kind === 'DNSEndpoint' ? 'setIdentifier' : 'annotation set-identifier'
}
