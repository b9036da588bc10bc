import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {DnsName} from '../../src/dns/dns-name.js'
import {
  isKnownType,
  parseTxtName,
  type TxtNaming,
  TYPES_OF_V021,
  TYPES_OF_V023,
  toTxtHost,
  toTxtName,
  txtNamesOf,
} from '../../src/registry/txt-name.js'

function naming(parts: Partial<TxtNaming> = {}): TxtNaming {
  return {prefix: '', suffix: '', wildcardReplacement: '', ...parts}
}

const name = (text: string) => text as DnsName

describe('the name of an ownership TXT', () => {
  it.each([
    ['no affix', {}, 'web.shop.io', 'A', 'a-web.shop.io'],
    ['no affix, CNAME', {}, 'web.shop.io', 'CNAME', 'cname-web.shop.io'],
    ['no affix, AAAA', {}, 'web.shop.io', 'AAAA', 'aaaa-web.shop.io'],
    ['prefix', {prefix: 'own-'}, 'web.shop.io', 'AAAA', 'own-aaaa-web.shop.io'],
    ['dotted prefix', {prefix: 'own.'}, 'web.shop.io', 'A', 'own.a-web.shop.io'],
    ['prefix with the type', {prefix: '%{record_type}-own.'}, 'web.shop.io', 'A', 'a-own.web.shop.io'],
    ['the type twice', {prefix: '%{record_type}-%{record_type}.'}, 'web.shop.io', 'A', 'a-a.web.shop.io'],
    ['suffix', {suffix: '-own'}, 'web.shop.io', 'A', 'a-web-own.shop.io'],
    ['suffix with the type', {suffix: '-%{record_type}'}, 'web.shop.io', 'CNAME', 'web-cname.shop.io'],
    ['dotted suffix', {suffix: '.own'}, 'web.shop.io', 'A', 'a-web.own.shop.io'],
    ['wildcard, replaced', {wildcardReplacement: 'star'}, '*.shop.io', 'A', 'a-star.shop.io'],
    ['wildcard, literal', {}, '*.shop.io', 'A', 'a-*.shop.io'],
    ['a star inside is no wildcard', {wildcardReplacement: 'star'}, 'a.*.shop.io', 'A', 'a-a.*.shop.io'],
    ['apex', {}, 'shop.io', 'A', 'a-shop.io'],
    ['apex, dotted prefix', {prefix: 'own.'}, 'shop.io', 'A', 'own.a-shop.io'],
    ['apex, dotted prefix with the type', {prefix: 'own-%{record_type}.'}, 'shop.io', 'A', 'own-a.shop.io'],
    ['apex, suffix', {suffix: '-%{record_type}'}, 'shop.io', 'A', 'shop-a.io'],
    ['a single label', {prefix: 'own-'}, 'io', 'A', 'own-a-io'],
    ['a single label, suffix', {suffix: '-own'}, 'io', 'A', 'a-io-own'],
  ] as const)('%s: %s %s %s is %s', (_title, parts, host, type, expected) => {
    expect(toTxtName(naming(parts), name(host), type)).toBe(expected)
  })
})

