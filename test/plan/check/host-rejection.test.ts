import {describe, expect, it} from 'vitest'
import {
  planFor,
  requests,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  weighted,
} from '../builders.js'

// Why Route 53 would refuse a host beside all that stands and comes, in the words that a person reads.

const rejections = (situation: Situation) =>
  planFor(situation).blocked.map(({host, setIdentifier, types, reason, detail, owner, fix}) => ({
    host: [host.replace('.shop.io', ''), setIdentifier, ...types].filter((part) => part !== undefined).join(' '),
    reason,
    detail,
    owner,
    fix,
  }))

const by = (host: string) => ({by: `service/shop/${host}`})
const v = {id: 'v', routing: weighted(1)}
const impossible = (problem: string, name = 'a-web') => `its ownership TXT ${name}.shop.io is impossible: ${problem}`
const MIXED = 'simple routing cannot coexist with the weighted routing of the same name'
const BESIDE_CNAME = 'nothing can coexist with the CNAME record of that name'
const cnameThere = set('a-web', 'CNAME', 'x.example.net')

describe('a host whose ownership TXT has no place', () => {
  it.each<[string, Situation, string, string, string?]>([
    ['a CNAME of nobody', {stored: [cnameThere]}, 'cname-conflict', impossible(BESIDE_CNAME)],
    [
      'a CNAME of another owner',
      {stored: [cnameThere, txt('cname-a-web', 'blue')]},
      'cname-conflict',
      impossible(BESIDE_CNAME),
    ],
    ['a weighted TXT of nobody', {stored: [set('a-web', 'TXT', spf, v)]}, 'unowned', impossible(MIXED)],
    [
      'a weighted text of another owner',
      {stored: [txt('a-web', 'blue', WEB, v)]},
      'owner-mismatch',
      impossible(MIXED),
      'blue',
    ],
  ])('is not made beside %s', (_what, situation, reason, detail, owner) => {
    const plan = {...situation, wants: [wantsWeb]}
    expect(rejections(plan)).toEqual([{host: 'web A', reason, detail, owner, fix: undefined}])
    expect(requests(planFor(plan))).toEqual([])
  })

  it('is made where that is an own text that goes with it', () => {
    expect(requests(planFor({stored: [txt('a-web', 'red', WEB, v)], wants: [wantsWeb]}))).toEqual([
      'CREATE a-web TXT 300 red:service/shop/web',
      'CREATE web A 300 192.0.2.10',
      `DELETE a-web TXT v 300 red:${WEB} weighted 1`,
    ])
  })

  it('gives way to a host of that name, which is made', () => {
    const wants = [wantsWeb, wanted('a-web', 'CNAME', 'x.example.net', by('other'))]
    expect(rejections({wants})).toEqual([
      {
        host: 'web A',
        reason: 'cname-conflict',
        detail: impossible(BESIDE_CNAME),
        owner: undefined,
        fix: undefined,
      },
    ])
    expect(requests(planFor({wants}))).toEqual([
      'CREATE a-web CNAME 300 x.example.net',
      'CREATE cname-a-web TXT 300 red:service/shop/other',
    ])
  })

  it('gives way to a TXT that an object asks for there', () => {
    const wants = [wantsWeb, wanted('a-web', 'TXT', '"x"', by('text'))]
    expect(rejections({wants, managedTypes: ['A', 'TXT']})).toMatchObject([{host: 'web A', reason: 'unowned'}])
    expect(requests(planFor({wants, managedTypes: ['A', 'TXT']}))).toEqual([
      'CREATE a-web TXT 300 "x"',
      'CREATE txt-a-web TXT 300 red:service/shop/text',
    ])
  })

  it('of two that have the same one the first is made, and the other one is told of it', () => {
    const wants = [wanted('*', 'A', '192.0.2.1', by('all')), wanted('star', 'A', '192.0.2.2', by('star'))]
    const both: Situation = {wants, registry: txtRegistry({wildcardReplacement: 'star'})}
    expect(rejections(both)).toEqual([
      {
        host: 'star A',
        reason: 'conflict-lost',
        detail: impossible('it is also that of *.shop.io', 'a-star'),
        owner: undefined,
        fix: undefined,
      },
    ])
    expect(requests(planFor(both))).toEqual(['CREATE * A 300 192.0.2.1', 'CREATE a-star TXT 300 red:service/shop/all'])
  })
})

