import {toStoredName} from '../../dns/dns-name.js'
import type {RecordSet} from '../../dns/record-set.js'
import {isZoneFor, setKey} from '../../dns/zone.js'
import {
  type Claim,
  type Claims,
  decidingRecord,
  makeIsNamed,
  type OwnershipRecord,
  textUsers,
  txtZoneFor,
} from '../../registry/claim.js'
import {isOurs, type RegistrySettings} from '../../registry/registry-settings.js'
import {txtNamesOf} from '../../registry/txt-name.js'
import {type Blocked, block, type DecidedHosts} from '../blocked.js'
import {currentOf, deletedSets, type HostPlan, OWNERSHIP_ALONE} from '../change.js'
import {mayNotDelete} from '../decide/delete-permission.js'
import {isManagedType, nameFilter} from '../decide/name-contexts.js'
import type {Retention} from '../decide/retention.js'
import {makeLocks} from '../locks.js'
import {removal} from '../ownership/ownership-writer.js'
import {makeIsDelegated, makeUnreadUsers} from '../ownership/unread-zones.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import {type Candidate, isWhole, type PlanInput} from '../plan-input.js'

/** What `--orphans` and `--obsolete-txt` take away, and the rest of deletes that were cut. @param pruned what goes. */
export function pruneTexts(
  input: PlanInput,
  claims: Claims,
  pruned: readonly HostPlan[],
  retention: Retention,
): DecidedHosts {
  const {goal, registry, settings} = input
  if (registry.kind === 'noop') return {hosts: [], blocked: []}
  const isCutDelete = makeIsCutDelete(input)
  const stored = new Set(claims.claims.map(({zone, recordSet}) => setKey(zone, recordSet)))
  const isThere = ({zone, recordSet}: Candidate) => stored.has(setKey(zone, recordSet))
  // Another run may be making that very record set, and rely on the text.
  const isAboutToBeUsed = makeIsRequested({...input, candidates: input.candidates.filter((one) => !isThere(one))})
  const unreadUsers = makeUnreadUsers(input)
  const isMeant = ({text, isOrphan}: RemovableText) =>
    isOrphan
      ? (goal.kind === 'prune' && goal.removesOrphans && !isAboutToBeUsed(text)) || isCutDelete(text)
      : goal.kind === 'prune' && goal.removesObsoleteTxt
  const passes = nameFilter(settings)
  const keepReason = mayNotDelete(registry, settings)
  const locks = makeLocks(input.zones)
  const all = removableTexts(input, claims, registry, pruned)
  const texts = all.filter((one) => isMeant(one) && passes(one.text.host))
  const hosts: HostPlan[] = []
  const blocked: Blocked[] = []
  for (const one of texts) {
    const {text, isLeft} = one
    const host = txtHost(one)
    const problem = retention.problemAt(text.host, text.resource, text.owner)
    const unread = unreadUsers(text)
    // Where its record set is deleted in this plan, the note of that host says so already.
    if (unread.length > 0 && isLeft) continue
    const unsure = unread.length === 0 ? undefined : ownershipPhrases.textNeededUnread(text.recordSet.name, unread)
    const held = problem && ownershipPhrases.heldByUnreadable(problem, 'ownership TXT')
    const why = unsure ?? keepReason ?? locks.onHost(host) ?? held
    if (why === undefined) hosts.push(host)
    else blocked.push(block({...text.recordSet, host: text.host, zone: text.zone, types: ['TXT']}, why))
  }
  return {hosts, blocked}
}

const OBSOLETE = 'older format; the record has an ownership TXT in the current one'
const ORPHAN = 'ownership TXT without a record'
const REPLACED_BY_ROW = 'the ledger has a row for the record'

interface RemovableText {
  readonly text: OwnershipRecord
  /** True: no record set is left that it speaks of; false: each has a text of ours in the current format. */
  readonly isOrphan: boolean
  /** A record set of which it speaks goes in this very plan. */
  readonly isLeft: boolean
  readonly note: string
}