describe('the meaning of an ownership TXT’s name', () => {
  it.each([
    ['typed', {}, 'a-web.shop.io', 'web.shop.io', 'A'],
    ['the old format', {}, 'web.shop.io', 'web.shop.io', undefined],
    ['upper case', {}, 'A-Web.Shop.IO', 'web.shop.io', 'A'],
    ['the old format of a-web reads as web, as upstream has it', {}, 'a-web.shop.io', 'web.shop.io', 'A'],
    ['a word that is no type', {}, 'ext-web.shop.io', 'ext-web.shop.io', undefined],
    ['SOA is not among the known types', {}, 'soa-web.shop.io', 'soa-web.shop.io', undefined],
    ['DNAME is', {}, 'dname-web.shop.io', 'web.shop.io', 'DNAME'],
    ['prefix', {prefix: 'own-'}, 'own-cname-web.shop.io', 'web.shop.io', 'CNAME'],
    ['prefix, old format', {prefix: 'own-'}, 'own-web.shop.io', 'web.shop.io', undefined],
    ['prefix with the type', {prefix: '%{record_type}-own.'}, 'mx-own.shop.io', 'shop.io', 'MX'],
    ['prefix with the type, old format', {prefix: '%{record_type}-own.'}, '-own.shop.io', 'shop.io', undefined],
    ['no separator: misread as upstream does', {prefix: 'x%{record_type}'}, 'xaaaaweb.shop.io', 'aaaweb.shop.io', 'A'],
    ['suffix', {suffix: '-own'}, 'a-web-own.shop.io', 'web.shop.io', 'A'],
    ['suffix, old format', {suffix: '-own'}, 'web-own.shop.io', 'web.shop.io', undefined],
    ['suffix with the type', {suffix: '-%{record_type}'}, 'web-aaaa.shop.io', 'web.shop.io', 'AAAA'],
    ['dotted suffix', {suffix: '.own'}, 'a-web.own.shop.io', 'web.shop.io', 'A'],
    ['only the first label may end with the suffix', {suffix: '-own'}, 'a-web-own', 'web', 'A'],
    ['wildcard', {wildcardReplacement: 'star'}, 'a-star.shop.io', 'star.shop.io', 'A'],
    ['an empty type word', {}, '-web.shop.io', '-web.shop.io', undefined],
  ] as const)('%s: %s %s guards %s %s', (_title, parts, txtName, host, type) => {
    expect(parseTxtName(naming(parts), txtName)).toEqual({host, type})
  })

  it.each([
    ['TXT', undefined, 'TXT'],
    ['TLSA', undefined, undefined],
    ['TXT', TYPES_OF_V021, undefined],
    ['NAPTR', TYPES_OF_V021, 'NAPTR'],
    ['TXT', TYPES_OF_V023, 'TXT'],
    ['TLSA', TYPES_OF_V023, 'TLSA'],
    ['CAA', TYPES_OF_V023, undefined],
  ] as const)('has the type %s where %o knows it: %s', (type, types, read) => {
    expect(parseTxtName(naming(), `${type.toLowerCase()}-web.shop.io`, types)?.type).toBe(read)
  })

  it.each([
    ['no prefix', {prefix: 'own-'}, 'web.shop.io'],
    ['no suffix', {suffix: '-own'}, 'web.shop.io'],
    ['too few labels', {suffix: '.own.txt'}, 'web'],
    ['the suffix further down', {suffix: '-own'}, 'web.x-own.shop.io'],
    ['neither prefix nor its form without the type', {prefix: '%{record_type}-own.'}, 'web.shop.io'],
  ] as const)('is nothing with %s', (_title, parts, txtName) => {
    expect(parseTxtName(naming(parts), txtName)).toBeUndefined()
  })

  it('law: parse(format(x)) = x for names without a wildcard, where a separator stands beside the type', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
    const affixes = fc.constantFrom<Partial<TxtNaming>>(
      {},
      {prefix: 'own-'},
      {prefix: 'own.'},
      {prefix: '%{record_type}-own.'},
      {prefix: 'own-%{record_type}.'},
      {suffix: '-own'},
      {suffix: '-%{record_type}'},
      {suffix: '.own'},
    )
    const types = fc.constantFrom('A', 'AAAA', 'CNAME', 'NS', 'MX', 'PTR', 'SRV', 'NAPTR', 'TXT', 'DNAME')
    fc.assert(
      fc.property(fc.array(label, {minLength: 2, maxLength: 4}), affixes, types, (labels, parts, type) => {
        const host = labels.join('.')
        expect(parseTxtName(naming(parts), toTxtName(naming(parts), name(host), type))).toEqual({host, type})
      }),
    )
  })
})

describe('the host under which ownership is looked up', () => {
  it.each([
    ['*.shop.io', 'star', 'star.shop.io'],
    ['*.shop.io', '', '*.shop.io'],
    ['web.shop.io', 'star', 'web.shop.io'],
    ['*web.shop.io', 'star', '*web.shop.io'],
    ['*', 'star', 'star'],
  ])('of %s with replacement "%s" is %s', (host, wildcardReplacement, expected) => {
    expect(toTxtHost(naming({wildcardReplacement}), host)).toBe(expected)
  })

  it('lists every name that the TXT may have', () => {
    expect(txtNamesOf(naming({prefix: 'own-', wildcardReplacement: 'star'}), name('*.shop.io'), ['A', 'AAAA'])).toEqual(
      ['own-a-star.shop.io', 'own-aaaa-star.shop.io', 'own-star.shop.io', '*.shop.io'],
    )
  })

  it('lists the name without the type, too, where an affix has it', () => {
    expect(txtNamesOf(naming({prefix: '%{record_type}-own.'}), name('web.shop.io'), ['MX'])).toEqual([
      'mx-own.web.shop.io',
      '-own.mx-web.shop.io',
      '-own.web.shop.io',
      'web.shop.io',
    ])
  })
})

describe('a type', () => {
  it.each([
    ['A', true],
    ['DNAME', true],
    ['TLSA', false],
    ['CAA', false],
  ])('%s is known in the names of external-dns v0.22: %s', (type, isKnown) => {
    expect(isKnownType(type)).toBe(isKnown)
  })
})
