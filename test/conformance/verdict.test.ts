import {expect, it} from 'vitest'
import type {Difference} from './difference.js'
import type {Divergence} from './divergences.js'
import {hasFailed, renderSummary} from './report.js'
import {judge, strayRows} from './verdict.js'

const file = {kind: 'equal', name: 'some-case', key: 'equal/some-case', path: ''} as const
const difference: Difference = {step: 2, kind: 'record set', subject: 'example.com. www.example.com. A', detail: []}
const row: Divergence = {
  case: 'equal/some-case',
  kind: 'record set',
  subject: 'example.com. www.',
  reason: 'because',
  decided: 'docs/laws.md, law 4',
}

function judged(differences: readonly Difference[], table: readonly Divergence[]) {
  const job = {file, packageFolder: '', isSpawned: false}
  return judge({job, outcome: {steps: [], differences}, ms: 1}, table)
}

it('calls a case without differences equal', () => {
  expect(judged([], []).verdict).toBe('equal')
})

it('fails a case that differs, and says so in the last line', () => {
  const report = judged([difference], [])
  expect(report.verdict).toBe('different')
  expect(hasFailed([report], [])).toBe(true)
  expect(renderSummary([report], []).split('\n').at(-1)).toBe('0 passed, 1 failed')
})

it('passes a case whose differences are all listed', () => {
  expect(judged([difference], [row]).verdict).toBe('diverges')
})

it.each<[string, Partial<Divergence>]>([
  ['another step', {step: 1}],
  ['another kind', {kind: 'touched'}],
  ['another record set', {subject: 'example.com. api.'}],
  ['another case', {case: 'equal/some-other'}],
])('is not covered by a row for %s', (_what, change) => {
  expect(judged([difference], [{...row, ...change}]).verdict).toBe('different')
})

it('fails a listed divergence that does not occur any more', () => {
  const report = judged([], [row])
  expect(report.verdict).toBe('different')
  expect(report.stale).toEqual([row])
})

it('fails a row whose case does not exist', () => {
  expect(strayRows([row], [])).toEqual([row])
  expect(strayRows([row], [file])).toEqual([])
  expect(hasFailed([judged([], [])], [row])).toBe(true)
})

it('fails when no case was run at all, and when the runner itself broke', () => {
  expect(hasFailed([], [])).toBe(true)
  const job = {file, packageFolder: '', isSpawned: false}
  expect(judge({job, crash: 'no end', ms: 1}, []).verdict).toBe('different')
})

it('counts a case whose source is not built as neither passed nor failed', () => {
  const job = {file, packageFolder: '', isSpawned: false}
  const report = judge({job, outcome: {steps: [], differences: [], unbuilt: 'crd'}, ms: 1}, [])
  expect(hasFailed([report], [])).toBe(false)
  expect(renderSummary([report], [])).toContain('Not built yet: crd\n0 passed, 0 failed')
})
