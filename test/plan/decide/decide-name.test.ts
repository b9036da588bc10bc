import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import type {Plan} from '../../../src/plan/plan.js'
import {
  LB,
  objectProblem,
  PRUNE,
  pending,
  planFor,
  requests,
  SHOP,
  type Situation,
  set,
  txt,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

const GONE = 'service/shop/gone'
const has = (id: string, by = WEB, weight = 1) => {
  const parts = {id, routing: weighted(weight)}
  return [set('web', 'A', '192.0.2.1', parts), txt('a-web', 'red', by, parts)] as const
}
const asks = (id: string, properties: Record<string, string> = {'aws/weight': '1'}, by = WEB) =>
  wanted('web', 'A', '192.0.2.1', {id, properties, by})
const details = (plan: Plan) =>
  plan.blocked.map(({setIdentifier = '', types, reason, detail}) =>
    `${setIdentifier} ${types} ${reason}: ${detail}`.trim(),
  )
const actions = (plan: Plan) =>
  plan.zones.flatMap(({hosts}) =>
    hosts.map(({setIdentifier = '', action, changes}) => `${setIdentifier} ${action} ${changes.length}`.trim()),
  )

describe('a name that holds what this version does not know', () => {
  const strange: RecordSet = {
    ...set('web', 'A', '192.0.2.1', {id: 'v9', routing: weighted(1)}),
    unknownElements: ['New'],
  }
  const why = {
    reason: 'unknown-element',
    zone: SHOP,
    host: 'web.shop.io',
    owner: undefined,
    detail: 'Route 53 holds New of web.shop.io A, which this version does not know and would lose',
    fix: 'use a version that knows it, or change the record set where it was made',
  }
  const blocked = (situation: Situation) => {
    const plan = planFor(situation)
    expect(requests(plan)).toEqual([])
    return plan.blocked
  }
  const aaaa = [
    set('web', 'AAAA', '2001:db8::1', {id: 'v1', routing: weighted(1)}),
    txt('aaaa-web', 'red', WEB, {id: 'v1', routing: weighted(1)}),
  ]
  const stored = [strange, ...has('v1'), ...aaaa, ...has('v2')]
  const hosts = [
    {...why, setIdentifier: 'v1', types: ['A', 'AAAA'], origins: []},
    {...why, setIdentifier: 'v2', types: ['A'], origins: []},
  ]

  it('is left alone, and each wish is told so', () => {
    expect(blocked({stored, wants: [asks('v1')]})).toEqual([
      {...why, setIdentifier: 'v1', types: ['A'], origins: asks('v1').origins},
    ])
  })

  it('is told by host where nobody asks for it, and under prune, which has nothing to do with wishes', () => {
    expect(blocked({stored})).toEqual(hosts)
    expect(blocked({stored, goal: PRUNE, wants: [asks('v1')]})).toEqual(hosts)
  })

  it('is not told where nothing of it is ours or wanted', () => {
    expect(blocked({stored: [strange]})).toEqual([])
  })
})

describe('what nobody asks for', () => {
  it('goes, and under upsert-only stays, told type by type', () => {
    const stored = [web, txt('a-web'), set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web')]
    expect(actions(planFor({stored}))).toEqual(['delete 2'])
    const kept = planFor({stored, policy: 'upsert-only'})
    expect(requests(kept)).toEqual([])
    expect(kept.blocked).toEqual(
      ['A', 'AAAA'].map((type) => ({
        reason: 'policy',
        zone: SHOP,
        host: 'web.shop.io',
        setIdentifier: undefined,
        types: [type],
        owner: undefined,
        origins: [],
        detail: 'no object asks for it any more; policy upsert-only keeps it',
        fix: 'external-dns-ts prune',
      })),
    )
  })

  it('stays until something is there that an object waits for, and that object is named', () => {
    const plan = planFor({stored: [...has('v1'), ...has('v2')], pending: [pending('web', WEB, 'v3')]})
    expect(requests(plan)).toEqual([])
    const kept = plan.blocked.filter(({types}) => types.length > 0)
    expect(kept.map(({setIdentifier, types, origins, detail}) => [setIdentifier, types, origins, detail])).toEqual(
      ['v1', 'v2'].map((id) => [
        id,
        ['A'],
        [pending('web').origin],
        'Service shop/web has no address yet; record kept',
      ]),
    )
  })

  it.each<[string, Situation]>([
    ['an object with a problem', {problems: [objectProblem(WEB)]}],
    ['an object that waits for its target', {pending: [pending('web', WEB, 'v1')]}],
  ])('goes all the same where the name answers on with the set of %s', (_whose, parts) => {
    const waiting = pending('web', 'service/shop/new', 'v3')
    const plan = planFor({
      stored: [...has('v1'), ...has('v2', GONE)],
      ...parts,
      pending: [...(parts.pending ?? []), waiting],
    })
    expect(actions(plan)).toEqual(['v2 delete 1'])
  })
})

describe('a set in the way of a wish', () => {
  const stored = [...has('v1', GONE), ...has('v2', GONE)]

  it('goes in the batch of what comes in its place, whatever the policy', () => {
    const plan = planFor({stored, wants: [asks('v3', {'aws/region': 'eu-west-1'})], policy: 'upsert-only'})
    expect(actions(plan)).toEqual(['v3 replace 3'])
    expect(plan.blocked).toEqual([])
  })

  it('stays where the wish is blocked, for that reason and owner', () => {
    const theirs = {id: 'x', routing: weighted(1)}
    const foreign = [set('web', 'A', '192.0.2.3', theirs), txt('a-web', 'blue', WEB, theirs)]
    const plan = planFor({stored: [...stored, ...foreign], wants: [asks('v3', {'aws/region': 'eu-west-1'})]})
    expect(requests(plan)).toEqual([])
    expect(plan.blocked.map(({owner}) => owner)).toEqual(['blue', 'blue', 'blue'])
    const kept = 'record kept: the A record that Service shop/web wants in its place is blocked'
    expect(details(plan)).toEqual([
      `v1 A owner-mismatch: ${kept}`,
      `v2 A owner-mismatch: ${kept}`,
      'v3 A owner-mismatch: latency routing cannot coexist with the weighted routing of the same name, which belongs to owner blue',
    ])
  })

  it('stays for a wish of its owner also where the name has another answer', () => {
    const wants = [asks('v1'), asks('v3', {'aws/region': 'eu-west-1'}, 'service/shop/new')]
    const plan = planFor({stored, wants})
    expect(actions(plan)).toEqual([])
    expect(details(plan)).toEqual([
      'v2 A conflict-lost: record kept: the A record that Service shop/new wants in its place is blocked',
      'v3 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web asks for',
    ])
  })

  it('goes where the wish is that of another owner, and its own has another answer', () => {
    const latency = {'aws/region': 'eu-west-1'}
    const clusters = [east({wants: [asks('v1')]}), west({wants: [asks('v3', latency), asks('v5')]})]
    const part = {id: 'v5', routing: weighted(1)}
    const blue = [set('web', 'A', '192.0.2.1', part), txt('a-web', 'blue', WEB, part)]
    const plan = jointPlan({stored: [...has('v1'), ...has('v2', GONE), ...blue], clusters})
    expect(actions(plan)).toEqual(['v2 delete 1'])
    expect(details(plan)).toEqual([
      'v3 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web (east) asks for',
    ])
  })

  it('stays for the wish of another owner where its own has no other answer', () => {
    const latency = {'aws/region': 'eu-west-1'}
    const parts = {id: 'v1', routing: weighted(1)}
    const blue = [set('web', 'A', '192.0.2.1', parts), txt('a-web', 'blue', WEB, parts)]
    const clusters = [east(), west({wants: [asks('v1'), asks('v3', latency)]})]
    const plan = jointPlan({stored: [...blue, ...has('v2', GONE)], clusters})
    expect(actions(plan)).toEqual([])
    expect(details(plan)).toEqual([
      'v2 A conflict-lost: record kept: the A record that Service shop/web (west) wants in its place is blocked',
      'v3 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web (west) asks for',
    ])
  })

  it('is left to apply by prune, and what is only beside it goes', () => {
    const mixed = [
      set('web', 'CNAME', 'x.example.net', {id: 'v1', routing: weighted(1)}),
      txt('cname-web', 'red', GONE, {id: 'v1', routing: weighted(1)}),
    ]
    expect(actions(planFor({stored: mixed, wants: [wantsWeb], goal: PRUNE}))).toEqual([])
    const api = [set('api', 'A', '192.0.2.1'), txt('a-api', 'red', GONE)]
    expect(actions(planFor({stored: [...mixed, ...api], wants: [wantsWeb], goal: PRUNE}))).toEqual(['delete 1'])
  })
})

describe('prune', () => {
  it('takes a leftover beside what is as wanted or is to be changed, and leaves the change to apply', () => {
    const stored = [...has('v1'), ...has('v2', GONE)]
    for (const weight of ['1', '2']) {
      const plan = planFor({stored, wants: [asks('v1', {'aws/weight': weight})], goal: PRUNE})
      expect(actions(plan)).toEqual(['v2 delete 1'])
    }
  })
})

describe('prune of one type of a host', () => {
  it('is a delete of that type, and a host that stays as it is counts as unchanged', () => {
    const stored = [web, txt('a-web'), set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web')]
    const wants = [wantsWeb]
    expect(actions(planFor({stored, wants, goal: PRUNE}))).toEqual(['delete 1'])
    const unchanged = (situation: Situation) => planFor({...situation, goal: PRUNE}).zones[0]?.unchangedHosts
    expect(unchanged({stored: stored.slice(0, 2), wants})).toBe(1)
    expect(unchanged({stored: stored.slice(0, 2), wants: [wanted('web', 'A', '192.0.2.9')]})).toBe(0)
  })
})

describe('prune of a name at which something new is wanted', () => {
  it('takes a leftover where another set answers as wanted', () => {
    const stored = [...has('v1'), ...has('v2', GONE)]
    expect(actions(planFor({stored, wants: [asks('v1'), asks('v3')], goal: PRUNE}))).toEqual(['v2 delete 1'])
    expect(actions(planFor({stored: has('v2', GONE), wants: [asks('v3')], goal: PRUNE}))).toEqual([])
  })
})

describe('two owners at one host', () => {
  const stored = [web, txt('a-web'), set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'blue', GONE)]
  const joint = (parts: Partial<Situation> & {wants?: Situation['wants']}) => {
    const {wants = [wantsWeb], ...rest} = parts
    return jointPlan({stored, clusters: [east({wants}), west()], ...rest})
  }

  it('what the one gives up goes by its own policy while the other’s stays as it is', () => {
    expect(actions(joint({}))).toEqual(['delete 1'])
    const kept = joint({policy: 'upsert-only'})
    expect(requests(kept)).toEqual([])
    expect(details(kept)).toEqual(['AAAA policy: no object asks for it any more; policy upsert-only keeps it'])
  })

  it('is moved whole once the other’s changes: no answer of the former owner is left beside it', () => {
    const plan = joint({wants: [wanted('web', 'A', '192.0.2.11')], policy: 'upsert-only'})
    expect(plan.zones[0]?.hosts).toMatchObject([{action: 'move', owner: 'red', formerOwner: 'blue'}])
    expect(requests(plan)).toContain('DELETE web AAAA 300 2001:db8::1')
  })
})

describe('a type that is not managed', () => {
  it('is not deleted, and is no reason to keep out another type', () => {
    const stored = [set('web', 'MX', '10 m.example.net'), txt('mx-web')]
    expect(requests(planFor({stored}))).toEqual([])
    expect(requests(planFor({stored, wants: [wanted('web', 'CNAME', LB)]}))).toHaveLength(4)
  })
})
