import {randomBytes} from 'node:crypto'
import type {ChangeInfo} from './answers.js'
import type {AcceptedChange, Operation} from './call.js'
import {type Clock, openClock} from './clock.js'
import {parseName, shownName} from './dns-name.js'
import {noSuchHostedZone} from './fault.js'
import type {HistoryEntry} from './history.js'
import type {MadeUpElement} from './made-up.js'
import {openTokenList, type TokenList} from './pagination-token.js'
import {keyOf, listProtections, type Protection, protect} from './protection.js'
import type {Change, RecordSet} from './record-set.js'
import {Refusal} from './refusal.js'
import {dropSet, isApexDefault, listSets, makeZone, storeSet, toStored, type Zone, type ZoneInput} from './zone.js'
import {changeFeatures, type FeatureSettings, type ZoneFeatures} from './zone-features.js'

/** A zone in the form that tests use, with its sets in listing order. */
export type ZoneState = {
  readonly id: string
  readonly name: string
  readonly private: boolean
  readonly tags: Readonly<Record<string, string>>
  readonly records: readonly RecordSet[]
}

export type ZoneOptions = {
  /** With the apex's NS and SOA; default: without. */
  readonly apex?: boolean
  /**
   * `recorded` (default): the form of `zones` in the recorded cases, with `*` for `\052` and `SELF` for the zone's own
   * id in aliases. `stored`: the form in which Route 53 lists sets.
   */
  readonly form?: 'recorded' | 'stored'
}

export type SetKey = Pick<RecordSet, 'Name' | 'Type' | 'SetIdentifier'>

/** Reads and changes zones directly, without calls that the program or the log would see. */
export type Route53State = {
  /** @returns the id, without /hostedzone/. */
  addZone(zone: ZoneInput): string
  removeZone(zoneId: string): void
  zone(zoneId: string, options?: ZoneOptions): ZoneState
  zones(options?: ZoneOptions): readonly ZoneState[]
  /** Replaces the set with the same name, type and identifier, or adds it, without any check. */
  putRecordSet(zoneId: string, recordSet: RecordSet): void
  /** @throws Error when the set does not exist. */
  removeRecordSet(zoneId: string, key: SetKey): void
  /** Adds an element to the zone's HostedZone, in listings too. For a record set: `MadeUp` in putRecordSet. */
  putInZone(zoneId: string, element: MadeUpElement): void
  /** Adds an element to every answer of an operation but errors, where the path fits. */
  putInAnswer(operation: Operation, element: MadeUpElement): void
  /** Protects every set of that name and type, there or not; a second time changes the comment. */
  protect(zoneId: string, name: string, type: string, comment?: string): void
  unprotect(zoneId: string, name: string, type: string): void
  protections(zoneId: string): readonly Protection[]
  /** Changes the tier and what else is named. */
  setFeatures(zoneId: string, settings: FeatureSettings): void
  features(zoneId: string): ZoneFeatures
  /**
   * Applies the changes, without a check, and adds them to the history, as by another writer. @returns the change id,
   * without /change/. putRecordSet and removeRecordSet are not in the history.
   */
  writeChanges(zoneId: string, changes: readonly Change[], by?: Partial<Omit<HistoryEntry, 'changes'>>): string
  /** How often the name and type was queried lately, for ACTIVE_RECORD_CHECK and, of an NS, ACTIVE_DELEGATION_CHECK. */
  setQueried(zoneId: string, name: string, type: string, queries?: number): void
  /** Lets time pass, for whatever expires or appears later. */
  advanceClock(ms: number): void
}

/** The whole state of the emulator. */
export type Account = {
  readonly zones: Map<string, Zone>
  readonly changes: Map<string, {readonly info: ChangeInfo; pollsLeft: number}>
  readonly accepted: AcceptedChange[]
  readonly inAnswers: Map<Operation, readonly MadeUpElement[]>
  readonly clock: Clock
  readonly tokens: TokenList
  readonly state: Route53State
}

