import {describe, expect, it} from 'vitest'
import {makeOwnerOf, objectKey, partiesOf, withOwners} from '../../src/plan/parties.js'
import type {PlanCluster} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {planInput, wantsWeb} from './builders.js'
import {east, jointInput, west} from './joint-builders.js'

const cluster = (context: string, owner: string, parts: Partial<PlanCluster> = {}): PlanCluster => ({
  context,
  owner: toOwnerId(owner),
  objects: 1,
  wantedHosts: 2,
  sources: undefined,
  ...parts,
})

describe('for whom a run plans', () => {
  it('is one owner, or nobody with registry noop', () => {
    const input = {...planInput({wants: [wantsWeb], doubts: ['?']}), sources: ['service']}
    expect(partiesOf(input)).toEqual([
      {owner: 'red', context: 'test', objects: 1, wantedHosts: 1, sources: ['service'], doubts: ['?']},
    ])
    expect(partiesOf(planInput({registry: {kind: 'noop'}}))).toMatchObject([{owner: undefined}])
  })

  it('is each owner of several clusters, with all of its clusters as one', () => {
    const clusters = [
      cluster('a', 'red', {sources: ['service'], doubts: ['first?']}),
      cluster('b', 'blue', {objects: 5}),
      cluster('c', 'red', {sources: ['ingress'], doubts: ['second?'], unreachable: 'refused'}),
    ]
    expect(partiesOf({...planInput({}), clusters})).toEqual([
      {
        owner: 'red',
        context: 'a, c',
        objects: 2,
        wantedHosts: 4,
        sources: ['service', 'ingress'],
        doubts: ['first?', 'second?'],
        unreachable: 'refused',
      },
      {owner: 'blue', context: 'b', objects: 5, wantedHosts: 2, sources: [], doubts: [], unreachable: undefined},
    ])
  })
})

describe('for whom an object asks', () => {
  const [origin] = wantsWeb.origins
  if (origin === undefined) throw new Error('no origin')

  it('is the owner of its cluster, where there are several', () => {
    const ownerOf = makeOwnerOf(jointInput({clusters: [east(), west()]}))
    expect([{...origin, cluster: 'east'}, {...origin, cluster: 'west'}, origin, undefined].map(ownerOf)).toEqual([
      'red',
      'blue',
      'red',
      'red',
    ])
  })

  it('is the owner of the run otherwise, and nobody with registry noop', () => {
    expect(makeOwnerOf(planInput({}))(origin)).toBe('red')
    expect(makeOwnerOf(planInput({registry: {kind: 'noop'}}))(origin)).toBeUndefined()
  })

  it('is said of each candidate, unless that has an owner already', () => {
    const input = jointInput({clusters: [east(), west({wants: [wantsWeb]})]})
    expect(withOwners(input).candidates.map(({owner}) => owner)).toEqual(['blue'])
    const green = input.candidates.map((candidate) => ({...candidate, owner: toOwnerId('green')}))
    expect(withOwners({...input, candidates: green}).candidates.map(({owner}) => owner)).toEqual(['green'])
  })

  it('tells objects of one label apart', () => {
    const label = 'service/shop/web'
    const keys = [toOwnerId('red'), toOwnerId('blue'), undefined].map((owner) => objectKey(owner, label))
    expect(new Set(keys).size).toBe(3)
  })
})
