import {describe, expect, it} from 'vitest'
import {findUnmetHosts, makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import type {OwnershipGoal} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {dnsName, planInput, type Situation, set, txt, wanted, wantsWeb, web} from './builders.js'

const ADOPT: OwnershipGoal = {kind: 'adopt', takesEqualOnly: false}
const RELEASE: OwnershipGoal = {kind: 'release'}
const TRANSFER: OwnershipGoal = {kind: 'transfer', to: toOwnerId('blue')}
const REPAIR: OwnershipGoal = {kind: 'repair', former: undefined, upgradesFormat: false}
const MIGRATE: OwnershipGoal = {kind: 'migrate', from: toOwnerId('blue')}

const ours = [web, txt('a-web')]
const theirs = [web, txt('a-web', 'blue')]
const MAIL = set('web', 'MX', '10 mail.example.net')
/** As long as an encrypted text, and decrypted by no key. */
const VEILED = [web, set('a-web', 'TXT', `"${'A'.repeat(120)}"`)]

/** Why the command is refused for web.shop.io, and the way out. */
function unmet(goal: OwnershipGoal, situation: Situation): readonly (readonly [string, string])[] {
  const input = planInput({...situation, only: [dnsName('web.shop.io')]})
  const plan = makeOwnershipPlan({...input, goal})
  const found = findUnmetHosts(plan, input.zones, {plan: input.settings, registry: input.registry}, goal)
  return found.map(({detail, fix}) => [detail, fix])
}

describe('a host that a command names, and that it cannot serve', () => {
  it.each([ADOPT, RELEASE, TRANSFER, REPAIR])('has no record in any zone that was read: $kind', (goal) => {
    expect(unmet(goal, {})).toEqual([
      ['no zone that was read holds a record of that name', 'see external-dns-ts owners'],
    ])
  })

  it.each([RELEASE, TRANSFER])('is unowned: $kind', (goal) => {
    expect(unmet(goal, {stored: [web]})).toEqual([
      ['it is unowned', 'if an object asks for it, take it over: external-dns-ts owners adopt web.shop.io'],
    ])
  })

  it.each([RELEASE, TRANSFER, REPAIR])('belongs to another owner: $kind', (goal) => {
    const fix = 'have its owner hand it over: external-dns-ts owners transfer --txt-owner-id=blue --to=ID web.shop.io'
    expect(unmet(goal, {stored: theirs})).toEqual([['it belongs to owner blue', fix]])
  })

  it('belongs to another owner, and an object asks for it: adopt', () => {
    expect(unmet(ADOPT, {stored: theirs, wants: [wantsWeb]})).toEqual([
      ['it belongs to owner blue', expect.stringMatching(/^have its owner hand it over: /)],
    ])
  })

  it.each([RELEASE, TRANSFER])('has a text that no key decrypts: $kind', (goal) => {
    expect(unmet(goal, {stored: VEILED})).toEqual([
      ['its ownership TXT is encrypted, and no given key decrypts it', 'give its key in --txt-encrypt-aes-key'],
    ])
  })

  it('is asked for by no object: adopt', () => {
    expect(unmet(ADOPT, {stored: [web]})).toEqual([
      ['no object here asks for it', 'let an object ask for web.shop.io, or leave it alone'],
    ])
  })

  it('has another value, under --equal-only: adopt', () => {
    const found = unmet({...ADOPT, takesEqualOnly: true}, {stored: [web], wants: [wanted('web', 'A', '192.0.2.11')]})
    expect(found).toHaveLength(1)
    expect(found[0]?.[1]).not.toBe('')
  })
})

describe('a host that a command names, and that is served', () => {
  it.each<[string, OwnershipGoal, Situation]>([
    ['adopt', ADOPT, {stored: [web], wants: [wantsWeb]}],
    ['release', RELEASE, {stored: ours}],
    ['transfer', TRANSFER, {stored: ours}],
    ['adopt, of what is ours already', ADOPT, {stored: ours}],
    ['adopt, of what is ours already beside what is nobody’s', ADOPT, {stored: [...ours, MAIL]}],
    ['repair, of what is in order', REPAIR, {stored: ours}],
    ['repair, of what is in order beside what is nobody’s', REPAIR, {stored: [...ours, MAIL]}],
    ['migrate, which names none', MIGRATE, {}],
  ])('%s', (_what, goal, situation) => {
    expect(unmet(goal, situation)).toEqual([])
  })
})
