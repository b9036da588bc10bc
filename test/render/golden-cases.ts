import {renderApplyEvent} from '../../src/render/apply/apply-json.js'
import {renderApplyProgress, renderApplyQuestion} from '../../src/render/apply/apply-text.js'
import {renderDoctorTable} from '../../src/render/doctor-table.js'
import {renderExplainJson} from '../../src/render/explain/explain-json.js'
import {renderExplainText} from '../../src/render/explain/explain-text.js'
import {renderHistoryTable} from '../../src/render/history-table.js'
import {renderDoctorJson} from '../../src/render/json/doctor-json.js'
import {renderHistoryJson} from '../../src/render/json/history-json.js'
import {renderPlanJson} from '../../src/render/json/plan-json.js'
import {makeTheme, type Theme} from '../../src/render/layout/theme.js'
import {renderOwnersSummary, renderOwnersTable} from '../../src/render/owners/owners-table.js'
import {renderPlanHtml} from '../../src/render/plan/plan-html.js'
import {renderPlanMarkdown} from '../../src/render/plan/plan-markdown.js'
import {renderPlanText} from '../../src/render/plan/plan-text.js'
import {renderGitlabReport} from '../../src/render/plan/workflow-commands.js'
import {sampleEvents} from './sample-events.js'
import {sampleExplanations} from './sample-explanations.js'
import {sampleFindings} from './sample-findings.js'
import {sampleHistory} from './sample-history.js'
import {jointSample} from './sample-joint.js'
import {mixedRows, sampleRows} from './sample-owners.js'
import {samplePlans} from './sample-plans.js'

const plain = makeTheme(0)
const colour = makeTheme(1)

/** The widths of the golden screens of each sample plan; narrow ones where folding matters. */
const WIDTHS: Readonly<Record<keyof typeof samplePlans, readonly number[]>> = {
  'design-screen': [40, 60, 80, 100, 120, 200],
  empty: [80],
  'only-blocked': [40, 72, 100],
  'not-used': [60, 100],
  replace: [60, 80, 120],
  routing: [60, 100],
  'txt-sharing': [60, 100],
  idn: [60, 100],
  contested: [60, 120],
  long: [100],
  'long-values': [40, 80, 120],
  refusal: [60, 100],
  noop: [100],
  'upsert-only': [60, 100],
}

