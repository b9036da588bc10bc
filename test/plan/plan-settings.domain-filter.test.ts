import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type DomainFilter, type DomainFilterFlags, makeDomainFilter} from '../../src/plan/plan-settings.js'

function filter(flags: Partial<DomainFilterFlags>): DomainFilter {
  const parsed = makeDomainFilter({include: [], exclude: [], ...flags})
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

describe('matches', () => {
  // The rules of external-dns: docs/external-dns-behaviour.md#domain-filters.
  it.each([
    [['shop.io'], [], 'shop.io', true],
    [['shop.io'], [], 'a.b.shop.io', true],
    [['shop.io'], [], 'myshop.io', false],
    [['.shop.io'], [], 'shop.io', false],
    [['.shop.io'], [], 'a.shop.io', true],
    [['shop.io'], ['int.shop.io'], 'x.int.shop.io', false],
    [['shop.io'], ['int.shop.io'], 'int.shop.io', false],
    [['shop.io'], ['int.shop.io'], 'my-int.shop.io', true],
    [['shop.io'], ['.int.shop.io'], 'int.shop.io', true],
    [['shop.io'], ['.int.shop.io'], 'a.int.shop.io', false],
    [[], ['shop.io'], 'foo.net', true],
    [[], ['shop.io'], 'shop.io', false],
    [['Shop.IO.'], [], 'WWW.SHOP.io', true],
    [[' shop.io '], [], 'www.shop.io.', true],
    [['', ' '], [], 'anything.at.all', true],
    [['', 'shop.io'], [], 'foo.net', false],
    [[], ['', ' '], 'shop.io', true],
    [[], ['', ' '], 'no..name..', true],
    [['shop.io', 'foo.net'], [], 'a.foo.net', true],
    [['bücher.example'], [], 'www.xn--bcher-kva.example', true],
    [['xn--bcher-kva.example'], [], 'Bücher.example', true],
  ])('with include %j and exclude %j, of %s says %s', (include, exclude, name, expected) => {
    expect(filter({include, exclude}).matches(name)).toBe(expected)
  })

  it.each([
    ['\\.shop\\.io$', '', 'a.shop.io', true],
    ['\\.shop\\.io$', '', 'shop.io', false],
    ['(^|\\.)shop\\.io$', '', 'shop.io', true],
    ['shop', '', 'a.shopping.net', true],
    ['\\.shop\\.io$', '^int\\.', 'int.shop.io', false],
    ['', '^int\\.', 'int.shop.io', false],
    ['', '^int\\.', 'a.shop.io', true],
    ['\\.shop\\.io$', '', 'A.SHOP.IO.', true],
    ['^bücher\\.', '', 'xn--bcher-kva.example', true],
    ['^\\pL+\\.io$', '', 'bücher.io', true],
  ])('with regex %s and exclusion %s, of %s says %s', (regexInclude, regexExclude, name, expected) => {
    // Lists have no effect together with a regex.
    const flags = {include: ['nowhere.test'], exclude: ['shop.io'], regexInclude, regexExclude}
    expect(filter(flags).matches(name)).toBe(expected)
  })

  it('refuses what RE2 refuses, and names the flag', () => {
    const parsed = makeDomainFilter({include: [], exclude: [], regexInclude: '(?=shop)'})
    expect(parsed).toMatchObject({ok: false, problem: expect.stringContaining('--regex-domain-filter "(?=shop)"')})
    const exclusion = makeDomainFilter({include: [], exclude: [], regexExclude: '(a)\\1'})
    expect(exclusion).toMatchObject({ok: false, problem: expect.stringContaining('--regex-domain-exclusion')})
  })

  it('law: the order of the filters never matters', () => {
    const names = fc.array(fc.constantFrom('shop.io', '.shop.io', 'int.shop.io', 'net', 'a.net', ''), {maxLength: 5})
    fc.assert(
      fc.property(names, names, fc.constantFrom('shop.io', 'a.int.shop.io', 'b.a.net'), (include, exclude, name) => {
        const reversed = filter({include: include.toReversed(), exclude: exclude.toReversed()})
        expect(reversed.matches(name)).toBe(filter({include, exclude}).matches(name))
      }),
    )
  })
})

describe('matchesParent', () => {
  it.each([
    [['app.shop.io'], [], 'shop.io', true],
    [['app.shop.io'], [], 'io', true],
    [['.app.shop.io'], [], 'shop.io', false],
    [['app.shop.io'], [], 'other.net', false],
    [['app.shop.io', 'app.other.net'], [], 'other.net', true],
    [['app.shop.io'], [], 'op.io', false],
    [['app.shop.io'], ['shop.io'], 'shop.io', false],
    [[], [], 'shop.io', true],
    [[], ['shop.io'], 'shop.io', false],
  ])('with include %j and exclude %j, of zone %s says %s', (include, exclude, zone, expected) => {
    expect(filter({include, exclude}).matchesParent(zone)).toBe(expected)
  })

  it.each([
    ['\\.shop\\.io$', '', 'shop.io', true],
    ['\\.app\\.shop\\.io$', '', 'shop.io', true],
    ['(^|\\.)app\\.shop\\.io$', '', 'shop.io', true],
    ['^(app|web)\\.shop\\.io$', '', 'shop.io', true],
    ['^(app|web)\\.shop\\.io$', '', 'other.net', false],
    ['^[a-z]{3}\\.shop\\.io$', '', 'eu.shop.io', true],
    ['\\.shop\\.io$', '', 'other.net', false],
    ['\\.shop\\.io\\z', '', 'other.net', false],
    ['shop\\.io$', '', 'other.io', false],
    // An anchored end proves nothing: as in external-dns, every zone may be a parent.
    ['\\.shop\\.(io|net)$', '', 'other.net', true],
    ['\\.shop\\.io', '', 'other.net', true],
    ['\\.shop\\.io?$', '', 'shop.i', true],
    ['\\.shop\\.i[op]$', '', 'shop.ip', true],
    ['\\.shop\\.io$|\\.other\\.net$', '', 'other.net', true],
    ['\\.shop\\.io$|\\.other\\.net$', '', 'shop.io', true],
    ['\\.shop\\.io$|\\.other\\.net$', '', 'third.org', false],
    ['[|]\\.shop\\.io$', '', 'other.net', false],
    ['[a|b]\\.shop\\.io$', '', 'other.net', false],
    ['[^a|b]\\.shop\\.io$', '', 'other.net', false],
    ['a{2,3}\\.shop\\.io$', '', 'other.net', false],
    ['\\.shop\\.i{1,2}$', '', 'shop.ii', true],
    ['\\.shop\\.io$|\\.other\\.net', '', 'third.org', true],
    ['(a$|b)\\.net', '', 'third.org', true],
    // One character each, however it is written.
    ['\\x2eio$', '', 'shop.io', true],
    ['\\x{2e}io$', '', 'shop.io', true],
    ['\\056io$', '', 'shop.io', true],
    ['\\pLo$', '', 'shop.io', true],
    ['\\p{L}o$', '', 'shop.io', true],
    ['\\PNo$', '', 'shop.io', true],
    ['\\x2eio$', '', 'other.net', false],
    ['', '^int\\.', 'shop.io', true],
    ['', '^int\\.', 'int.shop.io', false],
  ])('with regex %s and exclusion %s, of zone %s says %s', (regexInclude, regexExclude, zone, expected) => {
    expect(filter({regexInclude, regexExclude}).matchesParent(zone)).toBe(expected)
  })

  it('law: a zone below which some name matches is never turned away', () => {
    const atom = fc.constantFrom('\\.', 'a', 'b', '[ab]', '(a|\\.b)', 'a?', 'b*', '$', '^', '|', '.', '(^|\\.)')
    const regexes = fc.array(atom, {minLength: 1, maxLength: 8}).map((atoms) => atoms.join(''))
    const labels = fc.array(fc.constantFrom('a', 'b', 'ab', 'ba'), {minLength: 1, maxLength: 3})
    fc.assert(
      fc.property(regexes, labels, labels, (regexInclude, above, zone) => {
        const parsed = makeDomainFilter({include: [], exclude: [], regexInclude})
        fc.pre(parsed.ok)
        if (parsed.value.matches([...above, ...zone].join('.'))) {
          expect(parsed.value.matchesParent(zone.join('.'))).toBe(true)
        }
      }),
      {numRuns: 2000},
    )
  })
})
