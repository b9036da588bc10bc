import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import {findUnmetHosts, makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import {
  alias,
  blocks,
  dnsName,
  LB,
  latency,
  planFor,
  planInput,
  requests,
  SHOP,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
  zone,
} from './builders.js'

/** The writes of `owners adopt` for these hosts, and the hosts that it refuses. */
function adopt(situation: Situation, hosts: readonly string[], takesEqualOnly = false) {
  const wantedEndpoints = {kind: 'adopt', takesEqualOnly} as const
  const input = planInput({...situation, only: hosts.map(dnsName)})
  const plan = makeOwnershipPlan({...input, goal: wantedEndpoints})
  const unmet = findUnmetHosts(plan, input.zones, {plan: input.settings, registry: input.registry}, wantedEndpoints)
  return {plan, requests: requests(plan), unmet: unmet.map(({host}) => host), fixes: unmet.map(({fix}) => fix)}
}

const fixes = (situation: Situation) => planFor(situation).blocked.map(({types, fix}) => `${types.join(' ')}: ${fix}`)
const wantsAlias = [
  wanted('web', 'A', LB, {properties: {alias: 'true'}}),
  wanted('web', 'AAAA', LB, {properties: {alias: 'true'}}),
]
const aliased = alias('web', 'A')
const twin = alias('web', 'AAAA')
const byHand = set('web', 'CNAME', 'x.example.net')
const ADOPT_WEB = 'owners adopt web.shop.io'

describe('owners adopt HOST, whose set has another identifier', () => {
  const blue = wanted('web', 'A', '192.0.2.10', {id: 'blue', properties: {'aws/weight': '1'}})
  const green = set('web', 'A', '192.0.2.10', {id: 'green', routing: weighted(1)})

  it('says which is wanted and which is there', () => {
    const {requests: written, unmet, plan} = adopt({stored: [green], wants: [blue]}, ['web.shop.io'])
    expect([written, unmet, blocks(plan)]).toEqual([[], ['web.shop.io'], ['web blue A unowned']])
    expect(plan.blocked[0]?.detail).toBe(
      'wanted by Service shop/web with the set identifier "blue"; the A record without an owner has "green"',
    )
  })

  it('says nothing of sets that others ask for, and nothing where no host is named', () => {
    const wants = [blue, wanted('web', 'A', '192.0.2.10', {id: 'green', properties: {'aws/weight': '1'}})]
    expect(adopt({stored: [green], wants}, ['web.shop.io']).unmet).toEqual([])
    expect(blocks(adopt({stored: [green], wants: [blue]}, []).plan)).toEqual([])
    const ofType = {...green, type: 'AAAA', data: set('web', 'AAAA', '2001:db8::1').data} as const
    expect(blocks(adopt({stored: [ofType], wants: [blue]}, []).plan)).toEqual([])
  })
})

describe('owners adopt HOST, when only some of its record sets exist', () => {
  it('writes the text of what is there, and the plan says so of what is missing too', () => {
    const situation = {stored: [aliased], wants: wantsAlias}
    expect(fixes(situation)).toEqual([`A: ${ADOPT_WEB}`, `AAAA: ${ADOPT_WEB}`])
    const {requests: written, unmet, plan} = adopt(situation, ['web.shop.io'])
    expect([written, unmet, blocks(plan)]).toEqual([[`CREATE a-web TXT 300 red:${WEB}`], [], []])
    const next = planFor({...situation, stored: [aliased, txt('a-web')], policy: 'upsert-only'})
    expect([requests(next).filter((line) => !line.includes('TXT')).length, blocks(next)]).toEqual([1, []])
  })

  it('does the same for the host that is named beside it, and without a name', () => {
    const situation = {
      stored: [aliased, set('api', 'A', '192.0.2.1')],
      wants: [...wantsAlias, wanted('api', 'A', '192.0.2.1', {by: 'service/shop/api'})],
    }
    const both = ['CREATE a-api TXT 300 red:service/shop/api', `CREATE a-web TXT 300 red:${WEB}`]
    expect(adopt(situation, ['web.shop.io', 'api.shop.io'])).toMatchObject({requests: both, unmet: []})
    expect(adopt(situation, [])).toMatchObject({requests: both, unmet: []})
    expect(blocks(adopt(situation, []).plan)).toEqual([])
  })

  it('takes over what nobody owns of it where another owner has the rest', () => {
    const situation = {stored: [aliased, twin, txt('aaaa-web', 'blue')], wants: wantsAlias}
    expect(adopt(situation, ['web.shop.io'])).toMatchObject({requests: [`CREATE a-web TXT 300 red:${WEB}`], unmet: []})
    const foreign = {stored: [twin, txt('aaaa-web', 'blue')], wants: wantsAlias}
    expect(adopt(foreign, ['web.shop.io'])).toMatchObject({requests: [], unmet: ['web.shop.io']})
  })
})

describe('what stands in the way of a wish', () => {
  it('is taken over when the host is named, and apply then puts the wanted set in its place', () => {
    const situation = {stored: [byHand], wants: [wantsWeb]}
    expect(fixes(situation)).toEqual([`A: ${ADOPT_WEB}`])
    expect(adopt(situation, ['web.shop.io'])).toMatchObject({
      requests: [`CREATE cname-web TXT 300 red:${WEB}`],
      unmet: [],
    })
    expect(requests(planFor({stored: [byHand, txt('cname-web')], wants: [wantsWeb], policy: 'upsert-only'}))).toEqual([
      `CREATE a-web TXT 300 red:${WEB}`,
      'CREATE web A 300 192.0.2.10',
      `DELETE cname-web TXT 300 red:${WEB}`,
      'DELETE web CNAME 300 x.example.net',
    ])
  })

  it('is left without a name and with --equal-only', () => {
    const situation = {stored: [byHand], wants: [wantsWeb]}
    expect(adopt(situation, [])).toMatchObject({requests: []})
    expect(adopt(situation, []).plan.blocked.map(({fix}) => fix)).toEqual([ADOPT_WEB])
    expect(adopt(situation, ['web.shop.io'], true)).toMatchObject({
      requests: [],
      unmet: ['web.shop.io'],
      fixes: [ADOPT_WEB],
    })
  })

  it('is an A and an AAAA where a CNAME is wanted', () => {
    const situation = {
      stored: [web, set('web', 'AAAA', '2001:db8::1')],
      wants: [wanted('web', 'CNAME', 'x.example.net')],
    }
    expect(fixes(situation)).toEqual([`CNAME: ${ADOPT_WEB}`])
    expect(adopt(situation, ['web.shop.io']).requests).toEqual([
      `CREATE a-web TXT 300 red:${WEB}`,
      `CREATE aaaa-web TXT 300 red:${WEB}`,
    ])
  })

  it('is a set of another routing policy', () => {
    const wants = [wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/weight': '10'}})]
    expect(fixes({stored: [web], wants})).toEqual([`A: ${ADOPT_WEB}`])
    expect(adopt({stored: [web], wants}, ['web.shop.io']).requests).toEqual([`CREATE a-web TXT 300 red:${WEB}`])
    const ofAnother = {stored: [web, txt('a-web', 'blue')], wants}
    expect(fixes(ofAnother)).toEqual(['A: undefined'])
  })

  it('is a set of the same region with another identifier', () => {
    const wants = [wanted('web', 'A', '192.0.2.10', {id: 'v2', properties: {'aws/region': 'eu-west-1'}})]
    const old = {id: 'v1', routing: latency('eu-west-1')}
    const stored = [set('web', 'A', '192.0.2.1', old)]
    expect(fixes({stored, wants})).toEqual([`A: ${ADOPT_WEB}`])
    expect(adopt({stored, wants}, ['web.shop.io'])).toMatchObject({
      requests: [`CREATE a-web TXT v1 300 red:${WEB} latency eu-west-1`],
      unmet: [],
    })
    const applied = requests(
      planFor({stored: [...stored, txt('a-web', 'red', WEB, old)], wants, policy: 'upsert-only'}),
    )
    expect(applied).toContain('CREATE web A v2 300 192.0.2.10 latency eu-west-1')
    expect(applied).toContain('DELETE web A v1 300 192.0.2.1 latency eu-west-1')
  })

  it('is no set of another weight: with its TTL the wish can stand beside it', () => {
    const wants = [wanted('web', 'A', '192.0.2.10', {id: 'v2', properties: {'aws/weight': '1'}})]
    const stored = [set('web', 'A', '192.0.2.1', {id: 'v1', routing: weighted(1), ttl: 60})]
    expect(fixes({stored, wants})).toEqual(['A: undefined'])
    expect(adopt({stored, wants}, ['web.shop.io']).requests).toEqual([])
  })

  it('is not a type that stays beside the wish: it would be deleted once it is ours', () => {
    for (const other of [set('web', 'MX', '10 m.example.net'), set('web', 'AAAA', '2001:db8::1')]) {
      const situation = {stored: [other], wants: [wantsWeb], managedTypes: ['A', 'AAAA', 'CNAME', 'MX']}
      const excluded = `--exclude-record-types=${other.type}, or let an object ask for it too`
      expect(fixes(situation)).toEqual([`A: ${excluded}`])
      expect(adopt(situation, ['web.shop.io'])).toMatchObject({requests: [], unmet: ['web.shop.io'], fixes: [excluded]})
      expect(requests(planFor({...situation, excludedTypes: [other.type]}))).toContain('CREATE web A 300 192.0.2.10')
    }
  })
})

describe('a value that the zone would not take yet', () => {
  it.each([
    [
      'an alias to a host that apply makes first',
      [web],
      [wanted('web', 'A', 'lb.shop.io', {properties: {alias: 'true'}})],
    ],
    [
      'an alias of which only the A has a target',
      [web, set('web', 'AAAA', '2001:db8::1'), set('lb', 'A', '192.0.2.7')],
      ['A', 'AAAA'].map((type) => wanted('web', type, 'lb.shop.io', {properties: {alias: 'true'}})),
    ],
  ])('is left to apply, and the host gets its texts: %s', (_, stored, wants) => {
    const {requests: written, unmet, plan} = adopt({stored, wants}, ['web.shop.io'])
    expect(unmet).toEqual([])
    expect(written.filter((line) => !line.includes(' TXT '))).toEqual([])
    expect(written).toContain(`CREATE a-web TXT 300 red:${WEB}`)
    expect(plan.zones[0]?.hosts[0]?.notes[0]).toMatch(/^was unowned, other value, which stays for now: .* has no A/)
  })

  it('is written where the same command changes what was in its way', () => {
    const sets = ['v1', 'v2'].map((id) => set('web', 'A', '192.0.2.10', {id, routing: weighted(1)}))
    const wants = [
      wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/region': 'eu-west-1'}}),
      wanted('web', 'A', '192.0.2.10', {id: 'v2', properties: {'aws/region': 'us-east-1'}}),
    ]
    const {requests: written, unmet} = adopt({stored: sets, wants}, ['web.shop.io'])
    expect([unmet, written.filter((line) => line.startsWith('CREATE web'))]).toEqual([
      [],
      ['CREATE web A v1 300 192.0.2.10 latency eu-west-1', 'CREATE web A v2 300 192.0.2.10 latency us-east-1'],
    ])
  })
})

describe('an adoption that was cut between two zones that share a text', () => {
  it('is finished: the record that is ours already gets its value', () => {
    const eu = (id: string, isPrivate: boolean) => zone('eu.shop.io', {id, isPrivate})
    const stored = [
      [SHOP, [txt('a-eu')]],
      [eu('Z2', false), [set('eu', 'A', '192.0.2.1')]],
      [eu('Z5', true), [set('eu', 'A', '192.0.2.9')]],
    ] as const
    const {requests: written, plan} = adopt({stored, wants: [wanted('eu', 'A', '192.0.2.1')]}, ['eu.shop.io'])
    expect(written).toEqual(['Z5 CREATE eu A 300 192.0.2.1', 'Z5 DELETE eu A 300 192.0.2.9'])
    const hosts = plan.zones.flatMap((each) => each.hosts)
    expect(hosts.map(({action, notes}) => [action, notes])).toEqual([['update', ['ours already, other value']]])
  })
})

describe('owners adopt HOST, whose text stands under another prefix', () => {
  const underOther = (owner: string) => adopt({stored: [web, txt('old-a-web', owner)], wants: [wantsWeb]}, [web.name])

  it('leaves it to the owner that the text names', () => {
    expect(underOther('blue')).toMatchObject({requests: [], unmet: [web.name]})
    expect(underOther('blue').plan.blocked.map(({owner}) => owner)).toEqual(['blue'])
  })

  it('takes it where the text is ours, or in another zone, or no key decrypts it', () => {
    const taken = [`CREATE a-web TXT 300 red:${WEB}`]
    expect(underOther('red').requests).toEqual(taken)
    const elsewhere = [
      [SHOP, [web]],
      [zone('shop.io', {id: 'Z7', isPrivate: true}), [txt('old-a-web', 'blue')]],
    ] as const
    expect(adopt({stored: elsewhere, wants: [wantsWeb]}, [web.name]).requests).toEqual(
      taken.map((each) => `Z1 ${each}`),
    )
    const sealed = set('old-a-web', 'TXT', `"${'A'.repeat(120)}"`)
    expect(adopt({stored: [web, sealed], wants: [wantsWeb]}, [web.name]).requests).toEqual(taken)
  })
})

describe('a plan that proposes owners adopt HOST', () => {
  const other = wanted('web', 'A', '192.0.2.11')
  const v1 = {id: 'v1', properties: {'aws/weight': '10'}}
  const twinZone = zone('shop.io', {id: 'Z7', isPrivate: true})

  it.each<readonly [string, readonly RecordSet[], Situation]>([
    ['of an equal record', [web], {wants: [wantsWeb]}],
    ['of one with another value', [web], {wants: [other]}],
    [
      'of a weighted set beside one of another identifier',
      [
        set('web', 'A', '192.0.2.10', {id: 'v1', routing: weighted(1)}),
        set('web', 'A', '192.0.2.1', {id: 'v9', routing: weighted(1)}),
      ],
      {wants: [wanted('web', 'A', '192.0.2.10', v1)]},
    ],
    [
      'of a weighted set that becomes a latency set',
      [set('web', 'A', '192.0.2.10', {id: 'v1', routing: weighted(1)})],
      {wants: [wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/region': 'eu-west-1'}})]},
    ],
    ['under a prefix', [web], {wants: [other], registry: txtRegistry({prefix: 'x-'})}],
    [
      'in a public and a private zone',
      [web],
      {
        stored: [
          [SHOP, [web]],
          [twinZone, [web]],
        ],
        wants: [other],
      },
    ],
    [
      'in one of two zones',
      [web],
      {
        stored: [
          [SHOP, [web]],
          [twinZone, []],
        ],
        wants: [other],
      },
    ],
    [
      'of further types',
      [set('web', 'MX', '10 a.example.net')],
      {wants: [wanted('web', 'MX', '10 b.example.net')], managedTypes: ['A', 'MX']},
    ],
    [
      'of one type of several',
      [web],
      {wants: [wantsWeb, wanted('web', 'MX', '10 b.example.net')], managedTypes: ['A', 'MX']},
    ],
    ['under create-only', [web], {wants: [other], policy: 'create-only'}],
  ])('is as good as its word: %s', (_, stored, situation) => {
    const whole = {stored, ...situation}
    expect(fixes(whole)).toEqual(expect.arrayContaining([expect.stringContaining(ADOPT_WEB)]))
    const {requests: written, unmet} = adopt(whole, ['web.shop.io'])
    expect([written.length > 0, unmet]).toEqual([true, []])
  })

  it.each(['*', '@'])('is so of %s', (host) => {
    const whole = {stored: [set(host, 'A', '192.0.2.10')], wants: [wanted(host, 'A', '192.0.2.11')]}
    const name = set(host, 'A', '').name
    // Unquoted, a shell would expand the wildcard.
    expect(fixes(whole)).toEqual([`A: owners adopt ${host === '*' ? `'${name}'` : name}`])
    expect(adopt(whole, [name])).toMatchObject({unmet: []})
  })

  it('does not where the place of the text is taken, and says what is in it', () => {
    const plan = planFor({stored: [web, set('a-web', 'TXT', spf)], wants: [wantsWeb]})
    expect(plan.blocked.map(({reason, detail, fix}) => [reason, detail, fix])).toEqual([
      [
        'unowned',
        'its ownership TXT would be a-web.shop.io, a TXT record that is not ours',
        expect.stringContaining('choose a --txt-prefix'),
      ],
    ])
    const apex = {stored: [set('@', 'A', '192.0.2.10'), set('@', 'TXT', spf)], wants: [wanted('@', 'A', '192.0.2.10')]}
    expect(fixes(apex)).toEqual(['A: --txt-prefix=%{record_type}-txt.'])
  })

  it('does not of what a traffic policy made', () => {
    const plan = planFor({stored: [{...web, trafficPolicyInstanceId: 'p-1'}], wants: [other]})
    expect(plan.blocked.map(({detail, fix}) => [detail, fix])).toEqual([
      ['a traffic policy of Route 53 made it, and only that policy can change it', undefined],
    ])
  })

  it('does not of the CNAME of a type that is not managed', () => {
    const situation: Situation = {wants: [wantsWeb], managedTypes: ['A']}
    expect(fixes({...situation, stored: [byHand]})).toEqual(['A: undefined'])
    const zones = [
      [SHOP, [set('web', 'A', '192.0.2.9')]],
      [twinZone, [byHand]],
    ] as const
    expect(fixes({...situation, stored: zones})).toEqual([`A: ${ADOPT_WEB}`, 'A: undefined'])
    const two = {stored: [byHand, set('cart', 'A', '192.0.2.9')], wants: [wantsWeb, wanted('cart', 'A', '192.0.2.1')]}
    expect(fixes({...situation, ...two})).toEqual(['A: owners adopt cart.shop.io', 'A: undefined'])
  })
})
