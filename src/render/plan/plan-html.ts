import {createHash} from 'node:crypto'
import type {Origin} from '../../dns/endpoint.js'
import {objectText, plural, visibility, zoneText} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import {HOST_ACTIONS, type HostPlan} from '../../plan/change.js'
import {
  BLOCK_REASONS,
  type Blocked,
  countPlan,
  isEmptyPlan,
  type Plan,
  type PlanWarning,
  type ZonePlan,
} from '../../plan/plan.js'
import type {DeleteLimit} from '../../plan/plan-settings.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {printable} from '../layout/display-width.js'
import type {Row} from '../layout/entry.js'
import {makeTheme, SYMBOLS, type Theme} from '../layout/theme.js'
import {sortBlocked} from './blocked-text.js'
import {competitorsOf} from './host-owner-lines.js'
import {hostEntry} from './host-text.js'
import {HTML_SCRIPT, HTML_STYLE} from './html-script.js'
import {setIdentifierText} from './record-set-text.js'
import {countsText, drasticFirst, isLong, refusalText, summaryText} from './summary-text.js'

export interface PlanHtmlOptions {
  readonly batches?: number | undefined
  readonly deleteLimit?: DeleteLimit | undefined
}

const UNWRAPPED = Number.POSITIVE_INFINITY

/**
 * Renders a plan as one self-contained HTML page. Its content security policy allows only its own style and script, by
 * hash, so the browser runs nothing else and makes no requests. The list is readable without the script, which adds
 * search and filters. Ends with a line feed.
 */
