import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {decodeName, readRecordSet, writeRecordSet} from '../../../src/route53/records/record-set-wire.js'
import {parseXml, writeRequest, type XmlElement} from '../../../src/route53/xml.js'
import {recordSet} from '../arbitraries.js'

type Members = Readonly<Record<string, unknown>>

/** The element with these members: an object is an element with members, an array a list of `ResourceRecord`. */
function wireOf(members: Members, name = 'ResourceRecordSet'): XmlElement {
  const children = Object.entries(members).map(([member, content]): XmlElement => {
    if (Array.isArray(content)) {
      return {name: member, text: '', children: content.map((one: Members) => wireOf(one, 'ResourceRecord'))}
    }
    return typeof content === 'object' && content !== null
      ? wireOf({...content}, member)
      : {name: member, text: String(content), children: []}
  })
  return {name, text: '', children}
}

describe('names', () => {
  it.each([
    ['www.shop.io.', 'www.shop.io'],
    ['www.shop.io', 'www.shop.io'],
    ['WWW.Shop.IO.', 'www.shop.io'],
    ['\\052.shop.io.', '*.shop.io'],
    ['a-\\052.shop.io.', 'a-*.shop.io'],
    ['\\052.\\052.shop.io.', '*.*.shop.io'],
    ['a\\057b\\100c.shop.io.', 'a/b@c.shop.io'],
    ['a\\176b.shop.io.', 'a~b.shop.io'],
    ['\\101bc.shop.io.', 'abc.shop.io'],
    ['a\\056b.shop.io.', 'a\\056b.shop.io'],
    ['a\\134b.shop.io.', 'a\\134b.shop.io'],
    ['a\\134052.shop.io.', 'a\\134052.shop.io'],
    ['a\\040b.shop.io.', 'a\\040b.shop.io'],
    ['a\\177b.shop.io.', 'a\\177b.shop.io'],
    ['b\\303\\274cher.shop.io.', 'b\\303\\274cher.shop.io'],
    ['_dmarc.shop.io.', '_dmarc.shop.io'],
    ['xn--bcher-kva.shop.io.', 'xn--bcher-kva.shop.io'],
  ])('reads %s as %s', (stored, expected) => {
    expect(decodeName(stored)).toBe(expected)
  })
})

