import {describe, expect, it} from 'vitest'
import type {RecordSet, RecordType, Routing} from '../../../src/dns/record-set.js'
import {checkOwnershipRecord, checkRecordSet} from '../../../src/route53/records/rules.js'
import {alias, values, zone} from '../builders.js'

const shop = zone('shop.io', 'Z1')
const inner = zone('shop.io', 'Z2', {isPrivate: true})
const LB = {dnsName: 'lb.eu-west-1.elb.amazonaws.com'}
const CLOUDFRONT = {dnsName: 'd1.cloudfront.net', zoneId: 'Z2FDTNDATAQYW2', evaluatesTargetHealth: false}

const NOWHERE = {region: undefined, localZoneGroup: undefined, coordinates: undefined, bias: undefined}
const near = (place: Partial<Extract<Routing, {kind: 'geoproximity'}>>): RecordSet =>
  routed({kind: 'geoproximity', ...NOWHERE, ...place})
const inPlace = (continentCode?: string, countryCode?: string, subdivisionCode?: string): RecordSet =>
  routed({kind: 'geolocation', continentCode, countryCode, subdivisionCode})
const besides = (text: string): RecordSet => routed({kind: 'az-affinity', text})

function routed(routing: Routing, changes: Partial<RecordSet> = {}): RecordSet {
  return values('www.shop.io', 'A', ['192.0.2.1'], {setIdentifier: 'eu', routing, ...changes})
}

describe('checkRecordSet takes', () => {
  it.each<[RecordType, string]>([
    ['A', '192.0.2.1'],
    ['AAAA', '::ffff:192.0.2.1'],
    ['CNAME', 'other.example.net.'],
    ['CNAME', '\\052.example.net'],
    ['CNAME', `${'a'.repeat(63)}.io`],
    ['MX', '10 mail.example.net'],
    ['MX', '0 .'],
    ['SRV', '10 5 443 host.example.net.'],
    ['SRV', '0 0 0 .'],
    ['NAPTR', '100 50 "s" "SIP+D2U" "" _sip._udp.example.net.'],
    ['NAPTR', '100 50 "u" "E2U+sip" "!^.*$!sip:a@b.c!" .'],
    ['CAA', '0 issue "ca.example.net; policy=ev"'],
    ['DS', '12345 13 2 00FF'],
    ['TLSA', '3 1 1 00ff'],
    ['SSHFP', '4 2 00ff'],
    ['PTR', 'host.example.net'],
    // The Developer Guide's example of a tag that a CA defines itself.
    ['CAA', '128 example-text-tag "1-555-555-1212"'],
    ['HTTPS', '1 . alpn="h2"'],
    ['HTTPS', '1 . alpn=h3,h2 port=8443 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1 no-default-alpn'],
    ['HTTPS', '2 .'],
    ['HTTPS', '0 h.example.net.'],
    ['SVCB', '0 h.example.net'],
    ['SVCB', '16 foo.example.org. alpn="f\\\\oo\\,bar,h2" key667="hello\\210qoo"'],
    ['NAPTR', '1 1 "" "" "" next.example.net.'],
    ['TXT', '"v=spf1 -all"'],
    ['TXT', `"${'x'.repeat(255)}" "${'y'.repeat(255)}"`],
    ['TXT', `"${'\\303'.repeat(255)}"`],
  ])('%s %s', (type, value) => {
    expect(checkRecordSet(values('www.shop.io', type, [value]), shop)).toEqual([])
  })

  it.each<[string, RecordSet]>([
    ['an alias to a load balancer at the apex', alias('shop.io', 'A', LB)],
    ['an alias into the zone', alias('www.shop.io', 'A', {dnsName: 'api.shop.io', zoneId: 'Z1'})],
    ['an alias to CloudFront without health evaluation', alias('www.shop.io', 'A', CLOUDFRONT)],
    ['a TTL of 0', values('www.shop.io', 'A', ['192.0.2.1'], {ttlSeconds: 0})],
    ['the longest TTL', values('www.shop.io', 'A', ['192.0.2.1'], {ttlSeconds: 2_147_483_647})],
    [
      'a weighted alias',
      {...alias('www.shop.io', 'A', LB), setIdentifier: 'x', routing: {kind: 'weighted', weight: 1}},
    ],
    ['a wildcard', values('*.shop.io', 'A', ['192.0.2.1'])],
    ['a weight of 255', routed({kind: 'weighted', weight: 255})],
    ['a region', routed({kind: 'latency', region: 'us-gov-east-1'})],
    [
      'the rest of the world',
      routed({kind: 'geolocation', continentCode: undefined, countryCode: '*', subdivisionCode: undefined}),
    ],
    ['a PRIMARY without a health check', routed({kind: 'failover', role: 'PRIMARY'})],
    ['multivalue', routed({kind: 'multivalue'})],
    [
      '400 values',
      values(
        'www.shop.io',
        'A',
        Array.from({length: 400}, (_each, index) => `10.0.${index >> 8}.${index & 255}`),
      ),
    ],
    // Route 53 looks for the target in the zone that the alias names.
    ['an alias to the same name in another zone', alias('www.shop.io', 'A', {dnsName: 'www.shop.io', zoneId: 'Z9'})],
  ])('%s', (_case, set) => {
    expect(checkRecordSet(set, shop)).toEqual([])
  })
})

