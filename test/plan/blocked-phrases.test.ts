import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../src/dns/endpoint.js'
import type {RecordSet, Routing} from '../../src/dns/record-set.js'
import {adoptedByText, phrases} from '../../src/plan/blocked-phrases.js'
import {alias, dnsName, LB, latency, planFor, set, wanted, weighted, zone} from './builders.js'

const a = (id: string, routing: Routing) => set('web', 'A', '192.0.2.1', {id, routing})
const cname = set('web', 'CNAME', 'x.example.net')
const plain = set('web', 'A', '192.0.2.1')
const failover = {kind: 'failover', role: 'PRIMARY'} as Routing
const other = {kind: 'other', policy: 'lunar', text: 'x'} as Routing
type Wanted = Parameters<typeof phrases.besideExisting>[0]

/** What is phrase of a set that is wanted beside another one, for a reason that has no words of its own. */
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
      a('v1', {kind: 'multivalue'}),
      a('v2', {kind: 'multivalue'}),
      'the set "v1" cannot coexist with the set "v2" of the same name',
    ],
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
  it('is phrase with its first three values', () => {
    const values = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5']
    const [stored] = planFor({stored: [set('web', 'A', values)], wants: [wanted('web', 'A', '192.0.2.9')]}).blocked
    expect(stored?.detail).toBe('192.0.2.1, 192.0.2.2, 192.0.2.3 and 2 more, wanted 192.0.2.9 by Service shop/web')
  })
})

