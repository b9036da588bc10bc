import {describe, expect, it} from 'vitest'
import {makePlan} from '../../../src/plan/make-plan.js'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import type {PlanInput} from '../../../src/plan/plan-input.js'
import type {DeleteLimit} from '../../../src/plan/plan-settings.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {
  objectProblem,
  PRUNE,
  pending,
  planFor,
  planInput,
  SHOP,
  type Situation,
  set,
  txt,
  txtRegistry,
  wanted,
  zone,
} from '../builders.js'
import {east, jointInput, jointPlan, west} from '../joint-builders.js'

const DEFAULT: DeleteLimit = {kind: 'default'}

/** Owned hosts, one for each of these objects. */
const held = (...resources: readonly string[]) =>
  resources.flatMap((resource, n) => [set(`h${n}`, 'A', '192.0.2.1'), txt(`a-h${n}`, 'red', resource)])

const FIVE = held('ingress/shop/a', 'ingress/shop/b', 'ingress/web/c', 'service/web/d', 'service/web/e')
const ALL_BELOW = {name: SHOP.name, isBelow: true}
const OURS = wanted('new', 'A', '192.0.2.9', {by: 'service/other/new'})

const planOf = (situation: Situation) => planFor({deleteLimit: DEFAULT, ...situation})
const cause = (situation: Situation, sources?: readonly string[]) =>
  makePlan({...planInput({deleteLimit: {kind: 'count', hosts: 0}, ...situation}), sources}).refusal?.commonCause

describe('an owner id that seems to be another cluster’s', () => {
  const text =
    'owner red holds 5 hosts here, none of them for an object of context test: does another cluster use this owner id?'

  it('is told at the top, and lets nothing be deleted, however small the zone', () => {
    const plan = planOf({stored: FIVE, wants: [OURS]})
    expect(plan.doubts).toEqual([text])
    expect(plan.refusal).toMatchObject({
      deletedHosts: 5,
      ownedHosts: 5,
      limit: '0 hosts in a run that looks like a mistake',
      commonCause: text,
      fix: '--max-deletes=5',
    })
  })

  it('holds for prune too', () => {
    expect(planOf({stored: FIVE, wants: [OURS], policy: 'upsert-only', goal: PRUNE}).refusal?.deletedHosts).toBe(5)
  })

  it('is only told where nothing is deleted', () => {
    const plan = planOf({stored: FIVE, wants: [OURS], policy: 'upsert-only'})
    expect(plan.doubts).toEqual([text])
    expect(plan.refusal).toBeUndefined()
  })

  it('is lifted by --max-deletes, and the doubt stays', () => {
    for (const deleteLimit of [
      {kind: 'count', hosts: 5},
      {kind: 'percent', percent: 100},
    ] as const) {
      const plan = planOf({stored: FIVE, wants: [OURS], deleteLimit})
      expect(plan.refusal).toBeUndefined()
      expect(plan.doubts).toEqual([text])
    }
  })

  it.each<readonly [string, Situation]>([
    ['one of the hosts is wanted', {wants: [OURS, wanted('h0', 'A', '192.0.2.9', {by: 'service/other/new'})]}],
    ['one of the objects asks for another host', {wants: [wanted('new', 'A', '192.0.2.9', {by: 'ingress/shop/a'})]}],
    ['one of the objects has no address yet', {wants: [OURS], pending: [pending('h0', 'ingress/shop/a')]}],
    ['one of the objects cannot be read', {wants: [OURS], problems: [objectProblem('ingress/shop/a')]}],
    [
      'one of the objects asks for a host of no zone',
      {wants: [OURS, wanted('x.example.net.', 'A', '192.0.2.9', {by: 'ingress/shop/a'})]},
    ],
    ['a text tells no object', {stored: held('ingress/shop/a', 'ingress/shop/b', ''), wants: [OURS]}],
    ['the owner holds two hosts only', {stored: held('ingress/shop/a', 'ingress/shop/b'), wants: [OURS]}],
    ['the owner holds nothing', {stored: [], wants: [OURS]}],
    ['another owner holds them', {stored: FIVE, wants: [OURS], registry: txtRegistry({ownerId: 'blue' as never})}],
    ['the run is narrowed to a host', {wants: [OURS], only: ['new.shop.io' as never]}],
    ['the run is narrowed to names under which it holds them all', {wants: [OURS], only: [ALL_BELOW]}],
    ['nobody owns anything', {wants: [OURS], registry: {kind: 'noop'}}],
    ['this cluster asks for nothing, which is the last object gone', {wants: []}],
  ])('is not suspected where %s', (_title, situation) => {
    const plan = planOf({stored: FIVE, ...situation})
    expect(plan.refusal).toBeUndefined()
    expect(plan.doubts.filter((doubt) => doubt.includes('another cluster use'))).toEqual([])
  })

  it('is suspected also where only another shard does what this cluster asks for', () => {
    const {leftOut: _leftOut, ...input} = planInput({stored: FIVE, wants: [OURS], policy: 'upsert-only'})
    const {candidates} = input
    const of = (parts: Partial<PlanInput>) => makePlan({...input, candidates: [], ...parts}).doubts
    expect(of({leftOut: candidates, takes: () => false})).toEqual([text])
    expect(of({leftOut: candidates, takes: () => true})).toEqual([])
    expect(of({leftOut: candidates})).toEqual([])
    expect(of({takes: () => false})).toEqual([])
  })

  it('is not suspected from a part of a cluster', () => {
    const manifests = {isComplete: false, hasLiveStatus: false, lacks: []}
    const plan = makePlan({...planInput({stored: FIVE, wants: [OURS], deleteLimit: DEFAULT}), manifests})
    expect(plan.doubts).toEqual([])
  })
})

