import {objectText, zoneText} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import {BLOCK_REASONS, type Blocked, PROBLEM_REASONS} from '../../plan/plan.js'
import {displayWidth, printable} from '../layout/display-width.js'
import {joinLead, LEAST_ALIGNED_WIDTH, LEAST_NAME_GAP, nameCell, narrowHead, OUTDENT} from '../layout/entry.js'
import {type Paint, SYMBOLS, type Theme} from '../layout/theme.js'
import {oneWord, paintWith, paragraph, REMARK_GAP, toText, type Word, words, wrap} from '../layout/wrap.js'
import {setIdentifierText} from './record-set-text.js'

export interface BlockedTextOptions {
  readonly theme: Theme
  readonly width: number
  readonly body: number
  readonly zones: readonly Zone[]
  readonly isVerbose: boolean
}

/** Below this width the detail is put on a line of its own. */
const LEAST_DETAIL = 32
/** Longer lists of types, reasons and owners exceed their columns. */
const MOST_TYPES = 12
const MOST_REASON = 24
const LONGEST_WHOLE_FIX = 60

/** The column widths of the whole block. */
interface Grid {
  readonly types: number
  readonly reason: number
}

/** Lists what is blocked, with the reasons: problems first, then by reason, host and set identifier. */
export function blockedText(blocked: readonly Blocked[], options: BlockedTextOptions): string[] {
  if (blocked.length === 0) return []
  const sorted = sortBlocked(blocked)
  const grid = {
    types: widest(sorted.map(typesText), 6, MOST_TYPES),
    reason: widest(sorted.map(reasonText), 0, MOST_REASON),
  }
  const layOut = options.width < LEAST_ALIGNED_WIDTH ? narrow : aligned
  return [options.theme.bold('Not changed, and why'), ...sorted.flatMap((one) => layOut(one, options, grid))]
}

function narrow(one: Blocked, options: BlockedTextOptions): string[] {
  const {width} = options
  const types = one.types.length === 0 ? [] : words(typesText(one))
  const reason = words(reasonText(one), {paint: paintOf(one, options.theme)})
  const detail = wrap(detailWords(one, options), {column: 4, hang: 4, outdent: 2, width})
  return [...narrowHead(headOf(one, options.theme), [...types, ...reason], width), ...toText(detail)]
}

function aligned(one: Blocked, options: BlockedTextOptions, grid: Grid): string[] {
  const {width, body, theme} = options
  const name = nameCell(headOf(one, theme))
  const isLong = name.width + LEAST_NAME_GAP > body
  const cell = isLong ? {text: '', width: 0} : name
  const above = isLong ? [name.text] : []
  const [types, reason] = [typesText(one), printable(reasonText(one))]
  const paint = paintOf(one, theme)
  const detail = detailWords(one, options)
  const column = body + grid.types + 2 + grid.reason + 2
  const lead = cell.text + ' '.repeat(body - cell.width)
  if (types.length <= grid.types && displayWidth(reason) <= grid.reason && width - column >= LEAST_DETAIL) {
    const line = lead + types.padEnd(grid.types + 2) + paintWith(paint, reason)
    const end = body + grid.types + 2 + displayWidth(reason)
    return [...above, ...joinLead(line, end, column, wrap(detail, {column, hang: column, outdent: OUTDENT, width}))]
  }
  const box = {column: body, hang: body, outdent: OUTDENT, width}
  const gap = Math.max(1, grid.types + 2 - types.length)
  const content = [...(types === '' ? [] : words(types)), ...words(reasonText(one), {paint, gap})]
  return [...above, ...joinLead(lead, body, body, wrap(content, box)), ...toText(wrap(detail, box))]
}

function headOf(one: Blocked, theme: Theme) {
  return {symbol: SYMBOLS.blocked, paint: paintOf(one, theme), bold: theme.bold, name: one.host}
}

function paintOf({reason}: Blocked, theme: Theme): Paint {
  return PROBLEM_REASONS.has(reason) ? theme.problem : theme.blocked
}