describe('a new alias into its own zone', () => {
  const alias = (host: string, type: 'A' | 'CNAME', target: string) =>
    wanted(host, type, `${target}.shop.io`, {...by(host), properties: {alias: 'true'}})
  const missing = (host: string, type = 'A') => ({
    host,
    reason: 'object-problem',
    detail: `the alias target api.shop.io has no ${type} record in zone shop.io`,
    owner: undefined,
    fix: undefined,
  })

  it('needs a target of its type there', () => {
    expect(rejections({wants: [alias('web', 'A', 'api')]})).toEqual([missing('web A')])
    expect(rejections({wants: [alias('web', 'CNAME', 'api')]})).toEqual([missing('web A AAAA')])
    const other = [set('api', 'AAAA', '2001:db8::1')]
    expect(rejections({stored: other, wants: [alias('web', 'A', 'api')]})).toEqual([missing('web A')])
  })

  it('is made where its target is there or comes, whoever owns it; its AAAA only where that has one', () => {
    const records = (situation: Situation) =>
      requests(planFor(situation)).filter((request) => request.startsWith('CREATE web'))
    const made = (type: string) => `CREATE web ${type} -> api.shop.io @Z1 true`
    const wants = [alias('web', 'CNAME', 'api')]
    expect(records({stored: [set('api', 'A', '192.0.2.1')], wants})).toEqual([made('A')])
    const coming = [
      ...wants,
      wanted('api', 'A', '192.0.2.1', by('api')),
      wanted('api', 'AAAA', '2001:db8::1', by('api')),
    ]
    expect(records({wants: coming})).toEqual([made('A'), made('AAAA')])
  })
})

describe('hosts of one name', () => {
  const withTtl = (id: string, ttl: number) =>
    wanted('web', 'A', '192.0.2.1', {id, ttl, properties: {'aws/weight': '1'}, ...by(`web-${id}`)})

  it('have one text each at an apex without a parent zone, and texts that cannot coexist are of the first alone', () => {
    const first = wanted('@', 'A', '192.0.2.1', {id: 'a', properties: {'aws/weight': '1'}, ...by('a')})
    const second = wanted('@', 'AAAA', '2001:db8::1', {id: 'b', properties: {'aws/region': 'eu-west-1'}, ...by('b')})
    const plan = {wants: [first, second]}
    expect(rejections(plan)).toEqual([
      {
        host: 'shop.io b AAAA',
        reason: 'conflict-lost',
        detail:
          'its ownership TXT shop.io is impossible: latency routing cannot coexist with the weighted routing of the same name',
        owner: undefined,
        fix: undefined,
      },
    ])
  })

  it('that break a rule together: the last is refused, unless one that it breaks it with is refused itself', () => {
    const wants = [withTtl('v1', 60), withTtl('v2', 300)]
    expect(rejections({wants})).toMatchObject([{host: 'web v2 A', reason: 'object-problem'}])
    const wall = set('a-web', 'TXT', spf, {id: 'v1', routing: weighted(1)})
    expect(rejections({wants, stored: [wall]})).toMatchObject([{host: 'web v1 A', reason: 'unowned'}])
    const three = [withTtl('v0', 300), ...wants]
    expect(rejections({wants: three})).toMatchObject([{host: 'web v1 A', reason: 'object-problem'}])
  })

  it('an AAAA of another set than the A is no twin of that one', () => {
    const leads = (type: 'A' | 'AAAA', id: string) =>
      wanted('web', type, 'db.shop.io', {id, properties: {alias: 'true', 'aws/weight': '1'}, ...by(`web-${id}`)})
    const plan = {stored: [set('db', 'A', '192.0.2.1')], wants: [leads('A', 'v1'), leads('AAAA', 'v2')]}
    expect(rejections(plan)).toMatchObject([{host: 'web v2 AAAA', reason: 'object-problem'}])
  })
})

describe('a host that fits into no request', () => {
  it('is told how large it is, and how large it may be', () => {
    expect(rejections({wants: [wantsWeb], route53: {batchChangeSize: 1}})).toEqual([
      {
        host: 'web A',
        reason: 'too-large',
        detail: 'its changes do not fit into one request: 2 changes, more than --aws-batch-change-size=1 allows',
        owner: undefined,
        fix: undefined,
      },
    ])
    expect(rejections({wants: [wantsWeb], route53: {batchChangeSize: 2}})).toEqual([])
  })
})
