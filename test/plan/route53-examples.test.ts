import {describe, expect, it} from 'vitest'
import {
  alias,
  blocks,
  domainFilter,
  LB,
  LB_ZONE,
  latency,
  planFor,
  requests,
  SHOP,
  type Situation,
  set,
  txt,
  wanted,
  weighted,
  zone,
} from './builders.js'

const WEB = 'service/shop/web'
const web = set('web', 'A', '192.0.2.10')
const PRIVATE = zone('shop.io', {id: 'Z3', isPrivate: true})
const PRIVATE_EU = zone('eu.shop.io', {id: 'Z5', isPrivate: true})
const EU = zone('eu.shop.io', {id: 'Z2'})
const CLOUDFRONT = 'd1.cloudfront.net'
const lbAlias = (type: string, health = true) => `web ${type} -> ${LB} @${LB_ZONE} ${health}`
const newPair = [`CREATE a-web TXT 300 red:${WEB}`, `CREATE aaaa-web TXT 300 red:${WEB}`]

type Example = readonly [name: string, situation: Situation, sent: readonly string[], blocked?: readonly string[]]

/**
 * Examples of external-dns's behaviour in Route 53, numbered X1 and so on. Requests that external-dns sends in vain are
 * blocked and shown here.
 */
const EXAMPLES: readonly Example[] = [
  [
    'X1 a load balancer becomes a pair of aliases',
    {wants: [wanted('web', 'CNAME', LB)]},
    [...newPair, `CREATE ${lbAlias('A')}`, `CREATE ${lbAlias('AAAA')}`],
  ],
  [
    'X2 or stays a CNAME',
    {wants: [wanted('web', 'CNAME', LB)], route53: {prefersCname: true}},
    [`CREATE cname-web TXT 300 red:${WEB}`, `CREATE web CNAME 300 ${LB}`],
  ],
  [
    'X3 without the AAAA where that type is excluded, which nobody asked for and nobody is told',
    {wants: [wanted('web', 'CNAME', LB)], excludedTypes: ['AAAA']},
    [`CREATE a-web TXT 300 red:${WEB}`, `CREATE ${lbAlias('A')}`],
  ],
  [
    'X4 health evaluation is on for the word true only',
    {wants: [wanted('web', 'CNAME', LB, {properties: {'aws/evaluate-target-health': 'no'}})]},
    [...newPair, `CREATE ${lbAlias('A', false)}`, `CREATE ${lbAlias('AAAA', false)}`],
  ],
  [
    'X5 an alias into its own zone leaves out the type that its target has not, where upstream fails',
    {
      stored: [set('api', 'A', '192.0.2.5'), txt('a-api', 'red', 'service/shop/api')],
      wants: [
        wanted('api', 'A', '192.0.2.5', {by: 'service/shop/api'}),
        wanted('www', 'CNAME', 'api.shop.io', {properties: {alias: 'true'}}),
      ],
    },
    [`CREATE a-www TXT 300 red:${WEB}`, 'CREATE www A -> api.shop.io @Z1 true'],
  ],
  [
    'X5b and says so no more once it stands',
    {
      stored: [
        set('api', 'A', '192.0.2.5'),
        txt('a-api', 'red', 'service/shop/api'),
        alias('www', 'A', 'api'),
        txt('a-www'),
      ],
      wants: [
        wanted('api', 'A', '192.0.2.5', {by: 'service/shop/api'}),
        wanted('www', 'CNAME', 'api.shop.io', {properties: {alias: 'true'}}),
      ],
    },
    [],
  ],
  [
    'X6 an alias of one type',
    {
      stored: [set('api', 'A', '192.0.2.5')],
      wants: [wanted('www', 'CNAME', 'api.shop.io', {properties: {alias: 'A'}})],
    },
    [`CREATE a-www TXT 300 red:${WEB}`, 'CREATE www A -> api.shop.io @Z1 true'],
  ],
  [
    'X6b to a name that is not there is shown',
    {wants: [wanted('www', 'CNAME', 'api.shop.io', {properties: {alias: 'true'}})]},
    [],
    ['www A AAAA object-problem'],
  ],
  [
    'X7 an address becomes a pair of aliases',
    {stored: [web, txt('a-web')], wants: [wanted('web', 'CNAME', LB)]},
    [
      `CREATE aaaa-web TXT 300 red:${WEB}`,
      `CREATE ${lbAlias('A')}`,
      `CREATE ${lbAlias('AAAA')}`,
      'DELETE web A 300 192.0.2.10',
    ],
  ],
  [
    'X8 another load balancer, their texts stay as they are',
    {
      stored: [
        alias('web', 'A', 'old.eu-west-1.elb.amazonaws.com'),
        alias('web', 'AAAA', 'old.eu-west-1.elb.amazonaws.com'),
        txt('a-web'),
        txt('aaaa-web'),
      ],
      wants: [wanted('web', 'CNAME', LB)],
    },
    [
      `CREATE ${lbAlias('A')}`,
      `CREATE ${lbAlias('AAAA')}`,
      `DELETE web A -> old.eu-west-1.elb.amazonaws.com @${LB_ZONE} true`,
      `DELETE web AAAA -> old.eu-west-1.elb.amazonaws.com @${LB_ZONE} true`,
    ],
  ],
  [
    'X9 another routing policy',
    {
      stored: [
        set('web', 'A', '192.0.2.10', {id: 'eu', routing: latency()}),
        txt('a-web', 'red', WEB, {id: 'eu', routing: latency()}),
      ],
      wants: [wanted('web', 'A', '192.0.2.10', {id: 'eu', properties: {'aws/weight': '10'}})],
    },
    [
      `CREATE a-web TXT eu 300 red:${WEB} weighted 10`,
      'CREATE web A eu 300 192.0.2.10 weighted 10',
      `DELETE a-web TXT eu 300 red:${WEB} latency eu-west-1`,
      'DELETE web A eu 300 192.0.2.10 latency eu-west-1',
    ],
  ],
  [
    'X9b is shown while a foreign set of the name has the old one',
    {
      stored: [
        set('web', 'A', '192.0.2.10', {id: 'eu', routing: latency()}),
        txt('a-web', 'red', WEB, {id: 'eu', routing: latency()}),
        set('web', 'A', '192.0.2.10', {id: 'us', routing: latency('us-east-1')}),
      ],
      wants: [wanted('web', 'A', '192.0.2.10', {id: 'eu', properties: {'aws/weight': '10'}})],
    },
    [],
    ['web eu A unowned'],
  ],
  [
    'X10 a simple record becomes a weighted one in one batch',
    {
      stored: [web, txt('a-web')],
      wants: [wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/weight': '5'}})],
    },
    [
      `CREATE a-web TXT v1 300 red:${WEB} weighted 5`,
      'CREATE web A v1 300 192.0.2.10 weighted 5',
      `DELETE a-web TXT 300 red:${WEB}`,
      'DELETE web A 300 192.0.2.10',
    ],
  ],
  [
    'X11 multivalue is on whatever its value says, and then stays',
    {
      stored: [
        set('web', 'A', '192.0.2.10', {id: 'm', routing: {kind: 'multivalue'}}),
        txt('a-web', 'red', WEB, {id: 'm', routing: {kind: 'multivalue'}}),
      ],
      wants: [wanted('web', 'A', '192.0.2.10', {id: 'm', properties: {'aws/multi-value-answer': 'true'}})],
    },
    [],
  ],
  [
    'X12 a failover role that Route 53 would refuse is shown',
    {wants: [wanted('web', 'A', '192.0.2.10', {id: 'f', properties: {'aws/failover': 'primary'}})]},
    [],
    ['web f A object-problem'],
  ],
  [
    'X13 a name goes to its public zone and to every private one',
    {
      stored: [
        [SHOP, []],
        [PRIVATE, []],
        [PRIVATE_EU, []],
      ],
      wants: [wanted('a.eu', 'A', '10.0.0.1')],
    },
    ['Z1', 'Z3', 'Z5'].flatMap((id) => [`${id} CREATE a-a.eu TXT 300 red:${WEB}`, `${id} CREATE a.eu A 300 10.0.0.1`]),
  ],
  [
    'X14 or to the one to which it is pinned',
    {
      stored: [
        [SHOP, []],
        [PRIVATE, []],
        [PRIVATE_EU, []],
      ],
      wants: [wanted('a.eu', 'A', '10.0.0.1', {properties: {'aws/hosted-zone-id': 'Z5'}})],
    },
    [`Z5 CREATE a-a.eu TXT 300 red:${WEB}`, 'Z5 CREATE a.eu A 300 10.0.0.1'],
  ],
  [
    'X15 pinned to a zone that is not selected, shown',
    {wants: [wanted('web', 'A', '192.0.2.10', {properties: {'aws/hosted-zone-id': 'Z9'}})]},
    [],
    ['web A no-zone'],
  ],
  [
    'X16 a name without a zone, shown',
    {wants: [wanted('web.other.net.', 'A', '192.0.2.10')]},
    [],
    ['web.other.net A no-zone'],
  ],
  [
    'X17b the TXT may lie outside of the domain filter',
    {wants: [wanted('app', 'A', '192.0.2.10')], domainFilter: domainFilter({include: ['app.shop.io']})},
    [`CREATE a-app TXT 300 red:${WEB}`, 'CREATE app A 300 192.0.2.10'],
  ],
  ['X18 a wildcard', {stored: [set('*', 'A', '192.0.2.10'), txt('a-*')], wants: [wanted('*', 'A', '192.0.2.10')]}, []],
  [
    'X21 more values than a record set may have',
    {
      wants: [
        wanted(
          'big',
          'A',
          Array.from({length: 1001}, (_, n) => `10.0.${n >> 8}.${n & 255}`),
        ),
      ],
    },
    [],
    ['big A object-problem'],
  ],
  [
    'X22 a manual CNAME, although the plan may not touch its type',
    {
      stored: [set('b', 'CNAME', 'y.example.net')],
      managedTypes: ['A'],
      wants: ['a', 'b', 'c'].map((host) => wanted(host, 'A', '192.0.2.10', {by: `service/shop/${host}`})),
    },
    [
      'CREATE a A 300 192.0.2.10',
      'CREATE a-a TXT 300 red:service/shop/a',
      'CREATE a-c TXT 300 red:service/shop/c',
      'CREATE c A 300 192.0.2.10',
    ],
    ['b A cname-conflict'],
  ],
  [
    'X23 CloudFront without health evaluation, where upstream fails',
    {wants: [wanted('web', 'CNAME', CLOUDFRONT)]},
    [
      ...newPair,
      `CREATE web A -> ${CLOUDFRONT} @Z2FDTNDATAQYW2 false`,
      `CREATE web AAAA -> ${CLOUDFRONT} @Z2FDTNDATAQYW2 false`,
    ],
  ],
  [
    'X25 an alias with a zone named by hand is deleted as it is stored, where upstream fails',
    {
      stored: [
        {
          ...alias('web', 'A'),
          data: {kind: 'alias', target: {zoneId: 'ZCUSTOM', dnsName: 'svc.example.aws', evaluatesTargetHealth: true}},
        },
        txt('a-web'),
      ],
    },
    [`DELETE a-web TXT 300 red:${WEB}`, 'DELETE web A -> svc.example.aws @ZCUSTOM true'],
  ],
  [
    'X26 twins are planned apart',
    {
      stored: [
        [SHOP, [web, txt('a-web')]],
        [PRIVATE, [set('web', 'A', '10.0.0.5'), txt('a-web')]],
      ],
      wants: [wanted('web', 'A', '192.0.2.10')],
    },
    ['Z3 CREATE web A 300 192.0.2.10', 'Z3 DELETE web A 300 10.0.0.5'],
  ],
  [
    'X27 and deleted apart, each with what it holds',
    {
      stored: [
        [SHOP, [web, txt('a-web')]],
        [PRIVATE, [set('web', 'A', '10.0.0.5'), txt('a-web')]],
      ],
    },
    [
      `Z1 DELETE a-web TXT 300 red:${WEB}`,
      'Z1 DELETE web A 300 192.0.2.10',
      `Z3 DELETE a-web TXT 300 red:${WEB}`,
      'Z3 DELETE web A 300 10.0.0.5',
    ],
  ],
  [
    'X29 the apex of a child zone has its TXT in the parent zone',
    {
      stored: [
        [SHOP, []],
        [EU, []],
      ],
      wants: [wanted('eu', 'A', '192.0.2.10')],
    },
    [`Z1 CREATE a-eu TXT 300 red:${WEB}`, 'Z2 CREATE eu A 300 192.0.2.10'],
  ],
  [
    'a weighted set beside one of another TTL is shown before Route 53 refuses it',
    {
      stored: [
        set('web', 'A', '192.0.2.10', {id: 'v1', ttl: 60, routing: weighted(1)}),
        txt('a-web', 'red', WEB, {id: 'v1', routing: weighted(1)}),
      ],
      wants: [
        wanted('web', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/weight': '1'}}),
        wanted('web', 'A', '192.0.2.11', {id: 'v2', properties: {'aws/weight': '1'}}),
      ],
    },
    [],
    ['web v2 A object-problem'],
  ],
]

describe('the worked examples of Route 53', () => {
  for (const [name, situation, sent, blocked = []] of EXAMPLES) {
    it(name, () => {
      const plan = planFor(situation)
      expect(requests(plan)).toEqual([...sent].sort())
      expect(blocks(plan)).toEqual(blocked)
    })
  }
})
