import {findEqualUnowned} from '../plan/adopt-hosts.js'
import {checkCandidates} from '../plan/check-candidates.js'
import {openBooks} from '../plan/ownership-change.js'
import type {PlanInput} from '../plan/plan-input.js'
import {orphanRows} from '../plan/prune-rows.js'
import {lacksCurrentFormat} from '../plan/repair-texts.js'
import {makeWantedness} from '../plan/wantedness.js'
import {claimRecordSets} from '../registry/claim.js'
import type {OwnersRow} from '../render/owners-row.js'
import {matchesOwnersFilter, type OwnersFilter} from './owners-filter.js'
import {toClaimRow, toLedgerOrphanRow, toOrphanRow} from './owners-rows.js'
import {type RunSettings, readBothSides, toPlanInput} from './plan-run.js'
import type {PlanPorts} from './ports.js'

/**
 * Every record set that an ownership TXT guards, whoever owns it, every such TXT without its record, and what stands there
 * without one just as an object asks for it. Without any source no object was asked, and what is wanted is unknown.
 */
export async function listOwners(
  given: Omit<RunSettings, 'readsWholeZones'>,
  ports: PlanPorts,
  filter: OwnersFilter,
): Promise<readonly OwnersRow[]> {
  const {registry} = given
  if (registry.kind === 'noop') return []
  const settings = {...given, readsWholeZones: true}
  const reading = await readBothSides(settings, ports, {mayDelete: false})
  const input: PlanInput = {...toPlanInput(settings, ports.cluster.context, reading), wish: {kind: 'apply'}}
  const found = claimRecordSets(reading.snapshots, registry, reading.ledger)
  const books = openBooks(input, found)
  const {candidates, problems} = checkCandidates(input, books)
  const wantedness = makeWantedness({...input, problems: [...input.problems, ...problems]})
  const asksObjects = settings.sources.sources.length > 0
  const equal = findEqualUnowned({...input, candidates}, found)
  const rows: OwnersRow[] = []
  const add = (row: OwnersRow | undefined) => {
    if (row !== undefined && matchesOwnersFilter(row, filter)) rows.push(row)
  }
  for (const claim of found.claims) {
    const facts = {
      ledgerRow: found.rows.get(claim.recordSet),
      wantedness: asksObjects ? wantedness(claim) : ('unknown' as const),
      isObsoleteFormat: lacksCurrentFormat(claim, books),
      equalWish: equal.get(claim.recordSet),
    }
    add(toClaimRow(claim, facts, registry))
  }
  for (const text of found.orphans) add(toOrphanRow(text, registry))
  const zones = reading.snapshots.map(({zone}) => zone)
  for (const orphan of orphanRows(reading.ledger ?? [], found, zones)) add(toLedgerOrphanRow(orphan))
  return rows
}
