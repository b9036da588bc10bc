import type {ResourceRecordSet} from '@aws-sdk/client-route-53'
import {type Clause, input, invalid, weighted, www} from './clause.js'
import {alias, create, plain, upsert} from './sdk-client.js'

const CLOUDFRONT = 'Z2FDTNDATAQYW2'
const latency = (id: string, region: 'eu-west-1' | 'us-east-1'): ResourceRecordSet => ({
  ...plain('www.example.com', 'A', '192.0.2.1'),
  SetIdentifier: id,
  Region: region,
})

/** Clauses about a single set: its name, values, TTL, routing and alias target. */
export const SET_CLAUSES: readonly Clause[] = [
  {
    title: 'refuses a label of 64 octets',
    changes: () => [create(plain(`${'a'.repeat(64)}.example.com`, 'A', '192.0.2.1'))],
    refused: invalid(
      `FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '${'a'.repeat(64)}'`,
    ),
  },
  {
    title: 'takes a label of 63 octets',
    changes: () => [create(plain(`${'a'.repeat(63)}.example.com`, 'A', '192.0.2.1'))],
  },
  {
    title: 'refuses a name of more than 255 octets',
    changes: () => [create(plain(`${'a.'.repeat(125)}example.com`, 'A', '192.0.2.1'))],
    refused: invalid('FATAL problem: '),
  },
  {
    title: 'refuses a bad IPv4 address',
    changes: () => [create(plain('x.example.com', 'A', '192.0.2.256'))],
    refused: invalid(
      "Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '192.0.2.256''",
    ),
  },
  {
    title: 'refuses a bad IPv6 address',
    changes: () => [create(plain('x.example.com', 'AAAA', '192.0.2.1'))],
    refused: invalid('AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)'),
  },
  {
    title: 'refuses TXT without quotes',
    changes: () => [create(plain('x.example.com', 'TXT', 'some text'))],
    refused: invalid('InvalidCharacterString (Value should be enclosed in quotation marks)'),
  },
  {
    title: 'refuses a TXT string of 256 characters',
    changes: () => [create(plain('x.example.com', 'TXT', `"${'a'.repeat(256)}"`))],
    refused: invalid('CharacterStringTooLong (Value is too long)'),
  },
  {
    title: 'takes a TXT value of several strings',
    changes: () => [create(plain('x.example.com', 'TXT', `"${'a'.repeat(255)}" "b"`))],
  },
  {
    title: 'refuses a value of more than 4000 characters',
    changes: () => [
      create(
        plain(
          'x.example.com',
          'TXT',
          Array(17)
            .fill(`"${'a'.repeat(250)}"`)
            .join(' '),
        ),
      ),
    ],
    refused: input("maxLength '4000'"),
  },
  {
    title: 'refuses a value twice',
    changes: () => [create(plain('x.example.com', 'A', '192.0.2.1', '192.0.2.1'))],
    refused: invalid("Duplicate Resource Record: '192.0.2.1'"),
  },
  {
    title: 'refuses values without a TTL',
    changes: () => [create({Name: 'x.example.com', Type: 'A', ResourceRecords: [{Value: '192.0.2.1'}]})],
    refused: input(
      'Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=x.example.com, Type=A, SetIdentifier=null]',
    ),
  },
  {
    title: 'refuses an alias with a TTL',
    changes: () => [create({...alias('x.example.com', 'A', CLOUDFRONT, 'd1.cloudfront.net'), TTL: 300})],
    refused: input('but found more than one in Change with'),
  },
  {
    title: 'refuses a TTL out of range',
    changes: () => [create({...www, TTL: 2_147_483_648})],
    refused: input("maxInclusive '2147483647'"),
  },
  {
    title: 'refuses a weight over 255',
    changes: () => [create(weighted('eu', 256))],
    refused: input("maxInclusive '255'"),
  },
  {
    title: 'refuses a weight without a set identifier',
    changes: () => [create({...www, Weight: 10})],
    refused: input(
      "Invalid request: Missing field 'SetIdentifier' in Change with [Action=CREATE, Name=www.example.com, Type=A",
    ),
  },
  {
    title: 'refuses a set identifier without a routing policy',
    changes: () => [create({...www, SetIdentifier: 'eu'})],
    refused: input(
      'Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found none',
    ),
  },
  {
    title: 'refuses a weighted set beside a simple one',
    given: [www],
    changes: () => [create(weighted('eu', 10))],
    refused: invalid(
      'RRSet with DNS name www.example.com., type A, SetIdentifier eu cannot be created as a non-weighted set exists with the same name and type.',
    ),
  },
  {
    title: 'refuses a simple set beside a weighted one',
    given: [weighted('eu', 10)],
    changes: () => [create(www)],
    refused: invalid(
      'RRSet with DNS name www.example.com., type A cannot be created as other RRSets exist with the same name and type.',
    ),
  },
  {
    title: 'refuses a latency set beside a weighted one',
    given: [weighted('eu', 10)],
    changes: () => [create(latency('us', 'us-east-1'))],
    refused: invalid('SetIdentifier us, and Region Name=us-east-1 cannot be created because a non-latency RRSet'),
  },
  {
    title: 'refuses a second latency set for a region',
    given: [latency('one', 'eu-west-1')],
    changes: () => [create(latency('two', 'eu-west-1'))],
    refused: invalid('cannot be created because a latency RRSet with the same name, type and region already exists.'),
  },
  {
    title: 'refuses weighted sets with different TTLs',
    given: [weighted('eu', 10, 300)],
    changes: () => [create(weighted('us', 10, 60))],
    refused: invalid('cannot be created as weighted sets must contain the same TTL.'),
  },
  {
    title: 'takes several weighted sets of a name',
    given: [weighted('eu', 10)],
    changes: () => [create(weighted('us', 0))],
  },
  {
    title: 'takes an alias to a load balancer',
    changes: () => [create(alias('x.example.com', 'A', 'Z32O12XQLNTSW2', 'lb-1.eu-west-1.elb.amazonaws.com'))],
  },
  {
    title: 'refuses an alias whose zone is that of another service',
    changes: () => [create(alias('x.example.com', 'A', 'Z35SXDOTRQ7X7K', 'lb-1.eu-west-1.elb.amazonaws.com'))],
    refused: invalid(
      'Tried to create an alias that targets lb-1.eu-west-1.elb.amazonaws.com., type A in zone Z35SXDOTRQ7X7K, but the alias target name does not lie within the target zone',
    ),
  },
  {
    title: 'takes an alias to a set that the same batch creates',
    changes: (zoneId) => [create(www), create(alias('x.example.com', 'A', zoneId, 'www.example.com'))],
  },
  {
    title: 'refuses an alias that comes before its target in the batch',
    changes: (zoneId) => [create(alias('x.example.com', 'A', zoneId, 'www.example.com')), create(www)],
    refused: invalid('Tried to create an alias that targets www.example.com., type A in zone '),
  },
  {
    title: 'refuses an alias to a set of another type',
    given: [www],
    changes: (zoneId) => [create(alias('x.example.com', 'AAAA', zoneId, 'www.example.com'))],
    refused: invalid('Tried to create an alias that targets www.example.com., type AAAA in zone '),
  },
  {
    title: 'refuses to evaluate the health of CloudFront',
    changes: () => {
      const set = alias('x.example.com', 'A', CLOUDFRONT, 'd1.cloudfront.net')
      return [
        create({
          ...set,
          AliasTarget: {HostedZoneId: CLOUDFRONT, DNSName: 'd1.cloudfront.net', EvaluateTargetHealth: true},
        }),
      ]
    },
    refused: input('EvaluateTargetHealth'),
  },
  {
    title: 'lets the NS set of the zone be replaced',
    changes: () => [upsert(plain('example.com', 'NS', 'ns1.example.net'))],
  },
]
