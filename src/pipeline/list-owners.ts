import {recordSetKey} from '../dns/record-set.js'
import {isRecordType} from '../dns/record-type.js'
import type {Zone} from '../dns/zone.js'
import {isWhole} from '../plan/plan-input.js'
import {orphanRows} from '../plan/prune-rows.js'
import {type Claim, claimRecordSets, effectiveGuard, type Guards, type OwnershipTxt} from '../registry/claim.js'
import type {LedgerRow} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import {type OwnersRow, sortOwnersRows} from '../render/owners-row.js'
import {type RunReading, type RunSettings, readBothSides} from './plan-run.js'
import type {PlanPorts} from './ports.js'

export interface OwnersFilter {
  /** Empty: every owner. */
  readonly owners: readonly string[]
  /** Zone names or ids; empty: every selected zone. */
  readonly zones: readonly string[]
}

/** Every record set that an ownership TXT guards, whoever owns it, and every such TXT without its record. */
export async function listOwners(
  settings: RunSettings,
  ports: PlanPorts,
  filter: OwnersFilter,
): Promise<readonly OwnersRow[]> {
  if (settings.registry.kind === 'noop') return []
  const reading = await readBothSides({...settings, readsWholeZones: true}, ports, {mayDelete: false})
  const {claims, orphans, rows: ledgerRows} = claimRecordSets(reading.snapshots, settings.registry, reading.ledger)
  const stateOf = states(reading)
  const {ownerId} = settings.registry
  const zones = reading.snapshots.map(({zone}) => zone)
  const rows = [
    ...claims.flatMap((claim) => toRow(claim, ledgerRows.get(claim.recordSet), ownerId, stateOf)),
    ...orphans.map(toOrphanRow),
    ...orphanRows(reading.ledger ?? [], {claims}, zones).map(toOrphanOfLedger),
  ]
  return sortOwnersRows(
    rows.filter(
      (row) =>
        (filter.owners.length === 0 || filter.owners.includes(row.owner)) &&
        (filter.zones.length === 0 || filter.zones.includes(row.zone.name) || filter.zones.includes(row.zone.id)),
    ),
  )
}

type StateOf = (claim: Claim) => OwnersRow['state']

/** A host that waits for its target is wanted, whatever types it has now; a part of a cluster says nothing of the rest. */
function states({placed, desired, manifests}: RunReading): StateOf {
  const wanted = new Set(placed.candidates.map(({zone, recordSet}) => `${zone.id} ${recordSetKey(recordSet)}`))
  const pending = new Set(desired.pending.map((host) => `${host.dnsName.toLowerCase()} ${host.setIdentifier}`))
  const otherwise = manifests === undefined || isWhole(manifests) ? 'unwanted' : 'unknown'
  return ({zone, recordSet}) => {
    const isWanted =
      wanted.has(`${zone.id} ${recordSetKey(recordSet)}`) ||
      pending.has(`${recordSet.name} ${recordSet.setIdentifier ?? ''}`)
    return isWanted ? 'wanted' : otherwise
  }
}

function toRow(claim: Claim, row: LedgerRow | undefined, us: OwnerId, stateOf: StateOf): readonly OwnersRow[] {
  const guard = effectiveGuard(claim.guards)
  const holder = row ?? guard
  if (holder === undefined) return []
  const isUnreadable = row === undefined && guard?.isUnreadable === true
  const {name, setIdentifier, type, data} = claim.recordSet
  return [
    {
      owner: holder.owner,
      host: name,
      setIdentifier,
      type,
      targets: data.kind === 'alias' ? [data.target.dnsName] : data.values,
      ttlSeconds: data.kind === 'alias' ? undefined : data.ttlSeconds,
      resource: holder.resource,
      txtNames: guardsOf(claim.guards).map((one) => one.recordSet.name),
      txtFormat: guard === undefined ? 'none' : formatOf(claim.guards),
      zone: claim.zone,
      state: isUnreadable ? 'unreadable' : holder.owner === us ? stateOf(claim) : 'foreign',
    },
  ]
}

function toOrphanOfLedger({row, zone}: {readonly row: LedgerRow; readonly zone: Zone}): OwnersRow {
  const {name, type, setIdentifier} = row.key
  return {
    owner: row.owner,
    host: name,
    setIdentifier,
    type: isRecordType(type) ? type : undefined,
    targets: [],
    ttlSeconds: undefined,
    resource: row.resource,
    txtNames: [],
    txtFormat: 'none',
    zone,
    state: 'orphan',
  }
}

function toOrphanRow(orphan: OwnershipTxt): OwnersRow {
  return {
    owner: orphan.owner,
    host: orphan.host === '' ? orphan.recordSet.name : orphan.host,
    setIdentifier: orphan.recordSet.setIdentifier,
    type: orphan.type !== undefined && isRecordType(orphan.type) ? orphan.type : undefined,
    targets: [],
    ttlSeconds: undefined,
    resource: orphan.resource,
    txtNames: [orphan.recordSet.name],
    txtFormat: orphan.type === undefined ? 'untyped' : 'typed',
    zone: orphan.zone,
    state: orphan.isUnreadable ? 'unreadable' : 'orphan',
  }
}

function guardsOf(guards: Guards): readonly OwnershipTxt[] {
  return [guards.typed, guards.legacyAlias, guards.untyped].filter((guard) => guard !== undefined)
}

function formatOf(guards: Guards): OwnersRow['txtFormat'] {
  const isTyped = guards.typed !== undefined || guards.legacyAlias !== undefined
  return isTyped && guards.untyped !== undefined ? 'both' : isTyped ? 'typed' : 'untyped'
}
