import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {findEqualUnowned} from '../../../src/plan/ownership/adopt.js'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import {withOwners} from '../../../src/plan/parties.js'
import {claimRecordSets} from '../../../src/registry/claim.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {
  alias,
  blocks,
  latency,
  pending,
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
} from '../builders.js'
import {east, jointInput, west} from '../joint-builders.js'

/** What `owners adopt` does, of these hosts if some are named. */
function adopt(situation: Situation, only: readonly string[] = [], takesEqualOnly = false) {
  const plan = makeOwnershipPlan({...planInput({...situation, only}), goal: {kind: 'adopt', takesEqualOnly}})
  const hosts = plan.zones.flatMap((each) => each.hosts)
  const summaries = hosts.map(({setIdentifier, action, notes, changes}) => ({
    id: setIdentifier,
    action,
    notes,
    differs: changes.flatMap((change) => (change.kind === 'update' ? [change.differs] : [])),
  }))
  return {plan, requests: requests(plan), blocks: blocks(plan), summaries}
}

const NAMED = ['web.shop.io']
const other = wanted('web', 'A', '192.0.2.11')
const byHand = set('web', 'CNAME', 'x.example.net')
const inRegion = (id: string, region: string) =>
  wanted('web', 'A', '192.0.2.10', {id, properties: {'aws/region': region}})

describe('owners adopt', () => {
  it.each<[string, Situation, string, readonly string[]]>([
    ['nothing: the set gets its text alone', {stored: [web], wants: [wantsWeb]}, 'same value', []],
    ['its targets', {stored: [web], wants: [other]}, 'other value', ['targets']],
    ['its TTL', {stored: [web], wants: [wanted('web', 'A', '192.0.2.10', {ttl: 60})]}, 'other value', ['ttl']],
    ['an alias, which has no TTL', {stored: [alias('web', 'A')], wants: [wantsWeb]}, 'other value', ['alias']],
    [
      'its targets and with them a TTL that nobody asks for',
      {stored: [set('web', 'A', '192.0.2.10', {ttl: 60})], wants: [other]},
      'other value',
      ['targets', 'ttl'],
    ],
  ])('says of a set of nobody what of it changes: %s', (_what, situation, note, differs) => {
    expect(adopt(situation).summaries).toEqual([
      {id: undefined, action: 'adopt', notes: [`was unowned, ${note}`], differs: differs.length === 0 ? [] : [differs]},
    ])
  })

  it('keeps what there is to say of the wish', () => {
    const wants = [wanted('web', 'CNAME', 'd1.cloudfront.net')]
    expect(adopt({stored: [web], wants}).summaries[0]?.notes).toEqual([
      'health evaluation off: CloudFront refuses it',
      'was unowned, other value',
    ])
  })

  it('leaves another value of what is ours to apply, also where the host is named', () => {
    const stored = [web, txt('a-web')]
    expect(adopt({stored, wants: [other]})).toMatchObject({requests: [], blocks: []})
    expect(adopt({stored, wants: [other]}, NAMED)).toMatchObject({requests: [], blocks: []})
  })

  it('says nothing of the NS of a zone, which are missing nowhere and nobody’s', () => {
    const stored = [set('@', 'NS', 'ns-1.example.net'), set('@', 'A', '192.0.2.1')]
    const wants = [wanted('@', 'NS', 'ns-1.example.net')]
    expect(adopt({stored, wants, managedTypes: ['A', 'NS']})).toMatchObject({requests: [], blocks: []})
  })

  it('leaves a name at which something stands that we do not know whole', () => {
    const stored = [web, {...set('web', 'AAAA', '2001:db8::1'), unknownElements: ['Tier']}]
    expect(adopt({stored, wants: [wantsWeb]})).toMatchObject({requests: [], blocks: ['web A unknown-element']})
  })

  it('names in the one text of an apex the object of its first type, whatever the order of the objects', () => {
    const stored = [set('@', 'A', '192.0.2.10'), set('@', 'AAAA', '2001:db8::1')]
    const wants = [
      wanted('@', 'AAAA', '2001:db8::1', {by: 'service/shop/a'}),
      wanted('@', 'A', '192.0.2.10', {by: 'service/shop/b'}),
    ]
    for (const some of [wants, [...wants].reverse()]) {
      expect(adopt({stored, wants: some}).requests).toEqual([
        'CREATE @ TXT 300 red:service/shop/b,external-dns/txt=own-name+a+aaaa',
      ])
    }
  })
})

