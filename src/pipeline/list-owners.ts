import {type HostPattern, hostMatcher} from '../dns/host-pattern.js'
import {isRecordType} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {makeWantedness, type Wantedness} from '../plan/decide/wantedness.js'
import {toDecisionInput} from '../plan/decide-hosts.js'
import {findEqualUnowned} from '../plan/ownership/adopt.js'
import {lacksCurrentFormat} from '../plan/ownership/repair.js'
import {type Candidate, namespaceOf, type Protection} from '../plan/plan-input.js'
import {orphanRows} from '../plan/prune/prune-rows.js'
import {type Claim, decidingRecord, type OwnershipRecord, textsOf} from '../registry/claim.js'
import type {LedgerRow} from '../registry/ledger.js'
import {isEncryptedTxt, txtFormatOf} from '../registry/txt-format.js'
import type {TxtNaming} from '../registry/txt-name.js'
import type {ZoneReader} from '../route53/ports.js'
import type {OwnershipEntry, OwnersState, OwnersText} from './ownership-entry.js'
import type {PlanPorts} from './ports.js'
import {type RunSettings, readBothSides, toPlanInput} from './read/plan-run.js'

/**
 * Lists all record sets with an ownership TXT, whoever the owner is; ownership TXT without a record; and record sets
 * without an owner that are exactly as an object asks for them. Without sources no objects are read, so whether a
 * record is wanted is unknown.
 */
export async function listOwners(
  requested: Omit<RunSettings, 'readsWholeZones'>,
  ports: PlanPorts,
  filter: OwnersFilter,
  {asksForProtections = false} = {},
): Promise<readonly OwnershipEntry[]> {
  const {registry} = requested
  if (registry.kind === 'noop') return []
  const settings = {...requested, readsWholeZones: true}
  const readResult = await readBothSides(settings, ports, {mayDelete: false})
  const input = toPlanInput(settings, readResult)
  const goal = {kind: 'prune', removesOrphans: false, removesObsoleteTxt: false} as const
  const decisionInput = toDecisionInput({...input, goal})
  const {claims: found, candidates, writers} = decisionInput
  // Without sources no object was asked.
  const hasSources = ports.clusters.some((cluster) => cluster.settings.sources.length > 0)
  const unread = new Set<unknown>(readResult.clusters.flatMap(({owner, unreachable}) => (unreachable && owner) ?? []))
  const isUnread = (claim: Claim) => 'owner' in claim && unread.has(claim.owner)
  const wantedness = hasSources ? makeWantedness(decisionInput, input.settings) : () => 'unknown' as const
  const equal = findEqualUnowned({...input, goal: {kind: 'apply'}, candidates}, found)
  const zones = readResult.snapshots.map(({zone}) => zone)
  const entries = [
    ...found.claims.flatMap((claim) => {
      const facts: ClaimFacts = {
        ledgerRow: found.rows.get(claim.recordSet),
        wantedness: isUnread(claim) ? 'unknown' : wantedness(claim),
        isUnread: isUnread(claim),
        isObsoleteFormat: lacksCurrentFormat(claim, writers.ownershipWriter),
        equalCandidate: equal.get(claim.recordSet),
      }
      return toEntry(claim, facts, registry) ?? []
    }),
    ...found.orphans.map((text) => ofOrphan(text, registry)),
    ...orphanRows(readResult.ledger ?? [], found, zones).map(ofLedgerOrphan),
  ]
  const shown = entries.filter(ownersMatcher(filter))
  return asksForProtections ? withProtections(shown, ports.zones) : shown
}

/** One listing for each zone. What is not known is not said. */
async function withProtections(
  entries: readonly OwnershipEntry[],
  reader: Pick<ZoneReader, 'listProtections'>,
): Promise<readonly OwnershipEntry[]> {
  const zones = [...new Set(entries.map(({zone}) => zone))]
  const answers = await Promise.all(zones.map((zone) => reader.listProtections(zone)))
  const found = new Map<string, Protection>(
    zones.flatMap((zone, index) => {
      const answer = answers[index]
      const some = answer?.ok === true ? answer.value : []
      return some.map((one) => [`${zone.id} ${one.name} ${one.type}`, one] as const)
    }),
  )
  return entries.map((entry) => {
    const sets = [`${entry.host} ${entry.type}`, ...entry.texts.map(({name}) => `${name} TXT`)]
    const one = sets.map((set) => found.get(`${entry.zone.id} ${set}`)).find((each) => each !== undefined)
    if (one === undefined) return entry
    return {...entry, protection: one.comment === undefined ? one.type : `${one.type} ${JSON.stringify(one.comment)}`}
  })
}