describe('an owner id a typo away from one that holds the hosts', () => {
  const other = txtRegistry({ownerId: 'rde' as never})
  const wants = [wanted('web', 'A', '192.0.2.10'), wanted('api', 'A', '192.0.2.10')]
  const stored = [set('web', 'A', '192.0.2.10'), txt('a-web'), set('mail', 'A', '192.0.2.10'), txt('a-mail')]
  const text =
    'owner rdde holds nothing here, while red holds 1 of the 2 hosts that objects ask for: did you mean --txt-owner-id=red?'
  const near = txtRegistry({ownerId: 'rdde' as never})

  it('counts hosts, not their records', () => {
    const api = [set('api', 'A', '192.0.2.10'), txt('a-api'), set('api', 'AAAA', '2001:db8::1'), txt('aaaa-api')]
    const plan = planOf({wants: [...wants, wanted('x', 'A', '192.0.2.1')], stored: [...stored, ...api], registry: near})
    expect(plan.doubts).toEqual([text.replace('1 of the 2', '2 of the 3')])
  })

  it('is told, and refuses nothing', () => {
    const plan = planOf({wants, stored, registry: near})
    expect(plan.doubts).toEqual([text])
    expect(plan.isFirstRun).toBe(false)
  })

  it.each<readonly [string, Situation]>([
    ['it holds something itself', {stored: [...stored, set('own', 'A', '192.0.2.1'), txt('a-own', 'rdde')]}],
    ['the other holds none of these hosts', {stored: stored.slice(2)}],
    ['the ids are not alike', {registry: txtRegistry({ownerId: 'blue' as never})}],
    [
      'the ids are not alike, and a third owner’s are taken over',
      {registry: txtRegistry({ownerId: 'blue' as never, migrateFrom: toOwnerId('old')})},
    ],
    ['the other is taken over from', {registry: {...near, migrateFrom: 'red' as never} as never}],
    ['a short id has as many letters wrong as right', {registry: other}],
    ['nobody owns anything', {registry: {kind: 'noop'}}],
  ])('is not suspected where %s', (_title, situation) => {
    expect(planOf({wants, stored, registry: near, ...situation}).doubts).toEqual([])
  })

  it('is not suspected where hosts are to come from the other one: the new owner holds nothing yet', () => {
    const {goal: _goal, ...input} = planInput({wants, stored, registry: near})
    const from = (owner: string) => makeOwnershipPlan({...input, goal: {kind: 'migrate', from: toOwnerId(owner)}})
    expect(from('red').doubts).toEqual([])
    expect(from('red').zones[0]?.hosts).toHaveLength(1)
  })
})

