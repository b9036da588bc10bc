import {collect} from '../../dns/group.js'
import {objectText, plural, zoneText} from '../../dns/phrase.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {HostPlan} from '../../plan/change.js'
import type {Blocked, Plan} from '../../plan/plan.js'
import {printable} from '../layout/display-width.js'
import type {Row} from '../layout/entry.js'
import {makeTheme} from '../layout/theme.js'
import {hostEntry} from './host-text.js'
import {setIdentifierText, targetsOf} from './record-set-text.js'

/** Further values of a record set are counted; the diff below the table has them all. */
const MOST_VALUES = 3
const LONGEST_VALUE = 100

export const DRASTIC_HEAD = ['| | Host | Zone | Record sets | Why |', '| --- | --- | --- | --- | --- |'] as const

/** One row of the table of what is deleted or replaced. */
export function drasticRow(host: HostPlan, zones: readonly Zone[]): string {
  const set = host.setIdentifier === undefined ? '' : ` ${code(setIdentifierText(host.setIdentifier))}`
  const cells = [
    `**${host.action}**`,
    `${code(host.name)}${set}`,
    code(zoneText(host.zone, zones)),
    recordSets(host),
    reason(host),
  ]
  return `| ${cells.join(' | ')} |`
}

function recordSets({changes}: HostPlan): string {
  const gone = changes.flatMap((change) => (change.kind === 'create' ? [] : [change.current]))
  const come = changes.flatMap((change) => (change.kind === 'delete' ? [] : [change.desired]))
  const sides = [gone, come].filter((side) => side.length > 0).map(sideText)
  return sides.length === 0 ? 'ownership TXT only' : sides.join(' -> ')
}

/** Types of one content, as A and AAAA of one alias, share it. */
function sideText(sets: readonly RecordSet[]): string {
  const types = collect(sets.map((set) => [valuesText(set), set.type] as const))
  return [...types].map(([values, names]) => `${names.join(' ')} ${values}`).join(', ')
}

function valuesText(set: RecordSet): string {
  const targets = targetsOf(set).map(({content}) => content.map(({text}) => text).join(' '))
  const shown = targets
    .slice(0, MOST_VALUES)
    .map((text) => code(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)} ...` : text))
  const rest = targets.length - shown.length
  return `${shown.join(' ')}${rest > 0 ? ` and ${plural(rest, 'more value')}` : ''}`
}

function reason({action, changes, origins, formerResources, notes}: HostPlan): string {
  const [origin, ...others] = origins
  if (origin !== undefined) {
    return `${code(objectText(origin))}${others.length === 0 ? '' : ` and ${plural(others.length, 'more object')}`}`
  }
  const was = formerResources.length === 0 ? '' : ` (was ${formerResources.map(code).join(', ')})`
  if (action === 'delete' && changes.length === 0) return `${notes.join('; ')}${was}`
  return action === 'delete' ? `no object asks for it any more${was}` : was.trim()
}

const LABEL_WIDTH = 9
/** In a block of a diff the first sign of a line is its colour; `!` is the one for what changes in its place. */
const LINE_SIGNS = {
  create: '+',
  delete: '-',
  update: '!',
  replace: '!',
  adopt: '!',
  release: '!',
  transfer: '!',
  repair: '!',
} as const

/** One host as lines of a diff; nothing is wrapped, so that a value stays a value. */
export function diffLines(host: HostPlan, owner: Plan['owner'], competitors: readonly Blocked[]): readonly string[] {
  const theme = makeTheme(0)
  const {symbol, name, rows} = hostEntry(host, owner, competitors, {
    theme,
    room: Number.POSITIVE_INFINITY,
    isVerbose: false,
  })
  const sign = LINE_SIGNS[host.action]
  const isWhole = host.action === 'create' || host.action === 'delete'
  const head = symbol === sign ? `${sign} ${name}` : `${sign} ${symbol} ${name}`
  return [head, ...rows.map((row) => lineOf(row, isWhole && row.kind === 'record' ? sign : ' '))]
}

function lineOf({label = '', marker, content}: Row, sign: string): string {
  const text = content.map(({gap, text}, index) => `${index === 0 ? '' : ' '.repeat(gap)}${text}`).join('')
  return `${marker === '' ? sign : marker}   ${label.padEnd(LABEL_WIDTH)}${text}`.trimEnd()
}

/**
 * Foreign text as code in Markdown, table cells included. Nothing in it is obeyed: no link, no HTML, no mention, no end of
 * the cell. Where a code span cannot hold it, `<code>` does, every sign in it written as a number.
 */
export function code(text: string): string {
  const shown = printable(text)
  if (shown === '') return ''
  if (!/[`|\\]|^\s|\s$/.test(shown)) return `\`${shown}\``
  return `<code>${shown.replace(/[^A-Za-z0-9]/gu, (sign) => `&#${sign.codePointAt(0)};`)}</code>`
}

/** Lines in a block that shows them as they are, however many backticks they hold. */
export function fenced(language: 'diff' | 'text', lines: readonly string[]): string {
  const longest = lines.flatMap((line) => line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${lines.map((line) => `${line}\n`).join('')}${fence}`
}

/** What is folded until somebody opens it. `title` is Markdown. */
export function details(title: string, body: string): string {
  return `<details><summary>${htmlOf(title)}</summary>\n\n${body}\n\n</details>`
}

/** In UTF-8, which is how the places that Markdown goes to count. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/** A summary line is HTML: code spans become elements. */
function htmlOf(title: string): string {
  const toHtml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return title
    .split(/(<code>.*?<\/code>|`[^`]*`)/)
    .map((part) => {
      if (part.startsWith('<code>')) return part
      return part.startsWith('`') ? `<code>${toHtml(part.slice(1, -1))}</code>` : toHtml(part)
    })
    .join('')
}

/** As many of the parts, from the first on, as `room` bytes hold, a line feed behind each. */
export function fitting(parts: readonly string[], room: number): readonly string[] {
  let used = 0
  const end = parts.findIndex((part) => {
    used += byteLength(part) + 1
    return used > room
  })
  return end < 0 ? parts : parts.slice(0, end)
}
