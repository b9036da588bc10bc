import type {CommandLine} from '../command-line/read-line.js'
import {planExitCode} from '../exit-codes.js'
import {EXIT_CODE_FLAGS, REPORT_FLAGS} from '../flags/own-flags.js'
import {SAVE_FLAGS} from '../flags/saved-flags.js'
import {isGithub, publishComparison} from '../reports/github.js'
import {lookOf} from '../terminal/look.js'
import {usageError} from '../usage-error.js'
import {planRun} from './plan-run.js'
import type {Session} from './session.js'

/** Runs `plan --compare`: plans twice and shows what the second configuration would do differently. */
export async function compareRuns(session: Session, line: CommandLine, further: readonly string[]): Promise<void> {
  checkComparable(line)
  const other = await line.with(further)
  const first = await planRun(session, line, {goal: {kind: 'apply'}})
  const second = await planRun(session, other, {goal: {kind: 'apply'}})
  session.progress.finish()
  const [{comparePlans, isAlike}, {renderComparisonText}, {makeTheme}] = await Promise.all([
    import('../../plan/compare-plans.js'),
    import('../../render/plan/comparison-text.js'),
    import('../../render/layout/theme.js'),
  ])
  const {registry} = first.settings
  const comparison = comparePlans(first.plan, second.plan, registry.kind === 'noop' ? undefined : registry.codec)
  if (isGithub(session.environment)) {
    // For the step summary, a page without the width of a terminal.
    const text = renderComparisonText(comparison, {width: 120, isVerbose: false, theme: makeTheme(0), flags: further})
    for (const remark of publishComparison(comparison, text, session.environment)) session.warn(remark)
  }
  session.answer(renderComparisonText(comparison, {...(await lookOf(line.output)), flags: further}))
  const isDetailed = line.values(EXIT_CODE_FLAGS)['detailed-exitcode']
  session.end(planExitCode({hasChanges: !isAlike(comparison), hasProblems: false, isDetailed}))
}

/** Refuses what makes no sense here: a plan file, a report of one plan, other formats. @throws CliError USAGE */
function checkComparable(line: CommandLine): void {
  if (line.values(SAVE_FLAGS).out !== '') {
    const fix = 'save the plan that you choose'
    throw usageError('--out and --compare exclude each other: only one plan can be saved.', [fix])
  }
  if (line.values(REPORT_FLAGS)['gitlab-report'] !== '') {
    const fix = 'leave out one of the two'
    throw usageError('--gitlab-report and --compare exclude each other: the report counts one plan.', [fix])
  }
  if (line.output.format !== 'text') {
    throw usageError(`--compare has no ${line.output.format} form.`, ['leave out --format and --json'])
  }
}
