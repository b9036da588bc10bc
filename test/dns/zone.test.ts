import {describe, expect, it} from 'vitest'
import {isZoneFor, type Zone, zonesFor} from '../../src/dns/zone.js'
import {zone} from '../plan/builders.js'

const PUBLIC = zone('shop.io', {id: 'Zpub'})
const PUBLIC_2 = zone('shop.io', {id: 'Zpub2'})
const PUBLIC_EU = zone('eu.shop.io', {id: 'ZpubEu'})
const PRIVATE = zone('shop.io', {id: 'Zpriv', isPrivate: true})
const PRIVATE_EU = zone('eu.shop.io', {id: 'ZprivEu', isPrivate: true})

describe('the zones of a name', () => {
  it.each<readonly [string, readonly Zone[], string, readonly Zone[]]>([
    ['the one that holds it', [PUBLIC], 'web.shop.io', [PUBLIC]],
    ['its apex', [PUBLIC], 'shop.io', [PUBLIC]],
    ['the longest public one', [PUBLIC, PUBLIC_EU], 'a.eu.shop.io', [PUBLIC_EU]],
    ['a public one and its private twin', [PUBLIC, PRIVATE], 'web.shop.io', [PUBLIC, PRIVATE]],
    ['all private ones', [PRIVATE, PRIVATE_EU], 'a.eu.shop.io', [PRIVATE, PRIVATE_EU]],
    ['the longest public and all private ones', [PUBLIC_EU, PRIVATE], 'a.eu.shop.io', [PUBLIC_EU, PRIVATE]],
    ['of two public ones of one name the one with the smaller id', [PUBLIC_2, PUBLIC], 'web.shop.io', [PUBLIC]],
    ['none of which it only ends with the letters', [PUBLIC], 'myshop.io', []],
  ])('are %s', (_title, zones, name, expected) => {
    expect(zonesFor(name, zones)).toEqual(expected)
  })

  it('count the second of two public zones, to which a host can be pinned', () => {
    expect(isZoneFor(PUBLIC_2, 'web.shop.io', [PUBLIC, PUBLIC_2])).toBe(true)
    expect(isZoneFor(PUBLIC, 'a.eu.shop.io', [PUBLIC, PUBLIC_EU])).toBe(false)
    expect(isZoneFor(PRIVATE, 'a.eu.shop.io', [PRIVATE, PRIVATE_EU])).toBe(true)
    expect(isZoneFor(PRIVATE_EU, 'web.shop.io', [PRIVATE, PRIVATE_EU])).toBe(false)
  })
})
