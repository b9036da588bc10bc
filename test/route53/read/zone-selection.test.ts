import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {Zone, ZoneId} from '../../../src/dns/zone.js'
import {type DomainFilterFlags, makeDomainFilter} from '../../../src/plan/plan-settings.js'
import {
  needsTags,
  selectZones,
  type ZoneTags,
  zonesBeforeTags,
  zonesForName,
} from '../../../src/route53/read/zone-selection.js'
import type {Route53Settings} from '../../../src/route53/route53-settings.js'
import {settings, zone} from '../builders.js'

const shop = zone('shop.io', 'Z1AB')
const inner = zone('shop.io', 'Z2CD', {isPrivate: true})
const eu = zone('eu.shop.io', 'Z3EF')
const innerEu = zone('eu.shop.io', 'Z4GH', {isPrivate: true})
const other = zone('other.net', 'Z5IJ')
const zones = [other, innerEu, eu, inner, shop]

function select(
  changes: Partial<Route53Settings>,
  flags: Partial<DomainFilterFlags> = {},
  tags: ZoneTags = new Map(),
): readonly string[] {
  const filter = makeDomainFilter({include: [], exclude: [], ...flags})
  if (!filter.ok) throw new Error(filter.problem)
  return selectZones(zones, tags, settings(changes), filter.value).map(({id}) => id)
}

describe('selectZones', () => {
  it('takes every zone without filters, sorted by name, public first', () => {
    expect(select({})).toEqual(['Z3EF', 'Z4GH', 'Z5IJ', 'Z1AB', 'Z2CD'])
  })

  it.each([
    [['/hostedzone/Z1AB'], ['Z1AB']],
    [['Z1AB'], ['Z1AB']],
    [['AB'], ['Z1AB']],
    [['Z1'], []],
    [['', 'Z1AB'], ['Z1AB']],
    [[''], ['Z3EF', 'Z4GH', 'Z5IJ', 'Z1AB', 'Z2CD']],
    [
      ['Z1AB', 'Z5IJ'],
      ['Z5IJ', 'Z1AB'],
    ],
  ])('by the ids %j takes %j', (zoneIdFilter, expected) => {
    expect(select({zoneIdFilter})).toEqual(expected)
  })

  it('by type takes public or private zones', () => {
    expect(select({zoneType: 'public'})).toEqual(['Z3EF', 'Z5IJ', 'Z1AB'])
    expect(select({zoneType: 'private'})).toEqual(['Z4GH', 'Z2CD'])
  })

  // The rules of external-dns: docs/external-dns-behaviour.md#zones-of-a-run.
  it.each([
    ['shop.io', false, ['Z3EF', 'Z4GH', 'Z1AB', 'Z2CD']],
    ['app.shop.io', false, []],
    ['app.shop.io', true, ['Z1AB', 'Z2CD']],
    ['.app.shop.io', true, []],
    ['app.eu.shop.io', true, ['Z3EF', 'Z4GH', 'Z1AB', 'Z2CD']],
  ])('by the domain %s with match-parent %s takes %j', (domain, matchesParentZones, expected) => {
    expect(select({matchesParentZones}, {include: [domain]})).toEqual(expected)
  })

  it('does not let a regex take every zone as a parent', () => {
    expect(select({matchesParentZones: true}, {regexInclude: '\\.shop\\.io$'})).toEqual([
      'Z3EF',
      'Z4GH',
      'Z1AB',
      'Z2CD',
    ])
    expect(select({matchesParentZones: false}, {regexInclude: '\\.shop\\.io$'})).toEqual(['Z3EF', 'Z4GH'])
  })

  it.each([
    [['env'], ['Z1AB', 'Z2CD']],
    [['env=prod'], ['Z1AB']],
    [[' env = prod '], ['Z1AB']],
    [['env=prod', 'team'], []],
    [['env', 'team'], ['Z2CD']],
    [['team=a=b'], ['Z2CD']],
    [
      ['=prod', ''],
      ['Z3EF', 'Z5IJ', 'Z1AB', 'Z2CD'],
    ],
    [['env=prod', 'env=dev'], ['Z2CD']],
  ])('by the tags %j takes %j', (zoneTags, expected) => {
    const tags = new Map<ZoneId, ReadonlyMap<string, string>>([
      [shop.id, new Map([['env', 'prod']])],
      [
        inner.id,
        new Map([
          ['env', 'dev'],
          ['team', 'a=b'],
        ]),
      ],
      [eu.id, new Map()],
      [other.id, new Map()],
      [innerEu.id, new Map()],
    ])
    const all = ['Z3EF', 'Z4GH', 'Z5IJ', 'Z1AB', 'Z2CD']
    expect(select({zoneTags}, {}, tags)).toEqual(needsTags({zoneTags}) ? expected : all)
  })

  it('keeps a zone for which AWS returned no tag set', () => {
    expect(select({zoneTags: ['env']}, {}, new Map([[shop.id, new Map()]]))).not.toContain('Z1AB')
    expect(select({zoneTags: ['env']}, {}, new Map())).toContain('Z1AB')
  })

  it('asks for the tags of those zones only that pass the other filters', () => {
    const filter = makeDomainFilter({include: ['shop.io'], exclude: []})
    if (!filter.ok) throw new Error(filter.problem)
    const ids = zonesBeforeTags(zones, settings({zoneTags: ['env'], zoneType: 'public'}), filter.value).map(
      ({id}) => id,
    )
    expect(ids).toEqual(['Z3EF', 'Z1AB'])
    expect(needsTags({zoneTags: ['', ' =x']})).toBe(false)
  })
})

