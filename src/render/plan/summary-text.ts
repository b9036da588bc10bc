import {percent, plural, visibility, zoneText} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import {HOST_ACTIONS, type HostPlan} from '../../plan/change.js'
import {countPlan, type DeleteRefusal, isEmptyPlan, type Plan, type PlanCounts, type ZonePlan} from '../../plan/plan.js'
import type {DeleteLimit} from '../../plan/plan-settings.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {SYMBOLS, type Theme} from '../layout/theme.js'
import {oneWord, paragraph, REMARK_GAP, words} from '../layout/wrap.js'
import {setIdentifierText} from './record-set-text.js'

export interface SummaryOptions {
  readonly theme: Theme
  readonly width: number
  readonly batches: number | undefined
  readonly deleteLimit: DeleteLimit | undefined
}

/** Renders the counts of a plan that is not empty: `1 to create, 2 to update`. */
export function countsText(counts: PlanCounts): string {
  return HOST_ACTIONS.flatMap((action) => (counts[action] === 0 ? [] : [`${counts[action]} to ${action}`])).join(', ')
}

/** Renders the counts as one or two sentences. */
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
  /** What the percentage refers to: `60 owned hosts`. */
  readonly base: string
}

/** How many deletes remove a whole host, counted in the same way as for the limit. */
export function goneText(plan: Plan, counts: PlanCounts, {limit, base}: GoneOptions): string {
  if (counts.gone === 0) return 'no host as a whole'
  const part = counts.gone === counts.delete ? '' : `${plural(counts.gone, 'host')} as a whole, `
  const phrase = plan.refusal?.limit ?? (limit === undefined ? undefined : limitText(limit))
  return `${part}${percent(counts.gone, counts.owned)} of ${base}${phrase === undefined ? '' : `, limit ${phrase}`}`
}

function limitText(limit: DeleteLimit): string {
  if (limit.kind === 'count') return plural(limit.hosts, 'host')
  return limit.kind === 'percent' ? `${limit.percent} %` : '10 %'
}

function emptyText(plan: Plan, counts: PlanCounts): string {
  const unread = plan.zones.filter((zone) => zone.reading !== 'whole').length
  const phrase = ['No changes.']
  if (counts.unchanged === 1) phrase.push('1 host is as it should be.')
  if (counts.unchanged > 1) phrase.push(`${counts.unchanged} hosts are as they should be.`)
  if (unread > 0) phrase.push(`${plural(unread, 'zone')} not wholly read: leftovers may exist, prune would show them.`)
  return phrase.join(' ')
}

/** The number of hosts that are repeated; the counts below cover the rest. */
const MOST_REPEATED = 30

/**
 * Repeats deletes and replacements at the end of a long plan, one per line. Empty when the plan has no other changes.
 */
export function drasticText(plan: Plan, theme: Theme, width: number): string[] {
  const hosts = shownHosts(plan.zones.flatMap((zone) => zone.hosts))
  const drastic = drasticFirst(hosts.filter(isDrastic))
  if (!isLong(plan.zones) || drastic.length === 0 || drastic.length === hosts.length) return []
  const zones = plan.zones.flatMap(({zone, hosts: own}) => (own.length === 0 ? [] : [zone]))
  const rest = drastic.length - MOST_REPEATED
  return [
    theme.bold('Once more, what is deleted or replaced'),
    ...drastic.slice(0, MOST_REPEATED).flatMap((host) => paragraph(lineOf(host, zones, theme), width, 2, 6)),
    ...(rest > 0 ? paragraph(words(`and ${plural(rest, 'more host')}, listed first in each zone`), width, 6) : []),
  ]
}

function lineOf({action, name, zone, setIdentifier}: HostPlan, zones: readonly Zone[], theme: Theme) {
  const where = zoneText(zone, zones)
  return [
    oneWord(SYMBOLS[action].padEnd(3), {paint: theme[action]}),
    oneWord(name),
    ...(setIdentifier === undefined ? [] : words(setIdentifierText(setIdentifier), {gap: REMARK_GAP})),
    ...(where === zone.name ? [] : words(where, {gap: REMARK_GAP, paint: theme.dim})),
  ]
}

/** More changed hosts than this do not fit on one screen. */
const MOST_ON_A_SCREEN = 50

/** True for changes after which an answer is missing, even if only briefly. They are listed before all others. */
export function isDrastic({action}: HostPlan): boolean {
  return action === 'delete' || action === 'replace'
}

/** True when deletes and replacements could scroll out of sight. They are then listed first and repeated at the end. */
export function isLong(zones: readonly ZonePlan[]): boolean {
  return zones.reduce((sum, {hosts}) => sum + hosts.length, 0) > MOST_ON_A_SCREEN
}

/** Sorts deletes first, then replacements, then the others, otherwise keeping the order. */
export function drasticFirst(hosts: readonly HostPlan[]): readonly HostPlan[] {
  const rank = ({action}: HostPlan) => (action === 'delete' ? 0 : action === 'replace' ? 1 : 2)
  return [...hosts].sort((a, b) => rank(a) - rank(b))
}

/** The owner, the cluster, and how much was read. */
export function headerText(plan: Plan, theme: Theme, width: number): string[] {
  const owner =
    plan.owner === undefined
      ? 'Plan without ownership: registry noop, nobody owns anything'
      : `Plan for owner ${plan.owner}`
  const recordSets = plan.zones.reduce((sum, zone) => sum + zone.recordSets, 0)
  const read = [plural(plan.objects, 'object'), plural(plan.wantedHosts, 'host')].join(', ')
  const zones = [plural(plan.zones.length, 'zone'), plural(recordSets, 'record set')].join(', ')
  return [
    ...paragraph(
      words([owner, `context ${plan.context}`, `policy ${plan.policy}`].join(` ${theme.dot} `), {paint: theme.bold}),
      width,
    ),
    ...paragraph(words(`Read ${read} ${theme.dot} ${zones}`), width),
  ]
}

/**
 * Explains why `apply` will refuse: how many hosts, which ones, what they have in common, and the flag that allows it.
 */
export function refusalText(refusal: DeleteRefusal, theme: Theme, width: number): string[] {
  const {deletedHosts, ownedHosts, limit, victims, commonCause, fix} = refusal
  const head = `This plan will be refused: it deletes ${deletedHosts} of ${plural(ownedHosts, 'owned host')} (${percent(deletedHosts, ownedHosts)}), more than the limit of ${limit}.`
  const zones = refusal.zones.map(({zone, ...counts}) => [
    ...words(zone.name, {paint: theme.bold}),
    ...words(visibility(zone), {gap: REMARK_GAP}),
    ...words(zone.id, {gap: REMARK_GAP}),
    ...words(`${counts.deletedHosts} of ${counts.ownedHosts} (${percent(counts.deletedHosts, counts.ownedHosts)})`, {
      gap: REMARK_GAP,
    }),
  ])
  const rest = deletedHosts - victims.length
  return [
    ...paragraph(words(head, {paint: theme.problem}), width),
    ...zones.flatMap((content) => paragraph(content, width, 2)),
    ...victims.flatMap((victim) => paragraph([oneWord('-', {paint: theme.delete}), oneWord(victim)], width, 4)),
    ...(rest > 0 ? paragraph(words(`and ${rest} more`), width, 4) : []),
    ...(commonCause === undefined ? [] : paragraph(words(`In common: ${commonCause}.`), width, 2)),
    ...paragraph([...words('If that is meant:'), oneWord(fix, {paint: theme.bold})], width, 2),
  ]
}