export function renderPlanHtml(plan: Plan, {batches, deleteLimit}: PlanHtmlOptions = {}): string {
  const theme = makeTheme(0)
  const title = `DNS plan: ${isEmptyPlan(plan) ? 'no changes' : countsText(countPlan(plan))}`
  const who = plan.owner === undefined ? 'without ownership (registry noop)' : `owner ${plan.owner}`
  const [counts = '', ...sending] = summaryText(plan, {theme, width: UNWRAPPED, batches, deleteLimit})
  const refusal = plan.refusal === undefined ? [] : refusalText(plan.refusal, theme, UNWRAPPED)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="referrer" content="no-referrer">
<title>${html(title)}</title>
<style>${HTML_STYLE}</style>
<script>${HTML_SCRIPT}</script>
</head>
<body>
<header>
<h1>${html(title)}</h1>
<p class="about">${html(`${who}, context ${plan.context}, policy ${plan.policy}`)}</p>
<p>${html([counts, ...sending].join(' '))}</p>
${refusal.length === 0 ? '' : `<div class="refusal">${refusal.map((line) => `<p>${html(line)}</p>`).join('')}</div>\n`}</header>
${filters(plan)}
<main>
${sections(plan).join('\n')}
</main>
<button type="button" hidden></button>
</body>
</html>
`
}

function policy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  return `default-src 'none'; style-src ${hash(HTML_STYLE)}; script-src ${hash(HTML_SCRIPT)}; base-uri 'none'; form-action 'none'`
}

/** Hidden until the script shows them, because they need it. */
function filters(plan: Plan): string {
  const zones = plan.zones.map(({zone}) => zone)
  const reasons = BLOCK_REASONS.filter((reason) => plan.blocked.some((one) => one.reason === reason))
  return `<form hidden>
<input type="search" name="search" placeholder="Search hosts and values" aria-label="Search hosts and values">
<input type="search" name="object" placeholder="Object: Ingress shop/" aria-label="Object">
${select(
  'zone',
  'all zones',
  zones.map((zone) => [zone.id, zoneText(zone, zones)]),
)}
${select(
  'action',
  'all actions',
  [...HOST_ACTIONS, 'blocked'].map((action) => [action, action === 'blocked' ? 'not changed' : action]),
)}
${select(
  'reason',
  'all reasons',
  reasons.map((reason) => [reason, reason]),
)}
<output></output>
</form>`
}

function select(name: string, all: string, options: readonly (readonly [value: string, text: string])[]): string {
  const rows = [['', all] as const, ...options].map(
    ([value, text]) => `<option value="${html(value)}">${html(text)}</option>`,
  )
  return `<select name="${name}" aria-label="${name}">${rows.join('')}</select>`
}

function sections(plan: Plan): string[] {
  const competitors = competitorsOf(plan)
  const theme = makeTheme(0)
  const inOrder = isLong(plan.zones) ? drasticFirst : (hosts: ZonePlan['hosts']) => hosts
  const zones = plan.zones.map(({zone}) => zone)
  return [
    ...plan.zones
      .filter(({hosts}) => hosts.length > 0)
      .map(({zone, hosts}) =>
        section(
          `${html(zone.name)} <small>${html(`${visibility(zone)}, ${zone.id}, ${plural(hosts.length, 'host')}`)}</small>`,
          inOrder(shownHosts(hosts)).map((host) => hostItem(host, plan.owner, competitors(host), theme)),
        ),
      ),
    ...list(
      'Not changed, and why',
      sortBlocked(plan.blocked).map((one) => blockedItem(one, zones)),
    ),
    ...list('Warnings', plan.warnings.map(warningItem)),
  ]
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [section(`${html(title)} <small>${items.length}</small>`, items)]
}

function section(head: string, items: readonly string[]): string {
  return `<section>\n<h2>${head}</h2>\n<ul>\n${items.join('\n')}\n</ul>\n</section>`
}

function warningItem({text, origin}: PlanWarning): string {
  const who = origin === undefined ? '' : `${objectText(origin)} ${origin.field}: `
  const object = origin === undefined ? '' : objectText(origin).toLowerCase()
  return `<li class="blocked" data-action="warning" data-zone="" data-reason="" data-object="${html(object)}">${html(`${who}${text}`)}</li>`
}

const ENTITIES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

/** Escapes foreign text for the content of an element or a quoted attribute. */
function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}

/** The data of an item that the filters of the page use. */
interface ItemData {
  readonly action: string
  readonly zone: Zone | undefined
  readonly reason: string
  readonly objects: readonly string[]
}

/** Renders a changed host as a list item. */
function hostItem(host: HostPlan, owner: Plan['owner'], competitors: readonly Blocked[], theme: Theme): string {
  const {symbol, name, rows} = hostEntry(host, owner, competitors, {
    theme,
    room: Number.POSITIVE_INFINITY,
    isVerbose: true,
  })
  // Written like the present objects, so that one search finds former and present ones: `ingress shop/api` for
  // `ingress/shop/api`.
  const former = host.formerResources.map((resource) => resource.replace('/', ' '))
  const objects = [...host.origins.map(objectText), ...former]
  const head = `<h3><b>${html(symbol)}</b>${html(name)}<i>${html(host.action)}</i></h3>`
  return item({action: host.action, zone: host.zone, reason: '', objects}, [head, ...rows.map(rowHtml)])
}

/** Renders a blocked host as a list item. */
function blockedItem(one: Blocked, zones: readonly Zone[]): string {
  const {host, types, reason, owner, detail, fix, zone, setIdentifier, origins} = one
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['types', types.length === 0 ? undefined : types.join(' ')],
    ['zone', zone === undefined ? undefined : zoneText(zone, zones)],
    ['set', setIdentifier === undefined ? undefined : setIdentifierText(setIdentifier)],
    ['owner', owner],
    ['why', detail],
    ...origins.map((origin): [string, string] => ['object', originText(origin)]),
    ['fix', fix],
  ]
  const head = `<h3><b>${SYMBOLS.blocked}</b>${html(host)}<i>${html(reason)}</i></h3>`
  const rows = facts.flatMap(([label, text]) => (text === undefined ? [] : [labelled(label, text)]))
  return item({action: 'blocked', zone, reason, objects: origins.map(objectText)}, [head, ...rows])
}

function item({action, zone, reason, objects}: ItemData, content: readonly string[]): string {
  const data = {action, zone: zone?.id ?? '', reason, object: objects.join(' ').toLowerCase()}
  const attributes = Object.entries(data).map(([key, value]) => ` data-${key}="${html(value)}"`)
  return `<li class="${html(action)}"${attributes.join('')}>${content.join('')}</li>`
}

function rowHtml({label = '', marker, content}: Row): string {
  const text = content.map(({gap, text}, index) => `${index === 0 ? '' : ' '.repeat(gap)}${text}`).join('')
  const kind = marker === '+' ? ' plus' : marker === '-' ? ' minus' : ''
  return labelled(label, marker === '' ? text : `${marker} ${text}`, kind)
}

function labelled(label: string, text: string, kind = ''): string {
  return `<p class="row${kind}"><b>${html(label)}</b><span>${html(text)}</span></p>`
}

function originText(origin: Origin): string {
  return `${objectText(origin)}  ${origin.field}`.trimEnd()
}