describe('an adoption that was cut between two zones', () => {
  const eu = (id: string, isPrivate: boolean) => zone('eu.shop.io', {id, isPrivate})
  const wants = [wanted('eu', 'A', '192.0.2.1')]
  const cut = (value: string, owner = 'red') =>
    [
      [SHOP, [txt('a-eu', owner)]],
      [eu('Z2', false), [set('eu', 'A', '192.0.2.1')]],
      [eu('Z5', true), [set('eu', 'A', value)]],
    ] as const

  it('is an update of what is ours already, and nothing once both have their value', () => {
    expect(adopt({stored: cut('192.0.2.9'), wants}).summaries).toEqual([
      {id: undefined, action: 'update', notes: ['ours already, other value'], differs: [['targets']]},
    ])
    const byAnother = [wanted('eu', 'A', '192.0.2.1', {by: 'ingress/shop/new'})]
    expect(adopt({stored: cut('192.0.2.1'), wants: byAnother}).requests).toEqual([])
  })

  it('is not finished with --equal-only, nor of another owner of the run', () => {
    expect(adopt({stored: cut('192.0.2.9'), wants}, [], true).requests).toEqual([])
    const registry = txtRegistry({owners: [toOwnerId('red'), toOwnerId('blue')]})
    expect(adopt({stored: cut('192.0.2.9', 'blue'), wants, registry}).requests).toEqual([])
  })
})

describe('an adoption that was cut between two zones, beside other texts', () => {
  const [twin, privateTwin] = [zone('eu.shop.io', {id: 'Z2'}), zone('eu.shop.io', {id: 'Z5', isPrivate: true})]
  const wants = [wanted('eu', 'A', '192.0.2.1')]

  it('is finished with the text that is there, where the place of a better one is taken', () => {
    const stored = [
      [SHOP, [txt('x-eu'), set('x-a-eu', 'TXT', spf)]],
      [twin, [set('eu', 'A', '192.0.2.1')]],
      [privateTwin, [set('eu', 'A', '192.0.2.9')]],
    ] as const
    const place = 'x-a-eu.shop.io, a TXT record that is not ours'
    expect(adopt({stored, wants, registry: txtRegistry({prefix: 'x-'})})).toMatchObject({
      requests: ['Z5 CREATE eu A 300 192.0.2.1', 'Z5 DELETE eu A 300 192.0.2.9'],
      summaries: [
        {
          action: 'update',
          notes: [
            'ours already, other value',
            `its ownership stays in the TXT x-eu.shop.io: its ownership TXT would be ${place}`,
          ],
        },
      ],
    })
  })

  it('is not that of a set which another owner of the run gives up: apply moves it', () => {
    const stored = [
      [SHOP, [txt('a-eu', 'blue')]],
      [twin, []],
      [privateTwin, [set('eu', 'A', '192.0.2.9')]],
    ] as const
    const input = jointInput({stored, clusters: [east({wants}), west()]})
    const plan = makeOwnershipPlan({...input, goal: {kind: 'adopt', takesEqualOnly: false}})
    expect([requests(plan), blocks(plan)]).toEqual([[], []])
  })
})

describe('owners adopt HOST, whose set keeps a wish out', () => {
  const textAlone = (id?: string) => ({
    id,
    action: 'adopt',
    notes: ['was unowned; the next apply puts the A record in its place'],
    differs: [],
  })

  it('gives the set its text, once, however many wishes it keeps out', () => {
    expect(adopt({stored: [byHand], wants: [wantsWeb]}, NAMED)).toMatchObject({
      requests: [`CREATE cname-web TXT 300 red:${WEB}`],
      blocks: [],
      summaries: [textAlone()],
    })
    const wants = ['v1', 'v2'].map((id) => wanted('web', 'A', '192.0.2.10', {id, properties: {'aws/weight': '1'}}))
    expect(adopt({stored: [web], wants}, NAMED)).toMatchObject({
      requests: [`CREATE a-web TXT 300 red:${WEB}`],
      summaries: [textAlone()],
    })
  })

  it('does the same of each identifier apart', () => {
    const routed = ['v1', 'v2'].map((id) => set('web', 'A', '192.0.2.10', {id, routing: weighted(1)}))
    const {requests: written, summaries} = adopt({stored: routed, wants: [wantsWeb]}, NAMED)
    expect(summaries).toEqual([textAlone('v1'), textAlone('v2')])
    expect(written).toEqual(['v1', 'v2'].map((id) => `CREATE a-web TXT ${id} 300 red:${WEB} weighted 1`))
  })

  it('leaves a set that is wanted itself to its own wish', () => {
    const stored = [set('web', 'A', '192.0.2.10', {id: 'v1', routing: latency('eu-west-1')})]
    const wants = [inRegion('v1', 'us-east-1'), inRegion('v2', 'eu-west-1')]
    expect(adopt({stored, wants}, NAMED).summaries).toEqual([
      {id: 'v1', action: 'adopt', notes: ['was unowned, other value'], differs: [['routing']]},
    ])
  })

  it.each<[string, readonly RecordSet[]]>([
    ['another owner', [byHand, txt('cname-web', 'blue')]],
    ['ours', [byHand, txt('cname-web')]],
    ['a traffic policy', [{...byHand, trafficPolicyInstanceId: 'p-1'}]],
  ])('does not where it is that of %s', (_whose, stored) => {
    expect(adopt({stored, wants: [wantsWeb]}, NAMED).requests).toEqual([])
  })

  it('does not without a name, and the line says what stands beside the wish', () => {
    const {plan, requests: written} = adopt({stored: [byHand], wants: [wantsWeb]})
    expect(written).toEqual([])
    expect(plan.blocked.map(({detail, fix}) => [detail, fix])).toEqual([
      ['wanted by Service shop/web, next to an unowned record of type CNAME', 'owners adopt web.shop.io'],
    ])
  })
})

