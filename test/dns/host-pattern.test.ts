import {describe, expect, it} from 'vitest'
import {hostMatcher, parseHostPattern, patternText} from '../../src/dns/host-pattern.js'

function parse(text: string) {
  const pattern = parseHostPattern(text)
  if (!pattern.ok) throw new Error(pattern.problem)
  return pattern.value
}

const NAMES = ['example.com', 'web.example.com', '*.example.com', 'a.web.example.com', 'otherexample.com']

describe('a pattern of hosts', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['one host', 'web.example.com', ['web.example.com']],
    ['capitals, a trailing dot and blanks', ' WEB.Example.com. ', ['web.example.com']],
    ['everything below, the wildcard record too', '*.example.com', NAMES.slice(1, 4)],
    ['everything below, with capitals and a trailing dot', '*.EXAMPLE.com.', NAMES.slice(1, 4)],
    ['a deeper name', '*.web.example.com', ['a.web.example.com']],
    ['the apex', 'example.com', ['example.com']],
    ['the wildcard record alone', '\\052.example.com', ['*.example.com']],
    ['nothing that is there', '*.org', []],
  ])('takes %s', (_title, text, taken) => {
    expect(NAMES.filter(hostMatcher([parse(text)]))).toEqual(taken)
  })

  it('takes Unicode names in their stored form', () => {
    expect(hostMatcher([parse('*.bücher.de')])('web.xn--bcher-kva.de')).toBe(true)
    expect(hostMatcher([parse('BÜCHER.de')])('xn--bcher-kva.de')).toBe(true)
  })

  it('is joined with others, and none takes everything', () => {
    expect(NAMES.filter(hostMatcher([parse('example.com'), parse('*.web.example.com')]))).toEqual([
      'example.com',
      'a.web.example.com',
    ])
    expect(NAMES.filter(hostMatcher([]))).toEqual(NAMES)
  })

  it.each(['web.example.com', '*.example.com', '\\052.example.com'])('is written as it is read: %s', (text) => {
    expect(patternText(parse(text))).toBe(text)
  })

  it.each([
    ['*', 'a * is allowed only as the first label, as in *.example.com for all hosts below'],
    ['web-*.example.com', 'a * is allowed only as the first label, as in *.example.com for all hosts below'],
    ['*.*.example.com', 'a * is allowed only as the first label, as in *.example.com for all hosts below'],
    ['*.', 'the name is empty'],
    ['*.a..b', 'the name has an empty label'],
  ])('is not %s', (text, problem) => {
    expect(parseHostPattern(text)).toEqual({ok: false, problem})
  })
})
