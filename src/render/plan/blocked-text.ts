import {groupBy} from '../../dns/group.js'
import {fieldText, objectText, plural, zoneText} from '../../dns/phrase.js'
import {compareText} from '../../dns/record-set.js'
import {BLOCK_REASONS, type Blocked, isProblem, type Plan} from '../../plan/plan.js'
import {displayWidth, printable} from '../layout/display-width.js'
import {type Entry, layOutEntry, NOTE_COLUMN} from '../layout/entry.js'
import {SYMBOLS, type Theme, type VerboseLook} from '../layout/theme.js'
import {oneWord, paragraph, type Word, words} from '../layout/wrap.js'
import {setIdentifierText} from './record-set-text.js'

export interface PlanLook extends VerboseLook {
  /** The column of the text beside the host names. */
  readonly body: number
  /** Zones and counts only. */
  readonly isSummary?: boolean
}

/** More hosts of one reason are counted in one line. */
const MOST_ALIKE = 5
const MOST_PROBLEMS_ALIKE = 20
/** A longer reason, as with a long owner id, does not move the others. */
const MOST_REASON = 24
const REASON_GAP = 2

/** The two parts of what is not changed: problems, which lead to exit code 4, and the rest. Empty parts are left out. */
export function blockedParts(blocked: readonly Blocked[]) {
  const sorted = sortBlocked(blocked)
  return [
    {title: 'Problems: hosts that cannot be done as asked (exit 4)', blocked: sorted.filter(isProblem)},
    {title: 'Not changed', blocked: sorted.filter((one) => !isProblem(one))},
  ].filter((part) => part.blocked.length > 0)
}

type BlockedPlan = Pick<Plan, 'blocked' | 'zones'>

/** What is not changed, with the reasons, in blocks of lines. */
export function blockedText(plan: BlockedPlan, options: PlanLook): string[][] {
  return blockedParts(plan.blocked).map(({title, blocked}) => [
    ...paragraph(words(title, {paint: options.theme.bold}), options.width),
    ...blockedLines(mergeConflicts(blocked), plan, options),
  ])
}

function blockedLines(blocked: readonly Blocked[], plan: BlockedPlan, options: PlanLook): string[] {
  const {theme, body, width, isVerbose, isSummary = false} = options
  if (isSummary) {
    return [...groupBy(blocked, reasonText)].flatMap(([reason, alike]) => {
      const sign = oneWord(SYMBOLS.blocked, {paint: theme.blocked})
      return paragraph([sign, ...words(`${reason}: ${plural(alike.length, 'host')}`)], width, 2, 4)
    })
  }
  const named = namesTwice(plan)
  const entries = [...groupBy(blocked, alikeKey).values()].flatMap((alike): Entry[] => {
    const [first] = alike
    const paint = isProblem(first) ? theme.problem : theme.blocked
    const label = reasonText(first)
    const entry = {symbol: SYMBOLS.blocked, paint, notes: []}
    if (isVerbose || alike.length <= (isProblem(first) ? MOST_PROBLEMS_ALIKE : MOST_ALIKE)) {
      return alike.map((one) => ({
        ...entry,
        name: one.host,
        rows: [{label, paint, content: blockedDetail(one, plan, {...options, saysTypes: named(one.host)})}],
      }))
    }
    return [{...entry, name: plural(alike.length, 'host'), rows: [{label, paint, content: alikeWords(alike, options)}]}]
  })
  const labels = entries.flatMap(({rows}) => rows.map(({label}) => displayWidth(printable(label))))
  const column = Math.max(0, ...labels.filter((size) => size <= MOST_REASON)) + REASON_GAP
  return entries.flatMap((entry) => layOutEntry(entry, body, width, column))
}

/** Names that occur more than once in a plan, of which only the types tell what is meant. */
function namesTwice(plan: BlockedPlan): (host: string) => boolean {
  const groups = groupBy(shownNames([plan]), (name) => name)
  return (host) => (groups.get(host)?.length ?? 0) > 1
}

/** The names that share a column. */
export function shownNames(plans: readonly BlockedPlan[]): readonly string[] {
  return plans.flatMap(({zones, blocked}) => [
    ...zones.flatMap(({hosts}) => hosts.map(({name}) => name)),
    ...blocked.map(({host}) => host),
  ])
}

