import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {blocks, PRUNE, planFor, requests, type Situation, set, txtRegistry, WEB, wanted} from './builders.js'

/** The record sets that Route 53 makes in a zone and keeps. */
const OWN = [
  set('@', 'NS', ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net'], {ttl: 172_800}),
  set('@', 'SOA', 'ns-1.awsdns-01.com awsdns-hostmaster.amazon.com 1 7200 900 1209600 86400', {ttl: 900}),
]
const MANAGED = ['A', 'AAAA', 'CNAME', 'NS', 'SOA']
const wantsApex = wanted('@', 'A', '192.0.2.10')

interface Apex extends Situation {
  readonly beside?: readonly RecordSet[]
}

/** The expected answer, whether or not the zone was read and whatever else it holds. */
function answer({beside = [], ...situation}: Apex) {
  const answers = [[], OWN, [...OWN, set('other', 'MX', '10 mail.example.net')]].map((own) => {
    const plan = planFor({managedTypes: MANAGED, ...situation, stored: [...own, ...beside]})
    return {requests: requests(plan), blocks: blocks(plan), fixes: plan.blocked.map(({fix}) => fix)}
  })
  for (const other of answers) expect(other).toEqual(answers[0])
  return answers[0]
}

describe('the zone’s own NS and SOA, where these types are managed', () => {
  const made = {requests: expect.arrayContaining(['CREATE @ A 300 192.0.2.10']), blocks: []}

  it.each([
    ['TXT at its own name', {}],
    ['TXT under a prefix with a dot', {registry: txtRegistry({prefix: 'x.'})}],
    ['registry noop', {registry: {kind: 'noop'}}],
    ['policy upsert-only', {policy: 'upsert-only'}],
    ['policy create-only', {policy: 'create-only'}],
    ['the former owner’s hosts taken over', {registry: txtRegistry({prefix: 'x.', migrateFrom: toOwnerId('blue')})}],
  ] as const)('are no rivals of a new apex record: %s', (_, situation) => {
    expect(answer({wants: [wantsApex], ...situation})).toMatchObject(made)
  })

  it('are no rivals of a change, and are left where the host goes', () => {
    const beside = [set('@', 'A', '192.0.2.1')]
    const registry = {kind: 'noop'} as const
    expect(answer({beside, registry, wants: [wantsApex]})?.requests).toEqual([
      'CREATE @ A 300 192.0.2.10',
      'DELETE @ A 300 192.0.2.1',
    ])
    expect(answer({beside, registry})?.requests).toEqual(['DELETE @ A 300 192.0.2.1'])
    expect(answer({beside, registry, goal: PRUNE})?.requests).toEqual(['DELETE @ A 300 192.0.2.1'])
  })

  it('do not let a CNAME stand at the apex', () => {
    expect(answer({wants: [wanted('@', 'CNAME', 'x.example.net')]})).toEqual({
      requests: [],
      blocks: ['@ CNAME object-problem'],
      fixes: [undefined],
    })
  })

  it.each([
    ['NS', ['ns-1.example.net']],
    ['NS', ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net']],
    ['SOA', ['ns-1.example.net hostmaster.example.net 1 7200 900 1209600 86400']],
  ])('are not made, changed or taken over: a wanted %s', (type, targets) => {
    const kept = {requests: [], blocks: [`@ ${type} unowned`], fixes: [undefined]}
    const wants = [wanted('@', type, targets)]
    expect(answer({wants})).toEqual(kept)
    expect(answer({wants, registry: {kind: 'noop'}})).toEqual(kept)
    expect(answer({wants: [...wants, wantsApex]})).toMatchObject({
      requests: expect.arrayContaining(['CREATE @ A 300 192.0.2.10']),
      blocks: kept.blocks,
    })
  })

  it('are not those of a name below, which are somebody’s', () => {
    const delegation = set('eu', 'NS', 'ns-1.example.net')
    const plan = planFor({
      stored: [...OWN, delegation],
      wants: [wanted('eu', 'A', '192.0.2.10')],
      managedTypes: MANAGED,
    })
    expect([requests(plan), blocks(plan)]).toEqual([[], ['eu A unowned']])
    const wants = [wanted('eu', 'NS', 'ns-2.example.net')]
    expect(blocks(planFor({stored: [...OWN, delegation], wants, managedTypes: MANAGED}))).toEqual(['eu NS unowned'])
    expect(requests(planFor({stored: OWN, wants, managedTypes: MANAGED}))).toEqual([
      `CREATE eu NS 300 ns-2.example.net`,
      `CREATE ns-eu TXT 300 red:${WEB}`,
    ])
  })

  it('count neither as owned nor as deleted with registry noop', () => {
    const stored = [...OWN, set('@', 'A', '192.0.2.1'), set('web', 'A', '192.0.2.2')]
    const deleteLimit = {kind: 'count', hosts: 0} as const
    const plan = planFor({stored, registry: {kind: 'noop'}, managedTypes: MANAGED, deleteLimit})
    expect(plan.refusal).toMatchObject({deletedHosts: 2, ownedHosts: 2})
  })
})
