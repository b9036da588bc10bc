import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {RecordSet, RecordType, Routing} from '../../../src/dns/record-set.js'
import type {DesiredRecordSet} from '../../../src/plan/plan-input.js'
import {differs} from '../../../src/route53/records/record-set-difference.js'
import {recordSet} from '../arbitraries.js'
import {alias, values} from '../builders.js'

function wanted(recordSet: RecordSet, changes: Partial<DesiredRecordSet> = {}): DesiredRecordSet {
  return {recordSet, ttlIsChosen: false, aliasZoneIsChosen: false, notes: [], ...changes}
}

function nearby(bias: number | undefined): Routing {
  return {kind: 'geoproximity', region: 'eu-west-1', localZoneGroup: undefined, coordinates: undefined, bias}
}

const LB = {dnsName: 'lb.eu-west-1.elb.amazonaws.com'}

describe('differs', () => {
  it.each<[string, RecordSet, DesiredRecordSet, readonly string[]]>([
    [
      'equal values in another order',
      values('a.io', 'A', ['192.0.2.1', '192.0.2.2']),
      wanted(values('a.io', 'A', ['192.0.2.2', '192.0.2.1'])),
      [],
    ],
    [
      'a bias of 0 that was stored as none',
      values('a.io', 'A', ['192.0.2.1'], {setIdentifier: 'x', routing: nearby(undefined)}),
      wanted(values('a.io', 'A', ['192.0.2.1'], {setIdentifier: 'x', routing: nearby(0)})),
      [],
    ],
    ['another value', values('a.io', 'A', ['192.0.2.1']), wanted(values('a.io', 'A', ['192.0.2.2'])), ['targets']],
    [
      'one value more',
      values('a.io', 'A', ['192.0.2.1']),
      wanted(values('a.io', 'A', ['192.0.2.1', '192.0.2.2'])),
      ['targets'],
    ],
    [
      'two values, of which one differs',
      values('a.io', 'A', ['192.0.2.1', '192.0.2.2']),
      wanted(values('a.io', 'A', ['192.0.2.1', '192.0.2.3'])),
      ['targets'],
    ],
    [
      'an address in two spellings',
      values('a.io', 'AAAA', ['2001:db8::1']),
      wanted(values('a.io', 'AAAA', ['2001:DB8::0001'])),
      [],
    ],
    [
      'two pairs, of which one differs',
      values('a.io', 'AAAA', ['2001:db8::1', '2001:db8::2']),
      wanted(values('a.io', 'AAAA', ['2001:db8::0001', '2001:db8::3'])),
      ['targets'],
    ],
    ['a final dot of a CNAME', values('a.io', 'CNAME', ['B.io.']), wanted(values('a.io', 'CNAME', ['b.io'])), []],
    ['a final dot of an MX', values('a.io', 'MX', ['10 mail.io.']), wanted(values('a.io', 'MX', ['10 mail.io'])), []],
    [
      'a final dot of an SRV',
      values('a.io', 'SRV', ['0 0 1 h.io']),
      wanted(values('a.io', 'SRV', ['0 0 1 h.io.'])),
      [],
    ],
    ['a text cut otherwise', values('a.io', 'TXT', ['"ab" "c"']), wanted(values('a.io', 'TXT', ['"abc"'])), []],
    ['a text in capitals', values('a.io', 'TXT', ['"abc"']), wanted(values('a.io', 'TXT', ['"ABC"'])), ['targets']],
    [
      'a TTL that nobody chose',
      values('a.io', 'A', ['192.0.2.1'], {ttlSeconds: 60}),
      wanted(values('a.io', 'A', ['192.0.2.1'])),
      [],
    ],
    [
      'a TTL that the object names',
      values('a.io', 'A', ['192.0.2.1'], {ttlSeconds: 60}),
      wanted(values('a.io', 'A', ['192.0.2.1'], {ttlSeconds: 30}), {ttlIsChosen: true}),
      ['ttl'],
    ],
    ['an alias that is one already', alias('a.io', 'A', LB), wanted(alias('a.io', 'A', LB)), []],
    [
      'another alias target',
      alias('a.io', 'A', LB),
      wanted(alias('a.io', 'A', {dnsName: `dualstack.${LB.dnsName}`})),
      ['targets'],
    ],
    ['another zone of the target', alias('a.io', 'A', LB), wanted(alias('a.io', 'A', {...LB, zoneId: 'Z9'})), []],
    [
      'another zone of the target that the object names',
      alias('a.io', 'A', LB),
      wanted(alias('a.io', 'A', {...LB, zoneId: 'Z9'}), {aliasZoneIsChosen: true}),
      ['alias'],
    ],
    [
      'health evaluation',
      alias('a.io', 'A', LB),
      wanted(alias('a.io', 'A', {...LB, evaluatesTargetHealth: false})),
      ['health-evaluation'],
    ],
    ['plain to alias', values('a.io', 'A', ['192.0.2.1']), wanted(alias('a.io', 'A', LB)), ['alias']],
    ['alias to plain', alias('a.io', 'A', LB), wanted(values('a.io', 'A', ['192.0.2.1'])), ['alias']],
    [
      'a health check',
      values('a.io', 'A', ['192.0.2.1'], {healthCheckId: 'hc-1'}),
      wanted(values('a.io', 'A', ['192.0.2.1'])),
      ['health-check'],
    ],
  ])('%s', (_case, current, desired, expected) => {
    expect(differs(current, desired)).toEqual(expected)
  })

  it.each<[RecordType, string, string, 'same' | 'other']>([
    ['CAA', '0 issue "Ca.example.net"', '0 issue "ca.example.net"', 'other'],
    [
      'CAA',
      '0 issue "ca.example.net; accounturi=https://x/A"',
      '0 issue "ca.example.net; accounturi=https://x/a"',
      'other',
    ],
    ['CAA', '0 ISSUE "ca.example.net"', '0 issue "ca.example.net"', 'other'],
    ['CAA', '0  issue\t"ca.example.net"', '0 issue "ca.example.net"', 'same'],
    ['CAA', '000 issue "ca.example.net"', '0 issue "ca.example.net"', 'same'],
    ['CAA', '0 issue "c\\141.example.net"', '0 issue "ca.example.net"', 'same'],
    ['CAA', '0 issue "a  b"', '0 issue "a b"', 'other'],
    ['NAPTR', '1 1 "u" "E2U+sip" "!^.*$!sip:Info@x!" .', '1 1 "u" "E2U+sip" "!^.*$!sip:info@x!" .', 'other'],
    ['NAPTR', '1 1 "U" "E2U+sip" "" a.io', '1 1 "u" "E2U+sip" "" a.io', 'other'],
    ['NAPTR', '1 1 "u" "E2U+SIP" "" a.io', '1 1 "u" "E2U+sip" "" a.io', 'other'],
    ['NAPTR', '1  1 "u" "x" "" A.io.', '1 1 "u" "x" "" a.io', 'same'],
    ['NAPTR', '1 1 "u" "x" "" .', '1 1 "u" "x" "" a.io', 'other'],
    ['HTTPS', '1 svc.io. alpn="h2"', '1 SVC.io alpn="h2"', 'same'],
    ['HTTPS', '1 . alpn="h2"', '1 . alpn="H2"', 'other'],
    ['HTTPS', '1 . alpn="h2" ech="abCD"', '1 . alpn="h2" ech="abcd"', 'other'],
    ['HTTPS', '1 .  alpn="h2"', '1 . alpn="h2"', 'same'],
    ['SVCB', '0 svc.io.', '0 svc.io', 'same'],
    ['SVCB', '1 svc.io key65333=Abc', '1 svc.io key65333=abc', 'other'],
    ['MX', '10  Mail.io.', '10 mail.io', 'same'],
    ['MX', ' 010 mail.io ', '10 mail.io', 'same'],
    ['MX', '10 mail.io', '20 mail.io', 'other'],
    ['SRV', '0 0  1 H.io', '0 0 1 h.io.', 'same'],
    ['SRV', '0 0 1 .', '0 0 1 h.io', 'other'],
    ['NS', 'NS1.io.', 'ns1.io', 'same'],
    ['PTR', 'A.io.', 'a.io', 'same'],
    ['CNAME', '\\052.b.io', '*.b.io', 'same'],
    ['DS', '12345 13 2 ABCD', '12345 13 2 abcd', 'same'],
    ['DS', '12345 13 2 ABCD', '12345 13 2 abce', 'other'],
    ['SSHFP', '4 2  ABCD', '4 2 abcd', 'same'],
    ['TLSA', '3 1 1 ABCD', '3 01 1 abcd', 'same'],
    ['TLSA', '3 1 1 ABCD', '3 1 2 abcd', 'other'],
    ['SPF', '"v=spf1 A"', '"v=spf1 a"', 'other'],
    ['SOA', 'NS.io. h.io. 1 2 3 4 5', 'ns.io h.io 1 2 3 4 5', 'same'],
  ])('of %s %s and %s: %s', (type, from, to, expected) => {
    const [stored, current] = [values('a.io', type, [from]), values('a.io', type, [to])]
    expect(differs(stored, wanted(current))).toEqual(expected === 'same' ? [] : ['targets'])
    expect(differs(current, wanted(stored))).toEqual(expected === 'same' ? [] : ['targets'])
  })

  const near = {kind: 'geoproximity', region: undefined, localZoneGroup: undefined, bias: 0} as const

  it.each<[Routing, Routing, boolean]>([
    [{kind: 'weighted', weight: 10}, {kind: 'weighted', weight: 10}, false],
    [{kind: 'weighted', weight: 10}, {kind: 'weighted', weight: 50}, true],
    [{kind: 'weighted', weight: 10}, {kind: 'multivalue'}, true],
    [{kind: 'multivalue'}, {kind: 'multivalue'}, false],
    [{kind: 'simple'}, {kind: 'multivalue'}, true],
    [{kind: 'multivalue'}, {kind: 'simple'}, true],
    [{kind: 'cidr', collectionId: 'c', locationName: 'l'}, {kind: 'weighted', weight: 1}, true],
    [
      {...near, coordinates: {latitude: '49.20', longitude: '-74'}},
      {...near, coordinates: {latitude: '49.2', longitude: '-74.0'}},
      false,
    ],
    [{...near, coordinates: {latitude: '49.20', longitude: '-74'}}, {...near, coordinates: undefined}, true],
    [
      {...near, coordinates: {latitude: '49.20', longitude: '-74'}},
      {...near, coordinates: {latitude: '49.20', longitude: '-74.1'}},
      true,
    ],
    [
      {kind: 'geolocation', continentCode: 'EU', countryCode: undefined, subdivisionCode: undefined},
      {kind: 'geolocation', continentCode: undefined, countryCode: 'EU', subdivisionCode: undefined},
      true,
    ],
    [
      {kind: 'geolocation', continentCode: undefined, countryCode: 'US', subdivisionCode: 'CA'},
      {subdivisionCode: 'CA', countryCode: 'US', continentCode: undefined, kind: 'geolocation'},
      false,
    ],
  ])('of routing %j and %j', (from, to, expected) => {
    const set = values('a.io', 'A', ['192.0.2.1'], {setIdentifier: 'x'})
    expect(differs({...set, routing: from}, wanted({...set, routing: to}))).toEqual(expected ? ['routing'] : [])
  })

  it('law: a set does not differ from itself', () => {
    fc.assert(
      fc.property(recordSet, (set) => {
        expect(differs(set, wanted(set, {ttlIsChosen: true, aliasZoneIsChosen: true}))).toEqual([])
      }),
    )
  })
})
