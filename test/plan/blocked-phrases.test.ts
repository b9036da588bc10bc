import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../src/dns/endpoint.js'
import type {RecordSet, Routing} from '../../src/dns/record-set.js'
import {phrases} from '../../src/plan/blocked-phrases.js'
import {dnsName, latency, planFor, set, wanted, weighted} from './builders.js'

const a = (id: string, routing: Routing) => set('web', 'A', '192.0.2.1', {id, routing})
const cname = set('web', 'CNAME', 'x.example.net')
const plain = set('web', 'A', '192.0.2.1')
const failover = {kind: 'failover', role: 'PRIMARY'} as Routing
const other = {kind: 'other', policy: 'lunar', text: 'x'} as Routing
type Wanted = Parameters<typeof phrases.besideExisting>[0]

/** What is told of a set that is wanted beside another one, for a reason that has no words of its own. */
const beside = (wanted: RecordSet, stored: RecordSet) =>
  phrases.besideExisting({recordSet: wanted} as Wanted, {set: stored, reason: 'unowned'})

describe('why two sets cannot stand under one name', () => {
  it.each<[RecordSet, RecordSet, string]>([
    [cname, plain, 'a CNAME cannot coexist with the A record of that name'],
    [plain, cname, 'nothing can coexist with the CNAME record of that name'],
    [a('v1', weighted(1)), plain, 'weighted routing cannot coexist with the simple routing of the same name'],
    [
      a('v1', {kind: 'multivalue'}),
      plain,
      'multivalue answers cannot coexist with the simple routing of the same name',
    ],
    [a('v1', {kind: 'cidr'} as Routing), plain, 'CIDR routing cannot coexist with the simple routing of the same name'],
    [
      a('v1', {kind: 'az-affinity'} as Routing),
      plain,
      'AZ-affinity routing cannot coexist with the simple routing of the same name',
    ],
    [a('v1', weighted(1)), a('v2', other), 'weighted routing cannot coexist with the lunar routing of the same name'],
    [
      a('v1', latency()),
      a('v2', latency()),
      'the set "v1" cannot coexist with the set "v2" of the same name and region',
    ],
    [a('v1', failover), a('v2', failover), 'the set "v1" cannot coexist with the set "v2" of the same name and role'],
    [
      a('v1', weighted(1)),
      a('v2', weighted(1)),
      'the set "v1" cannot coexist with the set "v2" of the same name with another TTL',
    ],
  ])('%#', (wanted, stored, detail) => {
    expect(beside(wanted, stored).detail).toBe(detail)
  })
})

describe('what is in the way', () => {
  const inTheWay = (reason: 'owner-mismatch' | 'unreadable' | 'policy' | 'unowned' | 'protected', owner?: string) => {
    const wanted = {recordSet: a('v1', weighted(1))} as Wanted
    const found = phrases.besideExisting(wanted, {
      set: plain,
      reason,
      ...(owner !== undefined && {owner}),
    } as never)
    return [found.reason, found.detail.replace(/^.* of the same name/, ''), found.owner, found.fix]
  }

  it('belongs to somebody else, or to nobody, or may not be removed', () => {
    expect(inTheWay('owner-mismatch', 'blue')).toEqual([
      'owner-mismatch',
      ', which belongs to owner blue',
      'blue',
      undefined,
    ])
    expect(inTheWay('unreadable')).toEqual([
      'unreadable',
      ', whose ownership TXT no given key decrypts',
      undefined,
      undefined,
    ])
    expect(inTheWay('policy')).toEqual([
      'policy',
      ', and policy create-only removes nothing',
      undefined,
      '--policy=upsert-only',
    ])
    expect(inTheWay('unowned')).toEqual(['unowned', '', undefined, expect.stringContaining('owners adopt web.shop.io')])
    expect(inTheWay('protected')).toEqual(['protected', '', undefined, undefined])
  })

  it('is a CNAME, or stands beside the one that is wanted: that is the reason', () => {
    expect([beside(cname, plain).reason, beside(plain, cname).reason]).toEqual(['cname-conflict', 'cname-conflict'])
  })
})

describe('a host that can only be changed together with others', () => {
  const together = (...others: readonly string[]) => {
    const {detail, fix} = phrases.togetherWithLeftOut(others.map(dnsName), undefined)
    return [detail, fix]
  }

  it('names them where they are few, with the flags that take them in', () => {
    expect(together('a.shop.io', 'b.shop.io')).toEqual([
      'it can only be changed together with a.shop.io, b.shop.io, which --only leaves out',
      '--only=a.shop.io --only=b.shop.io, in addition to the hosts that you name',
    ])
  })

  it('names none of many, nor of those that are not known', () => {
    const unnamed = ['it can only be changed together with hosts that --only leaves out', 'run it without --only']
    expect(together('a.shop.io', 'b.shop.io', 'c.shop.io', 'd.shop.io')).toEqual(unnamed)
    expect(together()).toEqual(unnamed)
  })
})

describe('what a record holds that nobody owns', () => {
  it('is told with its first three values', () => {
    const values = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5']
    const [stored] = planFor({stored: [set('web', 'A', values)], wants: [wanted('web', 'A', '192.0.2.9')]}).blocked
    expect(stored?.detail).toBe('192.0.2.1, 192.0.2.2, 192.0.2.3 and 2 more, wanted 192.0.2.9 by Service shop/web')
  })
})

describe('an ownership TXT that no key decrypts', () => {
  const sealed = (host: string) => set(host, 'TXT', `"${Buffer.alloc(90, 7).toString('base64')}"`)
  const blocked = (stored: readonly RecordSet[], want: Endpoint) =>
    planFor({stored, wants: [want], managedTypes: ['A', 'CNAME', 'TXT']}).blocked.map(({reason, detail}) => [
      reason,
      detail,
    ])

  it('keeps what it speaks of where it stands, and itself', () => {
    expect(blocked([plain, sealed('a-web')], wanted('web', 'CNAME', 'x.example.net'))).toEqual([
      [
        'unreadable',
        'wanted by Service shop/web; the ownership TXT a-web.shop.io is encrypted, and no given key decrypts it',
      ],
    ])
    expect(blocked([sealed('a-web')], wanted('a-web', 'TXT', '"x"'))).toEqual([
      ['unreadable', 'an ownership TXT of that name exists'],
    ])
    expect(blocked([sealed('a-web')], wanted('web', 'A', '192.0.2.1'))).toEqual([
      ['unreadable', 'the ownership TXT a-web.shop.io is encrypted, and no given key decrypts it'],
    ])
  })
})
