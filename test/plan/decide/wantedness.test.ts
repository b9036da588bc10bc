import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {recordSetKey} from '../../../src/dns/record-set.js'
import {checkCandidates} from '../../../src/plan/check/check-candidates.js'
import {makeWantedness} from '../../../src/plan/decide/wantedness.js'
import {toDecisionInput} from '../../../src/plan/decide-hosts.js'
import {findEqualUnowned} from '../../../src/plan/ownership/adopt.js'
import {makeOwnershipWriter} from '../../../src/plan/ownership/ownership-writer.js'
import {lacksCurrentFormat} from '../../../src/plan/ownership/repair.js'
import {makeOwnershipPlan} from '../../../src/plan/ownership-plan.js'
import type {Plan} from '../../../src/plan/plan.js'
import type {PlanInput} from '../../../src/plan/plan-input.js'
import {claimRecordSets} from '../../../src/registry/claim.js'
import {
  alias,
  LB,
  objectProblem,
  PRUNE,
  pending,
  planFor,
  planInput,
  type Situation,
  set,
  txt,
  txtRegistry,
  WEB,
  wanted,
  wantsWeb,
  web,
  weighted,
} from '../builders.js'
import {prunes, situations} from '../generators.js'
import {type Cluster, east, jointInput, west} from '../joint-builders.js'

const ours = [web, txt('a-web')]
const ASSUMED = txtRegistry({ownerIsChosen: false})

/** `web A wanted`; ownership TXT are left out. */
function judged(situation: Situation, changes = {}): readonly string[] {
  const input = {...planInput(situation), ...changes}
  const judge = makeWantedness(toDecisionInput({...input, goal: PRUNE}), input.settings)
  return claimRecordSets(input.zones, input.registry).claims.map(
    (claim) => `${claim.recordSet.name.split('.')[0]} ${claim.recordSet.type} ${judge(claim)}`,
  )
}

describe('whether a record set is wanted', () => {
  const part = {isComplete: false, hasLiveStatus: false, lacks: []}

  it.each<readonly [string, Situation, object, string]>([
    ['an object asks for it', {stored: ours, wants: [wantsWeb]}, {}, 'web A wanted'],
    ['nobody does', {stored: ours}, {}, 'web A unwanted'],
    ['an object waits for its target', {stored: ours, pending: [pending('web')]}, {}, 'web A wanted'],
    [
      'it waits, and is not waited for',
      {stored: ours, pending: [pending('web')], onMissingTarget: 'delete'},
      {},
      'web A unwanted',
    ],
    [
      'it waits in files, where a target cannot be',
      {stored: ours, pending: [pending('web')], onMissingTarget: 'delete'},
      {manifests: {...part, isComplete: true}},
      'web A wanted',
    ],
    ['its object cannot be read', {stored: ours, problems: [objectProblem(WEB)]}, {}, 'web A unknown'],
    ['--only leaves it out', {stored: ours, only: ['api.shop.io' as never]}, {}, 'web A unknown'],
    ['its type is not managed', {stored: ours, excludedTypes: ['A']}, {}, 'web A unknown'],
    ['nobody does, and whose it is was not said', {stored: ours, registry: ASSUMED}, {}, 'web A unwanted'],
    ['it is nobody’s, and an object asks for it', {stored: [web], wants: [wantsWeb]}, {}, 'web A wanted'],
    ['it is nobody’s, and nobody asks for it', {stored: [web]}, {}, 'web A unwanted'],
    ['files show a part of a cluster', {stored: ours}, {manifests: part}, 'web A unknown'],
  ])('where %s', (_title, situation, changes, expected) => {
    expect(judged(situation, changes)).toEqual([expected])
  })
})

describe('whether a record set is wanted of several owners', () => {
  const THEIRS = 'service/shop/theirs'
  const judgedJoint = (
    owner: string,
    red: Partial<Cluster>,
    blue: Partial<Cluster>,
    waiting: PlanInput['waiting'] = [],
  ) => {
    const stored = [web, txt('a-web', owner, THEIRS)]
    const input = {...jointInput({stored, clusters: [east(red), west(blue)], goal: PRUNE}), waiting}
    const judge = makeWantedness(toDecisionInput(input), input.settings)
    return claimRecordSets(input.zones, input.registry).claims.map(judge)
  }
  const other = wanted('web', 'A', '192.0.2.1', {id: 'v9', properties: {'aws/weight': '1'}})

  it('depends for one of theirs on that owner, for one of a third on each', () => {
    const problems = [objectProblem(THEIRS, 'api')]
    expect(judgedJoint('red', {}, {problems})).toEqual(['unwanted'])
    expect(judgedJoint('blue', {}, {problems})).toEqual(['unknown'])
    expect(judgedJoint('green', {}, {problems})).toEqual(['unknown'])
    expect(judgedJoint('green', {}, {})).toEqual(['unwanted'])
  })

  it('it is where one of them waits for it', () => {
    expect(judgedJoint('green', {wants: [other]}, {pending: [pending('web')]})).toEqual(['wanted'])
  })

  it('is unknown where one of them may ask for it under a name that is not known', () => {
    const origin = {kind: 'Service', namespace: 'shop', name: 'theirs', field: 'x', cluster: 'west'}
    const waiting = [{resource: THEIRS, origin, reason: 'waits'}]
    expect(judgedJoint('green', {}, {}, waiting)).toEqual(['unknown'])
    expect(judgedJoint('red', {}, {}, waiting)).toEqual(['unwanted'])
  })
})

