import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {isQuoted, joinText, quoteText, stringLengths} from '../../../src/route53/records/txt-value.js'

describe('quoteText', () => {
  it.each([
    ['v=spf1 -all', '"v=spf1 -all"'],
    ['"v=spf1 -all"', '"v=spf1 -all"'],
    ['"a" "b"', '"a" "b"'],
    ['"a" "b \\"c\\" d"', '"a" "b \\"c\\" d"'],
    ['"a" \t "b"', '"a" \t "b"'],
    ['"a\\ b" "\\ c"', '"a\\ b" "\\ c"'],
    ['~\u007f', '"~\\177"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['back\\slash', '"back\\134slash"'],
    ['"', '"\\""'],
    ['"open', '"\\"open"'],
    ['"a"b"', '"\\"a\\"b\\""'],
    ['ü', '"\\303\\274"'],
    ['tab\there', '"tab\\011here"'],
    ['', '""'],
    ['x'.repeat(255), `"${'x'.repeat(255)}"`],
    ['x'.repeat(256), `"${'x'.repeat(255)}" "x"`],
    ['ü'.repeat(128), `"${'\\303\\274'.repeat(127)}\\303" "\\274"`],
  ])('writes %j as %j', (text, expected) => {
    expect(quoteText(text)).toBe(expected)
  })

  it('law: a text comes back from its value, and each string is short enough', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({unit: 'binary', maxLength: 400})), (text) => {
        fc.pre(!isQuoted(text))
        const value = quoteText(text)
        expect(Buffer.from(joinText(value), 'latin1').toString()).toBe(Buffer.from(text).toString())
        expect(Math.max(...stringLengths(value))).toBeLessThanOrEqual(255)
        expect(isQuoted(value)).toBe(true)
      }),
    )
  })
})

it.each([
  ['"ab" "c"', '"abc"', true],
  ['"a\\142c"', '"abc"', true],
  ['"a\\"b"', '"a\\042b"', true],
  ['"ü"', '"\\303\\274"', true],
  ['"a\\\\b"', '"a\\134b"', true],
  ['"\\\\142"', '"\\134142"', true],
  ['"\\\\142"', '"b"', false],
  ['"\u00a0"', '"\\302\\240"', true],
  ['"😀"', '"\\360\\237\\230\\200"', true],
  ['"😀"', '"😁"', false],
  ['"a" "b"', '"a b"', false],
  ['"ABC"', '"abc"', false],
])('takes %j and %j for the same text: %s', (a, b, expected) => {
  expect(joinText(a) === joinText(b)).toBe(expected)
})
