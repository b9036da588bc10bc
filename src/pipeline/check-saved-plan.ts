import type {Zone} from '../dns/zone.js'
import {CliError} from '../errors/cli-error.js'
import {type HostPlan, setOf} from '../plan/change.js'
import {makeLocks} from '../plan/locks.js'
import {changedKey, formatRowKey, type LedgerRow, speaksOfZone} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import type {ZoneReader} from '../route53/ports.js'
import {freshnessOf, namesToCheck, type PlanFreshness} from '../saved/plan-freshness.js'
import {type SavedPlan, withZones, zonesOfPlan} from '../saved/saved-plan.js'
import type {PlanPorts} from './ports.js'
import {writtenZones} from './read/read-protections.js'

/**
 * Reads again what a saved plan touches and nothing else: one listing of zones, then the names.
 * @param doing `apply plan.json`, for the error.
 * @param returning see `freshnessOf`.
 * @returns the plan with the zones as this run sees them, what is left to do, and in `locks` why Route 53 would refuse hosts
 * of that, as phrases.
 * @throws CliError ZONE_NOT_VISIBLE, or what a reader throws
 */
export async function checkSavedPlan(
  saved: SavedPlan,
  zones: Pick<ZoneReader, 'listZones' | 'listRecordSetsNamed' | 'listProtections'>,
  doing: string,
  returning: ReadonlySet<string> = new Set(),
) {
  const touched = [...namesToCheck(saved).keys()]
  if (touched.length === 0) return {saved, freshness: await readFreshness(saved, zones), locks: []}
  const visible = new Map((await zones.listZones()).map((zone) => [zone.id, zone]))
  const missing = touched.filter(({id}) => !visible.has(id))
  if (missing.length > 0) {
    const named = missing.map(({name, id}) => `${name} (${id})`).join(', ')
    const happened = `It changes zones that this account does not show: ${named}.`
    const fix = 'sign in to the account of these zones: --aws-profile, --aws-assume-role or --aws-zone-role'
    throw new CliError({code: 'ZONE_NOT_VISIBLE', doing, happened, fix: [fix]})
  }
  const known = zonesOfPlan(saved.plan).map((zone) => visible.get(zone.id) ?? zone)
  const bound = withZones(saved, known)
  const freshness = await readFreshness(bound, zones, returning)
  return {saved: bound, freshness, locks: await readLocks(freshness.left, zones)}
}

/** What has been protected since. What the file does not know has another fingerprint, and so has moved. */
async function readLocks(
  hosts: readonly HostPlan[],
  zones: Pick<ZoneReader, 'listProtections'>,
): Promise<readonly string[]> {
  const snapshots = writtenZones(hosts).map(async (zone) => {
    const answer = await zones.listProtections(zone)
    return {zone, reading: 'in-part' as const, recordSets: [], protections: answer.ok ? answer.value : []}
  })
  const locks = makeLocks(await Promise.all(snapshots))
  return hosts.flatMap((host) => locks.onHost(host)?.detail ?? [])
}

/** Reads by name what a plan touches or depends on, and compares it. @param returning see `freshnessOf` */
export async function readFreshness(
  saved: SavedPlan,
  zones: Pick<ZoneReader, 'listRecordSetsNamed'>,
  returning?: ReadonlySet<string>,
): Promise<PlanFreshness> {
  const read = async ([zone, names]: readonly [Zone, readonly string[]]) => ({
    zone,
    recordSets: await zones.listRecordSetsNamed(zone, names),
  })
  return freshnessOf(saved, await Promise.all([...namesToCheck(saved)].map(read)), returning)
}

/** A row of the ledger whose owner changed since the plan was made. */
export interface MovedRow {
  readonly key: string
  readonly before: LedgerRow | undefined
  readonly found: LedgerRow | undefined
}

/**
 * Reads the rows of hosts and returns those with another owner; none without a ledger.
 * @param before the rows when the plan was made.
 */
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
      .filter((row) => ownerInRow(row.before, host.zone) !== ownerInRow(row.found, host.zone)),
  )
  return [...new Map(moved.map((row) => [row.key, row])).values()]
}

/** The owner for one zone. The rest of the row may differ: another run of this owner may have added its own zone. */
function ownerInRow(row: LedgerRow | undefined, zone: Zone): OwnerId | undefined {
  return row !== undefined && speaksOfZone(row, zone) ? row.owner : undefined
}

function rowKeysOf(host: HostPlan): readonly string[] {
  return [...host.changes.map((change) => formatRowKey(setOf(change))), ...host.ledger.map(changedKey)]
}
