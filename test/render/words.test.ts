import {describe, expect, it} from 'vitest'
import {duration, percent, plural} from '../../src/dns/phrase.js'
import {displayWidth, printable, sliceByWidth} from '../../src/render/layout/display-width.js'
import {oneWord, toText, words, wrap} from '../../src/render/layout/wrap.js'

const box = {column: 0, hang: 2, outdent: 0, width: 20}

describe('displayWidth', () => {
  it.each([
    ['api', 3],
    ['bücher', 6],
    ['bu\u0308cher', 6],
    ['日本', 4],
    ['🚀', 2],
    ['', 0],
  ])('takes %j for %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })
})

describe('sliceByWidth', () => {
  it('gives the text back when joined, and cuts no character in two', () => {
    expect(sliceByWidth('日本語🚀ab', 3, 4)).toEqual(['日', '本語', '🚀ab'])
  })
})

describe('printable', () => {
  it.each([
    ['a\u001b[31mb', 'a\\u{1b}[31mb'],
    ['a\nb', 'a\\u{a}b'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['bücher 日本', 'bücher 日本'],
  ])('shows %j as %s', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })
})

describe('wrap', () => {
  it('moves words to the next line and keeps runs of blanks within one', () => {
    expect(toText(wrap(words('one  two three four five six'), box))).toEqual(['one  two three four', '  five six'])
  })

  it('lets an unbreakable word run over the edge rather than cut it', () => {
    expect(toText(wrap(words('to very-long-host-name.example.com ok'), box))).toEqual([
      'to',
      'very-long-host-name.example.com',
      '  ok',
    ])
  })

  it('cuts a breakable word at the edge', () => {
    expect(toText(wrap(words('x'.repeat(45), {isBreakable: true}), box))).toEqual([
      'x'.repeat(20),
      `  ${'x'.repeat(18)}`,
      `  ${'x'.repeat(7)}`,
    ])
  })

  it('keeps a word on one line with the next that it belongs to', () => {
    const alias = [...words('A AAAA'), oneWord('alias', {sticks: true}), oneWord('lb.example.net')]
    expect(toText(wrap(alias, box))).toEqual(['A AAAA', 'alias lb.example.net'])
  })
})

describe('phrases', () => {
  it.each([
    [300, '5 min'],
    [60, '1 min'],
    [90, '90 s'],
    [3600, '1 h'],
    [5400, '90 min'],
    [86_400, '24 h'],
  ])('says %i seconds as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text)
  })

  it.each([
    [1, 187, '0.5 %'],
    [1, 10, '10 %'],
    [1, 100_000, '< 0.1 %'],
    [0, 0, '0 %'],
    [2, 0, '100 %'],
  ])('says %i of %i as %s', (part, whole, text) => {
    expect(percent(part, whole)).toBe(text)
  })

  it('counts one as one', () => {
    expect([plural(1, 'batch', 'batches'), plural(2, 'batch', 'batches'), plural(0, 'zone')]).toEqual([
      '1 batch',
      '2 batches',
      '0 zones',
    ])
  })
})
