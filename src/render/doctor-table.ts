import {plural} from '../dns/phrase.js'
import {type Finding, hasFailed} from '../doctor/finding.js'
import {shownIn} from './layout/display-width.js'
import {LEAST_TABLE_WIDTH, renderTable} from './layout/table.js'
import type {Look, Paint, Theme} from './layout/theme.js'
import {oneWord, paragraph, REMARK_GAP, type Word, words} from './layout/wrap.js'

/** Four borders and three columns, the last of which takes what is left. */
const FRAME = 10
const LEAST_DETAIL = 30

/** One row a check, area by area; ends with a line feed. */
export function renderDoctorTable(original: readonly Finding[], {width, theme}: Look): string {
  const findings = shownIn(theme, original).map((one) =>
    one.cluster === undefined ? one : {...one, check: `${one.cluster}: ${one.check}`},
  )
  const checks = Math.max(5, ...findings.map(({check}) => check.length))
  const room = width - FRAME - checks - 'skipped'.length
  const lines =
    width < LEAST_TABLE_WIDTH || room < LEAST_DETAIL
      ? findings.flatMap((finding) => blockOf(finding, theme, width))
      : renderTable(
          ['Check', 'Verdict', 'What was found, and what to do'].map((title) => theme.bold(title)),
          findings.map((finding) => rowOf(finding, theme, room)),
          theme.isAscii,
        )
  return `${[...lines, '', ...paragraph(words(footer(findings)), width)].join('\n')}\n`
}

function rowOf(finding: Finding, theme: Theme, room: number): readonly string[] {
  const {check, verdict, fix} = finding
  const detail = paragraph(words(finding.detail, {isBreakable: true}), room)
  const fixes = fix.flatMap((text) => paragraph(fixWords(text, theme), room))
  return [check, paintOf(finding, theme)(verdict), [...detail, ...fixes].join('\n')]
}

function blockOf(finding: Finding, theme: Theme, width: number): readonly string[] {
  const head = [
    oneWord(finding.verdict, {paint: paintOf(finding, theme)}),
    ...words(finding.check, {paint: theme.bold}),
    ...words(finding.detail, {gap: REMARK_GAP, isBreakable: true}),
  ]
  return [...paragraph(head, width), ...finding.fix.flatMap((text) => paragraph(fixWords(text, theme), width, 4))]
}

function fixWords(text: string, theme: Theme): readonly Word[] {
  return [...words('Fix:'), ...words(text, {paint: theme.bold, isBreakable: true})]
}

function paintOf({verdict}: Finding, theme: Theme): Paint {
  if (verdict === 'failed') return theme.problem
  if (verdict === 'warning') return theme.blocked
  return verdict === 'ok' ? theme.create : theme.dim
}

function footer(findings: readonly Finding[]): string {
  const count = (verdict: Finding['verdict']) => findings.filter((one) => one.verdict === verdict).length
  const counts = `${count('ok')} ok, ${plural(count('warning'), 'warning')}, ${count('failed')} failed, ${count('skipped')} skipped.`
  return hasFailed(findings) ? `${counts} A run with these flags would fail or do nothing.` : counts
}
