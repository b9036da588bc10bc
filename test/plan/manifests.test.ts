import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {PendingHost} from '../../src/dns/endpoint.js'
import {makePlan} from '../../src/plan/make-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import type {ManifestsView} from '../../src/plan/plan-input.js'
import {planInput, requests, type Situation, set, txt} from './builders.js'
import {situations} from './generators.js'

const PART: ManifestsView = {isComplete: false, hasLiveStatus: false, lacks: []}
const WHOLE: ManifestsView = {...PART, isComplete: true}

function planFrom(manifests: ManifestsView, situation: Situation): Plan {
  return makePlan({...planInput(situation), manifests})
}

function pending(dnsName: string, parts: Partial<PendingHost> = {}): PendingHost {
  const origin = {kind: 'Service', namespace: 'shop', name: 'web', field: 'annotation hostname'}
  return {dnsName, setIdentifier: '', resource: 'service/shop/web', origin, reason: 'has no address yet', ...parts}
}

/** `host TYPES reason fix` of the hosts that are not changed. */
function kept(plan: Plan): readonly string[] {
  return plan.blocked.map(({host, types, reason, fix}) => [host, ...types, reason, fix ?? '-'].join(' '))
}

const STORED = [set('web', 'A', '192.0.2.1'), txt('a-web.shop.io.')]

describe('a plan from manifests', () => {
  it('law: no host is deleted when they show a part of a cluster', () => {
    fc.assert(
      fc.property(situations(), fc.constantFrom(PART, {...PART, hasLiveStatus: true}), (situation, view) => {
        const hosts = planFrom(view, situation).zones.flatMap((zone) => zone.hosts)
        expect(hosts.filter(({action}) => action === 'delete')).toEqual([])
      }),
      {numRuns: 200},
    )
  })

  it('says of what they do not show that they do not show it, under every policy', () => {
    expect(kept(planFrom(PART, {stored: STORED}))).toEqual(['web.shop.io A not-in-manifests --manifests-are-complete'])
    expect(kept(planFrom(PART, {stored: STORED, policy: 'upsert-only'}))).toEqual(['web.shop.io A not-in-manifests -'])
  })

  it('deletes it when they are complete', () => {
    expect(requests(planFrom(WHOLE, {stored: STORED}))).toHaveLength(2)
    expect(kept(planFrom(WHOLE, {stored: STORED, policy: 'upsert-only'}))).toEqual([
      'web.shop.io A policy external-dns-ts prune',
    ])
  })

  it('does not take them for complete when a kind is missing from which a source starts', () => {
    const plan = planFrom({...WHOLE, lacks: ['nodes']}, {stored: STORED})
    expect(kept(plan)).toEqual(['web.shop.io A not-in-manifests --status-from-cluster'])
  })

  it('holds what is known after deploy, whatever is said about missing targets', () => {
    const situation: Situation = {stored: STORED, pending: [pending('web.shop.io')], onMissingTarget: 'delete'}
    expect(kept(planFrom(WHOLE, situation))).toEqual(['web.shop.io A known-after-deploy --status-from-cluster'])
    const live = planFrom({...WHOLE, hasLiveStatus: true}, situation)
    expect(kept(live)).toEqual(['web.shop.io A known-after-deploy -'])
    expect(requests(live)).toHaveLength(2)
  })

  it('holds every record of an object whose further names are not known', () => {
    const situation = (hidesNames?: true): Situation => ({
      stored: [...STORED, set('web-0', 'A', '192.0.2.1'), txt('a-web-0.shop.io.')],
      pending: [pending('web.shop.io', hidesNames === undefined ? {} : {hidesNames})],
    })
    expect(requests(planFrom(WHOLE, situation(true)))).toEqual([])
    expect(kept(planFrom(WHOLE, situation(true)))).toContain('web-0.shop.io A known-after-deploy --status-from-cluster')
    expect(requests(planFrom(WHOLE, situation()))).toHaveLength(2)
  })
})
