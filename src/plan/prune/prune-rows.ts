import {isWithin, toStoredName} from '../../dns/dns-name.js'
import {isRecordType} from '../../dns/record-set.js'
import {type Zone, zonesFor} from '../../dns/zone.js'
import type {Claims} from '../../registry/claim.js'
import {formatRowKey, type LedgerRow, rowZones, withZones} from '../../registry/ledger.js'
import {isOurs} from '../../registry/registry-settings.js'
import {type Blocked, block, type DecidedHosts} from '../blocked.js'
import {type HostPlan, OWNERSHIP_ALONE} from '../change.js'
import {mayNotDelete} from '../decide/delete-permission.js'
import {nameFilter} from '../decide/name-contexts.js'
import type {Retention} from '../decide/retention.js'
import {makeUnreadHolders} from '../ownership/unread-zones.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {PlanInput} from '../plan-input.js'

/** The own rows without a record set in some zone or in any, which `prune --orphans` corrects, and what of it has to stay. */
export function pruneRows(
  input: PlanInput,
  claims: Claims,
  pruned: readonly HostPlan[],
  retention: Retention,
): DecidedHosts {
  const {goal, registry, settings, zones, ledger = []} = input
  if (goal.kind !== 'prune' || !goal.removesOrphans || registry.kind !== 'ledger') return {hosts: [], blocked: []}
  const passes = nameFilter(settings)
  const keepReason = mayNotDelete(registry, settings)
  const touched = new Set(pruned.flatMap((host) => host.ledger).map(({current}) => current))
  const unreadHolders = makeUnreadHolders(input)
  const hosts: HostPlan[] = []
  const blocked: Blocked[] = []
  const selected = zones.map((each) => each.zone)
  const orphans = orphanRows(ledger, claims, selected).map((orphan) => ({...orphan, rest: undefined}))
  for (const {row, zone, rest} of [...orphans, ...staleRows(ledger, claims, selected)]) {
    if (!isOurs(registry, row.owner) || !passes(row.key.name) || touched.has(row)) continue
    const problem = retention.problemAt(row.key.name, row.resource, row.owner)
    const unread = unreadHolders(row)
    const unsure = unread.length === 0 ? undefined : ownershipPhrases.rowNeededUnread(formatRowKey(row.key), unread)
    const held = problem && ownershipPhrases.heldByUnreadable(problem, 'ledger row')
    const why = unsure ?? keepReason ?? held
    if (why === undefined) hosts.push(rowHost(row, zone, rest))
    else {
      const {name: host, type, setIdentifier} = row.key
      blocked.push(block({host, zone, setIdentifier, types: isRecordType(type) ? [type] : []}, why))
    }
  }
  return {hosts, blocked}
}

/** Rows of every owner without a record set, but for those that may speak of a zone which was not read. */
export function orphanRows(
  rows: readonly LedgerRow[],
  {claims}: Pick<Claims, 'claims'>,
  zones: readonly Zone[],
): readonly {readonly row: LedgerRow; readonly zone: Zone}[] {
  const stored = new Set(claims.map(({recordSet}) => formatRowKey(recordSet)))
  const delegations = claims.filter(({recordSet, zone}) => recordSet.type === 'NS' && recordSet.name !== zone.name)
  const ids = new Set<string>(zones.map((zone) => zone.id))
  return rows.flatMap((row) => {
    const name = toStoredName(row.key.name)
    const [zone] = zonesFor(name, zones)
    if (zone === undefined || stored.has(formatRowKey(row.key))) return []
    if (!(rowZones(row) ?? []).every((id) => ids.has(id))) return []
    const isDelegated = delegations.some(({zone: of, recordSet}) => of === zone && isWithin(name, recordSet.name))
    return isDelegated ? [] : [{row, zone}]
  })
}

/** Rows that list, beside zones with their record set, one that holds none: what is left of a delete that was cut. */
function staleRows(
  rows: readonly LedgerRow[],
  {claims}: Pick<Claims, 'claims'>,
  zones: readonly Zone[],
): readonly {readonly row: LedgerRow; readonly zone: Zone; readonly rest: LedgerRow}[] {
  const holders = new Map<string, Set<string>>()
  for (const {zone, recordSet} of claims) {
    const key = formatRowKey(recordSet)
    holders.set(key, (holders.get(key) ?? new Set()).add(zone.id))
  }
  return rows.flatMap((row) => {
    const held = holders.get(formatRowKey(row.key))
    const listed = rowZones(row)
    if (held === undefined || listed === undefined) return []
    const stale = zones.filter(({id}) => listed.includes(id) && !held.has(id))
    const [zone] = stale
    const left = listed.filter((id) => !stale.some((one) => one.id === id))
    return zone === undefined || left.length === 0 ? [] : [{row, zone, rest: withZones(row, left)}]
  })
}

function rowHost(row: LedgerRow, zone: Zone, rest: LedgerRow | undefined): HostPlan {
  return {
    ...OWNERSHIP_ALONE,
    zone,
    name: toStoredName(row.key.name),
    setIdentifier: row.key.setIdentifier,
    action: 'delete',
    ledger: [{kind: 'remove', current: row, rest}],
    formerResources: row.resource === '' ? [] : [row.resource],
    notes: [
      rest === undefined ? 'ledger row without a record' : 'the ledger row lists this zone, which holds no such record',
    ],
    owner: row.owner,
  }
}
