import {describe, expect, it} from 'vitest'
import type {RecordSet, RecordType, Routing} from '../../../src/dns/record-set.js'
import type {Plan} from '../../../src/plan/plan.js'
import {latency, objectProblem, PRUNE, planFor, type Situation, set, txt, WEB, wanted, weighted} from '../builders.js'
import {east, jointPlan, west} from '../joint-builders.js'

const ADDRESS: Partial<Record<RecordType, string>> = {A: '192.0.2.1', AAAA: '2001:db8::1', MX: '10 m.example.net'}
const WEIGHT = {'aws/weight': '1'}
const region = (name = 'eu-west-1') => ({'aws/region': name})

/** A set and its text. */
function has(id: string, routing: Routing, {owner = 'red', by = WEB, type = 'A' as RecordType, ttl = 300} = {}) {
  const parts = {id, routing}
  const record = set('web', type, ADDRESS[type] ?? 'x.example.net', {...parts, ttl})
  return [record, txt(`${type.toLowerCase()}-web`, owner, by, parts)] as const
}

function asks(id: string, properties: Record<string, string>, {type = 'A' as RecordType, by = WEB, ttl = 300} = {}) {
  return wanted('web', type, ADDRESS[type] ?? 'x.example.net', {id, properties, by, ttl})
}

function outcome(plan: Plan) {
  return {
    done: plan.zones.flatMap(({hosts}) =>
      hosts.map(({setIdentifier = '', action, changes}) =>
        `${setIdentifier} ${action} ${changes.map((one) => ('desired' in one ? one.desired : one.current).type)}`.trim(),
      ),
    ),
    not: plan.blocked.map(({setIdentifier = '', types, reason, detail}) =>
      `${setIdentifier} ${types} ${reason}: ${detail}`.trim(),
    ),
  }
}
const result = (situation: Situation) => outcome(planFor(situation))

describe('of wishes that cannot stand beside each other', () => {
  it.each<[string, Situation, readonly string[], readonly string[]]>([
    [
      'what is as wanted comes before what is new',
      {stored: has('v2', weighted(1)), wants: [asks('v1', region()), asks('v2', WEIGHT)]},
      [],
      [
        'v1 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web asks for',
      ],
    ],
    [
      'a change in place comes before what is new',
      {stored: has('v2', weighted(2)), wants: [asks('v1', region()), asks('v2', WEIGHT)]},
      ['v2 update A'],
      [
        'v1 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web asks for',
      ],
    ],
    [
      'what is new comes before a change of the routing',
      {stored: has('v1', weighted(1)), wants: [asks('v1', region()), asks('v2', WEIGHT)]},
      ['v2 create A'],
      [
        'v1 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web asks for',
      ],
    ],
    [
      'a CNAME comes last',
      {wants: [wanted('web', 'CNAME', 'x.example.net'), asks('v1', WEIGHT)]},
      ['v1 create A'],
      ['CNAME conflict-lost: a CNAME cannot coexist with the A record of that name, which Service shop/web asks for'],
    ],
    [
      'the first by set identifier comes first',
      {wants: [asks('v2', region()), asks('v1', WEIGHT)]},
      ['v1 create A'],
      [
        'v2 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web asks for',
      ],
    ],
  ])('%s', (_rule, situation, done, not) => {
    expect(result(situation)).toEqual({done, not})
    expect(result({...situation, wants: (situation.wants ?? []).toReversed()})).toEqual({done, not})
  })

  it('one that is blocked by what is blocked itself comes all the same', () => {
    const others = has('x', latency('us-east-1'), {owner: 'blue'})
    const wants = [asks('v1', WEIGHT), asks('v2', region())]
    expect(result({stored: others, wants})).toEqual({
      done: ['v2 create A'],
      not: [
        'v1 A owner-mismatch: weighted routing cannot coexist with the latency routing of the same name, which belongs to owner blue',
      ],
    })
  })

  it('one is tried again that was blocked by what is out in the end, as another one keeps its former routing', () => {
    const wants = [asks('a', region()), asks('b', WEIGHT), asks('v3', {'aws/geolocation-country-code': 'DE'})]
    expect(result({stored: has('v3', weighted(1)), wants}).done).toEqual(['b create A'])
    expect(planFor({stored: has('v3', weighted(1)), wants}).blocked.map(({setIdentifier}) => setIdentifier)).toEqual([
      'a',
      'v3',
    ])
  })

  it('all routed sets change their policy together, whatever their order', () => {
    const stored = [...has('v1', weighted(1)), ...has('v2', weighted(1)), ...has('v3', weighted(1))]
    const wants = ['eu-west-1', 'eu-west-2', 'eu-west-3'].map((name, index) => asks(`v${index + 1}`, region(name)))
    expect(result({stored, wants})).toEqual({
      done: ['v1 update A', 'v2 update A', 'v3 update A'],
      not: [],
    })
  })
})

