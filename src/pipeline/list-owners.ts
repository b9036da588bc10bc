import {isRecordType} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {checkCandidates} from '../plan/check/check-candidates.js'
import {makeWantedness, type Wantedness} from '../plan/decide/wantedness.js'
import {findEqualUnowned} from '../plan/ownership/adopt.js'
import {openBooks} from '../plan/ownership/ownership-change.js'
import {lacksCurrentFormat} from '../plan/ownership/repair.js'
import type {Candidate, PlanInput} from '../plan/plan-input.js'
import {orphanRows} from '../plan/prune/prune-rows.js'
import {type Claim, claimRecordSets, effectiveGuard, type OwnershipTxt, textsOf} from '../registry/claim.js'
import type {LedgerRow} from '../registry/ledger.js'
import {isEncryptedTxt, txtFormatOf} from '../registry/txt-format.js'
import type {TxtNaming} from '../registry/txt-name.js'
import {namespaceOf, type OwnersRow, type OwnersState, type OwnersText} from './owners-row.js'
import type {PlanPorts} from './ports.js'
import {type RunSettings, readBothSides, toPlanInput} from './read/plan-run.js'

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

/** What of the list is shown; an empty list lets everything through. */
export interface OwnersFilter {
  readonly owners: readonly string[]
  /** Zone names or ids. */
  readonly zones: readonly string[]
  readonly hosts: readonly HostPattern[]
  /** Namespaces of the resources. */
  readonly namespaces: readonly string[]
  readonly states: readonly OwnersState[]
}

/** A host, or with `isBelow` all hosts below a name. */
export interface HostPattern {
  readonly name: string
  readonly isBelow: boolean
}

function matchesOwnersFilter(row: OwnersRow, filter: OwnersFilter): boolean {
  const {owners, zones, hosts, namespaces, states} = filter
  return (
    (owners.length === 0 || owners.includes(row.owner)) &&
    (zones.length === 0 || zones.includes(row.zone.name) || zones.includes(row.zone.id)) &&
    (hosts.length === 0 || hosts.some((pattern) => matchesHost(row.host, pattern))) &&
    (namespaces.length === 0 || namespaces.includes(namespaceOf(row))) &&
    (states.length === 0 || states.includes(row.state))
  )
}

function matchesHost(host: string, {name, isBelow}: HostPattern): boolean {
  return isBelow ? host.endsWith(`.${name}`) : host === name
}

/** What was found out about one record set. */
export interface ClaimFacts {
  /** The row of the ledger that speaks of it. */
  readonly ledgerRow: LedgerRow | undefined
  readonly wantedness: Wantedness
  readonly isObsoleteFormat: boolean
  /** The wish that an unowned set meets. */
  readonly equalWish: Candidate | undefined
}

/** Undefined for what nobody owns and no object asks for in just this form. */
function toClaimRow(claim: Claim, facts: ClaimFacts, naming: TxtNaming): OwnersRow | undefined {
  const holder = facts.ledgerRow ?? effectiveGuard(claim.guards) ?? facts.equalWish
  if (holder === undefined) return undefined
  const {name, setIdentifier, type, data} = claim.recordSet
  return {
    owner: 'owner' in holder ? holder.owner : '',
    host: name,
    setIdentifier,
    type,
    targets: data.kind === 'alias' ? [data.target.dnsName] : data.values,
    ttlSeconds: data.kind === 'alias' ? undefined : data.ttlSeconds,
    resource: holder.resource,
    texts: textsOf(claim.guards).map((text) => toText(text, naming, text === claim.guards.legacyAlias)),
    zone: claim.zone,
    state: stateOf(claim, facts),
    isWanted: facts.wantedness === 'unknown' ? undefined : facts.wantedness === 'wanted',
  }
}

function stateOf(claim: Claim, {ledgerRow, wantedness, isObsoleteFormat}: ClaimFacts): OwnersState {
  if (claim.kind === 'unowned') return 'unmarked'
  if (ledgerRow === undefined && effectiveGuard(claim.guards)?.isUnreadable === true) return 'unreadable'
  if (claim.kind === 'foreign') return 'foreign'
  return isObsoleteFormat && wantedness !== 'unwanted' ? 'obsolete-format' : wantedness
}

/** A text without its record. */
function toOrphanRow(text: OwnershipTxt, naming: TxtNaming): OwnersRow {
  const {owner, host, type, recordSet, resource, zone} = text
  return {
    owner,
    host: host === '' ? recordSet.name : host,
    setIdentifier: recordSet.setIdentifier,
    type: type !== undefined && isRecordType(type) ? type : undefined,
    targets: [],
    ttlSeconds: undefined,
    resource,
    texts: [toText(text, naming, false)],
    zone,
    state: text.isUnreadable ? 'unreadable' : 'orphan',
    isWanted: undefined,
  }
}

/** A row of the ledger without its record. */
function toLedgerOrphanRow({row, zone}: {readonly row: LedgerRow; readonly zone: Zone}): OwnersRow {
  const {name, type, setIdentifier} = row.key
  return {
    owner: row.owner,
    host: name,
    setIdentifier,
    type: isRecordType(type) ? type : undefined,
    targets: [],
    ttlSeconds: undefined,
    resource: row.resource,
    texts: [],
    zone,
    state: 'orphan',
    isWanted: undefined,
  }
}

function toText(text: OwnershipTxt, naming: TxtNaming, guardsAlias: boolean): OwnersText {
  return {
    name: text.recordSet.name,
    format: txtFormatOf(text, naming, guardsAlias),
    isEncrypted: isEncryptedTxt(text),
  }
}
