import {describe, expect, it} from 'vitest'
import type {Plan} from '../../../src/plan/plan.js'
import {planFor, requests, type Situation, set, txt, txtRegistry, wanted, zone} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

const by = (host: string) => ({by: `service/shop/${host}`})
const registry = txtRegistry({wildcardReplacement: 'star'})
const all = wanted('*', 'A', '192.0.2.1', by('all'))
const star = set('star', 'A', '192.0.2.2')
const wantsStar = wanted('star', 'A', '192.0.2.2', by('star'))

const refused = ({blocked}: Plan) => blocked.map(({host, reason, detail, owner}) => [host, reason, detail, owner])
const TAKES = [
  '*.shop.io',
  'conflict-lost',
  'it would take the ownership TXT star.shop.io from the A record star.shop.io in zone shop.io',
  undefined,
]

describe('with a wildcard replacement, the text of * at the name of a host', () => {
  const starWith = (owner: string): Situation => ({
    stored: [star, txt('star', owner, 'service/shop/star')],
    registry,
  })

  it('is not written where it would take the old text of the host, which gets a text of its own', () => {
    const plan = planFor({...starWith('red'), wants: [wantsStar, all]})
    expect(refused(plan)).toEqual([TAKES])
    expect(requests(plan)).toEqual(['CREATE a-star TXT 300 red:service/shop/star'])
  })

  it('is not written for another cluster either', () => {
    const plan = jointPlan({...starWith('blue'), clusters: [east({wants: [all]}), west({wants: [wantsStar]})]})
    expect(refused(plan)).toEqual([TAKES])
    expect(requests(plan)).toEqual(['CREATE a-star TXT 300 blue:service/shop/star'])
  })

  it('is written beside a host that has no text, or one of an owner that is not in the run', () => {
    const made = ['CREATE * A 300 192.0.2.1', 'CREATE a-star TXT 300 red:service/shop/all']
    for (const situation of [{stored: [star], registry}, starWith('blue')]) {
      const plan = planFor({...situation, wants: [all]})
      expect([refused(plan), requests(plan)]).toEqual([[], made])
    }
  })

  it('is not written for the host where it would be read as that of *', () => {
    const stored = [set('*', 'A', '192.0.2.2'), txt('star', 'blue', 'service/shop/all')]
    const plan = planFor({stored, wants: [wantsStar], registry})
    expect(refused(plan)).toEqual([
      [
        'star.shop.io',
        'no-txt-zone',
        'its ownership TXT would be read as that of a record other than star.shop.io A',
        undefined,
      ],
    ])
    expect(requests(plan)).toEqual([])
  })

  it('is not written where the wildcard, of nobody, would become ours and the host nobody’s', () => {
    const plan = planFor({stored: [set('*', 'A', '192.0.2.2')], wants: [wantsStar], registry})
    expect(refused(plan)).toEqual([
      [
        'star.shop.io',
        'no-txt-zone',
        'its ownership TXT would be read as that of a record other than star.shop.io A',
        undefined,
      ],
    ])
    expect(requests(plan)).toEqual([])
  })

  it('is that of one of two new hosts', () => {
    const clusters = [east({wants: [all]}), west({wants: [wantsStar]})]
    const plan = jointPlan({registry, clusters})
    expect(refused(plan)).toEqual([
      [
        'star.shop.io',
        'conflict-lost',
        'its ownership TXT a-star.shop.io is impossible: it is also that of *.shop.io',
        undefined,
      ],
    ])
    expect(requests(plan)).toEqual(['CREATE * A 300 192.0.2.1', 'CREATE a-star TXT 300 red:service/shop/all'])
  })
})

describe('the text of the apex of a zone, which stands in its parent', () => {
  const child = zone('eu.shop.io', {id: 'Z2'})
  const inParent = set('eu', 'A', '192.0.2.9')
  const wants = [wanted('eu', 'A', '192.0.2.1', by('eu'))]
  const planWith = (stored: Situation['stored'], parts: Situation = {}) =>
    planFor({
      stored: [
        [zone(), stored as never],
        [child, []],
      ],
      wants,
      ...parts,
    })

  it('is not written where the parent has a record of that name that is not ours', () => {
    const plan = planWith([inParent])
    expect(refused(plan)).toEqual([
      [
        'eu.shop.io',
        'unowned',
        'the ownership TXT a-eu.shop.io would then belong to the A record eu.shop.io in zone shop.io, which is not ours',
        undefined,
      ],
    ])
    expect(requests(plan)).toEqual([])
  })

  it('is shared with a record of ours in the parent, which stays or goes', () => {
    const stored = [inParent, txt('a-eu', 'red', 'service/shop/x')]
    expect(requests(planWith(stored, {policy: 'upsert-only'}))).toEqual(['Z2 CREATE eu A 300 192.0.2.1'])
    expect(requests(planWith(stored))).toEqual(['Z1 DELETE eu A 300 192.0.2.9', 'Z2 CREATE eu A 300 192.0.2.1'])
  })

  it('goes with the last record that it speaks of', () => {
    const stored: Situation['stored'] = [
      [zone(), [inParent, txt('a-eu', 'red', 'service/shop/x')]],
      [child, [set('eu', 'A', '192.0.2.1')]],
    ]
    expect(requests(planFor({stored}))).toEqual([
      'Z1 DELETE a-eu TXT 300 red:service/shop/x',
      'Z1 DELETE eu A 300 192.0.2.9',
      'Z2 DELETE eu A 300 192.0.2.1',
    ])
  })
})