describe('a new host of which one type cannot come', () => {
  const two = (properties: Record<string, string>, ...types: RecordType[]) =>
    types.map((type) => asks('v1', properties, {type}))
  const half = (type: string) => `the ${type} record of the host is blocked, so the host would be incomplete`
  const wall = 'weighted routing cannot coexist with the latency routing of the same name, which belongs to owner blue'

  it('is not made at all, for the reason of that type', () => {
    const stored = has('x', latency(), {owner: 'blue', type: 'AAAA'})
    expect(result({stored, wants: two(WEIGHT, 'A', 'AAAA')})).toEqual({
      done: [],
      not: [`v1 A owner-mismatch: ${half('AAAA')}`, `v1 AAAA owner-mismatch: ${wall}`],
    })
  })

  it('names the first of several', () => {
    const stored = [
      ...has('x', latency(), {owner: 'blue', type: 'AAAA'}),
      ...has('x', latency(), {owner: 'blue', type: 'A'}),
    ]
    const plan = result({stored, wants: two(WEIGHT, 'A', 'AAAA', 'MX'), managedTypes: ['A', 'AAAA', 'MX']})
    expect(plan).toEqual({
      done: [],
      not: [`v1 A owner-mismatch: ${wall}`, `v1 AAAA owner-mismatch: ${wall}`, `v1 MX owner-mismatch: ${half('A')}`],
    })
  })

  it('leaves other hosts of the name alone, and makes room for them', () => {
    const stored = has('x', latency('us-east-1'), {owner: 'blue', type: 'AAAA'})
    const wants = [...two(WEIGHT, 'A', 'AAAA'), asks('v2', region())]
    expect(result({stored, wants})).toEqual({
      done: ['v2 create A'],
      not: [`v1 A owner-mismatch: ${half('AAAA')}`, `v1 AAAA owner-mismatch: ${wall}`],
    })
  })

  it('is as one of which all types change their routing, and not as one of which a value changes', () => {
    const both = (routing: Routing) => [...has('v1', routing), ...has('v1', routing, {type: 'AAAA'})]
    const others = has('x', weighted(1), {owner: 'blue', type: 'AAAA'})
    const wants = (properties: Record<string, string>) => two(properties, 'A', 'AAAA')
    const beside =
      'latency routing cannot coexist with the weighted routing of the same name, which belongs to owner blue'
    expect(result({stored: [...both(weighted(1)), ...others], wants: wants(region())})).toEqual({
      done: [],
      not: [`v1 A owner-mismatch: ${half('AAAA')}`, `v1 AAAA owner-mismatch: ${beside}`],
    })
    const [record, text] = has('v1', weighted(2))
    const mixed = [record, text, ...has('v1', weighted(1), {type: 'AAAA'}), ...others]
    expect(result({stored: mixed, wants: [asks('v1', WEIGHT), asks('v1', region(), {type: 'AAAA'})]})).toEqual({
      done: ['v1 update A'],
      not: [`v1 AAAA owner-mismatch: ${beside}`],
    })
  })
})