describe('what was read in doubt', () => {
  it('is told first, and lets nothing be deleted', () => {
    const doubts = ['context test has no namespace wbe']
    const plan = makePlan({...planInput({stored: FIVE, deleteLimit: DEFAULT}), doubts})
    expect(plan.doubts).toEqual(doubts)
    expect(plan.refusal).toMatchObject({deletedHosts: 5, commonCause: doubts[0]})
  })
})

describe('what deletes have in common', () => {
  const ingresses = held('ingress/shop/a', 'ingress/shop/b', 'ingress/web/c')
  const services = [set('s', 'A', '192.0.2.7'), txt('a-s', 'red', 'service/shop/s')]
  const kept = wanted('s', 'A', '192.0.2.7', {by: 'service/shop/s'})
  const stored = [...ingresses, ...services]

  it('a source that yields no host any more', () => {
    expect(cause({stored, wants: [kept]}, ['service', 'ingress'])).toBe(
      'source ingress yielded no host; all 3 deletes are of ingress/*',
    )
    const sources = ['service', 'ingress']
    expect(makePlan({...planInput({stored, wants: [kept], deleteLimit: DEFAULT}), sources}).doubts).toEqual([
      'source ingress yielded no host; all 3 deletes are of ingress/*',
    ])
    expect(planOf({stored, wants: [kept]}).doubts).toEqual([
      'no ingress asks for a host here; all 3 deletes are of ingress/* (is its source selected?)',
    ])
  })

  it('a source of another name than its kind', () => {
    const routes = held('httproute/shop/a', 'httproute/shop/b')
    expect(cause({stored: [...routes, ...services], wants: [kept]}, ['service', 'gateway-httproute'])).toBe(
      'source gateway-httproute yielded no host; all 2 deletes are of httproute/*',
    )
  })

  it('no source where another of its objects still asks, or waits for its address', () => {
    const other = wanted('o', 'A', '192.0.2.8', {by: 'ingress/web/o'})
    expect(cause({stored, wants: [kept, other]})).toBeUndefined()
    expect(cause({stored, wants: [kept], pending: [pending('p', 'ingress/web/p')]})).toBeUndefined()
  })

  it('no source, and no kind, where the texts name no kind', () => {
    const kindless = held('/shop/a', '/shop/b', '/shop/c')
    expect(cause({stored: [...kindless, ...services], wants: [kept]})).toBe(
      'all were asked for by objects of namespace shop',
    )
  })

  it('namespaces that none of this cluster’s objects is in', () => {
    const strange = [...held('ingress/a/x', 'service/b/y', 'service/c/z', 'service/d/z'), ...services]
    expect(cause({stored: strange, wants: [kept]})).toBe(
      'of the namespaces that asked for them (a, b, c, 1 more) none asks for a host in context test: is it another cluster?',
    )
    expect(cause({stored: [...held('ingress/a/x', 'service/shop/y'), ...services], wants: [kept]})).toBeUndefined()
  })

  it('one namespace, gone or not, which is no reason for doubt', () => {
    const web = [...held('ingress/web/x', 'service/web/y', 'service/web/z'), ...services]
    expect(cause({stored: web, wants: [kept]})).toBe(
      'all were asked for by objects of namespace web, which asks for nothing now',
    )
    const shop = [...held('service/shop/x', 'service/shop/y', 'service/shop/z'), ...services]
    expect(cause({stored: shop, wants: [kept]})).toBe('all were asked for by objects of namespace shop')
    expect(planOf({stored: web, wants: [kept]}).doubts).toEqual([])
    expect(planOf({stored: shop, wants: [kept]}).doubts).toEqual([])
  })

  it('nothing where a text tells no object', () => {
    expect(cause({stored: [...held('ingress/shop/a', ''), ...services], wants: [kept]})).toBeUndefined()
  })

  it('that nothing asks for anything', () => {
    expect(cause({stored})).toMatch(/^no object asks for any host/)
    expect(planOf({stored}).doubts).toHaveLength(1)
    expect(planOf({stored: services}).doubts).toEqual([])
  })

  it('not that nothing asks, where a host is asked for of which nothing is left here', () => {
    const companion = wanted('x.example.net.', 'AAAA', 'y.example.net', {by: 'crd/shop/x', properties: {alias: 'true'}})
    expect(cause({stored: services, wants: [companion], managedTypes: ['A']})).toBe(
      'no service asks for a host here; the one delete is of service/* (is its source selected?)',
    )
  })

  it('not that nothing asks, where all that asks waits for its address', () => {
    expect(cause({stored: services, pending: [pending('p', 'service/shop/p')]})).toBe(
      'all were asked for by objects of namespace shop',
    )
  })
})