describe('checkRecordSet takes the routing', () => {
  it.each<[string, RecordSet]>([
    ['weight 0', routed({kind: 'weighted', weight: 0})],
    ['weight 255', routed({kind: 'weighted', weight: 255})],
    ['bias 99', near({region: 'eu-west-1', bias: 99})],
    ['bias -99', near({region: 'us-gov-west-1', bias: -99})],
    ['a local zone group', near({localZoneGroup: 'us-west-2-lax-1'})],
    ['coordinates', near({coordinates: {latitude: '1', longitude: '2'}})],
    ...['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'].map((code): [string, RecordSet] => [code, inPlace(code)]),
    ['a country', inPlace(undefined, 'DE')],
    ['everywhere else', inPlace(undefined, '*')],
    ['a subdivision', inPlace(undefined, 'US', 'CA')],
    ...['AvailabilityZone/use1-az1', 'AvailabilityZoneGroup/us-east-1-zg-1', 'Region/us-east-1', 'Partition/aws'].map(
      (text): [string, RecordSet] => [text, besides(text)],
    ),
    ['Partition/aws-us-gov', besides('Partition/aws-us-gov')],
    ...['AvailabilityZone/xyz12-az10', 'AvailabilityZoneGroup/us-gov-west-12-zg-10', 'Region/us-gov-west-12'].map(
      (text): [string, RecordSet] => [text, besides(text)],
    ),
    ['a region of two digits', routed({kind: 'latency', region: 'eu-west-12'})],
    ['Global/global', besides('Global/global')],
    ['an identifier of 128 characters', routed({kind: 'multivalue'}, {setIdentifier: 'x'.repeat(128)})],
  ])('%s', (_case, set) => {
    expect(checkRecordSet(set, shop)).toEqual([])
  })
})