describe('whether a record set that another one replaces is wanted', () => {
  const cname = [set('web', 'CNAME', 'x.example.net'), txt('cname-web')]
  const routed = [
    set('web', 'A', '192.0.2.10', {id: 'v1', routing: weighted(1)}),
    txt('a-web', 'red', WEB, {id: 'v1', routing: weighted(1)}),
  ]
  const both = [...ours, set('web', 'AAAA', '2001:db8::1'), txt('aaaa-web')]
  const asV1 = {id: 'v1', properties: {'aws/weight': '1'}}

  it.each<readonly [string, Situation, readonly string[]]>([
    ['a CNAME where an A is wanted', {stored: cname, wants: [wantsWeb]}, ['web CNAME wanted']],
    [
      'an A where a CNAME is wanted',
      {stored: ours, wants: [wanted('web', 'CNAME', 'x.example.net')]},
      ['web A wanted'],
    ],
    [
      'an alias where a CNAME is wanted',
      {stored: [alias('web', 'A'), txt('a-web')], wants: [wanted('web', 'CNAME', 'x.example.net')]},
      ['web A wanted'],
    ],
    ['a CNAME where an alias is wanted', {stored: cname, wants: [wanted('web', 'CNAME', LB)]}, ['web CNAME wanted']],
    ['values where an alias is wanted', {stored: ours, wants: [wanted('web', 'CNAME', LB)]}, ['web A wanted']],
    [
      'a simple set where a weighted one is wanted',
      {stored: ours, wants: [wanted('web', 'A', '192.0.2.10', asV1)]},
      ['web A wanted'],
    ],
    ['a weighted set where a simple one is wanted', {stored: routed, wants: [wantsWeb]}, ['web A wanted']],
    [
      'another identifier of the same routing, which is not there yet',
      {stored: routed, wants: [wanted('web', 'A', '192.0.2.10', {...asV1, id: 'v2'})]},
      ['web A wanted'],
    ],
    [
      'another identifier of the same routing, which stands beside it',
      {
        stored: [
          ...routed,
          set('web', 'A', '192.0.2.10', {id: 'v2', routing: weighted(1)}),
          txt('a-web', 'red', WEB, {id: 'v2', routing: weighted(1)}),
        ],
        wants: [wanted('web', 'A', '192.0.2.10', {...asV1, id: 'v2'})],
      },
      ['web A unwanted', 'web A wanted'],
    ],
    ['a leftover AAAA of a wanted host', {stored: both, wants: [wantsWeb]}, ['web A wanted', 'web AAAA unwanted']],
    [
      'A and AAAA where a CNAME is wanted',
      {stored: both, wants: [wanted('web', 'CNAME', 'x.example.net')]},
      ['web A wanted', 'web AAAA wanted'],
    ],
    [
      'a CNAME beside a wanted A',
      {stored: cname, wants: [wantsWeb, wanted('web', 'CNAME', 'x.example.net', {by: 'service/shop/b'})]},
      ['web CNAME wanted'],
    ],
  ])('%s', (_title, situation, expected) => {
    expect(judged(situation)).toEqual(expected)
    const gone = keysOfDeletes(planFor({...situation, goal: PRUNE}))
    expect(gone).toHaveLength(expected.filter((line) => line.endsWith('unwanted')).length)
  })

  it('what gives way to a set that another owner keeps out', () => {
    const cname = (id: string, owner: string) => {
      const parts = {id, routing: weighted(1)}
      return [set('web', 'CNAME', `${id}.example.net`, parts), txt('cname-web', owner, WEB, parts)]
    }
    const situation = {stored: [...cname('v1', 'red'), ...cname('v2', 'blue')], wants: [wantsWeb]}
    expect(judged(situation)).toEqual(['web CNAME wanted', 'web CNAME unwanted'])
    const {zones, blocked} = planFor({...situation, goal: PRUNE})
    expect(keysOfDeletes({zones})).toEqual([])
    expect(blocked.map(({detail}) => detail)).toEqual([
      'record kept: the A record that Service shop/web wants in its place is blocked',
    ])
  })
})

const keysOfDeletes = ({zones}: Pick<Plan, 'zones'>) =>
  zones.flatMap(({hosts}) =>
    hosts.flatMap(({zone, changes}) =>
      changes.flatMap((change) => (change.kind === 'delete' ? [`${zone.id} ${recordSetKey(change.current)}`] : [])),
    ),
  )