describe('a wish beside a set that stays', () => {
  const wants = [wanted('web', 'A', '192.0.2.1')]
  const cname = set('web', 'CNAME', 'x.example.net')
  const messages = (situation: Situation) =>
    planFor({wants, ...situation}).blocked.flatMap(({reason, detail, fix, owner, origins}) =>
      origins.length === 0 ? [] : [{reason, detail, fix, owner}],
    )
  const beside = 'nothing can coexist with the CNAME record of that name'
  const none = {fix: undefined, owner: undefined}

  it('of ours that create-only removes never', () => {
    const stored = [cname, txt('cname-web')]
    const detail = `${beside}, and policy create-only removes nothing`
    expect(messages({stored, policy: 'create-only'})).toEqual([
      {reason: 'policy', detail, fix: '--policy=upsert-only', owner: undefined},
    ])
    for (const policy of ['sync', 'upsert-only'] as const) expect(messages({stored, policy})).toEqual([])
  })

  it('of ours that its object keeps', () => {
    const problems = [objectProblem('service/shop/old')]
    const stored = [cname, txt('cname-web', 'red', 'service/shop/old')]
    expect(messages({stored, problems})).toEqual([{...none, reason: 'cname-conflict', detail: beside}])
    const routed = has('v1', weighted(1), {by: 'service/shop/old'})
    expect(messages({stored: routed, problems, wants: [asks('v2', region())]})).toEqual([
      {
        ...none,
        reason: 'conflict-lost',
        detail: 'latency routing cannot coexist with the weighted routing of the same name',
      },
    ])
  })

  it('of nobody, which can be adopted', () => {
    // At another identifier, as within one host that is said of its types.
    const [record] = has('v1', weighted(1))
    const detail = 'simple routing cannot coexist with the weighted routing of the same name'
    expect(messages({stored: [record]})).toEqual([
      {reason: 'unowned', detail, fix: expect.stringContaining('owners adopt web.shop.io'), owner: undefined},
    ])
  })

  it('of another owner', () => {
    const detail =
      'simple routing cannot coexist with the weighted routing of the same name, which belongs to owner blue'
    expect(messages({stored: has('v1', weighted(1), {owner: 'blue'})})).toEqual([
      {...none, reason: 'owner-mismatch', detail, owner: 'blue'},
    ])
  })

  it('with another TTL for its weight is a matter of the object, which can choose that, unless only the policy keeps it', () => {
    const given = {wants: [asks('v2', WEIGHT, {ttl: 60})]}
    const reasons = (situation: Situation) => messages({...given, ...situation}).map(({reason}) => reason)
    expect(reasons({stored: has('v1', weighted(1), {owner: 'blue'})})).toEqual(['object-problem'])
    expect(reasons({stored: has('v1', weighted(1)), policy: 'create-only'})).toEqual(['policy'])
    expect(reasons({stored: has('v1', weighted(1), {ttl: 60}), policy: 'create-only'})).toEqual([])
    expect(reasons({stored: has('v1', weighted(1))})).toEqual([])
  })
})

describe('one host alone, which is to change its routing', () => {
  it('cannot where a set of another owner stands beside it', () => {
    const stored = [...has('v1', weighted(1)), ...has('x', weighted(1), {owner: 'blue'})]
    expect(result({stored, wants: [asks('v1', region())]})).toEqual({
      done: [],
      not: [
        'v1 A owner-mismatch: latency routing cannot coexist with the weighted routing of the same name, which belongs to owner blue',
      ],
    })
    expect(result({stored: has('v1', weighted(1)), wants: [asks('v1', region())]}).done).toEqual(['v1 update A'])
  })
})

