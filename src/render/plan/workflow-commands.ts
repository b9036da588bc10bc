import {fieldText, objectText, plural} from '../../dns/phrase.js'
import {type Blocked, countPlan, isProblem, type Plan} from '../../plan/plan.js'
import {harmless} from '../layout/harmless.js'
import {sortBlocked} from './blocked-text.js'

/** GitHub shows only this many annotations of each kind per step and silently drops the others. */
const MOST_ANNOTATIONS = 10

/** Problems, a refusal and warnings as annotations for a GitHub workflow, one per line; empty when there are none. */
export function renderWorkflowCommands(plan: Plan): string {
  const problems = sortBlocked(plan.blocked).filter(isProblem)
  const errors = [...refusalOf(plan), ...problems.map((one) => ({title: one.reason, text: blockedText(one)}))]
  const warnings = plan.warnings.map(({text, origin}) => ({
    title: 'warning',
    text: origin === undefined ? text : `${objectText(origin)} ${origin.field}: ${text}`,
  }))
  return [...commands('error', errors), ...commands('warning', warnings)].map((line) => `${line}\n`).join('')
}

type Annotation = {readonly title: string; readonly text: string}

function refusalOf({refusal}: Plan): Annotation[] {
  if (refusal === undefined) return []
  const {deletedHosts, ownedHosts, limit, fix} = refusal
  const text = `This plan would be refused: it deletes ${deletedHosts} of ${plural(ownedHosts, 'owned host')}, more than the limit of ${limit}. If that is meant: ${fix}`
  return [{title: 'limit exceeded', text}]
}

function blockedText({host, detail, origins}: Blocked): string {
  const who = origins.map(fieldText).join(', ')
  return `${host}: ${detail}${who === '' ? '' : ` (${who})`}`
}

function commands(kind: 'error' | 'warning', all: readonly Annotation[]): string[] {
  const shown = all.length > MOST_ANNOTATIONS ? all.slice(0, MOST_ANNOTATIONS - 1) : all
  const rest = all.length - shown.length
  return [
    ...shown.map(({title, text}) => `::${kind} title=${escapeProperty(title)}::${escapeData(text)}`),
    ...(rest === 0 ? [] : [`::${kind}::and ${rest} more, see the plan`]),
  ]
}

function escapeData(text: string): string {
  return harmless(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'))
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** GitLab's `reports:terraform`: three counts, a replacement being a create and a delete; ends with a line feed. */
export function renderGitlabReport(plan: Plan): string {
  const {create, update, replace, move, adopt, cleanups, delete: gone} = countPlan(plan)
  return `${JSON.stringify({create: create + replace, update: update + move + adopt + cleanups, delete: gone + replace})}\n`
}
