import {describe, expect, it} from 'vitest'
import {blocks, LB, latency, planFor, requests, set, txt, wanted, weighted} from './builders.js'

const WEB = 'service/shop/web'

describe('weights and other routing', () => {
  const v = (id: string, weight: number) => set('web', 'A', '192.0.2.10', {id, routing: weighted(weight)})
  const t = (id: string, weight: number) => txt('a-web', 'red', WEB, {id, routing: weighted(weight)})
  const wantsV = (id: string, properties: Record<string, string>) => wanted('web', 'A', '192.0.2.10', {id, properties})

  it('all sets of a name change their policy in one batch', () => {
    const plan = planFor({
      stored: [v('v1', 1), t('v1', 1), v('v2', 2), t('v2', 2)],
      wants: [wantsV('v1', {'aws/region': 'eu-west-1'}), wantsV('v2', {'aws/region': 'us-east-1'})],
    })
    expect(requests(plan)).toHaveLength(8)
    expect(blocks(plan)).toEqual([])
  })

  it('one alone cannot, while another one stays', () => {
    const plan = planFor({
      stored: [v('v1', 1), t('v1', 1), v('v2', 2), t('v2', 2)],
      wants: [wantsV('v1', {'aws/region': 'eu-west-1'}), wantsV('v2', {'aws/weight': '2'})],
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web v1 A conflict-lost'])
  })

  it('and does not hold up another one that keeps its policy', () => {
    const plan = planFor({
      stored: [v('v1', 1), t('v1', 1), v('v2', 2), t('v2', 2)],
      wants: [wantsV('v1', {'aws/region': 'eu-west-1'}), wantsV('v2', {'aws/weight': '20'})],
    })
    expect(requests(plan)).toContain('CREATE web A v2 300 192.0.2.10 weighted 20')
    expect(blocks(plan)).toEqual(['web v1 A conflict-lost'])
  })

  it('leftovers under the old policy go with the change, also under upsert-only', () => {
    const plan = planFor({
      stored: [v('v1', 1), t('v1', 1), v('v2', 2), t('v2', 2)],
      wants: [wantsV('v1', {'aws/region': 'eu-west-1'})],
      policy: 'upsert-only',
    })
    expect(requests(plan)).toContain('DELETE web A v2 300 192.0.2.10 weighted 2')
    expect(plan.zones[0]?.hosts.map(({action}) => action)).toEqual(['replace'])
  })

  it('leftovers under the same policy stay under upsert-only', () => {
    const plan = planFor({
      stored: [v('v1', 1), t('v1', 1), v('v2', 2), t('v2', 2)],
      wants: [wantsV('v1', {'aws/weight': '1'})],
      policy: 'upsert-only',
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web v2 A policy'])
  })

  it('one of more than Route 53 allows by default changes, for an account whose limit was raised', () => {
    const ids = Array.from({length: 101}, (_each, index) => `v${index}`)
    const plan = planFor({
      stored: ids.flatMap((id) => [v(id, 1), t(id, 1)]),
      wants: ids.map((id) => wantsV(id, {'aws/weight': id === 'v7' ? '2' : '1'})),
    })
    expect(blocks(plan)).toEqual([])
    expect(requests(plan)).toContain('CREATE web A v7 300 192.0.2.10 weighted 2')
  })

  it('one comes to a name that has no room, once another one goes', () => {
    const ids = Array.from({length: 100}, (_each, index) => `v${index}`)
    const stored = ids.flatMap((id) => [v(id, 1), t(id, 1)])
    const wants = [...ids.slice(1), 'v100'].map((id) => wantsV(id, {'aws/weight': '1'}))
    expect(blocks(planFor({stored, wants}))).toEqual([])
    expect(blocks(planFor({stored, wants, policy: 'upsert-only'}))).toEqual([
      'web v0 A policy',
      'web v100 A object-problem',
    ])
    expect(planFor({stored, wants, policy: 'upsert-only'}).blocked[1]?.detail).toBe(
      'A web.shop.io would have 101 sets, Route 53 allows 100',
    )
  })

  it('one whose ownership has no place does not hold up the owned set of the same region', () => {
    const region = {'aws/region': 'eu-west-1'}
    const plan = planFor({
      stored: [
        set('web', 'A', '192.0.2.9', {id: 'v2', routing: latency()}),
        txt('a-web', 'red', WEB, {id: 'v2', routing: latency()}),
      ],
      wants: [wantsV('v1', region), wantsV('v2', region)],
    })
    expect(requests(plan)).toEqual([
      'CREATE web A v2 300 192.0.2.10 latency eu-west-1',
      'DELETE web A v2 300 192.0.2.9 latency eu-west-1',
    ])
    expect(blocks(plan)).toEqual(['web v1 A conflict-lost'])
  })

  it('a host that is there gets its new target, although a further type of it has no place', () => {
    const plan = planFor({
      stored: [v('v1', 1), t('v1', 1), set('web', 'AAAA', '2001:db8::9')],
      wants: (['A', 'AAAA'] as const).map((type) =>
        wanted('web', type, type === 'A' ? '192.0.2.11' : '2001:db8::1', {id: 'v1', properties: {'aws/weight': '1'}}),
      ),
    })
    expect(requests(plan)).toEqual([
      'CREATE web A v1 300 192.0.2.11 weighted 1',
      'DELETE web A v1 300 192.0.2.10 weighted 1',
    ])
    expect(blocks(plan)).toEqual(['web v1 AAAA unowned'])
  })

  it('a new host is made whole or not at all', () => {
    const plan = planFor({
      stored: [set('web', 'A', '198.51.100.1', {id: 'x', routing: latency()})],
      wants: [wanted('web', 'CNAME', LB)],
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web A unowned', 'web AAAA unowned'])
  })
})