describe('a prefix that matches nothing', () => {
  const prefixed = [
    set('www', 'A', '192.0.2.1'),
    txt('ext-a-www', 'red'),
    set('api', 'CNAME', 'x.example.net'),
    txt('ext-cname-api', 'red'),
  ]
  const wants = [wanted('www', 'A', '192.0.2.1')]

  it('is told with the one that would', () => {
    expect(planOf({stored: prefixed, wants}).doubts).toEqual([
      'the 2 ownership TXT of owner red would match records with the prefix ext-, and match none now: did you mean --txt-prefix=ext-?',
    ])
    const plain = [set('www', 'A', '192.0.2.1'), txt('a-www', 'red')]
    expect(planOf({stored: plain, wants, registry: txtRegistry({prefix: 'p-'})}).doubts).toEqual([
      'the ownership TXT of owner red would match records without a prefix, and match none now: did you mean --txt-prefix=?',
    ])
  })

  it('is told by the first twenty texts: a zone of many is not compared whole', () => {
    const texts = (prefix: string, count: number) =>
      Array.from({length: count}, (_, n) => `h${String(n).padStart(2, '0')}`).flatMap((host) => [
        set(host, 'A', '192.0.2.1'),
        txt(`${prefix}a-${host}`),
      ])
    const stored = (count: number) => [...texts('ext-', count), set('z', 'A', '192.0.2.1'), txt('other-a-z')]
    const doubts = (count: number) => planOf({stored: stored(count), wants, policy: 'upsert-only'}).doubts
    expect(doubts(19)).toEqual([])
    expect(doubts(20).join()).toMatch(/^the 21 ownership TXT of owner red would match records with the prefix ext-/)
  })

  it.each<readonly [string, Situation]>([
    ['it matches', {stored: prefixed, registry: txtRegistry({prefix: 'ext-'})}],
    ['the texts are another owner’s', {stored: prefixed, registry: txtRegistry({ownerId: 'blue' as never})}],
    [
      'the record is in another zone',
      {
        stored: [
          [SHOP, [set('www', 'A', '192.0.2.1')]],
          [zone('shop.io', {id: 'Z7', isPrivate: true}), [txt('ext-a-www', 'red')]],
        ],
      },
    ],
    ['the texts are left over from records that are gone', {stored: [txt('a-gone', 'red')]}],
    [
      'the owner holds something under the prefix as well',
      {stored: [...prefixed, set('o', 'A', '192.0.2.1'), txt('a-o', 'red')]},
    ],
  ])('is not suspected where %s', (_title, situation) => {
    expect(planOf({wants, policy: 'upsert-only', ...situation}).doubts).toEqual([])
  })
})

