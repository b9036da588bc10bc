import {describe, expect, it} from 'vitest'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import type {Plan} from '../../../src/plan/plan.js'
import {makeRules} from '../../../src/route53/make-rules.js'
import type {ChangeGroup} from '../../../src/route53/ports.js'
import {ROUTE53_LIMITS} from '../../../src/route53/write/change-batch.js'
import {sizeProblem, toAtomicChanges} from '../../../src/route53/write/plan-groups.js'
import {
  line,
  ownershipText,
  planFor,
  planInput,
  ROUTE53,
  requests,
  type Situation,
  set,
  spf,
  txt,
  txtRegistry,
  WEB,
  wanted,
  weighted,
  zone,
} from '../../plan/builders.js'

const hostsOf = (plan: Plan) => plan.zones.flatMap(({hosts}) => hosts)

/** The hosts of each atomic change of a plan. */
function together(plan: Plan, limits = ROUTE53_LIMITS): readonly string[] {
  return toAtomicChanges(hostsOf(plan), limits).map((change) =>
    change.hosts.map(({name}) => name.split('.')[0]).join(' '),
  )
}

describe('a wildcard that takes over the text of its literal namesake', () => {
  const v1 = {id: 'v1'}
  const plan = planFor({
    stored: [
      set('star', 'A', '192.0.2.9', {...v1, routing: weighted(20)}),
      txt('a-star', 'red', 'service/shop/web', {...v1, routing: weighted(20)}),
    ],
    wants: [
      wanted('*', 'A', '192.0.2.10', {...v1, properties: {'aws/region': 'eu-west-1'}}),
      wanted('@', 'A', '192.0.2.11'),
    ],
    policy: 'sync',
    registry: txtRegistry({wildcardReplacement: 'star'}),
  })

  it('is done together with it: between two requests that one would be nobody’s', () => {
    expect(together(plan)).toEqual(['* star', 'shop'])
  })

  it('is done together with it, too, where the text fits as it stands', () => {
    const kept = planFor({
      stored: [set('star', 'A', '192.0.2.9'), txt('a-star')],
      wants: [wanted('*', 'A', '192.0.2.10')],
      policy: 'sync',
      registry: txtRegistry({wildcardReplacement: 'star'}),
    })
    expect(requests(kept)).toEqual([
      'CREATE * A 300 192.0.2.10',
      `CREATE a-star TXT 300 red:${WEB}`,
      `DELETE a-star TXT 300 red:${WEB}`,
      'DELETE star A 300 192.0.2.9',
    ])
    expect(together(kept)).toEqual(['* star'])
  })

  it('is done on its own where nothing goes', () => {
    const wants = [wanted('*', 'A', '192.0.2.10'), wanted('web', 'A', '192.0.2.11')]
    const alone = planFor({stored: [txt('a-star')], wants, registry: txtRegistry({wildcardReplacement: 'star'})})
    expect(together(alone)).toEqual(['*', 'web'])
  })
})

