import {zoneJson} from './host-json.js'
import {type OwnersRow, sortOwnersRows} from './owners-row.js'
import {FORMAT_VERSION} from './plan-json.js'

/**
 * `{formatVersion, kind: "owners", records: [{owner, host, setIdentifier, type, targets[], ttlSeconds, resource,
 * txtNames[], txtFormat, zone, state}]}`; every key is always there, what does not apply is null. Ends with a line feed.
 */
export function renderOwnersJson(rows: readonly OwnersRow[]): string {
  const records = sortOwnersRows(rows).map((row) => ({
    owner: row.owner,
    host: row.host,
    setIdentifier: row.setIdentifier ?? null,
    type: row.type ?? null,
    targets: row.targets,
    ttlSeconds: row.ttlSeconds ?? null,
    resource: row.resource,
    txtNames: row.txtNames,
    txtFormat: row.txtFormat,
    zone: zoneJson(row.zone),
    state: row.state,
  }))
  return `${JSON.stringify({formatVersion: FORMAT_VERSION, kind: 'owners', records}, null, 2)}\n`
}
