import {describe, expect, it} from 'vitest'
import {makePlan} from '../../../src/plan/make-plan.js'
import type {AgeLimit, PlanInput} from '../../../src/plan/plan-input.js'
import {blocks, PRUNE, planFor, planInput, requests, SHOP, type Situation, set, txt} from '../builders.js'

const ROUTE = 'httproute/shop/r'
const STORED = [
  set('web', 'A', '192.0.2.1'),
  txt('a-web', 'red', ROUTE),
  set('old', 'A', '192.0.2.1'),
  txt('a-old', 'red', 'httproute/shop/gone'),
]
const SITUATION: Situation = {policy: 'sync', stored: STORED}
const WAITING: PlanInput['waiting'] = [
  {
    resource: ROUTE,
    origin: {kind: 'HTTPRoute', namespace: 'shop', name: 'r', field: 'spec.parentRefs'},
    reason: 'uses Gateway infra/gw, which does not exist',
  },
]

describe('the records of an object whose names are not known now', () => {
  const planned = (situation: Situation = {}, waiting = WAITING) =>
    makePlan({...planInput({...SITUATION, ...situation}), waiting})

  it.each<[string, Situation]>([
    ['sync', {}],
    ['prune', {goal: PRUNE, policy: 'upsert-only'}],
  ])('are kept under %s, those of no other object', (_, situation) => {
    const plan = planned(situation)
    expect(requests(plan).join()).toContain('old')
    expect(requests(plan).join()).not.toContain('web')
    expect(blocks(plan)).toEqual(['web A pending-target'])
    expect(plan.blocked.map(({detail}) => detail)).toEqual([
      'HTTPRoute shop/r uses Gateway infra/gw, which does not exist; record kept',
    ])
  })

  it('are kept with manifests that say no status, whatever --on-missing-target says', () => {
    const manifests = {isComplete: true, lacks: [], hasLiveStatus: false} as unknown as PlanInput['manifests']
    const input = planInput({...SITUATION, onMissingTarget: 'delete'})
    const plan = makePlan({...input, waiting: WAITING, ...(manifests && {manifests})})
    expect(plan.blocked.map(({host, detail}) => `${host}: ${detail}`)).toContain(
      'web.shop.io: HTTPRoute shop/r uses Gateway infra/gw, which does not exist in the manifests; record kept',
    )
  })

  it('are all that there are without ownership: which are the object’s nobody knows', () => {
    const plan = planned({registry: {kind: 'noop'}, allowsUnownedDeletes: true})
    expect(requests(plan)).toEqual([])
    expect(new Set(plan.blocked.map(({reason}) => reason))).toEqual(new Set(['pending-target']))
    expect(requests(planned({registry: {kind: 'noop'}, allowsUnownedDeletes: true}, []))).not.toEqual([])
  })

  it('go without --allow-unowned-deletes, which is about a run without a registry', () => {
    const flags = {allowsUnownedDeletes: false}
    expect(requests(planned(flags, [])).join()).toContain('DELETE web')
    expect(requests(planned({...flags, registry: {kind: 'noop'}}, []))).toEqual([])
  })

  it('go with --on-missing-target=delete, and without such an object', () => {
    for (const plan of [planned({onMissingTarget: 'delete'}), planned({}, [])]) {
      expect(requests(plan).join()).toContain('web')
      expect(plan.blocked).toEqual([])
    }
  })
})

describe('prune --min-age', () => {
  const asked: string[] = []
  const age: AgeLimit = {
    minAge: '72 h',
    since: 0,
    isOldEnough({zone, name, setIdentifier}) {
      asked.push(`${zone.id} ${name} ${setIdentifier}`)
      return name.startsWith('old') ? true : name.startsWith('web') ? undefined : false
    },
  }
  const stored = [...STORED, set('new', 'A', '192.0.2.3'), txt('a-new', 'red', 'service/shop/new')]
  const plan = planFor({...SITUATION, stored, goal: {...PRUNE, age}})

  it('takes what is old enough, and keeps what is younger and what nobody knows the age of, each with its reason', () => {
    expect(requests(plan)).toEqual(['DELETE a-old TXT 300 red:httproute/shop/gone', 'DELETE old A 300 192.0.2.1'])
    expect(plan.blocked.map(({host, reason, detail}) => [host, reason, detail])).toEqual([
      ['new.shop.io', 'policy', 'no object asks for it any more; written within 72 h'],
      ['web.shop.io', 'policy', 'no object asks for it any more; neither history nor receipt says its age'],
    ])
  })

  it('asks for the age of each host by its zone, name and set identifier', () => {
    expect(new Set(asked)).toEqual(new Set(['new', 'old', 'web'].map((host) => `${SHOP.id} ${host}.shop.io undefined`)))
  })
})
