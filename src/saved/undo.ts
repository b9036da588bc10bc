import {firstValue} from '../dns/record-set.js'
import {hostKey} from '../dns/zone.js'
import {type Change, type HostAction, type HostPlan, type OwnershipChange, setOf, type UNDOES} from '../plan/change.js'
import type {Plan, ZonePlan} from '../plan/plan.js'
import type {OwnedRecordSet, OwnershipRecord} from '../registry/claim.js'
import {type OwnerId, parseOwnership, toOwnerId} from '../registry/ownership.js'
import {fingerprintsFrom, type HostFingerprints} from './fingerprint.js'
import {type Outcome, type Receipt, receiptKey} from './receipt.js'
import type {SavedPlan} from './saved-plan.js'

const UNDONE: Record<HostAction, {readonly action: HostAction; readonly note: `${typeof UNDOES}${string}`}> = {
  create: {action: 'delete', note: 'undoes its creation'},
  update: {action: 'update', note: 'undoes its update'},
  replace: {action: 'replace', note: 'undoes its replacement'},
  move: {action: 'move', note: 'undoes its move'},
  adopt: {action: 'update', note: 'undoes its adoption'},
  delete: {action: 'create', note: 'undoes its deletion'},
  release: {action: 'adopt', note: 'undoes its release'},
  transfer: {action: 'transfer', note: 'undoes its transfer'},
  repair: {action: 'repair', note: 'undoes the repair of its ownership TXT'},
}

/** Every change turned round, to the byte; a host that was not started is left out. */
export function undoOf({saved, hosts: receipts}: Receipt) {
  const {plan, fingerprints} = saved
  const outcomes = new Map(receipts.map((host) => [receiptKey(host), host.outcome]))
  const outcomeOf = (host: HostPlan) => outcomes.get(hostKey(host)) ?? 'unknown'
  const zones = plan.zones.map((zone): ZonePlan => {
    const tried = zone.hosts.filter((host) => outcomeOf(host) !== 'not-started')
    return {
      ...zone,
      ...ownedAfter(zone, tried),
      hosts: tried.map((host) => ({...invertHost(host, plan.owner), ...partiesAfter(host, plan)})),
    }
  })
  const hosts = zones.flatMap((zone) => zone.hosts)
  const keysWith = (...some: readonly Outcome[]) =>
    new Set(hosts.filter((host) => some.includes(outcomeOf(host))).map(hostKey))
  return {
    /** Hosts by `hostKey` that may not have been written: what is found otherwise is not ours to undo. */
    uncertain: keysWith('failed', 'unknown'),
    /** Hosts by `hostKey` in the middle of which the run may have stopped. */
    returning: keysWith('partly', 'failed', 'unknown'),
    saved: {
      ...saved,
      plan: {...plan, ...NOTHING_READ, zones},
      fingerprints: fingerprintsFrom(fingerprints.map(withTextsOnly), hosts),
    },
  }
}

const NOTHING_ELSE = {blocked: [], unused: [], warnings: [], doubts: [], isFirstRun: false, refusal: undefined}
const NOTHING_READ = {objects: 0, wantedHosts: 0, ...NOTHING_ELSE}

/** Records beside those of the run may have come and changed since: the way back rests on ownership alone. */
function withTextsOnly(host: HostFingerprints): HostFingerprints {
  return {...host, sets: host.sets.filter(({type}) => type === 'TXT')}
}

function ownedAfter({ownedHosts, owners}: ZonePlan, hosts: readonly HostPlan[]) {
  const after = (before: number, isOf: (owner: OwnerId | undefined) => boolean) => {
    const came = hosts.filter(({action, owner}) => (action === 'create' || action === 'move') && isOf(owner))
    const went = hosts.filter(({action, owner, formerOwner}) =>
      action === 'move' ? isOf(formerOwner) : action === 'delete' && isOf(owner),
    )
    return Math.max(0, before + came.length - went.length)
  }
  const ofEach = owners?.map((one) => ({...one, ownedHosts: after(one.ownedHosts, (owner) => owner === one.owner)}))
  return {ownedHosts: after(ownedHosts, () => true), ...(ofEach && {owners: ofEach})}
}

/** A host that was moved goes back to its former owner, and to the clusters of that one. */
function partiesAfter({owner, formerOwner}: HostPlan, {clusters = []}: Plan): Partial<HostPlan> {
  if (formerOwner === undefined) return {}
  const contexts = clusters.flatMap((one) => (one.owner === formerOwner ? [one.context] : []))
  return {owner: formerOwner, formerOwner: owner, cluster: contexts.join(', ')}
}

export function invertHost(host: HostPlan, ofPlan: OwnerId | undefined): HostPlan {
  const {owner = ofPlan} = host
  const {action, note} = UNDONE[host.action]
  const ownership = host.ownership.map((change) => invertOwnership(change, host, owner))
  const returned = new Set(ownership.flatMap((text) => (text.kind === 'delete' ? [] : (text.owner ?? []))))
  return {
    ...host,
    action,
    changes: host.changes.map(invertChange),
    ownership,
    isGone: action === 'delete',
    notes: [note, ...[...returned].map((each) => `its ownership goes back to ${each}`)],
  }
}

/** What a run wrote is its owner's: the one place besides the parser where a record set becomes an owned one. */
function invertChange(change: Change): Change {
  if (change.kind === 'delete') return {kind: 'create', desired: change.current}
  const current = change.desired as OwnedRecordSet
  return change.kind === 'create' ? {kind: 'delete', current} : {...change, current, desired: change.current}
}

function invertOwnership(change: OwnershipChange, host: HostPlan, owner: OwnerId | undefined): OwnershipChange {
  if (change.kind === 'create') return {kind: 'delete', zone: change.zone, current: toWrittenText(change, host, owner)}
  const {recordSet, owner: former} = change.current
  const before = {zone: change.zone, desired: recordSet, ...(former !== owner && {owner: former})}
  if (change.kind === 'delete') return {kind: 'create', ...before}
  return {kind: 'update', current: {...toWrittenText(change, host, owner), type: change.current.type}, ...before}
}

function toWrittenText(
  {zone, desired: recordSet, owner}: Exclude<OwnershipChange, {kind: 'delete'}>,
  host: HostPlan,
  ofHost: OwnerId = toOwnerId(''),
): OwnershipRecord {
  const claim = parseOwnership(firstValue(recordSet)) ?? {owner: owner ?? ofHost, resource: '', labels: {}}
  const isUntyped = recordSet.name === host.name
  const type = host.changes.map(setOf)[0]?.type ?? 'A'
  return {...claim, zone, recordSet, host: host.name, type: isUntyped ? undefined : type, isUnreadable: false}
}

export function narrowPlan(plan: Plan, left: readonly HostPlan[]): Plan {
  return {
    ...plan,
    zones: plan.zones.map((zone) => ({...zone, hosts: left.filter((host) => host.zone === zone.zone)})),
  }
}

export function narrowSavedPlan(saved: SavedPlan, left: readonly HostPlan[]): SavedPlan {
  const plan = narrowPlan(saved.plan, left)
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  return {...saved, plan, fingerprints: fingerprintsFrom(saved.fingerprints, hosts)}
}
