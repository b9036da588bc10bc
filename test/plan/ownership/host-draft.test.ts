import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import type {RecordSet} from '../../../src/dns/record-set.js'
import type {Change, HostPlan} from '../../../src/plan/change.js'
import {countPlan} from '../../../src/plan/plan.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {
  alias,
  blocks,
  planFor,
  requests,
  type Situation,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

describe('a host that moves between owners, of which caches know the former values', () => {
  const a = (ttl: number, value = '192.0.2.10') => set('www', 'A', value, {ttl})
  const ttlAlone = wanted('www', 'A', '192.0.2.10', {ttl: 60})
  const other = wanted('www', 'A', '192.0.2.20')
  const v6 = [set('www', 'AAAA', '2001:db8::1', {ttl: 7200}), txt('aaaa-www', 'blue')]
  const upTo = (time: string) => [`caches may answer the former values for up to ${time}`]

  it.each<[string, readonly RecordSet[], readonly Endpoint[], readonly string[]]>([
    ['the targets', [a(120)], [other], upTo('2 min')],
    ['the targets and the TTL', [a(120)], [wanted('www', 'A', '192.0.2.20', {ttl: 60})], upTo('2 min')],
    ['targets that caches keep for a minute at most', [a(60)], [other], []],
    ['targets that caches keep for more than a minute', [a(61)], [other], upTo('61 s')],
    ['the TTL alone: the former values are those of today', [a(120)], [ttlAlone], []],
    ['the longer TTL of two types', [a(120), ...v6], [other, wanted('www', 'AAAA', '2001:db8::2')], upTo('2 h')],
    [
      'one type, and of the other the TTL alone',
      [a(86400), ...v6],
      [ttlAlone, wanted('www', 'AAAA', '2001:db8::2')],
      upTo('2 h'),
    ],
    ['an alias, whose TTL nobody knows', [alias('www', 'A')], [other], []],
    [
      'an alias and a type with a TTL',
      [alias('www', 'A'), ...v6],
      [other, wanted('www', 'AAAA', '2001:db8::2')],
      upTo('2 h'),
    ],
  ])('says for how long where this changes: %s', (_what, sets, wants, notes) => {
    const plan = jointPlan({stored: [...sets, txt('a-www', 'blue')], clusters: [east({wants}), west()]})
    const hosts = plan.zones.flatMap((each) => each.hosts)
    expect(hosts.map(({action, notes}) => [action, notes])).toEqual([['move', notes]])
  })
})

const hostsOf = (situation: Situation): readonly HostPlan[] => planFor(situation).zones.flatMap(({hosts}) => hosts)
const v6 = set('web', 'AAAA', '2001:db8::1')

describe('a delete', () => {
  it('names the objects that asked for what goes, each once, by their labels', () => {
    const stored = [
      web,
      txt('a-web', 'red', 'service/shop/web'),
      v6,
      txt('aaaa-web', 'red', 'ingress/shop/web'),
      set('web', 'MX', '10 mail.example.net'),
      txt('mx-web', 'red', ''),
    ]
    const [host] = hostsOf({stored, managedTypes: ['A', 'AAAA', 'MX']})
    expect(host).toMatchObject({action: 'delete', formerResources: ['ingress/shop/web', 'service/shop/web']})
  })

  it('is nobody’s wish: whoever asks for the other type of the host does not ask for it', () => {
    const hosts = hostsOf({stored: [web, txt('a-web'), v6, txt('aaaa-web')], wants: [wantsWeb]})
    expect(hosts).toMatchObject([{action: 'delete', origins: [], formerResources: [WEB], isGone: false}])
  })

  it('leaves a host that an object asks for in vain, and is not counted as one that is gone', () => {
    const situation: Situation = {stored: [web, v6, txt('aaaa-web')], wants: [wantsWeb]}
    const plan = planFor({...situation, deleteLimit: {kind: 'count', hosts: 0}})
    expect([blocks(plan), plan.refusal]).toEqual([['web A unowned'], undefined])
    expect(countPlan(plan)).toMatchObject({delete: 1, gone: 0})
  })
})

describe('a host that is taken over', () => {
  it('is adopted, also where it gets a further type', () => {
    const registry = txtRegistry({migrateFrom: toOwnerId('old')})
    const wants = [wantsWeb, wanted('web', 'AAAA', '2001:db8::1')]
    expect(hostsOf({stored: [web, txt('a-web', 'old')], wants, registry})).toMatchObject([{action: 'adopt'}])
  })
})

describe('an update', () => {
  const textsOf = (situation: Situation) =>
    hostsOf(situation).flatMap(({changes}) =>
      changes.map((change: Change) => (change.kind === 'update' ? change.text : change.kind)),
    )

  it('goes with the TXT that makes the record set ours, and with none where a ledger does', () => {
    const text = txt('a-web')
    const situation: Situation = {stored: [web, text], wants: [wanted('web', 'A', '192.0.2.99')]}
    expect(textsOf(situation)).toEqual([text])
    expect(textsOf({...situation, registry: {kind: 'noop'}})).toEqual([undefined])
    const key = {name: web.name, type: 'A', setIdentifier: undefined}
    const ledger = [{key, owner: toOwnerId('red'), resource: WEB, labels: {}}]
    const registry = {...txtRegistry(), kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}} as never
    expect(textsOf({...situation, registry, ledger})).toEqual([undefined])
  })

  it('is none where the ownership has to stay as it is', () => {
    const stored = [web, txt('web'), set('a-web', 'TXT', '"not ours"')]
    expect(hostsOf({stored, wants: [wantsWeb]})).toEqual([])
  })
})

describe('a type that gets an ownership TXT of its own', () => {
  it('lets the one that spoke of it before give way, also where another type has its own already', () => {
    const mail = set('web', 'MX', '10 mail.example.net')
    const plan = planFor({
      stored: [web, txt('own-a-web'), mail, txt('own-web', 'red', 'crd/shop/mail')],
      wants: [
        wanted('web', 'A', '192.0.2.99'),
        wanted('web', 'MX', '10 mail.example.net', {by: 'crd/shop/mail'}),
        wanted('own-web', 'CNAME', 'x.example.net', {by: 'service/shop/other'}),
      ],
      managedTypes: ['A', 'MX', 'CNAME'],
      registry: txtRegistry({prefix: 'own-'}),
    })
    expect(blocks(plan)).toEqual([])
    expect(requests(plan)).toEqual(
      expect.arrayContaining([
        'CREATE own-mx-web TXT 300 red:crd/shop/mail',
        'CREATE own-web CNAME 300 x.example.net',
        'DELETE own-web TXT 300 red:crd/shop/mail',
      ]),
    )
  })
})
