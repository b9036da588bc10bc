import {describe, expect, it} from 'vitest'
import type {ObjectProblem} from '../../../src/dns/endpoint.js'
import {makeRetention} from '../../../src/plan/decide/retention.js'
import type {PlanInput} from '../../../src/plan/plan-input.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import {fullName, objectProblem, pending, planInput, type Situation, WEB, wanted} from '../builders.js'
import {east, jointInput, west} from '../joint-builders.js'

const RED = toOwnerId('red')
const BLUE = toOwnerId('blue')
const WEB_NAME = fullName('web')

const retentionOf = (input: PlanInput, onMissingTarget: 'hold' | 'delete' = 'hold') =>
  makeRetention(input, input.problems, onMissingTarget)
const retained = (situation: Situation, onMissingTarget?: 'hold' | 'delete') =>
  retentionOf(planInput(situation), onMissingTarget)

describe('a host that waits for its target', () => {
  const waits = pending('web', WEB, 'v1')

  it('holds its name and identifier, of any owner while nobody has a target for the name', () => {
    const {pendingFor, awaiting} = retained({pending: [waits]})
    expect(pendingFor(WEB_NAME, 'v1', RED)).toBe(waits)
    expect(pendingFor(WEB_NAME, 'v1', BLUE)).toBe(waits)
    expect(pendingFor(WEB_NAME, 'v2', RED)).toBeUndefined()
    expect(pendingFor(WEB_NAME, undefined, RED)).toBeUndefined()
    expect(pendingFor(fullName('api'), 'v1', RED)).toBeUndefined()
    expect(awaiting(WEB_NAME)).toBe(waits)
    expect(awaiting(fullName('api'))).toBeUndefined()
  })

  it('without an identifier holds the set without one', () => {
    const simple = pending('web')
    const {pendingFor} = retained({pending: [simple]})
    expect([undefined, ''].map((id) => pendingFor(WEB_NAME, id, BLUE))).toEqual([simple, simple])
  })

  it('holds its own set alone once somebody has a target for the name, and nothing once its owner has one for it', () => {
    const other = wanted('web', 'A', '192.0.2.1', {id: 'v2', properties: {'aws/weight': '1'}})
    const beside = retained({pending: [waits], wants: [other]})
    expect(beside.pendingFor(WEB_NAME, 'v1', RED)).toBe(waits)
    expect(beside.pendingFor(WEB_NAME, 'v1', BLUE)).toBeUndefined()
    expect(beside.awaiting(WEB_NAME)).toBeUndefined()
    const same = wanted('web', 'A', '192.0.2.1', {id: 'v1', properties: {'aws/weight': '1'}})
    expect(retained({pending: [waits], wants: [same]}).pendingFor(WEB_NAME, 'v1', RED)).toBeUndefined()
  })

  it('holds for its own owner where another one has a target for it', () => {
    const same = wanted('web', 'A', '192.0.2.1', {id: 'v1', properties: {'aws/weight': '1'}})
    const input = jointInput({clusters: [east({wants: [same]}), west({pending: [waits]})]})
    const {pendingFor} = retentionOf(input)
    expect(pendingFor(WEB_NAME, 'v1', BLUE)).toMatchObject({origin: {cluster: 'west'}})
    expect(pendingFor(WEB_NAME, 'v1', RED)).toBeUndefined()
  })

  it('is the first of several that is told', () => {
    const some = [waits, pending('web', 'service/shop/other', 'v1')]
    expect(retained({pending: some}).pendingFor(WEB_NAME, 'v1', RED)).toBe(waits)
    expect(retained({pending: some}).awaiting(WEB_NAME)).toBe(waits)
  })

  it('holds nothing with --on-missing-target=delete', () => {
    const {pendingFor, awaiting} = retained({pending: [waits]}, 'delete')
    expect([pendingFor(WEB_NAME, 'v1', RED), awaiting(WEB_NAME)]).toEqual([undefined, undefined])
  })
})

describe('an object with a problem', () => {
  it('holds what its label names, of its owner, and the host that it asks for', () => {
    const problem = objectProblem(WEB, 'web')
    const {problemOf, problemAt} = retained({problems: [problem]})
    expect(problemOf(WEB, RED)).toBe(problem)
    expect(problemOf(WEB, BLUE)).toBeUndefined()
    expect(problemOf('service/shop/old', RED)).toBeUndefined()
    expect(problemAt(fullName('api'), WEB, RED)).toBe(problem)
    expect(problemAt(WEB_NAME, 'service/shop/old', RED)).toBe(problem)
    expect(problemAt(fullName('api'), 'service/shop/old', RED)).toBeUndefined()
  })

  it('holds its host from another owner until somebody has a target for it', () => {
    const problem = objectProblem(WEB, 'web')
    expect(retained({problems: [problem]}).problemAt(WEB_NAME, '', BLUE)).toBe(problem)
    const served = retained({problems: [problem], wants: [wanted('web', 'A', '192.0.2.1')]})
    expect(served.problemAt(WEB_NAME, '', BLUE)).toBeUndefined()
    expect(served.problemAt(WEB_NAME, '', RED)).toBe(problem)
  })

  it('asks for its host however that is written', () => {
    const problem = {...objectProblem(WEB), dnsName: 'WEB.Shop.io.'}
    expect(retained({problems: [problem]}).problemAt(WEB_NAME, '', RED)).toBe(problem)
  })

  it('without a host may have had any where nobody owns anything, and its label says nothing there', () => {
    const registry = {kind: 'noop'} as const
    const [anywhere, elsewhere] = [objectProblem(WEB), objectProblem(WEB, 'api')]
    expect(retained({registry, problems: [anywhere]}).problemAt(WEB_NAME, '', undefined)).toBe(anywhere)
    expect(retained({registry, problems: [elsewhere]}).problemAt(WEB_NAME, '', undefined)).toBeUndefined()
    expect(retained({registry, problems: [elsewhere]}).problemOf(WEB, undefined)).toBeUndefined()
    expect(retained({problems: [anywhere]}).problemAt(WEB_NAME, 'service/shop/old', RED)).toBeUndefined()
  })
})

describe('of several problems of one object', () => {
  const first = (...problems: readonly ObjectProblem[]) => {
    const found = [problems, problems.toReversed()].map((some) => retained({problems: some}).problemOf(WEB, RED))
    expect(found[0]).toBe(found[1])
    return found[0]
  }
  const problem = objectProblem(WEB, 'web')

  it('the one that is told comes first, of two that are alike', () => {
    expect(first({...problem, isUntold: true}, problem)).toBe(problem)
  })

  it.each<[string, Partial<ObjectProblem>]>([
    ['kind', {origin: {...problem.origin, kind: 'A'}}],
    ['namespace', {origin: {...problem.origin, namespace: 'a'}}],
    ['name', {origin: {...problem.origin, name: 'a'}}],
    ['field', {origin: {...problem.origin, field: 'a'}}],
    ['host', {dnsName: 'a.shop.io'}],
    ['words', {problem: 'a'}],
  ])('the first by %s, whatever the order in which they come', (_by, parts) => {
    const other = {...problem, ...parts}
    expect(first(problem, other)).toBe(other)
  })

  it('two whose parts join to one text are two', () => {
    const one = {...problem, origin: {...problem.origin, field: 'spec'}, dnsName: 'web.shop.io'}
    const two = {...problem, origin: {...problem.origin, field: 'specweb'}, dnsName: '.shop.io'}
    expect(first(one, two)).toBe(one)
  })
})
