import {objectText} from '../../dns/phrase.js'
import {isEmptyPlan, type Plan, type PlanWarning} from '../../plan/plan.js'
import {toAscii} from '../layout/display-width.js'
import {bodyColumn, NAME_COLUMN} from '../layout/entry.js'
import type {Theme} from '../layout/theme.js'
import {oneWord, paragraph, words} from '../layout/wrap.js'
import {blockedText} from './blocked-text.js'
import {drasticText, headerText, type PlanFacts, refusalText, summaryText} from './summary-text.js'
import {unusedText} from './unused-text.js'
import {zoneCountsText, zonesText} from './zone-text.js'

export interface PlanTextOptions extends PlanFacts {
  /** The width of the terminal in columns. */
  readonly width: number
  readonly theme: Theme
  /** Also show values that stay, ownership TXT, the fields of objects, all zones and everything that is not changed. */
  readonly isVerbose?: boolean
  /** Show zones and counts only. */
  readonly isSummary?: boolean
}

/** Renders a plan for a terminal; ends with a line feed. */
export function renderPlanText(original: Plan, options: PlanTextOptions): string {
  const {width, theme, isVerbose = false, isSummary = false} = options
  const plan = theme.isAscii ? toAscii(original) : original
  const look = {theme, width, body: bodyColumn(isSummary ? [] : shownNames([plan])), isVerbose, isSummary}
  const most = isVerbose ? plan.warnings.length : isSummary ? MOST_IN_SUMMARY : MOST_WARNINGS
  const blocks = [
    headerText(plan, options, theme, width),
    doubtsText(plan.doubts, theme, width),
    ...(isSummary ? [zoneCountsText(plan, look)] : isEmptyPlan(plan) && !isVerbose ? [] : zonesText(plan, look)),
    ...blockedText(plan, look),
    unusedText(plan.unused, {width, theme, isVerbose}),
    warningsText(plan.warnings, most, theme, width),
    isSummary ? [] : drasticText(plan, theme, width),
    summaryText(plan, options, theme, width),
    refusalText(plan, theme, width),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

/** The names that share a column. */
export function shownNames(plans: readonly Pick<Plan, 'blocked' | 'zones'>[]): readonly string[] {
  return plans.flatMap(({zones, blocked}) => [
    ...zones.flatMap(({hosts}) => hosts.map(({name}) => name)),
    ...blocked.map(({host}) => host),
  ])
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
    ...warnings.slice(0, most).flatMap((warning) => paragraph(words(warningText(warning)), width, NAME_COLUMN)),
    ...(rest <= 0 ? [] : paragraph(words(`and ${rest} more (--verbose lists them)`), width, NAME_COLUMN)),
  ]
}

/** `Service web/front, annotation ttl: the TTL "soon" is not a number, ignored`. */
export function warningText({text, origin}: PlanWarning): string {
  if (origin === undefined) return text
  return `${objectText(origin)}${origin.field === '' ? '' : `, ${origin.field}`}: ${text}`
}
