import type {Difference} from './difference.js'
import type {Divergence} from './divergences.js'
import {type CaseReport, VERDICTS, type Verdict} from './verdict.js'

const SYMBOLS: Readonly<Record<Verdict, string>> = {
  equal: '=',
  'laws kept': '=',
  diverges: '≠',
  'not yet': '·',
  different: '!',
}

/** One line per case, followed by its differences. */
export function renderCase(report: CaseReport): string {
  const {verdict, key, steps, unbuilt, ms} = report
  const calls = steps.map((step) => `${step.calls}${step.recordedCalls === undefined ? '' : `/${step.recordedCalls}`}`)
  const facts = [
    ...(unbuilt === undefined ? [] : [`source ${unbuilt}`]),
    ...(calls.length === 0 ? [] : [`calls ${calls.join(' ')}`]),
    ...(steps.some((step) => step.exitCode !== 0) ? [`exit ${steps.map((step) => step.exitCode).join(' ')}`] : []),
    `${Math.round(ms)} ms`,
  ]
  const head = `${SYMBOLS[verdict]} ${verdict.padEnd(9)}  ${key.padEnd(46)}  ${facts.join(', ')}`
  return [head, ...details(report)].join('\n')
}

function details({crash, differences, divergences, stale}: CaseReport): readonly string[] {
  return [
    ...(crash === undefined ? [] : [`    the runner failed: ${crash}`]),
    ...differences.flatMap(differenceText),
    ...divergences.map((row) => `    listed: ${divergenceText(row)}`),
    ...stale.map((row) => `    listed, but no longer so: ${divergenceText(row)}`),
  ]
}

function differenceText({step, kind, subject, detail}: Difference): readonly string[] {
  return [`    step ${step} · ${kind} · ${subject}`, ...detail.map((line) => `      ${line}`)]
}

function divergenceText({step, kind, subject, reason, decided}: Divergence): string {
  const where = [step === undefined ? 'any step' : `step ${step}`, kind, ...(subject === undefined ? [] : [subject])]
  return `${where.join(' · ')}: ${reason} (${decided})`
}

/** Counts by verdict, missing sources, and `N passed, N failed` as the last line. */
export function renderSummary(reports: readonly CaseReport[], stray: readonly Divergence[]): string {
  const of = (verdict: Verdict) => reports.filter((report) => report.verdict === verdict)
  const counts = VERDICTS.map((verdict) => `${verdict} ${of(verdict).length}`)
  const missing = [...new Set(of('not yet').map((report) => report.unbuilt ?? ''))].sort()
  const counted = reports.flatMap((report) => report.steps).filter((step) => step.recordedCalls !== undefined)
  const ours = counted.reduce((sum, step) => sum + step.calls, 0)
  const theirs = counted.reduce((sum, step) => sum + (step.recordedCalls ?? 0), 0)
  const failed = of('different').length + stray.length
  const passed = reports.length - of('different').length - of('not yet').length
  return [
    `${reports.length} cases: ${counts.join(', ')}`,
    ...(counted.length === 0 ? [] : [`Route 53 calls of apply: ${ours}; the reference made ${theirs}`]),
    ...(missing.length === 0 ? [] : [`Not built yet: ${missing.join(', ')}`]),
    ...stray.map((row) => `The table of divergences names a case that does not exist: ${row.case}`),
    `${passed} passed, ${failed} failed`,
  ].join('\n')
}

export function hasFailed(reports: readonly CaseReport[], stray: readonly Divergence[]): boolean {
  return reports.length === 0 || stray.length > 0 || reports.some(({verdict}) => verdict === 'different')
}