describe('owners adopt, where a set of another type stands beside a wish', () => {
  const mx = set('web', 'MX', '10 m.example.net')
  const managedTypes = ['A', 'AAAA', 'CNAME', 'MX']
  const beside = ['wanted by Service shop/web, next to an unowned record of type MX']
  const details = (situation: Situation, only: readonly string[]) =>
    adopt({managedTypes, ...situation}, only).plan.blocked.map(({detail}) => detail)

  it.each([
    ['named', NAMED],
    ['not named', []],
  ] as const)('says so of a wish that is missing, as apply would be blocked: %s', (_what, only) => {
    expect(details({stored: [mx], wants: [wantsWeb]}, only)).toEqual(beside)
  })

  it.each<[string, Situation]>([
    ['that type is not managed', {stored: [mx], wants: [wantsWeb], managedTypes: ['A']}],
    [
      'an object asks for that too',
      {stored: [mx], wants: [wantsWeb, wanted('web', 'MX', '10 m.example.net', {by: 'crd/shop/mail'})]},
    ],
    ['that is of another owner', {stored: [mx, txt('mx-web', 'blue')], wants: [wantsWeb]}],
    ['that has another identifier', {stored: [{...mx, setIdentifier: 'v1', routing: weighted(1)}], wants: [wantsWeb]}],
  ])('says nothing where %s', (_what, situation) => {
    expect(details(situation, [])).toEqual([])
  })
})

describe('owners adopt HOST, whose set has another identifier', () => {
  const v = (id: string, type: 'A' | 'AAAA' = 'A') =>
    set('web', type, type === 'A' ? '192.0.2.10' : '2001:db8::1', {id, routing: weighted(1)})
  const wants = [wanted('web', 'A', '192.0.2.10', {id: 'blue', properties: {'aws/weight': '1'}})]
  const fixes = (stored: readonly RecordSet[], only = NAMED) =>
    adopt({stored, wants}, only).plan.blocked.map(({fix}) => fix)

  it('says which one the object would have to ask for', () => {
    expect(fixes([v('green')])).toEqual(['let the object ask for it as "green"'])
    expect(fixes([v('green')], [])).toEqual([])
  })

  it('does not where another wish is for that one', () => {
    const green = wanted('web', 'A', '192.0.2.10', {id: 'green', properties: {'aws/weight': '1'}})
    expect(adopt({stored: [v('green')], wants: [...wants, green]}, NAMED)).toMatchObject({
      requests: [`CREATE a-web TXT green 300 red:${WEB} weighted 1`],
      blocks: [],
    })
  })

  it.each<[string, readonly RecordSet[]]>([
    ['that is of another type', [v('green', 'AAAA')]],
    ['that is ours', [v('green'), txt('a-web', 'red', WEB, {id: 'green', routing: weighted(1)})]],
    ['the wish is there', [v('blue'), v('green')]],
  ])('does not where %s', (_what, stored) => {
    expect(fixes(stored)).toEqual([])
  })
})

describe('what adopt --equal-only would take over', () => {
  it.each<[string, readonly RecordSet[], readonly string[]]>([
    ['a set of nobody that is as wanted', [web], ['web.shop.io']],
    ['none of ours', [web, txt('a-web')], []],
    ['none of another owner', [web, txt('a-web', 'blue')], []],
    ['none of ours with another value', [set('web', 'A', '192.0.2.11'), txt('a-web')], []],
    ['none with another value', [set('web', 'A', '192.0.2.11')], []],
  ])('is %s', (_what, stored, names) => {
    const input = withOwners(planInput({stored, wants: [wantsWeb]}))
    const found = findEqualUnowned(input, claimRecordSets(input.zones, input.registry))
    expect([...found].map(([{name}, {resource}]) => [name, resource])).toEqual(names.map((name) => [name, WEB]))
  })

  it.each([
    ['keeps, as its object has no address yet', [pending('web')], []],
    ['gives up', [], ['AAAA']],
  ])('of a host that another cluster holds is what that one %s', (_what, waiting, types) => {
    const stored = [web, txt('a-web', 'red'), set('web', 'AAAA', '2001:db8::1')]
    const clusters = [east({pending: waiting}), west({wants: [wanted('web', 'AAAA', '2001:db8::1')]})]
    const input = withOwners(jointInput({stored, clusters}))
    const found = findEqualUnowned(input, claimRecordSets(input.zones, input.registry))
    expect([...found.keys()].map(({type}) => type)).toEqual(types)
    const plan = makeOwnershipPlan({...input, goal: {kind: 'adopt', takesEqualOnly: false}})
    expect(requests(plan)).toEqual(types.map(() => `CREATE aaaa-web TXT 300 blue:${WEB}`))
  })
})
