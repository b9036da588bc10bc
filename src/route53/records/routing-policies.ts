import {phrases} from '../../dns/phrase.js'
import type {Routing} from '../../dns/record-set.js'
import {childOf, element, textOf, type XmlElement} from '../xml.js'
import {PROPERTY} from './provider-properties.js'

/** The properties of an endpoint that asks for a policy. */
export interface Asked {
  text(property: string): string | undefined
  /** 0 for an absent property and, with a note, for a malformed one, as in external-dns. */
  wholeNumber(property: string, limit: number): number
  /** Says what of a property is ignored; `phrase` goes on after its name. */
  note(property: string, phrase: string): void
}

/** All that Route 53 and external-dns make of one routing policy. */
interface Policy<R extends Routing = Routing> {
  /** The properties any of which asks for it: docs/external-dns-behaviour.md#properties. */
  readonly properties: readonly string[]
  request(asked: Asked): R
  /** The member of a ResourceRecordSet of the API that holds it. */
  readonly member: string
  fromWire(member: XmlElement): R
  toWire(routing: R): string | number | boolean | readonly (XmlElement | undefined)[]
  /** What Route 53 would refuse (API reference, ResourceRecordSet). */
  problems?(routing: R): readonly string[]
  /** What must be unique among the sets of one name, in words. */
  place?(routing: R): string
}

type Of<K extends Routing['kind']> = Extract<Routing, {kind: K}>

const MAX_INT32 = 2_147_483_647
const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA']
/** The form of region names. A list would reject new regions. */
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/

const weighted: Policy<Of<'weighted'>> = {
  properties: [PROPERTY.weight],
  request: (asked) => ({kind: 'weighted', weight: asked.wholeNumber(PROPERTY.weight, Number.MAX_SAFE_INTEGER)}),
  member: 'Weight',
  fromWire: ({text}) => ({kind: 'weighted', weight: Number(text)}),
  toWire: ({weight}) => weight,
  problems: ({weight}) => (weight >= 0 && weight <= 255 ? [] : [`the weight ${weight} is not in 0 to 255`]),
}

const latency: Policy<Of<'latency'>> = {
  properties: [PROPERTY.region],
  request: (asked) => ({kind: 'latency', region: asked.text(PROPERTY.region) ?? ''}),
  member: 'Region',
  fromWire: ({text}) => ({kind: 'latency', region: text}),
  toWire: ({region}) => region,
  problems: ({region}) => (REGION.test(region) ? [] : [`"${region}" is not an AWS region`]),
  place: ({region}) => `region ${region}`,
}

const failover: Policy<Of<'failover'>> = {
  properties: [PROPERTY.failover],
  request: (asked) => ({kind: 'failover', role: asked.text(PROPERTY.failover) ?? ''}),
  member: 'Failover',
  fromWire: ({text}) => ({kind: 'failover', role: text}),
  toWire: ({role}) => role,
  problems: ({role}) =>
    ['PRIMARY', 'SECONDARY'].includes(role) ? [] : [`the failover role "${role}" is neither PRIMARY nor SECONDARY`],
  place: ({role}) => `the role ${role}`,
}

const multivalue: Policy<Of<'multivalue'>> = {
  properties: [PROPERTY.multiValueAnswer],
  request(asked) {
    if (asked.text(PROPERTY.multiValueAnswer) === 'false') {
      asked.note(PROPERTY.multiValueAnswer, 'is on when it is present: its value "false" is ignored')
    }
    return {kind: 'multivalue'}
  },
  member: 'MultiValueAnswer',
  fromWire: () => ({kind: 'multivalue'}),
  toWire: () => true,
}

