import {plural, visibility} from '../../dns/phrase.js'
import type {HostPlan} from '../../plan/change.js'
import {countActions, countPlan, isEmptyPlan, type Plan, type ZonePlan} from '../../plan/plan.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {printable} from '../layout/display-width.js'
import {bodyColumn} from '../layout/entry.js'
import {makeTheme} from '../layout/theme.js'
import {blockedParts, blockedText} from './blocked-text.js'
import {byteLength, code, DRASTIC_HEAD, details, diffLines, drasticRow, fenced, fitting} from './markdown-table.js'
import {warningText} from './plan-text.js'
import {
  aboutPlan,
  countTexts,
  deletesFirst,
  isDrastic,
  type PlanFacts,
  refusalSentence,
  summaryLines,
} from './summary-text.js'
import {unusedText} from './unused-text.js'

export interface PlanMarkdownOptions extends PlanFacts {
  /** The size limit in bytes of UTF-8. A comment on GitHub may have 64 KB. */
  readonly limit?: number
}

/** 65536, minus what a comment may contain besides the plan. */
const COMMENT_BYTES = 65_000
const BLOCK_WIDTH = 120
/** Room for the lines about what was left out. */
const CLOSING_BYTES = 1000
const TABLE_SHARE = 0.4
const BLOCKED_SHARE = 0.4
/** With less room than this a block is not opened. */
const LEAST_BLOCK_BYTES = 400

/**
 * Renders a plan for a comment: the verdict, a table of deletes and replacements, and everything else collapsed. Cut to
 * `limit`, but with all counts, and with a note on what is left out. Ends with a line feed.
 */
export function renderPlanMarkdown(plan: Plan, options: PlanMarkdownOptions = {}): string {
  const head = [...verdict(plan, options), ...alarms(plan)]
  let room = (options.limit ?? COMMENT_BYTES) - CLOSING_BYTES - byteLength(head.join('\n\n'))
  const parts = [...head]
  const add = (texts: readonly string[]) => {
    parts.push(...texts)
    room -= texts.reduce((sum, text) => sum + byteLength(text) + 2, 0)
  }
  add(drasticTable(plan, room * TABLE_SHARE))
  const folded = [...notChanged(plan, room * BLOCKED_SHARE), ...unused(plan, room / 4), ...warnings(plan, room / 4)]
  room -= folded.reduce((sum, text) => sum + byteLength(text) + 2, 0)
  add(zoneDiffs(plan, room))
  return `${[...parts, ...folded].join('\n\n')}\n`
}

function verdict(plan: Plan, facts: PlanFacts): string[] {
  const title = isEmptyPlan(plan) ? 'no changes' : countTexts(countPlan(plan)).join(', ')
  const refused = plan.refusal === undefined ? '' : ', and apply would refuse it'
  const about = aboutPlan(plan, facts).map((fact) => {
    const [word = '', ...rest] = fact.split(' ')
    return `${word} ${code(rest.join(' '))}`
  })
  return [`## DNS plan: ${title}${refused}`, about.join(' · '), ...summaryLines(plan, facts)]
}

function alarms({doubts, refusal}: Plan): string[] {
  const cause = refusal?.commonCause === undefined ? '' : ` In common: ${code(refusal.commonCause)}.`
  return [
    ...doubts.map((doubt) => `> **Doubtful**: ${code(doubt)}`),
    ...(refusal === undefined ? [] : [`> **apply would refuse this plan**: ${refusalSentence(refusal)}.${cause}`]),
  ]
}

function drasticTable(plan: Plan, room: number): string[] {
  const hosts = deletesFirst(plan.zones.flatMap((zone) => shownHosts(zone.hosts)).filter(isDrastic))
  if (hosts.length === 0) return []
  const zones = plan.zones.map(({zone}) => zone)
  const rows = fitting(
    hosts.map((host) => drasticRow(host, zones)),
    room,
  )
  const rest = hosts.slice(rows.length)
  return [
    '### Deleted or replaced',
    [...DRASTIC_HEAD, ...rows].join('\n'),
    ...(rest.length === 0 ? [] : [leftOut(rest)]),
  ]
}

function zoneDiffs(plan: Plan, room: number): string[] {
  const out: string[] = []
  const hidden: HostPlan[] = []
  let left = room
  for (const zone of plan.zones.filter(({hosts}) => hosts.length > 0)) {
    if (left < LEAST_BLOCK_BYTES) {
      hidden.push(...shownHosts(zone.hosts))
      continue
    }
    const title = zoneTitle(zone)
    // Hosts that are already in the table come last.
    const hosts = [...shownHosts(zone.hosts)].sort((a, b) => Number(isDrastic(a)) - Number(isDrastic(b)))
    const blocks = hosts.map((host) => diffLines(host, plan.owner).join('\n'))
    const shown = fitting(blocks, left - byteLength(title) - LEAST_BLOCK_BYTES / 2)
    hidden.push(...hosts.slice(shown.length))
    if (shown.length === 0) continue
    const block = details(title, fenced('diff', shown))
    out.push(block)
    left -= byteLength(block) + 2
  }
  return hidden.length === 0 ? out : [...out, leftOut(hidden)]
}

function zoneTitle({zone, hosts}: ZonePlan): string {
  return `${code(zone.name)} (${visibility(zone)}, ${code(zone.id)}): ${countTexts(countActions(hosts)).join(', ')}`
}

function leftOut(hosts: readonly HostPlan[]): string {
  return `*Not shown, for lack of room: ${plural(hosts.length, 'more host')}, ${countTexts(countActions(hosts)).join(', ')}. The whole plan is in the output of the run.*`
}

function notChanged(plan: Plan, room: number): string[] {
  const body = bodyColumn(plan.blocked.map(({host}) => host))
  const look = {theme: makeTheme(0), width: BLOCK_WIDTH, body, isVerbose: false}
  return blockedParts(plan.blocked).map(({title, blocked}) => {
    const lines = blockedText({...plan, blocked}, look).flatMap(([, ...rest]) => rest)
    return details(`${title}: ${blocked.length}`, cutText(lines, room))
  })
}

function unused(plan: Plan, room: number): string[] {
  const [title, ...lines] = unusedText(plan.unused, {theme: makeTheme(0), width: BLOCK_WIDTH, isVerbose: true})
  return title === undefined ? [] : [details(title, cutText(lines, room))]
}

function warnings({warnings: all}: Plan, room: number): string[] {
  return all.length === 0
    ? []
    : [details(`Warnings: ${all.length}`, cutText(all.map(warningText).map(printable), room))]
}

function cutText(lines: readonly string[], room: number): string {
  const shown = fitting(lines, room - LEAST_BLOCK_BYTES / 2)
  const rest = lines.length - shown.length
  return fenced('text', rest === 0 ? shown : [...shown, `and ${plural(rest, 'more line')}`])
}
