import {describe, expect, it} from 'vitest'
import type {Routing} from '../../../src/dns/record-set.js'
import {routingFacts} from '../../../src/render/plan/routing-text.js'

const location = {continentCode: undefined, countryCode: undefined, subdivisionCode: undefined}
const proximity = {region: undefined, localZoneGroup: undefined, coordinates: undefined, bias: 0}

describe('what changes in the routing of a record set', () => {
  it.each<[Routing, Routing, string[]]>([
    [{kind: 'weighted', weight: 10}, {kind: 'weighted', weight: 10}, []],
    [{kind: 'weighted', weight: 10}, {kind: 'weighted', weight: 50}, ['weight 10 -> 50']],
    [{kind: 'simple'}, {kind: 'weighted', weight: 1}, ['routing simple -> weight 1']],
    [{kind: 'latency', region: 'eu-west-1'}, {kind: 'latency', region: 'us-east-1'}, ['region eu-west-1 -> us-east-1']],
    [{kind: 'failover', role: 'PRIMARY'}, {kind: 'failover', role: 'SECONDARY'}, ['failover PRIMARY -> SECONDARY']],
    [
      {kind: 'geolocation', ...location, continentCode: 'EU'},
      {kind: 'geolocation', ...location, countryCode: 'DE'},
      ['geolocation continent EU -> none', 'geolocation country none -> DE'],
    ],
    [
      {kind: 'geolocation', ...location, countryCode: '*'},
      {kind: 'geolocation', ...location, countryCode: 'DE'},
      ['routing geolocation default -> geolocation country DE'],
    ],
    [
      {kind: 'geoproximity', ...proximity, region: 'eu-west-1'},
      {kind: 'geoproximity', ...proximity, coordinates: {latitude: '49.22', longitude: '-74.01'}, bias: -5},
      [
        'geoproximity region eu-west-1 -> none',
        'geoproximity coordinates none -> 49.22,-74.01',
        'geoproximity bias 0 -> -5',
      ],
    ],
    [
      {kind: 'cidr', collectionId: 'c-1', locationName: 'home'},
      {kind: 'cidr', collectionId: 'c-1', locationName: 'office'},
      ['cidr location home -> office'],
    ],
  ])('%o to %o', (from, to, expected) => {
    expect(routingFacts(from, to).map(({name, before, after}) => `${name} ${before} -> ${after}`)).toEqual(expected)
  })
})
