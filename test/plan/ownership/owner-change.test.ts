import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import type {OwnershipGoal} from '../../../src/plan/plan-input.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {
  blocks,
  ownershipText,
  planInput,
  requests,
  SHOP,
  type Situation,
  set,
  txt,
  WEB,
  wantsWeb,
  web,
  zone,
} from '../builders.js'

const TRANSFER: OwnershipGoal = {kind: 'transfer', to: toOwnerId('green')}
const RELEASE: OwnershipGoal = {kind: 'release'}
const MIGRATE: OwnershipGoal = {kind: 'migrate', from: toOwnerId('old')}

function ownersPlan(goal: OwnershipGoal, situation: Situation) {
  const plan = makeOwnershipPlan({...planInput(situation), goal})
  return {requests: requests(plan), blocks: blocks(plan), hosts: plan.zones.flatMap(({hosts}) => hosts), plan}
}

const mx = set('web', 'MX', '10 m.example.net')

describe('owners release and transfer', () => {
  it('leave the record sets, and say what becomes of them', () => {
    const stored = [web, txt('a-web')]
    const of = (goal: OwnershipGoal) =>
      ownersPlan(goal, {stored}).hosts.map(({changes, notes, formerResources, origins}) => {
        return {changes, notes, formerResources, origins}
      })
    const same = {changes: [], formerResources: [WEB], origins: []}
    expect(of(RELEASE)).toEqual([{...same, notes: ['the record stays, without an owner']}])
    expect(of(TRANSFER)).toEqual([{...same, notes: ['handed over to owner green']}])
  })

  it.each([RELEASE, TRANSFER])('take a host of every type, and touch no text of another owner: $kind', (goal) => {
    const stored = [web, mx, txt('a-web'), txt('mx-web'), txt('web', 'blue')]
    const {requests: written} = ownersPlan(goal, {stored})
    expect(written.filter((line) => line.startsWith('DELETE'))).toEqual([
      `DELETE a-web TXT 300 red:${WEB}`,
      `DELETE mx-web TXT 300 red:${WEB}`,
    ])
    expect(written).toHaveLength(goal.kind === 'transfer' ? 4 : 2)
  })

  it.each([RELEASE, TRANSFER])('leave what is of others, and hosts that are not named: $kind', (goal) => {
    const stored = [
      web,
      txt('a-web', 'blue'),
      txt('web'),
      set('api', 'A', '192.0.2.1'),
      set('x', 'A', '192.0.2.2'),
      txt('a-x'),
    ]
    expect(ownersPlan(goal, {stored, only: ['web.shop.io', 'api.shop.io']}).requests).toEqual([])
  })

  it('keeps the labels and the object in the text of the new owner', () => {
    const stored = [web, set('a-web', 'TXT', ownershipText('red', `${WEB},external-dns/team=x`))]
    expect(ownersPlan(TRANSFER, {stored}).requests).toEqual([
      `CREATE a-web TXT 300 green:${WEB},external-dns/team=x`,
      `DELETE a-web TXT 300 red:${WEB},external-dns/team=x`,
    ])
  })

  it.each([RELEASE, TRANSFER])('leave a text that a zone which was not read may need: $kind', (goal) => {
    const eu = zone('eu.shop.io', {id: 'Z2'})
    const stored = [
      [SHOP, [txt('a-eu')]],
      [eu, [set('eu', 'A', '192.0.2.1')]],
    ] as const
    const unread = [zone('eu.shop.io', {id: 'Z4', isPrivate: true})]
    expect(ownersPlan(goal, {stored, unread})).toMatchObject({requests: [], blocks: ['eu A not-read']})
    expect(ownersPlan(goal, {stored}).blocks).toEqual([])
  })
})

describe('a text of the former owner that speaks of a record which stays with it', () => {
  const old = set('web', 'TXT', ownershipText('old', 'crd/shop/mail,external-dns/team=x'))
  const migrated = (stored: readonly RecordSet[]) => ownersPlan(MIGRATE, {stored, wants: [wantsWeb]})

  it('is left, and another one of the new owner with its labels is put beside it', () => {
    expect(migrated([web, mx, old]).requests).toEqual([`CREATE a-web TXT 300 red:${WEB},external-dns/team=x`])
  })

  it('is left where a better text of the record that goes is rewritten', () => {
    expect(migrated([web, mx, old, txt('a-web', 'old')]).requests).toEqual([
      `CREATE a-web TXT 300 red:${WEB}`,
      `DELETE a-web TXT 300 old:${WEB}`,
    ])
  })

  it('is rewritten where no record stays', () => {
    expect(migrated([web, old]).requests).toEqual([
      `CREATE web TXT 300 red:${WEB},external-dns/team=x`,
      'DELETE web TXT 300 old:crd/shop/mail,external-dns/team=x',
    ])
  })

  it('is left where its other record is ours already, by a text of its own', () => {
    expect(migrated([web, mx, old, txt('a-web')])).toMatchObject({requests: [], blocks: ['web MX owner-mismatch']})
  })
})