describe('the text of the apex of a zone in its parent, beside a text that no key decrypts', () => {
  const unreadable = set('a-eu', 'TXT', `"${'A'.repeat(120)}"`)
  const stored: Situation['stored'] = [
    [zone(), [set('eu', 'A', '192.0.2.9'), unreadable]],
    [zone('a-eu.shop.io', {id: 'Z2'}), []],
  ]

  it('is not written where that one would be read as a record of ours', () => {
    const wants = [wanted('a-eu', 'TXT', '"x"', by('eu'))]
    const plan = planFor({stored, wants, managedTypes: ['A', 'TXT']})
    expect(refused(plan)).toEqual([
      [
        'a-eu.shop.io',
        'unreadable',
        'the ownership TXT txt-a-eu.shop.io would then belong to the TXT record a-eu.shop.io in zone shop.io, which is not ours',
        undefined,
      ],
    ])
    expect(requests(plan)).toEqual([])
  })

  it('is written where it speaks of another type', () => {
    const plan = planFor({stored, wants: [wanted('a-eu', 'A', '192.0.2.1', by('eu'))]})
    expect(refused(plan)).toEqual([])
    expect(requests(plan)).toEqual(['Z1 CREATE a-a-eu TXT 300 red:service/shop/eu', 'Z2 CREATE a-eu A 300 192.0.2.1'])
  })
})

describe('the text of a host in a private parent zone, where the child zone has a record of that name with an old text', () => {
  const parent = zone('shop.io', {isPrivate: true})
  const child = zone('eu.shop.io', {id: 'Z2', isPrivate: true})
  const storedOf = (owner: string): NonNullable<Situation['stored']> => [
    [parent, []],
    [child, [set('eu', 'A', '192.0.2.1'), txt('eu', owner, 'service/shop/eu')]],
  ]
  const asks = (address: string, object: string) => wanted('eu', 'A', address, by(object))
  const SPEAKS =
    'the ownership TXT a-eu.shop.io would then belong to the A record eu.shop.io in zone eu.shop.io, which another object holds'
  const refusedBySpeaking = (plan: Plan) =>
    plan.blocked.filter(({detail}) => detail === SPEAKS).map((one) => [one.zone?.id, one.reason])

  it('is not written by another object, which may not change that record', () => {
    const plan = planFor({stored: storedOf('red'), wants: [asks('192.0.2.7', 'other')], policy: 'create-only'})
    expect(refusedBySpeaking(plan)).toEqual([['Z1', 'conflict-lost']])
    expect(requests(plan)).toEqual([])
  })

  it('is written by the object that holds the record, and by one that takes it', () => {
    const same = planFor({stored: storedOf('red'), wants: [asks('192.0.2.7', 'eu')], policy: 'create-only'})
    expect(requests(same)).toEqual(['Z1 CREATE a-eu TXT 300 red:service/shop/eu', 'Z1 CREATE eu A 300 192.0.2.7'])
    const taking = planFor({stored: storedOf('red'), wants: [asks('192.0.2.7', 'other')]})
    expect(requests(taking)).toEqual([
      'Z1 CREATE a-eu TXT 300 red:service/shop/other',
      'Z1 CREATE eu A 300 192.0.2.7',
      'Z2 CREATE eu A 300 192.0.2.7',
      'Z2 DELETE eu A 300 192.0.2.1',
    ])
  })

  it('is written with a record that changes nothing but its object or its cluster', () => {
    const made = ['Z1 CREATE eu A 300 192.0.2.1']
    const records = (plan: Plan) => requests(plan).filter((request) => !request.includes(' TXT '))
    const wants = [asks('192.0.2.1', 'other')]
    expect(records(planFor({stored: storedOf('red'), wants}))).toEqual(made)
    expect(records(jointPlan({stored: storedOf('blue'), clusters: [east({wants}), west()]}))).toEqual(made)
  })

  it('is not written by another cluster: the record would become that of the other one', () => {
    const clusters = [east({wants: [asks('192.0.2.7', 'other')]}), west({wants: [asks('192.0.2.1', 'eu')]})]
    const plan = jointPlan({stored: storedOf('blue'), clusters})
    expect(refusedBySpeaking(plan)).toEqual([['Z1', 'conflict-lost']])
    expect(requests(plan)).toEqual(['Z1 CREATE a-eu TXT 300 blue:service/shop/eu'])
  })

  it('nor where that record is changed in the same run', () => {
    const clusters = [east({wants: [asks('192.0.2.7', 'other')]}), west({wants: [asks('192.0.2.9', 'eu')]})]
    const plan = jointPlan({stored: storedOf('blue'), clusters})
    expect(refusedBySpeaking(plan)).toEqual([['Z1', 'conflict-lost']])
    expect(requests(plan).filter((request) => request.startsWith('Z1'))).toEqual([])
  })
})

it('a text caa-web speaks of one host: the other one gets its own first', () => {
  const stored = [set('caa-web', 'A', '192.0.2.1'), txt('caa-web', 'red', 'service/shop/caa')]
  const wants = [wanted('web', 'CAA', '0 issue "x.org"'), wanted('caa-web', 'A', '192.0.2.1', by('caa'))]
  const plan = planFor({stored, wants, managedTypes: ['A', 'CAA']})
  expect(refused(plan)).toEqual([
    ['web.shop.io', 'conflict-lost', 'its ownership TXT caa-web.shop.io is also that of caa-web.shop.io', undefined],
  ])
  expect(requests(plan)).toEqual(['CREATE a-caa-web TXT 300 red:service/shop/caa'])
})