it('what nobody owns is adopted with a registry of TXT, where the run keeps its own in a ledger', () => {
  const [proposal] = planFor({stored: [plain], wants: [wanted('web', 'A', '192.0.2.9')]}).blocked
  if (proposal === undefined) throw new Error('nothing is blocked')
  expect(adoptedByText(proposal)).toEqual({...proposal, fix: 'owners adopt web.shop.io --registry=txt'})
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

describe('why an object does not get what it asks for', () => {
  const shop = zone()
  const of = (recordSet: RecordSet, name = 'web', targets: readonly string[] = ['192.0.2.1']) =>
    ({recordSet, targets, origins: wanted('web', 'A', '192.0.2.1', {by: `service/shop/${name}`}).origins}) as Wanted
  const text = (owner: string) => ({owner, recordSet: set('own-a-web', 'TXT', '"x"')}) as never
  const lost = {context: 'west', owner: 'blue', unreachable: 'refused'} as never
  const many = Array.from({length: 5}, (_each, index) => `192.0.2.${index + 1}`)

  it.each([
    [phrases.noZone(), 'no-zone', 'no selected zone holds this name'],
    [phrases.noZone('it is filtered'), 'no-zone', 'it is filtered'],
    [phrases.outsideDomainFilters(), 'filtered', 'the domain filters leave this name out'],
    [phrases.ofOtherShard(2), 'filtered', 'another shard plans this host', '--shard-index=2'],
    [phrases.typeLeftOut('MX', true), 'type-excluded', '--exclude-record-types names MX'],
    [
      phrases.typeLeftOut('MX', false),
      'type-excluded',
      'MX is not among the managed types',
      '--managed-record-types=MX, in addition to those in use',
    ],
    [
      phrases.ownTypeLeftOut(set('web', 'A', ['192.0.2.1', '192.0.2.2']), true),
      'type-excluded',
      'the record is ours and stays as it is (192.0.2.1, 192.0.2.2): --exclude-record-types names A',
      'drop that flag',
    ],
    [
      phrases.ownTypeLeftOut(alias('web', 'A'), false),
      'type-excluded',
      `the record is ours and stays as it is (alias ${LB}): A is not among the managed types`,
      '--managed-record-types=A, in addition to those in use',
    ],
    [
      phrases.togetherWithLeftOut(
        ['a', 'b', 'c'].map((name) => dnsName(`${name}.shop.io`)),
        'it is in the way',
      ),
      'filtered',
      'it can only be changed together with a.shop.io, b.shop.io, c.shop.io, which --only leaves out: otherwise it is in the way',
      '--only=a.shop.io --only=b.shop.io --only=c.shop.io, in addition to the hosts that you name',
    ],
    [
      phrases.aliasLoop(['a.shop.io', 'b.shop.io']),
      'object-problem',
      'it forms a loop, which Route 53 refuses: a.shop.io → b.shop.io → a.shop.io',
    ],
    [
      phrases.missingAliasTarget('api.shop.io', alias('web', 'AAAA'), shop),
      'object-problem',
      'the alias target api.shop.io has no AAAA record in zone shop.io',
    ],
    [
      phrases.unknownElement({...set('web', 'A', '192.0.2.1'), unknownElements: ['Moon', 'Sun']}),
      'unknown-element',
      'Route 53 holds Moon, Sun of web.shop.io A, which this version does not know and would lose',
      'use a version that knows it, or change the record set where it was made',
    ],
    [
      phrases.protectedSet({name: dnsName('web.shop.io'), type: 'A', comment: 'mine'} as never),
      'protected',
      'web.shop.io A is protected in Route 53: "mine"',
      'have its protection removed in Route 53',
    ],
    [
      phrases.protectedSet({name: dnsName('web.shop.io'), type: 'A', comment: undefined} as never),
      'protected',
      'web.shop.io A is protected in Route 53',
      'have its protection removed in Route 53',
    ],
    [
      phrases.refusedByGuardrail(['A', 'B'], 'no', ['A', 'B', 'C']),
      'guardrail',
      'refused by A, B: no (guardrails of the zone that are on: A, B, C)',
    ],
    [phrases.refusedByGuardrail(['A'], 'no', []), 'guardrail', 'refused by A: no'],
    [
      phrases.hiddenName('a.sub.shop.io', 'sub.shop.io'),
      'guardrail',
      'NS_OCCLUSION_CHECK is on, and the delegation sub.shop.io hides a.sub.shop.io',
    ],
    [
      phrases.zonesOwn(of(set('@', 'NS', 'ns1.example.net'))),
      'unowned',
      "wanted by Service shop/web; Route 53 itself keeps the NS record of a zone's own name",
    ],
    [phrases.trafficPolicy(), 'unowned', 'a traffic policy of Route 53 made it, and only that policy can change it'],
    [phrases.cnameYields(), 'conflict-lost', 'other types are wanted for the name, and they come before a CNAME'],
    [
      phrases.contestLost(of(plain, 'first'), of(plain, 'second', many), false),
      'conflict-lost',
      'Service shop/first has fewer targets',
    ],
    [
      phrases.contestLost(of(plain, 'first'), of(plain, 'second'), false),
      'conflict-lost',
      'Service shop/first comes first in the order of targets',
    ],
    [
      phrases.contestLost(of(plain, 'first'), of(plain, 'second'), true),
      'conflict-lost',
      'Service shop/first holds the name and keeps it',
    ],
    [
      phrases.ownerContestLost(of(plain), 'blue', undefined, true),
      'conflict-lost',
      'Service shop/web of owner blue holds the host and keeps it',
    ],
    [
      phrases.ownerContestLost(undefined, 'blue', 'it waits', true),
      'conflict-lost',
      'owner blue holds the host and keeps it: it waits',
    ],
    [
      phrases.ownerContestLost(of(plain), 'blue', 'it waits', false),
      'conflict-lost',
      'Service shop/web of owner blue gets it: that cluster is listed first',
    ],
    [
      phrases.moveNotAllowed('blue'),
      'policy',
      'it would be moved from owner blue, which policy create-only does not allow',
      '--policy=upsert-only',
    ],
    [phrases.ownerUnreachable(lost), 'unreachable-cluster', 'its owner blue is that of context west too: refused'],
    [
      phrases.besideCandidate(of(plain), of(cname, 'other')),
      'conflict-lost',
      'nothing can coexist with the CNAME record of that name, which Service shop/other asks for',
    ],
    [phrases.brokenName({set: plain, isOwnership: false}, 'no'), 'object-problem', 'no'],
    [
      phrases.brokenName({set: set('a-web', 'TXT', '"x"'), isOwnership: true}, 'no'),
      'unowned',
      'its ownership TXT a-web.shop.io is impossible: no',
    ],
    [
      phrases.updateNotAllowed(),
      'policy',
      'it would be an update, which policy create-only does not allow',
      '--policy=upsert-only',
    ],
    [
      phrases.wantedBut(of(plain), {reason: 'protected', detail: 'no', fix: 'ask', owner: 'blue'}),
      'protected',
      'wanted by Service shop/web; no',
      'ask',
    ],
    [
      phrases.wantedOfNobody(of(plain), set('web', 'A', '192.0.2.1'), []),
      'unowned',
      '192.0.2.1, the same as wanted by Service shop/web',
      'owners adopt web.shop.io',
    ],
    [
      phrases.wantedOfNobody(of(plain), set('web', 'A', '192.0.2.1', {ttl: 5}), ['ttl', 'routing'] as never),
      'unowned',
      '192.0.2.1, wanted by Service shop/web with another ttl and routing',
      'owners adopt web.shop.io',
    ],
    [
      phrases.wantedOfNobody(of(plain), alias('web', 'A'), ['target'] as never),
      'unowned',
      `alias ${LB}, wanted 192.0.2.1 by Service shop/web`,
      'owners adopt web.shop.io',
    ],
    [
      phrases.wantedOfNobody(of(plain), set('web', 'A', many.slice(0, 3)), ['values'] as never),
      'unowned',
      '192.0.2.1, 192.0.2.2, 192.0.2.3, wanted 192.0.2.1 by Service shop/web',
      'owners adopt web.shop.io',
    ],
    [
      phrases.wantedBesideNobodys(of(plain), set('web', 'AAAA', '2001:db8::1'), true),
      'unowned',
      'wanted by Service shop/web, next to an unowned record of type AAAA',
      'owners adopt web.shop.io',
    ],
    [
      phrases.wantedBesideNobodys(of(plain), cname, false),
      'unowned',
      'wanted by Service shop/web, next to an unowned record of type CNAME',
      'owners adopt web.shop.io',
    ],
    [
      phrases.wantedBesideNobodys(of(plain), set('web', 'AAAA', '2001:db8::1'), false),
      'unowned',
      'wanted by Service shop/web, next to an unowned record of type AAAA',
      '--exclude-record-types=AAAA, or let an object ask for it too',
    ],
    [
      phrases.wantedUnderAnotherId(of(a('v1', weighted(1))), 'v2'),
      'unowned',
      'wanted by Service shop/web with the set identifier "v1"; the A record without an owner has "v2"',
      'let the object ask for it as "v2"',
    ],
  ])('%#', (phrase, reason, detail, fix?: string) => {
    expect([phrase.reason, phrase.detail, phrase.fix, phrase.owner]).toEqual([reason, detail, fix, undefined])
  })

  it('names the owner that is in the way', () => {
    const blocked = {reason: 'owner-mismatch', detail: 'no', owner: 'blue'} as never
    expect(
      [
        phrases.heldUnreachable(lost),
        phrases.heldUnreachable({context: 'west', owner: undefined, unreachable: 'refused'} as never),
        phrases.besideUnreachable(blocked, lost),
        phrases.halfMade(of(plain), blocked),
        phrases.successorBlocked(of(plain), blocked),
        phrases.wantedOfOwner(of(plain), 'blue'),
        phrases.wantedOfOwner(of(plain), 'blue', 'AAAA'),
        phrases.wantedUnderOtherPrefix(of(plain), text('blue')),
        phrases.staysWithOwner('blue', 'service/shop/web', undefined),
        phrases.staysWithOwner('blue', '', 'MX'),
      ].map(({reason, detail, owner, fix}) => [reason, detail, owner, fix]),
    ).toEqual([
      ['unreachable-cluster', 'stays with owner blue, whose context west was not read: refused', undefined, undefined],
      ['unreachable-cluster', 'stays: context west was not read: refused', undefined, undefined],
      ['unreachable-cluster', 'no; context west was not read: refused', 'blue', undefined],
      ['owner-mismatch', 'the A record of the host is blocked, so the host would be incomplete', 'blue', undefined],
      [
        'owner-mismatch',
        'record kept: the A record that Service shop/web wants in its place is blocked',
        'blue',
        undefined,
      ],
      ['owner-mismatch', 'wanted by Service shop/web', 'blue', undefined],
      ['owner-mismatch', 'wanted by Service shop/web, next to the AAAA record of that owner', 'blue', undefined],
      [
        'owner-mismatch',
        'wanted by Service shop/web; TXT own-a-web.shop.io says owner blue, under a prefix other than ours',
        'blue',
        'run with the prefix of that TXT; if owner blue is gone, with it too: owners release web.shop.io --txt-owner-id=blue',
      ],
      ['owner-mismatch', 'stays with blue: no object here asks for it (service/shop/web)', 'blue', undefined],
      ['owner-mismatch', 'stays with blue: MX records are not managed here', 'blue', undefined],
    ])
  })
})
