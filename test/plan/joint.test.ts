import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import {makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import {isEmptyPlan, type Plan} from '../../src/plan/plan.js'
import type {OwnershipGoal} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {
  alias,
  blocks,
  domainFilter,
  LB,
  latency,
  line,
  objectProblem,
  ownershipText,
  PRUNE,
  pending,
  requests,
  set,
  spf,
  txt,
  txtRegistry,
  wanted,
  weighted,
  zone,
} from './builders.js'
import {east, type JointSituation, jointInput, jointOutcome, jointPlan, west} from './joint-builders.js'

const WEB = 'service/shop/web'
const www = wanted('www', 'A', '192.0.2.20')
const ofBlue = [set('www', 'A', '192.0.2.10'), txt('a-www', 'blue')]

const weightedOf = (owner: string, id: string) => [
  set('www', 'A', '192.0.2.10', {id, routing: weighted(10)}),
  txt('a-www', owner, WEB, {id, routing: weighted(10)}),
]

function actions(plan: Plan): readonly string[] {
  return plan.zones.flatMap(({hosts}) =>
    hosts.map(({name, setIdentifier = '', action, owner, formerOwner = ''}) =>
      `${name.replace(/\.shop\.io$/, '')} ${setIdentifier} ${action} ${owner} ${formerOwner}`
        .replace(/ +/g, ' ')
        .trim(),
    ),
  )
}

function details(plan: Plan): readonly string[] {
  return plan.blocked.map(({host, reason, detail}) => `${host.replace(/\.shop\.io$/, '')} ${reason}: ${detail}`)
}

/** Every state of the zones while the plan is applied and planned again: nothing is refused, and nothing is left to do. */
async function appliesWhole(situation: JointSituation) {
  const {account, after, plan} = await jointOutcome(situation)
  expect(account.refusals).toEqual([])
  expect(requests(jointPlan(after))).toEqual([])
  expect(isEmptyPlan(jointPlan(after))).toBe(true)
  return {plan, sets: account.contents().flatMap(([, sets]) => sets)}
}

describe('a host that one cluster gives up and another one wants', () => {
  it('moves, record and ownership in one request', async () => {
    const {plan} = await appliesWhole({stored: ofBlue, clusters: [east({wants: [www]}), west()]})
    expect(actions(plan)).toEqual(['www move red blue'])
    expect(requests(plan)).toEqual([
      'CREATE a-www TXT 300 red:service/shop/web',
      'CREATE www A 300 192.0.2.20',
      'DELETE a-www TXT 300 blue:service/shop/web',
      'DELETE www A 300 192.0.2.10',
    ])
    expect(plan.zones[0]?.hosts[0]).toMatchObject({
      cluster: 'east',
      notes: ['caches may answer the former values for up to 5 min'],
    })
  })

  it('moves whichever cluster is listed first', () => {
    expect(actions(jointPlan({stored: ofBlue, clusters: [west(), east({wants: [www]})]}))).toEqual([
      'www move red blue',
    ])
  })

  it('changes its ownership alone where the values are equal', async () => {
    const {plan} = await appliesWhole({
      stored: ofBlue,
      clusters: [east({wants: [wanted('www', 'A', '192.0.2.10')]}), west()],
    })
    expect(actions(plan)).toEqual(['www move red blue'])
    expect(requests(plan)).toEqual([
      'CREATE a-www TXT 300 red:service/shop/web',
      'DELETE a-www TXT 300 blue:service/shop/web',
    ])
    expect(plan.zones[0]?.hosts[0]?.notes).toEqual([])
  })

  it('moves under upsert-only too, and counts neither as delete nor as create', async () => {
    const clusters = [east({wants: [www]}), west()]
    const {plan} = await appliesWhole({
      stored: ofBlue,
      clusters,
      policy: 'upsert-only',
      deleteLimit: {kind: 'count', hosts: 0},
    })
    expect(actions(plan)).toEqual(['www move red blue'])
    expect(plan.refusal).toBeUndefined()
  })

  it('is blocked under create-only, in one line', () => {
    const plan = jointPlan({stored: ofBlue, clusters: [east({wants: [www]}), west()], policy: 'create-only'})
    expect(requests(plan)).toEqual([])
    expect(details(plan)).toEqual([
      'www policy: it would be moved from owner blue, which policy create-only does not allow',
    ])
  })

  it.each([
    ['A to CNAME', ofBlue, [wanted('www', 'CNAME', 'x.example.net')]],
    ['CNAME to A', [set('www', 'CNAME', 'x.example.net'), txt('cname-www', 'blue')], [www]],
    ['alias to A', [alias('www', 'A'), txt('a-www', 'blue'), alias('www', 'AAAA'), txt('aaaa-www', 'blue')], [www]],
    ['A to alias', ofBlue, [wanted('www', 'CNAME', LB)]],
    ['A and AAAA to A', [...ofBlue, set('www', 'AAAA', '2001:db8::1'), txt('aaaa-www', 'blue')], [www]],
    ['A to AAAA', ofBlue, [wanted('www', 'AAAA', '2001:db8::1')]],
    [
      'a weighted set',
      [
        set('www', 'A', '192.0.2.10', {id: 'v1', routing: weighted(10)}),
        txt('a-www', 'blue', WEB, {id: 'v1', routing: weighted(10)}),
      ],
      [wanted('www', 'A', '192.0.2.20', {id: 'v1', properties: {'aws/weight': '20'}})],
    ],
    [
      'a weighted set to a simple one',
      [
        set('www', 'A', '192.0.2.10', {id: 'v1', routing: weighted(10)}),
        txt('a-www', 'blue', WEB, {id: 'v1', routing: weighted(10)}),
      ],
      [www],
    ],
    ['an old text without a type', [set('www', 'A', '192.0.2.10'), txt('www', 'blue')], [www]],
    ['an old text and one with the type', [...ofBlue, txt('www', 'blue')], [www]],
    [
      'an old text, A to AAAA',
      [set('www', 'A', '192.0.2.10'), txt('www', 'blue')],
      [wanted('www', 'AAAA', '2001:db8::1')],
    ],
    ['an alias that is guarded as a CNAME', [alias('www', 'A'), txt('cname-www', 'blue')], [www]],
    ['a wildcard', [set('*', 'A', '192.0.2.10'), txt('a-*', 'blue')], [wanted('*', 'A', '192.0.2.20')]],
    ['the apex', [set('@', 'A', '192.0.2.10'), txt('@', 'blue')], [wanted('@', 'A', '192.0.2.20')]],
  ])('is moved whole, nothing of the former owner stays: %s', async (_what, stored, wants) => {
    const {plan, sets} = await appliesWhole({stored, clusters: [east({wants}), west()], policy: 'upsert-only'})
    expect(plan.zones[0]?.hosts.map(({action}) => action)).toEqual(['move'])
    expect(JSON.stringify(sets)).not.toContain('owner=blue')
    expect(JSON.stringify(sets)).toContain('owner=red')
  })

  it.each([
    ['%{record_type}-own.', 'a-own.www'],
    ['own-', 'own-a-www'],
    ['', 'a-www'],
  ])('moves with the prefix "%s"', async (prefix, name) => {
    const stored = [set('www', 'A', '192.0.2.10'), txt(name, 'blue')]
    const {plan} = await appliesWhole({
      stored,
      clusters: [east({wants: [www]}), west()],
      registry: txtRegistry({prefix}),
    })
    expect(requests(plan)).toContain(`CREATE ${name} TXT 300 red:service/shop/web`)
    expect(requests(plan)).toContain(`DELETE ${name} TXT 300 blue:service/shop/web`)
  })

  it('is only kept from the other one under create-only where both want it', () => {
    const clusters = [east({wants: [www]}), west({wants: [wanted('www', 'A', '192.0.2.10')]})]
    const plan = jointPlan({stored: ofBlue, clusters, policy: 'create-only'})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['www A conflict-lost'])
  })

  it('moves where its TXT lies in another zone, first the text and then the record', async () => {
    const child = zone('eu.shop.io', {id: 'Z2'})
    const stored = [
      [zone(), [txt('a-eu', 'blue')]],
      [child, [set('eu', 'A', '192.0.2.10')]],
    ] as const
    const clusters = [east({wants: [wanted('eu', 'A', '192.0.2.20')]}), west()]
    const {plan} = await appliesWhole({stored, clusters})
    expect(actions(plan)).toEqual(['eu move red blue'])
    const {account} = await jointOutcome({stored, clusters})
    expect(account.batches.map((batch) => batch.zone.id)).toEqual(['Z1', 'Z2'])
  })

  it('leaves a set with another identifier to its own owner: a create and a delete', async () => {
    const stored = [
      set('www', 'A', '192.0.2.10', {id: 'v1', routing: weighted(10)}),
      txt('a-www', 'blue', WEB, {id: 'v1', routing: weighted(10)}),
    ]
    const wants = [wanted('www', 'A', '192.0.2.20', {id: 'v2', properties: {'aws/weight': '20'}})]
    const {plan} = await appliesWhole({stored, clusters: [east({wants}), west()]})
    expect(actions(plan)).toEqual(['www v1 delete blue', 'www v2 create red'])
  })

  it('leaves weighted sets of two owners what they are', async () => {
    const wants = (id: string) => [wanted('www', 'A', '192.0.2.10', {id, properties: {'aws/weight': '10'}})]
    const stored = [...weightedOf('red', 'v1'), ...weightedOf('blue', 'v2')]
    const plan = jointPlan({stored, clusters: [east({wants: wants('v1')}), west({wants: wants('v2')})]})
    expect([actions(plan), plan.blocked]).toEqual([[], []])
  })

  it('is left to apply by prune', () => {
    expect(requests(jointPlan({stored: ofBlue, clusters: [east({wants: [www]}), west()], goal: PRUNE}))).toEqual([])
  })

  it.each([
    ['its object there has no address yet', west({pending: [pending('www')]})],
    ['its object there cannot be read', west({problems: [objectProblem(WEB)]})],
    ['another object there that asks for it cannot be read', west({problems: [objectProblem('ingress/a/b', 'www')]})],
    ['that cluster cannot be reached', west({isUnreachable: true})],
  ])('stays where %s', (_why, other) => {
    for (const clusters of [
      [east({wants: [www]}), other],
      [other, east({wants: [www]})],
    ]) {
      const plan = jointPlan({stored: ofBlue, clusters})
      expect(requests(plan)).toEqual([])
      expect(plan.blocked.length).toBeGreaterThan(0)
    }
  })

  it.each([
    ['', PRUNE],
    ['', undefined],
    ['v1', PRUNE],
    ['v1', undefined],
  ])('answers on until the cluster that asks for it now has an address (set identifier "%s")', (id, goal) => {
    for (const clusters of [
      [east({pending: [pending('www', WEB, id)]}), west()],
      [west(), east({pending: [pending('www', WEB, id)]})],
    ]) {
      const plan = jointPlan({stored: ofBlue, clusters, ...(goal && {goal})})
      expect(requests(plan)).toEqual([])
      expect(details(plan)).toContain('www pending-target: Service shop/web (east) has no address yet; record kept')
      expect(requests(jointPlan({stored: ofBlue, clusters, onMissingTarget: 'delete'}))).not.toEqual([])
    }
  })

  it('stays too while the object that asks for it now cannot be read', () => {
    const plan = jointPlan({
      stored: ofBlue,
      clusters: [east({problems: [objectProblem('ingress/a/b', 'www')]}), west()],
    })
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toContain('www A object-problem')
  })

  it('is taken from an object of the same label only if that one is of the same owner', () => {
    const clusters = [east({wants: [www], problems: [objectProblem(WEB)]}), west()]
    expect(actions(jointPlan({stored: ofBlue, clusters}))).toEqual(['www move red blue'])
  })
})

