import type {HostPlan} from '../plan/change.js'
import type {Blocked, Plan} from '../plan/plan.js'
import type {Row} from './entry.js'
import {hostEntry} from './host-text.js'
import {makeTheme} from './theme.js'

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
export function diffLines(host: HostPlan, owner: Plan['owner'], rivals: readonly Blocked[]): readonly string[] {
  const theme = makeTheme(0)
  const {symbol, name, rows} = hostEntry(host, owner, rivals, {
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
  const said = content.map(({gap, text}, index) => `${index === 0 ? '' : ' '.repeat(gap)}${text}`).join('')
  return `${marker === '' ? sign : marker}   ${label.padEnd(LABEL_WIDTH)}${said}`.trimEnd()
}
