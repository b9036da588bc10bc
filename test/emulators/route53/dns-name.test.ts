import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {isInZone, parseName, shownName, sortKeyOf} from './dns-name.js'

describe('a name as Route 53 stores it', () => {
  it.each([
    ['www.Example.COM', 'www.example.com.'],
    ['www.example.com.', 'www.example.com.'],
    ['*.example.com', '\\052.example.com.'],
    ['\\052.example.com', '\\052.example.com.'],
    ['a-*.example.com', 'a-\\052.example.com.'],
    ['_acme-challenge.example.com', '_acme-challenge.example.com.'],
    ['\\101.example.com', 'a.example.com.'],
    ['a\\056b.example.com', 'a\\056b.example.com.'],
    ['a\\040b.example.com', 'a\\040b.example.com.'],
    ['1.2.0.192.in-addr.arpa', '1.2.0.192.in-addr.arpa.'],
    ['a/b.example.com', 'a\\057b.example.com.'],
  ])('stores %s as %s', (text, stored) => {
    expect(parseName(text)).toBe(stored)
  })

  it.each([
    ['a..example.com', 'DomainLabelEmpty (Domain label is empty)'],
    ['', 'DomainLabelEmpty'],
    ['ä.example.com', "UnsupportedCharacter (Value contains unsupported characters) encountered with 'ä'"],
    ['a b.example.com', 'UnsupportedCharacter'],
    [`${'a'.repeat(64)}.example.com`, 'DomainLabelTooLong'],
    [`${'a.'.repeat(122)}example.com`, 'DomainNameTooLong'],
  ])('refuses %j', (text, problem) => {
    expect(() => parseName(text)).toThrow(problem)
  })

  it('takes 255 octets, dots included, and counts an escape as one octet', () => {
    const longest = `${'a.'.repeat(120)}bb.example.com`
    expect(parseName(longest)).toHaveLength(255)
    expect(() => parseName(`c${longest}`)).toThrow('DomainNameTooLong')
    expect(parseName(`${'\\052'.repeat(63)}.example.com`)).toHaveLength(63 * 4 + '.example.com.'.length)
  })

  it('is stored the same when it is parsed again, and shown without escapes', () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9_*!-]{1,20}$/)
    fc.assert(
      fc.property(fc.array(label, {minLength: 1, maxLength: 5}), (labels) => {
        const stored = parseName(labels.join('.'))
        expect(parseName(stored)).toBe(stored)
        expect(shownName(stored)).toBe(`${labels.join('.').toLowerCase()}.`)
      }),
    )
  })
})

describe('the order of names', () => {
  it('puts a wildcard first, a hyphen before the dot, digits before letters, and a name before what is below it', () => {
    const inOrder = [
      '',
      '\\052.',
      '1foo.',
      '_foo.',
      'foo\\052.',
      'foo-bar.',
      'foo.',
      '\\052.foo.',
      'a.foo.',
      'foo1.',
      'foo_bar.',
      'foob.',
    ]
    const names = inOrder.map((label) => `${label}example.com.`)
    expect(names.toReversed().sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))).toEqual(names)
  })
})

describe('lying in a zone', () => {
  it.each([
    ['example.com.', true],
    ['a.b.example.com.', true],
    ['badexample.com.', false],
    ['example.com.org.', false],
    ['com.', false],
  ])('%s in example.com.: %s', (name, isIn) => {
    expect(isInZone(name, 'example.com.')).toBe(isIn)
  })
})
