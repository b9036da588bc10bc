import {describe, expect, it} from 'vitest'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import type {Plan} from '../../../src/plan/plan.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {
  blocks,
  ownershipText,
  planFor,
  planInput,
  requests,
  SHOP,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  weighted,
} from '../builders.js'

const managedTypes = ['A', 'AAAA', 'CNAME', 'MX', 'PTR']
const a = set('@', 'A', '192.0.2.1')
const aaaa = set('@', 'AAAA', '2001:db8::1')
const mx = set('@', 'MX', '10 m.example.net')
const wantsA = wanted('@', 'A', '192.0.2.1')
const wantsAaaa = wanted('@', 'AAAA', '2001:db8::1')
const LISTED = `${WEB},external-dns/txt=own-name`
const listing = (types: string) => ownershipText('red', `${LISTED}+${types}`)
const fromOld = txtRegistry({migrateFrom: toOwnerId('old')})

/** The changes of the text at the apex. */
function ofText(situation: Situation): readonly string[] {
  const plan = planFor({managedTypes, ...situation})
  expect(blocks(plan)).toEqual([])
  return requests(plan).filter((line) => line.includes(' @ TXT '))
}

describe('the text in the old format at an apex', () => {
  it('is used as it stands while it speaks of all types, whatever object asks now', () => {
    const wants = [wanted('@', 'A', '192.0.2.9', {by: 'ingress/shop/new'})]
    expect(ofText({stored: [a, txt('@')], wants})).toEqual([])
    expect(ofText({stored: [a, mx, txt('@', 'red', 'crd/shop/p')], wants: [wantsA]})).toEqual([])
  })

  it.each<[string, boolean | undefined, readonly string[]]>([
    ['with --create-ptr', true, []],
    ['without', false, [`CREATE @ TXT 300 red:${LISTED}+a+ptr`, `DELETE @ TXT 300 red:${WEB}`]],
    ['by default', undefined, [`CREATE @ TXT 300 red:${LISTED}+a+ptr`, `DELETE @ TXT 300 red:${WEB}`]],
  ])('speaks of a PTR %s', (_when, createsPtr, expected) => {
    const registry = txtRegistry(createsPtr === undefined ? {} : {createsPtr})
    const wants = [wantsA, wanted('@', 'PTR', 'x.example.net')]
    expect(ofText({stored: [a, txt('@')], wants, registry})).toEqual(expected)
  })

  it('comes to name us where a former owner is named, and lists its types only where a record is new', () => {
    const gone = `DELETE @ TXT 300 old:${WEB}`
    expect(ofText({stored: [a, txt('@', 'old')], wants: [wantsA], registry: fromOld})).toEqual([
      `CREATE @ TXT 300 red:${WEB}`,
      gone,
    ])
    expect(ofText({stored: [txt('@', 'old')], wants: [wantsA], registry: fromOld})).toEqual([
      `CREATE @ TXT 300 red:${LISTED}+a`,
      gone,
    ])
    expect(ofText({stored: [a, txt('@', 'old')], wants: [wantsAaaa, wantsA], registry: fromOld})).toEqual([
      `CREATE @ TXT 300 red:${LISTED}+a+aaaa`,
      gone,
    ])
  })
})