const geolocation: Policy<Of<'geolocation'>> = {
  properties: [PROPERTY.continentCode, PROPERTY.countryCode, PROPERTY.subdivisionCode],
  request(asked) {
    const [continentCode, countryCode, subdivisionCode] = this.properties.map(asked.text)
    if (continentCode === undefined) return {kind: 'geolocation', continentCode, countryCode, subdivisionCode}
    if (countryCode !== undefined) asked.note(PROPERTY.countryCode, 'is ignored when a continent is set')
    if (subdivisionCode !== undefined) asked.note(PROPERTY.subdivisionCode, 'is ignored when a continent is set')
    return {kind: 'geolocation', continentCode, countryCode: undefined, subdivisionCode: undefined}
  },
  member: 'GeoLocation',
  fromWire: (at) => ({
    kind: 'geolocation',
    continentCode: textOf(at, 'ContinentCode'),
    countryCode: textOf(at, 'CountryCode'),
    subdivisionCode: textOf(at, 'SubdivisionCode'),
  }),
  toWire: ({continentCode, countryCode, subdivisionCode}) => [
    element('ContinentCode', continentCode),
    element('CountryCode', countryCode),
    element('SubdivisionCode', subdivisionCode),
  ],
  problems({continentCode, countryCode, subdivisionCode}) {
    if (continentCode !== undefined) {
      if (countryCode !== undefined || subdivisionCode !== undefined)
        return ['a continent cannot be combined with a country or a subdivision']
      return CONTINENTS.includes(continentCode)
        ? []
        : [`"${continentCode}" is not a continent code: ${CONTINENTS.join(', ')}`]
    }
    if (countryCode === undefined) return ['a subdivision needs a country as a geolocation']
    if (!/^([A-Z]{2}|\*)$/.test(countryCode)) {
      return [`"${countryCode}" is not a country code: two capital letters, or * for everywhere else`]
    }
    const isSubdivision = subdivisionCode === undefined || /^[A-Z0-9]{1,3}$/.test(subdivisionCode)
    return isSubdivision ? [] : [`"${subdivisionCode}" is not a subdivision code`]
  },
  place({continentCode, countryCode, subdivisionCode}) {
    const codes = [continentCode, countryCode, subdivisionCode]
    return `the location ${codes.filter((code) => code !== undefined).join('-')}`
  },
}

const geoproximity: Policy<Of<'geoproximity'>> = {
  properties: [PROPERTY.geoproximityRegion, PROPERTY.localZoneGroup, PROPERTY.coordinates, PROPERTY.bias],
  request(asked) {
    const bias = asked.wholeNumber(PROPERTY.bias, MAX_INT32)
    const place = asked.text(PROPERTY.coordinates)
    const coordinates = place === undefined ? undefined : parseCoordinates(place)
    if (place !== undefined && coordinates === undefined) {
      const rule = 'it must read latitude,longitude in degrees, without spaces'
      asked.note(PROPERTY.coordinates, `"${place}" is ignored: ${rule}`)
    }
    const region = asked.text(PROPERTY.geoproximityRegion)
    return {kind: 'geoproximity', region, localZoneGroup: asked.text(PROPERTY.localZoneGroup), coordinates, bias}
  },
  member: 'GeoProximityLocation',
  fromWire(near) {
    const [place, bias] = [childOf(near, 'Coordinates'), textOf(near, 'Bias')]
    return {
      kind: 'geoproximity',
      region: textOf(near, 'AWSRegion'),
      localZoneGroup: textOf(near, 'LocalZoneGroup'),
      coordinates: place && {latitude: textOf(place, 'Latitude') ?? '', longitude: textOf(place, 'Longitude') ?? ''},
      bias: bias === undefined ? undefined : Number(bias),
    }
  },
  toWire: ({region, localZoneGroup, coordinates, bias}) => [
    element('AWSRegion', region),
    element('LocalZoneGroup', localZoneGroup),
    coordinates &&
      element('Coordinates', [element('Latitude', coordinates.latitude), element('Longitude', coordinates.longitude)]),
    element('Bias', bias),
  ],
  problems({region, localZoneGroup, coordinates, bias = 0}) {
    const places = [region, localZoneGroup, coordinates].filter((place) => place !== undefined)
    return phrases(
      places.length !== 1 && 'geoproximity needs one of region, local zone group and coordinates',
      region !== undefined && !REGION.test(region) && `"${region}" is not an AWS region`,
      !(bias >= -99 && bias <= 99) && `the geoproximity bias ${bias} is not in -99 to 99`,
    )
  },
  place({region, localZoneGroup, coordinates}) {
    const point = coordinates && `${Number(coordinates.latitude)},${Number(coordinates.longitude)}`
    return `the place ${region ?? localZoneGroup ?? point}`
  },
}

