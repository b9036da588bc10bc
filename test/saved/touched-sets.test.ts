import {describe, expect, it} from 'vitest'
import {changesDigest} from '../../src/saved/touched-sets.js'
import {narrowSavedPlan} from '../../src/saved/undo.js'
import {planFor, SHOP, set, txt, txtRegistry, wanted, zone} from '../plan/builders.js'
import {hostsOf, savedPlanFor} from './builders.js'

const CHILD = zone('child.shop.io', {id: 'ZCHILD'})
const web = [set('web', 'A', '192.0.2.1'), txt('a-web')]
const wants = [wanted('web', 'A', '192.0.2.2'), wanted('new', 'A', '192.0.2.3', {by: 'service/shop/new'})]

describe('the digest of what a plan changes', () => {
  const plan = planFor({stored: web, wants})

  it('is 16 hexadecimal digits, the same for the same changes in any order', () => {
    const digest = changesDigest(plan)
    expect(digest).toMatch(/^[0-9a-f]{16}$/)
    expect(changesDigest(planFor({stored: [...web].reverse(), wants: [...wants].reverse()}))).toBe(digest)
    const zones = plan.zones.map((each) => ({...each, hosts: [...each.hosts].reverse()}))
    expect(changesDigest({zones})).toBe(digest)
  })

  it.each([
    ['what is there', {stored: [set('web', 'A', '192.0.2.9'), txt('a-web')], wants}],
    ['what is wanted', {stored: web, wants: wants.slice(0, 1)}],
    ['where its ownership is', {stored: web, wants, registry: txtRegistry({prefix: 'x-'})}],
    ['nothing', {}],
  ])('is another one for other changes: %s', (_what, situation) => {
    expect(changesDigest(planFor(situation))).not.toBe(changesDigest(plan))
  })
})

describe('a part of a saved plan', () => {
  it('has the hosts that are named, each in its zone, with their fingerprints', () => {
    const stored = [[SHOP, []] as const, [CHILD, []] as const]
    const saved = savedPlanFor({stored, wants: [...wants, wanted('a.child', 'A', '192.0.2.4')]})
    const [first, ...others] = hostsOf(saved.plan)
    if (first === undefined) throw new Error('no host')
    const part = narrowSavedPlan(saved, others)
    expect(hostsOf(part.plan)).toEqual(others)
    expect(part.fingerprints).toEqual(saved.fingerprints.slice(1))
    expect(part.plan.zones.map(({hosts}) => hosts.length)).toEqual([0, 2])
    expect(hostsOf(narrowSavedPlan(saved, []).plan)).toEqual([])
  })
})
