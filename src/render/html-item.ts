import type {Origin} from '../dns/endpoint.js'
import type {Zone} from '../dns/zone.js'
import type {HostPlan} from '../plan/change.js'
import type {Blocked, Plan} from '../plan/plan.js'
import type {Row} from './entry.js'
import {hostEntry} from './host-text.js'
import {html} from './html-escape.js'
import {objectText, zoneText} from './phrase.js'
import {setIdentifierText} from './record-set-text.js'
import {SYMBOLS, type Theme} from './theme.js'

/** What the filters of the page ask for. */
interface ItemData {
  readonly action: string
  readonly zone: Zone | undefined
  readonly reason: string
  readonly objects: readonly string[]
}

/** One host that changes, as an item of the list. */
export function hostItem(host: HostPlan, owner: Plan['owner'], rivals: readonly Blocked[], theme: Theme): string {
  const {symbol, name, rows} = hostEntry(host, owner, rivals, {
    theme,
    room: Number.POSITIVE_INFINITY,
    isVerbose: true,
  })
  // A label is `ingress/shop/api`; one way of asking finds what was and what is.
  const former = host.formerResources.map((resource) => resource.replace('/', ' '))
  const objects = [...host.origins.map(objectText), ...former]
  const head = `<h3><b>${html(symbol)}</b>${html(name)}<i>${html(host.action)}</i></h3>`
  return item({action: host.action, zone: host.zone, reason: '', objects}, [head, ...rows.map(rowHtml)])
}

/** One host that stays as it is. */
export function blockedItem(one: Blocked, zones: readonly Zone[]): string {
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
  const said = content.map(({gap, text}, index) => `${index === 0 ? '' : ' '.repeat(gap)}${text}`).join('')
  const kind = marker === '+' ? ' plus' : marker === '-' ? ' minus' : ''
  return labelled(label, marker === '' ? said : `${marker} ${said}`, kind)
}

function labelled(label: string, text: string, kind = ''): string {
  return `<p class="row${kind}"><b>${html(label)}</b><span>${html(text)}</span></p>`
}

function originText(origin: Origin): string {
  return `${objectText(origin)}  ${origin.field}`.trimEnd()
}