describe('the common cause', () => {
  it('names the contexts of several clusters, and no owner where ownership is not kept', () => {
    const {refusal} = jointPlan({
      stored: ['a', 'b', 'c', 'd', 'e'].map((host) => set(host, 'A', '192.0.2.1')),
      registry: {kind: 'noop'},
      deleteLimit: {kind: 'count', hosts: 0},
      clusters: [east(), west()],
    })
    expect(refusal?.commonCause).toBe(
      'context east, west: no object asks for any host (a wrong context, namespace, annotation prefix or filter?)',
    )
  })

  it('names the owner, where there are several', () => {
    const stored = [set('a', 'A', '192.0.2.1'), txt('a-a', 'blue', 'service/shop/a')]
    const clusters = [east(), west({wants: [wanted('b', 'A', '192.0.2.1', {by: 'service/shop/b'})]})]
    const {refusal} = jointPlan({stored, clusters, deleteLimit: {kind: 'count', hosts: 0}})
    expect(refusal?.commonCause).toBe('owner blue, context west: all were asked for by objects of namespace shop')
  })

  it('is no namespace where objects have none, as nodes that others have come for', () => {
    const nodes = ['node/n1', 'node/n2', 'node/n3', 'node/n4', 'node/n5']
    const stored = [...held(...nodes), set('new', 'A', '192.0.2.9'), txt('a-new', 'red', 'node/n6')]
    const wants = [wanted('new', 'A', '192.0.2.9', {by: 'node/n6'})]
    expect(cause({stored, wants})).toBeUndefined()
    expect(planOf({stored, wants}).doubts ?? []).toEqual([])
  })
})

describe('with several clusters', () => {
  const blues = ['h0', 'h1', 'h2'].flatMap((host) => [
    set(host, 'A', '192.0.2.1'),
    txt(`a-${host}`, 'blue', `ingress/shop/${host}`),
  ])
  const ours = [set('kept', 'A', '192.0.2.1'), txt('a-kept', 'red', 'service/shop/kept')]
  const keeps = wanted('kept', 'A', '192.0.2.1', {by: 'service/shop/kept'})
  const text =
    'owner blue holds 3 hosts here, none of them for an object of context west: does another cluster use this owner id?'

  it('each owner is judged by the objects of its own clusters', () => {
    const stored = [...blues, ...ours]
    const theirs = wanted('new', 'A', '192.0.2.9', {by: 'service/shop/new'})
    const clusters = [east({wants: [keeps]}), west({wants: [theirs]})]
    const plan = jointPlan({stored, clusters, deleteLimit: DEFAULT})
    expect(plan.doubts).toEqual([text])
    expect([plan.isFirstRun, plan.refusal?.deletedHosts]).toEqual([true, 3])
    const found = jointPlan({
      stored,
      clusters: [
        east({wants: [keeps, wanted('h0', 'A', '192.0.2.1', {by: 'ingress/shop/h0'})]}),
        west({wants: [theirs]}),
      ],
      deleteLimit: DEFAULT,
    })
    expect(found.doubts).toEqual([text])
  })

  it('a doubt about one that deletes nothing lets another one delete', () => {
    const gone = [set('gone', 'A', '192.0.2.1'), txt('a-gone', 'red', 'service/shop/gone')]
    const theirs = wanted('new', 'A', '192.0.2.9', {by: 'service/shop/new'})
    const protections = blues
      .filter(({type}) => type === 'A')
      .map(({name, type, setIdentifier}) => ({name, type, setIdentifier, comment: undefined}))
    const plan = jointPlan({
      stored: [...blues, ...ours, ...gone],
      clusters: [east({wants: [keeps]}), west({wants: [theirs]})],
      deleteLimit: DEFAULT,
      protections: protections as never,
    })
    expect(plan.doubts).toEqual([text])
    expect([plan.isFirstRun, plan.refusal]).toEqual([false, undefined])
  })

  it('nothing is told of a cluster that was not read', () => {
    const clusters = [east({wants: [keeps]}), west({isUnreachable: true})]
    expect(jointPlan({stored: [...blues, ...ours], clusters, deleteLimit: DEFAULT}).doubts).toEqual([])
    const prefixed = [set('www', 'A', '192.0.2.1'), txt('ext-a-www', 'blue')]
    const doubtsOf = (isUnreachable: boolean) =>
      jointPlan({stored: [...prefixed, ...ours], clusters: [east({wants: [keeps]}), west({isUnreachable})]}).doubts
    expect(doubtsOf(false).join()).toContain('did you mean --txt-prefix=ext-?')
    expect(doubtsOf(true)).toEqual([])
  })

  it('each owner is judged where nothing is said of what was left out', () => {
    const theirs = wanted('new', 'A', '192.0.2.9', {by: 'service/shop/new'})
    const clusters = [east({wants: [keeps]}), west({wants: [theirs]})]
    const {leftOut: _leftOut, ...input} = jointInput({stored: [...blues, ...ours], clusters, deleteLimit: DEFAULT})
    expect(makePlan(input).doubts).toEqual([text])
  })

  it('an owner id of the run is no mistyped one of another', () => {
    const theirs = wanted('h0', 'A', '192.0.2.1', {by: 'ingress/shop/h0'})
    const stored = [set('h0', 'A', '192.0.2.1'), txt('a-h0', 'prod', 'ingress/shop/h0')]
    const near = {context: 'east', owner: 'prod1', wants: [theirs]}
    const single = jointPlan({stored, clusters: [near, {context: 'west', owner: 'blue'}]})
    expect(single.doubts.join()).toContain('did you mean --txt-owner-id=prod?')
    for (const isUnreachable of [false, true]) {
      const plan = jointPlan({stored, clusters: [near, {context: 'west', owner: 'prod', isUnreachable}]})
      expect(plan.doubts.join()).not.toContain('mean')
    }
  })
})

