import {describe, expect, it} from 'vitest'
import type {Case, Targets} from '../../bench/cases.js'
import type {Measured} from '../../bench/measured.js'
import type {Result} from '../../bench/run-cases.js'
import {renderResults, renderSummary} from '../../bench/table.js'

const OURS: Measured = {wall: 300, cpu: 200, memory: 80, calls: 88, throttled: 4}
const THEIRS: Measured = {wall: 200, cpu: 50, memory: 100, calls: 44, throttled: 0}

function result(targets: Targets, parts: Partial<Case> = {}, medians = [OURS, THEIRS]): Result {
  const work: Case = {
    name: 'a plan',
    size: {objects: 1, foreignSets: 1},
    latencyMs: 0,
    command: 'plan',
    before: 'nothing',
    targets,
    ...parts,
  }
  return {work, pages: 80, rounds: 3, medians}
}

const COLUMNS = [
  {name: 'ours', isOurs: true},
  {name: 'theirs', isOurs: false},
]

const cells = (...results: readonly Result[]) =>
  renderResults(results, COLUMNS)
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

describe('the table of the bench', () => {
  it('has a line for each measure, and the ratio to each other program', () => {
    expect(cells(result({}))).toEqual([
      ['a plan', 'wall', '0.300 s', '0.200 s', '1.50', ''],
      ['', 'CPU', '0.200 s', '0.050 s', '4.00', ''],
      ['', 'peak memory', '80 MiB', '100 MiB', '0.80', ''],
      ['', 'calls to Route 53', '88', '44', '2.00', ''],
    ])
  })

  it('marks a ratio above its target, and no other', () => {
    const ratios = (times: number) => cells(result({wall: {times}}))[0]?.slice(4)
    expect(ratios(1.4)).toEqual(['1.50 (missed)', '≤ 1.4 ×'])
    expect(ratios(1.5)).toEqual(['1.50', '≤ 1.5 ×'])
  })

  it('marks a number above its limit, whatever the other program needs', () => {
    const calls = (most: number) =>
      cells(result({calls: {most: ({pages}) => pages + most, text: '≤ 1.1 × one pass'}}))[3]
    expect(calls(7)).toEqual(['', 'calls to Route 53', '88 (missed)', '44', '2.00', '≤ 1.1 × one pass: 87'])
    expect(calls(8)?.[2]).toBe('88')
  })

  it('counts throttled calls where they may happen', () => {
    const target = {throttled: {most: () => 3, text: '≤ 3'}}
    expect(cells(result(target, {hasBucket: true}))[4]).toEqual(['', 'throttled calls', '4 (missed)', '0', '', '≤ 3'])
  })

  it('knows what an earlier case took', () => {
    const tenth = result({}, {name: 'a tenth'})
    const most = (times: number): Targets => ({
      wall: {most: ({oursOf}) => times * (oursOf('a tenth')?.wall ?? 0), text: '≤ a tenth'},
    })
    const linear = (times: number) => cells(tenth, result(most(times)))[4]?.[2]
    expect([linear(0.9), linear(1)]).toEqual(['0.300 s (missed)', '0.300 s'])
  })

  it('does without another program', () => {
    expect(
      renderResults([result({}, {}, [OURS])], COLUMNS.slice(0, 1))
        .split('\n')
        .slice(0, 3),
    ).toEqual(['| work | | ours | target |', '| --- | --- | ---: | ---: |', '| a plan | wall | 0.300 s | |'])
  })

  it('has no target against another checkout of ours', () => {
    const columns = [...COLUMNS.slice(0, 1), {name: '/checkout', isOurs: true}]
    expect(renderResults([result({wall: {times: 1}})], columns)).not.toContain('missed')
  })

  it('is short for the README', () => {
    const shown = result({wall: {times: 1}}, {inReadme: 'in CI'})
    expect(renderSummary([result({}), shown], COLUMNS).split('\n')).toEqual([
      '| work | ours | theirs | × |',
      '| --- | ---: | ---: | ---: |',
      '| in CI | 0.300 s | 0.200 s | 1.50 |',
    ])
  })
})
