import {plural} from '../../dns/phrase.js'
import {type Comparison, countEntries, isAlike} from '../../plan/compare-plans.js'
import type {Plan} from '../../plan/plan.js'
import {toAscii} from '../layout/display-width.js'
import {bodyColumn, rowRoom} from '../layout/entry.js'
import type {Theme} from '../layout/theme.js'
import {paragraph, words} from '../layout/wrap.js'
import {blockedText} from './blocked-text.js'
import {zonesText} from './zone-text.js'

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
  const names = [first, second].flatMap(({zones, blocked}) => [
    ...zones.flatMap(({hosts}) => hosts.map(({name}) => name)),
    ...blocked.map(({host}) => host),
  ])
  const body = bodyColumn(names, width)
  const blocks = [
    side('Only as the flags are now', first, body, options),
    side(`Only with ${other}`, second, body, options),
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

function side(title: string, plan: Plan, body: number, options: ComparisonTextOptions): readonly string[] {
  const {theme, width, isVerbose} = options
  const head = paragraph(words(title, {paint: theme.bold}), width).join('\n')
  if (countEntries(plan) === 0) return [`${head}\n  nothing`]
  const zones = plan.zones.filter(({hosts}) => hosts.length > 0)
  const changed = zonesText({...plan, zones}, {theme, width, body, room: rowRoom(body, width), isVerbose})
  const blocked = blockedText(plan.blocked, {theme, width, body, zones: plan.zones.map(({zone}) => zone), isVerbose})
  return [head, ...changed.map((block) => block.join('\n')), ...(blocked.length === 0 ? [] : [blocked.join('\n')])]
}