/** All golden files by name. */
export function goldenFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const name of Object.keys(WIDTHS) as (keyof typeof samplePlans)[]) {
    for (const width of WIDTHS[name]) {
      files.set(`plan-${name}-${width}.txt`, renderPlanText(samplePlans[name], {width, theme: plain, batches: 1}))
    }
  }
  const ascii = makeTheme(0, true)
  for (const width of [60, 100]) {
    files.set(`plan-idn-ascii-${width}.txt`, renderPlanText(samplePlans.idn, {width, theme: ascii, batches: 1}))
  }
  for (const name of ['design-screen', 'upsert-only', 'refusal', 'idn'] as const) {
    const look = {theme: plain, batches: 1, isSummary: true}
    for (const width of [60, 100]) {
      files.set(`plan-${name}-summary-${width}.txt`, renderPlanText(samplePlans[name], {width, ...look}))
    }
  }
  for (const name of ['design-screen', 'refusal', 'routing', 'idn', 'contested', 'empty', 'noop'] as const) {
    files.set(`plan-${name}.md.txt`, renderPlanMarkdown(samplePlans[name], {batches: 1}))
  }
  for (const width of [60, 80, 120]) {
    const draw = (theme: Theme) => renderPlanText(jointSample, {width, theme, batches: 2})
    files.set(`plan-joint-${width}.txt`, draw(plain))
    files.set(`plan-joint-colour-${width}.txt`, visible(draw(colour)))
  }
  files.set('plan-joint-verbose.txt', renderPlanText(jointSample, {width: 100, theme: plain, isVerbose: true}))
  files.set('plan-joint.md.txt', renderPlanMarkdown(jointSample, {batches: 2}))
  files.set('plan-joint.html.txt', renderPlanHtml(jointSample, {batches: 2}))
  files.set('plan-joint.json.txt', renderPlanJson(jointSample))
  files.set('plan-design-screen.html.txt', renderPlanHtml(samplePlans['design-screen'], {batches: 1}))
  files.set('plan-design-screen.gitlab.json.txt', renderGitlabReport(samplePlans['design-screen']))
  for (const [name, explanation] of Object.entries(sampleExplanations)) {
    for (const width of [60, 80, 120]) {
      files.set(`explain-${name}-${width}.txt`, renderExplainText(explanation, {width, theme: plain, isVerbose: false}))
    }
    files.set(`explain-${name}-ascii.txt`, renderExplainText(explanation, {width: 80, theme: ascii, isVerbose: true}))
    files.set(`explain-${name}.json.txt`, renderExplainJson(explanation))
  }
  for (const width of [60, 80, 120]) {
    files.set(`doctor-${width}.txt`, renderDoctorTable(sampleFindings, {width, theme: plain}))
  }
  files.set('doctor-ascii.txt', renderDoctorTable(sampleFindings, {width: 100, theme: ascii}))
  files.set('doctor-colour.txt', renderDoctorTable(sampleFindings, {width: 100, theme: colour}))
  files.set('doctor.json.txt', renderDoctorJson(sampleFindings))
  const ofHost = sampleHistory.filter(({recordSet}) => recordSet.name === 'shop.example.com')
  for (const width of [60, 80, 120]) {
    const look = {width, theme: plain, isWide: false}
    files.set(`history-zone-${width}.txt`, renderHistoryTable(sampleHistory, {...look, isOfHost: false}))
    files.set(`history-host-${width}.txt`, renderHistoryTable(ofHost, {...look, isOfHost: true}))
  }
  files.set(
    'history-wide-ascii.txt',
    renderHistoryTable(sampleHistory, {width: 80, theme: ascii, isWide: true, isOfHost: false}),
  )
  files.set('history.json.txt', renderHistoryJson({changes: ofHost, gaps: ['the change history is not known']}))
  const look = {width: 80, theme: colour, isVerbose: false}
  files.set(
    'explain-change-colour.txt',
    Object.values(sampleExplanations)
      .map((it) => renderExplainText(it, look))
      .join('\n'),
  )
  for (const name of ['txt-sharing', 'long-values', 'not-used'] as const) {
    const text = renderPlanText(samplePlans[name], {width: 120, theme: plain, isVerbose: true})
    files.set(`plan-${name}-verbose.txt`, text)
  }
  for (const width of [60, 80, 100, 120, 200]) {
    const draw = (theme: Theme) => renderPlanText(samplePlans['design-screen'], {width, theme, batches: 1})
    files.set(`plan-design-screen-colour-${width}.txt`, visible(draw(colour)))
    files.set(`plan-design-screen-ascii-${width}.txt`, draw(ascii))
  }
  files.set('plan-design-screen.json.txt', renderPlanJson(samplePlans['design-screen']))
  for (const [name, content] of ownersScreens()) files.set(`owners-${name}.txt`, content)
  for (const width of [60, 100]) files.set(`apply-${width}.txt`, applyScreen(width))
  files.set('apply-events.jsonl.txt', sampleEvents.map(renderApplyEvent).join(''))
  return files
}

/** Escape codes as text, so that they can be read in a golden file. */
function visible(text: string): string {
  return text.replaceAll('\u001b', '\\e')
}

function ownersScreens(): readonly (readonly [name: string, content: string])[] {
  const byState = {sortBy: 'state', groupBy: 'namespace'} as const
  const looks = [
    ['60', {width: 60, theme: plain}],
    ['80', {width: 80, theme: plain}],
    ['120', {width: 120, theme: plain}],
    ['200', {width: 200, theme: plain}],
    ['80-colour', {width: 80, theme: colour}],
    ['80-ascii', {width: 80, theme: makeTheme(0, true)}],
  ] as const
  return [
    ['one-zone', renderOwnersTable(sampleRows, looks[1][1])],
    ...looks.flatMap(([name, look]) => [
      [`states-${name}`, renderOwnersTable(mixedRows, look)] as const,
      [`wide-${name}`, renderOwnersTable(mixedRows, {...look, isWide: true})] as const,
      [`grouped-${name}`, renderOwnersTable(mixedRows, {...look, order: byState})] as const,
      [`summary-${name}`, renderOwnersSummary(mixedRows, look)] as const,
    ]),
  ]
}

function applyScreen(width: number): string {
  const lines = sampleEvents.map((event) => {
    switch (event.kind) {
      case 'batch-accepted':
      case 'batch-rejected':
      case 'host-failed':
      case 'host-partly':
      case 'verified':
      case 'summary':
        return renderApplyProgress(event, {width, theme: plain})
      default:
        return ''
    }
  })
  return `${renderApplyQuestion(samplePlans['design-screen'])} yes\n${lines.join('')}`
}
