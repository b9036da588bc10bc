import {describe, expect, it} from 'vitest'
import {unreachableKind} from '../../../src/plan/limits/private-address.js'
import {planFor, type Situation, set, txt, wanted, zone} from '../builders.js'

const warnings = (situation: Situation) =>
  planFor(situation).warnings.map(({text, origin}) => `${origin?.kind} ${origin?.namespace}/${origin?.name}: ${text}`)

describe('an address that the internet cannot reach', () => {
  it.each([
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', undefined],
    ['172.15.255.255', undefined],
    ['192.168.1.1', 'private'],
    ['192.169.1.1', undefined],
    ['100.64.0.1', 'shared (RFC 6598)'],
    ['100.127.255.255', 'shared (RFC 6598)'],
    ['100.128.0.1', undefined],
    ['127.0.0.1', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['11.0.0.1', undefined],
    ['203.0.113.7', undefined],
    ['fd12:3456::1', 'unique local'],
    ['fc00::1', 'unique local'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
    ['fec0::1', undefined],
    ['::1', 'loopback'],
    ['::2', undefined],
    ['::ffff:10.0.0.1', 'private'],
    ['2001:db8::1', undefined],
    ['www.example.com', undefined],
  ])('%s is %s', (address, kind) => {
    expect(unreachableKind(address)).toBe(kind)
  })

  it('is a warning with host, address and object where it is new in a public zone', () => {
    expect(warnings({wants: [wanted('db', 'A', ['10.0.0.5', '203.0.113.7'], {by: 'service/shop/db'})]})).toEqual([
      'Service shop/db: db.shop.io gets the private address 10.0.0.5 in the public zone shop.io',
    ])
    expect(warnings({wants: [wanted('db', 'AAAA', 'fd00::5')]})).toEqual([
      'Service shop/web: db.shop.io gets the unique local address fd00::5 in the public zone shop.io',
    ])
    const stored = [set('db', 'A', '203.0.113.7'), txt('a-db', 'red')]
    expect(warnings({stored, wants: [wanted('db', 'A', ['10.0.0.5', '127.0.0.1'])]})).toEqual([
      'Service shop/web: db.shop.io gets the private address 10.0.0.5 and the loopback address 127.0.0.1 in the public zone shop.io',
    ])
  })

  it.each<readonly [string, Situation]>([
    ['a private zone', {stored: [[zone('shop.io', {isPrivate: true}), []]], wants: [wanted('db', 'A', '10.0.0.5')]}],
    ['a name that looks like one', {wants: [wanted('db', 'CNAME', '10.0.0.5')]}],
    [
      'a record that stays',
      {stored: [set('db', 'A', '10.0.0.5'), txt('a-db', 'red')], wants: [wanted('db', 'A', '10.0.0.5')]},
    ],
    [
      'an address that stands there already',
      {
        stored: [set('db', 'A', '10.0.0.5'), txt('a-db', 'red')],
        wants: [wanted('db', 'A', ['10.0.0.5', '203.0.113.7'])],
      },
    ],
    ['a delete', {stored: [set('db', 'A', '10.0.0.5'), txt('a-db', 'red')]}],
    ['a host that stays blocked', {stored: [set('db', 'A', '203.0.113.7')], wants: [wanted('db', 'A', '10.0.0.5')]}],
  ])('is no news in %s', (_title, situation) => {
    expect(warnings(situation)).toEqual([])
  })
})
