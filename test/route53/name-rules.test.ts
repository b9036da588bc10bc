import {describe, expect, it} from 'vitest'
import type {RecordSet, Routing} from '../../src/dns/record-set.js'
import {checkName} from '../../src/route53/records/rules.js'
import {alias, values, zone} from './builders.js'

const shop = zone('shop.io', 'Z1')
const LB = {dnsName: 'lb.eu-west-1.elb.amazonaws.com'}

function routed(routing: Routing, changes: Partial<RecordSet> = {}): RecordSet {
  return values('www.shop.io', 'A', ['192.0.2.1'], {setIdentifier: 'eu', routing, ...changes})
}

describe('checkName', () => {
  const a = values('www.shop.io', 'A', ['192.0.2.1'])
  const txt = values('www.shop.io', 'TXT', ['"x"'])
  const cname = values('www.shop.io', 'CNAME', ['b.io'])
  const ns = values('shop.io', 'NS', ['ns.a.io'])
  const weighted = (setIdentifier: string, ttlSeconds = 300): RecordSet =>
    values('www.shop.io', 'A', ['192.0.2.1'], {setIdentifier, routing: {kind: 'weighted', weight: 1}, ttlSeconds})
  const failover = (setIdentifier: string, role: string) => routed({kind: 'failover', role}, {setIdentifier})
  const inRegion = (setIdentifier: string) => routed({kind: 'latency', region: 'eu-west-1'}, {setIdentifier})
  const nowhere = {region: undefined, localZoneGroup: undefined, coordinates: undefined}
  const inProximity = (setIdentifier: string, place: Partial<Extract<Routing, {kind: 'geoproximity'}>>) =>
    routed({kind: 'geoproximity', ...nowhere, bias: 0, ...place}, {setIdentifier})
  const near = (setIdentifier: string, coordinates: {latitude: string; longitude: string}) =>
    inProximity(setIdentifier, {coordinates})
  const at = (setIdentifier: string, place: Partial<Extract<Routing, {kind: 'geolocation'}>>) =>
    routed(
      {kind: 'geolocation', continentCode: undefined, countryCode: undefined, subdivisionCode: undefined, ...place},
      {setIdentifier},
    )
  const inCountry = (setIdentifier: string) => at(setIdentifier, {countryCode: 'DE'})

  it.each<[string, readonly RecordSet[], readonly string[]]>([
    ['several types', [a, txt], []],
    ['a CNAME alone', [cname], []],
    [
      'weighted CNAMEs',
      [
        {...cname, ...weighted('x'), type: 'CNAME'},
        {...cname, ...weighted('y'), type: 'CNAME'},
      ],
      [],
    ],
    ['weighted sets', [weighted('x'), weighted('y')], []],
    [
      'a weighted alias beside a plain one',
      [weighted('x'), {...alias('www.shop.io', 'A', LB), setIdentifier: 'y', routing: {kind: 'weighted', weight: 1}}],
      [],
    ],
    ['both roles', [failover('x', 'PRIMARY'), failover('y', 'SECONDARY')], []],
    ['nothing', [], []],
    [
      'a CNAME beside others',
      [cname, txt, a],
      ['a CNAME must be alone at its name, and www.shop.io would have A and TXT too'],
    ],
    ['a CNAME at the apex, which has its own rule', [{...cname, name: ns.name}, ns], []],
    [
      'simple beside weighted',
      [a, weighted('x')],
      ['A www.shop.io would have simple and weighted routing side by side'],
    ],
    [
      'two policies',
      [weighted('x'), inRegion('y')],
      ['A www.shop.io would have latency and weighted routing side by side'],
    ],
    ['two simple sets', [a, a], ['A www.shop.io would be there 2 times']],
    [
      'an identifier twice',
      [weighted('x'), weighted('x')],
      ['A www.shop.io would be there twice with the set identifier "x"'],
    ],
    [
      'a role twice',
      [failover('x', 'PRIMARY'), failover('y', 'PRIMARY')],
      ['A www.shop.io would have two sets for the role PRIMARY'],
    ],
    ['a region twice', [inRegion('x'), inRegion('y')], ['A www.shop.io would have two sets for region eu-west-1']],
    ['a country twice', [inCountry('x'), inCountry('y')], ['A www.shop.io would have two sets for the location DE']],
    [
      'a subdivision twice',
      [at('x', {countryCode: 'US', subdivisionCode: 'CA'}), at('y', {countryCode: 'US', subdivisionCode: 'CA'})],
      ['A www.shop.io would have two sets for the location US-CA'],
    ],
    [
      'a continent twice',
      [at('x', {continentCode: 'EU'}), at('y', {continentCode: 'EU'})],
      ['A www.shop.io would have two sets for the location EU'],
    ],
    [
      'a country and its subdivision',
      [at('x', {countryCode: 'US', subdivisionCode: 'CA'}), at('y', {countryCode: 'US'})],
      [],
    ],
    [
      'a point twice, however it is written',
      [near('x', {latitude: '1.0', longitude: '-2'}), near('y', {latitude: '1', longitude: '-2.00'})],
      ['A www.shop.io would have two sets for the place 1,-2'],
    ],
    ['two points', [near('x', {latitude: '1', longitude: '-2'}), near('y', {latitude: '1', longitude: '2'})], []],
    [
      'a location of AZ affinity twice',
      ['x', 'y'].map((id) => routed({kind: 'az-affinity', text: 'Region/eu-west-1'}, {setIdentifier: id})),
      ['A www.shop.io would have two sets for the location Region/eu-west-1'],
    ],
    [
      'a region of geoproximity twice',
      ['x', 'y'].map((id) => inProximity(id, {region: 'eu-west-1'})),
      ['A www.shop.io would have two sets for the place eu-west-1'],
    ],
    [
      'a local zone group twice',
      ['x', 'y'].map((id) => inProximity(id, {localZoneGroup: 'us-west-2-lax-1'})),
      ['A www.shop.io would have two sets for the place us-west-2-lax-1'],
    ],
    ['two regions', [inProximity('x', {region: 'eu-west-1'}), inProximity('y', {region: 'us-east-1'})], []],
    [
      'a CIDR location twice',
      ['x', 'y'].map((id) => routed({kind: 'cidr', collectionId: 'c', locationName: 'l'}, {setIdentifier: id})),
      ['A www.shop.io would have two sets for the CIDR location c l'],
    ],
    ['multivalue sets', ['x', 'y'].map((id) => routed({kind: 'multivalue'}, {setIdentifier: id})), []],
    [
      'weights with two TTLs',
      [weighted('x'), weighted('y', 60)],
      ['the weighted sets of A www.shop.io would have different TTLs'],
    ],
    [
      'regions with two TTLs',
      ['eu-west-1', 'us-east-1'].map((region, index) =>
        values('www.shop.io', 'A', ['192.0.2.1'], {
          ...{setIdentifier: region, routing: {kind: 'latency', region}},
          ttlSeconds: index * 60,
        }),
      ),
      [],
    ],
    [
      'sets of a policy that is not known',
      ['x', 'y'].map((setIdentifier) => routed({kind: 'other', policy: 'Orbit', text: 'low'}, {setIdentifier})),
      [],
    ],
    ['a hundred sets', Array.from({length: 100}, (_each, index) => weighted(String(index))), []],
    [
      'over a hundred sets',
      Array.from({length: 101}, (_each, index) => weighted(String(index))),
      ['A www.shop.io would have 101 sets, Route 53 allows 100'],
    ],
  ])('%s', (_case, sets, expected) => {
    expect(checkName(sets, shop)).toEqual(expected)
  })
})
