import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {canonicalHost, commonHost} from '../../../src/sources/gateway/route-hosts.js'

const LABEL = 'a'.repeat(63)

describe('the canonical form of a host', () => {
  it.each([
    ['', ''],
    ['Shop.Example.ORG', 'shop.example.org'],
    ['*.Example.org', '*.example.org'],
    ['example.org.', 'example.org.'],
    ['localhost', 'localhost'],
    ['1.2.3', '1.2.3'],
    ['010.0.0.1', '010.0.0.1'],
    ['*.192.0.2.1', '*.192.0.2.1'],
    [`${LABEL}.example.org`, `${LABEL}.example.org`],
    ['xn--bcher-kva.example.org', 'xn--bcher-kva.example.org'],
  ])('of %j is %j', (text, expected) => {
    expect(canonicalHost(text)).toEqual({ok: true, value: expected})
  })

  it.each([
    '192.0.2.1',
    '2001:db8::1',
    '*',
    '*.',
    '.',
    '*.*.example.org',
    'x.*.example.org',
    'a..b',
    '.example.org',
    'example.org..',
    '-a.example.org',
    'a-.example.org',
    'a_b.example.org',
    'a b.example.org',
    'bücher.example.org',
    '\u212a.example.org',
    `${LABEL}a.example.org`,
    `${'a.'.repeat(127)}ab`,
  ])('does not exist for %j', (text) => {
    expect(canonicalHost(text).ok).toBe(false)
  })

  it('holds 255 octets', () => {
    expect(canonicalHost(`${'a.'.repeat(127)}a`).ok).toBe(true)
    expect(canonicalHost(`*.${'a.'.repeat(127)}a`).ok).toBe(true)
  })
})

describe('what two hosts have in common', () => {
  it.each([
    ['', '', ''],
    ['', 'a.example.com', 'a.example.com'],
    ['a.example.com', '', 'a.example.com'],
    ['a.example.com', 'a.example.com', 'a.example.com'],
    ['a.example.com', 'b.example.com', undefined],
    ['*.example.com', 'x.example.com', 'x.example.com'],
    ['*.example.com', 'x.y.example.com', 'x.y.example.com'],
    ['*.example.com', '*.y.example.com', '*.y.example.com'],
    ['*.example.com', '*.example.com', '*.example.com'],
    ['*.example.com', 'example.com', undefined],
    ['*.example.com', 'xexample.com', undefined],
    ['*.example.com', 'x.example.net', undefined],
    ['*.example.com', 'x.example.com.', undefined],
    ['example.com', 'x.example.com', undefined],
    ['*.example.com', 'a.example.com', 'a.example.com'],
    ['example.com.', 'example.com', undefined],
  ])('of %j and %j is %j, either way round', (a, b, expected) => {
    expect(commonHost(a, b)).toBe(expected)
    expect(commonHost(b, a)).toBe(expected)
  })

  it('law: it does not matter who is asked first, and it is one of the two', () => {
    const host = fc
      .tuple(fc.constantFrom('', '*.'), fc.array(fc.constantFrom('a', 'b', 'ab'), {minLength: 1, maxLength: 4}))
      .map(([wildcard, labels]) => `${wildcard}${labels.join('.')}`)
    fc.assert(
      fc.property(host, host, (a, b) => {
        const common = commonHost(a, b)
        expect(commonHost(b, a)).toBe(common)
        if (common !== undefined) {
          expect([a, b]).toContain(common)
          expect(commonHost(common, a)).toBe(common)
          expect(commonHost(common, b)).toBe(common)
        }
      }),
    )
  })
})
