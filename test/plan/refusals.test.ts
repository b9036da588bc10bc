import {describe, expect, it} from 'vitest'
import type {Routing} from '../../src/dns/record-set.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {alias, blocks, LB, planFor, requests, txt, txtRegistry, WEB, wish} from './builders.js'

// What Route 53 is known to refuse is said before anything is sent.

const role = (role: string): Routing => ({kind: 'failover', role})

describe('a failover PRIMARY', () => {
  const primary = (targets: string, properties: Record<string, string> = {}, type = 'CNAME') =>
    wish('web', type, targets, {id: 'p', properties: {'aws/failover': 'PRIMARY', ...properties}})
  const secondary = wish('web', 'CNAME', 'lb-2.eu-west-1.elb.amazonaws.com', {
    id: 's',
    by: 'service/shop/spare',
    properties: {'aws/failover': 'SECONDARY'},
  })

  it('that is an alias without a health check is a problem: its ownership TXT is no alias; its SECONDARY is made', () => {
    const plan = planFor({wants: [primary(LB), secondary]})
    expect(blocks(plan)).toEqual(['web p A object-problem', 'web p AAAA object-problem'])
    expect(plan.blocked[0]?.detail).toBe(
      'its ownership TXT a-web.shop.io cannot be written: unlike the record it is no alias, and Route 53 takes such a PRIMARY only with a health check; aws-health-check-id names one',
    )
    expect(requests(plan)).toHaveLength(4)
  })

  it('with a health check is made, its TXT with the same one', () => {
    const plan = planFor({wants: [primary(LB, {'aws/health-check-id': 'hc-1'})]})
    expect(blocks(plan)).toEqual([])
    expect(requests(plan)).toContain('CREATE a-web TXT p 300 red:service/shop/web failover PRIMARY hc-1')
  })

  it('that is no alias is sent as it is, as external-dns does', () => {
    const plan = planFor({wants: [primary('192.0.2.1', {}, 'A')]})
    expect(blocks(plan)).toEqual([])
    expect(requests(plan)).toHaveLength(2)
  })

  it('without an ownership TXT needs no health check', () => {
    const plan = planFor({wants: [primary(LB)], registry: {kind: 'noop'}})
    expect(blocks(plan)).toEqual([])
  })

  it('that loses its health check is a problem too, and stays as it is', () => {
    const parts = {id: 'p', routing: role('PRIMARY'), healthCheckId: 'hc-1'}
    const stored = [
      alias('web', 'A', LB, parts),
      alias('web', 'AAAA', LB, parts),
      txt('a-web', 'red', WEB, parts),
      txt('aaaa-web', 'red', WEB, parts),
    ]
    const plan = planFor({stored, wants: [primary(LB)]})
    expect(requests(plan)).toEqual([])
    expect(new Set(blocks(plan))).toEqual(new Set(['web p A object-problem', 'web p AAAA object-problem']))
  })

  it('whose TXT Route 53 has taken without a health check is left in peace', () => {
    const parts = {id: 'p', routing: role('PRIMARY')}
    const stored = [
      alias('web', 'A', LB, parts),
      alias('web', 'AAAA', LB, parts),
      txt('a-web', 'red', WEB, parts),
      txt('aaaa-web', 'red', WEB, parts),
    ]
    const plan = planFor({stored, wants: [primary(LB)]})
    expect([...requests(plan), ...blocks(plan)]).toEqual([])
  })

  it('is a problem for its TXT at the apex and under a prefix as well', () => {
    const wants = [wish('@', 'CNAME', LB, {id: 'p', properties: {'aws/failover': 'PRIMARY'}})]
    expect(blocks(planFor({wants}))).toEqual(['@ p A object-problem', '@ p AAAA object-problem'])
    const registry = txtRegistry({prefix: '%{record_type}-own.', ownerId: toOwnerId('red')})
    expect(blocks(planFor({wants, registry}))).toEqual(['@ p A object-problem', '@ p AAAA object-problem'])
  })
})
