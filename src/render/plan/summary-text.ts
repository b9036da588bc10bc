import {percent, plural, sentence, visibility, zoneText} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import {HOST_ACTIONS, type HostAction, type HostPlan} from '../../plan/change.js'
import {
  type ActionCounts,
  countPlan,
  type DeleteRefusal,
  isEmptyPlan,
  type Plan,
  type PlanCounts,
} from '../../plan/plan.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import type {OwnerId} from '../../registry/ownership.js'
import {type Look, SYMBOLS, type Theme} from '../layout/theme.js'
import {oneWord, paragraph, REMARK_GAP, words} from '../layout/wrap.js'
import {setIdentifierText} from './record-set-text.js'

/** The actions that occur, in the order in which they are shown. */
export function actionsOf(hosts: readonly HostPlan[]): readonly HostAction[] {
  const actions = new Set(shownHosts(hosts).map(({action}) => action))
  return HOST_ACTIONS.filter((action) => actions.has(action))
}

/** The counts of what is to be done: `1 to create`, `2 to update`. @param always actions that are counted even if none is */
export function countTexts(counts: ActionCounts, always: ReadonlySet<HostAction> = new Set()): readonly string[] {
  const {cleanups} = counts
  const doing = HOST_ACTIONS.flatMap((action) =>
    counts[action] === 0 && !always.has(action) ? [] : [`${counts[action]} to ${action}`],
  )
  return [...doing, ...(cleanups === 0 ? [] : [plural(cleanups, 'ownership cleanup')])]
}

const ALWAYS_COUNTED: ReadonlySet<HostAction> = new Set(['create', 'update', 'delete'])

/** The last lines of a plan: what is to be done, what is not, and how much is sent. */
export function summaryLines(plan: Plan, {batches}: PlanFacts): readonly [counts: string, ...sending: string[]] {
  const counts = countPlan(plan)
  const left = leftTexts(counts)
  if (isEmptyPlan(plan))
    return [[emptyText(plan, counts), ...(left.length === 0 ? [] : [`${left.join(', ')}.`])].join(' ')]
  return [
    `Plan: ${[...countTexts(counts, ALWAYS_COUNTED), `${counts.unchanged} unchanged`, ...left].join(', ')}.`,
    sendingText(plan, counts, batches),
  ]
}

/** `2 problems`, `3 not changed`. */
export function leftTexts({blocked, problems}: Pick<PlanCounts, 'blocked' | 'problems'>): readonly string[] {
  const rest = blocked - problems
  return [...(problems === 0 ? [] : [plural(problems, 'problem')]), ...(rest === 0 ? [] : [`${rest} not changed`])]
}

/** `15 changes (7 of ownership TXT) in 1 batch.` */
function sendingText(plan: Plan, {recordSetChanges, ledgerChanges}: PlanCounts, batches: number | undefined): string {
  const texts = plan.zones.reduce((sum, {hosts}) => hosts.reduce((all, {ownership}) => all + ownership.length, sum), 0)
  const ofTexts = texts === 0 ? '' : ` (${texts} of ownership TXT)`
  const rows = ledgerChanges === 0 ? '' : ` and ${plural(ledgerChanges, 'ledger row')}`
  const inBatches = batches === undefined ? '' : ` in ${plural(batches, 'batch', 'batches')}`
  return `${plural(recordSetChanges, 'change')}${ofTexts}${rows}${inBatches}.`
}

function emptyText({zones}: Plan, {unchanged}: PlanCounts): string {
  const unread = zones.filter(({reading}) => reading !== 'whole').length
  const hosts = unchanged === 1 ? ' 1 host is as it should be.' : ` ${unchanged} hosts are as they should be.`
  const partly = unread === 0 ? '' : ` ${plural(unread, 'zone')} not fully read: prune finds stale records there.`
  return `No changes.${unchanged === 0 ? '' : hosts}${partly}`
}

export function summaryText(plan: Plan, {theme, width, ...facts}: PlanFacts & Look): string[] {
  const [counts, ...sending] = summaryLines(plan, facts)
  return [
    ...paragraph(words(counts, {paint: theme.bold}), width),
    ...sending.flatMap((text) => paragraph(words(text), width)),
  ]
}

/** With more changed hosts than this, deletes and replacements could scroll out of sight. */
const MOST_ON_A_SCREEN = 50
/** The number of hosts that are repeated; the counts below cover the rest. */
const MOST_REPEATED = 30

/** Deletes and replacements once more at the end of a long plan; empty when it has no other changes. */
export function drasticText(plan: Plan, {theme, width}: Look): string[] {
  const hosts = shownHosts(plan.zones.flatMap((zone) => zone.hosts))
  const drastic = deletesFirst(hosts.filter(isDrastic))
  const changed = plan.zones.reduce((sum, zone) => sum + zone.hosts.length, 0)
  if (changed <= MOST_ON_A_SCREEN || drastic.length === 0 || drastic.length === hosts.length) return []
  const zones = plan.zones.flatMap(({zone, hosts: own}) => (own.length === 0 ? [] : [zone]))
  const rest = drastic.length - MOST_REPEATED
  return [
    theme.bold('Deleted or replaced (listed above too)'),
    ...drastic.slice(0, MOST_REPEATED).flatMap((host) => paragraph(lineOf(host, zones, theme), width, 0, 6)),
    ...(rest > 0 ? paragraph(words(`and ${plural(rest, 'more host')}`), width, 4) : []),
  ]
}

