import {describe, expect, it} from 'vitest'
import {makePlan} from '../../../src/plan/make-plan.js'
import type {PlanInput} from '../../../src/plan/plan-input.js'
import {
  domainFilter,
  PRUNE,
  pending,
  planFor,
  planInput,
  SHOP,
  type Situation,
  set,
  txt,
  WEB,
  wanted,
  web,
  weighted,
  zone,
} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

const ours = [web, txt('a-web'), set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web')]
const waits = pending('web')
const messages = (situation: Situation, parts: Partial<PlanInput> = {}) =>
  makePlan({...planInput({pending: [waits], ...situation}), ...parts}).blocked

const base = {host: 'web.shop.io', setIdentifier: undefined, types: [], owner: undefined, origins: [waits.origin]}
const waiting = {...base, reason: 'pending-target', zone: SHOP, fix: undefined}

describe('a host that waits for its target', () => {
  it('is told once with the types that it keeps, or that a flag lets go', () => {
    const kept = 'Service shop/web has no address yet; record kept'
    expect(messages({stored: ours})).toEqual([{...waiting, types: ['A', 'AAAA'], detail: kept}])
    expect(messages({stored: ours.toReversed()})).toEqual([{...waiting, types: ['A', 'AAAA'], detail: kept}])
    expect(messages({stored: ours, goal: PRUNE})).toEqual([{...waiting, types: ['A', 'AAAA'], detail: kept}])
    const goes = 'Service shop/web has no address yet; --on-missing-target=delete would delete its record'
    expect(messages({stored: ours, onMissingTarget: 'delete'})).toEqual([
      {...waiting, types: ['A', 'AAAA'], detail: goes},
    ])
    expect(messages({})).toEqual([{...waiting, detail: 'Service shop/web has no address yet'}])
  })

  it('is told without a zone where none takes it, and where the domain filters leave it out', () => {
    expect(messages({domainFilter: domainFilter({include: ['app.shop.io']})})).toEqual([
      {...base, reason: 'filtered', zone: undefined, detail: 'the domain filters leave this name out', fix: undefined},
    ])
    expect(messages({stored: [[zone('other.io'), []]]})).toEqual([
      {...base, reason: 'no-zone', zone: undefined, detail: 'no selected zone holds this name', fix: undefined},
    ])
  })

  it('is told in every zone that takes it', () => {
    const twin = zone('shop.io', {id: 'Z3', isPrivate: true})
    const stored = [
      [SHOP, []],
      [twin, ours],
    ] as const
    expect(messages({stored}).map((block) => [block.zone, block.types])).toEqual([
      [SHOP, []],
      [twin, ['A', 'AAAA']],
    ])
  })

  it('is told with what would make it known where it was read in files', () => {
    const view = {isComplete: false, lacks: []}
    const detail = 'Service shop/web has no address yet'
    const known = {...base, reason: 'known-after-deploy', zone: SHOP}
    expect(messages({}, {manifests: {...view, hasLiveStatus: false}})).toEqual([
      {...known, detail: `${detail} in the manifests`, fix: '--status-from-cluster'},
    ])
    expect(messages({}, {manifests: {...view, hasLiveStatus: true}})).toEqual([{...known, detail, fix: undefined}])
  })

  it('is not told where another object has a target for the same set, or another shard speaks of it', () => {
    const v1 = {id: 'v1', properties: {'aws/weight': '1'}}
    expect(messages({wants: [wanted('web', 'AAAA', '2001:db8::1')]})).toEqual([])
    expect(messages({wants: [wanted('web', 'A', '192.0.2.1', v1)]})).toEqual([
      {...waiting, detail: 'Service shop/web has no address yet'},
    ])
    expect(messages({pending: [pending('web', WEB, 'v1')], wants: [wanted('web', 'A', '192.0.2.1', v1)]})).toEqual([])
    expect(messages({}, {takes: (name) => name !== 'web.shop.io'})).toEqual([])
    expect(messages({}, {takes: (name) => name === 'web.shop.io'})).toHaveLength(1)
  })

  it('keeps only the set of its identifier where the name is served otherwise', () => {
    const of = (id: string) => {
      const parts = {id, routing: weighted(1)}
      return [set('web', 'A', '192.0.2.1', parts), txt('a-web', 'red', WEB, parts)]
    }
    const plan = planFor({stored: [...of('v1'), ...of('v2')], pending: [pending('web', WEB, 'v1')]})
    expect(plan.blocked.map(({setIdentifier, types}) => [setIdentifier, types])).toEqual([['v1', ['A']]])
  })
})

describe('a host that waits in one of several clusters', () => {
  const blocked = (...clusters: Parameters<typeof jointPlan>[0]['clusters']) =>
    jointPlan({stored: [web, txt('a-web', 'blue')], clusters}).blocked.map(
      ({reason, types, detail, cluster}) => `${cluster} ${types} ${reason}: ${detail}`,
    )

  it('is told where the other one has a target for it, and keeps what is its own', () => {
    const wants = [wanted('web', 'A', '192.0.2.1')]
    expect(blocked(east({wants}), west({pending: [waits]}))).toEqual([
      'east A conflict-lost: owner blue holds the host and keeps it: Service shop/web (west) has no address yet; record kept',
      'west A pending-target: Service shop/web (west) has no address yet; record kept',
    ])
    expect(blocked(east({pending: [waits]}), west({wants}))).toEqual([
      'east  pending-target: Service shop/web (east) has no address yet',
    ])
  })

  it('keeps what the other one gives up, until it has a target', () => {
    expect(blocked(east({pending: [waits]}), west())).toEqual([
      'east A pending-target: Service shop/web (east) has no address yet; record kept',
    ])
  })
})
