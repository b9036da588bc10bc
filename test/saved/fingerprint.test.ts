import {describe, expect, it} from 'vitest'
import type {OwnershipGoal} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {PRUNE, SHOP, type Situation, set, spf, txt, txtRegistry, wanted, weighted, zone} from '../plan/builders.js'
import {east, jointInput, west} from '../plan/joint-builders.js'
import {fingerprintsIn, savedOwnershipPlan, savedPlanFor, savedPlanOf} from './builders.js'

const web = [set('web', 'A', '192.0.2.1'), txt('a-web')]
const wantsWeb = wanted('web', 'A', '192.0.2.2')
const ofBlue = [set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'blue', 'ingress/x/y')]
const TWIN = zone('shop.io', {id: 'Z2', isPrivate: true})
const CHILD = zone('child.shop.io', {id: 'ZCHILD'})

const ADOPT: OwnershipGoal = {kind: 'adopt', takesEqualOnly: false}
const MIGRATE: OwnershipGoal = {kind: 'migrate', from: toOwnerId('blue')}
const TRANSFER: OwnershipGoal = {kind: 'transfer', to: toOwnerId('green')}
const FREE_TEXTS = ['free aaaa-web TXT', 'free cname-web TXT']
const asText = 'free web TXT'

describe('a host rests on its ownership, and on places where nobody else writes', () => {
  it.each<[string, Situation, readonly string[]]>([
    [
      'created, where no other address is',
      {wants: [wantsWeb]},
      ['made a-web TXT', ...FREE_TEXTS, 'made web A', 'free web AAAA', 'free web CNAME', asText],
    ],
    [
      'updated, beside an address and a text of others that were there',
      {stored: [...web, ...ofBlue, set('web', 'TXT', spf)], wants: [wantsWeb]},
      ['kept a-web TXT', 'free cname-web TXT', 'changed web A', asText],
    ],
    [
      'updated, beside an ownership text in a set of another type',
      {stored: [...web, {...txt('cname-web'), type: 'SPF'}], wants: [wantsWeb]},
      ['kept a-web TXT', ...FREE_TEXTS, 'changed web A', asText],
    ],
    ['deleted', {stored: web}, ['gone a-web TXT', ...FREE_TEXTS, 'gone web A', asText]],
    ['without a registry, on nothing', {wants: [wantsWeb], registry: {kind: 'noop'}}, ['made web A']],
  ])('%s', (_what, situation, expected) => {
    expect(fingerprintsIn(savedPlanFor(situation))).toEqual([expected])
  })

  it('updated beside an address of its own, whose text stays as it is', () => {
    const aaaa = set('web', 'AAAA', '2001:db8::1')
    const wants = [wantsWeb, wanted('web', 'AAAA', '2001:db8::1')]
    const expected = ['kept a-web TXT', 'kept aaaa-web TXT', 'free cname-web TXT', 'changed web A', asText]
    expect(fingerprintsIn(savedPlanFor({stored: [...web, aaaa, txt('aaaa-web')], wants}))).toEqual([expected])
    const stored = [set('web', 'A', '192.0.2.1'), aaaa, txt('a-web', 'blue'), txt('aaaa-web', 'blue')]
    const clusters = [east(), west({wants})]
    expect(fingerprintsIn(savedPlanOf(jointInput({stored, clusters})))).toEqual([expected])
  })

  it('created at the apex, where only some of the names of its texts are in the zone', () => {
    const registry = txtRegistry({prefix: '%{record_type}-own.'})
    const [sets] = fingerprintsIn(savedPlanFor({registry, wants: [wanted('@', 'A', '192.0.2.2')]}))
    expect(sets).toEqual([
      ...['free -own TXT', 'made a-own TXT', 'free aaaa-own TXT', 'free cname-own TXT'],
      ...['made shop.io A', 'free shop.io AAAA', 'free shop.io CNAME', 'free shop.io TXT'],
    ])
  })

  it('a text without a record, where there is no address and none of which it speaks', () => {
    const stored = [
      [SHOP, [txt('srv-child')]],
      [CHILD, []],
    ] as const
    expect(fingerprintsIn(savedPlanFor({stored, managedTypes: ['A', 'SRV']}))).toEqual([
      [
        ...['free a-child TXT', 'free aaaa-child TXT', 'free cname-child TXT', 'gone srv-child TXT'],
        ...['A', 'AAAA', 'CNAME', 'SRV', 'TXT'].map((type) => `free child ${type} in ZCHILD`),
      ],
    ])
    const old = {stored: [txt('web')], goal: {...PRUNE, removesOrphans: true}}
    expect(fingerprintsIn(savedPlanFor(old))).toEqual([
      ['free a-web TXT', ...FREE_TEXTS, 'free web A', 'free web AAAA', 'free web CNAME', 'gone web TXT'],
    ])
  })

  it('in a public and a private zone: each on its own', () => {
    const [inShop = [], inTwin] = fingerprintsIn(
      savedPlanFor({
        stored: [
          [SHOP, []],
          [TWIN, []],
        ],
        wants: [wantsWeb],
      }),
    )
    expect(inShop).toEqual(['made a-web TXT', ...FREE_TEXTS, 'made web A', 'free web AAAA', 'free web CNAME', asText])
    expect(inTwin).toEqual(inShop.map((line) => `${line} in Z2`))
  })
})

