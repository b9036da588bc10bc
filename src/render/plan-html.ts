import {createHash} from 'node:crypto'
import {HOST_ACTIONS} from '../plan/change.js'
import {BLOCK_REASONS, countPlan, isEmptyPlan, type Plan, type PlanWarning, type ZonePlan} from '../plan/plan.js'
import type {DeleteLimit} from '../plan/plan-settings.js'
import {shownHosts} from '../plan/shown-hosts.js'
import {sortBlocked} from './blocked-order.js'
import {drasticFirst, isLong} from './drastic.js'
import {html} from './html-escape.js'
import {blockedItem, hostItem} from './html-item.js'
import {HTML_SCRIPT} from './html-script.js'
import {HTML_STYLE} from './html-style.js'
import {objectText, plural, visibility, zoneText} from './phrase.js'
import {refusalText} from './refusal-text.js'
import {rivalsOf} from './rivals.js'
import {countsText, summaryText} from './summary-text.js'
import {makeTheme} from './theme.js'

export interface PlanHtmlOptions {
  readonly batches?: number | undefined
  readonly deleteLimit?: DeleteLimit | undefined
}

const UNWRAPPED = Number.POSITIVE_INFINITY

/**
 * The plan as one page that holds all it needs: style and script are named by their hash, so the browser runs nothing else
 * and asks nobody for anything. A list that can be read without the script, which adds search and filters. Ends with a
 * line feed.
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

/** Hidden until the script shows them: without it they would do nothing. */
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
  const rivals = rivalsOf(plan)
  const theme = makeTheme(0)
  const inOrder = isLong(plan.zones) ? drasticFirst : (hosts: ZonePlan['hosts']) => hosts
  const zones = plan.zones.map(({zone}) => zone)
  return [
    ...plan.zones
      .filter(({hosts}) => hosts.length > 0)
      .map(({zone, hosts}) =>
        section(
          `${html(zone.name)} <small>${html(`${visibility(zone)}, ${zone.id}, ${plural(hosts.length, 'host')}`)}</small>`,
          inOrder(shownHosts(hosts)).map((host) => hostItem(host, plan.owner, rivals(host), theme)),
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
