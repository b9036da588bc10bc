import {SAVE_FLAGS} from './flags/saved-flags.js'
import type {CommandLine} from './line-command.js'
import type {PlannedRun} from './planned-run.js'
import {usageError} from './usage-error.js'

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
    import('../plan/compare-plans.js'),
    import('../render/comparison-text.js'),
    import('../render/theme.js'),
  ])
  const comparison = comparePlans(first.plan, second.plan)
  const {columns, colour, isAscii, isVerbose} = first.line.output
  return {
    isAlike: isAlike(comparison),
    text: renderComparisonText(comparison, {width: columns, theme: makeTheme(colour, isAscii), isVerbose, flags}),
  }
}