describe('a name that is too large for one request', () => {
  const small = {...ROUTE53_LIMITS, changes: 4}
  const latency = {kind: 'latency', region: 'eu-west-1'} as const

  const ids = ['v1', 'v2', 'v3']
  const stored = (type: 'A' | 'AAAA' | 'CNAME', value: string) =>
    ids.flatMap((id) => [
      set('web', type, value, {id, routing: weighted(10)}),
      txt(`${type.toLowerCase()}-web`, 'red', WEB, {id, routing: weighted(10)}),
    ])
  const keys = (situation: Situation, limits = small) =>
    toAtomicChanges(hostsOf(planFor(situation)), limits).map(({main}) => main?.key.replace('.shop.io', ''))
  const addresses = stored('A', '192.0.2.9')
  const cnames = stored('CNAME', 'x.example.net')
  const parted = ['web v1', 'web v2', 'web v3']

  it.each([
    ['of one type', addresses],
    ['of two', [...addresses, ...stored('AAAA', '2001:db8::1')]],
    ['of CNAMEs', cnames],
  ])('is parted by set identifier where its hosts do not depend on one another: %s', (_which, sets) => {
    expect(keys({stored: sets})).toEqual(parted)
    expect(keys({stored: sets}, {...ROUTE53_LIMITS, changes: 12})).toEqual(['web'])
  })

  it.each([
    ['another type than CNAME', cnames, {'aws/weight': '10'}],
    ['another routing', addresses, {'aws/multi-value-answer': ''}],
  ])('goes whole where it becomes %s', (_what, sets, properties) => {
    const wants = ids.map((id, index) => wanted('web', 'A', `192.0.2.${index}`, {id, properties}))
    expect(keys({stored: sets, wants})).toEqual(['web'])
  })

  it('is parted where only its records are too many, or only its texts', () => {
    const child = zone('eu.shop.io', {id: 'Z2'})
    const many = ids.map((id) => set('eu', 'A', ['192.0.2.1', '192.0.2.2'], {id, routing: weighted(10)}))
    const texts = ids.map((id) => txt('a-eu', 'red', WEB, {id, routing: weighted(10)}))
    const plan = planFor({
      stored: [
        [zone(), texts],
        [child, many],
      ],
    })
    expect(together(plan, {...ROUTE53_LIMITS, values: 5})).toEqual(['eu', 'eu', 'eu'])
    expect(together(plan, {...ROUTE53_LIMITS, bytes: 60})).toEqual(['eu', 'eu', 'eu'])
    expect(together(plan, {...ROUTE53_LIMITS, values: 6})).toEqual(['eu eu eu'])
  })

  it('goes whole where a text of the one makes room for a record of the other', () => {
    const plan = planFor({
      stored: [
        set('star', 'A', '192.0.2.10', {id: 'v2', routing: latency}),
        txt('star', 'red', WEB, {id: 'v2', routing: latency}),
      ],
      wants: [wanted('star', 'TXT', '"text 0"'), wanted('@', 'A', '192.0.2.11')],
      policy: 'sync',
      managedTypes: ['A', 'TXT'],
    })
    expect(together(plan, {...small, changes: 3})).toEqual(['shop', 'star star'])
  })
})

