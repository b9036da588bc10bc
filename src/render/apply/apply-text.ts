import {worstVerdict} from '../../dns/answer.js'
import {assertNever} from '../../dns/parsed.js'
import {objectText, plural, zoneText} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import type {ApplyProgress} from '../../pipeline/apply/apply-events.js'
import {countPlan, ownersOf, type Plan} from '../../plan/plan.js'
import {printable, shownIn} from '../layout/display-width.js'
import {bodyColumn, layOutEntry} from '../layout/entry.js'
import {type Look, SYMBOLS} from '../layout/theme.js'
import {paragraph, words} from '../layout/wrap.js'
import {setIdentifierText} from '../plan/record-set-text.js'
import {leftTexts} from '../plan/summary-text.js'
import {verifiedText} from './verified-text.js'

/** Renders the question before an apply: the zones, the owner, the number of deletes. No blank at its end. */
export function renderApplyQuestion(plan: Plan): string {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  const touched = hosts.flatMap((host) => [host.zone, ...host.ownership.map((change) => change.zone)])
  const zones = [...new Map(touched.map((zone) => [zone.id, zone])).values()]
  const deletes = countPlan(plan).delete
  const counted = deletes === 0 ? '' : ` (${plural(deletes, 'delete')})`
  const owners = ownersOf(plan)
  const whom = owners.length === 0 ? 'without ownership' : `as ${owners.map(printable).join(' and ')}`
  return `Apply these changes${counted} to ${zoneList(zones)} ${whom}? Only 'yes' is accepted:`
}

/** Renders an event of an apply as one or more lines; ends with a line feed. */
export function renderApplyProgress(event: ApplyProgress, look: Look): string {
  return `${progressLines(shownIn(look.theme, event), look).join('\n')}\n`
}

function progressLines(event: ApplyProgress, {width, theme}: Look): string[] {
  switch (event.kind) {
    case 'batch-accepted': {
      const batch = `batch ${event.index}/${event.of} ${oneZone(event.zone)}`
      return paragraph(words(`${batch}: ${plural(event.changes, 'change')} accepted (${event.changeId})`), width)
    }
    case 'batch-rejected': {
      const text = `${oneZone(event.zone)}: Route 53 rejected a batch of ${plural(event.hosts, 'host')}, nothing of it was applied`
      return [
        ...paragraph(words(text, {paint: theme.problem}), width),
        ...event.messages.flatMap((message) => paragraph(words(message), width, 2)),
      ]
    }
    case 'verified': {
      const isBad = worstVerdict(event.answers) === 'differs'
      return paragraph(words(verifiedText(event), {paint: isBad ? theme.problem : undefined}), width)
    }
    case 'host-failed':
    case 'host-partly':
      return failedHost(event, {width, theme})
    case 'summary':
      return paragraph(words(summary(event), {paint: theme.bold}), width)
    default:
      return assertNever(event)
  }
}

function failedHost(event: ApplyProgress & {kind: `host-${string}`}, {width, theme}: Look): string[] {
  const {host, setIdentifier, origins, reason, messages} = event
  const who = [...(setIdentifier === undefined ? [] : [setIdentifierText(setIdentifier)]), ...origins.map(objectText)]
  const notes = [
    words(reason, {paint: theme.problem}),
    // A reason may be a message, or quote one.
    ...messages.filter((message) => !reason.includes(message)).map((message) => words(`AWS: ${message}`)),
    ...(who.length === 0 ? [] : [words(who.join(', '), {paint: theme.dim})]),
  ]
  const entry = {symbol: SYMBOLS.blocked, paint: theme.problem, name: event.host, rows: [], notes}
  return layOutEntry(entry, bodyColumn([host]), width)
}

function summary(event: ApplyProgress & {kind: 'summary'}): string {
  const partly = event.partly === 0 ? '' : `, ${event.partly} in part`
  const failed = event.failed === 0 ? '' : `, ${event.failed} failed`
  const rest = leftTexts(event).join(', ')
  return `Applied ${event.applied} of ${plural(event.total, 'host')}${partly}${failed}.${rest === '' ? '' : ` ${rest}.`}`
}

/** Marks a private zone, since there may be a public zone of the same name. */
function oneZone(zone: Zone): string {
  return zone.isPrivate ? `${zone.name} (private)` : zone.name
}

/** Renders a list as `a`, `a and b` or `a, b and c`; complete, because the user confirms it. */
function zoneList(zones: readonly Zone[]): string {
  const names = zones.map((zone) => zoneText(zone, zones))
  const last = names.at(-1) ?? 'no zone'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
