import {describe, expect, it} from 'vitest'
import {accept, type Counts, exceeded, type Limits} from '../../bench/smoke-limits.js'

const LIMITS: Limits = {
  tolerance: {route53Calls: 0.05, kubernetesCalls: 0, octets: 0.03, allocated: 0.05},
  cases: {plan: {route53Calls: 30, kubernetesCalls: 2, octets: 1000, allocated: {20: 200, 22: 400}}},
}
const COUNTS: Counts = {route53Calls: 31, kubernetesCalls: 2, octets: 1030, allocated: 210}
const counted = (counts: Partial<Counts> = {}) => new Map([['plan', {...COUNTS, ...counts}]])

describe('the limits of the bench', () => {
  it('are kept by what is at most as much more as is allowed', () => {
    expect(exceeded(counted(), LIMITS, '20')).toEqual([])
    expect(exceeded(counted({route53Calls: 1, kubernetesCalls: 1, octets: 1, allocated: 1}), LIMITS, '20')).toEqual([])
  })

  it.each([
    [{route53Calls: 32}, 'plan: 32 calls to Route 53, 30 before (5 % more are allowed)'],
    [{kubernetesCalls: 3}, 'plan: 3 calls to Kubernetes, 2 before (0 % more are allowed)'],
    [{octets: 1031}, 'plan: 1031 octets read, 1000 before (3 % more are allowed)'],
    [{allocated: 211}, 'plan: 211 thousand octets allocated, 200 before (5 % more are allowed)'],
  ])('are exceeded by %j', (counts, finding) => {
    expect(exceeded(counted(counts), LIMITS, '20')).toEqual([finding])
  })

  it('on allocations are those of the same Node, or none', () => {
    expect(exceeded(counted({allocated: 420}), LIMITS, '22')).toEqual([])
    expect(exceeded(counted({allocated: 421}), LIMITS, '22')).toHaveLength(1)
    expect(exceeded(counted({allocated: 421}), LIMITS, '24')).toEqual([])
  })

  it('are missed where a case has none, and where one is of no case', () => {
    expect(exceeded(new Map([['apply', COUNTS]]), LIMITS, '20')).toEqual([
      'apply: there is no limit yet',
      'plan: has a limit, but was not counted',
    ])
  })

  it('can be accepted as counted, for this Node alone', () => {
    const accepted = accept(counted({allocated: 999}), LIMITS, '20')
    expect(accepted.cases.plan).toEqual({...COUNTS, allocated: {20: 999, 22: 400}})
    expect(exceeded(counted({allocated: 999}), accepted, '20')).toEqual([])
    expect(accept(new Map([['apply', COUNTS]]), LIMITS, '24').cases).toEqual({
      apply: {...COUNTS, allocated: {24: 210}},
    })
  })
})