describe('zonesForName', () => {
  const twin = zone('shop.io', 'Z0ZZ')

  // The rules of external-dns: docs/external-dns-behaviour.md#zones-of-a-name.
  it.each<[string, readonly Zone[], readonly string[]]>([
    ['web.shop.io', [shop], ['Z1AB']],
    ['a.eu.shop.io', [shop, eu], ['Z3EF']],
    ['web.shop.io', [shop, inner], ['Z1AB', 'Z2CD']],
    ['a.eu.shop.io', [inner, innerEu], ['Z4GH', 'Z2CD']],
    ['a.eu.shop.io', [eu, inner], ['Z3EF', 'Z2CD']],
    ['web.shop.io', [shop, twin], ['Z0ZZ']],
    ['eu.shop.io', [shop, eu], ['Z3EF']],
    ['shop.io', [shop, eu], ['Z1AB']],
    ['*.shop.io.', [shop], ['Z1AB']],
    ['myshop.io', [shop], []],
  ])('puts %s', (host, selected, expected) => {
    const choice = zonesForName(host, selected)
    expect(choice.kind === 'zones' ? choice.zones.map(({id}) => id) : []).toEqual(expected)
  })

  it.each([
    ['/hostedzone/Z2CD', 'Z2CD'],
    ['Z4GH', 'Z4GH'],
    ['Z3EF', 'Z3EF'],
  ])('keeps to the zone %s that the object names', (pinned, expected) => {
    expect(zonesForName('a.eu.shop.io', zones, pinned)).toMatchObject({kind: 'zones', zones: [{id: expected}]})
  })

  it.each(['', '/hostedzone/'])('takes the id "%s" for none', (pinned) => {
    expect(zonesForName('a.eu.shop.io', zones, pinned)).toEqual(zonesForName('a.eu.shop.io', zones))
    expect(zonesForName('a.eu.shop.io', zones, pinned)).toMatchObject({kind: 'zones'})
  })

  it('takes the pinned one of two public zones of one name', () => {
    expect(zonesForName('web.shop.io', [shop, twin], 'Z1AB')).toMatchObject({zones: [{id: 'Z1AB'}]})
  })

  it.each([
    ['a.eu.shop.io', 'Z9', 'zone Z9, which aws-hosted-zone-id names, is not selected'],
    ['a.eu.shop.io', 'Z5IJ', 'zone Z5IJ, which aws-hosted-zone-id names, does not hold this name'],
    [
      'a.eu.shop.io',
      'Z1AB',
      'zone Z1AB, which aws-hosted-zone-id names, is not used: the public zone eu.shop.io is the longer name',
    ],
    ['web.nowhere.org', undefined, 'no selected zone holds this name'],
  ])('says why %s pinned to %s has no zone', (host, pinned, reason) => {
    expect(zonesForName(host, zones, pinned)).toEqual({kind: 'none', reason})
  })

  it('law: the order of the zones never matters', () => {
    const shuffled = fc.shuffledSubarray([...zones, twin], {minLength: 6})
    const hosts = fc.constantFrom('a.eu.shop.io', 'web.shop.io', 'eu.shop.io', 'x.org')
    fc.assert(
      fc.property(shuffled, hosts, (inOrder, host) => {
        expect(zonesForName(host, inOrder)).toEqual(zonesForName(host, [...zones, twin]))
      }),
    )
  })
})
