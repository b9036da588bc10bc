import type {Change, ResourceRecordSet} from '@aws-sdk/client-route-53'
import {alias, create, plain, remove, upsert} from './sdk-client.js'

/** One batch against a fresh zone example.com that holds `given`, and what Route 53 does with it. */
export type Clause = {
  readonly title: string
  readonly given?: readonly ResourceRecordSet[]
  readonly changes: (zoneId: string) => readonly Change[]
  /** Absent: accepted. */
  readonly refused?: {readonly code: 'InvalidChangeBatch' | 'InvalidInput'; readonly text: string}
}

const CLOUDFRONT = 'Z2FDTNDATAQYW2'
const invalid = (text: string): NonNullable<Clause['refused']> => ({code: 'InvalidChangeBatch', text})
const input = (text: string): NonNullable<Clause['refused']> => ({code: 'InvalidInput', text})
const www = plain('www.example.com', 'A', '192.0.2.1', '192.0.2.2')
const weighted = (id: string, weight: number, ttl = 300): ResourceRecordSet => ({
  ...plain('www.example.com', 'A', '192.0.2.1'),
  TTL: ttl,
  SetIdentifier: id,
  Weight: weight,
})
const hosts = (count: number): readonly ResourceRecordSet[] =>
  Array.from({length: count}, (_, index) => plain(`h${index}.example.com`, 'A', '192.0.2.1'))
const latency = (id: string, region: 'eu-west-1' | 'us-east-1'): ResourceRecordSet => ({
  ...plain('www.example.com', 'A', '192.0.2.1'),
  SetIdentifier: id,
  Region: region,
})

export const CLAUSES: readonly Clause[] = [
  {title: 'creates a set', changes: () => [create(www)]},
  {
    title: 'replaces a set with an UPSERT',
    given: [www],
    changes: () => [upsert(plain('www.example.com', 'A', '192.0.2.9'))],
  },
  {
    title: 'refuses to create what is there',
    given: [www],
    changes: () => [create({...www, TTL: 60})],
    refused: invalid("Tried to create resource record set [name='www.example.com.', type='A'] but it already exists"),
  },
  {
    title: 'deletes a set whose values come in another order',
    given: [www],
    changes: () => [remove(plain('WWW.example.com.', 'A', '192.0.2.2', '192.0.2.1'))],
  },
  {
    title: 'refuses to delete what is not there',
    changes: () => [remove(www)],
    refused: invalid("Tried to delete resource record set [name='www.example.com.', type='A'] but it was not found"),
  },
  {
    title: 'refuses to delete a set with another TTL',
    given: [www],
    changes: () => [remove({...www, TTL: 60})],
    refused: invalid("[name='www.example.com.', type='A'] but the values provided do not match the current values"),
  },
  {
    title: 'refuses to delete a set with other values',
    given: [www],
    changes: () => [remove(plain('www.example.com', 'A', '192.0.2.1'))],
    refused: invalid('but the values provided do not match the current values'),
  },
  {
    title: 'refuses to delete a weighted set by another weight',
    given: [weighted('eu', 10)],
    changes: () => [remove(weighted('eu', 11))],
    refused: invalid("type='A', set-identifier='eu'] but the values provided do not match the current values"),
  },
  {
    title: 'refuses a whole batch for one bad change',
    given: [www],
    changes: () => [create(plain('a.example.com', 'A', '192.0.2.1')), create(www)],
    refused: invalid('but it already exists'),
  },
  {
    title: 'lets a CNAME make room for an A in one batch',
    given: [plain('x.example.com', 'CNAME', 'a.example.net')],
    changes: () => [
      remove(plain('x.example.com', 'CNAME', 'a.example.net')),
      create(plain('x.example.com', 'A', '192.0.2.1')),
    ],
  },
  {
    title: 'lets a simple set make room for a weighted one in one batch',
    given: [plain('www.example.com', 'A', '192.0.2.1')],
    changes: () => [remove(plain('www.example.com', 'A', '192.0.2.1')), create(weighted('eu', 10))],
  },
  {
    title: 'replaces a set by DELETE and CREATE in one batch',
    given: [www],
    changes: () => [remove(www), create({...www, TTL: 60})],
  },
  {
    title: 'refuses a CREATE that has to come after the DELETE',
    given: [plain('x.example.com', 'CNAME', 'a.example.net')],
    changes: () => [
      create(plain('x.example.com', 'A', '192.0.2.1')),
      remove(plain('x.example.com', 'CNAME', 'a.example.net')),
    ],
    refused: invalid(
      'RRSet of type A with DNS name x.example.com. is not permitted because a conflicting RRSet of type CNAME',
    ),
  },
  {
    title: 'refuses the same set twice in one batch',
    changes: () => [upsert(www), upsert(www)],
    refused: invalid("The request contains an invalid set of changes for a resource record set 'A www.example.com.'"),
  },
  {
    title: 'refuses a CNAME beside other types',
    given: [www],
    changes: () => [create(plain('www.example.com', 'CNAME', 'a.example.net'))],
    refused: invalid(
      'RRSet of type CNAME with DNS name www.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.',
    ),
  },
  {
    title: 'refuses other types beside a CNAME',
    given: [plain('x.example.com', 'CNAME', 'a.example.net')],
    changes: () => [create(plain('x.example.com', 'TXT', '"t"'))],
    refused: invalid(
      'RRSet of type TXT with DNS name x.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.',
    ),
  },
  {
    title: 'refuses a CNAME at the apex',
    changes: () => [create(plain('example.com', 'CNAME', 'a.example.net'))],
    refused: invalid('RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.'),
  },
  {
    title: 'refuses a CNAME with two values',
    changes: () => [create(plain('x.example.com', 'CNAME', 'a.example.net', 'b.example.net'))],
    refused: invalid('RRSet of type CNAME with DNS name x.example.com.'),
  },
  {
    title: 'refuses a name outside the zone',
    changes: () => [create(plain('www.example.org', 'A', '192.0.2.1'))],
    refused: invalid('RRSet with DNS name www.example.org. is not permitted in zone example.com.'),
  },
  {
    title: 'refuses a name that only ends like the zone',
    changes: () => [create(plain('badexample.com', 'A', '192.0.2.1'))],
    refused: invalid('RRSet with DNS name badexample.com. is not permitted in zone example.com.'),
  },
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
  {title: 'takes 1000 values in a batch', changes: () => hosts(1000).map(create)},
  {
    title: 'refuses 1001 values in a batch',
    changes: () => [...hosts(999).map(create), create(www)],
    refused: invalid('Number of records limit of 1000 exceeded.'),
  },
  {
    title: 'counts the values of an UPSERT twice',
    changes: () => hosts(501).map(upsert),
    refused: invalid('Number of records limit of 1000 exceeded.'),
  },
  {
    title: 'refuses more than 32000 characters of values',
    changes: () =>
      Array.from({length: 17}, (_, index) =>
        create(
          plain(
            `t${index}.example.com`,
            'TXT',
            Array(7)
              .fill(`"${'a'.repeat(250)}"`)
              .join(' '),
            `"${'b'.repeat(150)}"`,
          ),
        ),
      ),
    refused: invalid('RDATA character limit of 32000 exceeded.'),
  },
]
