import type {Plan} from '../../plan/plan.js'
import type {DeleteLimit} from '../../plan/plan-settings.js'
import type {CommandLine, Output} from '../command-line/line-command.js'
import {SAVE_FLAGS} from '../flags/saved-flags.js'
import {writeTextFile} from '../text-file.js'
import {usageError} from '../usage-error.js'
import type {PlannedRun} from './save-plan.js'

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

/** @throws CliError USAGE for what a comparison cannot be: a file, or another form than text. */
export function checkComparable(line: CommandLine): void {
  if (line.values(SAVE_FLAGS).out !== '') {
    throw usageError('--out and --compare exclude each other: two plans are no plan.', [
      'save the plan that you choose',
    ])
  }
  if (line.output.format !== 'text') {
    throw usageError(`--compare has no ${line.output.format} form.`, ['leave out --format and --json'])
  }
}

/** What two configurations plan differently, as text. */
export async function compareRuns(
  first: PlannedRun,
  second: PlannedRun,
  flags: readonly string[],
): Promise<{readonly isAlike: boolean; readonly text: string}> {
  const [{comparePlans, isAlike}, {renderComparisonText}, {makeTheme}] = await Promise.all([
    import('../../plan/compare-plans.js'),
    import('../../render/plan/comparison-text.js'),
    import('../../render/layout/theme.js'),
  ])
  const comparison = comparePlans(first.plan, second.plan)
  const {columns, colour, isAscii, isVerbose} = first.line.output
  return {
    isAlike: isAlike(comparison),
    text: renderComparisonText(comparison, {width: columns, theme: makeTheme(colour, isAscii), isVerbose, flags}),
  }
}

/** `--gitlab-report FILE`; nothing without it. @throws CliError FILE_NOT_WRITTEN, before anything is applied */
export async function writeGitlabReport(plan: Plan, path: string): Promise<void> {
  if (path === '') return
  const {renderGitlabReport} = await import('../../render/plan/workflow-commands.js')
  writeTextFile(path, renderGitlabReport(plan), 'the report', 'others')
}
