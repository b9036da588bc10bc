import {zoneJson} from './host-json.js'
import {DEFAULT_ORDER, type OwnersOrder, sortOwnersRows} from './owners-order.js'
import {nameFormatOf, type OwnersRow} from './owners-row.js'
import {countStates, sumOwners} from './owners-summary.js'
import {FORMAT_VERSION} from './plan-json.js'

/**
 * `{formatVersion, kind: "owners", records: [{owner, host, setIdentifier, type, targets[], ttlSeconds, resource,
 * txtNames[], txtFormat, texts[], zone, state, isWanted}]}`; every key is always there, what does not apply is null. Ends
 * with a line feed.
 */
export function renderOwnersJson(rows: readonly OwnersRow[], order: OwnersOrder = DEFAULT_ORDER): string {
  const records = sortOwnersRows(rows, order).map((row) => ({
    owner: row.owner,
    host: row.host,
    setIdentifier: row.setIdentifier ?? null,
    type: row.type ?? null,
    targets: row.targets,
    ttlSeconds: row.ttlSeconds ?? null,
    resource: row.resource,
    txtNames: row.texts.map((text) => text.name),
    txtFormat: nameFormatOf(row),
    texts: row.texts,
    zone: zoneJson(row.zone),
    state: row.state,
    isWanted: row.isWanted ?? null,
  }))
  return `${JSON.stringify({formatVersion: FORMAT_VERSION, kind: 'owners', records}, null, 2)}\n`
}

/** `{formatVersion, kind: "owners-summary", total, states, owners: [{owner, zone, total, states}]}`, every state always there. */
export function renderOwnersSummaryJson(rows: readonly OwnersRow[]): string {
  const owners = sumOwners(rows).map(({owner, zone, total, states}) => ({owner, zone: zoneJson(zone), total, states}))
  const all = {formatVersion: FORMAT_VERSION, kind: 'owners-summary', total: rows.length, states: countStates(rows)}
  return `${JSON.stringify({...all, owners}, null, 2)}\n`
}
