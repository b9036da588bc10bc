import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {hostsInRule} from '../../src/sources/traefik-proxy.js'

describe('the hosts of a Traefik rule', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['Host(`a.org`)', ['a.org']],
    ['Host(`a.org`) || Host(`b.org`)', ['a.org', 'b.org']],
    ['Host(`a.org`, `b.org`) && PathPrefix(`/x`)', ['a.org', 'b.org']],
    ['Host(`a.org`,`b.org`,`c.org`)', ['a.org', 'b.org', 'c.org']],
    ['Host ( `a.org` )', ['a.org']],
    ['Host\t(\n`a.org`\r\n)', ['a.org']],
    ['HostSNI(`a.org`)', ['a.org']],
    ['HostHeader(`a.org`)', ['a.org']],
    ['HostSNI(`*`)', []],
    ['Host(`*`, `a.org`)', ['a.org']],
    ['Host(`*.a.org`)', ['*.a.org']],
    ['Host(``)', []],
    ['Host(`a.org,b.org`)', []],
    ['Host(`a.org`, ``)', ['a.org']],
    ['Host("a.org")', []],
    ["Host('a.org')", []],
    ['Host(a.org)', []],
    ['HostRegexp(`a.org`)', []],
    ['HostSNIRegexp(`a.org`)', []],
    ['!Host(`a.org`)', ['a.org']],
    ['PathPrefix(`/x`)', []],
    ['PathPrefix(`/x`) && Host(`a.org`)', ['a.org']],
    ['MyHost(`a.org`)', ['a.org']],
    ['host(`a.org`)', []],
    ['Host(`a.org`', []],
    ['Host(`a.org`\n && Host(`b.org`)', ['b.org']],
    ['Host(`a.org` && PathPrefix(`/x`)', ['a.org', '/x']],
    ['Host(`Host(`a.org`)', ['Host(']],
  ])('of %j are %j', (rule, expected) => {
    expect(hostsInRule(rule)).toEqual(expected)
  })

  it('are what one expression for a whole call finds', () => {
    const parts = ['Host', 'HostSNI', 'Regexp', '(', ')', '`', '`', ' ', '\n', ',', 'a.org', '*', '\r', '(`', '`)']
    const rule = fc.array(fc.constantFrom(...parts), {maxLength: 24}).map((some) => some.join(''))
    fc.assert(
      fc.property(rule, (text) => {
        const calls = text.matchAll(/(?:HostSNI|HostHeader|Host)[\t\n\f\r ]*\([\t\n\f\r ]*(`[^\n]*?`)[\t\n\f\r ]*\)/g)
        const expected = [...calls].flatMap(([call]) => [...call.matchAll(/`([^,`]+)`/g)].map(([, name]) => name))
        expect(hostsInRule(text)).toEqual(expected.filter((name) => name !== '*'))
      }),
      {numRuns: 2000},
    )
  })

  it('are found in a rule of a megabyte', () => {
    expect(hostsInRule('Host(`'.repeat(200_000))).toEqual([])
  })
})