describe('checkRecordSet refuses', () => {
  it.each<[RecordType, string, string]>([
    ['A', '2001:db8::1', '"2001:db8::1" is not an IPv4 address'],
    ['A', 'lb.example.net', '"lb.example.net" is not an IPv4 address'],
    ['AAAA', 'fe80::1%eth0', '"fe80::1%eth0" is not an IPv6 address'],
    ['CNAME', 'two words', '"two words" is not a valid CNAME value, it must look like host.example.com'],
    ['CNAME', 'a..b', 'in the CNAME value "a..b" the name a..b has an empty label'],
    [
      'CNAME',
      `${'a'.repeat(64)}.io`,
      `in the CNAME value "${'a'.repeat(64)}.io" the label "${'a'.repeat(64)}" has 64 octets, DNS allows 63`,
    ],
    ['CNAME', '.', 'in the CNAME value "." the name is empty'],
    ['MX', 'mail.example.net', '"mail.example.net" is not a valid MX value, it must look like 10 mail.example.com'],
    [
      'MX',
      '70000 mail.example.net',
      '"70000 mail.example.net" is not a valid MX value, it must look like 10 mail.example.com',
    ],
    [
      'MX',
      '10 bücher.example.net',
      'in the MX value "10 bücher.example.net" the name bücher.example.net has a character that DNS names cannot hold',
    ],
    [
      'SRV',
      '1 2 host.example.net',
      '"1 2 host.example.net" is not a valid SRV value, it must look like 10 5 443 host.example.com',
    ],
    [
      'CAA',
      '0 issue ca.example.net',
      '"0 issue ca.example.net" is not a valid CAA value, it must look like 0 issue "ca.example.com"',
    ],
    [
      'NAPTR',
      '1 2 "s""t" "" h.io',
      '"1 2 "s""t" "" h.io" is not a valid NAPTR value, it must look like 100 50 "s" "SIP+D2U" "" host.example.com',
    ],
    [
      'NAPTR',
      '100 50 "u" "E2U+sip" "!^.*$!sip:a@b.c!" h.io.',
      '"100 50 "u" "E2U+sip" "!^.*$!sip:a@b.c!" h.io." is not a NAPTR value: with a regexp the replacement must be a single dot',
    ],
    ['NAPTR', `1 1 "s" "${'x'.repeat(256)}" "" h.io`, 'a string of the NAPTR value has 256 octets, DNS allows 255'],
    [
      'NAPTR',
      '1 1 "s" "ü" "" h.io',
      'the NAPTR value "1 1 "s" "ü" "" h.io" has a character that must be an octal escape',
    ],
    ['HTTPS', 'banana', '"banana" is not a valid HTTPS value, it must look like 1 . alpn="h3,h2"'],
    ['HTTPS', '1', '"1" is not a valid HTTPS value, it must look like 1 . alpn="h3,h2"'],
    ['HTTPS', '70000 .', '"70000 ." is not a valid HTTPS value, it must look like 1 . alpn="h3,h2"'],
    ['HTTPS', '1 . =h2', '"1 . =h2" is not a valid HTTPS value, it must look like 1 . alpn="h3,h2"'],
    ['HTTPS', '1 . alpn="h2', '"1 . alpn="h2" is not a valid HTTPS value, it must look like 1 . alpn="h3,h2"'],
    ['SVCB', 'h.example.net', '"h.example.net" is not a valid SVCB value, it must look like 1 . alpn="h3,h2"'],
    ['SVCB', '0 a..b', 'in the SVCB value "0 a..b" the name a..b has an empty label'],
    ['SVCB', '1 . port=http', 'in the SVCB value "1 . port=http" port must be 0 to 65535'],
    ['SVCB', '1 . ipv4hint=h.io', 'in the SVCB value "1 . ipv4hint=h.io" ipv4hint must be IPv4 addresses'],
    ['SVCB', '1 . ipv6hint=192.0.2.1', 'in the SVCB value "1 . ipv6hint=192.0.2.1" ipv6hint must be IPv6 addresses'],
    ['SVCB', '1 . port=1 port=2', 'in the SVCB value "1 . port=1 port=2" port is there twice'],
    ['DS', '12345 13 2 ABC', '"12345 13 2 ABC" is not a valid DS value, it must look like 12345 13 2 ABCD'],
    ['TXT', 'bare', 'the text bare is not in quotes'],
    ['TXT', '"ü"', 'the text "ü" has a character that must be an octal escape'],
    ['TXT', `"${'x'.repeat(256)}"`, 'a string of the text has 256 octets, DNS allows 255'],
    ['TXT', `"${'x'.repeat(4000)}"`, 'a value of the TXT record has 4002 characters, Route 53 allows 4000'],
    ['A', ' ', 'the A record has an empty value'],
  ])('%s %s', (type, value, expected) => {
    expect(checkRecordSet(values('www.shop.io', type, [value]), shop)).toEqual([expected])
  })

  it.each<[string, RecordSet, string]>([
    ['a name outside the zone', values('www.other.net', 'A', ['192.0.2.1']), 'www.other.net is not in zone shop.io'],
    [
      'a long label',
      values(`${'a'.repeat(64)}.shop.io`, 'A', ['192.0.2.1']),
      `the label "${'a'.repeat(64)}" has 64 octets, DNS allows 63`,
    ],
    [
      'a long name',
      values(`${'abcdefg.'.repeat(31)}shop.io`, 'A', ['192.0.2.1']),
      `the name ${'abcdefg.'.repeat(31)}shop.io has 255 octets, DNS allows 253`,
    ],
    [
      'a CNAME at the apex',
      values('shop.io', 'CNAME', ['a.io']),
      'a CNAME is not allowed at the apex of zone shop.io, but an alias is',
    ],
    ['a CNAME to itself', values('www.shop.io', 'CNAME', ['WWW.shop.io.']), 'the CNAME points at itself'],
    ['a wildcard to itself', values('*.shop.io', 'CNAME', ['\\052.shop.io']), 'the CNAME points at itself'],
    ['a wildcard NS', values('*.shop.io', 'NS', ['ns.a.io']), 'NS records cannot be wildcards'],
    ['a CNAME with two values', values('www.shop.io', 'CNAME', ['a.io', 'b.io']), 'a CNAME has one value, not 2'],
    ['no value', values('www.shop.io', 'A', []), 'the A record has no value'],
    ['a value twice', values('www.shop.io', 'A', ['192.0.2.1', '192.0.2.1']), 'the value 192.0.2.1 is there twice'],
    [
      'a negative TTL',
      values('www.shop.io', 'A', ['192.0.2.1'], {ttlSeconds: -1}),
      'the TTL -1 is not in 0 to 2147483647',
    ],
    [
      'a TTL of more than 31 bits',
      values('www.shop.io', 'A', ['192.0.2.1'], {ttlSeconds: 2_147_483_648}),
      'the TTL 2147483648 is not in 0 to 2147483647',
    ],
    [
      'half a second',
      values('www.shop.io', 'A', ['192.0.2.1'], {ttlSeconds: 0.5}),
      'the TTL 0.5 is not in 0 to 2147483647',
    ],
    [
      'an alias to a long label',
      alias('www.shop.io', 'A', {dnsName: `${'a'.repeat(64)}.eu-west-1.elb.amazonaws.com`}),
      `of the alias target the label "${'a'.repeat(64)}" has 64 octets, DNS allows 63`,
    ],
    [
      'too many values',
      values(
        'www.shop.io',
        'A',
        Array.from({length: 401}, (_each, index) => `10.0.${index >> 8}.${index & 255}`),
      ),
      '401 values, Route 53 allows 400 in a record set',
    ],
    [
      'an alias to a foreign host',
      alias('www.shop.io', 'A', {dnsName: 'x.example.net', zoneId: 'Z1'}),
      'the alias target x.example.net is neither in zone shop.io nor in a known zone of AWS; aws-target-hosted-zone can name its zone',
    ],
    [
      'an alias to itself',
      alias('www.shop.io', 'A', {dnsName: 'www.shop.io', zoneId: 'Z1'}),
      'the alias points at itself',
    ],
    [
      'health evaluation of CloudFront',
      alias('www.shop.io', 'A', {...CLOUDFRONT, evaluatesTargetHealth: true}),
      'health evaluation must be off for an alias to CloudFront',
    ],
    [
      'an alias to a name that DNS has not',
      alias('www.shop.io', 'A', {dnsName: `${'a'.repeat(64)}.shop.io`, zoneId: 'Z1'}),
      `of the alias target the label "${'a'.repeat(64)}" has 64 octets, DNS allows 63`,
    ],
    ['an NS alias', alias('www.shop.io', 'NS', {dnsName: 'b.shop.io', zoneId: 'Z1'}), 'NS records cannot be aliases'],
    ['an SOA alias', alias('shop.io', 'SOA', {dnsName: 'b.shop.io', zoneId: 'Z1'}), 'SOA records cannot be aliases'],
    ['a weight of 256', routed({kind: 'weighted', weight: 256}), 'the weight 256 is not in 0 to 255'],
    [
      'a small role',
      routed({kind: 'failover', role: 'primary'}),
      'the failover role "primary" is neither PRIMARY nor SECONDARY',
    ],
    ['no region', routed({kind: 'latency', region: ''}), '"" is not an AWS region'],
    ['more than a region', routed({kind: 'latency', region: '1eu-west-1'}), '"1eu-west-1" is not an AWS region'],
    [
      'a subdivision without a country',
      routed({kind: 'geolocation', continentCode: undefined, countryCode: undefined, subdivisionCode: 'CA'}),
      'a subdivision needs a country as a geolocation',
    ],
    [
      'a country in small letters',
      routed({kind: 'geolocation', continentCode: undefined, countryCode: 'de', subdivisionCode: undefined}),
      '"de" is not a country code: two capital letters, or * for everywhere else',
    ],
    [
      'a nowhere',
      routed({kind: 'geoproximity', region: undefined, localZoneGroup: undefined, coordinates: undefined, bias: 0}),
      'geoproximity needs one of region, local zone group and coordinates',
    ],
    [
      'a bias of 100',
      routed({kind: 'geoproximity', region: 'eu-west-1', localZoneGroup: undefined, coordinates: undefined, bias: 100}),
      'the geoproximity bias 100 is not in -99 to 99',
    ],
    ['a bias of -100', near({region: 'eu-west-1', bias: -100}), 'the geoproximity bias -100 is not in -99 to 99'],
    [
      'two places',
      near({region: 'eu-west-1', localZoneGroup: 'us-west-2-lax-1'}),
      'geoproximity needs one of region, local zone group and coordinates',
    ],
    ['a place that is no region', near({region: 'Europe'}), '"Europe" is not an AWS region'],
    ['a weight of -1', routed({kind: 'weighted', weight: -1}), 'the weight -1 is not in 0 to 255'],
    [
      'a continent and a country',
      inPlace('EU', 'DE'),
      'a continent cannot be combined with a country or a subdivision',
    ],
    [
      'a continent and a subdivision',
      inPlace('EU', undefined, 'BY'),
      'a continent cannot be combined with a country or a subdivision',
    ],
    ['a continent that is none', inPlace('XX'), '"XX" is not a continent code: AF, AN, AS, EU, NA, OC, SA'],
    [
      'a country of three letters',
      inPlace(undefined, 'DEU'),
      '"DEU" is not a country code: two capital letters, or * for everywhere else',
    ],
    ['a long subdivision', inPlace(undefined, 'US', 'CALI'), '"CALI" is not a subdivision code'],
    ['a subdivision in small letters', inPlace(undefined, 'US', 'ca'), '"ca" is not a subdivision code'],
    [
      'an unknown type of location',
      besides('Rack/7'),
      'AZ affinity is TYPE/ID, not "Rack/7"; the types are AvailabilityZone, AvailabilityZoneGroup, Region, Partition, Global',
    ],
    ...['eu-west-1a', 'xuse1-az1x', '1use1-az1', '', undefined]
      .map((id) => `AvailabilityZone${id === undefined ? '' : `/${id}`}`)
      .map((text): [string, RecordSet, string] => [
        text,
        besides(text),
        `"${text.split('/')[1] ?? ''}" is not the id of a location of type AvailabilityZone, such as use1-az1`,
      ]),
    [
      'a region that is none as a location',
      besides('Region/us-east-1/x'),
      '"us-east-1/x" is not the id of a location of type Region, such as us-east-1',
    ],
    ...(
      [
        ['AvailabilityZoneGroup', 'us-east-1-zg-1a', 'us-east-1-zg-1'],
        ['AvailabilityZoneGroup', '1us-east-1-zg-1', 'us-east-1-zg-1'],
        ['Partition', 'aws-us-gov-1', 'aws'],
        ['Partition', 'my-aws', 'aws'],
        ['Global', 'globally', 'global'],
        ['Global', 'not-global', 'global'],
      ] as const
    ).map(([type, id, example]): [string, RecordSet, string] => [
      `${type}/${id}`,
      besides(`${type}/${id}`),
      `"${id}" is not the id of a location of type ${type}, such as ${example}`,
    ]),
    [
      'a multivalue CNAME',
      {...values('www.shop.io', 'CNAME', ['a.io']), setIdentifier: 'x', routing: {kind: 'multivalue'}},
      'a CNAME cannot have multivalue routing',
    ],
    [
      'a control character in the set identifier',
      routed({kind: 'weighted', weight: 1}, {setIdentifier: 'a\u0001b'}),
      'the set identifier holds U+0001, which no request to Route 53 can carry',
    ],
    [
      'a control character in a location',
      routed({kind: 'cidr', collectionId: 'c', locationName: 'a\u0001b'}),
      'the cidr routing holds U+0001, which no request to Route 53 can carry',
    ],
    [
      'a control character in coordinates',
      near({coordinates: {latitude: '1', longitude: '2\u0001'}}),
      'the geoproximity routing holds U+0001, which no request to Route 53 can carry',
    ],
    [
      'a control character in an alias target',
      alias('www.shop.io', 'A', {...LB, zoneId: 'Z\u0001'}),
      'a value of the A record holds U+0001, which no request to Route 53 can carry',
    ],
    [
      'a lone surrogate in the health check',
      {...values('www.shop.io', 'A', ['192.0.2.1']), healthCheckId: '\ud800'},
      'the health check id holds U+D800, which no request to Route 53 can carry',
    ],
    [
      'weights without an identifier',
      routed({kind: 'weighted', weight: 1}, {setIdentifier: undefined}),
      'weighted routing needs a set identifier',
    ],
    ['an identifier without routing', routed({kind: 'simple'}), 'the set identifier "eu" needs a routing policy'],
    [
      'a long identifier',
      routed({kind: 'weighted', weight: 1}, {setIdentifier: 'x'.repeat(129)}),
      'the set identifier has 129 characters, Route 53 allows 128',
    ],
    ...(
      [
        ['NS', 'ns.a.io'],
        ['DS', '12345 13 2 00FF'],
        ['SOA', 'ns.a.io h.a.io 1 2 3 4 5'],
      ] as const
    ).map(([type, value]): [string, RecordSet, string] => [
      `weighted ${type}`,
      {...values('b.shop.io', type, [value]), setIdentifier: 'x', routing: {kind: 'weighted', weight: 1}},
      `${type} records allow only simple routing`,
    ]),
    [
      'a multivalue alias',
      {...alias('www.shop.io', 'A', LB), setIdentifier: 'x', routing: {kind: 'multivalue'}},
      'an alias cannot have multivalue routing',
    ],
  ])('%s', (_case, set, expected) => {
    expect(checkRecordSet(set, shop)).toEqual([expected])
  })

  it('an alias to CloudFront in a private zone', () => {
    expect(checkRecordSet(alias('www.shop.io', 'A', CLOUDFRONT), inner)).toEqual([
      'a private zone cannot have an alias to CloudFront',
    ])
  })
})

