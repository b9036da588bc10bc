import type {Endpoint, Property} from '../../dns/endpoint.js'

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
  azAffinity: 'aws/az-affinity',
  healthCheckId: 'aws/health-check-id',
} as const

const KNOWN: ReadonlySet<string> = new Set(Object.values(PROPERTY))

/** The first value of a property, as in external-dns; undefined without one. */
export function propertyOf(endpoint: Pick<Endpoint, 'properties'>, name: string): string | undefined {
  return endpoint.properties.find((property) => property.name === name)?.value
}

export function wantsAlias(endpoint: Endpoint): boolean {
  const isAddress = endpoint.recordType === 'A' || endpoint.recordType === 'AAAA'
  return isAddress && propertyOf(endpoint, PROPERTY.alias) === 'true'
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
  const unknown = endpoint.properties.filter(({name}) => !KNOWN.has(name) && name.startsWith('aws/'))
  return [...new Set(unknown.map(({name}) => name))].sort()
}

/** The property as the user wrote it: as an annotation, except in a DNSEndpoint. */
export function describeProperty(endpoint: Pick<Endpoint, 'origins'>, name: string): string {
  return endpoint.origins[0]?.kind === 'DNSEndpoint' ? `property ${name}` : `annotation ${name.replace('/', '-')}`
}

/** As above, for the set identifier, which is a field in a DNSEndpoint. */
export function describeSetIdentifier(endpoint: Pick<Endpoint, 'origins'>): string {
  return endpoint.origins[0]?.kind === 'DNSEndpoint' ? 'setIdentifier' : 'annotation set-identifier'
}
