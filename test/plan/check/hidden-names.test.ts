import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import type {Zone} from '../../../src/dns/zone.js'
import {planFor, requests, type Situation, set, txt, wanted, zone} from '../builders.js'

const checked = (guardrails: readonly string[] | undefined): Zone => ({
  ...zone(),
  features: {
    tier: 'STANDARD',
    guardrails,
    changeHistory: undefined,
    publicDnsFallback: undefined,
    acceleratedRecovery: undefined,
    recoveryFailure: undefined,
  },
})
const ON = checked(['NS_FORMAT_CHECK', 'NS_OCCLUSION_CHECK'])

const delegation = set('sub', 'NS', ['ns1.example.net', 'ns2.example.net'])
const asksFor = (host: string, type: 'A' | 'NS' = 'A') =>
  wanted(host, type, type === 'A' ? '192.0.2.1' : 'ns1.example.net', {by: `service/shop/${host}`})

function plan(stored: readonly RecordSet[], wants: Situation['wants'], at = ON, parts: Situation = {}) {
  return planFor({stored: [[at, stored]], wants: wants ?? [], managedTypes: ['A', 'NS'], ...parts})
}

describe('with NS_OCCLUSION_CHECK on', () => {
  it('a record below a delegation is blocked in the plan, others are made', () => {
    const made = plan([delegation], [asksFor('a.sub'), asksFor('deep.er.sub'), asksFor('asub'), asksFor('web')])
    expect(made.blocked.map(({host, reason}) => [host, reason])).toEqual([
      ['a.sub.shop.io', 'guardrail'],
      ['deep.er.sub.shop.io', 'guardrail'],
    ])
    expect(made.blocked[0]?.detail).toBe('NS_OCCLUSION_CHECK is on, and the delegation sub.shop.io hides a.sub.shop.io')
    expect(made.zones.flatMap(({hosts}) => hosts.map(({name}) => name))).toEqual(['asub.shop.io', 'web.shop.io'])
  })

  it('a delegation above records is blocked, whether they are there or come with it', () => {
    const there = plan([set('a.sub', 'A', '192.0.2.9')], [asksFor('sub', 'NS')])
    expect(there.blocked.map(({host}) => host)).toEqual(['sub.shop.io'])
    const both = plan([], [asksFor('sub', 'NS'), asksFor('a.sub')])
    expect(both.blocked.map(({host}) => host)).toEqual(['sub.shop.io'])
    expect(both.zones.flatMap(({hosts}) => hosts.map(({name}) => name))).toEqual(['a.sub.shop.io'])
  })

  it('a delegation is made when what it would hide goes in the same plan', () => {
    const stored = [set('a.sub', 'A', '192.0.2.9'), txt('a-a.sub')]
    const made = plan(stored, [asksFor('sub', 'NS')])
    expect(made.blocked).toEqual([])
    expect(requests(made)).toHaveLength(4)
  })

  it('the NS of the zone itself hides nothing, nor does a record of another type', () => {
    expect(plan([set('@', 'NS', 'ns1.example.net')], [asksFor('web')]).blocked).toEqual([])
    expect(plan([set('sub', 'A', '192.0.2.9')], [asksFor('a.sub')]).blocked).toEqual([])
  })

  it('a delegation hides nothing of another zone with that name', () => {
    const twin = zone('shop.io', {id: 'Z9', isPrivate: true})
    const stored: Situation['stored'] = [
      [ON, [delegation]],
      [twin, []],
    ]
    const made = planFor({stored, wants: [asksFor('a.sub')]})
    expect(made.blocked.map((one) => [one.zone?.id, one.host, one.reason])).toEqual([
      ['Z1', 'a.sub.shop.io', 'guardrail'],
    ])
    expect(requests(made).filter((request) => !request.includes(' TXT '))).toEqual(['Z9 CREATE a.sub A 300 192.0.2.1'])
  })
})

it.each([
  ['off', checked(['NS_FORMAT_CHECK'])],
  ['not known', checked(undefined)],
  ['unheard of', zone()],
])('with NS_OCCLUSION_CHECK %s nothing is blocked', (_what, at) => {
  expect(plan([delegation], [asksFor('a.sub')], at).blocked).toEqual([])
})
