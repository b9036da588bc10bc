import {collect} from '../../dns/group.js'
import {objectText, plural, zoneText} from '../../dns/phrase.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {currentOf, desiredOf, type HostPlan} from '../../plan/change.js'
import type {Plan} from '../../plan/plan.js'
import {printable} from '../layout/display-width.js'
import {LABEL_WIDTH} from '../layout/entry.js'
import {makeTheme} from '../layout/theme.js'
import type {Word} from '../layout/wrap.js'
import {hostEntry, whoText} from './host-text.js'
import {setIdentifierText, targetsOf} from './record-set-text.js'

/** More values of a record set are only counted; the diff below the table lists all of them. */
const MOST_VALUES = 3
const LONGEST_VALUE = 100

export const DRASTIC_HEAD = ['| | Host | Zone | Record sets | Why |', '| --- | --- | --- | --- | --- |'] as const

export function drasticRow(host: HostPlan, zones: readonly Zone[]): string {
  const set = host.setIdentifier === undefined ? '' : ` ${code(setIdentifierText(host.setIdentifier))}`
  const where = [`${code(host.name)}${set}`, code(zoneText(host.zone, zones))]
  return `| ${[`**${host.action}**`, ...where, recordSets(host), reason(host)].join(' | ')} |`
}

function recordSets({changes}: HostPlan): string {
  const sides = [currentOf(changes), desiredOf(changes)].filter((side) => side.length > 0).map(sideText)
  return sides.length === 0 ? 'ownership TXT only' : sides.join(' → ')
}

/** Types with the same content, such as A and AAAA of one alias, are listed together. */
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

function reason(host: HostPlan): string {
  const [origin, ...others] = host.origins
  if (origin !== undefined) {
    return `${code(objectText(origin))}${others.length === 0 ? '' : ` and ${plural(others.length, 'more object')}`}`
  }
  return [whoText(host, false), ...(host.changes.length === 0 ? host.notes : [])]
    .filter((text) => text !== '')
    .map(code)
    .join('; ')
}

/**
 * A host as lines of a diff, not wrapped, so that values stay whole. The first character determines the colour; `!` marks
 * a change in place.
 */
export function diffLines(host: HostPlan, owner: Plan['owner']): readonly string[] {
  const {symbol, name, rows, notes} = hostEntry(host, owner, {theme: makeTheme(0), isVerbose: false})
  const isWhole = host.action === 'create' || host.action === 'delete'
  const labelText = (label: string) => (label.length < LABEL_WIDTH ? label.padEnd(LABEL_WIDTH) : `${label}   `)
  return [
    isWhole ? `${symbol} ${name}` : `! ${symbol} ${name}`,
    ...rows.map(({label, content}) => `${isWhole ? symbol : ' '}   ${labelText(label)}${inLine(content)}`.trimEnd()),
    ...notes.map((note) => `      ${inLine(note)}`),
  ]
}

function inLine(content: readonly Word[]): string {
  return content.map(({gap, text}, index) => `${index === 0 ? '' : ' '.repeat(gap)}${text}`).join('')
}

/**
 * Renders foreign text as code in Markdown and in table cells, so that it cannot contain links, HTML or mentions, nor
 * end the cell. When a code span cannot hold the text, `<code>` with numeric entities is used.
 */
export function code(text: string): string {
  const shown = printable(text)
  if (shown === '') return ''
  if (!/[`|\\]|^\s|\s$/.test(shown)) return `\`${shown}\``
  return `<code>${shown.replace(/[^A-Za-z0-9]/gu, (sign) => `&#${sign.codePointAt(0)};`)}</code>`
}

/** Renders lines in a code block, whatever backticks they contain. */
export function fenced(language: 'diff' | 'text', lines: readonly string[]): string {
  const longest = lines.flatMap((line) => line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${lines.map((line) => `${line}\n`).join('')}${fence}`
}

/** Renders a collapsed section. `title` is Markdown. */
export function details(title: string, body: string): string {
  return `<details><summary>${htmlOf(title)}</summary>\n\n${body}\n\n</details>`
}

/** In UTF-8, because size limits for Markdown count bytes. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Converts a title for the `<summary>` element, which is HTML: code spans become elements. */
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

/** The first parts that fit into `room` bytes, counting a line feed after each. */
export function fitting(parts: readonly string[], room: number): readonly string[] {
  let used = 0
  const end = parts.findIndex((part) => {
    used += byteLength(part) + 1
    return used > room
  })
  return end < 0 ? parts : parts.slice(0, end)
}