/** Own texts that no record set needs; not those named otherwise or handed on, whose record was not looked for. */
function removableTexts(
  input: PlanInput,
  claims: Claims,
  registry: Exclude<RegistrySettings, {kind: 'noop'}>,
  pruned: readonly HostPlan[],
): readonly RemovableText[] {
  const gone = new Set<RecordSet>(deletedSets(pruned))
  const touched = new Set<OwnershipRecord>(pruned.flatMap(({ownership}) => currentOf(ownership)))
  const staying = claims.claims.filter((claim) => !gone.has(claim.recordSet))
  const users = textUsers(staying)
  const left = textUsers(claims.claims.filter((claim) => gone.has(claim.recordSet)))
  const isNamed = makeIsNamed(staying, registry)
  const isDelegated = makeIsDelegated(input, claims)
  return claims.ownershipRecords.flatMap((text): RemovableText[] => {
    const {owner} = text
    if (!isOurs(registry, owner) || touched.has(text)) return []
    const isInLedger = ({recordSet}: Claim) => claims.rows.get(recordSet)?.owner === owner
    const isCovered = ({ownershipRecords}: Claim) =>
      decidingRecord(ownershipRecords) !== text && ownershipRecords.typed?.owner === owner
    const needing = users.get(text) ?? []
    const isLeft = left.has(text)
    if (needing.length === 0) {
      return text.host === '' || isDelegated(text) || isNamed(text)
        ? []
        : [{text, isOrphan: true, isLeft, note: ORPHAN}]
    }
    return needing.every((claim) => isCovered(claim) || isInLedger(claim))
      ? [{text, isOrphan: false, isLeft, note: needing.some(isInLedger) ? REPLACED_BY_ROW : OBSOLETE}]
      : []
  })
}

function txtHost({text, note}: RemovableText): HostPlan {
  return {
    ...OWNERSHIP_ALONE,
    zone: text.zone,
    name: toStoredName(text.host),
    setIdentifier: text.recordSet.setIdentifier,
    action: 'delete',
    ownership: [removal(text)],
    formerResources: text.resource === '' ? [] : [text.resource],
    notes: [note],
    owner: text.owner,
  }
}

/** A text that a record set which objects ask for would use. */
function makeIsRequested({candidates, pending, unplaced, settings}: PlanInput): (text: OwnershipRecord) => boolean {
  const requestedKeys = new Set(
    candidates.map(({recordSet: {name, type, setIdentifier}}) => requestedKey(name, type, setIdentifier)),
  )
  const mayBeRequested = new Set<string>([...pending.map(({dnsName}) => dnsName), ...unplaced.map(({host}) => host)])
  return ({host, type, recordSet: {setIdentifier}}) =>
    mayBeRequested.has(host) ||
    typesNamedBy(type, settings.managedTypes).some((each) => requestedKeys.has(requestedKey(host, each, setIdentifier)))
}

/** Rests of deletes that were cut between two zones; only where all zones of the host were read, and nobody asks for it. */
function makeIsCutDelete(input: PlanInput): (text: OwnershipRecord) => boolean {
  const {goal, registry, settings, manifests} = input
  const isDeleting = goal.kind === 'prune' || settings.policy === 'sync'
  if (!isDeleting || !(manifests === undefined || isWhole(manifests)) || registry.kind !== 'txt') return () => false
  const zones = input.zones.map(({zone}) => zone)
  // The text of an alias may say CNAME, and one in the old format says no type.
  const mayHaveGone = (type: string | undefined) =>
    type === undefined || isManagedType(settings, type) || (type === 'CNAME' && isManagedType(settings, 'A'))
  const isRequested = makeIsRequested(input)
  return (text) => {
    const {host, type, zone, recordSet} = text
    if (host === '' || !mayHaveGone(type) || isRequested(text)) return false
    const txtName = recordSet.name
    const names = txtNamesOf(registry, toStoredName(host), type === undefined ? [] : [type])
    const homes = input.zones.filter((one) => isZoneFor(one.zone, host, zones))
    return (
      names.includes(txtName) &&
      homes.every(({reading}) => reading === 'whole') &&
      homes.some((home) => home.zone !== zone && txtZoneFor(home.zone, txtName, zones) === zone)
    )
  }
}

function typesNamedBy(type: string | undefined, managed: readonly string[]): readonly string[] {
  if (type === undefined) return managed
  return type === 'CNAME' ? ['CNAME', 'A'] : [type]
}

function requestedKey(host: string, type: string, setIdentifier = ''): string {
  return `${host} ${type} ${setIdentifier}`
}