describe('laws of the list of owners', () => {
  it('what prune takes away is unwanted, and what is unwanted and ours it takes away or tells', () => {
    fc.assert(
      fc.property(prunes(), (situation) => {
        const input = planInput({...situation, goal: PRUNE})
        if (input.registry.kind !== 'txt') return
        const plan = planFor({...situation, goal: PRUNE})
        const judge = makeWantedness(toDecisionInput(input), input.settings)
        const gone = new Set(keysOfDeletes(plan))
        for (const claim of claimRecordSets(input.zones, input.registry).claims) {
          const key = `${claim.zone.id} ${recordSetKey(claim.recordSet)}`
          const says = judge(claim)
          const {name, type, setIdentifier} = claim.recordSet
          if (gone.has(key)) expect(says, key).toBe('unwanted')
          if (claim.kind !== 'owned' || says !== 'unwanted' || gone.has(key)) continue
          const isTold = plan.blocked.some(
            (block) => block.host === name && block.setIdentifier === setIdentifier && block.types.includes(type),
          )
          expect(isTold, `${key} is said to be unwanted`).toBe(true)
        }
      }),
    )
  })

  it('what repair gives a text lacks the current format', () => {
    fc.assert(
      fc.property(situations({hasNoop: false}), (situation) => {
        const input = planInput(situation)
        const claims = claimRecordSets(input.zones, input.registry)
        const writers = makeOwnershipWriter(input, claims)
        if (writers === undefined) return
        const plan = makeOwnershipPlan({...input, goal: {kind: 'repair', former: undefined, upgradesFormat: true}})
        const written = new Set(
          plan.zones.flatMap(({hosts}) =>
            hosts.flatMap(({ownership}) =>
              ownership.flatMap((one) =>
                one.kind === 'create' ? [`${one.zone.id} ${recordSetKey(one.desired)}`] : [],
              ),
            ),
          ),
        )
        const lacking = claims.claims.filter((claim) => lacksCurrentFormat(claim, writers))
        const locations = lacking.map(({zone, recordSet}) => {
          const location = writers.locations.locationOf(zone, recordSet)
          return `${location.zone.id} ${recordSetKey({name: location.name, type: 'TXT', setIdentifier: recordSet.setIdentifier})}`
        })
        for (const one of written) expect(locations).toContain(one)
        const blocked = new Set<string>(plan.blocked.map(({host}) => host))
        for (const [index, location] of locations.entries()) {
          const name = lacking[index]?.recordSet.name ?? ''
          const passes = input.settings.domainFilter.matches(name) && input.settings.only.length === 0
          expect(written.has(location) || blocked.has(name) || !passes, location).toBe(true)
        }
      }),
    )
  })

  it('what adopt --equal-only takes is equal and unowned', () => {
    fc.assert(
      fc.property(situations({hasNoop: false}), (situation) => {
        const input = planInput(situation)
        const claims = claimRecordSets(input.zones, input.registry)
        const plan = makeOwnershipPlan({...input, goal: {kind: 'adopt', takesEqualOnly: true}})
        const {candidates} = checkCandidates(input, makeOwnershipWriter(input, claims))
        const equal = [...findEqualUnowned({...input, candidates}, claims).keys()]
        const names = new Set(equal.map(({name, setIdentifier}) => `${name} ${setIdentifier ?? ''}`))
        const adopted = plan.zones.flatMap(({hosts}) =>
          hosts.map(({name, setIdentifier}) => `${name} ${setIdentifier ?? ''}`),
        )
        for (const host of adopted) expect(names).toContain(host)
        for (const recordSet of equal) {
          expect(claims.claims.find((claim) => claim.recordSet === recordSet)?.kind).toBe('unowned')
        }
      }),
    )
  })
})

describe('what nobody owns and is as wanted', () => {
  const unmarked = (situation: Situation) => {
    const input = planInput(situation)
    const found = findEqualUnowned(input, claimRecordSets(input.zones, input.registry))
    return [...found].map(([recordSet, {resource}]) => `${recordSet.name} ${recordSet.type} ${resource}`)
  }

  it.each<readonly [string, Situation, readonly string[]]>([
    ['is found', {stored: [web], wants: [wantsWeb]}, [`web.shop.io A ${WEB}`]],
    [
      'is found as an alias',
      {stored: [alias('web', 'A')], wants: [wanted('web', 'CNAME', LB)]},
      [`web.shop.io A ${WEB}`],
    ],
    ['is not what has another value', {stored: [web], wants: [wanted('web', 'A', '192.0.2.11')]}, []],
    ['is not what has another TTL', {stored: [web], wants: [wanted('web', 'A', '192.0.2.10', {ttl: 60})]}, []],
    ['is not what has another type', {stored: [set('web', 'CNAME', 'x.example.net')], wants: [wantsWeb]}, []],
    ['is not what another owner has', {stored: [web, txt('a-web', 'blue')], wants: [wantsWeb]}, []],
    ['is not what is ours', {stored: ours, wants: [wantsWeb]}, []],
  ])('%s', (_title, situation, expected) => {
    expect(unmarked(situation)).toEqual(expected)
  })
})
