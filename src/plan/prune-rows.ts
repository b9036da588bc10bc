import {isWithin, toStoredName} from '../dns/dns-name.js'
import type {ObjectProblem} from '../dns/endpoint.js'
import {type Zone, zonesFor} from '../dns/zone.js'
import type {Claims} from '../registry/claim.js'
import {formatRowKey, type LedgerRow, rowKeyOf, rowZones} from '../registry/ledger.js'
import type {HostPlan} from './change.js'
import {nameOrigin} from './conflict.js'
import {type KeepReason, mayNotDelete} from './delete-permission.js'
import type {Holds} from './holds.js'
import {nameFilter} from './name-contexts.js'
import type {Blocked} from './plan.js'
import type {PlanInput} from './plan-input.js'

/** The own rows without a record set, which `prune --orphans` takes away, and what of it has to stay. */
export function pruneRows(
  {wish, registry, settings, zones, ledger = []}: PlanInput,
  claims: Claims,
  pruned: readonly HostPlan[],
  holds: Holds,
): {readonly hosts: readonly HostPlan[]; readonly blocked: readonly Blocked[]} {
  if (wish.kind !== 'prune' || !wish.removesOrphans || registry.kind !== 'ledger') return {hosts: [], blocked: []}
  const passes = nameFilter(settings)
  const keepReason = mayNotDelete(registry, settings)
  const touched = new Set(pruned.flatMap((host) => host.ledger).map(({current}) => current))
  const hosts: HostPlan[] = []
  const blocked: Blocked[] = []
  for (const {row, zone} of orphanRows(
    ledger,
    claims,
    zones.map((each) => each.zone),
  )) {
    if (row.owner !== registry.ownerId || !passes(row.key.name) || touched.has(row)) continue
    const problem = holds.problemAt(row.key.name, row.resource)
    const why = keepReason ?? (problem === undefined ? undefined : unreadableObject(problem))
    if (why === undefined) hosts.push(rowHost(row, zone))
    else {
      const {name: host, setIdentifier} = row.key
      blocked.push({...why, zone, host, setIdentifier, types: [], owner: undefined, origins: []})
    }
  }
  return {hosts, blocked}
}

/**
 * Rows of every owner for which no record set was found. Not those that may speak of a zone which was not read: one
 * outside the run, or one to which a name is handed on.
 */
export function orphanRows(
  rows: readonly LedgerRow[],
  {claims}: Pick<Claims, 'claims'>,
  zones: readonly Zone[],
): readonly {readonly row: LedgerRow; readonly zone: Zone}[] {
  const stored = new Set(claims.map(({recordSet}) => formatRowKey(rowKeyOf(recordSet))))
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

function unreadableObject({origin}: ObjectProblem): KeepReason {
  const detail = `${nameOrigin(origin)} cannot be read; ledger row kept`
  return {reason: 'object-problem', detail, fix: undefined}
}

function rowHost(row: LedgerRow, zone: Zone): HostPlan {
  return {
    zone,
    name: toStoredName(row.key.name),
    setIdentifier: row.key.setIdentifier,
    action: 'delete',
    changes: [],
    ownership: [],
    ledger: [{kind: 'remove', current: row}],
    isGone: false,
    origins: [],
    formerResources: row.resource === '' ? [] : [row.resource],
    notes: ['ledger row without a record'],
  }
}
