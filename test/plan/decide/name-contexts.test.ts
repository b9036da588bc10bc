import {describe, expect, it} from 'vitest'
import {makePlan} from '../../../src/plan/make-plan.js'
import {formatOwnership, formerSetLabels, toOwnerId} from '../../../src/registry/ownership.js'
import {
  blocks,
  PRUNE,
  planFor,
  planInput,
  requests,
  SHOP,
  type Situation,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

const ours = [web, txt('a-web')]
const aaaa = set('web', 'AAAA', '2001:db8::1')
const oursToo = [...ours, aaaa, txt('aaaa-web')]

describe('a record of ours of a type that is not managed', () => {
  const messages = (situation: Situation) => planFor(situation).blocked
  const ONLY_A = {managedTypes: ['A']}

  it('is told, with what it answers and what would manage it, where its host still follows the same object', () => {
    expect(messages({stored: oursToo, wants: [wantsWeb], ...ONLY_A})).toEqual([
      {
        reason: 'type-excluded',
        host: 'web.shop.io',
        zone: SHOP,
        setIdentifier: undefined,
        types: ['AAAA'],
        owner: undefined,
        origins: [],
        detail: 'the record is ours and stays as it is (2001:db8::1): AAAA is not among the managed types',
        fix: '--managed-record-types=AAAA, in addition to those in use',
      },
    ])
  })

  it.each<[string, Situation]>([
    ['another object has the host', {wants: [wanted('web', 'A', '192.0.2.10', {by: 'ingress/shop/web'})]}],
    ['its object asks for another host', {wants: [wanted('api', 'A', '192.0.2.10')]}],
    ['nobody asks for the host', {}],
    [
      'external-dns would not manage it either',
      {wants: [wantsWeb], stored: [...ours, set('web', 'MX', '1 m'), txt('mx-web')]},
    ],
  ])('is not told where %s: another run of the owner may manage it', (_why, parts) => {
    expect(messages({stored: oursToo, ...ONLY_A, ...parts})).toEqual([])
  })

  it('is told of the A record where only AAAA is managed', () => {
    const wants = [wanted('web', 'AAAA', '2001:db8::1')]
    expect(messages({stored: oursToo, wants, managedTypes: ['AAAA']}).map(({types}) => types)).toEqual([['A']])
  })

  it('is told of a CNAME, where the type of its object has changed', () => {
    const stored = [set('web', 'CNAME', 'lb.example.net'), txt('cname-web')]
    const found = messages({stored, wants: [wantsWeb], ...ONLY_A})
    expect(found.filter(({reason}) => reason === 'type-excluded').map(({types}) => types)).toEqual([['CNAME']])
  })

  it('is not told where its object asks for another set of the name', () => {
    const of = (id: string) => ({id, routing: weighted(1)})
    const stored = [
      set('web', 'A', '192.0.2.10', of('v1')),
      txt('a-web', 'red', WEB, of('v1')),
      set('web', 'AAAA', '2001:db8::1', of('v2')),
      txt('aaaa-web', 'red', WEB, of('v2')),
    ]
    const wants = [wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/weight': '1'}})]
    expect(messages({stored, wants, ...ONLY_A})).toEqual([])
  })

  it('is not told where the object of that label is in the cluster of another owner', () => {
    const stored = [...ours, aaaa, txt('aaaa-web', 'blue')]
    const clusters = [east({wants: [wantsWeb]}), west()]
    expect(jointPlan({stored, clusters, ...ONLY_A}).blocked).toEqual([])
  })

  it('is told once where the object asks for that type too, and with the object', () => {
    const wants = [wantsWeb, wanted('web', 'AAAA', '2001:db8::1')]
    for (const flags of [ONLY_A, {excludedTypes: ['AAAA']}]) {
      const found = messages({stored: oursToo, wants, ...flags})
      expect(found.map(({types, origins}) => [types, origins.length])).toEqual([[['AAAA'], 1]])
    }
  })
})

describe('what a record set of ours lacks of its ownership', () => {
  const weighted1 = (id: string) => ({id, routing: weighted(1)})

  it('is nothing where its text has a name that only reads like that of today', () => {
    const registry = txtRegistry({prefix: 'own-%{record_type}-'})
    expect(requests(planFor({stored: [web, txt('own--a-web')], wants: [wantsWeb], registry}))).toEqual([])
  })

  it('is a text where only that of another identifier speaks of it', () => {
    const value = formatOwnership({owner: toOwnerId('red'), resource: WEB, labels: formerSetLabels(['x'])})
    const stored = [
      set('web', 'A', '192.0.2.10', weighted1('x')),
      set('web', 'A', '192.0.2.11', weighted1('v1')),
      set('a-web', 'TXT', value, weighted1('v1')),
    ]
    const wants = ['x', 'v1'].map((id, index) =>
      wanted('web', 'A', `192.0.2.1${index}`, {id, properties: {'aws/weight': '1'}}),
    )
    expect(requests(planFor({stored, wants}))).toEqual(['CREATE a-web TXT x 300 red:service/shop/web weighted 1'])
  })

  const texts = txtRegistry()
  if (texts.kind !== 'txt') throw new Error('bug: not the registry that was asked for')
  const registry = {...texts, kind: 'ledger', place: {kind: 'dynamodb', table: 't', region: ''}} as const

  it('is nothing where a row says that it is another owner’s', () => {
    const key = {name: 'web.shop.io', type: 'A', setIdentifier: undefined}
    const ledger = [{key, owner: toOwnerId('blue'), resource: WEB, labels: {}}]
    const plan = planFor({stored: [web], wants: [wanted('web', 'A', '192.0.2.9')], registry, ledger})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({reason, owner}) => [reason, owner])).toEqual([['owner-mismatch', 'blue']])
  })

  it('is a row where the ledger has none', () => {
    const plan = planFor({stored: ours, wants: [wantsWeb], registry, ledger: []})
    expect(plan.zones.flatMap(({hosts}) => hosts.flatMap(({ledger}) => ledger.map(({kind}) => kind)))).toEqual(['put'])
  })
})