/** Which entries are shown. An empty list matches everything. */
export interface OwnersFilter {
  readonly owners: readonly string[]
  /** Zone names or ids. */
  readonly zones: readonly string[]
  readonly hosts: readonly HostPattern[]
  /** Namespaces of the resources. */
  readonly namespaces: readonly string[]
  readonly states: readonly OwnersState[]
}

function ownersMatcher(filter: OwnersFilter): (row: OwnershipEntry) => boolean {
  const {owners, zones, hosts, namespaces, states} = filter
  const isNamed = hostMatcher(hosts)
  return (row) =>
    (owners.length === 0 || owners.includes(row.owner)) &&
    (zones.length === 0 || zones.includes(row.zone.name) || zones.includes(row.zone.id)) &&
    isNamed(row.host) &&
    (namespaces.length === 0 || namespaces.includes(namespaceOf(row.resource))) &&
    (states.length === 0 || states.includes(row.state))
}

interface ClaimFacts {
  readonly ledgerRow: LedgerRow | undefined
  readonly wantedness: Wantedness
  /** Its owner's cluster was not read. */
  readonly isUnread: boolean
  readonly isObsoleteFormat: boolean
  /** The requested record set that equals an unowned one. */
  readonly equalCandidate: Candidate | undefined
}

/** Undefined when nobody owns the record set and no object asks for exactly this one. */
function toEntry(claim: Claim, facts: ClaimFacts, naming: TxtNaming): OwnershipEntry | undefined {
  const {ledgerRow, wantedness, equalCandidate} = facts
  const {recordSet, zone, ownershipRecords} = claim
  const ownership = ledgerRow ?? decidingRecord(ownershipRecords)
  const holder = ownership ?? equalCandidate
  if (holder === undefined) return undefined
  const {name, setIdentifier, type, data} = recordSet
  return {
    owner: ownership?.owner ?? '',
    host: name,
    setIdentifier,
    type,
    targets: data.kind === 'alias' ? [data.target.dnsName] : data.values,
    ttlSeconds: data.kind === 'alias' ? undefined : data.ttlSeconds,
    resource: holder.resource,
    texts: textsOf(ownershipRecords).map((text) => toText(text, naming, text === ownershipRecords.legacyAlias)),
    zone,
    state: stateOf(claim, facts),
    isWanted: wantedness === 'unknown' ? undefined : wantedness === 'wanted',
  }
}

function stateOf(claim: Claim, {ledgerRow, wantedness, isUnread, isObsoleteFormat}: ClaimFacts): OwnersState {
  if (claim.kind === 'unowned') return 'unmarked'
  if (ledgerRow === undefined && decidingRecord(claim.ownershipRecords)?.isUnreadable === true) return 'unreadable'
  if (claim.kind === 'foreign') return isUnread ? 'unknown' : 'foreign'
  return isObsoleteFormat && wantedness !== 'unwanted' ? 'obsolete-format' : wantedness
}

const WITHOUT_RECORD = {targets: [], ttlSeconds: undefined, isWanted: undefined} as const

function ofOrphan(text: OwnershipRecord, naming: TxtNaming): OwnershipEntry {
  const {owner, resource, zone, recordSet, type = '', isUnreadable} = text
  return {
    ...WITHOUT_RECORD,
    owner,
    host: text.host === '' ? recordSet.name : text.host,
    setIdentifier: recordSet.setIdentifier,
    type: isRecordType(type) ? type : undefined,
    resource,
    texts: [toText(text, naming, false)],
    zone,
    state: isUnreadable ? 'unreadable' : 'orphan',
  }
}

function ofLedgerOrphan({row, zone}: {readonly row: LedgerRow; readonly zone: Zone}): OwnershipEntry {
  const {owner, resource, key} = row
  const {name: host, setIdentifier} = key
  const type = isRecordType(key.type) ? key.type : undefined
  return {...WITHOUT_RECORD, owner, host, setIdentifier, type, resource, texts: [], zone, state: 'orphan'}
}

function toText(text: OwnershipRecord, naming: TxtNaming, speaksOfAlias: boolean): OwnersText {
  const format = txtFormatOf(text, naming, speaksOfAlias)
  return {name: text.recordSet.name, format, isEncrypted: isEncryptedTxt(text)}
}