export function openAccount(zones: readonly ZoneInput[]): Account {
  const byId = new Map<string, Zone>()
  const inAnswers = new Map<Operation, readonly MadeUpElement[]>()
  const clock = openClock()
  const find = (zoneId: string): Zone => {
    const zone = byId.get(bareId(zoneId))
    if (zone === undefined) throw new Error(`the emulator has no zone ${zoneId}`)
    return zone
  }
  const state: Route53State = {
    addZone(input) {
      const zone = makeZone(input, clock.now())
      if (byId.has(zone.id)) throw new Error(`the emulator already has a zone ${zone.id}`)
      byId.set(zone.id, zone)
      return zone.id
    },
    removeZone(zoneId) {
      byId.delete(find(zoneId).id)
    },
    zone: (zoneId, options) => stateOf(find(zoneId), options),
    zones: (options) => [...byId.values()].map((zone) => stateOf(zone, options)),
    putRecordSet: (zoneId, recordSet) => storeSet(find(zoneId), recordSet),
    removeRecordSet(zoneId, key) {
      if (!dropSet(find(zoneId), key)) throw new Error(`zone ${zoneId} has no set ${key.Name} ${key.Type}`)
    },
    protect: (zoneId, name, type, comment) => protect(find(zoneId).protections, name, type, comment),
    unprotect(zoneId, name, type) {
      if (!find(zoneId).protections.delete(keyOf(parseName(name), type))) {
        throw new Error(`zone ${zoneId} has no protection ${name} ${type}`)
      }
    },
    protections: (zoneId) => listProtections(find(zoneId).protections),
    setFeatures(zoneId, settings) {
      const zone = find(zoneId)
      zone.features = changeFeatures(zone.features, settings, clock.now())
    },
    features: (zoneId) => find(zoneId).features,
    writeChanges(zoneId, changes, by = {}) {
      const zone = find(zoneId)
      const stored = changes.map(toStoredChange)
      for (const {Action, ResourceRecordSet} of stored) {
        if (Action === 'DELETE') dropSet(zone, ResourceRecordSet)
        else storeSet(zone, ResourceRecordSet)
      }
      const entry = {changeId: newChangeId(), operation: 'ChangeResourceRecordSets', submittedAt: clock.now(), ...by}
      zone.history.push({...entry, changes: stored})
      return entry.changeId
    },
    setQueried(zoneId, name, type, queries = 1) {
      find(zoneId).queries.set(keyOf(parseName(name), type), queries)
    },
    advanceClock: (ms) => clock.advance(ms),
    putInZone(zoneId, element) {
      find(zoneId).madeUp.push(element)
    },
    putInAnswer(operation, element) {
      inAnswers.set(operation, [...(inAnswers.get(operation) ?? []), element])
    },
  }
  for (const zone of zones) state.addZone(zone)
  return {zones: byId, changes: new Map(), accepted: [], inAnswers, clock, tokens: openTokenList(), state}
}

export function bareId(zoneId: string): string {
  return zoneId.replace(/^\/?hostedzone\//, '')
}

/** @throws a Refusal: NoSuchHostedZone. */
export function zoneOf(account: Account, zoneId: string | undefined): Zone {
  const zone = account.zones.get(zoneId ?? '')
  if (zone === undefined) throw noSuchHostedZone(zoneId ?? '')
  return zone
}

export function recordChange(account: Account, comment: string | undefined, pendingPolls: number): ChangeInfo {
  const info: ChangeInfo = {
    id: newChangeId(),
    status: 'PENDING',
    submittedAt: new Date(account.clock.now()).toISOString(),
    comment,
  }
  account.changes.set(info.id, {info, pollsLeft: pendingPolls})
  return info
}

function newChangeId(): string {
  return `C${randomBytes(9).toString('hex').toUpperCase()}`
}

export function toStoredChange({Action, ResourceRecordSet}: Change): Change {
  return {Action, ResourceRecordSet: toStored(ResourceRecordSet)}
}

/** Counts the poll. @throws a Refusal: NoSuchChange. */
export function pollChange(account: Account, changeId: string): ChangeInfo {
  const change = account.changes.get(changeId)
  if (change === undefined) throw new Refusal('NoSuchChange', `Could not find resource with ID: ${changeId}`, 404)
  if (change.pollsLeft <= 0) return {...change.info, status: 'INSYNC'}
  change.pollsLeft -= 1
  return change.info
}

function stateOf(zone: Zone, {apex = false, form = 'recorded'}: ZoneOptions = {}): ZoneState {
  const sets = listSets(zone)
    .map((listed) => listed.recordSet)
    .filter((set) => apex || !isApexDefault(zone, set))
  return {
    id: zone.id,
    name: zone.name,
    private: zone.isPrivate,
    tags: zone.tags,
    records: structuredClone(form === 'stored' ? sets : sets.map((set) => toRecorded(zone, set))),
  }
}

function toRecorded(zone: Zone, set: RecordSet): RecordSet {
  const {AliasTarget: alias} = set
  const target = alias && {
    ...alias,
    HostedZoneId: alias.HostedZoneId === zone.id ? 'SELF' : alias.HostedZoneId,
    DNSName: shownName(alias.DNSName),
  }
  return {...set, Name: shownName(set.Name), ...(target && {AliasTarget: target})}
}
