import {describe, expect, it} from 'vitest'
import {keyOf, type Mutant} from './mutant.js'
import {sampleOf} from './sampling.js'

const mutant = (lineNumber: number, change: Partial<Mutant> = {}): Mutant => ({
  file: 'src/plan/a.ts',
  lineNumber,
  column: 3,
  line: `return left < ${lineNumber}`,
  from: `left < ${lineNumber}`,
  to: 'true',
  mutator: 'ConditionalExpression',
  ...change,
})

const MUTANTS = Array.from({length: 50}, (_, index) => mutant(index + 1))
const sampled = (mutants: readonly Mutant[], count: number, seed: string) => {
  const reasons = sampleOf(mutants, {count, seed})
  return mutants.filter((_each, index) => reasons[index] === undefined).map(({line}) => line)
}

describe('the mutants that are tried', () => {
  it('are as many as asked for, the same for a seed, in whatever order they come', () => {
    const first = sampled(MUTANTS, 10, '1')
    expect(first).toHaveLength(10)
    expect(sampled([...MUTANTS].reverse(), 10, '1').sort()).toEqual([...first].sort())
    expect(sampled(MUTANTS, 10, '2')).not.toEqual(first)
  })

  it('stay when other lines come, or their own lines move', () => {
    const moved = MUTANTS.map((each) => ({...each, lineNumber: each.lineNumber + 3}))
    expect(sampled(moved, 10, '1')).toEqual(sampled(MUTANTS, 10, '1'))
    expect(sampled(MUTANTS, 20, '1')).toEqual(expect.arrayContaining(sampled(MUTANTS, 10, '1')))
  })

  it('are all, without a count, but those of text for people', () => {
    const text = mutant(51, {mutator: 'StringLiteral', from: "'no zone'", to: '""'})
    expect(new Set(sampleOf(MUTANTS, {seed: '1'}))).toEqual(new Set([undefined]))
    expect(
      sampleOf([text, ...MUTANTS], {seed: '1', count: 1}).filter((reason) => reason === 'human text'),
    ).toHaveLength(1)
    expect(sampleOf([text], {seed: '1'})).toEqual(['human text'])
  })

  it('are those of an earlier run where these are named, sampled or not', () => {
    const again = [3, 40].map((number) => keyOf(mutant(number)))
    const reasons = sampleOf(MUTANTS, {seed: '1', count: 1, again})
    expect(MUTANTS.filter((_each, index) => reasons[index] === undefined)).toEqual([mutant(3), mutant(40)])
  })
})
