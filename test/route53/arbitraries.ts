import fc from 'fast-check'
import type {DnsName} from '../../src/dns/dns-name.js'
import type {RecordData, RecordSet, Routing} from '../../src/dns/record-set.js'
import {RECORD_TYPES} from '../../src/dns/record-set.js'

const label = fc.stringMatching(/^[a-z0-9_!@/-]{1,8}$/)

/** Names as they are kept: decoded, lower case, sometimes a wildcard or an escape that stays. */
const storedName: fc.Arbitrary<DnsName> = fc
  .tuple(
    fc.constantFrom('', '*.', 'a\\056b.', '\\303\\274.', 'a\\040b.'),
    fc.array(label, {minLength: 1, maxLength: 3}),
  )
  .map(([first, labels]) => `${first}${labels.join('.')}` as DnsName)

const text = fc.string({minLength: 1, maxLength: 12})

const recordData: fc.Arbitrary<RecordData> = fc.oneof(
  fc.record({
    kind: fc.constant('values' as const),
    ttlSeconds: fc.nat(2_147_483_647),
    values: fc.array(text, {minLength: 1, maxLength: 4}),
  }),
  fc.record({
    kind: fc.constant('alias' as const),
    target: fc.record({
      zoneId: fc.stringMatching(/^Z[A-Z0-9]{6}$/),
      dnsName: storedName,
      evaluatesTargetHealth: fc.boolean(),
    }),
  }),
)

const code = fc.option(fc.constantFrom('EU', 'US', '*', 'CA'), {nil: undefined})

const routing: fc.Arbitrary<Routing> = fc.oneof(
  fc.constant({kind: 'simple'} as const),
  fc.constant({kind: 'multivalue'} as const),
  fc.record({kind: fc.constant('weighted' as const), weight: fc.nat(255)}),
  fc.record({kind: fc.constant('latency' as const), region: fc.constantFrom('eu-west-1', 'us-east-1')}),
  fc.record({kind: fc.constant('failover' as const), role: fc.constantFrom('PRIMARY', 'SECONDARY')}),
  fc.record({
    kind: fc.constant('geolocation' as const),
    continentCode: code,
    countryCode: code,
    subdivisionCode: code,
  }),
  fc.record({
    kind: fc.constant('geoproximity' as const),
    region: fc.option(fc.constant('eu-west-1'), {nil: undefined}),
    localZoneGroup: fc.option(fc.constant('us-west-2-den-1'), {nil: undefined}),
    coordinates: fc.option(fc.constant({latitude: '49.22', longitude: '-74.01'}), {nil: undefined}),
    bias: fc.option(fc.integer({min: -99, max: 99}), {nil: undefined}),
  }),
  fc.record({kind: fc.constant('cidr' as const), collectionId: text, locationName: text}),
)

export const recordSet: fc.Arbitrary<RecordSet> = fc.record({
  name: storedName,
  type: fc.constantFrom(...RECORD_TYPES),
  setIdentifier: fc.option(text, {nil: undefined}),
  data: recordData,
  routing,
  healthCheckId: fc.option(text, {nil: undefined}),
  trafficPolicyInstanceId: fc.option(text, {nil: undefined}),
})
