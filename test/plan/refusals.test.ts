import {describe, expect, it} from 'vitest'
import type {RecordSet, Routing} from '../../src/dns/record-set.js'
import {findAliasLoops} from '../../src/plan/check/alias-loops.js'
import {endState} from '../../src/plan/check/end-state.js'
import type {ProviderRules} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeRules} from '../../src/route53/make-rules.js'
import {
  alias,
  blocks,
  LB,
  objectProblem,
  PRUNE,
  planFor,
  ROUTE53,
  requests,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  weighted,
} from './builders.js'

// Known refusals of Route 53 are reported before anything is sent.

const role = (role: string): Routing => ({kind: 'failover', role})

describe('a name that is too large for one request', () => {
  it('loses a set also where the last host of that request is refused for another reason', () => {
    const [mx, routing] = ['10 mail.example.net', weighted(10)]
    const latency = {id: 'v1', properties: {'aws/region': 'eu-west-1'}}
    const plan = planFor({
      stored: [
        set('*', 'A', '192.0.2.10'),
        txt('a-star'),
        set('*', 'MX', mx, {id: 'v2', routing}),
        txt('mx-star', 'red', WEB, {id: 'v2', routing}),
      ],
      wants: [wanted('*', 'A', '192.0.2.10', latency), wanted('star', 'A', '192.0.2.10')],
      registry: txtRegistry({wildcardReplacement: 'star'}),
      managedTypes: ['A', 'AAAA', 'CNAME', 'MX'],
      route53: {batchChangeSize: 4},
    })
    expect(blocks(plan)).toEqual(['* v2 MX too-large', 'star A conflict-lost'])
    expect(requests(plan)).toHaveLength(4)
  })
})

describe('a host whose ownership TXT would stand where another host comes', () => {
  it('is refused, but not for the sake of one that is refused itself, however they are called', () => {
    const chain = ['mx-d', 'cname-mx-d', 'cname-cname-mx-d'].map((host) =>
      wanted(host, 'CNAME', 'x.example.net', {by: `service/shop/${host}`}),
    )
    const wants = [wanted('d', 'MX', '10 mail.example.net'), ...chain]
    const plan = planFor({wants, managedTypes: ['CNAME', 'MX']})
    expect(blocks(plan)).toEqual(['cname-mx-d CNAME cname-conflict', 'd MX cname-conflict'])
    expect(requests(plan).filter((line) => !line.includes(' TXT '))).toEqual([
      'CREATE cname-cname-mx-d CNAME 300 x.example.net',
      'CREATE mx-d CNAME 300 x.example.net',
    ])
  })
})

describe('a failover PRIMARY', () => {
  const primary = (targets: string, properties: Record<string, string> = {}, type = 'CNAME') =>
    wanted('web', type, targets, {id: 'p', properties: {'aws/failover': 'PRIMARY', ...properties}})
  const secondary = wanted('web', 'CNAME', 'lb-2.eu-west-1.elb.amazonaws.com', {
    id: 's',
    by: 'service/shop/spare',
    properties: {'aws/failover': 'SECONDARY'},
  })

  it('that is an alias without a health check is a problem: its ownership TXT is not an alias; its SECONDARY is made', () => {
    const plan = planFor({wants: [primary(LB), secondary]})
    expect(blocks(plan)).toEqual(['web p A object-problem', 'web p AAAA object-problem'])
    expect(plan.blocked[0]?.detail).toBe(
      'its ownership TXT a-web.shop.io cannot be written: unlike the record it is not an alias, and Route 53 accepts such a PRIMARY only with a health check (aws-health-check-id)',
    )
    expect(requests(plan)).toHaveLength(4)
  })

  it('with a health check is made, its TXT with the same one', () => {
    const plan = planFor({wants: [primary(LB, {'aws/health-check-id': 'hc-1'})]})
    expect(blocks(plan)).toEqual([])
    expect(requests(plan)).toContain('CREATE a-web TXT p 300 red:service/shop/web failover PRIMARY hc-1')
  })

  it('that is not an alias is sent as it is, as external-dns does', () => {
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
    const wants = [wanted('@', 'CNAME', LB, {id: 'p', properties: {'aws/failover': 'PRIMARY'}})]
    expect(blocks(planFor({wants}))).toEqual(['@ p A object-problem', '@ p AAAA object-problem'])
    const registry = txtRegistry({prefix: '%{record_type}-own.', ownerId: toOwnerId('red')})
    expect(blocks(planFor({wants, registry}))).toEqual(['@ p A object-problem', '@ p AAAA object-problem'])
  })
})

