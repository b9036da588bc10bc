import {describe, expect, it} from 'vitest'
import {
  alias,
  blocks,
  latency,
  ownershipText,
  PRUNE,
  planFor,
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
import {outcomeOf} from './outcome.js'

const EU = zone('eu.shop.io', {id: 'Z2'})
const PRIVATE = zone('shop.io', {id: 'Z3', isPrivate: true})
const EU_PRIVATE = zone('eu.shop.io', {id: 'Z5', isPrivate: true})
const STAR = txtRegistry({wildcardReplacement: 'star'})
const CART = 'service/shop/cart'
const API = 'ingress/shop/api'
const LBS = ['lb-1.eu-west-1.elb.amazonaws.com', 'lb-2.eu-west-1.elb.amazonaws.com'] as const

const at = (id: string, routing: ReturnType<typeof weighted>) => ({id, routing})
const regional = (id: string, region: string) => ({id, properties: {'aws/region': region}})
const heavy = (id: string, weight: number) => ({id, properties: {'aws/weight': String(weight)}})
const aliased = {alias: 'true'}

/** Applies the plan, checks that Route 53 accepts it and that nothing is left to do, and returns what was sent. */
async function onceAndForAll(situation: Situation): Promise<readonly string[]> {
  const {plan, account, after} = await outcomeOf(situation)
  expect(account.refusals).toEqual([])
  expect(requests(planFor(after))).toEqual([])
  return requests(plan)
}

describe('one run does it all: texts', () => {
  it('a leftover text of the same region in the parent zone makes room for that of another set', async () => {
    const sent = await onceAndForAll({
      stored: [
        [SHOP, [txt('a-eu', 'red', WEB, at('v1', latency('eu-west-1')))]],
        [EU, []],
      ],
      wants: [wanted('eu', 'A', '192.0.2.10', regional('v2', 'eu-west-1'))],
    })
    expect(sent).toEqual([
      `Z1 CREATE a-eu TXT v2 300 red:${WEB} latency eu-west-1`,
      `Z1 DELETE a-eu TXT v1 300 red:${WEB} latency eu-west-1`,
      'Z2 CREATE eu A v2 300 192.0.2.10 latency eu-west-1',
    ])
  })

  it('a text at the own name makes room for a TXT record when its record gets a better one', async () => {
    const sent = await onceAndForAll({
      stored: [
        set('web', 'A', '192.0.2.10', at('v2', latency('us-east-1'))),
        txt('web', 'red', WEB, at('v2', latency('us-east-1'))),
      ],
      wants: [wanted('web', 'A', '192.0.2.10', regional('v2', 'us-east-1')), wanted('web', 'TXT', '"hello"')],
      managedTypes: ['A', 'TXT'],
    })
    expect(sent).toEqual([
      `CREATE a-web TXT v2 300 red:${WEB} latency us-east-1`,
      `CREATE txt-web TXT 300 red:${WEB}`,
      'CREATE web TXT 300 "hello"',
      `DELETE web TXT v2 300 red:${WEB} latency us-east-1`,
    ])
  })

  it('a TXT record that goes leaves its place to the ownership of a new host', async () => {
    const sent = await onceAndForAll({
      stored: [set('a-web', 'TXT', '"hello"'), txt('txt-a-web')],
      wants: [wantsWeb],
      managedTypes: ['A', 'TXT'],
    })
    expect(sent).toContain(`CREATE a-web TXT 300 red:${WEB}`)
  })

  it('and goes where there is no ownership', async () => {
    const sent = await onceAndForAll({
      stored: [set('a-web', 'TXT', '"hello"')],
      wants: [wantsWeb],
      managedTypes: ['A', 'TXT'],
      registry: {kind: 'noop'},
    })
    expect(sent).toEqual(['CREATE web A 300 192.0.2.10', 'DELETE a-web TXT 300 "hello"'])
  })

  it('but one that stays does not', async () => {
    const situation: Situation = {
      stored: [set('a-web', 'TXT', '"hello"'), txt('txt-a-web')],
      wants: [wantsWeb, wanted('a-web', 'TXT', '"hello"')],
      managedTypes: ['A', 'TXT'],
    }
    expect(await onceAndForAll(situation)).toEqual([])
    expect(blocks(planFor(situation))).toEqual(['web A unowned'])
  })

  it('a record keeps the text that it has where a TXT record comes in the place of a better one', async () => {
    const sent = await onceAndForAll({
      stored: [web, txt('web')],
      wants: [wanted('web', 'A', '192.0.2.11'), wanted('a-web', 'TXT', '"hello"', {by: API})],
      managedTypes: ['A', 'TXT'],
    })
    expect(sent).toEqual([
      'CREATE a-web TXT 300 "hello"',
      `CREATE txt-a-web TXT 300 red:${API}`,
      'CREATE web A 300 192.0.2.11',
      'DELETE web A 300 192.0.2.10',
    ])
  })

  it('a set gets its text in the current format although one of another set of ours has the name', async () => {
    const sent = await onceAndForAll({
      stored: [
        set('web', 'A', '192.0.2.10', at('v1', weighted(1))),
        txt('web', 'red', WEB, at('v1', weighted(1))),
        set('web', 'A', '192.0.2.11', at('v2', weighted(1))),
        txt('a-web', 'red', WEB, at('v2', weighted(1))),
      ],
      wants: [wanted('web', 'A', '192.0.2.10', heavy('v1', 1))],
    })
    expect(sent).toEqual([
      `CREATE a-web TXT v1 300 red:${WEB} weighted 1`,
      `DELETE a-web TXT v2 300 red:${WEB} weighted 1`,
      'DELETE web A v2 300 192.0.2.11 weighted 1',
    ])
  })

  it('two zones whose records go take our value out of the one text that they share', async () => {
    const mx = (name: string) => set(name, 'MX', '10 mail.example.net')
    const shared = set('mx-eu', 'TXT', [ownershipText(), spf])
    const sent = await onceAndForAll({
      stored: [
        [SHOP, [mx('eu'), shared]],
        [EU, [mx('eu')]],
      ],
      managedTypes: ['MX'],
    })
    expect(sent).toContain(`Z1 CREATE mx-eu TXT 300 ${spf}`)
    expect(sent).toContain('Z2 DELETE eu MX 300 10 mail.example.net')
  })

  it('the text of a wildcard is not rewritten for its literal namesake', async () => {
    const situation: Situation = {
      stored: [
        set('*', 'A', '192.0.2.9', at('v1', weighted(10))),
        txt('a-star', 'red', WEB, at('v1', weighted(10))),
        txt('cname-star', 'red', CART, at('v1', weighted(20))),
      ],
      wants: [
        wanted('*', 'A', '192.0.2.9', heavy('v1', 10)),
        wanted('star', 'CNAME', LBS[0], {by: CART, ...heavy('v1', 20)}),
      ],
      registry: STAR,
    }
    expect(await onceAndForAll(situation)).toEqual([])
    expect(blocks(planFor(situation))).toEqual(['star v1 A AAAA conflict-lost'])
  })

  it('a text for a private twin does not change which object holds a record of the public one', async () => {
    const situation: Situation = {
      stored: [
        [SHOP, []],
        [EU, [set('eu', 'A', '192.0.2.10', at('v2', weighted(10))), txt('eu', 'red', API, at('v2', weighted(10)))]],
        [EU_PRIVATE, []],
      ],
      wants: [
        wanted('eu', 'A', '192.0.2.9', {
          by: WEB,
          ...heavy('v2', 10),
          properties: {'aws/weight': '10', 'aws/hosted-zone-id': 'Z5'},
        }),
      ],
      policy: 'upsert-only',
    }
    expect(await onceAndForAll(situation)).toEqual([])
    expect(planFor(situation).blocked.map(({zone: of, reason, detail}) => [of?.id, reason, detail])).toContainEqual([
      'Z5',
      'conflict-lost',
      'the ownership TXT a-eu.shop.io would then belong to the A record eu.shop.io in zone eu.shop.io, which another object holds',
    ])
  })

  it('prune --obsolete-txt takes the alias text of a wildcard, and never what its literal namesake is', async () => {
    const sent = await onceAndForAll({
      stored: [
        alias('*', 'A'),
        txt('a-star'),
        txt('cname-star'),
        txt('star-old'),
        set('star', 'CNAME', 'hand.example.net'),
      ],
      wants: [wanted('*', 'CNAME', LBS[0])],
      registry: STAR,
      goal: {...PRUNE, removesObsoleteTxt: true},
    })
    expect(sent).toEqual([`DELETE cname-star TXT 300 red:${WEB}`])
  })
})

describe('one run does it all: what waits for another host', () => {
  it('a set comes when that which blocked it is blocked itself, and the reason told is the one that holds', async () => {
    const situation: Situation = {
      stored: [
        set('web', 'A', '192.0.2.10', at('v2', latency('us-east-1'))),
        txt('a-web', 'red', WEB, at('v2', latency('us-east-1'))),
      ],
      wants: [
        wantsWeb,
        wanted('web', 'A', '192.0.2.10', heavy('v1', 10)),
        wanted('web', 'A', '192.0.2.10', heavy('v2', 10)),
      ],
    }
    expect(await onceAndForAll(situation)).toContain('CREATE web A v1 300 192.0.2.10 weighted 10')
    expect(planFor(situation).blocked.map(({setIdentifier, detail}) => [setIdentifier, detail])).toEqual([
      [
        undefined,
        'simple routing cannot coexist with the weighted routing of the same name, which Service shop/web asks for',
      ],
    ])
  })

  it('an AAAA alias comes to a name that gets its AAAA after all', async () => {
    const sent = await onceAndForAll({
      stored: [alias('star', 'A', LBS[0], at('v2', weighted(10))), txt('a-star', 'red', API, at('v2', weighted(10)))],
      wants: [
        wanted('web', 'CNAME', 'star.shop.io', {id: 'v2', properties: {...aliased, 'aws/region': 'us-east-1'}}),
        wanted('star', 'AAAA', '2001:db8::1', heavy('v1', 20)),
        wanted('*', 'CNAME', LBS[1], {by: CART, ...regional('v2', 'us-east-1')}),
      ],
      policy: 'upsert-only',
      registry: STAR,
    })
    expect(sent).toContain('CREATE web AAAA v2 -> star.shop.io @Z1 true latency us-east-1')
  })

  it('an alias comes to a name that comes after all', async () => {
    const sent = await onceAndForAll({
      stored: [
        [SHOP, []],
        [
          PRIVATE,
          [
            set('star', 'TXT', '"hello"', at('v1', latency('eu-west-1'))),
            set('*', 'A', '192.0.2.10', at('v1', weighted(10))),
            txt('a-star', 'red', WEB, at('v1', weighted(10))),
          ],
        ],
      ],
      wants: [
        wanted('star', 'A', '192.0.2.9', {by: API}),
        wanted('eu', 'CNAME', 'star.shop.io', {by: API, properties: aliased}),
        wanted('*', 'CNAME', 'api.shop.io', {id: 'v2', by: API, properties: {...aliased, 'aws/region': 'eu-west-1'}}),
        wanted('api', 'CNAME', 'star.shop.io', {id: 'v1', by: '', properties: {...aliased, 'aws/region': 'eu-west-1'}}),
      ],
      registry: STAR,
    })
    expect(sent).toContain('Z1 CREATE eu A -> star.shop.io @Z1 true')
  })

  it('no alias comes to a record that can go after all', async () => {
    const situation: Situation = {
      stored: [
        web,
        set('a-web', 'TXT', [ownershipText(), spf]),
        set('a-web', 'AAAA', '2001:db8::2'),
        txt('aaaa-a-web', 'red', CART),
      ],
      wants: [
        wanted('a-web', 'CNAME', 'x.example.net', {by: CART, ...regional('v1', 'eu-west-1')}),
        wanted('@', 'CNAME', 'web.shop.io', {id: 'v2', by: API, properties: {...aliased, 'aws/weight': '10'}}),
      ],
    }
    expect(await onceAndForAll(situation)).toEqual([
      `CREATE a-web TXT 300 ${spf}`,
      `DELETE a-web TXT 300 red:${WEB} ${spf}`,
      'DELETE web A 300 192.0.2.10',
    ])
  })

  it('an alias to a name that is not there leaves its own to another object that asks for it', async () => {
    const situation: Situation = {
      wants: [
        wanted('web', 'CNAME', 'gone.shop.io', {by: CART, properties: aliased}),
        wanted('web', 'CNAME', LBS[0], {by: API}),
        wanted('api', 'CNAME', 'web.shop.io', {by: API, properties: aliased}),
      ],
    }
    expect(await onceAndForAll(situation)).toContain('CREATE api AAAA -> web.shop.io @Z1 true')
    expect(blocks(planFor(situation))).toEqual(['web A object-problem', 'web AAAA object-problem'])
  })

  it('and so does the one to that name, unless the other object brings it', async () => {
    const sent = await onceAndForAll({
      wants: [
        wanted('web', 'CNAME', 'gone.shop.io', {by: CART, properties: aliased}),
        wanted('web', 'CNAME', LBS[0], {by: API}),
        wanted('api', 'CNAME', 'web.shop.io', {by: CART, properties: aliased}),
        wanted('api', 'CNAME', LBS[1], {by: CART}),
      ],
      managedTypes: ['A'],
    })
    expect(sent).toContain(`CREATE web A -> ${LBS[0]} @Z32O12XQLNTSW2 true`)
  })

  it('but not one that it holds already', async () => {
    const stored = [
      alias('web', 'A', LBS[1]),
      txt('a-web', 'red', CART),
      alias('web', 'AAAA', LBS[1]),
      txt('aaaa-web', 'red', CART),
    ]
    const situation: Situation = {
      stored,
      wants: [
        wanted('web', 'CNAME', 'gone.shop.io', {by: CART, properties: aliased}),
        wanted('web', 'CNAME', LBS[0], {by: API}),
      ],
    }
    expect(await onceAndForAll(situation)).toEqual([])
  })
})