describe('checkOwnershipRecord', () => {
  const PRIMARY: Routing = {kind: 'failover', role: 'PRIMARY'}
  const link = alias('www.shop.io', 'A', LB, {setIdentifier: 'eu', routing: PRIMARY})

  it('refuses the text of a PRIMARY alias without a health check, which a text cannot be without', () => {
    const unchecked = values('a-www.shop.io', 'TXT', ['"x"'], {setIdentifier: 'eu', routing: PRIMARY})
    expect(checkOwnershipRecord(unchecked, link, shop)).toEqual([
      'unlike the record it is not an alias, and Route 53 accepts such a PRIMARY only with a health check (aws-health-check-id)',
    ])
    // Route 53 decides about the record itself.
    expect(checkOwnershipRecord(unchecked, routed(PRIMARY), shop)).toEqual([])
    expect(checkOwnershipRecord({...unchecked, healthCheckId: 'hc-1'}, {...link, healthCheckId: 'hc-1'}, shop)).toEqual(
      [],
    )
    const secondary: Routing = {kind: 'failover', role: 'SECONDARY'}
    expect(checkOwnershipRecord({...unchecked, routing: secondary}, {...link, routing: secondary}, shop)).toEqual([])
  })

  it('refuses what it would refuse of any record set', () => {
    expect(checkOwnershipRecord(values('a-www.other.net', 'TXT', ['"x"']), link, shop)).toEqual([
      'a-www.other.net is not in zone shop.io',
    ])
  })
})
