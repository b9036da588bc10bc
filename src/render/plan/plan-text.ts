import {objectText, plural} from '../../dns/phrase.js'
import {isEmptyPlan, type Plan, type PlanWarning} from '../../plan/plan.js'
import type {DeleteLimit} from '../../plan/plan-settings.js'
import {toAscii} from '../layout/display-width.js'
import {bodyColumn, rowRoom} from '../layout/entry.js'
import type {Theme} from '../layout/theme.js'
import {oneWord, paragraph, words} from '../layout/wrap.js'
import {blockedCountsText, blockedText} from './blocked-text.js'
import {drasticText, headerText, refusalText, summaryText} from './summary-text.js'
import {unusedText} from './unused-text.js'
import {zoneCountsText, zonesText} from './zone-text.js'

export interface PlanTextOptions {
  /** The width of the terminal in columns. */
  readonly width: number
  readonly theme: Theme
  /** The number of batches that `apply` would send, if known. */
  readonly batches?: number | undefined
  /** The limit of this run. Only a plan that exceeds it contains it. */
  readonly deleteLimit?: DeleteLimit | undefined
  /** Also show unchanged values of updates, the values of ownership TXT, all objects and all zones. */
  readonly isVerbose?: boolean
  /** Show zones and counts only. */
  readonly isSummary?: boolean
}

/** Renders a plan for a terminal; ends with a line feed. */
export function renderPlanText(original: Plan, options: PlanTextOptions): string {
  const {width, theme, batches, deleteLimit, isVerbose = false, isSummary = false} = options
  const plan = theme.isAscii ? toAscii(original) : original
  const names = [
    ...plan.zones.flatMap((zone) => zone.hosts.map((host) => host.name)),
    ...plan.blocked.map(({host}) => host),
  ]
  const body = bodyColumn(names, width)
  const zones = plan.zones.map(({zone}) => zone)
  const summary = summaryText(plan, {theme, width, batches, deleteLimit})
  const notChanged = isSummary
    ? blockedCountsText(plan.blocked, theme, width)
    : blockedText(plan.blocked, {theme, width, body, zones, isVerbose})
  const most = isVerbose ? plan.warnings.length : isSummary ? MOST_IN_SUMMARY : MOST_WARNINGS
  const warnings = warningsText(plan.warnings, most, theme, width)
  const doubts = doubtsText(plan.doubts, theme, width)
  const refusal = plan.refusal === undefined ? [] : refusalText(plan.refusal, theme, width)
  const notUsed = unusedText(plan.unused, {width, theme, isVerbose})
  const blocks = isEmptyPlan(plan)
    ? [doubts, summary, notChanged, notUsed, warnings, refusal]
    : [
        headerText(plan, theme, width),
        doubts,
        ...(isSummary
          ? [zoneCountsText(plan, {theme, width, isVerbose})]
          : zonesText(plan, {theme, width, body, room: rowRoom(body, width), isVerbose})),
        notChanged,
        notUsed,
        warnings,
        ...(isSummary ? [] : [drasticText(plan, theme, width)]),
        summary,
        refusal,
      ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function doubtsText(doubts: readonly string[], theme: Theme, width: number): string[] {
  return doubts.flatMap((doubt) =>
    paragraph([oneWord('!', {paint: theme.problem}), ...words(doubt, {paint: theme.problem})], width),
  )
}

/** More warnings than this are only counted: a mistake in all objects would push the plan off the screen. */
const MOST_WARNINGS = 20
const MOST_IN_SUMMARY = 5

/** @param most the number of warnings to show; the rest is counted. */
function warningsText(warnings: readonly PlanWarning[], most: number, theme: Theme, width: number): string[] {
  if (warnings.length === 0) return []
  const rest = warnings.length - most
  return [
    theme.bold('Warnings'),
    ...warnings.slice(0, most).flatMap(({text, origin}) => {
      if (origin === undefined) return paragraph(words(text), width, 2)
      const content = [
        ...words(objectText(origin)),
        ...(origin.field === '' ? [] : words(origin.field, {gap: 2, paint: theme.dim})),
        ...words(text, {gap: 2}),
      ]
      return paragraph(content, width, 2)
    }),
    ...(rest <= 0 ? [] : paragraph(words(`and ${plural(rest, 'more warning')}, all of them with --verbose`), width, 2)),
  ]
}