describe('an object that holds a name by a text that was left over', () => {
  const [first, second] = ['service/shop/a', 'service/shop/b']
  const wants = [wanted('web', 'A', '192.0.2.1', {by: first}), wanted('web', 'A', '192.0.2.2', {by: second})]
  const losers = (owner: string) =>
    planFor({stored: [txt('a-web', owner, second)], wants}).blocked.map(({detail}) => detail)

  it('is one of the owner of the run', () => {
    expect(losers('red')).toEqual(['Service shop/b holds the name and keeps it'])
    expect(losers('blue')).toEqual([
      'Service shop/a comes first in the order of targets',
      'the ownership TXT a-web.shop.io names owner blue',
    ])
  })
})

describe('without a registry', () => {
  it('what a traffic policy made keeps a wish out, and no text is asked about', () => {
    const ofPolicy = {...web, trafficPolicyInstanceId: 'p-1'}
    const plan = planFor({stored: [ofPolicy], wants: [wanted('web', 'A', '192.0.2.1')], registry: {kind: 'noop'}})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({types}) => types)).toEqual([['A']])
  })
})

describe('the names that a plan speaks of', () => {
  it('are in every zone those with a wish or a record of ours, but not what others have there', () => {
    const stored = [...ours, set('theirs', 'A', '192.0.2.1'), txt('a-theirs', 'blue'), set('hand', 'A', '192.0.2.2')]
    expect(planFor({stored}).blocked).toEqual([])
    expect(requests(planFor({stored}))).toEqual([
      'DELETE a-web TXT 300 red:service/shop/web',
      'DELETE web A 300 192.0.2.10',
    ])
  })

  it('are in a zone that was read in part those that an object or the user asks about: others may lack their ownership', () => {
    const input = planInput({stored: [...ours, set('api', 'A', '192.0.2.1'), txt('a-api')]})
    const partly = {...input, zones: input.zones.map((one) => ({...one, reading: 'in-part' as const}))}
    expect(requests(makePlan(partly))).toEqual([])
    expect(requests(makePlan({...partly, lookedAt: [web.name]}))).toEqual([
      'DELETE a-web TXT 300 red:service/shop/web',
      'DELETE web A 300 192.0.2.10',
    ])
  })
})

describe('of two names with one place for their ownership TXT', () => {
  it('the first gets it, in whatever order they are asked for', () => {
    const wants = ['star', '*'].map((host) => wanted(host, 'A', '192.0.2.1'))
    for (const some of [wants, wants.toReversed()]) {
      const plan = planFor({wants: some, registry: txtRegistry({wildcardReplacement: 'star'})})
      expect(requests(plan)).toEqual(['CREATE * A 300 192.0.2.1', 'CREATE a-star TXT 300 red:service/shop/web'])
      expect(blocks(plan)).toEqual(['star A conflict-lost'])
    }
  })
})

describe('prune --migrate-from-txt-owner', () => {
  it('takes nothing over: what the former owner has stays his', () => {
    const stored = [web, txt('a-web', 'old')]
    const registry = txtRegistry({migrateFrom: toOwnerId('old')})
    expect(requests(planFor({stored, wants: [wantsWeb], registry}))).toHaveLength(2)
    expect(requests(planFor({stored, wants: [wantsWeb], registry, goal: PRUNE}))).toEqual([])
  })

  it('leaves to apply what that will replace as it takes a host over', () => {
    const of = (id: string, owner: string) => {
      const parts = {id, routing: weighted(1)}
      return [set('web', 'A', '192.0.2.10', parts), txt('a-web', owner, WEB, parts)]
    }
    const stored = [...of('v1', 'old'), ...of('v2', 'red')]
    const wants = [wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/region': 'eu-west-1'}})]
    const registry = txtRegistry({migrateFrom: toOwnerId('old')})
    expect(requests(planFor({stored, wants, registry}))).toContain('DELETE web A v2 300 192.0.2.10 weighted 1')
    const plan = planFor({stored, wants, registry, goal: PRUNE})
    expect([requests(plan), blocks(plan)]).toEqual([[], []])
  })
})

describe('the hold on a record whose own owner does not ask for it', () => {
  it('is not the policy, which keeps it from no other owner of the run', () => {
    const stored = [web, txt('a-web', 'blue')]
    const moves = (parts: Partial<Situation>) =>
      jointPlan({stored, clusters: [east({wants: [wantsWeb]}), west()], ...parts}).zones.flatMap(({hosts}) =>
        hosts.map(({action}) => action),
      )
    expect(moves({policy: 'upsert-only'})).toEqual(['move'])
    expect(moves({policy: 'upsert-only', registry: txtRegistry({ownerIsChosen: false})})).toEqual([])
  })
})