describe('record sets', () => {
  const wires: readonly (readonly [string, Members])[] = [
    [
      'plain values',
      {Name: 'www.shop.io', Type: 'A', TTL: 60, ResourceRecords: [{Value: '192.0.2.2'}, {Value: '192.0.2.1'}]},
    ],
    [
      'texts with their quotes',
      {Name: 'a-www.shop.io', Type: 'TXT', TTL: 300, ResourceRecords: [{Value: '"heritage=external-dns" "b\\"c"'}]},
    ],
    [
      'an alias',
      {
        Name: '*.shop.io',
        Type: 'AAAA',
        AliasTarget: {
          HostedZoneId: 'Z32O12XQLNTSW2',
          DNSName: 'lb.eu-west-1.elb.amazonaws.com',
          EvaluateTargetHealth: true,
        },
      },
    ],
    [
      'a weighted set with a health check',
      {
        Name: 'www.shop.io',
        Type: 'A',
        SetIdentifier: 'blue',
        Weight: 0,
        TTL: 60,
        ResourceRecords: [{Value: '192.0.2.1'}],
        HealthCheckId: 'hc-1',
      },
    ],
    [
      'a latency set',
      {Name: 'a.io', Type: 'A', SetIdentifier: 'x', Region: 'eu-west-1', TTL: 0, ResourceRecords: [{Value: '1.2.3.4'}]},
    ],
    [
      'a failover set',
      {Name: 'a.io', Type: 'A', SetIdentifier: 'x', Failover: 'PRIMARY', TTL: 1, ResourceRecords: [{Value: '1.2.3.4'}]},
    ],
    [
      'a multivalue set',
      {
        Name: 'a.io',
        Type: 'A',
        SetIdentifier: 'x',
        MultiValueAnswer: true,
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
      },
    ],
    [
      'a geolocation set',
      {
        Name: 'a.io',
        Type: 'A',
        SetIdentifier: 'x',
        GeoLocation: {CountryCode: 'US', SubdivisionCode: 'CA'},
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
      },
    ],
    [
      'a geoproximity set',
      {
        Name: 'a.io',
        Type: 'A',
        SetIdentifier: 'x',
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
        GeoProximityLocation: {Coordinates: {Latitude: '49.22', Longitude: '-74.01'}, Bias: -10},
      },
    ],
    [
      'a geoproximity set that another program stored without a bias',
      {
        Name: 'a.io',
        Type: 'A',
        SetIdentifier: 'x',
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
        GeoProximityLocation: {AWSRegion: 'eu-west-1'},
      },
    ],
    [
      'a set with AZ affinity',
      {
        Name: 'a.io',
        Type: 'A',
        SetIdentifier: 'x',
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
        AZAffinity: {LocationType: 'Region', LocationId: 'eu-west-1'},
      },
    ],
    [
      'a CIDR set of a traffic policy',
      {
        Name: 'a.io',
        Type: 'A',
        SetIdentifier: 'x',
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
        TrafficPolicyInstanceId: 'tp-1',
        CidrRoutingConfig: {CollectionId: 'c-1', LocationName: 'office'},
      },
    ],
  ]

  it.each(wires)('sends %s as it was read', (_what, wire) => {
    const stored = wireOf(wire)
    expect(writeRecordSet(readRecordSet(stored))).toEqual(stored)
  })

  it('takes the trailing dot, the escapes and the capitals off an alias target', () => {
    const set = readRecordSet(
      wireOf({
        Name: 'www.shop.io.',
        Type: 'A',
        AliasTarget: {HostedZoneId: '/hostedzone/Z1', DNSName: '\\052.LB.shop.io.', EvaluateTargetHealth: false},
      }),
    )
    expect(set.data).toEqual({
      kind: 'alias',
      target: {zoneId: 'Z1', dnsName: '*.lb.shop.io', evaluatesTargetHealth: false},
    })
  })

  it('knows a zone id with its prefix in an alias of any routing', () => {
    const AliasTarget = {HostedZoneId: '/hostedzone/Z1', DNSName: 'b.io.', EvaluateTargetHealth: false}
    const set = readRecordSet(wireOf({Name: 'a.io.', Type: 'A', SetIdentifier: 'x', Weight: 1, AliasTarget}))
    expect(set).toMatchObject({routing: {kind: 'weighted', weight: 1}, data: {target: {zoneId: 'Z1'}}})
    expect(set.unknownElements).toBeUndefined()
  })

  it('reads a text that is not there as empty', () => {
    const named = {Name: 'a.io', Type: 'A'}
    expect(readRecordSet(wireOf(named)).data).toEqual({kind: 'values', ttlSeconds: 0, values: []})
    expect(readRecordSet(wireOf({...named, TTL: 5, ResourceRecords: [{}]})).data).toMatchObject({values: ['']})
    expect(readRecordSet(wireOf({...named, AliasTarget: {}})).data).toEqual({
      kind: 'alias',
      target: {zoneId: '', dnsName: '', evaluatesTargetHealth: false},
    })
  })

  it('does not write a routing that it cannot name', () => {
    const set = readRecordSet(wireOf({Name: 'a.io', Type: 'A', TTL: 5, ResourceRecords: [{Value: '192.0.2.1'}]}))
    const routing = {kind: 'other', policy: 'Orbit', text: 'low'} as const
    expect(() => writeRecordSet({...set, routing})).toThrow('routing by Orbit cannot be written')
  })

  it('keeps record sets of types that it does not know', () => {
    const wire = {Name: 'a.io', Type: 'NEW', TTL: 5, ResourceRecords: [{Value: 'x'}]}
    const stored = wireOf(wire)
    expect(writeRecordSet(readRecordSet(stored))).toEqual(stored)
  })

  it('reads a record set that has nothing in it', () => {
    expect(readRecordSet(wireOf({}))).toMatchObject({name: '', type: '', data: {kind: 'values', values: []}})
  })

  it('reads an empty identifier as none', () => {
    expect(readRecordSet(wireOf({Name: 'a.io', Type: 'A', SetIdentifier: ''})).setIdentifier).toBeUndefined()
  })

  it('law: what is written reads back the same', () => {
    fc.assert(
      fc.property(recordSet, (set) => {
        const sent = writeRequest('Request', [writeRecordSet(set)])
        const [read] = parseXml(sent).children
        expect(read && readRecordSet(read)).toEqual(set)
      }),
    )
  })

  const plain = {Name: 'a.io.', Type: 'A', TTL: 5, ResourceRecords: [{Value: '192.0.2.1'}]}
  const weighted = {
    Name: 'a.io.',
    Type: 'A',
    SetIdentifier: 'x',
    Weight: 1,
    TTL: 5,
    ResourceRecords: [{Value: '1.2.3.4'}],
  }
  const alias = {HostedZoneId: 'Z1', DNSName: 'b.io.', EvaluateTargetHealth: true}
  it.each<readonly [string, Members, readonly string[]]>([
    ['a member of the set', {...plain, Orbit: 'low'}, ['Orbit']],
    ['a member with members', {...plain, Orbit: {Height: 'low', Planet: 'earth'}}, ['Orbit/Height', 'Orbit/Planet']],
    ['one without a text', {...plain, Orbit: ''}, ['Orbit']],
    ['a routing policy', {...weighted, Weight: undefined, Orbit: {Height: 'low'}}, ['Weight', 'Orbit/Height']],
    ['a second routing policy', {...weighted, Region: 'eu-west-1'}, ['Region']],
    [
      'a member of a value',
      {...plain, ResourceRecords: [{Value: '1.2.3.4', Note: 'x'}]},
      ['ResourceRecords/ResourceRecord/Note'],
    ],
    [
      'a member of one value of two',
      {...plain, ResourceRecords: [{Value: '1.2.3.4'}, {Value: '1.2.3.5', Note: 'x'}]},
      ['ResourceRecords/ResourceRecord/Note'],
    ],
    [
      'another list of values',
      {Name: 'a.io.', Type: 'A', TTL: 5, Records: [{Value: '1.2.3.4'}]},
      ['Records/ResourceRecord/Value', 'ResourceRecords'],
    ],
    ['another member than the type', {Name: 'a.io.', Kind: 'A', TTL: 5, ResourceRecords: []}, ['Kind', 'Type']],
    ['a member after an alias', {Name: 'a.io.', Type: 'A', AliasTarget: alias, Orbit: 'low'}, ['Orbit']],
    ['no list of values', {Name: 'a.io.', Type: 'A', TTL: 5}, ['ResourceRecords']],
    [
      'a value of another kind',
      {...plain, ResourceRecords: {Record: {Value: '1.2.3.4'}}},
      ['ResourceRecords/Record/Value', 'ResourceRecords/ResourceRecord/Value'],
    ],
    [
      'a record without a value',
      {...plain, ResourceRecords: [{}]},
      ['ResourceRecords/ResourceRecord', 'ResourceRecords/ResourceRecord/Value'],
    ],
    [
      'a value with members',
      {...plain, ResourceRecords: [{Value: {Text: 'x'}}]},
      ['ResourceRecords/ResourceRecord/Value/Text', 'ResourceRecords/ResourceRecord/Value'],
    ],
    ['a TTL with a unit', {...plain, TTL: '5s'}, ['TTL']],
    ['a TTL with a sign', {...plain, TTL: '+5'}, ['TTL']],
    ...['untrue', 'trueish'].map(
      (text) =>
        [
          `an evaluation that is ${text}`,
          {Name: 'a.io.', Type: 'A', AliasTarget: {...alias, EvaluateTargetHealth: text}},
          ['AliasTarget/EvaluateTargetHealth'],
        ] as const,
    ),
    [
      'another kind of alias',
      {Name: 'a.io.', Type: 'A', AliasGoal: alias},
      ['AliasGoal/HostedZoneId', 'AliasGoal/DNSName', 'AliasGoal/EvaluateTargetHealth', 'TTL', 'ResourceRecords'],
    ],
    [
      'another kind of value',
      {...plain, ResourceRecords: [{Text: 'x'}]},
      ['ResourceRecords/ResourceRecord/Text', 'ResourceRecords/ResourceRecord/Value'],
    ],
    [
      'a member of an alias target',
      {Name: 'a.io.', Type: 'A', AliasTarget: {...alias, Cloud: 'x'}},
      ['AliasTarget/Cloud'],
    ],
    ['values beside an alias target', {...plain, AliasTarget: alias}, ['TTL', 'ResourceRecords/ResourceRecord/Value']],
    [
      'a member of a location',
      {...weighted, Weight: undefined, GeoLocation: {CountryCode: 'DE', City: 'x'}},
      ['GeoLocation/City'],
    ],
    ['a number that is none', {...weighted, Weight: 'heavy'}, ['Weight']],
    ['a TTL that is no number', {...plain, TTL: 'long'}, ['TTL']],
    [
      'multivalue answers that are off',
      {...weighted, Weight: undefined, MultiValueAnswer: false},
      ['MultiValueAnswer'],
    ],
  ])('names what it could not write again: %s', (_what, members, unknown) => {
    const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
    const set = readRecordSet(wireOf(given))
    expect(set.unknownElements).toEqual(unknown.filter((element) => element !== 'Weight' || 'Weight' in given))
    expect(() => writeRecordSet(set)).toThrow(`holds ${set.unknownElements?.join(', ')}`)
  })

  it('a member that comes twice is one too many', () => {
    const {children} = wireOf(plain)
    const set = readRecordSet({name: 'ResourceRecordSet', text: '', children: [...children, ...children.slice(2, 3)]})
    expect(set.unknownElements).toEqual(['TTL'])
  })
})