describe('what leads back to itself', () => {
  const cname = (host: string, target: string) =>
    wanted(host, 'CNAME', `${target}.shop.io`, {by: `service/shop/${host}`})
  const owned = (host: string, target: string) => [
    set(host, 'CNAME', `${target}.shop.io`),
    txt(`cname-${host}`, 'red', `service/shop/${host}`),
  ]
  const loop = (...hosts: readonly string[]) =>
    `it forms a loop, which Route 53 refuses: ${hosts.map((host) => `${host}.shop.io`).join(' → ')}`

  it('is a problem of all who make the circle, and of nobody who only leads to it or away', () => {
    const wants = [cname('one', 'two'), cname('two', 'three'), cname('three', 'one'), cname('four', 'five')]
    const plan = planFor({wants})
    expect(blocks(plan)).toEqual(['one CNAME object-problem', 'three CNAME object-problem', 'two CNAME object-problem'])
    expect(new Set(plan.blocked.map(({detail}) => detail))).toEqual(new Set([loop('one', 'two', 'three', 'one')]))
    expect(requests(plan)).toContain('CREATE four CNAME 300 five.shop.io')
  })

  it('is a problem of the one that closes the circle with what is there, whoever owns that', () => {
    const wants = [cname('two', 'one')]
    const stored = [set('one', 'CNAME', 'two.shop.io')]
    expect(blocks(planFor({stored, wants}))).toEqual(['two CNAME object-problem'])
    const kept = planFor({stored: owned('one', 'two'), wants: [...wants, cname('one', 'two')]})
    expect(blocks(kept)).toEqual(['two CNAME object-problem'])
    expect(requests(kept)).toEqual([])
  })

  it('is none where the plan opens the circle, also as a replacement', () => {
    const turned = planFor({
      stored: owned('one', 'two'),
      wants: [cname('two', 'one'), wanted('one', 'CNAME', 'x.example.net', {by: 'service/shop/one'})],
    })
    expect(blocks(turned)).toEqual([])
    const gone = planFor({stored: owned('one', 'two'), wants: [cname('two', 'one')]})
    expect(blocks(gone)).toEqual([])
    const kept = planFor({stored: owned('one', 'two'), wants: [cname('two', 'one')], policy: 'upsert-only'})
    expect(blocks(kept)).toEqual(['one CNAME policy', 'two CNAME object-problem'])
  })

  it('is found through aliases too, type by type', () => {
    const link = (host: string, target: string, alias: string) =>
      wanted(host, 'CNAME', `${target}.shop.io`, {by: `service/shop/${host}`, properties: {alias}})
    const circle = planFor({wants: [link('one', 'two', 'A'), link('two', 'one', 'A')]})
    expect(blocks(circle)).toEqual(['one A object-problem', 'two A object-problem'])
    const stored = [set('one', 'AAAA', '2001:db8::1'), txt('aaaa-one', 'red', 'service/shop/one')]
    const apart = planFor({
      stored,
      wants: [
        link('two', 'one', 'AAAA'),
        wanted('one', 'AAAA', '2001:db8::1', {by: 'service/shop/one'}),
        wanted('two', 'A', '192.0.2.1', {by: 'service/shop/two'}),
        link('one', 'two', 'A'),
      ],
    })
    expect(blocks(apart)).toEqual([])
  })

  it('is found among sets of one name as well: any of them may be the answer', () => {
    const weighted = (id: string, target: string) =>
      wanted('one', 'CNAME', target, {id, properties: {'aws/weight': '1'}, by: `service/shop/${id}`})
    const plan = planFor({wants: [weighted('a', 'x.example.net'), weighted('b', 'two.shop.io'), cname('two', 'one')]})
    expect(blocks(plan)).toEqual(['one b CNAME object-problem', 'two CNAME object-problem'])
  })

  it('is looked for in one pass, however long the chain, and however many ways lead to its end', () => {
    const chain = Array.from({length: 1000}, (_each, index) => cname(`h${index}`, `h${index + 1}`))
    const ways = Array.from({length: 12}, (_each, index) =>
      ['a', 'b'].flatMap((from) =>
        ['a', 'b'].map((to) =>
          wanted(`${from}${index}`, 'CNAME', `${to}${index + 1}.shop.io`, {id: to, properties: {'aws/weight': '1'}}),
        ),
      ),
    ).flat()
    for (const wants of [chain, ways]) {
      const {hosts = []} = planFor({wants}).zones[0] ?? {}
      let asked = 0
      const rules = makeRules(ROUTE53)
      const leadsTo: ProviderRules['leadsTo'] = (each, zone) => {
        asked += 1
        return rules.leadsTo(each, zone)
      }
      const counted: ProviderRules = {...rules, leadsTo}
      expect(findAliasLoops(hosts, endState(hosts, new Map()), counted).size).toBe(0)
      expect(asked).toBeLessThan(5 * wants.length)
    }
    const closed = planFor({wants: [...chain, cname('h1000', 'h999')]})
    expect(blocks(closed)).toEqual(['h1000 CNAME object-problem', 'h999 CNAME object-problem'])
  })
})

