import {plural} from '../../dns/phrase.js'
import {type Comparison, countEntries, isAlike} from '../../plan/compare-plans.js'
import type {Plan} from '../../plan/plan.js'
import {toAscii} from '../layout/display-width.js'
import {bodyColumn} from '../layout/entry.js'
import type {Theme} from '../layout/theme.js'
import {paragraph, words} from '../layout/wrap.js'
import {blockedText} from './blocked-text.js'
import {shownNames} from './plan-text.js'
import {type ZoneTextOptions, zonesText} from './zone-text.js'

export interface ComparisonTextOptions {
  readonly width: number
  readonly theme: Theme
  readonly isVerbose: boolean
  /** The flags of the second plan: `--txt-prefix=old-`. */
  readonly flags: readonly string[]
}

/** Renders only the differences between the two plans; ends with a line feed. */
export function renderComparisonText(original: Comparison, options: ComparisonTextOptions): string {
  const {width, theme, flags} = options
  const comparison = theme.isAscii ? toAscii(original) : original
  const {first, second, alike} = comparison
  const other = flags.join(' ')
  if (isAlike(comparison)) {
    return `${paragraph(words(`No difference: with ${other} the plan is the same, ${plural(alike, 'entry', 'entries')}.`), width).join('\n')}\n`
  }
  const look = {theme, width, body: bodyColumn(shownNames([first, second])), isVerbose: options.isVerbose}
  const blocks = [
    side('Only as the flags are now', first, look),
    side(`Only with ${other}`, second, look),
    [
      paragraph(
        words(
          `${plural(countEntries(first), 'entry', 'entries')} only now, ${countEntries(second)} only with ${other}, ${alike} alike.`,
        ),
        width,
      ).join('\n'),
    ],
  ]
  return `${blocks.map((block) => block.join('\n\n')).join('\n\n')}\n`
}

function side(title: string, plan: Plan, look: ZoneTextOptions): readonly string[] {
  const head = paragraph(words(title, {paint: look.theme.bold}), look.width).join('\n')
  if (countEntries(plan) === 0) return [`${head}\n    nothing`]
  const changed = zonesText({owner: plan.owner, zones: plan.zones.filter(({hosts}) => hosts.length > 0)}, look)
  return [head, ...[...changed, ...blockedText(plan, look)].map((block) => block.join('\n'))]
}
