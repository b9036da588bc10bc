import type {Routing} from '../../dns/record-set.js'
import {PROPERTY} from './provider-properties.js'

/** Fields as the SDK types them. */
export type WireFields<Name extends string, T = string> = {readonly [N in Name]?: T | undefined}

/** The fields of a ResourceRecordSet of the API that hold its routing policy. */
export interface WireRouting extends WireFields<'Region' | 'Failover'>, WireFields<'Weight', number> {
  readonly MultiValueAnswer?: boolean | undefined
  readonly GeoLocation?: WireFields<'ContinentCode' | 'CountryCode' | 'SubdivisionCode'> | undefined
  readonly GeoProximityLocation?: WireGeoProximity | undefined
  readonly CidrRoutingConfig?: WireFields<'CollectionId' | 'LocationName'> | undefined
}

interface WireGeoProximity extends WireFields<'AWSRegion' | 'LocalZoneGroup'>, WireFields<'Bias', number> {
  readonly Coordinates?: WireFields<'Latitude' | 'Longitude'> | undefined
}

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
  /** Undefined where the set has another policy. */
  fromWire(wire: WireRouting): R | undefined
  toWire(routing: R): WireRouting
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
  fromWire: ({Weight: weight}) => (weight === undefined ? undefined : {kind: 'weighted', weight}),
  toWire: ({weight}) => ({Weight: weight}),
  problems: ({weight}) => (weight >= 0 && weight <= 255 ? [] : [`the weight ${weight} is not in 0 to 255`]),
}

const latency: Policy<Of<'latency'>> = {
  properties: [PROPERTY.region],
  request: (asked) => ({kind: 'latency', region: asked.text(PROPERTY.region) ?? ''}),
  fromWire: ({Region: region}) => (region === undefined ? undefined : {kind: 'latency', region}),
  toWire: ({region}) => ({Region: region}),
  problems: ({region}) => (REGION.test(region) ? [] : [`"${region}" is not an AWS region`]),
  place: ({region}) => `region ${region}`,
}

const failover: Policy<Of<'failover'>> = {
  properties: [PROPERTY.failover],
  request: (asked) => ({kind: 'failover', role: asked.text(PROPERTY.failover) ?? ''}),
  fromWire: ({Failover: role}) => (role === undefined ? undefined : {kind: 'failover', role}),
  toWire: ({role}) => ({Failover: role}),
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
  fromWire: ({MultiValueAnswer: isOn}) => (isOn === true ? {kind: 'multivalue'} : undefined),
  toWire: () => ({MultiValueAnswer: true}),
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
  fromWire: ({GeoLocation: at}) =>
    at && {
      kind: 'geolocation',
      continentCode: at.ContinentCode,
      countryCode: at.CountryCode,
      subdivisionCode: at.SubdivisionCode,
    },
  toWire: ({continentCode, countryCode, subdivisionCode}) => ({
    GeoLocation: defined({
      ContinentCode: continentCode,
      CountryCode: countryCode,
      SubdivisionCode: subdivisionCode,
    }),
  }),
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
  fromWire: ({GeoProximityLocation: near}) =>
    near && {
      kind: 'geoproximity',
      region: near.AWSRegion,
      localZoneGroup: near.LocalZoneGroup,
      coordinates: near.Coordinates && {
        latitude: near.Coordinates.Latitude ?? '',
        longitude: near.Coordinates.Longitude ?? '',
      },
      bias: near.Bias,
    },
  toWire: ({region, localZoneGroup, coordinates, bias}) => ({
    GeoProximityLocation: defined({
      AWSRegion: region,
      LocalZoneGroup: localZoneGroup,
      Coordinates: coordinates && {Latitude: coordinates.latitude, Longitude: coordinates.longitude},
      Bias: bias,
    }),
  }),
  problems({region, localZoneGroup, coordinates, bias = 0}) {
    const places = [region, localZoneGroup, coordinates].filter((place) => place !== undefined)
    return [
      ...(places.length === 1 ? [] : ['geoproximity needs one of region, local zone group and coordinates']),
      ...(region === undefined || REGION.test(region) ? [] : [`"${region}" is not an AWS region`]),
      ...(bias >= -99 && bias <= 99 ? [] : [`the geoproximity bias ${bias} is not in -99 to 99`]),
    ]
  },
  place({region, localZoneGroup, coordinates}) {
    const point = coordinates && `${Number(coordinates.latitude)},${Number(coordinates.longitude)}`
    return `the place ${region ?? localZoneGroup ?? point}`
  },
}

/** No object can ask for it: external-dns has no property for CIDR collections. */
const cidr: Policy<Of<'cidr'>> = {
  properties: [],
  request() {
    throw new Error('bug: no property asks for routing by CIDR')
  },
  fromWire: ({CidrRoutingConfig: config}) =>
    config && {kind: 'cidr', collectionId: config.CollectionId ?? '', locationName: config.LocationName ?? ''},
  toWire: ({collectionId, locationName}) => ({
    CidrRoutingConfig: {CollectionId: collectionId, LocationName: locationName},
  }),
  place: ({collectionId, locationName}) => `the CIDR location ${collectionId} ${locationName}`,
}

/** Every policy but simple routing, in the order in which they are looked for. */
export const POLICIES: Readonly<Record<Exclude<Routing['kind'], 'simple' | 'other'>, Policy>> = {
  weighted,
  latency,
  failover,
  multivalue,
  geolocation,
  geoproximity,
  cidr,
}

/** Undefined for simple routing and for a policy that is not known. */
export function policyOf({kind}: Routing): Policy | undefined {
  return kind === 'simple' || kind === 'other' ? undefined : POLICIES[kind]
}

function parseCoordinates(text: string): {readonly latitude: string; readonly longitude: string} | undefined {
  const [latitude = '', longitude = '', ...rest] = text.split(',')
  const isPlace = rest.length === 0 && isDegrees(latitude, 90) && isDegrees(longitude, 180)
  return isPlace ? {latitude, longitude} : undefined
}

function isDegrees(text: string, limit: number): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) && Math.abs(Number(text)) <= limit
}

/** The fields that have a value: an absent one must not be sent as an empty one. */
export function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
