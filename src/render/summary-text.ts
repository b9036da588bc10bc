import {HOST_ACTIONS} from '../plan/change.js'
import {countPlan, isEmptyPlan, type Plan, type PlanCounts} from '../plan/plan.js'
import type {DeleteLimit} from '../plan/plan-settings.js'
import {percent, plural} from './phrase.js'
import type {Theme} from './theme.js'
import {oneWord, paragraph, words} from './wrap.js'

export interface SummaryOptions {
  readonly theme: Theme
  readonly width: number
  readonly batches: number | undefined
  readonly deleteLimit: DeleteLimit | undefined
}

/** `1 to create, 2 to update`: of a plan that is not empty. */
export function countsText(counts: PlanCounts): string {
  return HOST_ACTIONS.flatMap((action) => (counts[action] === 0 ? [] : [`${counts[action]} to ${action}`])).join(', ')
}

/** The counts, in one sentence or two. */
export function summaryText(plan: Plan, options: SummaryOptions): string[] {
  const counts = countPlan(plan)
  if (isEmptyPlan(plan)) return paragraph(words(emptyText(plan, counts)), options.width)
  const parts = [
    `${counts.create} to create`,
    `${counts.update} to update`,
    ...(counts.replace === 0 ? [] : [`${counts.replace} to replace`]),
    ...(['adopt', 'release', 'transfer', 'repair'] as const).flatMap((action) =>
      counts[action] === 0 ? [] : [`${counts[action]} to ${action}`],
    ),
    `${counts.delete} to delete${counts.delete === 0 ? '' : ` (${goneText(plan, counts, {limit: options.deleteLimit, base: basis(plan, counts)})})`}`,
  ]
  const bold = {paint: options.theme.bold}
  const rest = [`${counts.unchanged} unchanged`, ...(counts.blocked === 0 ? [] : [`${counts.blocked} not changed`])]
  const batches = options.batches === undefined ? '' : ` in ${plural(options.batches, 'batch', 'batches')}`
  const rows = counts.ledgerChanges === 0 ? '' : `, ${plural(counts.ledgerChanges, 'ledger row')}`
  return [
    ...paragraph([...words(`Plan: ${parts.join(', ')}.`, bold), oneWord(`${rest.join(', ')}.`, bold)], options.width),
    ...paragraph(words(`${plural(counts.recordSetChanges, 'record-set change')}${batches}${rows}.`), options.width),
  ]
}

function basis({owner}: Plan, {owned}: PlanCounts): string {
  return owner === undefined ? plural(owned, 'host') : `${owned} owned`
}

interface GoneOptions {
  readonly limit: DeleteLimit | undefined
  /** What is counted against: `60 owned hosts`. */
  readonly base: string
}

/** How many of the deletes take a whole host, measured as the limit does it. */
export function goneText(plan: Plan, counts: PlanCounts, {limit, base}: GoneOptions): string {
  if (counts.gone === 0) return 'no host as a whole'
  const part = counts.gone === counts.delete ? '' : `${plural(counts.gone, 'host')} as a whole, `
  const said = plan.refusal?.limit ?? (limit === undefined ? undefined : limitText(limit))
  return `${part}${percent(counts.gone, counts.owned)} of ${base}${said === undefined ? '' : `, limit ${said}`}`
}

function limitText(limit: DeleteLimit): string {
  if (limit.kind === 'count') return plural(limit.hosts, 'host')
  return limit.kind === 'percent' ? `${limit.percent} %` : '10 %'
}

function emptyText(plan: Plan, counts: PlanCounts): string {
  const unread = plan.zones.filter((zone) => zone.reading !== 'whole').length
  const said = ['No changes.']
  if (counts.unchanged === 1) said.push('1 host is as it should be.')
  if (counts.unchanged > 1) said.push(`${counts.unchanged} hosts are as they should be.`)
  if (unread > 0) said.push(`${plural(unread, 'zone')} not wholly read: leftovers may exist, prune would show them.`)
  return said.join(' ')
}