describe('the text at an apex that lists its types', () => {
  it('lists what is there and what comes, and keeps its other labels', () => {
    const text = (types: string) =>
      ownershipText('red', `${WEB},external-dns/team=x,external-dns/txt=own-name+${types}`)
    const line = (types: string) => `TXT 300 red:${WEB},external-dns/team=x,external-dns/txt=own-name+${types}`
    expect(ofText({stored: [a, set('@', 'TXT', text('a'))], wants: [wantsAaaa, wantsA]})).toEqual([
      `CREATE @ ${line('a+aaaa')}`,
      `DELETE @ ${line('a')}`,
    ])
    expect(ofText({stored: [a, aaaa, set('@', 'TXT', text('a+aaaa'))], wants: [wantsAaaa]})).toEqual([
      `CREATE @ ${line('aaaa')}`,
      `DELETE @ ${line('a+aaaa')}`,
    ])
    expect(ofText({stored: [aaaa, set('@', 'TXT', text('aaaa'))], wants: [wantsAaaa, wantsA]})[0]).toBe(
      `CREATE @ ${line('a+aaaa')}`,
    )
    expect(ofText({stored: [a, set('@', 'TXT', text('a'))], wants: [wantsA]})).toEqual([])
  })

  it('is one change in its place', () => {
    const stored = [a, set('@', 'TXT', listing('a'))]
    const hosts = planFor({managedTypes, stored, wants: [wantsA, wantsAaaa]}).zones.flatMap((each) => each.hosts)
    expect(hosts.map(({ownership}) => ownership)).toEqual([
      [
        {
          kind: 'update',
          zone: SHOP,
          current: expect.objectContaining({owner: 'red', recordSet: stored[1]}),
          desired: set('@', 'TXT', listing('a+aaaa')),
        },
      ],
    ])
  })

  it('is not written where only a value changes', () => {
    const stored = [a, set('@', 'TXT', listing('a'))]
    expect(ofText({stored, wants: [wanted('@', 'A', '192.0.2.9')]})).toEqual([])
  })

  it('forgets a type whose record is gone, once it is written', () => {
    const stored = [a, set('@', 'TXT', listing('a+mx'))]
    expect(ofText({stored, wants: [wantsA]})).toEqual([])
    expect(ofText({stored, wants: [wanted('@', 'A', '192.0.2.9')]})).toEqual([
      `CREATE @ TXT 300 red:${LISTED}+a`,
      `DELETE @ TXT 300 red:${LISTED}+a+mx`,
    ])
  })

  it('names the object that asks now', () => {
    const stored = [a, set('@', 'TXT', listing('a'))]
    expect(ofText({stored, wants: [wanted('@', 'A', '192.0.2.9', {by: 'ingress/shop/new'})]})).toEqual([
      'CREATE @ TXT 300 red:ingress/shop/new,external-dns/txt=own-name+a',
      `DELETE @ TXT 300 red:${LISTED}+a`,
    ])
  })

  it('names the object that it named where a record only goes', () => {
    const stored = [a, aaaa, set('@', 'TXT', listing('a+aaaa'))]
    expect(ofText({stored, wants: [{...wantsAaaa, resource: 'ingress/shop/new'}]})[0]).toBe(
      `CREATE @ TXT 300 red:${LISTED}+aaaa`,
    )
  })

  it('lists the types of its own set identifier', () => {
    const v = (id: string) => ({id, routing: weighted(1)})
    const stored = [
      set('@', 'A', '192.0.2.1', v('v1')),
      set('@', 'TXT', listing('a'), v('v1')),
      set('@', 'AAAA', '2001:db8::1', v('v2')),
      set('@', 'TXT', listing('aaaa'), v('v2')),
    ]
    const routed = (id: string) => ({id, properties: {'aws/weight': '1'}})
    const wants = [
      wanted('@', 'A', '192.0.2.9', {...routed('v1'), by: 'ingress/shop/new'}),
      wanted('@', 'AAAA', '2001:db8::1', routed('v2')),
    ]
    expect(ofText({stored, wants})[0]).toBe(
      'CREATE @ TXT v1 300 red:ingress/shop/new,external-dns/txt=own-name+a weighted 1',
    )
  })

  it('stays where it is when the place under its record’s own identifier is taken, and a new record is not made', () => {
    const v = (id: string) => ({id, routing: weighted(1)})
    const both = listing('a').replace('external-dns/owner', 'external-dns/former-sets=v2,external-dns/owner')
    const stored = [
      set('@', 'A', '192.0.2.1', v('v1')),
      set('@', 'A', '192.0.2.2', v('v2')),
      set('@', 'TXT', both, v('v1')),
      set('@', 'TXT', spf, v('v2')),
    ]
    const routed = (id: string) => ({id, properties: {'aws/weight': '1'}})
    const wants = [wanted('@', 'A', '192.0.2.1', routed('v1')), wanted('@', 'A', '192.0.2.3', routed('v2'))]
    const plan = planFor({managedTypes, stored, wants})
    expect(requests(plan)).toEqual(['CREATE @ A v2 300 192.0.2.3 weighted 1', 'DELETE @ A v2 300 192.0.2.2 weighted 1'])
    expect(plan.zones.flatMap(({hosts}) => hosts.map(({notes}) => notes))).toEqual([
      [expect.stringMatching(/^its ownership stays in the TXT shop\.io: /)],
    ])
    const more = planFor({managedTypes, stored, wants: [...wants, wanted('@', 'AAAA', '2001:db8::2', routed('v2'))]})
    expect([requests(more), blocks(more)]).toEqual([[], ['@ v2 A AAAA no-txt-zone']])
    expect(more.blocked.map(({detail}) => detail)).toEqual([
      'its ownership TXT would be shop.io, a TXT record that is not ours',
    ])
  })

  it('keeps the other values of its set, and their TTL', () => {
    const stored = [a, set('@', 'TXT', [listing('a'), spf], {ttl: 60})]
    expect(ofText({stored, wants: [wantsA, wantsAaaa]})).toEqual([
      `CREATE @ TXT 60 red:${LISTED}+a+aaaa ${spf}`,
      `DELETE @ TXT 60 red:${LISTED}+a ${spf}`,
    ])
  })
})

