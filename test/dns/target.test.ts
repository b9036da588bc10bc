import {describe, expect, it} from 'vitest'
import {canonicalAddress, compareTargets, sameTargets, suitableType} from '../../src/dns/target.js'

describe('a target', () => {
  it.each([
    ['192.0.2.1', 'A'],
    ['2001:db8::1', 'AAAA'],
    ['::ffff:192.0.2.1', 'AAAA'],
    ['192.0.2', 'CNAME'],
    ['192.0.02.1', 'CNAME'],
    ['lb.example.net', 'CNAME'],
    ['', 'CNAME'],
  ])('%s asks for type %s', (target, type) => {
    expect(suitableType(target)).toBe(type)
  })

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['lb.example.net', undefined],
  ])('%s is spelled %s', (target, expected) => {
    expect(canonicalAddress(target)).toBe(expected)
  })
})

describe('two lists of targets', () => {
  it.each([
    [['192.0.2.1', '192.0.2.2'], ['192.0.2.2', '192.0.2.1'], true],
    [['LB.example.net'], ['lb.example.NET'], true],
    [['2001:db8::1'], ['2001:0db8:0::0001'], true],
    [['192.0.2.1'], ['192.0.2.1', '192.0.2.1'], false],
    [['192.0.2.1'], ['192.0.2.2'], false],
    // external-dns stops comparing at the first pair of addresses in different spellings.
    [['2001:0db8::1', '2001:db8::2'], ['2001:db8::1', '2001:db8::3'], false],
    [['2001:db8::3', '2001:0db8::1'], ['2001:db8::1', '2001:db8::3'], true],
    [[], [], true],
  ])('%j and %j are the same: %s', (a, b, expected) => {
    expect(sameTargets(a, b)).toBe(expected)
    expect(sameTargets(b, a)).toBe(expected)
  })

  it.each([
    [['192.0.2.50'], ['192.0.2.1', '192.0.2.2']],
    [['192.0.2.9'], ['192.0.2.10']],
    [['192.0.2.255'], ['2001:db8::1']],
    [['2001:db8::9'], ['2001:db8::10']],
    [['2001:db8::1'], ['a.example.net']],
    [['a.example.net'], ['b.example.net']],
    [['Z.example.net'], ['a.example.net']],
    [
      ['192.0.2.1', '192.0.2.3'],
      ['192.0.2.1', '192.0.2.4'],
    ],
  ])('%j comes before %j', (a, b) => {
    expect(compareTargets(a, b)).toBeLessThan(0)
    expect(compareTargets(b, a)).toBeGreaterThan(0)
  })

  it('rank alike in any order, and in two spellings of one address', () => {
    expect(compareTargets(['192.0.2.2', '192.0.2.1'], ['192.0.2.1', '192.0.2.2'])).toBe(0)
    expect(compareTargets(['2001:db8::1'], ['2001:0db8::1'])).toBe(0)
  })
})
