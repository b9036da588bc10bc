import {expect, it} from 'vitest'
import {compareListed, isListedBefore} from '../../../src/route53/read/named-reading.js'

it('puts names in the order of the API reference', () => {
  const listed = [
    'shop.io',
    '*.shop.io',
    '-a.shop.io',
    '0.shop.io',
    '_x.shop.io',
    'foo-bar.shop.io',
    'a.foo-bar.shop.io',
    'foo.shop.io',
    'a.foo.shop.io',
    'foo0.shop.io',
    'foo_bar.shop.io',
  ]
  expect(listed.toReversed().sort(compareListed)).toEqual(listed)
})

it.each([
  ['a.shop.io', 'b.shop.io', true],
  ['b.shop.io', 'a.shop.io', false],
  ['a.shop.io', 'a.shop.io', false],
  ['foo-bar.shop.io', 'foo.shop.io', true],
  // The order of `*` and `a` depends on how `*` is compared, and so does that of `*` and `-`.
  ['*.shop.io', '~.shop.io', true],
  ['*.shop.io', 'a.shop.io', true],
  ['*.shop.io', '0.shop.io', false],
  ['0.shop.io', '*.shop.io', false],
])('knows whether %s is surely listed before %s', (name, next, expected) => {
  expect(isListedBefore(name, next)).toBe(expected)
})