function lineOf({action, name, zone, setIdentifier}: HostPlan, zones: readonly Zone[], theme: Theme) {
  const where = zoneText(zone, zones)
  return [
    oneWord(`${SYMBOLS[action].padStart(3)} ${name}`, {paint: theme[action]}),
    ...(setIdentifier === undefined ? [] : words(setIdentifierText(setIdentifier), {gap: REMARK_GAP})),
    ...(where === zone.name ? [] : words(where, {gap: REMARK_GAP, paint: theme.dim})),
  ]
}

/** True for changes after which an answer is missing, even if only briefly. */
export function isDrastic({action}: HostPlan): boolean {
  return action === 'delete' || action === 'replace'
}

/** Deletes first, in the order of names otherwise. */
export function deletesFirst(hosts: readonly HostPlan[]): readonly HostPlan[] {
  const rank = ({action}: HostPlan) => (action === 'delete' ? 0 : 1)
  return [...hosts].sort((a, b) => rank(a) - rank(b))
}

/** Facts about a run that its plan does not contain. */
export interface PlanFacts {
  /** The number of requests that `apply` would send, if known. */
  readonly batches?: number | undefined
  /** False for commands that do the same under every policy. */
  readonly heedsPolicy?: boolean
}

/** Whose plan it is, and from where: `owner prod-eu1`, `context prod-eks`, `policy sync`. */
export function aboutPlan(plan: Plan, {heedsPolicy = true}: PlanFacts): readonly string[] {
  return [...forWhom(plan), ...(heedsPolicy ? [`policy ${plan.policy}`] : [])]
}

/** `owners prod-eu1 (eu), prod-us1 (us)`; clusters of one owner, or of none, are named together. */
export function forWhom({owner, context, clusters = []}: Plan): readonly string[] {
  const owners = clusters.flatMap((one) => one.owner ?? [])
  if (owner === undefined && owners.length > 0) {
    const contextsOf = (one: OwnerId) => clusters.flatMap((each) => (each.owner === one ? [each.context] : []))
    return [`owners ${[...new Set(owners)].map((one) => `${one} (${contextsOf(one).join(', ')})`).join(', ')}`]
  }
  const who = owner === undefined ? 'registry noop (nobody owns anything)' : `owner ${owner}`
  return [who, `${clusters.length > 1 ? 'contexts' : 'context'} ${context}`]
}

/** The owner, the cluster, how much was read, and the symbols that occur. */
export function headerText(plan: Plan, {theme, width, ...facts}: PlanFacts & Look): string[] {
  const recordSets = plan.zones.reduce((sum, zone) => sum + zone.recordSets, 0)
  const found = ({objects, wantedHosts}: Pick<Plan, 'objects' | 'wantedHosts'>) =>
    `${plural(objects, 'object')}, ${plural(wantedHosts, 'host')}`
  const read = `Read ${plan.clusters?.map((one) => `${found(one)} in ${one.context}`).join('; ') ?? found(plan)}`
  const zones = `${plural(plan.zones.length, 'zone')}, ${plural(recordSets, 'record set')}`
  const actions = actionsOf(plan.zones.flatMap(({hosts}) => hosts))
  const legend = actions.flatMap((action) => [oneWord(`${SYMBOLS[action]} ${action}`, {gap: 2, paint: theme[action]})])
  return [
    ...paragraph(words(`Plan for ${aboutPlan(plan, facts).join(` ${theme.dot} `)}`, {paint: theme.bold}), width),
    ...paragraph(words(`${read} ${theme.dot} ${zones}`), width),
    ...(legend.length === 0 ? [] : paragraph(legend, width, 0, 0)),
  ]
}

/** Why `apply` will refuse: how many hosts, in which zones, what they have in common, and the flag that allows it. */
export function refusalText({refusal, doubts}: Pick<Plan, 'refusal' | 'doubts'>, {theme, width}: Look): string[] {
  if (refusal === undefined) return []
  const {commonCause, zones} = refusal
  const isJoint = zones.some(({owner}) => owner !== undefined)
  const shares = zones.map(({zone, owner, deletedHosts: deleted, ownedHosts: owned}) => {
    const share = `${deleted} of ${owned} (${percent(deleted, owned)})`
    return `${zone.name}  ${visibility(zone)}  ${zone.id}  ${share}${owner === undefined ? '' : `  owner ${owner}`}`
  })
  const isSaid = commonCause === undefined || doubts.includes(commonCause)
  const below = [
    ...(zones.length < 2 && !isJoint ? [] : shares),
    ...(isSaid ? [] : [`In common: ${sentence(commonCause)}`]),
  ]
  return [
    ...paragraph(words(refusalSentence(refusal), {paint: theme.problem}), width),
    ...below.flatMap((text) => paragraph(words(text), width, 4)),
  ]
}

export function refusalSentence({deletedHosts, ownedHosts, limit, fix}: DeleteRefusal): string {
  return `${deletedHosts} of ${plural(ownedHosts, 'owned host')} would be deleted (${percent(deletedHosts, ownedHosts)}), over the limit of ${limit}; ${fix} would allow it`
}
