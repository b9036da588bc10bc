import {describe, expect, it} from 'vitest'
import {toOwnerId} from '../../src/registry/ownership.js'
import {
  alias,
  blocks,
  domainFilter,
  LB,
  planFor,
  requests,
  type Situation,
  set,
  txt,
  txtRegistry,
  wanted,
  weighted,
} from './builders.js'

const WEB = 'service/shop/web'
const CART = 'service/shop/cart'
const web = set('web', 'A', '192.0.2.10')
const wantsWeb = wanted('web', 'A', '192.0.2.10')
const migrating = txtRegistry({migrateFrom: toOwnerId('default')})

/** An example of external-dns's planning and ownership, numbered E1 and so on: the requests sent, and the hosts blocked. */
type Example = readonly [name: string, situation: Situation, sent: readonly string[], blocked?: readonly string[]]

/**
 * external-dns sends UPSERT where this program sends DELETE and CREATE. Requests that external-dns sends in vain, or
 * drops silently, are blocked and shown here; the names of such rows say so.
 */
const EXAMPLES: readonly Example[] = [
  [
    'E1 a wanted host is made with its ownership',
    {wants: [wantsWeb]},
    [`CREATE a-web TXT 300 red:${WEB}`, 'CREATE web A 300 192.0.2.10'],
  ],
  ['E2 what is as wanted stays', {stored: [web, txt('a-web')], wants: [wantsWeb]}, []],
  [
    'E3 another address (the TXT is as it should be and stays)',
    {stored: [web, txt('a-web')], wants: [wanted('web', 'A', '192.0.2.11')]},
    ['CREATE web A 300 192.0.2.11', 'DELETE web A 300 192.0.2.10'],
  ],
  [
    'E3b under create-only it is shown',
    {stored: [web, txt('a-web')], wants: [wanted('web', 'A', '192.0.2.11')], policy: 'create-only'},
    [],
    ['web A policy'],
  ],
  [
    'E4a a TTL that nobody asks for stays',
    {stored: [set('web', 'A', '192.0.2.10', {ttl: 60}), txt('a-web')], wants: [wantsWeb]},
    [],
  ],
  [
    'E4b a TTL that an object asks for',
    {
      stored: [set('web', 'A', '192.0.2.10', {ttl: 60}), txt('a-web')],
      wants: [wanted('web', 'A', '192.0.2.10', {ttl: 120})],
    },
    ['CREATE web A 120 192.0.2.10', 'DELETE web A 60 192.0.2.10'],
  ],
  [
    'E4c another address brings the default TTL',
    {stored: [set('web', 'A', '192.0.2.10', {ttl: 60}), txt('a-web')], wants: [wanted('web', 'A', '192.0.2.11')]},
    ['CREATE web A 300 192.0.2.11', 'DELETE web A 60 192.0.2.10'],
  ],
  [
    'E5a what nobody wants goes with its ownership',
    {stored: [web, txt('a-web')]},
    [`DELETE a-web TXT 300 red:${WEB}`, 'DELETE web A 300 192.0.2.10'],
  ],
  [
    'E5b and stays under upsert-only, shown',
    {stored: [web, txt('a-web')], policy: 'upsert-only'},
    [],
    ['web A policy'],
  ],
  [
    'E6 a record without an owner is left alone, shown',
    {stored: [web], wants: [wanted('web', 'A', '192.0.2.11')]},
    [],
    ['web A unowned'],
  ],
  [
    'E7 a record of another owner and of another type, shown',
    {stored: [set('web', 'CNAME', 'x.example.net'), txt('cname-web', 'blue')], wants: [wantsWeb]},
    [],
    ['web A owner-mismatch'],
  ],
  [
    'E8a a CNAME becomes an A record in one batch',
    {stored: [set('web', 'CNAME', 'x.example.net'), txt('cname-web')], wants: [wantsWeb]},
    [
      `CREATE a-web TXT 300 red:${WEB}`,
      'CREATE web A 300 192.0.2.10',
      `DELETE cname-web TXT 300 red:${WEB}`,
      'DELETE web CNAME 300 x.example.net',
    ],
  ],
  [
    'E8b under upsert-only too, where upstream fails for ever',
    {stored: [set('web', 'CNAME', 'x.example.net'), txt('cname-web')], wants: [wantsWeb], policy: 'upsert-only'},
    [
      `CREATE a-web TXT 300 red:${WEB}`,
      'CREATE web A 300 192.0.2.10',
      `DELETE cname-web TXT 300 red:${WEB}`,
      'DELETE web CNAME 300 x.example.net',
    ],
  ],
  [
    'E8c under create-only it is shown',
    {stored: [set('web', 'CNAME', 'x.example.net'), txt('cname-web')], wants: [wantsWeb], policy: 'create-only'},
    [],
    ['web A policy', 'web CNAME policy'],
  ],
  [
    'E9 of two objects the lesser address wins, the loser is shown',
    {wants: [wantsWeb, wanted('web', 'A', '192.0.2.9', {by: CART})]},
    [`CREATE a-web TXT 300 red:${CART}`, 'CREATE web A 300 192.0.2.9'],
    ['web A conflict-lost'],
  ],
  [
    'E10a the object that holds the name keeps it',
    {stored: [web, txt('a-web')], wants: [wantsWeb, wanted('web', 'A', '192.0.2.9', {by: CART})]},
    [],
    ['web A conflict-lost'],
  ],
  [
    'E10b when it is gone the other one follows, in the TXT too',
    {stored: [web, txt('a-web')], wants: [wanted('web', 'A', '192.0.2.9', {by: CART})]},
    [
      `CREATE a-web TXT 300 red:${CART}`,
      'CREATE web A 300 192.0.2.9',
      `DELETE a-web TXT 300 red:${WEB}`,
      'DELETE web A 300 192.0.2.10',
    ],
  ],
  [
    'E11 fewer targets win',
    {wants: [wanted('web', 'A', ['192.0.2.1', '192.0.2.2']), wanted('web', 'A', '192.0.2.50', {by: CART})]},
    [`CREATE a-web TXT 300 red:${CART}`, 'CREATE web A 300 192.0.2.50'],
    ['web A conflict-lost'],
  ],
  [
    'E12a a second type beside an own record',
    {stored: [web, txt('a-web')], wants: [wantsWeb, wanted('web', 'AAAA', '2001:db8::1')]},
    [`CREATE aaaa-web TXT 300 red:${WEB}`, 'CREATE web AAAA 300 2001:db8::1'],
  ],
  [
    'E12b not beside a foreign one, shown',
    {stored: [web, txt('a-web', 'blue')], wants: [wantsWeb, wanted('web', 'AAAA', '2001:db8::1')]},
    [],
    ['web A owner-mismatch', 'web AAAA owner-mismatch'],
  ],
  [
    'E12c one type of two is not wanted any more',
    {stored: [web, set('web', 'AAAA', '2001:db8::1'), txt('a-web'), txt('aaaa-web')], wants: [wantsWeb]},
    [`DELETE aaaa-web TXT 300 red:${WEB}`, 'DELETE web AAAA 300 2001:db8::1'],
  ],
  [
    'E13 a CNAME yields to an address, shown',
    {wants: [wanted('web', 'CNAME', 'y.example.net', {by: 'ingress/shop/i'}), wantsWeb]},
    [`CREATE a-web TXT 300 red:${WEB}`, 'CREATE web A 300 192.0.2.10'],
    ['web CNAME conflict-lost'],
  ],
  [
    'E14 another set identifier is another record set',
    {
      stored: [
        set('web', 'A', '192.0.2.10', {id: 'v1', routing: weighted(10)}),
        txt('a-web', 'red', WEB, {id: 'v1', routing: weighted(10)}),
      ],
      wants: [wanted('web', 'A', '192.0.2.10', {id: 'v2', properties: {'aws/weight': '10'}})],
    },
    [
      `CREATE a-web TXT v2 300 red:${WEB} weighted 10`,
      'CREATE web A v2 300 192.0.2.10 weighted 10',
      `DELETE a-web TXT v1 300 red:${WEB} weighted 10`,
      'DELETE web A v1 300 192.0.2.10 weighted 10',
    ],
  ],
  [
    'E15 another weight, in the TXT too',
    {
      stored: [
        set('web', 'A', '192.0.2.10', {id: 'v1', routing: weighted(10)}),
        txt('a-web', 'red', WEB, {id: 'v1', routing: weighted(10)}),
      ],
      wants: [wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/weight': '20'}})],
    },
    [
      `CREATE a-web TXT v1 300 red:${WEB} weighted 20`,
      'CREATE web A v1 300 192.0.2.10 weighted 20',
      `DELETE a-web TXT v1 300 red:${WEB} weighted 10`,
      'DELETE web A v1 300 192.0.2.10 weighted 10',
    ],
  ],
  [
    'E16a ownership in the old format gets a typed TXT beside it; the record itself need not be written',
    {stored: [web, txt('web')], wants: [wantsWeb]},
    [`CREATE a-web TXT 300 red:${WEB}`],
  ],
  [
    'E16b and goes with its record, where upstream fails on a TXT that was never there',
    {stored: [web, txt('web')]},
    ['DELETE web A 300 192.0.2.10', `DELETE web TXT 300 red:${WEB}`],
  ],
  [
    'E17 an alias under its legacy cname- TXT gets the one of today; the legacy one stays',
    {
      stored: [alias('web', 'A'), alias('web', 'AAAA'), txt('cname-web'), txt('aaaa-web')],
      wants: [wanted('web', 'CNAME', LB)],
    },
    [`CREATE a-web TXT 300 red:${WEB}`],
  ],
  [
    'E18 an excluded type is left in the zone',
    {
      stored: [web, set('web', 'AAAA', '2001:db8::1'), txt('a-web'), txt('aaaa-web')],
      wants: [wantsWeb, wanted('web', 'AAAA', '2001:db8::1')],
      excludedTypes: ['AAAA'],
    },
    [],
    ['web AAAA type-excluded'],
  ],
  [
    'E19 what the domain filters leave out is not deleted',
    {
      stored: [set('x.int', 'A', '192.0.2.10'), txt('a-x.int')],
      domainFilter: domainFilter({include: ['shop.io'], exclude: ['int.shop.io']}),
    },
    [],
  ],
  [
    'E20 an own TXT that was left over is used as it stands',
    {stored: [txt('a-web', 'red', 'service/old/one')], wants: [wantsWeb]},
    ['CREATE web A 300 192.0.2.10'],
  ],
  [
    'E21 a record whose TXT was deleted by hand is nobody’s, shown',
    {stored: [web], wants: [wanted('web', 'A', '192.0.2.11')]},
    [],
    ['web A unowned'],
  ],
  [
    'E22 the TXT of another owner blocks the host, where upstream gives it away',
    {stored: [txt('a-web', 'blue')], wants: [wantsWeb]},
    [],
    ['web A owner-mismatch'],
  ],
  [
    'E23a a wanted host is taken over from the old owner',
    {stored: [web, txt('a-web', 'default')], wants: [wantsWeb], registry: migrating},
    [`CREATE a-web TXT 300 red:${WEB}`, `DELETE a-web TXT 300 default:${WEB}`],
  ],
  [
    'E23b also when nothing else differs, where upstream forgets it',
    {
      stored: [web, txt('a-web', 'default')],
      wants: [wanted('web', 'A', '192.0.2.10', {ttl: 300})],
      registry: migrating,
    },
    [`CREATE a-web TXT 300 red:${WEB}`, `DELETE a-web TXT 300 default:${WEB}`],
  ],
  ['E23c what nobody wants stays the old owner’s', {stored: [web, txt('a-web', 'default')], registry: migrating}, []],
  [
    'E23d ours are not written again while the flag stands',
    {stored: [web, txt('a-web')], wants: [wantsWeb], registry: migrating},
    [],
  ],
  [
    'E24 with registry noop everything unwanted goes, once allowed',
    {stored: [web, set('mail', 'A', '192.0.2.20')], wants: [wantsWeb], registry: {kind: 'noop'}},
    ['DELETE mail A 300 192.0.2.20'],
  ],
  [
    'E24b and is shown while it is not',
    {
      stored: [web, set('mail', 'A', '192.0.2.20')],
      wants: [wantsWeb],
      registry: {kind: 'noop'},
      allowsUnownedDeletes: false,
    },
    [],
    ['mail A unowned'],
  ],
  [
    'E26 an apex whose typed TXT has no zone gets its ownership at its own name',
    {wants: [wanted('@', 'A', '192.0.2.10')]},
    ['CREATE @ A 300 192.0.2.10', `CREATE @ TXT 300 red:${WEB},external-dns/txt=own-name+a`],
  ],
  [
    'E26b unless a TXT set stands there',
    {stored: [set('@', 'TXT', '"v=spf1 -all"')], wants: [wanted('@', 'A', '192.0.2.10')]},
    [],
    ['@ A no-txt-zone'],
  ],
  [
    'E27 a dotted prefix with the type keeps the TXT in the zone',
    {wants: [wanted('@', 'A', '192.0.2.10')], registry: txtRegistry({prefix: 'own-%{record_type}.'})},
    ['CREATE @ A 300 192.0.2.10', `CREATE own-a TXT 300 red:${WEB}`],
  ],
  [
    'E28 an alias pair becomes a CNAME',
    {
      stored: [alias('web', 'A'), alias('web', 'AAAA'), txt('a-web'), txt('aaaa-web')],
      wants: [wanted('web', 'CNAME', 'y.example.net')],
    },
    [
      `CREATE cname-web TXT 300 red:${WEB}`,
      'CREATE web CNAME 300 y.example.net',
      `DELETE a-web TXT 300 red:${WEB}`,
      `DELETE aaaa-web TXT 300 red:${WEB}`,
      `DELETE web A -> ${LB} @Z32O12XQLNTSW2 true`,
      `DELETE web AAAA -> ${LB} @Z32O12XQLNTSW2 true`,
    ],
  ],
  [
    'E29 names are the same in any case',
    {stored: [web, txt('a-web')], wants: [{...wantsWeb, dnsName: 'Web.Shop.io'}]},
    [],
  ],
]

it('names both objects that ask for the same, and blocks neither', () => {
  const plan = planFor({wants: [wantsWeb, wanted('web', 'A', '192.0.2.10', {by: 'ingress/shop/web'})]})
  const [host] = plan.zones.flatMap(({hosts}) => hosts)
  expect(host?.origins.map(({kind}) => kind)).toEqual(['Service', 'Ingress'])
  expect(plan.blocked).toEqual([])
})

it('names what stands there in place of a wish, and whose it is', () => {
  const five = [1, 2, 3, 4, 5].map((n) => `192.0.2.${n}`)
  const details = (stored: Situation['stored']) =>
    planFor({stored, wants: [wantsWeb]} as Situation).blocked.map(({detail}) => detail)
  expect(details([set('web', 'A', five)])).toEqual([
    '192.0.2.1, 192.0.2.2, 192.0.2.3 and 2 more, wanted 192.0.2.10 by Service shop/web',
  ])
  expect(details([set('web', 'A', five.slice(0, 3))])).toEqual([
    '192.0.2.1, 192.0.2.2, 192.0.2.3, wanted 192.0.2.10 by Service shop/web',
  ])
  expect(details([web, txt('a-web', 'blue')])).toEqual(['wanted by Service shop/web'])
  expect(details([set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web', 'blue')])).toEqual([
    'wanted by Service shop/web, next to the AAAA record of that owner',
  ])
})

describe('the worked examples of the plan', () => {
  for (const [name, situation, sent, blocked = []] of EXAMPLES) {
    it(name, () => {
      const plan = planFor(situation)
      expect(requests(plan)).toEqual([...sent].sort())
      expect(blocks(plan)).toEqual(blocked)
    })
  }
})
