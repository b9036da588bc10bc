import {describe, expect, it} from 'vitest'
import {dealZones, rootNames} from '../../../src/route53/read/shard.js'
import {zone} from '../builders.js'

const NAMES = ['shop.io', 'eu.shop.io', 'a.eu.shop.io', 'shop.io.net', 'xshop.io', 'pay.test', 'api.net', 'b.api.net']
const ZONES = [...NAMES.map((name, index) => zone(name, `Z${index}`)), zone('eu.shop.io', 'ZP', {isPrivate: true})]
const deals = (count: number, zones = ZONES) =>
  Array.from({length: count}, (_, index) => dealZones(zones, {index, count}))

describe('zones are dealt to shards', () => {
  it.each([1, 2, 3, 7, 50])('each to exactly one of %i', (count) => {
    const dealt = deals(count).flatMap(({zones}) => zones.map(({id}) => id))
    expect(dealt.toSorted()).toEqual(ZONES.map(({id}) => id).toSorted())
  })

  it('a zone with its parents, public or private: they may hold the texts of each other', () => {
    for (const count of [2, 3, 7, 50]) {
      const family = ['shop.io', 'eu.shop.io', 'a.eu.shop.io', 'x.a.eu.shop.io'].map((name) =>
        deals(count)[0]?.indexOf(name),
      )
      expect(new Set(family).size).toBe(1)
    }
  })

  it('by the shortest selected zone at or above them, which is no zone whose name only ends alike', () => {
    expect(Object.fromEntries(rootNames(ZONES))).toEqual({
      'shop.io': 'shop.io',
      'eu.shop.io': 'shop.io',
      'a.eu.shop.io': 'shop.io',
      'shop.io.net': 'shop.io.net',
      'xshop.io': 'xshop.io',
      'pay.test': 'pay.test',
      'api.net': 'api.net',
      'b.api.net': 'api.net',
    })
  })

  it('so that every name is taken by one shard, whatever its case and its final dot', () => {
    for (const name of [...NAMES, 'www.pay.test', 'WWW.Pay.Test.', 'nowhere.example', '*.api.net']) {
      expect(deals(7).filter((deal) => deal.takes(name))).toHaveLength(1)
    }
    expect(deals(7)[0]?.indexOf('WWW.Pay.Test.')).toBe(deals(7)[0]?.indexOf('pay.test'))
  })

  it('and a name that no zone holds is of the first', () => {
    expect(deals(7)[0]?.takes('nowhere.example')).toBe(true)
    expect(deals(7, [])[0]?.takes('shop.io')).toBe(true)
  })

  it('and a further shard takes zones away, and moves none among the others', () => {
    const many = Array.from({length: 200}, (_, index) => zone(`z${index}.io`, `Z${index}`))
    const [before, after] = [deals(4, many)[0], deals(5, many)[0]]
    const moved = many.filter(({name}) => before?.indexOf(name) !== after?.indexOf(name))
    expect(moved.map(({name}) => after?.indexOf(name))).toEqual(moved.map(() => 4))
    expect(moved.length).toBeGreaterThan(0)
    expect(moved.length).toBeLessThan(80)
  })
})