describe('the requests of one host', () => {
  const PARENT = zone()
  const CHILD = zone('eu.shop.io', {id: 'Z2'})
  const INNER = zone('eu.shop.io', {id: 'Z3', isPrivate: true})
  const apex = set('eu', 'A', '192.0.2.1')
  const wants = [wanted('eu', 'A', '192.0.2.1')]

  /** The groups of each host that go before its records, with them, and after. */
  function steps(plan: Plan) {
    const shown = ({zone: {id}, key, resource, changes, changeCount}: ChangeGroup) => [
      `${id} ${key} of ${resource}: ${changeCount}`,
      ...changes.map(({action, recordSet}) => `${action} ${line(recordSet)}`),
    ]
    return toAtomicChanges(hostsOf(plan), ROUTE53_LIMITS).map(({before, main, after}) =>
      [before, main === undefined ? [] : [main], after].map((groups) => groups.map(shown)),
    )
  }

  const made = 'CREATE a-eu TXT 300 red:service/shop/web'
  const gone = 'DELETE a-eu TXT 300 red:service/shop/web'

  it('begin with a text that is in another zone, and end with it where it goes', () => {
    const created = planFor({
      stored: [
        [PARENT, []],
        [CHILD, []],
      ],
      wants,
    })
    expect(steps(created)).toEqual([
      [
        [['Z1 eu.shop.io of Service shop/web: 1', made]],
        [['Z2 eu.shop.io of Service shop/web: 1', 'CREATE eu A 300 192.0.2.1']],
        [],
      ],
    ])
    const deleted = planFor({
      stored: [
        [PARENT, [txt('a-eu')]],
        [CHILD, [apex]],
      ],
    })
    expect(steps(deleted)).toEqual([
      [
        [],
        [['Z2 eu.shop.io of service/shop/web: 1', 'DELETE eu A 300 192.0.2.1']],
        [['Z1 eu.shop.io of service/shop/web: 1', gone]],
      ],
    ])
    // Another value of its set stays.
    const beside = set('a-eu', 'TXT', [ownershipText(), spf])
    const left = planFor({
      stored: [
        [PARENT, [beside]],
        [CHILD, [apex]],
      ],
    })
    expect(steps(left)).toEqual([
      [[], [expect.anything()], [[expect.anything(), `DELETE ${line(beside)}`, `CREATE a-eu TXT 300 ${spf}`]]],
    ])
  })

  it('have a text of hosts in two zones as one group, before all of them or behind', () => {
    const created = planFor({
      stored: [
        [PARENT, []],
        [CHILD, []],
        [INNER, []],
      ],
      wants,
    })
    const text = ['Z1 a-eu.shop.io of a-eu.shop.io: 1', made]
    expect(steps(created)).toEqual(
      ['Z2', 'Z3'].map((id) => [
        [text],
        [[`${id} eu.shop.io of Service shop/web: 1`, 'CREATE eu A 300 192.0.2.1']],
        [],
      ]),
    )
    const [first, second] = toAtomicChanges(hostsOf(created), ROUTE53_LIMITS)
    expect(first?.before[0]).toBe(second?.before[0])
    const deleted = planFor({
      stored: [
        [PARENT, [txt('a-eu')]],
        [CHILD, [apex]],
        [INNER, [apex]],
      ],
    })
    expect(steps(deleted)).toEqual(
      ['Z2', 'Z3'].map((id) => [
        [],
        [[`${id} eu.shop.io of service/shop/web: 1`, 'DELETE eu A 300 192.0.2.1']],
        [['Z1 a-eu.shop.io of a-eu.shop.io: 1', gone]],
      ]),
    )
  })

  it('are on their own for a name beside it', () => {
    const both = planFor({
      stored: [
        [PARENT, []],
        [CHILD, []],
        [INNER, []],
      ],
      wants: [...wants, wanted('web', 'A', '192.0.2.1')],
    })
    expect(steps(both)).toContainEqual([
      [],
      [
        [
          'Z1 web.shop.io of Service shop/web: 2',
          'CREATE web A 300 192.0.2.1',
          'CREATE a-web TXT 300 red:service/shop/web',
        ],
      ],
      [],
    ])
  })

  it('take away a text last where Route 53 holds it beside the new one', () => {
    const [v1, v2] = ['v1', 'v2'].map((id) => ({id, routing: weighted(1)}))
    const next = [wanted('eu', 'A', '192.0.2.1', {id: 'v2', properties: {'aws/weight': '1'}})]
    for (const zones of [[CHILD], [CHILD, INNER]]) {
      const stored = [
        [PARENT, [txt('a-eu', 'red', WEB, v1)]] as const,
        ...zones.map((each) => [each, [set('eu', 'A', '192.0.2.1', v1)]] as const),
      ]
      for (const [before, , after] of steps(planFor({stored, wants: next}))) {
        expect(before?.map(([, ...changes]) => changes)).toEqual([[`CREATE ${line(txt('a-eu', 'red', WEB, v2))}`]])
        expect(after?.map(([, ...changes]) => changes)).toEqual([[`DELETE ${line(txt('a-eu', 'red', WEB, v1))}`]])
      }
    }
  })

  it('take away a text last that has another name than the new one', () => {
    const x = {id: 'x', routing: weighted(1)}
    const stored = [
      [PARENT, [txt('txt-eu', 'red', WEB, x)]] as const,
      [CHILD, [set('eu', 'A', '192.0.2.1', x)]] as const,
    ]
    const registry = txtRegistry({prefix: 'txt-'})
    const found = steps(planFor({stored, wants, registry})).map(([before, , after]) =>
      [before, after].map((groups) => groups?.flatMap(([, ...changes]) => changes)),
    )
    expect(found).toEqual([
      [['CREATE txt-a-eu TXT 300 red:service/shop/web'], ['DELETE txt-eu TXT x 300 red:service/shop/web weighted 1']],
    ])
  })

  it('are of its objects, or of the name where these are two', () => {
    const found = ['service/shop/web', 'service/shop/other'].map((by) => {
      const parts = {properties: {'aws/weight': '1'}}
      const hosts = [
        wanted('web', 'A', '192.0.2.1', {...parts, id: 'v1'}),
        wanted('web', 'A', '192.0.2.1', {...parts, id: 'v2', by}),
      ]
      return toAtomicChanges(hostsOf(planFor({wants: hosts})), ROUTE53_LIMITS).map(({main}) => main?.resource)
    })
    expect(found).toEqual([['Service shop/web'], ['web.shop.io']])
  })

  it('say of an update by which text it is ours, as an UPSERT asks', () => {
    const stored = [set('web', 'A', '192.0.2.9'), txt('a-web')]
    const [change] = toAtomicChanges(
      hostsOf(planFor({stored, wants: [wanted('web', 'A', '192.0.2.1')]})),
      ROUTE53_LIMITS,
    )
    expect(change?.main?.changes).toEqual([
      {action: 'DELETE', recordSet: set('web', 'A', '192.0.2.9'), text: txt('a-web')},
      {action: 'CREATE', recordSet: set('web', 'A', '192.0.2.1')},
    ])
  })

  it('take away a text first where Route 53 would not hold it beside the new one', () => {
    const x = {id: 'x', routing: weighted(1)}
    const stored = (...zones: readonly ReturnType<typeof zone>[]) => [
      [PARENT, [txt('a-eu', 'red', WEB, x)]] as const,
      ...zones.map((each) => [each, [set('eu', 'A', '192.0.2.1', x)]] as const),
    ]
    for (const zones of [[CHILD], [CHILD, INNER]]) {
      for (const [before, , after] of steps(planFor({stored: stored(...zones), wants}))) {
        expect(before?.flat().slice(1)).toEqual([
          'DELETE a-eu TXT x 300 red:service/shop/web weighted 1',
          expect.stringMatching(/^CREATE a-eu TXT 300 /),
        ])
        expect(after).toEqual([])
      }
    }
  })

  it('repair a text before they take away the old one', () => {
    const stored = [set('web', 'A', '192.0.2.1'), txt('web')]
    const goal = {kind: 'repair', former: undefined, upgradesFormat: true} as const
    expect(steps(makeOwnershipPlan({...planInput({stored}), goal}))).toEqual([
      [
        [],
        [['Z1 web.shop.io of web.shop.io: 1', 'CREATE a-web TXT 300 red:service/shop/web']],
        [['Z1 web.shop.io of web.shop.io: 1', 'DELETE web TXT 300 red:service/shop/web']],
      ],
    ])
  })

  it('are judged one by one by the limits', () => {
    const web = hostsOf(planFor({wants: [wanted('web', 'A', '192.0.2.1')]}))
    expect([1, 2].map((changes) => sizeProblem(web, {...ROUTE53_LIMITS, changes}))).toEqual([
      'its changes do not fit into one request: 2 changes, more than --aws-batch-change-size=1 allows',
      undefined,
    ])
    const rules = [1, 2].map((batchChangeSize) => makeRules({...ROUTE53, batchChangeSize}).checkSize(web))
    expect(rules).toEqual([expect.stringContaining('--aws-batch-change-size=1 allows'), undefined])
    const stored = [[PARENT, []] as const, [CHILD, []] as const]
    const goal = {kind: 'repair', former: undefined, upgradesFormat: true} as const
    const renamed = [[PARENT, [txt('txt-eu')]] as const, [CHILD, [apex]] as const]
    const repaired = hostsOf(
      makeOwnershipPlan({...planInput({stored: renamed, registry: txtRegistry({prefix: 'txt-'})}), goal}),
    )
    expect(toAtomicChanges(repaired, ROUTE53_LIMITS).map(({main}) => main)).toEqual([undefined])
    expect(sizeProblem(repaired, {...ROUTE53_LIMITS, changes: 1})).toBeUndefined()
    expect(sizeProblem(hostsOf(planFor({stored, wants})), {...ROUTE53_LIMITS, changes: 1})).toBeUndefined()
  })
})
