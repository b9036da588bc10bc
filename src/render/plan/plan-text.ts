import {objectText} from '../../dns/phrase.js'
import {isEmptyPlan, type Plan, type PlanWarning} from '../../plan/plan.js'
import {shownIn} from '../layout/display-width.js'
import {bodyColumn, NAME_COLUMN} from '../layout/entry.js'
import type {Look} from '../layout/theme.js'
import {joinBlocks, oneWord, paragraph, words} from '../layout/wrap.js'
import {blockedText, type PlanLook, shownNames} from './blocked-text.js'
import {drasticText, headerText, type PlanFacts, refusalText, summaryText} from './summary-text.js'
import {unusedText} from './unused-text.js'
import {zoneCountsText, zonesText} from './zone-text.js'

export type PlanTextOptions = PlanFacts & Look & Partial<Pick<PlanLook, 'isVerbose' | 'isSummary'>>

/** Renders a plan for a terminal; ends with a line feed. */
export function renderPlanText(original: Plan, options: PlanTextOptions): string {
  const {width, theme, isVerbose = false, isSummary = false} = options
  const plan = shownIn(theme, original)
  const look = {theme, width, body: bodyColumn(isSummary ? [] : shownNames([plan])), isVerbose, isSummary}
  const most = isVerbose ? plan.warnings.length : isSummary ? MOST_IN_SUMMARY : MOST_WARNINGS
  const alarm = {paint: theme.problem}
  return joinBlocks([
    headerText(plan, options),
    plan.doubts.flatMap((doubt) => paragraph([oneWord('!', alarm), ...words(doubt, alarm)], width)),
    ...(isSummary ? [zoneCountsText(plan, look)] : isEmptyPlan(plan) && !isVerbose ? [] : zonesText(plan, look)),
    ...blockedText(plan, look),
    unusedText(plan.unused, look),
    warningsText(plan.warnings, most, look),
    isSummary ? [] : drasticText(plan, look),
    summaryText(plan, options),
    refusalText(plan, look),
  ])
}

/** More warnings than this are only counted: a mistake in all objects would push the plan off the screen. */
const MOST_WARNINGS = 20
const MOST_IN_SUMMARY = 5

/** @param most the number of warnings to show; the rest is counted. */
function warningsText(warnings: readonly PlanWarning[], most: number, {theme, width}: Look): string[] {
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