describe('ownership alone', () => {
  const equal = wanted('web', 'A', '192.0.2.1')
  const mail = set('web', 'MX', '10 mail.shop.io')
  const weightedSet = (id: string) => set('web', 'A', '192.0.2.1', {id, routing: weighted(1)})
  const eu = wanted('web', 'A', '192.0.2.1', {id: 'eu', properties: {'aws/weight': '1'}})

  it.each<[string, Situation, OwnershipGoal, readonly string[]]>([
    [
      'is taken of the records that were shown, and of no other at the name',
      {stored: [set('web', 'A', '192.0.2.1'), mail], wants: [equal]},
      ADOPT,
      ['made a-web TXT', ...FREE_TEXTS, 'kept web A', asText],
    ],
    [
      'is taken of a record by the name that today’s template gives its text',
      {
        stored: [set('web', 'A', '192.0.2.1'), mail],
        wants: [equal],
        registry: txtRegistry({suffix: '-%{record_type}'}),
      },
      ADOPT,
      [
        ...['free a-web- TXT', 'free aaaa-web- TXT', 'free cname-web- TXT', 'free web- TXT'],
        ...['made web-a TXT', 'free web-aaaa TXT', 'free web-cname TXT', 'kept web A', asText],
      ],
    ],
    [
      'is taken of one set of several',
      {stored: [weightedSet('eu'), weightedSet('us')], wants: [eu]},
      ADOPT,
      ['made a-web TXT', ...FREE_TEXTS, 'kept web A', asText].map((line) => `${line} eu`),
    ],
    [
      'is taken in one zone of two',
      {
        stored: [
          [SHOP, [set('web', 'A', '192.0.2.1')]],
          [TWIN, web],
        ],
        wants: [equal],
      },
      ADOPT,
      ['made a-web TXT', ...FREE_TEXTS, 'kept web A', asText],
    ],
    [
      'is taken in the old format, of what it speaks of',
      {stored: [set('web', 'A', '192.0.2.1'), mail, txt('web', 'blue')], wants: [equal]},
      MIGRATE,
      ['free a-web TXT', ...FREE_TEXTS, 'kept web A', 'kept web MX', 'changed web TXT'],
    ],
    ['is handed over, whatever the record is', {stored: web}, TRANSFER, ['changed a-web TXT', ...FREE_TEXTS, asText]],
  ])('%s', (_what, situation, goal, expected) => {
    expect(fingerprintsIn(savedOwnershipPlan(situation, goal))).toEqual([expected])
  })

  it('moves to another owner of the run with the record that was shown', () => {
    const stored = [set('web', 'A', '192.0.2.1'), txt('a-web', 'blue')]
    expect(fingerprintsIn(savedPlanOf(jointInput({stored, clusters: [east({wants: [equal]}), west()]})))).toEqual([
      ['changed a-web TXT', ...FREE_TEXTS, 'kept web A', asText],
    ])
  })
})
