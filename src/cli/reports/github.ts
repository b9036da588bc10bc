import {appendFileSync, statSync} from 'node:fs'
import type {Environment} from '../../errors/environment.js'
import {type Comparison, countEntries, isAlike} from '../../plan/compare-plans.js'
import {countPlan, isEmptyPlan, type Plan} from '../../plan/plan.js'
import {harmless} from '../../render/layout/harmless.js'
import type {PlanFacts} from '../../render/plan/summary-text.js'

/** GitHub drops a step's summary that is longer than this. */
const SUMMARY_BYTES = 1024 * 1024
/** With less room than this no summary is written. */
const LEAST_SUMMARY_BYTES = 4096

/** True in a GitHub workflow, or in a system that sets the same variables. */
export function isGithub({GITHUB_ACTIONS, GITHUB_STEP_SUMMARY, GITHUB_OUTPUT}: Environment): boolean {
  return GITHUB_ACTIONS === 'true' || Boolean(GITHUB_STEP_SUMMARY) || Boolean(GITHUB_OUTPUT)
}

/**
 * Writes the plan as Markdown to the step summary, its counts to the step outputs, and problems as annotations.
 * Whatever cannot be written is returned as a remark and never fails the run.
 * @param tell writes to stderr, which the runner also scans for commands; stdout carries only the answer.
 */
export async function publishToGithub(
  plan: Plan,
  facts: PlanFacts,
  environment: Environment,
  tell: (text: string) => void,
): Promise<readonly string[]> {
  const remarks: string[] = []
  const {GITHUB_STEP_SUMMARY: summary = '', GITHUB_OUTPUT: outputs = ''} = environment
  if (summary !== '') remarks.push(...(await appendSummary(summary, plan, facts)))
  const counts = {...countPlan(plan), changes: !isEmptyPlan(plan), refused: plan.refusal !== undefined}
  remarks.push(...appendOutputs(outputs, counts))
  if (environment.GITHUB_ACTIONS === 'true') {
    const {renderWorkflowCommands} = await import('../../render/plan/workflow-commands.js')
    tell(renderWorkflowCommands(plan))
  }
  return remarks
}

/** Writes a comparison to the step summary and outputs. @returns remarks about what could not be written */
export function publishComparison(comparison: Comparison, text: string, environment: Environment): readonly string[] {
  const {GITHUB_STEP_SUMMARY: summary = '', GITHUB_OUTPUT: outputs = ''} = environment
  const {first, second, alike} = comparison
  const counts = {'only-first': countEntries(first), 'only-second': countEntries(second), alike}
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)))
  const page = `## DNS plan compared\n\n${fence}\n${harmless(text)}${fence}\n`
  return [
    ...(summary === '' ? [] : appendPage(summary, page)),
    ...appendOutputs(outputs, {differs: !isAlike(comparison), ...counts}),
  ]
}

function appendPage(path: string, page: string): readonly string[] {
  return Buffer.byteLength(page) > roomIn(path)
    ? ['the comparison is not in GITHUB_STEP_SUMMARY: no room is left in it']
    : append('GITHUB_STEP_SUMMARY', path, page)
}

function roomIn(path: string): number {
  return SUMMARY_BYTES - (statSync(path, {throwIfNoEntry: false})?.size ?? 0)
}

async function appendSummary(path: string, plan: Plan, facts: PlanFacts): Promise<readonly string[]> {
  const limit = roomIn(path)
  if (limit < LEAST_SUMMARY_BYTES) return ['the plan is not in GITHUB_STEP_SUMMARY: no room is left in it']
  const {renderPlanMarkdown} = await import('../../render/plan/plan-markdown.js')
  return append('GITHUB_STEP_SUMMARY', path, harmless(renderPlanMarkdown(plan, {...facts, limit})))
}

/** `create=1` and so on, one per line: the counts under their names in the JSON plan, and yes-or-no answers. */
function appendOutputs(path: string, outputs: Readonly<Record<string, number | boolean>>): readonly string[] {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`)
  return path === '' ? [] : append('GITHUB_OUTPUT', path, lines.join(''))
}

function append(variable: string, path: string, text: string): readonly string[] {
  try {
    appendFileSync(path, text)
    return []
  } catch (error) {
    return [`${variable} could not be written: ${error instanceof Error ? error.message : String(error)}`]
  }
}
