import type {Plan} from '../../plan/plan.js'
import type {DeleteLimit} from '../../plan/plan-settings.js'
import type {Output} from '../command-line/read-line.js'
import {writeTextFile} from '../text-file.js'

/** What is known of a plan besides itself. */
export interface PlanFacts {
  /** How many requests it takes; undefined where that was not counted. */
  readonly batches?: number | undefined
  /** The limit on deletes that holds for this run; a plan within it does not say. */
  readonly deleteLimit?: DeleteLimit | undefined
}

/** The plan in the form that `--format` asks for; only that renderer is loaded. Ends with a line feed. */
export async function renderPlan(plan: Plan, output: Output, facts: PlanFacts = {}): Promise<string> {
  const {format, columns, colour, isAscii, isVerbose, isSummary} = output
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
  const [{renderPlanText}, {makeTheme}] = await Promise.all([
    import('../../render/plan/plan-text.js'),
    import('../../render/layout/theme.js'),
  ])
  return renderPlanText(plan, {width: columns, theme: makeTheme(colour, isAscii), isVerbose, isSummary, ...facts})
}

/** `--gitlab-report FILE`; nothing without it. @throws CliError FILE_NOT_WRITTEN, before anything is applied */
export async function writeGitlabReport(plan: Plan, path: string): Promise<void> {
  if (path === '') return
  const {renderGitlabReport} = await import('../../render/plan/workflow-commands.js')
  writeTextFile(path, renderGitlabReport(plan), 'the report', 'others')
}