/** For a foreign owner, its id says more than the name of the reason. */
function reasonText({reason, owner}: Blocked): string {
  return reason === 'owner-mismatch' && owner !== undefined ? `owner ${owner}` : reason
}

/** Equal for entries that differ only in their host and objects. */
function alikeKey({reason, owner, zone, host, origins, detail, fix = ''}: Blocked): string {
  const impersonal = (text: string) =>
    origins.reduce((rest, origin) => rest.replaceAll(objectText(origin), 'OBJECT'), text).replaceAll(host, 'HOST')
  return JSON.stringify([reason, owner, zone?.id, impersonal(detail), impersonal(fix)])
}

function alikeWords(alike: readonly [Blocked, ...Blocked[]], {theme, width}: PlanLook): readonly Word[] {
  const [first] = alike
  const {detail, fix, host} = first
  const isSame = alike.every((one) => one.detail === detail)
  return [
    ...words(isSame ? detail : `such as ${host}: ${detail}`),
    ...fixWords(fix?.replaceAll(host, 'HOST'), theme, width),
    ...words('(--verbose lists them)', {paint: theme.dim}),
  ]
}

/** Why, by which object, and what would help. */
export function blockedDetail(
  one: Blocked,
  plan: Pick<Plan, 'zones'>,
  {theme, width, isVerbose, saysTypes = true}: VerboseLook & {readonly saysTypes?: boolean},
): readonly Word[] {
  const zones = plan.zones.map(({zone}) => zone)
  const objects = one.origins.filter(
    (origin) => isVerbose || !one.detail.includes(objectText(origin).replace(/^\S+ /, '')),
  )
  const zone = one.zone === undefined ? undefined : zoneText(one.zone, zones)
  const who = objects.map((origin) => (isVerbose ? fieldText(origin) : objectText(origin)))
  const where = [
    ...(zone === one.zone?.name ? [] : [`in ${zone}`]),
    ...(saysTypes && one.types.length > 0 ? [one.types.join(' ')] : []),
    ...(one.setIdentifier === undefined ? [] : [setIdentifierText(one.setIdentifier)]),
  ].join(', ')
  const content = `${where === '' ? '' : `${where}: `}${one.detail}${who.length === 0 ? '' : ` (${who.join(', ')})`}`
  return [...words(content), ...fixWords(one.fix, theme, width)]
}

/** A short command stays on one line, so that it can be copied. */
const LONGEST_WHOLE_FIX = 45

function fixWords(fix: string | undefined, theme: Theme, width: number): readonly Word[] {
  if (fix === undefined) return []
  const style = {paint: theme.bold}
  const isWhole = displayWidth(fix) <= Math.min(LONGEST_WHOLE_FIX, width - NOTE_COLUMN)
  return [oneWord(theme.arrow, {sticks: true}), ...(isWhole ? [oneWord(fix, style)] : words(fix, style))]
}

/** One entry for requests that lost a host to the same object, and for the types of a host that another owner has. */
function mergeConflicts(blocked: readonly Blocked[]): readonly Blocked[] {
  const key = ({reason, host, zone, setIdentifier, owner, detail, fix, origins}: Blocked) =>
    JSON.stringify([reason, host, zone?.id, setIdentifier, owner === undefined ? detail : [owner, origins], fix])
  return [...groupBy(blocked, key).values()].map((same) => {
    const [first] = same
    if (same.length === 1) return first
    const origins = new Map(same.flatMap((one) => one.origins).map((origin) => [JSON.stringify(origin), origin]))
    return {...first, types: [...new Set(same.flatMap(({types}) => types))].sort(), origins: [...origins.values()]}
  })
}

/** Sorts problems first, then by reason, host, zone and set identifier, as in text and JSON output. */
export function sortBlocked(blocked: readonly Blocked[]): readonly Blocked[] {
  return [...blocked].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compareText(a.host, b.host) ||
      compareText(a.zone?.id ?? '', b.zone?.id ?? '') ||
      compareText(a.setIdentifier ?? '', b.setIdentifier ?? '') ||
      compareText(a.types.join(' '), b.types.join(' ')) ||
      compareText(a.detail, b.detail),
  )
}

function rank(one: Blocked): number {
  return BLOCK_REASONS.indexOf(one.reason) - (isProblem(one) ? BLOCK_REASONS.length : 0)
}