describe('the text of an apex under a prefix that has a dot and no type', () => {
  const registry = txtRegistry({prefix: 'txt.'})
  const old = txt('txt')
  const texts = (situation: Situation) =>
    requests(planFor({managedTypes, registry, ...situation})).filter((line) => line.includes(' TXT '))

  it('goes with its last record', () => {
    expect(texts({stored: [a, old]})).toEqual([`DELETE txt TXT 300 red:${WEB}`])
  })

  it('stays, and the one at the name itself names the object of the first type', () => {
    const wants = [wantsA, wanted('@', 'AAAA', '2001:db8::1', {by: 'ingress/shop/new'})]
    expect(texts({stored: [a, old], wants})).toEqual([`CREATE @ TXT 300 red:${LISTED}+aaaa`])
  })
})

describe('the text at an apex of a former owner, which speaks of a record that nobody asks for here', () => {
  const mixed = [a, mx, txt('@', 'old', 'crd/shop/p')]
  const listed = [a, mx, set('@', 'TXT', listing('a+mx').replace('owner=red', 'owner=old'))]
  const taken = ['it would take the ownership TXT shop.io from the MX record shop.io in zone shop.io']
  const details = (plan: Plan) => [requests(plan), plan.blocked.map(({detail}) => detail)]

  it.each([
    ['in the old format', mixed],
    ['that lists its types', listed],
  ])('is left, as that record would be nobody’s: one %s', (_format, stored) => {
    for (const value of ['192.0.2.1', '192.0.2.9']) {
      const plan = planFor({managedTypes, stored, wants: [wanted('@', 'A', value)], registry: fromOld})
      expect(details(plan)).toEqual([[], taken])
    }
  })

  it('is left by owners migrate where it could name one object alone', () => {
    const goal = {kind: 'migrate', from: toOwnerId('old')} as const
    const migrated = (stored: Situation['stored']) =>
      makeOwnershipPlan({...planInput({managedTypes, stored: stored ?? [], wants: [wantsA]}), goal})
    expect(details(migrated(mixed))).toEqual([[], taken])
    expect(details(migrated(listed))).toEqual([
      [`CREATE @ TXT 300 red:${LISTED}+a+mx`, `DELETE @ TXT 300 old:${LISTED}+a+mx`],
      [],
    ])
  })
})
