import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import type {RecordSet, Routing} from '../../../src/dns/record-set.js'
import {latency, planFor, type Situation, set, txt, WEB, wanted, weighted} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

// Route 53 allows 100 sets of one name and type by default.

const ADDRESS = {A: '192.0.2.1', AAAA: '2001:db8::1'} as const
type Type = keyof typeof ADDRESS

const ids = (count: number) => Array.from({length: count}, (_each, index) => `v${String(index).padStart(3, '0')}`)
const stored = (some: readonly string[], routing: Routing = weighted(1), type: Type = 'A'): readonly RecordSet[] =>
  some.flatMap((id) => [
    set('web', type, ADDRESS[type], {id, routing}),
    txt(`${type.toLowerCase()}-web`, 'red', WEB, {id, routing}),
  ])
const wants = (some: readonly string[], type: Type = 'A', properties = {'aws/weight': '1'}): readonly Endpoint[] =>
  some.map((id) => wanted('web', type, ADDRESS[type], {id, properties}))

function outcome(situation: Situation) {
  const plan = planFor(situation)
  return {
    made: plan.zones.flatMap(({hosts}) =>
      hosts.flatMap(({setIdentifier, changes}) =>
        changes.flatMap((change) => (change.kind === 'create' ? `${setIdentifier} ${change.desired.type}` : [])),
      ),
    ),
    blocked: plan.blocked.map(
      ({setIdentifier, types, reason, detail}) => `${setIdentifier} ${types} ${reason}: ${detail}`,
    ),
  }
}

const full = (id: string, type: Type, count = 101) =>
  `${id} ${type} object-problem: ${type} web.shop.io would have ${count} sets, Route 53 allows 100`

describe('a name that has room for a hundred sets', () => {
  const there = ids(98)

  it('takes as many new ones as there is room for, the first by identifier, in whatever order they are asked for', () => {
    const given = {stored: stored(there)}
    expect(outcome({...given, wants: [...wants(there), ...wants(['x', 'w'])]})).toEqual({
      made: ['w A', 'x A'],
      blocked: [],
    })
    expect(outcome({...given, wants: [...wants(there), ...wants(['y', 'x', 'w'])]})).toEqual({
      made: ['w A', 'x A'],
      blocked: [full('y', 'A')],
    })
  })

  it('takes a host whole or not at all, and what that leaves goes to the next one', () => {
    const given = {stored: [...stored(there), ...stored(ids(100), weighted(1), 'AAAA')]}
    const asked = [...wants(there), ...wants(ids(100), 'AAAA'), ...wants(['w'], 'AAAA'), ...wants(['w', 'x', 'y', 'z'])]
    expect(outcome({...given, wants: asked})).toEqual({
      made: ['x A', 'y A'],
      blocked: [full('w', 'AAAA').replace('w AAAA', 'w A'), full('w', 'AAAA'), full('z', 'A', 102)],
    })
  })

  it('gives its room to the first by identifier, whichever cluster asks for it', () => {
    const weighted1 = {'aws/weight': '1'}
    const ask = (id: string) => wanted('web', 'A', ADDRESS.A, {id, properties: weighted1})
    const clusters = [east({wants: [...wants(there), ask('y')]}), west({wants: [ask('w'), ask('x')]})]
    const plan = jointPlan({stored: stored(there), clusters})
    expect(plan.zones.flatMap(({hosts}) => hosts.map(({setIdentifier, owner}) => `${setIdentifier} ${owner}`))).toEqual(
      ['w blue', 'x blue'],
    )
    expect(plan.blocked.map(({setIdentifier, reason}) => [setIdentifier, reason])).toEqual([['y', 'object-problem']])
  })

  it('has the room of sets that go', () => {
    const all = ids(100)
    const given = {stored: stored(all), wants: wants([...all.slice(1), 'x'])}
    expect(outcome(given)).toEqual({made: ['x A'], blocked: []})
    expect(outcome({...given, policy: 'upsert-only'}).blocked).toContain(full('x', 'A'))
  })

  it('has the room of sets that a new one takes away, whatever the policy', () => {
    const given = {stored: stored(ids(100)), wants: wants(['x'], 'A', {'aws/region': 'eu-west-1'} as never)}
    expect(outcome({...given, policy: 'upsert-only'})).toEqual({made: ['x A'], blocked: []})
    const simple = [wanted('web', 'A', '192.0.2.9')]
    expect(outcome({stored: stored(ids(100), latency()), wants: simple, policy: 'upsert-only'})).toEqual({
      made: ['undefined A'],
      blocked: [],
    })
  })

  it('is not counted where nothing new comes: the limit of an account may have been raised', () => {
    const all = ids(101)
    expect(outcome({stored: stored(all), wants: wants(all)})).toEqual({made: [], blocked: []})
  })
})
