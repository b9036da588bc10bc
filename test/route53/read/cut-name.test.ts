import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseDnsName} from '../../../src/dns/dns-name.js'
import {cutBetween} from '../../../src/route53/read/cut-name.js'
import {isListedBefore, isPlainlyListed} from '../../../src/route53/read/named-reading.js'

describe('a name at which to cut a rest in two', () => {
  it.each([
    // 100 sets a hundred: half of 2,000 more than a page is at 1,150.
    ['h1000', 'h1100', 'h9', 2000, /^h2[23]/],
    // No further than halfway, if there is less than that.
    ['h1000', 'h1100', 'h15', 20_000, /^h13/],
    // Letters go on with letters, past the names of one beginning.
    ['ab', 'ad', undefined, 2000, /^[bc]/],
  ] as const)('after %s and %s, before %s, with %i sets to come', (since, at, end, most, expected) => {
    const below = (label: string) => `${label}.shop.io`
    const cut = cutBetween('shop.io', {
      since: below(since),
      sets: 100,
      at: below(at),
      end: end === undefined ? undefined : below(end),
      most,
    })
    expect(cut?.name).toMatch(expected)
    expect(cut?.name.endsWith('.shop.io')).toBe(true)
  })

  it('is a name that can be asked for, certainly between the two, for any names', () => {
    const label = fc.oneof(
      fc.stringMatching(/^[a-z0-9_-]{1,5}$/),
      fc.constantFrom('*', '0*', 'b!', 'd~', 'a\\056b', 'z'.repeat(63), `${'a'.repeat(62)}-`),
    )
    const names = fc
      .array(label, {minLength: 1, maxLength: 3})
      .map((labels) => [...labels, 'shop.io'].join('.'))
      .filter((name) => name.length <= 253)
    fc.assert(
      fc.property(
        names,
        names,
        fc.option(names, {nil: undefined}),
        fc.integer({min: -5, max: 100_000}),
        (since, at, end, most) => {
          const cut = cutBetween('shop.io', {since, sets: 150, at, end, most})
          if (cut === undefined) return
          expect(parseDnsName(cut.name).ok && isPlainlyListed(cut.name)).toBe(true)
          expect(isListedBefore(at, cut.name)).toBe(true)
          if (end !== undefined) expect(isListedBefore(cut.name, end)).toBe(true)
          expect(cut.expected).toBeLessThanOrEqual(most)
        },
      ),
      {numRuns: 2000},
    )
  })
})
