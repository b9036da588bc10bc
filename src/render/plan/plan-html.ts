import {createHash} from 'node:crypto'
import {objectText, plural, resourceText, visibility, zoneText} from '../../dns/phrase.js'
import type {HostPlan} from '../../plan/change.js'
import {BLOCK_REASONS, type Blocked, countPlan, isEmptyPlan, isProblem, type Plan} from '../../plan/plan.js'
import {shownHosts} from '../../plan/shown-hosts.js'
import {printable} from '../layout/display-width.js'
import type {Row} from '../layout/entry.js'
import {makeTheme, SYMBOLS, type Theme} from '../layout/theme.js'
import {type Word, wrap} from '../layout/wrap.js'
import {blockedDetail, blockedParts} from './blocked-text.js'
import {hostEntry, ownershipRows} from './host-text.js'
import {HTML_SCRIPT, HTML_STYLE} from './html-script.js'
import {warningText} from './plan-text.js'
import {
  aboutPlan,
  actionsOf,
  countTexts,
  deletesFirst,
  type PlanFacts,
  refusalText,
  summaryLines,
} from './summary-text.js'
import {UNUSED_TITLE} from './unused-text.js'

const UNWRAPPED = Number.POSITIVE_INFINITY

/** Paints become elements; text is escaped before it is painted. */
const THEME: Theme = {
  ...makeTheme(0),
  create: (text) => `<ins>${text}</ins>`,
  delete: (text) => `<del>${text}</del>`,
  dim: (text) => `<small>${text}</small>`,
}

/**
 * Renders a plan as one self-contained HTML page. Its content security policy allows only its own style and script, by
 * hash, so the browser runs nothing else and makes no requests. The list is readable without the script, which adds
 * search and filters. Ends with a line feed.
 */
export function renderPlanHtml(plan: Plan, facts: PlanFacts = {}): string {
  const title = `DNS plan: ${isEmptyPlan(plan) ? 'no changes' : countTexts(countPlan(plan)).join(', ')}`
  const alarms = [...plan.doubts, ...refusalText(plan, {theme: makeTheme(0), width: UNWRAPPED})]
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
<p class="about">${html(aboutPlan(plan, facts).join(' · '))}</p>
<p>${html(summaryLines(plan, facts).join(' '))}</p>
${alarms.length === 0 ? '' : `<div class="refusal">${alarms.map((line) => `<p>${html(line)}</p>`).join('')}</div>\n`}</header>
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

function filters(plan: Plan): string {
  const zones = plan.zones.map(({zone}) => zone)
  const reasons = BLOCK_REASONS.filter((reason) => plan.blocked.some((one) => one.reason === reason))
  const actions = [
    ...actionsOf(plan.zones.flatMap(({hosts}) => hosts)).map((action) => [action, action] as const),
    ...(plan.blocked.some(isProblem) ? [['problem', 'problem'] as const] : []),
    ...(plan.blocked.every(isProblem) ? [] : [['blocked', 'not changed'] as const]),
  ]
  const zoneOptions = zones.map((zone) => [zone.id, zoneText(zone, zones)] as const)
  const reasonOptions = reasons.map((reason) => [reason, reason] as const)
  // Hidden until the script shows them, because they need it.
  return `<form hidden>
<input type="search" name="search" placeholder="Search hosts and values" aria-label="Search hosts and values">
<input type="search" name="object" placeholder="Object: Ingress shop/" aria-label="Object">
${select('zone', 'all zones', zoneOptions)}
${select('action', 'all actions', actions)}
${select('reason', 'all reasons', reasonOptions)}
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
  const changed = plan.zones.filter(({hosts}) => hosts.length > 0)
  const unused = plan.unused.map(({dnsName, origin, reason}) =>
    lineItem(`${dnsName}: ${reason} (${objectText(origin)})`, [objectText(origin)]),
  )
  const warnings = plan.warnings.map((one) => lineItem(warningText(one), [one.origin ?? []].flat().map(objectText)))
  return [
    ...changed.map(({zone, hosts}) => {
      const items = deletesFirst(shownHosts(hosts)).map((host) => hostItem(host, plan.owner))
      return section(zone.name, `${visibility(zone)}, ${zone.id}, ${plural(hosts.length, 'host')}`, items)
    }),
    ...blockedParts(plan.blocked).flatMap(({title, blocked}) =>
      list(
        title,
        blocked.map((one) => blockedItem(one, plan)),
      ),
    ),
    ...list(UNUSED_TITLE, unused),
    ...list('Warnings', warnings),
  ]
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [section(title, String(items.length), items)]
}

function section(title: string, remark: string, items: readonly string[]): string {
  return `<section>\n<h2>${html(title)} <small>${html(remark)}</small></h2>\n<ul>\n${items.join('\n')}\n</ul>\n</section>`
}

function lineItem(text: string, objects: readonly string[]): string {
  return item({action: 'note', zone: '', reason: '', object: objectWords(objects)}, [html(text)])
}

const ENTITIES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

/** Escapes foreign text for the content of an element or a quoted attribute. */
function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}

function objectWords(objects: readonly string[]): string {
  return objects.join(' ').toLowerCase()
}

/** A changed host; its ownership TXT are folded. */
function hostItem(host: HostPlan, owner: Plan['owner']): string {
  const {symbol, name, rows, notes} = hostEntry(host, owner, {theme: THEME, isVerbose: false})
  const objects = [...host.origins.map(objectText), ...host.formerResources.map(resourceText)]
  const texts = ownershipRows(host, THEME)
  const folded =
    texts.length === 0 ? '' : `<details><summary>ownership</summary>${texts.map(rowHtml).join('')}</details>`
  return item({action: host.action, zone: host.zone.id, reason: '', object: objectWords(objects)}, [
    `<h3><b>${html(symbol)}</b>${html(name)}<i>${html(host.action)}</i></h3>`,
    ...rows.map(rowHtml),
    ...notes.map((note) => `<p>${inline(note)}</p>`),
    folded,
  ])
}

function blockedItem(one: Blocked, plan: Plan): string {
  const action = isProblem(one) ? 'problem' : 'blocked'
  const detail = blockedDetail(one, plan, {theme: THEME, width: UNWRAPPED, isVerbose: true})
  const object = objectWords(one.origins.map(objectText))
  return item({action, zone: one.zone?.id ?? '', reason: one.reason, object}, [
    `<h3><b>${SYMBOLS.blocked}</b>${html(one.host)}<i>${html(one.reason)}</i></h3>`,
    `<p>${inline(detail)}</p>`,
  ])
}

/** @param data what the filters of the page use */
function item(
  data: Readonly<Record<'action' | 'zone' | 'reason' | 'object', string>>,
  content: readonly string[],
): string {
  const attributes = Object.entries(data).map(([key, value]) => ` data-${key}="${html(value)}"`)
  return `<li class="${html(data.action)}"${attributes.join('')}>${content.join('')}</li>`
}

function rowHtml({label, content}: Row): string {
  return `<p class="row"><b>${html(label)}</b><span>${inline(content)}</span></p>`
}

/** Words on one line; those of one colour are in one element. */
function inline(content: readonly Word[]): string {
  const escaped = content.map((word) => ({...word, text: html(word.text)}))
  return wrap(escaped, {column: 0, hang: 0, outdent: 0, width: UNWRAPPED})
    .map(({text}) => text)
    .join(' ')
}
