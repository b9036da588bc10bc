import {objectText, percent, plural, visibility} from '../../dns/phrase.js'
import {HOST_ACTIONS, type HostPlan} from '../../plan/change.js'
import {countPlan, isEmptyPlan, type Plan, PROBLEM_REASONS, type ZonePlan} from '../../plan/plan.js'
import type {DeleteLimit} from '../../plan/plan-settings.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {printable} from '../layout/display-width.js'
import {bodyColumn} from '../layout/entry.js'
import {makeTheme} from '../layout/theme.js'
import {blockedText} from './blocked-text.js'
import {competitorsOf} from './host-owner-lines.js'
import {byteLength, code, DRASTIC_HEAD, details, diffLines, drasticRow, fenced, fitting} from './markdown-table.js'
import {countsText, drasticFirst, goneText, isDrastic} from './summary-text.js'

export interface PlanMarkdownOptions {
  readonly batches?: number | undefined
  readonly deleteLimit?: DeleteLimit | undefined
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
  const head = [...verdict(plan, options), ...doubts(plan), ...refusal(plan)]
  let room = (options.limit ?? COMMENT_BYTES) - CLOSING_BYTES - byteLength(head.join('\n\n'))
  const parts = [...head]
  const add = (texts: readonly string[]) => {
    parts.push(...texts)
    room -= texts.reduce((sum, text) => sum + byteLength(text) + 2, 0)
  }
  add(drasticTable(plan, room * TABLE_SHARE))
  const folded = [...notChanged(plan, room * BLOCKED_SHARE), ...warnings(plan, room / 4)]
  room -= folded.reduce((sum, text) => sum + byteLength(text) + 2, 0)
  add(zoneDiffs(plan, room))
  return `${[...parts, ...folded].join('\n\n')}\n`
}

function verdict(plan: Plan, {batches, deleteLimit}: PlanMarkdownOptions): string[] {
  const counts = countPlan(plan)
  const title = isEmptyPlan(plan) ? 'no changes' : countsText(counts)
  const refused = plan.refusal === undefined ? '' : ', and apply would refuse it'
  const problems = plan.blocked.filter(({reason}) => PROBLEM_REASONS.has(reason)).length
  const base = `${counts.owned} ${plan.owner === undefined ? '' : 'owned '}hosts`
  const text = [
    ...(counts.delete === 0
      ? []
      : [`${plural(counts.delete, 'delete')}: ${goneText(plan, counts, {limit: deleteLimit, base})}.`]),
    `${counts.unchanged} unchanged, ${counts.blocked} not changed.`,
    ...(problems === 0 ? [] : [`**${plural(problems, 'problem')}**.`]),
    ...(isEmptyPlan(plan) ? [] : [sendingText(counts.recordSetChanges, batches)]),
  ]
  const who = plan.owner === undefined ? 'Without ownership (registry noop)' : `Owner ${code(plan.owner)}`
  return [
    `## DNS plan: ${title}${refused}`,
    `${who}, context ${code(plan.context)}, policy ${code(plan.policy)}. ${text.join(' ')}`,
  ]
}

function sendingText(changes: number, batches: number | undefined): string {
  return `${plural(changes, 'record-set change')}${batches === undefined ? '' : ` in ${plural(batches, 'batch', 'batches')}`}.`
}

function doubts({doubts: all}: Plan): string[] {
  return all.map((doubt) => `> **Doubtful**: ${code(doubt)}`)
}

function refusal({refusal: refused}: Plan): string[] {
  if (refused === undefined) return []
  const {deletedHosts, ownedHosts, limit, commonCause, fix} = refused
  const cause = commonCause === undefined ? '' : ` In common: ${code(commonCause)}.`
  return [
    `> **apply would refuse this plan**: it deletes ${deletedHosts} of ${plural(ownedHosts, 'owned host')} (${percent(deletedHosts, ownedHosts)}), more than the limit of ${limit}.${cause} If that is meant: ${code(fix)}`,
  ]
}

function drasticTable(plan: Plan, room: number): string[] {
  const hosts = drasticFirst(plan.zones.flatMap((zone) => shownHosts(zone.hosts)).filter(isDrastic))
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
  const competitors = competitorsOf(plan)
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
    const blocks = hosts.map((host) => diffLines(host, plan.owner, competitors(host)).join('\n'))
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
  return `${code(zone.name)} (${visibility(zone)}, ${code(zone.id)}): ${actionsText(hosts)}`
}

function actionsText(hosts: readonly HostPlan[]): string {
  return HOST_ACTIONS.flatMap((action) => {
    const count = shownHosts(hosts).filter((host) => host.action === action).length
    return count === 0 ? [] : [`${count} to ${action}`]
  }).join(', ')
}

function leftOut(hosts: readonly HostPlan[]): string {
  return `*Not shown, for lack of room: ${plural(hosts.length, 'more host')}, ${actionsText(hosts)}. The whole plan is in the output of the run.*`
}

function notChanged({blocked, zones}: Plan, room: number): string[] {
  if (blocked.length === 0) return []
  const body = bodyColumn(
    blocked.map(({host}) => host),
    BLOCK_WIDTH,
  )
  const [, ...lines] = blockedText(blocked, {
    theme: makeTheme(0),
    width: BLOCK_WIDTH,
    body,
    zones: zones.map(({zone}) => zone),
    isVerbose: false,
  })
  return [details(`Not changed, and why: ${blocked.length}`, cutText(lines, room))]
}

function warnings({warnings: all}: Plan, room: number): string[] {
  if (all.length === 0) return []
  const lines = all.map(({text, origin}) =>
    printable(origin === undefined ? text : `${objectText(origin)}  ${origin.field}  ${text}`),
  )
  return [details(`Warnings: ${all.length}`, cutText(lines, room))]
}

function cutText(lines: readonly string[], room: number): string {
  const shown = fitting(lines, room - LEAST_BLOCK_BYTES / 2)
  const rest = lines.length - shown.length
  return fenced('text', rest === 0 ? shown : [...shown, `and ${plural(rest, 'more line')}`])
}