describe('a host that two clusters want', () => {
  const both = [east({wants: [www]}), west({wants: [wanted('www', 'A', '192.0.2.10', {by: 'ingress/shop/www'})]})]

  it('stays with its present owner, and the other is named with its cluster', () => {
    const plan = jointPlan({stored: ofBlue, clusters: both})
    expect(requests(plan)).toEqual([])
    expect(details(plan)).toEqual([
      'www conflict-lost: Ingress shop/www (west) of owner blue holds the host and keeps it',
    ])
    expect(plan.blocked[0]).toMatchObject({cluster: 'east', origins: [{cluster: 'east'}]})
  })

  it('is that of the first cluster where there is nothing yet', () => {
    expect(actions(jointPlan({clusters: both}))).toEqual(['www create red'])
    expect(actions(jointPlan({clusters: [...both].reverse()}))).toEqual(['www create blue'])
    expect(details(jointPlan({clusters: both}))).toEqual([
      'www conflict-lost: Service shop/web (east) of owner red gets it: that cluster is listed first',
    ])
  })

  it('is that of the cluster that gives up another set of the name for it', () => {
    const stored = [
      set('www', 'A', '192.0.2.10', {id: 'v1', routing: weighted(1)}),
      txt('a-www', 'blue', WEB, {id: 'v1', routing: weighted(1)}),
    ]
    expect(actions(jointPlan({stored, clusters: both}))).toEqual(['www replace blue'])
  })

  it('is one host, whatever the types', () => {
    const clusters = [
      east({wants: [wanted('www', 'AAAA', '2001:db8::1')]}),
      west({wants: [wanted('www', 'A', '192.0.2.10')]}),
    ]
    const plan = jointPlan({stored: ofBlue, clusters})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['www AAAA conflict-lost'])
  })

  it('keeps sets that cannot stand beside the new one', () => {
    const wants = [wanted('www', 'A', '192.0.2.20', {id: 'v1', properties: {'aws/weight': '20'}})]
    const clusters = [east({wants}), west({wants: [wanted('www', 'A', '192.0.2.10')]})]
    const plan = jointPlan({stored: ofBlue, clusters})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['www v1 A conflict-lost'])
  })

  it('keeps what comes in place of a set of its own, too', () => {
    const stored = [
      set('www', 'A', '192.0.2.10', {id: 'v2', routing: weighted(10)}),
      txt('a-www', 'blue', WEB, {id: 'v2', routing: weighted(10)}),
    ]
    const wants = [wanted('www', 'AAAA', '2001:db8::1', {id: 'v2', properties: {'aws/weight': '10'}})]
    const clusters = [east({wants: [wanted('www', 'CNAME', 'x.example.net')]}), west({wants})]
    const plan = jointPlan({stored, clusters})
    expect(actions(plan)).toEqual(['www v2 update blue'])
    expect(blocks(plan)).toEqual(['www CNAME conflict-lost'])
  })

  it('has room for another one in the same plan, once its own makes room', async () => {
    const region = {properties: {'aws/region': 'eu-west-1'}}
    const clusters = [
      east({wants: [wanted('web', 'A', '192.0.2.10', {id: 'v2', ...region})]}),
      west({wants: [wanted('web', 'A', '192.0.2.10', {id: 'v1', ...region}), wanted('web', 'AAAA', '2001:db8::1')]}),
    ]
    const stored = [set('web', 'CNAME', 'x.example.net'), set('cname-web', 'TXT', [ownershipText(), spf])]
    const {plan} = await appliesWhole({stored, clusters})
    expect(actions(plan)).toEqual(['web create blue', 'web v2 replace red'])
  })

  it('is not that of a cluster whose other set of the name moves to the one that is listed first', async () => {
    const [id, region] = [
      {id: 'v1', routing: latency()},
      {id: 'v1', properties: {'aws/region': 'eu-west-1'}},
    ]
    const stored = [set('www', 'A', '192.0.2.10', id), txt('a-www', 'blue', WEB, id)]
    const first = east({wants: [wanted('www', 'AAAA', '2001:db8::1'), wanted('www', 'A', '192.0.2.10', region)]})
    const {plan} = await appliesWhole({stored, clusters: [first, west({wants: [wanted('www', 'A', '192.0.2.10')]})]})
    expect(actions(plan)).toEqual(['www create red', 'www v1 move red blue'])
  })

  it('takes the former set of a third owner away by its identifier, not by the order of the clusters', () => {
    const of = (id: string, region: string) =>
      wanted('www', 'A', '192.0.2.10', {id, properties: {'aws/region': region}})
    const clusters = [
      east({wants: [of('v1', 'eu-west-1')]}),
      west(),
      {context: 'south', owner: 'old', wants: [of('v2', 'us-east-1')]},
    ]
    const stored = [set('www', 'CNAME', 'x.example.net'), txt('cname-www', 'blue')]
    for (const listed of [clusters, clusters.toReversed()])
      expect(actions(jointPlan({stored, clusters: listed}))).toEqual(['www v1 move red blue', 'www v2 create old'])
  })

  it('comes to another routing before another cluster gets a new set of the name', async () => {
    const stored = [
      set('www', 'A', '192.0.2.10', {id: 'v1', routing: weighted(10)}),
      txt('a-www', 'blue', WEB, {id: 'v1', routing: weighted(10)}),
    ]
    const clusters = [
      east({wants: [wanted('www', 'A', '192.0.2.20', {id: 'v2', properties: {'aws/weight': '10'}})]}),
      west({wants: [wanted('www', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/region': 'eu-west-1'}})]}),
    ]
    const {plan} = await appliesWhole({stored, clusters})
    expect(actions(plan)).toEqual(['www v1 update blue'])
    expect(blocks(plan)).toEqual(['www v2 A conflict-lost'])
  })

  it('is what takes its former set away, whichever cluster is listed first', () => {
    const clusters = [
      east({wants: [wanted('www', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/weight': '10'}})]}),
      west({wants: [wanted('www', 'A', '192.0.2.10', {id: 'v2', properties: {'aws/weight': '10'}})]}),
    ]
    for (const some of [clusters, clusters.toReversed()]) {
      expect(actions(jointPlan({stored: ofBlue, clusters: some}))).toEqual(['www v1 create red', 'www v2 replace blue'])
    }
  })

  it('keeps a set in place of which it cannot have another one', () => {
    const stored = [...ofBlue, set('www', 'MX', '10 mail.example.net'), txt('mx-www', 'blue')]
    const wants = [wanted('www', 'A', '192.0.2.20', {id: 'v2', properties: {'aws/region': 'us-east-1'}})]
    const clusters = [east({wants}), west({wants: [wanted('www', 'CNAME', 'x.example.net')]})]
    const plan = jointPlan({stored, clusters})
    expect(requests(plan)).toEqual([])
    expect(details(plan)).toContain(
      'www conflict-lost: Service shop/web (west) of owner blue holds the host and keeps it',
    )
  })

  it.each([
    [
      'a set in place of which another cluster asks for what cannot come',
      [...weightedOf('blue', 'v1'), ...weightedOf('blue', 'v2')],
      east({wants: [wanted('www', 'CNAME', 'x.example.net', {id: 'v2', properties: {'aws/weight': '1'}})]}),
      west({wants: [wanted('www', 'A', '192.0.2.10', {id: 'v1', properties: {'aws/weight': '10'}})]}),
      'www v2 delete blue',
      true,
    ],
    [
      'a type beside what the other cluster has and keeps',
      [set('www', 'A', '192.0.2.20'), txt('a-www', 'red'), set('www', 'AAAA', '2001:db8::1'), txt('aaaa-www', 'blue')],
      east({wants: [www]}),
      west(),
      'www delete blue',
      false,
    ],
  ])(
    'is not the owner of what its former owner gives up: %s',
    async (_what, stored, first, second, expected, isGone) => {
      for (const clusters of [
        [first, second],
        [second, first],
      ]) {
        const {plan} = await appliesWhole({stored, clusters})
        expect(actions(plan)).toEqual([expected])
        expect(plan.zones[0]?.hosts[0]).toMatchObject({cluster: 'west', isGone})
      }
    },
  )

  it('may have two owners in the zone: each type stays with its own', () => {
    const stored = [...ofBlue, set('www', 'AAAA', '2001:db8::1'), txt('aaaa-www', 'red')]
    const wants = [wanted('www', 'A', '192.0.2.10'), wanted('www', 'AAAA', '2001:db8::1')]
    const plan = jointPlan({stored, clusters: [east({wants}), west({wants})]})
    expect(requests(plan)).toEqual([])
  })
})

describe('two clusters of one owner', () => {
  it('are planned as one', () => {
    const plan = jointPlan({
      stored: [set('www', 'A', '192.0.2.10'), txt('a-www')],
      clusters: [east({wants: [wanted('a', 'A', '192.0.2.1')]}), west({owner: 'red', wants: [www]})],
    })
    expect(actions(plan)).toEqual(['a create red', 'www update red'])
    expect(plan.owner).toBe('red')
    expect(plan.clusters?.map(({context, owner}) => `${context} ${owner}`)).toEqual(['east red', 'west red'])
  })
})

describe('a cluster that cannot be reached', () => {
  it('keeps all it has, told by host', () => {
    const stored = [...ofBlue, set('api', 'A', '192.0.2.1'), txt('a-api', 'blue')]
    const plan = jointPlan({stored, clusters: [east({wants: [www]}), west({isUnreachable: true})]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual([
      'api A unreachable-cluster',
      'www A unreachable-cluster',
      'www A unreachable-cluster',
    ])
    expect(plan.blocked.map(({cluster}) => cluster)).toEqual(['west', 'west', 'east'])
    expect(details(plan)).toContain(
      'api unreachable-cluster: stays with owner blue, whose context west was not read: connection refused',
    )
  })

  it('holds back the other clusters of its owner, and none of another one', () => {
    const api = wanted('api', 'A', '192.0.2.1', {by: 'service/shop/api'})
    const clusters = [
      east({wants: [www], owner: 'blue'}),
      west({isUnreachable: true}),
      {context: 'north', owner: 'green', wants: [api]},
    ]
    const plan = jointPlan({stored: ofBlue, clusters})
    expect(requests(plan)).toEqual(['CREATE a-api TXT 300 green:service/shop/api', 'CREATE api A 300 192.0.2.1'])
    expect(details(plan)).toEqual([
      'www unreachable-cluster: stays with owner blue, whose context west was not read: connection refused',
      'www unreachable-cluster: its owner blue is that of context west too: connection refused',
    ])
    expect(plan.blocked.map(({cluster}) => cluster)).toEqual(['west', 'east'])
  })

  it('is told of the hosts that the run has to do with: of its types, and within its filter', () => {
    const stored = [
      ...ofBlue,
      set('other', 'A', '192.0.2.1'),
      txt('a-other', 'blue'),
      set('www', 'MX', '10 mail.example.net'),
      txt('mx-www', 'blue'),
    ]
    const clusters = [east(), west({isUnreachable: true})]
    const plan = jointPlan({stored, clusters, domainFilter: domainFilter({include: ['www.shop.io']})})
    expect(blocks(plan)).toEqual(['www A unreachable-cluster'])
  })

  it('is no reason where a third owner is in the way', () => {
    const stored = [set('www', 'A', '192.0.2.10'), txt('a-www', 'green')]
    const plan = jointPlan({stored, clusters: [east({wants: [www]}), west({isUnreachable: true})]})
    expect(blocks(plan)).toEqual(['www A owner-mismatch'])
  })

  it('deletes nothing with registry noop', () => {
    const clusters = [east(), west({isUnreachable: true})]
    const plan = jointPlan({stored: [set('www', 'A', '192.0.2.1')], clusters, registry: {kind: 'noop'}})
    expect(requests(plan)).toEqual([])
    expect(details(plan)).toEqual(['www unreachable-cluster: stays: context west was not read: connection refused'])
  })
})

describe('the limit on deletes', () => {
  it('is that of each owner', () => {
    const many = (owner: string, count: number) =>
      Array.from({length: count}, (_, index) => [
        set(`${owner}-${index}`, 'A', '192.0.2.1'),
        txt(`a-${owner}-${index}`, owner),
      ]).flat()
    const wants = Array.from({length: 300}, (_, index) => wanted(`red-${index}`, 'A', '192.0.2.1'))
    const clusters = [east({wants}), west()]
    const plan = jointPlan({
      stored: [...many('red', 300), ...many('blue', 12)],
      clusters,
      deleteLimit: {kind: 'default'},
    })
    expect(plan.refusal?.zones).toMatchObject([{owner: toOwnerId('blue'), deletedHosts: 12, ownedHosts: 12}])
    expect(plan.doubts.join()).toContain('context west')
  })
})

describe('ownership commands for several owners', () => {
  const forOwners = (situation: JointSituation, goal: OwnershipGoal) =>
    makeOwnershipPlan({...jointInput(situation), goal})

  it('adopt gives each record set to the owner whose object asks for it, and to the first of two', () => {
    const stored = [set('www', 'A', '192.0.2.20'), set('api', 'A', '192.0.2.1')]
    const api = wanted('api', 'A', '192.0.2.1', {by: 'service/shop/api'})
    const clusters = [east({wants: [www]}), west({wants: [www, api]})]
    const plan = forOwners({stored, clusters}, {kind: 'adopt', takesEqualOnly: false})
    expect(requests(plan)).toEqual([
      'CREATE a-api TXT 300 blue:service/shop/api',
      'CREATE a-www TXT 300 red:service/shop/web',
    ])
    expect(actions(plan)).toEqual(['api adopt blue', 'www adopt red'])
    expect(blocks(plan)).toEqual(['www A conflict-lost'])
  })

  it('adopt leaves to apply what moves', () => {
    const plan = forOwners(
      {stored: ofBlue, clusters: [east({wants: [www]}), west()]},
      {kind: 'adopt', takesEqualOnly: false},
    )
    expect(requests(plan)).toEqual([])
  })

  it('repair writes the text of today for each owner', () => {
    const stored = [
      set('www', 'A', '192.0.2.20'),
      txt('www', 'blue'),
      set('api', 'A', '192.0.2.1'),
      txt('api', 'red', 'service/shop/api'),
    ]
    const plan = forOwners(
      {stored, clusters: [east(), west()]},
      {kind: 'repair', former: undefined, upgradesFormat: true},
    )
    expect(requests(plan)).toEqual([
      'CREATE a-api TXT 300 red:service/shop/api',
      'CREATE a-www TXT 300 blue:service/shop/web',
      'DELETE api TXT 300 red:service/shop/api',
      'DELETE www TXT 300 blue:service/shop/web',
    ])
    expect(actions(plan)).toEqual(['api repair red', 'www repair blue'])
  })
})

describe('twins of one name, public and private', () => {
  it('are moved in each zone on their own', async () => {
    const twin = zone('shop.io', {id: 'Z3', isPrivate: true})
    const stored = [
      [zone(), ofBlue],
      [twin, [set('www', 'A', '10.0.0.1')]],
    ] as const
    const {plan} = await appliesWhole({stored, clusters: [east({wants: [www]}), west()]})
    expect(actions(plan)).toEqual(['www move red blue'])
    expect(blocks(plan)).toEqual(['www A unowned'])
  })
})

describe('what stands where the text of a move belongs', () => {
  it('is another owner’s, and the record of a third one is not moved', () => {
    const stored = [set('www', 'A', '192.0.2.10'), txt('www', 'blue'), txt('a-www', 'green')]
    const plan = jointPlan({stored, clusters: [east({wants: [www]}), west()]})
    expect(requests(plan)).toEqual([])
    expect(blocks(plan)).toEqual(['www A owner-mismatch'])
  })

  it('holds other values, which stay', async () => {
    const both = set('a-www', 'TXT', [ownershipText('blue'), spf])
    const {sets} = await appliesWhole({
      stored: [ofBlue[0] as RecordSet, both],
      clusters: [east({wants: [www]}), west()],
    })
    expect(sets.map(line)).toContain(`a-www TXT 300 red:service/shop/web ${spf}`)
  })
})