describe('the words of a doubt', () => {
  const services = [set('s', 'A', '192.0.2.7'), txt('a-s', 'red', 'service/shop/s')]
  const kept = wanted('s', 'A', '192.0.2.7', {by: 'service/shop/s'})

  it('count one delete and few namespaces as they are', () => {
    expect(cause({stored: [...held('ingress/shop/a'), ...services], wants: [kept]}, ['ingress'])).toBe(
      'source ingress yielded no host; the one delete is of ingress/*',
    )
    expect(cause({stored: [...held('ingress/a/x', 'service/b/y'), ...services], wants: [kept]})).toBe(
      'of the namespaces that asked for them (a, b) none asks for a host in context test: is it another cluster?',
    )
    expect(cause({stored: [...held('ingress/a/x', 'service/b/y', 'ingress/c/z'), ...services], wants: [kept]})).toBe(
      'of the namespaces that asked for them (a, b, c) none asks for a host in context test: is it another cluster?',
    )
  })

  it('list namespaces by name, whatever the hosts are called', () => {
    const strange = [...held('ingress/c/x', 'service/a/y', 'ingress/b/z'), ...services]
    expect(cause({stored: strange, wants: [kept]})).toBe(
      'of the namespaces that asked for them (a, b, c) none asks for a host in context test: is it another cluster?',
    )
  })

  it('make a source without hosts, and namespaces of nobody, doubtful from three deletes on', () => {
    const doubts = (...resources: readonly string[]) =>
      planOf({stored: [...held(...resources), ...services], wants: [kept]}).doubts.length
    expect([doubts('ingress/shop/a', 'ingress/shop/b'), doubts('ingress/a/a', 'ingress/b/b', 'ingress/c/c')]).toEqual([
      0, 1,
    ])
    expect([doubts('ingress/a/x', 'service/b/y'), doubts('ingress/a/x', 'service/b/y', 'service/c/z')]).toEqual([0, 1])
  })

  it('of a prefix say that the suffix must go too', () => {
    const stored = [set('www', 'A', '192.0.2.1'), txt('ext-a-www', 'red')]
    const plan = planOf({
      stored,
      wants: [wanted('www', 'A', '192.0.2.1')],
      registry: txtRegistry({suffix: '-own'}),
      policy: 'upsert-only',
    })
    expect(plan.doubts).toEqual([
      'the ownership TXT of owner red would match records with the prefix ext-, and match none now: did you mean --txt-prefix=ext- and no --txt-suffix?',
    ])
  })

  it('are none of a prefix where the texts point to several', () => {
    const stored = [
      set('www', 'A', '192.0.2.1'),
      txt('ext-a-www', 'red'),
      set('api', 'A', '192.0.2.1'),
      txt('other-a-api', 'red'),
    ]
    expect(planOf({stored, wants: [wanted('www', 'A', '192.0.2.1')], policy: 'upsert-only'}).doubts).toEqual([])
  })
})
