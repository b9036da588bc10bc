import type {Origin} from '../../dns/endpoint.js'
import {objectText, plural} from '../../dns/phrase.js'
import type {HostPlan} from '../../plan/change.js'
import type {Blocked} from '../../plan/plan.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {Entry, Row} from '../layout/entry.js'
import {SYMBOLS} from '../layout/theme.js'
import {REMARK_GAP, words} from '../layout/wrap.js'
import {changeRows, type RowOptions, remark} from './change-rows.js'
import {foldedTxt, hostOwnerLines, ledgerRows} from './host-owner-lines.js'

/** The number of objects that are named for a host. A record for all nodes would fill the screen. */
const MOST_ORIGINS = 5

/**
 * Renders one host: the changes, the ownership, remarks, the reasons, and requests that lost.
 *
 * @param competitors what is blocked at this host because another object has priority.
 */
export function hostEntry(
  host: HostPlan,
  owner: OwnerId | undefined,
  competitors: readonly Blocked[],
  options: RowOptions,
): Entry {
  return {
    symbol: SYMBOLS[host.action],
    paint: options.theme[host.action],
    bold: options.theme.bold,
    name: host.name,
    foldedTxt: foldedTxt(host),
    rows: [
      ...changeRows(host, options),
      ...hostOwnerLines(host, owner, options),
      ...ledgerRows(host, owner, options),
      ...host.notes.map((note) => text('note', note)),
      ...whyRows(host, options),
      ...competitorRows(competitors, options),
    ],
  }
}

function whyRows(host: HostPlan, {theme, isVerbose}: RowOptions): Row[] {
  const former = host.formerResources.filter((resource) => !host.origins.some((origin) => isLabelOf(resource, origin)))
  const was = former.length === 0 ? undefined : `was ${former.join(', ')}`
  if (host.origins.length === 0) {
    // When only ownership changes, a note gives the reason: an object may still ask for the host.
    if (host.action !== 'delete' || host.changes.length === 0) return was === undefined ? [] : [text('why', was)]
    const none = host.isGone ? 'no object asks for it any more' : 'no object asks for this record set any more'
    return [text('why', none + (was === undefined ? '' : ` (${was})`))]
  }
  const shown = isVerbose ? host.origins : host.origins.slice(0, MOST_ORIGINS)
  const rows: Row[] = shown.map((origin, index) => ({
    kind: 'text',
    label: index === 0 ? 'why' : '',
    marker: '',
    content: [
      ...words(objectText(origin)),
      ...(origin.field === '' ? [] : words(origin.field, {gap: 2, paint: theme.dim})),
      ...(index === 0 && was !== undefined ? remark(was) : []),
    ],
  }))
  const left = host.origins.length - shown.length
  return left === 0 ? rows : [...rows, text('', `and ${plural(left, 'more object', 'more objects')}`)]
}

/** The objects that lost the host, each with the rule that decided. */
function competitorRows(competitors: readonly Blocked[], {theme}: RowOptions): Row[] {
  const claims = competitors.flatMap(({origins, detail}) => origins.map((origin) => ({origin, detail})))
  return claims.map(({origin, detail}, index) => ({
    kind: 'text',
    label: index === 0 ? 'rival' : '',
    marker: '',
    content: [
      ...words(objectText(origin)),
      ...(origin.field === '' ? [] : words(origin.field, {gap: 2, paint: theme.dim})),
      ...words(`loses: ${detail}`, {gap: REMARK_GAP}),
    ],
  }))
}

/** The ownership of a DNSEndpoint names it as `crd` instead of by its kind. */
function isLabelOf(resource: string, origin: Origin): boolean {
  const path = `${origin.namespace}/${origin.name}`
  return resource === `${origin.kind.toLowerCase()}/${path}` || resource === `crd/${path}`
}

function text(label: string, content: string): Row {
  return {kind: 'text', label, marker: '', content: words(content)}
}
