import type {Zone} from '../dns/zone.js'
import type {HostPlan} from '../plan/change.js'
import {changedKey, formatRowKey, type LedgerRow, rowKeyOf, speaksOfZone} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import type {ZoneReader} from '../route53/ports.js'
import type {SavedPlan} from '../saved/saved-plan.js'
import {namesToCheck, type Standing, standingOf} from '../saved/standing.js'
import {touchedByHost} from '../saved/touched-sets.js'
import type {PlanPorts} from './ports.js'

type NamedReader = Pick<ZoneReader, 'listRecordSetsNamed'>

/** Reads what a plan touches and rests on, by name, and says what it means now. @param returning see `standingOf`. */
export async function readStanding(
  saved: SavedPlan,
  zones: NamedReader,
  returning?: ReadonlySet<string>,
): Promise<Standing> {
  const read = async ([zone, names]: readonly [Zone, readonly string[]]) => ({
    zone,
    recordSets: await zones.listRecordSetsNamed(zone, names),
  })
  return standingOf(saved, await Promise.all([...namesToCheck(saved)].map(read)), returning)
}

/** A row of a ledger that gives a host to somebody else than when the plan was made. */
export interface MovedRow {
  readonly key: string
  readonly before: LedgerRow | undefined
  readonly found: LedgerRow | undefined
}

/** As above, for the rows of hosts; none without a ledger. @param before what the plan was made from. */
export async function readMovedRows(
  hosts: readonly HostPlan[],
  before: readonly LedgerRow[] | undefined,
  ledger: PlanPorts['ledger'],
): Promise<readonly MovedRow[]> {
  if (before === undefined || ledger === undefined) return []
  const byKey = (rows: readonly LedgerRow[]) => new Map(rows.map((row) => [formatRowKey(row.key), row]))
  const [then, now] = [byKey(before), byKey(await ledger.readRows())]
  const moved = hosts.flatMap((host) =>
    rowKeysOf(host)
      .map((key) => ({key, before: then.get(key), found: now.get(key)}))
      .filter((row) => holderOf(row.before, host.zone) !== holderOf(row.found, host.zone)),
  )
  return [...new Map(moved.map((row) => [row.key, row])).values()]
}

/** Another run of the same owner may have joined its zone to the row since. */
function holderOf(row: LedgerRow | undefined, zone: Zone): OwnerId | undefined {
  return row !== undefined && speaksOfZone(row, zone) ? row.owner : undefined
}

function rowKeysOf(host: HostPlan): readonly string[] {
  const sets = touchedByHost({...host, ownership: []}).flatMap(({before, after}) => before ?? after ?? [])
  return [...sets.map((set) => formatRowKey(rowKeyOf(set))), ...host.ledger.map(changedKey)]
}
