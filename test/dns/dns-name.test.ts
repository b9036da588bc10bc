import {describe, expect, it} from 'vitest'
import {isWithin, parseDnsName, toPlanKey, toUnicodeName} from '../../src/dns/dns-name.js'

const LABEL_63 = 'x'.repeat(63)

describe('a DNS name', () => {
  it.each([
    ['www.shop.io', 'www.shop.io'],
    ['WWW.Shop.IO.', 'www.shop.io'],
    ['  www.shop.io ', 'www.shop.io'],
    ['*.shop.io', '*.shop.io'],
    ['a-*.shop.io', 'a-*.shop.io'],
    ['_acme-challenge.shop.io', '_acme-challenge.shop.io'],
    ['-web.shop.io', '-web.shop.io'],
    ['bücher.shop.io', 'xn--bcher-kva.shop.io'],
    ['*.BÜCHER.io', '*.xn--bcher-kva.io'],
    ['_x.bücher.io', '_x.xn--bcher-kva.io'],
    [`${LABEL_63}.io`, `${LABEL_63}.io`],
    ['io', 'io'],
  ])('%s is read as %s', (text, expected) => {
    expect(parseDnsName(text)).toEqual({ok: true, value: expected})
  })

  it.each([
    ['', 'the name is empty'],
    ['.', 'the name is empty'],
    ['www..shop.io', 'the name has an empty label'],
    ['.shop.io', 'the name has an empty label'],
    [`${LABEL_63}x.io`, `the label "${LABEL_63}x" has 64 octets, DNS allows 63`],
    ['a b.shop.io', 'the label "a b" has a character that DNS names cannot hold'],
    ['a\\b.shop.io', 'the label "a\\b" has a character that DNS names cannot hold'],
    [`${`${LABEL_63}.`.repeat(4)}io`, 'the name has 258 octets, DNS allows 253'],
  ])('"%s" is none', (text, problem) => {
    expect(parseDnsName(text)).toEqual({ok: false, problem})
  })

  it.each([
    ['Web.Shop.IO.', 'web.shop.io'],
    ['faß.de', 'xn--fa-hia.de'],
    ['xn--bcher-kva.io', 'xn--bcher-kva.io'],
    ['bücher..io', 'xn--bcher-kva..io'],
  ])('%s is compared as %s', (text, expected) => {
    expect(toPlanKey(text)).toBe(expected)
  })

  it('is matched by filters in Unicode', () => {
    expect(toUnicodeName('*.XN--BCHER-KVA.io.')).toBe('*.bücher.io')
  })

  it.each([
    ['shop.io', 'shop.io', true],
    ['web.shop.io', 'shop.io', true],
    ['myshop.io', 'shop.io', false],
    ['io', 'shop.io', false],
  ])('%s within %s: %s', (name, parent, expected) => {
    expect(isWithin(name, parent)).toBe(expected)
  })
})
