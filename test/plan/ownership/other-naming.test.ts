import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {otherNaming} from '../../../src/plan/ownership/other-naming.js'
import {claimRecordSets} from '../../../src/registry/claim.js'
import {alias, planInput, SHOP, type Situation, set, txt, txtRegistry, WEB, web, weighted, zone} from '../builders.js'

const PREFIXED = txtRegistry({prefix: 'x-'})

/** The names of those of these texts that say whose the record set is; all are stored in one zone, if not said otherwise. */
function foundBy(one: RecordSet, texts: readonly RecordSet[], registry = txtRegistry(), stored?: Situation['stored']) {
  const input = planInput({stored: stored ?? [one, ...texts], registry})
  if (input.registry.kind === 'noop') throw new Error('bug: a registry was given')
  return otherNaming(claimRecordSets(input.zones, input.registry).orphans, input.registry)(SHOP, one)?.recordSet.name
}

describe('a text of another owner under another prefix', () => {
  it.each<[string, RecordSet, string]>([
    ['before the type', web, 'old-a-web'],
    ['in a label of its own', web, 'old.a-web'],
    ['for a type of which external-dns makes no TXT names', set('web', 'TLSA', '3 1 1 ab'), 'old-tlsa-web'],
    ['for the name of a child', set('www.eu', 'A', '192.0.2.1'), 'old-a-www.eu'],
    ['for an alias, with its own type', alias('web', 'A'), 'old-a-web'],
    ['for an alias, which was guarded as a CNAME before v0.22', alias('web', 'A'), 'old-cname-web'],
    ['for an alias of IPv6', alias('web', 'AAAA'), 'old-aaaa-web'],
  ])('is found: %s', (_which, one, name) => {
    expect(foundBy(one, [txt(name, 'blue')])).toBe(`${name}.shop.io`)
  })

  it.each<[string, RecordSet, string]>([
    ['another type', web, 'old-mx-web'],
    ['another host', web, 'old-a-api'],
    ['a host with a longer name', web, 'old-a-web-1'],
    ['a CNAME, beside a plain A', web, 'old-cname-web'],
    ['a CNAME, beside an alias of IPv6', alias('web', 'AAAA'), 'old-cname-web'],
    ['a host that its name says under our flags', set('web', 'MX', '10 mail.example.net'), 'a-mx-web'],
  ])('is not that of a record set where it speaks of %s', (_what, one, name) => {
    expect(foundBy(one, [txt(name, 'blue')])).toBe(undefined)
  })

  it('is found in the old format without a prefix, where we have one', () => {
    expect(foundBy(web, [txt('web', 'blue')], PREFIXED)).toBe('web.shop.io')
    expect(foundBy(web, [txt('a-web', 'blue')], PREFIXED)).toBe('a-web.shop.io')
    expect(foundBy(web, [txt('api', 'blue')], PREFIXED)).toBe(undefined)
  })

  it('is found under a prefix that is itself like a type', () => {
    expect(foundBy(web, [txt('a-a-web', 'blue')], PREFIXED)).toBe('a-a-web.shop.io')
    expect(foundBy(web, [txt('mx-a-web', 'blue')], PREFIXED)).toBe('mx-a-web.shop.io')
  })

  it('is that of one set identifier', () => {
    const [v1, v2] = ['v1', 'v2'].map((id) => ({id, routing: weighted(1)}))
    const one = set('web', 'A', '192.0.2.10', v1)
    expect(foundBy(one, [txt('old-a-web', 'blue', WEB, v1)])).toBe('old-a-web.shop.io')
    expect(foundBy(one, [txt('old-a-web', 'blue', WEB, v2)])).toBe(undefined)
    expect(foundBy(one, [txt('old-a-web', 'blue')])).toBe(undefined)
  })

  it('is not looked for in another zone, nor where it is ours or no key decrypts it', () => {
    const elsewhere = [
      [SHOP, [web]],
      [zone('shop.io', {id: 'Z7', isPrivate: true}), [txt('old-a-web', 'blue')]],
    ] as const
    expect(foundBy(web, [], txtRegistry(), elsewhere)).toBe(undefined)
    expect(foundBy(web, [txt('old-a-web', 'red')])).toBe(undefined)
    expect(foundBy(web, [set('old-a-web', 'TXT', `"${'A'.repeat(120)}"`)])).toBe(undefined)
  })
})
