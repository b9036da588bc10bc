import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {decodeName, fromWire, toWire, type WireRecordSet} from '../../../src/route53/records/record-set-wire.js'
import {recordSet} from '../arbitraries.js'

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
  const wires: readonly (readonly [string, WireRecordSet])[] = [
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
        GeoProximityLocation: {Coordinates: {Latitude: '49.22', Longitude: '-74.01'}, Bias: -10},
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
      },
    ],
    [
      'a geoproximity set that another program stored without a bias',
      {
        Name: 'a.io',
        Type: 'A',
        SetIdentifier: 'x',
        GeoProximityLocation: {AWSRegion: 'eu-west-1'},
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
      },
    ],
    [
      'a CIDR set of a traffic policy',
      {
        Name: 'a.io',
        Type: 'A',
        SetIdentifier: 'x',
        CidrRoutingConfig: {CollectionId: 'c-1', LocationName: 'office'},
        TTL: 1,
        ResourceRecords: [{Value: '1.2.3.4'}],
        TrafficPolicyInstanceId: 'tp-1',
      },
    ],
  ]

  it.each(wires)('sends %s as it was read', (_what, wire) => {
    expect(toWire(fromWire(wire))).toEqual(wire)
  })

  it('takes the trailing dot, the escapes and the capitals off an alias target', () => {
    const set = fromWire({
      Name: 'www.shop.io.',
      Type: 'A',
      AliasTarget: {HostedZoneId: '/hostedzone/Z1', DNSName: '\\052.LB.shop.io.', EvaluateTargetHealth: false},
    })
    expect(set.data).toEqual({
      kind: 'alias',
      target: {zoneId: 'Z1', dnsName: '*.lb.shop.io', evaluatesTargetHealth: false},
    })
  })

  it('keeps record sets of types that it does not know', () => {
    const wire = {Name: 'a.io', Type: 'NEW', TTL: 5, ResourceRecords: [{Value: 'x'}]}
    expect(toWire(fromWire(wire))).toEqual(wire)
  })

  it('reads a record set that has nothing in it', () => {
    expect(fromWire({})).toMatchObject({name: '', type: '', data: {kind: 'values', values: []}})
  })

  it('law: what is written reads back the same', () => {
    fc.assert(
      fc.property(recordSet, (set) => {
        expect(fromWire(toWire(set))).toEqual(set)
      }),
    )
  })
})
