import {
  type AliasTarget,
  AZ_LOCATION_TYPES,
  type AzAffinity,
  CHANGE_ACTIONS,
  type Change,
  type GeoLocation,
  type GeoProximityLocation,
  RECORD_TYPES,
  REGIONS,
  type RecordSet,
} from './record-set.js'
import {invalidInput} from './refusal.js'
import {readXml, type XmlElement} from './xml-reader.js'
import {boolean, fieldsOf, integer, items, one, oneOf, text} from './xml-schema.js'

/** In the order of the API's schema, without TrafficPolicyInstanceId. */
const RECORD_SET_FIELDS = `
  Name Type SetIdentifier Weight Region GeoLocation Failover MultiValueAnswer TTL ResourceRecords AliasTarget
  HealthCheckId CidrRoutingConfig GeoProximityLocation AZAffinity
`
  .trim()
  .split(/\s+/)

export type ChangeRequest = {readonly changes: readonly Change[]; readonly comment?: string}

/**
 * Parses a ChangeResourceRecordSetsRequest and refuses what the API's schema refuses (InvalidInput): unknown elements,
 * elements in another order, values outside of an enumeration or a range, empty lists. Names stay as they were sent; rules of DNS are checked
 * later.
 */
export function readChangeRequest(body: string): ChangeRequest {
  const batch = one(fieldsOf(readXml(body, 'ChangeResourceRecordSetsRequest'), ['ChangeBatch']), 'ChangeBatch')
  // The SDKs for JavaScript and Go send the comment last.
  const fields = fieldsOf(batch, ['Comment', 'Changes'])
  const changes = items(one(fields, 'Changes'), 'Change').map(readChange)
  const comment = fields.get('Comment')?.text
  return {changes, ...(comment !== undefined && {comment})}
}

function readChange(element: XmlElement): Change {
  const fields = fieldsOf(element, ['Action', 'ResourceRecordSet'])
  return {
    Action: oneOf(one(fields, 'Action').text, CHANGE_ACTIONS),
    ResourceRecordSet: readRecordSet(one(fields, 'ResourceRecordSet')),
  }
}

function readRecordSet(element: XmlElement): RecordSet {
  const fields = fieldsOf(element, RECORD_SET_FIELDS)
  const optional = <Value>(name: string, read: (field: XmlElement) => Value): {[field: string]: Value} => {
    const field = fields.get(name)
    return field === undefined ? {} : {[name]: read(field)}
  }
  return {
    Name: text(one(fields, 'Name'), 0, 1024, 'DNSName'),
    Type: oneOf(one(fields, 'Type').text, RECORD_TYPES),
    ...optional('SetIdentifier', (field) => text(field, 1, 128, 'ResourceRecordSetIdentifier')),
    ...optional('Weight', (field) => integer(field, 0, 255, 'ResourceRecordSetWeight')),
    ...optional('Region', (field) => oneOf(field.text, REGIONS)),
    ...optional('GeoLocation', readGeoLocation),
    ...optional('Failover', (field) => oneOf(field.text, ['PRIMARY', 'SECONDARY'])),
    ...optional('MultiValueAnswer', boolean),
    ...optional('TTL', (field) => integer(field, 0, 2_147_483_647, 'TTL')),
    ...optional('ResourceRecords', readResourceRecords),
    ...optional('AliasTarget', readAliasTarget),
    ...optional('HealthCheckId', (field) => text(field, 0, 64, 'HealthCheckId')),
    ...optional('CidrRoutingConfig', (field) => {
      const config = fieldsOf(field, ['CollectionId', 'LocationName'])
      return {CollectionId: one(config, 'CollectionId').text, LocationName: one(config, 'LocationName').text}
    }),
    ...optional('GeoProximityLocation', readGeoProximityLocation),
    ...optional('AZAffinity', readAzAffinity),
  }
}

function readResourceRecords(element: XmlElement): {readonly Value: string}[] {
  return items(element, 'ResourceRecord').map((record) => ({
    Value: text(one(fieldsOf(record, ['Value']), 'Value'), 0, 4000, 'RData'),
  }))
}

function readAliasTarget(element: XmlElement): AliasTarget {
  const fields = fieldsOf(element, ['HostedZoneId', 'DNSName', 'EvaluateTargetHealth'])
  return {
    HostedZoneId: text(one(fields, 'HostedZoneId'), 0, 32, 'ResourceId'),
    DNSName: text(one(fields, 'DNSName'), 0, 1024, 'DNSName'),
    EvaluateTargetHealth: boolean(one(fields, 'EvaluateTargetHealth')),
  }
}

function readGeoLocation(element: XmlElement): GeoLocation {
  const fields = fieldsOf(element, ['ContinentCode', 'CountryCode', 'SubdivisionCode'])
  const continent = fields.get('ContinentCode')
  const country = fields.get('CountryCode')
  const subdivision = fields.get('SubdivisionCode')
  return {
    ...(continent && {ContinentCode: text(continent, 2, 2, 'GeoLocationContinentCode')}),
    ...(country && {CountryCode: text(country, 1, 2, 'GeoLocationCountryCode')}),
    ...(subdivision && {SubdivisionCode: text(subdivision, 1, 3, 'GeoLocationSubdivisionCode')}),
  }
}

function readGeoProximityLocation(element: XmlElement): GeoProximityLocation {
  const fields = fieldsOf(element, ['AWSRegion', 'LocalZoneGroup', 'Coordinates', 'Bias'])
  const region = fields.get('AWSRegion')
  const group = fields.get('LocalZoneGroup')
  const bias = fields.get('Bias')
  const coordinates = fields.get('Coordinates')
  const place = coordinates && fieldsOf(coordinates, ['Latitude', 'Longitude'])
  return {
    ...(region && {AWSRegion: text(region, 1, 64, 'AWSRegion')}),
    ...(group && {LocalZoneGroup: text(group, 1, 64, 'LocalZoneGroup')}),
    ...(place && {Coordinates: {Latitude: one(place, 'Latitude').text, Longitude: one(place, 'Longitude').text}}),
    ...(bias && {Bias: integer(bias, -99, 99, 'Bias')}),
  }
}

/** AWS documents the forms and not the text. That a location exists is checked for regions only. */
const AZ_LOCATION_IDS: Readonly<Record<AzAffinity['LocationType'], (id: string) => boolean>> = {
  AvailabilityZone: (id) => /^[a-z]+\d+-az\d+$/.test(id),
  AvailabilityZoneGroup: (id) => /^[a-z]+(-[a-z]+)+-\d+-zg-\d+$/.test(id),
  Region: (id) => REGIONS.includes(id),
  Partition: (id) => /^aws(-[a-z]+)*$/.test(id),
  Global: (id) => id === 'global',
}

function readAzAffinity(element: XmlElement): AzAffinity {
  const fields = fieldsOf(element, ['LocationType', 'LocationId'])
  const type = oneOf(one(fields, 'LocationType').text, AZ_LOCATION_TYPES)
  const id = text(one(fields, 'LocationId'), 1, 64, 'AZAffinityLocationId')
  if (!AZ_LOCATION_IDS[type](id))
    throw invalidInput(`Invalid request: LocationId '${id}' is not a location of type ${type}`)
  return {LocationType: type, LocationId: id}
}