describe('a renamed set identifier', () => {
  const PLACES: readonly (readonly [string, Routing, Record<string, string>])[] = [
    ['region', {kind: 'latency', region: 'us-east-1'}, {'aws/region': 'us-east-1'}],
    ['failover role', role('SECONDARY'), {'aws/failover': 'SECONDARY'}],
    [
      'location',
      {kind: 'geolocation', continentCode: 'EU', countryCode: undefined, subdivisionCode: undefined},
      {'aws/geolocation-continent-code': 'EU'},
    ],
    [
      'geoproximity place',
      {kind: 'geoproximity', region: 'us-east-1', localZoneGroup: undefined, coordinates: undefined, bias: 0},
      {'aws/geoproximity-region': 'us-east-1'},
    ],
    [
      'geoproximity point',
      {
        kind: 'geoproximity',
        region: undefined,
        localZoneGroup: undefined,
        coordinates: {latitude: '49.220', longitude: '-74.0'},
        bias: 5,
      },
      {'aws/geoproximity-coordinates': '49.22,-74'},
    ],
  ]
  const owned = (routing: Routing, owner = 'red') => [
    alias('web', 'A', LB, {id: 'old', routing}),
    alias('web', 'AAAA', LB, {id: 'old', routing}),
    txt('a-web', owner, WEB, {id: 'old', routing}),
    txt('aaaa-web', owner, WEB, {id: 'old', routing}),
  ]
  const wants = (properties: Record<string, string>) => [
    wanted('web', 'CNAME', 'lb-2.eu-west-1.elb.amazonaws.com', {id: 'new', properties}),
  ]

  describe.each(PLACES)('with the same %s', (_what, routing, properties) => {
    it.each(['sync', 'upsert-only'] as const)('is one atomic replacement under %s', (policy) => {
      const plan = planFor({stored: owned(routing), wants: wants(properties), policy})
      expect(blocks(plan)).toEqual([])
      expect(plan.zones[0]?.hosts.map(({action, setIdentifier}) => [action, setIdentifier])).toEqual([
        ['replace', 'new'],
      ])
      expect(requests(plan).map((request) => request.split(' ').slice(0, 4).join(' '))).toEqual([
        'CREATE a-web TXT new',
        'CREATE aaaa-web TXT new',
        'CREATE web A new',
        'CREATE web AAAA new',
        'DELETE a-web TXT old',
        'DELETE aaaa-web TXT old',
        'DELETE web A old',
        'DELETE web AAAA old',
      ])
    })

    it('is left out by create-only, for that reason', () => {
      const plan = planFor({stored: owned(routing), wants: wants(properties), policy: 'create-only'})
      expect(requests(plan)).toEqual([])
      expect(new Set(blocks(plan).map((block) => block.split(' ').at(-1)))).toEqual(new Set(['policy']))
      expect(plan.blocked.find(({setIdentifier}) => setIdentifier === 'new')?.fix).toBe('--policy=upsert-only')
    })

    it('takes nothing that is not ours', () => {
      const plan = planFor({stored: owned(routing, 'blue'), wants: wants(properties), policy: 'upsert-only'})
      expect(requests(plan)).toEqual([])
      expect(blocks(plan)).toEqual(['web new A owner-mismatch', 'web new AAAA owner-mismatch'])
    })

    it('is no problem of its object where another owner or nobody has the old one', () => {
      const [a, , text] = owned(routing, 'blue')
      const byOldText = txt('web', 'blue', WEB, {id: 'old', routing})
      if (a === undefined || text === undefined) throw new Error('no such sets')
      const reasons = (stored: readonly RecordSet[]) => {
        const plan = planFor({stored, wants: wants(properties), excludedTypes: ['AAAA']})
        expect(requests(plan)).toEqual([])
        return plan.blocked.filter(({types}) => !types.includes('AAAA')).map(({reason, fix}) => [reason, fix])
      }
      expect(reasons([a, byOldText])).toEqual([['owner-mismatch', undefined]])
      expect(reasons([a])).toEqual([['unowned', 'owners adopt web.shop.io']])
    })

    it('is left to apply by prune, which takes no record that has a successor', () => {
      const plan = planFor({stored: owned(routing), wants: wants(properties), goal: PRUNE})
      expect(requests(plan)).toEqual([])
    })
  })

  it('with weights stands beside the old one, which stays under upsert-only', () => {
    const plan = planFor({
      stored: owned(weighted(1)),
      wants: wants({'aws/weight': '1'}),
      policy: 'upsert-only',
    })
    expect(requests(plan).filter((request) => request.startsWith('DELETE'))).toEqual([])
    expect(requests(plan)).toHaveLength(4)
    expect(blocks(plan)).toEqual(['web old A policy', 'web old AAAA policy'])
  })

  it('with weights and another TTL takes the place of the old one: all weights of a name have one TTL', () => {
    const parts = {id: 'old', routing: weighted(1)}
    const plan = planFor({
      stored: [set('web', 'A', '192.0.2.1', parts), txt('a-web', 'red', WEB, parts)],
      wants: [wanted('web', 'A', '192.0.2.1', {id: 'new', ttl: 60, properties: {'aws/weight': '1'}})],
      policy: 'upsert-only',
    })
    expect(plan.zones[0]?.hosts.map(({action}) => action)).toEqual(['replace'])
    expect(requests(plan)).toContain('DELETE web A old 300 192.0.2.1 weighted 1')
  })

  it('waits while the object of the old one cannot be read', () => {
    const routing = {kind: 'latency', region: 'us-east-1'} as const
    const plan = planFor({
      stored: owned(routing),
      wants: [
        wanted('web', 'CNAME', LB, {id: 'new', by: 'service/shop/next', properties: {'aws/region': 'us-east-1'}}),
      ],
      problems: [objectProblem(WEB)],
      policy: 'upsert-only',
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toContain('web old A object-problem')
  })
})

describe("a routing policy that changes beside another cluster's set", () => {
  const ours = (type: 'A' | 'AAAA', id = 'eu') => [
    alias('web', type, LB, {id, routing: weighted(1)}),
    txt(`${type.toLowerCase()}-web`, 'red', `service/shop/${id}`, {id, routing: weighted(1)}),
  ]
  const theirs = [
    set('web', 'A', '192.0.2.9', {id: 'us', routing: weighted(1)}),
    txt('a-web', 'blue', WEB, {id: 'us', routing: weighted(1)}),
  ]
  const asks = (id: string, properties: Record<string, string>, target = LB) =>
    wanted('web', 'CNAME', target, {id, by: `service/shop/${id}`, properties})
  const region = (name: string) => ({'aws/region': name})

  it('changes for A and AAAA together or for neither', () => {
    const plan = planFor({stored: [...ours('A'), ...ours('AAAA'), ...theirs], wants: [asks('eu', region('eu-west-1'))]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['web eu A owner-mismatch', 'web eu AAAA owner-mismatch'])
    expect(plan.blocked[1]?.detail).toBe('the A record of the host is blocked, so the host would be incomplete')
  })

  it('leaves the types that only another host of ours has to it', () => {
    const stored = [...ours('A'), ...ours('AAAA'), ...ours('AAAA', 'ap'), ...theirs]
    const both = planFor({
      stored,
      wants: [
        asks('eu', region('eu-west-1')),
        wanted('web', 'AAAA', LB, {
          id: 'ap',
          by: 'service/shop/ap',
          properties: {alias: 'true', ...region('us-east-1')},
        }),
      ],
    })
    expect(requests(both)).toEqual([])
    expect(blocks(both)).toContain('web ap AAAA conflict-lost')
  })

  it('still takes a new target for what keeps its policy', () => {
    const next = 'lb-2.eu-west-1.elb.amazonaws.com'
    const plan = planFor({
      stored: [...ours('A'), ...ours('AAAA'), ...theirs],
      wants: [asks('eu', {'aws/weight': '1'}, next)],
    })
    expect(blocks(plan)).toEqual([])
    expect(requests(plan)).toHaveLength(4)
  })

  it('changes both where the other set goes in the same run', () => {
    const stored = [...ours('A'), ...ours('AAAA'), ...ours('A', 'us')]
    const plan = planFor({stored, wants: [asks('eu', region('eu-west-1'))]})
    expect(blocks(plan)).toEqual([])
    expect(requests(plan)).toContain(`CREATE web AAAA eu -> ${LB} @Z32O12XQLNTSW2 true latency eu-west-1`)
  })
})

describe('a type of ours that the flags leave out now', () => {
  const next = 'lb-2.eu-west-1.elb.amazonaws.com'
  const stored = [alias('web', 'A'), alias('web', 'AAAA'), txt('a-web'), txt('aaaa-web')]
  const shown = `the record is ours and stays as it is (alias ${LB}): --exclude-record-types names AAAA`

  it('is told, with what it still holds, beside the types that change', () => {
    const plan = planFor({stored, wants: [wanted('web', 'CNAME', next)], excludedTypes: ['AAAA']})
    expect(requests(plan)).toHaveLength(2)
    expect(plan.blocked.map(({reason, types, detail}) => [reason, types, detail])).toEqual([
      ['type-excluded', ['AAAA'], shown],
    ])
  })

  it.each([
    ['nothing changes', {wants: [wanted('web', 'CNAME', LB)]}],
    ['nobody asks for the host any more', {}],
    ['only deletions are asked for', {goal: PRUNE}],
  ])('is told where %s, and stays', (_what, parts) => {
    const plan = planFor({stored, excludedTypes: ['AAAA'], ...parts})
    expect(blocks(plan)).toEqual(['web AAAA type-excluded'])
    expect(requests(plan).filter((request) => request.includes('web AAAA'))).toEqual([])
  })

  it('is told where it is no longer among the managed types, while its object asks for the host', () => {
    const flags = {managedTypes: ['A', 'CNAME']}
    const plan = planFor({stored, wants: [wanted('web', 'CNAME', next)], ...flags})
    expect(blocks(plan)).toEqual(['web AAAA type-excluded'])
    expect(plan.blocked[0]?.fix).toBe('--managed-record-types=AAAA, in addition to those in use')
    // Another run with the same owner may manage it.
    expect(blocks(planFor({stored: [set('web', 'MX', '10 mail.example.net'), txt('mx-web')], ...flags}))).toEqual([])
  })

  it("is nobody's matter where it is not ours, or nobody owns anything", () => {
    const foreign = [alias('web', 'A'), alias('web', 'AAAA'), txt('a-web'), txt('aaaa-web', 'blue')]
    const parts = {wants: [wanted('web', 'CNAME', LB)], excludedTypes: ['AAAA']}
    expect(blocks(planFor({stored: foreign, ...parts}))).toEqual([])
    expect(blocks(planFor({stored, registry: {kind: 'noop'}, ...parts}))).toEqual([])
  })
})

describe('what is written below a delegation', () => {
  const delegation = set('b', 'NS', ['ns1.example.net', 'ns2.example.net'])
  const warnings = (situation: Parameters<typeof planFor>[0]) => planFor(situation).warnings.map(({text}) => text)

  it('is never answered, and the plan warns of it, once a delegation', () => {
    const wants = [wanted('x.b', 'A', '192.0.2.1'), wanted('y.x.b', 'A', '192.0.2.2'), wanted('xb', 'A', '192.0.2.3')]
    expect(warnings({stored: [delegation], wants})).toEqual([
      'b.shop.io is delegated by its NS record in zone shop.io, so records written there for x.b.shop.io and 1 more are never answered: select the zone of b.shop.io too',
    ])
  })

  it('is no news when it stands, or goes', () => {
    const stored = [delegation, set('x.b', 'A', '192.0.2.1'), txt('a-x.b')]
    expect(warnings({stored, wants: [wanted('x.b', 'A', '192.0.2.1')]})).toEqual([])
    expect(warnings({stored})).toEqual([])
  })

  it('is not what the zone says of its own apex', () => {
    const apex = set('@', 'NS', ['ns1.example.net'])
    expect(warnings({stored: [apex], wants: [wanted('web', 'A', '192.0.2.1')]})).toEqual([])
  })
})
