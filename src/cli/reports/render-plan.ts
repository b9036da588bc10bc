import type {Plan} from '../../plan/plan.js'
import type {PlanFacts} from '../../render/plan/summary-text.js'
import type {Output} from '../command-line/read-line.js'
import {lookOf} from '../terminal/look.js'
import {writeTextFile} from '../text-file.js'

/** Renders the plan in the format of `--format`, loading only that renderer. Ends with a line feed. */
export async function renderPlan(plan: Plan, output: Output, facts: PlanFacts = {}): Promise<string> {
  const {format, isSummary} = output
  if (format === 'json') {
    const {renderPlanJson} = await import('../../render/json/plan-json.js')
    return renderPlanJson(plan)
  }
  if (format === 'html') {
    const {renderPlanHtml} = await import('../../render/plan/plan-html.js')
    return renderPlanHtml(plan, facts)
  }
  if (format === 'markdown') {
    const {renderPlanMarkdown} = await import('../../render/plan/plan-markdown.js')
    return renderPlanMarkdown(plan, facts)
  }
  const {renderPlanText} = await import('../../render/plan/plan-text.js')
  return renderPlanText(plan, {...(await lookOf(output)), isSummary, ...facts})
}

/** Writes the file of `--gitlab-report`, if any. @throws CliError FILE_NOT_WRITTEN, before anything is applied */
export async function writeGitlabReport(plan: Plan, path: string): Promise<void> {
  if (path === '') return
  const {renderGitlabReport} = await import('../../render/plan/workflow-commands.js')
  writeTextFile(path, renderGitlabReport(plan), 'the report', 'others')
}
