import {describe, expect, it} from 'vitest'
import type {Mutant} from './mutant.js'
import {percentOf, renderTable, report, type Tried, withRetried} from './report.js'

const MUTANT: Mutant = {
  file: 'src/plan/a.ts',
  lineNumber: 7,
  column: 10,
  line: 'return left < right',
  from: 'left < right',
  to: 'left <= right',
  mutator: 'EqualityOperator',
}

const tried = (status: Tried['status'], change: Partial<Mutant> = {}): Tried => ({
  mutant: {...MUTANT, ...change},
  status,
})

const entry = {file: MUTANT.file, line: MUTANT.line, from: MUTANT.from, to: MUTANT.to, why: 'they are never equal'}

describe('a report on mutants', () => {
  it('counts as killed what a test finds or no test gets past, and nothing that was not tried', () => {
    const {score, alive} = report(
      [
        tried('Killed', {to: 'true'}),
        tried('Timeout', {to: 'false'}),
        tried('RuntimeError', {to: 'left'}),
        tried('Survived'),
        tried('NoCoverage', {line: 'return right'}),
        tried('CompileError', {to: 'left > right'}),
      ],
      [],
    )
    expect(score).toEqual({mutants: 5, killed: 3, survived: 1, uncovered: 1, equivalent: 0})
    expect(percentOf(score)).toBe(60)
    expect(alive.map(({status}) => status)).toEqual(['Survived', 'NoCoverage'])
  })

  it('leaves out one that is listed as equivalent', () => {
    const {score, alive, voids} = report([tried('Survived'), tried('Killed', {to: 'true'})], [entry])
    expect(score).toEqual({mutants: 1, killed: 1, survived: 0, uncovered: 0, equivalent: 1})
    expect([alive, voids]).toEqual([[], []])
  })

  it.each<[string, readonly Tried[], string]>([
    ['whose line is written differently', [tried('Survived', {line: 'return right > left'})], 'the line has changed'],
    ['that a test kills', [tried('Killed')], 'a test kills it'],
    ['that fits two mutants', [tried('Survived'), tried('Survived', {lineNumber: 9})], 'fits 2 mutants'],
  ])('calls an entry void %s, and counts its mutant', (_which, all, problem) => {
    const {score, voids} = report(all, [entry])
    expect(voids).toEqual([expect.stringContaining(problem)])
    expect(score).toMatchObject({mutants: all.length, equivalent: 0})
  })

  it('says nothing of an entry whose file was not looked at, or whose mutant was not sampled', () => {
    expect(report([tried('Killed', {file: 'src/plan/b.ts'})], [entry]).voids).toEqual([])
    expect(report([tried('CompileError')], [entry])).toMatchObject({voids: [], score: {equivalent: 0}})
  })

  it('takes from a second round of tests what it says of those that the first left alive', () => {
    const first = [tried('Killed'), tried('Survived', {to: 'true'}), tried('NoCoverage', {to: 'false'})]
    const uncovered = tried('NoCoverage', {to: 'left'})
    const second = [
      tried('CompileError'),
      tried('Killed', {to: 'true'}),
      tried('Survived', {to: 'false'}),
      tried('NoCoverage', {to: 'left'}),
    ]
    expect(withRetried([...first, uncovered], second).map(({status}) => status)).toEqual([
      'Killed',
      'Killed',
      'Survived',
      'NoCoverage',
    ])
    expect(withRetried([tried('Survived')], [tried('NoCoverage')])).toEqual([tried('Survived')])
  })

  it('is a row for each room', () => {
    const score = {mutants: 200, killed: 181, survived: 18, uncovered: 1, equivalent: 4}
    expect(renderTable([['plan', score]]).split('\n')[2]).toBe('| plan | 200 | 181 | 18 | 1 | 4 | 90.5 % |')
  })

  it('is good where there is nothing to kill', () => {
    expect(percentOf({mutants: 0, killed: 0, survived: 0, uncovered: 0, equivalent: 0})).toBe(100)
  })
})