describe('several owners at one name', () => {
  const joint = (stored: readonly RecordSet[], red: Situation['wants'], blue: Situation['wants'], parts = {}) =>
    outcome(jointPlan({stored, clusters: [east({wants: red ?? []}), west({wants: blue ?? []})], ...parts}))

  it('what is there comes before what is new, whichever cluster is listed first', () => {
    const stored = has('v2', weighted(1), {owner: 'blue'})
    expect(joint(stored, [asks('v1', WEIGHT)], [asks('v2', region())])).toEqual({
      done: ['v2 update A'],
      not: [
        'v1 A conflict-lost: weighted routing cannot coexist with the latency routing of the same name, which Service shop/web (west) asks for',
      ],
    })
  })

  it('a further type of a host that is there comes before what is new, and another host of that owner does not', () => {
    const stored = [
      ...has('v2', weighted(1), {owner: 'blue', type: 'AAAA'}),
      ...has('v9', weighted(1), {owner: 'blue', type: 'AAAA'}),
    ]
    const others = [asks('v9', WEIGHT, {type: 'AAAA'}), asks('v2', WEIGHT, {type: 'AAAA'})]
    expect(joint(stored, [asks('v1', region())], [...others, asks('v3', WEIGHT)]).done).toEqual(['v1 create A'])
    const blue = [...others, asks('v2', WEIGHT)]
    expect(joint(stored, [asks('v1', region())], blue)).toEqual({
      done: ['v2 update A'],
      not: [
        'v1 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web (west) asks for',
      ],
    })
  })

  it('what is as wanted comes before a change of the routing, whichever cluster is listed first', () => {
    const stored = [...has('v1', weighted(1)), ...has('v2', weighted(1), {owner: 'blue'})]
    const clusters = [west({wants: [asks('v2', region())]}), east({wants: [asks('v1', WEIGHT)]})]
    expect(outcome(jointPlan({stored, clusters}))).toEqual({
      done: [],
      not: [
        'v2 A conflict-lost: latency routing cannot coexist with the weighted routing of the same name, which Service shop/web (east) asks for',
      ],
    })
  })

  it('what is moved comes before what is new, also with another routing', () => {
    const stored = has('v2', weighted(1), {owner: 'old'})
    const clusters = [
      east({wants: [asks('v1', WEIGHT)]}),
      west({wants: [asks('v2', region())]}),
      {context: 'south', owner: 'old'},
    ]
    expect(outcome(jointPlan({stored, clusters})).done).toEqual(['v2 move A'])
  })

  it('of two new ones that of the first cluster comes first', () => {
    expect(joint([], [asks('v2', region())], [asks('v1', WEIGHT)])).toEqual({
      done: ['v2 create A'],
      not: [
        'v1 A conflict-lost: weighted routing cannot coexist with the latency routing of the same name, which Service shop/web (east) asks for',
      ],
    })
  })

  it('what one gives up for something else is not taken by another one before that comes', () => {
    const stored = [
      ...has('v1', weighted(1), {owner: 'blue'}),
      ...has('x', weighted(1), {owner: 'green', type: 'AAAA'}),
    ]
    const blue = [asks('v1', WEIGHT, {type: 'CNAME'})]
    expect(joint(stored, [asks('v2', region())], blue)).toEqual({
      done: [],
      not: [
        'v1 A owner-mismatch: record kept: the CNAME record that Service shop/web (west) wants in its place is blocked',
        'v1 CNAME owner-mismatch: a CNAME cannot coexist with the AAAA record of that name, which belongs to owner green',
        'v2 A conflict-lost: Service shop/web (west) of owner blue holds the host and keeps it',
      ],
    })
  })

  it('what one keeps another type of, or asks for at another identifier, does not stand in the way of another one', () => {
    const stored = has('v1', weighted(1), {owner: 'blue'})
    const red = [asks('v2', region())]
    expect(joint(stored, red, [asks('v1', WEIGHT, {type: 'AAAA'})]).done).toEqual(['v1 create AAAA', 'v2 move A,A'])
    const wall = has('x', weighted(1), {owner: 'green', type: 'AAAA'})
    const vain = asks('v9', region('us-east-1'), {type: 'AAAA'})
    expect(joint([...stored, ...wall], red, [vain])).toMatchObject({done: ['v2 move A,A']})
  })

  it('what one does not ask for any more makes room for another one', () => {
    expect(joint(has('v1', weighted(1), {owner: 'blue'}), [asks('v2', region())], [])).toEqual({
      done: ['v2 move A,A'],
      not: [],
    })
  })
})

describe('prune', () => {
  it('counts no room for what it leaves to apply', () => {
    const ids = Array.from({length: 101}, (_each, index) => `v${index}`)
    const stored = ids.slice(0, 100).flatMap((id) => has(id, weighted(1)))
    const plan = planFor({stored, wants: ids.map((id) => asks(id, WEIGHT)), goal: PRUNE})
    expect(outcome(plan)).toEqual({done: [], not: []})
  })
})