/** The form of the id of each type of location (API model, AZAffinity), and an example. */
const LOCATIONS: Readonly<Record<string, readonly [form: RegExp, example: string]>> = {
  AvailabilityZone: [/^[a-z]+\d+-az\d+$/, 'use1-az1'],
  AvailabilityZoneGroup: [/^[a-z]{2,}(-[a-z]+)+-\d+-[a-z]+-\d+$/, 'us-east-1-zg-1'],
  Region: [REGION, 'us-east-1'],
  Partition: [/^aws(-[a-z]+)*$/, 'aws'],
  Global: [/^global$/, 'global'],
}

/** `Region/eu-west-1`. external-dns has no such property. */
const azAffinity: Policy<Of<'az-affinity'>> = {
  properties: [PROPERTY.azAffinity],
  request: (asked) => ({kind: 'az-affinity', text: asked.text(PROPERTY.azAffinity) ?? ''}),
  member: 'AZAffinity',
  fromWire: (at) => ({kind: 'az-affinity', text: `${textOf(at, 'LocationType')}/${textOf(at, 'LocationId')}`}),
  toWire({text}) {
    const [type, id] = partsOf(text)
    return [element('LocationType', type), element('LocationId', id)]
  },
  problems({text}) {
    const [type, id] = partsOf(text)
    const [form, example] = LOCATIONS[type] ?? []
    if (form === undefined) {
      return [`AZ affinity is TYPE/ID, not "${text}"; the types are ${Object.keys(LOCATIONS).join(', ')}`]
    }
    return form.test(id) ? [] : [`"${id}" is not the id of a location of type ${type}, such as ${example}`]
  },
  place: ({text}) => `the location ${text}`,
}

function partsOf(text: string): readonly [type: string, id: string] {
  const end = text.indexOf('/')
  return end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)]
}

/** No object can ask for it: external-dns has no property for CIDR collections. */
const cidr: Policy<Of<'cidr'>> = {
  properties: [],
  request() {
    throw new Error('bug: no property asks for routing by CIDR')
  },
  member: 'CidrRoutingConfig',
  fromWire: (config) => ({
    kind: 'cidr',
    collectionId: textOf(config, 'CollectionId') ?? '',
    locationName: textOf(config, 'LocationName') ?? '',
  }),
  toWire: ({collectionId, locationName}) => [
    element('CollectionId', collectionId),
    element('LocationName', locationName),
  ],
  place: ({collectionId, locationName}) => `the CIDR location ${collectionId} ${locationName}`,
}

/** The routing of almost every set, shared. */
export const SIMPLE: Routing = {kind: 'simple'}

/** Every policy but simple routing, in the order in which they are looked for. */
export const POLICIES: Readonly<Record<Exclude<Routing['kind'], 'simple' | 'other'>, Policy>> = {
  weighted,
  latency,
  failover,
  multivalue,
  geolocation,
  geoproximity,
  'az-affinity': azAffinity,
  cidr,
}

/** Undefined for simple routing and for a policy that is not known. */
export function policyOf({kind}: Routing): Policy | undefined {
  const policies: Readonly<Partial<Record<Routing['kind'], Policy>>> = POLICIES
  return policies[kind]
}

function parseCoordinates(text: string): {readonly latitude: string; readonly longitude: string} | undefined {
  const [latitude = '', longitude = '', ...rest] = text.split(',')
  const isPlace = rest.length === 0 && isDegrees(latitude, 90) && isDegrees(longitude, 180)
  return isPlace ? {latitude, longitude} : undefined
}

function isDegrees(text: string, limit: number): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) && Math.abs(Number(text)) <= limit
}