function typesText({types}: Blocked): string {
  return types.join(' ')
}

/** For a foreign owner, its id says more than the name of the reason. */
function reasonText({reason, owner}: Blocked): string {
  return reason === 'owner-mismatch' && owner !== undefined ? `owner ${owner}` : reason
}

function detailWords(one: Blocked, {theme, width, zones, isVerbose}: BlockedTextOptions): Word[] {
  const isSaid = one.origins.some((origin) => one.detail.includes(objectPath(origin)))
  const objects = isSaid && !isVerbose ? [] : one.origins
  const isTwin = one.zone !== undefined && zoneText(one.zone, zones) !== one.zone.name
  const who = objects.map((origin) => `${objectText(origin)} ${origin.field}`.trim()).join(', ')
  const content = [
    ...(isTwin && one.zone !== undefined ? [`in ${zoneText(one.zone, zones)},`] : []),
    ...(one.setIdentifier === undefined ? [] : [`${setIdentifierText(one.setIdentifier)},`]),
    one.detail,
    ...(who === '' ? [] : [`(${who})`]),
  ].join(' ')
  return one.fix === undefined ? words(content) : [...words(`${content}:`), ...fixWords(one.fix, width, theme.bold)]
}

/** Keeps a command on one line so that it can be copied, unless it is too long. */
function fixWords(fix: string, width: number, paint: Paint): Word[] {
  const whole = oneWord(fix, {paint})
  return displayWidth(whole.text) <= Math.min(LONGEST_WHOLE_FIX, width - OUTDENT) ? [whole] : words(fix, {paint})
}

function objectPath({namespace, name}: {readonly namespace: string; readonly name: string}): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

function widest(texts: readonly string[], least: number, most: number): number {
  const widths = texts.map((text) => displayWidth(printable(text))).filter((size) => size <= most)
  return widths.reduce((widest, size) => Math.max(widest, size), least)
}

/** Counts the blocked hosts for each reason, problems first, with the fix if it is the same for all. */
export function blockedCountsText(blocked: readonly Blocked[], theme: Theme, width: number): string[] {
  if (blocked.length === 0) return []
  const reasons = [...BLOCK_REASONS]
    .sort((a, b) => Number(PROBLEM_REASONS.has(b)) - Number(PROBLEM_REASONS.has(a)))
    .map((reason) => ({reason, ones: blocked.filter((one) => one.reason === reason)}))
    .filter(({ones}) => ones.length > 0)
  const column = Math.max(...reasons.map(({reason}) => displayWidth(reason)))
  return [
    theme.bold('Not changed, and why'),
    ...reasons.flatMap(({reason, ones}) => {
      const fixes = new Set(ones.map(({fix}) => fix))
      const [fix] = fixes
      const content = [
        oneWord(SYMBOLS.blocked, {paint: PROBLEM_REASONS.has(reason) ? theme.problem : theme.blocked}),
        oneWord(reason, {gap: 2}),
        oneWord(String(ones.length), {gap: column - displayWidth(reason) + 2}),
        ...(fix === undefined || fixes.size > 1 ? [] : words(fix, {gap: REMARK_GAP, paint: theme.bold})),
      ]
      return paragraph(content, width, 2, 5)
    }),
  ]
}

/** Sorts problems first, then by reason, host, zone and set identifier, as in text and JSON output. */
export function sortBlocked(blocked: readonly Blocked[]): readonly Blocked[] {
  return [...blocked].sort((a, b) => rank(a) - rank(b) || compareLists(sortKey(a), sortKey(b)))
}

function rank({reason}: Blocked): number {
  return BLOCK_REASONS.indexOf(reason) - (PROBLEM_REASONS.has(reason) ? BLOCK_REASONS.length : 0)
}

function sortKey(one: Blocked): readonly string[] {
  return [one.host, one.zone?.id ?? '', one.setIdentifier ?? '', one.types.join(' '), one.detail]
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((text, at) => text !== b[at])
  return index < 0 ? 0 : (a[index] ?? '') < (b[index] ?? '') ? -1 : 1
}
