import {plural} from '../../dns/phrase.js'
import {type Comparison, countEntries, isAlike} from '../../plan/compare-plans.js'
import type {Plan} from '../../plan/plan.js'
import {shownIn} from '../layout/display-width.js'
import {bodyColumn} from '../layout/entry.js'
import type {VerboseLook} from '../layout/theme.js'
import {joinBlocks, paragraph, words} from '../layout/wrap.js'
import {blockedText, type PlanLook, shownNames} from './blocked-text.js'
import {zonesText} from './zone-text.js'

/** Only the differences between the two plans. @param flags of the second: `--txt-prefix=old-`. */
export function renderComparisonText(
  original: Comparison,
  {flags, ...options}: VerboseLook & {readonly flags: readonly string[]},
): string {
  const comparison = shownIn(options.theme, original)
  const {first, second, alike} = comparison
  const other = flags.join(' ')
  const last = (text: string) => paragraph(words(text), options.width)
  if (isAlike(comparison)) {
    return joinBlocks([last(`No difference: with ${other} the plan is the same, ${entries(alike)}.`)])
  }
  const look = {...options, body: bodyColumn(shownNames([first, second]))}
  const [now, then] = [countEntries(first), countEntries(second)]
  return joinBlocks([
    ...side('Only as the flags are now', first, look),
    ...side(`Only with ${other}`, second, look),
    last(`${entries(now)} only now, ${then} only with ${other}, ${alike} alike.`),
  ])
}

function entries(count: number): string {
  return plural(count, 'entry', 'entries')
}

function side(title: string, plan: Plan, look: PlanLook): readonly (readonly string[])[] {
  const head = paragraph(words(title, {paint: look.theme.bold}), look.width)
  if (countEntries(plan) === 0) return [[...head, '    nothing']]
  const changed = zonesText({owner: plan.owner, zones: plan.zones.filter(({hosts}) => hosts.length > 0)}, look)
  return [head, ...changed, ...blockedText(plan, look)]
}
