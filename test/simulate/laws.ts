import type {HostOutcome} from '../../src/pipeline/apply/apply-plan.js'
import {desiredOf, type HostPlan, touchedByHost} from '../../src/plan/change.js'
import type {Plan} from '../../src/plan/plan.js'
import {touchedSets} from '../../src/saved/touched-sets.js'
import {
  formerSetsIn,
  type IdentifiedZone,
  type OwnershipText,
  ownerInText,
  ownershipOf,
  readOwnershipRules,
} from '../conformance/ownership.js'
import {keyOf} from '../conformance/record-text.js'
import {parseName} from '../emulators/route53/dns-name.js'
import {type RecordSet, valuesOf} from '../emulators/route53/record-set.js'
import type {Written} from './account.js'
import type {Requests} from './requests.js'
import {
  fromPlannedSet,
  hostOf,
  placedText,
  placeOf,
  setsFor,
  showSet,
  typedTextName,
  valuesText,
  wholeText,
} from './sets.js'
import type {Situation} from './situations.js'
import type {Run} from './stage.js'
import {HOSTS, zoneIdOf} from './world.js'

// The laws (docs/laws.md) as far as they can be seen in the zones. No code of src/registry or src/plan decides here.

const RULES = readOwnershipRules(['--txt-owner-id=red'])
const NOBODY = 'nobody'
const ADDRESS_TYPES = ['A', 'AAAA', 'CNAME']

interface Touched {
  readonly zone: IdentifiedZone
  readonly before: RecordSet | undefined
  readonly after: RecordSet | undefined
}

function touchedBy({zoneId, before, after}: Written): readonly Touched[] {
  const setsOf = (zones: readonly IdentifiedZone[]) =>
    new Map(zones.find(({id}) => id === zoneId)?.records?.map((set) => [keyOf(set), set]))
  const [then, now] = [setsOf(before), setsOf(after)]
  const zone = before.find(({id}) => id === zoneId)
  if (zone === undefined) throw new Error('bug: an unknown zone is written')
  return [...new Set([...then.keys(), ...now.keys()])]
    .map((key) => ({zone, before: then.get(key), after: now.get(key)}))
    .filter((one) => one.before === undefined || one.after === undefined || !isEqual(one.before, one.after))
}

function isEqual(a: RecordSet, b: RecordSet): boolean {
  return wholeText(a) === wholeText(b)
}

function ownerOf({id}: IdentifiedZone, set: RecordSet, zones: readonly IdentifiedZone[]): string {
  const zone = zones.find((each) => each.id === id)
  return ownerInText(set) ?? (zone && ownershipOf(zone, set, zones, RULES)[0]?.owner) ?? NOBODY
}

/** What is wrong with an accepted batch of a run of ours. */
export function checkWritten(
  written: Written,
  run: Run,
  past: Past,
  meet: (situation: Situation) => void,
): readonly string[] {
  const problems: string[] = []
  const touched = touchedBy(written)
  const {before, after} = written
  const seen = new Set(run.seen.map(([zoneId, set]) => placedText(zoneId, set)))
  const shown = shownBy(run.plan)
  if (run.isBlind) problems.push('law 5: a reading failed, and something is written')
  for (const {zone, before: old, after: now} of touched) {
    const set = old ?? now
    if (set === undefined) continue
    const what = showSet(set)
    if (shown.get(placeOf(zone.id, set)) !== `${textOf(old)} -> ${textOf(now)}`)
      problems.push(`law 2: ${what} is not changed as the plan says`)
    if (zone.id === 'Z2') meet('the apex of a child zone is written')
    if (now?.AliasTarget !== undefined) meet('an alias is written')
    if (now?.SetIdentifier !== undefined) meet('a weighted set is written')
    if (old !== undefined) {
      if (!seen.has(placedText(zone.id, old))) problems.push(`law 3: ${what} goes, and this run has not seen it`)
      const owner = ownerOf(zone, old, before)
      const others = otherValuesOf(old)
      const keepsOthers = others.length > 0 && now !== undefined && others.every((one) => valuesOf(now).includes(one))
      if (keepsOthers) meet('a TXT keeps the value of somebody else')
      else if (others.length > 0) problems.push(`law 3: ${what} loses the value of somebody else`)
      else if (!run.owners.has(owner)) {
        if (sawAsOurs(old, run)) meet('a host changes hands between reading and writing')
        else problems.push(`law 3: ${what} is changed, and belongs to ${owner}`)
      }
      if (run.unreachable?.has(owner) === true) {
        const reachable = new Set([...run.owners].filter((each) => run.unreachable?.has(each) !== true))
        if (sawText(old, {...run, owners: reachable})) meet('a host changes hands between reading and writing')
        else problems.push(`law 5: ${what} is changed, and the cluster of ${owner} could not be reached`)
      }
      const isGone = now === undefined && old.Type !== 'TXT' && !hasAddress(after, zone.id, old)
      const asked = run.asked?.get(hostOf(old))
      if (isGone && asked !== undefined) {
        const isReplaced = asked.some((one) => one.hasAddress && one.setIdentifier !== old.SetIdentifier)
        if (run.isPrune && isReplaced) meet('prune takes the only set of a name before apply has made another')
        else problems.push(`law 5: ${what} is deleted, and an object of its cluster asks for it`)
      }
    }
    if (old === undefined && now !== undefined && ownerOf(zone, now, after) === NOBODY && now.Type !== 'TXT') {
      if (sawText(now, run) || wroteText(now, run)) meet('a text goes between reading and writing')
      else problems.push(`law 4: ${what} is made without its text`)
    }
  }
  const seenForPlan = new Set(run.seen.slice(0, run.seenForPlan).map(([zoneId, set]) => placedText(zoneId, set)))
  for (const {set, texts} of sharedSets(written, run, past)) {
    const isKnown = ({zone, set: text}: OwnershipText) =>
      seenForPlan.has(placedText(zone.id, text)) || touched.some((one) => one.after === text)
    if (texts.every(isKnown)) problems.push(`law 4: ${showSet(set)} has texts of two owners`)
    else meet('a host changes hands between reading and writing')
  }
  for (const [zone, set] of abandoned(written, touched)) {
    const situation = excuseFor(zone.id, set, run, touched, past)
    if (situation === undefined) problems.push(`law 4: ${showSet(set)} loses its text`)
    else meet(situation)
  }
  return problems
}

/** The cases that docs/reliability.md says are not covered: a text is taken for one that no record needs. */
function excuseFor(
  zoneId: string,
  set: RecordSet,
  run: Run,
  touched: readonly Touched[],
  past: Past,
): Situation | undefined {
  const seen = run.seen.slice(0, run.seenForPlan)
  const isSeen = seen.some(([id, one]) => placedText(id, one) === placedText(zoneId, set))
  const hasComeUnseen = !isSeen && past.changedSince(zoneId, set, run.openedAt)
  if (hasComeUnseen || past.changedSince(zoneId, set, run.plannedAt)) {
    if (run.removesOrphans) return 'prune --orphans takes a text that another run is about to use'
    if (zoneId === 'Z2') return 'two runs of one owner miss each other at a child apex'
    return 'a delete at a host takes a text whose record has come back since'
  }
  if (run.isUndo && zoneId === 'Z2' && touched.some(({before, after}) => before === undefined && after?.Type === 'TXT'))
    return 'an undo of another routing goes through a child apex without its text'
  const others = seen.filter(([, text]) => !touched.some(({before}) => before?.Name === text.Name))
  return sawText(set, {...run, seen: others}) ? 'a text goes between reading and writing' : undefined
}

/** What a run for several clusters leaves with texts of two of their owners, and found otherwise; an undo, what never stood so. */
function sharedSets({before, after}: Written, {owners, isUndo}: Run, past: Past) {
  if (owners.size < 2) return []
  const textsOf = (zones: readonly IdentifiedZone[], {id}: IdentifiedZone, set: RecordSet) => {
    const zone = zones.find((each) => each.id === id)
    const texts = zone === undefined ? [] : ownershipOf(zone, set, zones, RULES)
    return texts.filter(({owner}) => owners.has(owner))
  }
  const isShared = (texts: readonly OwnershipText[]) => new Set(texts.map(({owner}) => owner)).size > 1
  return after.flatMap((zone) =>
    (zone.records ?? [])
      .filter(({Type}) => ADDRESS_TYPES.includes(Type))
      .map((set) => ({set, texts: textsOf(after, zone, set)}))
      .filter(({set, texts}) => isShared(texts) && !isShared(textsOf(before, zone, set)))
      .filter(({set}) => !isUndo || !past.some((zones) => isShared(textsOf(zones, zone, set)))),
  )
}

/** Sets that had an owner, were not changed, and have none any more. */
function abandoned({before, after}: Written, touched: readonly Touched[]) {
  return before.flatMap((zone) =>
    (zone.records ?? [])
      .filter((set) => set.Type !== 'TXT' && !touched.some((one) => one.zone.id === zone.id && one.before === set))
      .filter((set) => ownerOf(zone, set, before) !== NOBODY && ownerOf(zone, set, after) === NOBODY)
      .map((set) => [zone, set] as const),
  )
}

/** What stands in a TXT besides ownership. */
function otherValuesOf(set: RecordSet): readonly string[] {
  return set.Type === 'TXT' ? valuesOf(set).filter((value) => ownerOfValue(value) === undefined) : []
}

function ownerOfValue(value: string): string | undefined {
  return ownerInText({Name: '', Type: 'TXT', ResourceRecords: [{Value: value}]})
}

function hasAddress(zones: readonly IdentifiedZone[], zoneId: string, {Name}: RecordSet): boolean {
  const records = zones.find(({id}) => id === zoneId)?.records ?? []
  return records.some((set) => set.Name === Name && ADDRESS_TYPES.includes(set.Type))
}

/** True when the run has seen, at some moment, that the set was of an owner whose records it may change. */
function sawAsOurs(set: RecordSet, run: Run): boolean {
  if (ownerInText(set) !== undefined) return false
  return run.owners.has(NOBODY) || sawText(set, run)
}

function sawText(set: RecordSet, {seen, owners}: Pick<Run, 'seen' | 'owners'>): boolean {
  const names = [typedTextName(hostOf(set), set.Type), hostOf(set)].map(parseName)
  const {SetIdentifier: id = ''} = set
  const speaksOf = (text: RecordSet) => (text.SetIdentifier ?? '') === id || formerSetsIn(text).includes(id)
  return seen.some(([, text]) => names.includes(text.Name) && speaksOf(text) && owners.has(ownerInText(text) ?? ''))
}

/** True when its text, in another zone, was written by an earlier batch of this very plan. */
function wroteText(set: RecordSet, {plan}: Run): boolean {
  const hosts = plan?.zones.flatMap((zone) => zone.hosts) ?? []
  const texts = hosts.flatMap(({zone, ownership}) => ownership.filter((one) => one.zone.id !== zone.id))
  return desiredOf(texts).some(({name}) => parseName(name) === parseName(typedTextName(hostOf(set), set.Type)))
}

function shownBy(plan: Plan | undefined): ReadonlyMap<string, string> {
  const sides = [...touchedSets(plan?.zones.flatMap(({hosts}) => hosts) ?? []).values()]
  return new Map(
    sides.flatMap(({zone, before, after}) => {
      const [old, now] = [before && fromPlannedSet(before), after && fromPlannedSet(after)]
      const set = old ?? now
      return set === undefined ? [] : [[placeOf(zone.id, set), `${textOf(old)} -> ${textOf(now)}`] as const]
    }),
  )
}

function textOf(set: RecordSet | undefined): string {
  return set === undefined ? 'none' : wholeText(set)
}

/** What every place has held, since the beginning. */
export interface Past {
  record(written: Written): void
  /** The number of batches until now. */
  now(): number
  /** True when the zones were so at some moment. */
  some(isSo: (zones: readonly IdentifiedZone[]) => boolean): boolean
  /** True when the place held exactly this at some moment since then. */
  held(zoneId: string, set: RecordSet, content: RecordSet | undefined, since: number): boolean
  /** True when the place was not like this all the time since then. */
  changedSince(zoneId: string, set: RecordSet, since: number): boolean
}

export function openPast(start: readonly IdentifiedZone[]): Past {
  const states: (readonly IdentifiedZone[])[] = [start]
  const at = (zones: readonly IdentifiedZone[], zoneId: string, set: RecordSet) =>
    zones.find(({id}) => id === zoneId)?.records?.find((other) => keyOf(other) === keyOf(set))
  return {
    record: ({after}) => states.push(after),
    now: () => states.length - 1,
    some: (isSo) => states.some(isSo),
    changedSince: (zoneId, set, since) =>
      states.slice(since).some((zones) => textOf(at(zones, zoneId, set)) !== textOf(set)),
    held: (zoneId, set, content, since) =>
      states.slice(since).some((zones) => textOf(at(zones, zoneId, set)) === textOf(content)),
  }
}

/** A host counts as applied only when each of its sets was as wanted at some moment of the run. */
export function checkOutcomes(outcomes: readonly HostOutcome[], past: Past, since: number): readonly string[] {
  const applied = outcomes.flatMap(({kind, host}) => (kind === 'applied' ? [host] : []))
  return applied.flatMap((host: HostPlan) =>
    touchedByHost(host).flatMap(({zone, before, after}) => {
      const wanted = after && fromPlannedSet(after)
      const set = wanted ?? (before && fromPlannedSet(before))
      if (set === undefined || past.held(zone.id, set, wanted, since)) return []
      return [`law 2: ${host.name} counts as applied, and ${showSet(set)} was never as planned`]
    }),
  )
}

/**
 * What is wrong once nothing moves any more and an apply of ours has ended. A host that is in part somebody else's is
 * left to the other laws.
 * @param requests of our clusters, each with the owner of its name
 */
export function checkRest(
  before: readonly IdentifiedZone[],
  after: readonly IdentifiedZone[],
  requests: Readonly<Record<string, Requests>>,
): readonly string[] {
  return HOSTS.flatMap((host) => {
    if (isContested(host, before, requests)) return []
    const zone = after.find(({id}) => id === zoneIdOf(host))
    const held = addressesOf(host, after)
    const stood = addressesOf(host, before)
    const was = stood.map(plainText)
    const requesters = Object.entries(requests).flatMap(([owner, {[host]: request}]) =>
      request === undefined ? [] : [{owner, request, wanted: setsFor(host, request, owner).map(plainText)}],
    )
    const found = held.map(plainText)
    const texts = (some: readonly string[]) => some.toSorted().join(', ') || 'none'
    const waiting = requesters.filter(({wanted}) => wanted.length === 0)
    if (waiting.length > 0) {
      // Until whoever asks has an address it answers as before, and stays with its owner.
      const isOwn = ({SetIdentifier: id}: RecordSet) =>
        waiting.some(({owner, request}) => id === (request.weight === undefined ? undefined : owner))
      const kept = requesters.length > 1 ? [] : stood.filter(isOwn).map(plainText)
      const isKept = (found.length > 0 || was.length === 0) && kept.every((text) => found.includes(text))
      const isOld = found.every((text) => [...was, ...requesters.flatMap(({wanted}) => wanted)].includes(text))
      return isKept && isOld ? [] : [`at rest, ${host} has no address and is not kept: ${texts(was)}`]
    }
    const isAsked = (set: RecordSet) =>
      zone !== undefined && requesters.some(({owner}) => owner === ownerOf(zone, set, after))
    if (!held.every(isAsked)) return [`at rest, ${texts(found)} of ${host} is of somebody who does not ask for it`]
    const wanted = requesters.flatMap((one) => one.wanted)
    // Of several who ask for it, whoever has it keeps it, and weighted sets stand side by side.
    const isRight = requesters.length > 1 ? held.length > 0 : texts(found) === texts(wanted)
    return isRight ? [] : [`at rest, ${host} is ${texts(found)} and should be ${texts(wanted)}`]
  })
}

/** Type, routing and values; a TTL that no object asks for may stay as it is. */
function plainText(set: RecordSet): string {
  const routing = set.SetIdentifier === undefined ? '' : ` "${set.SetIdentifier}" ${set.Weight}`
  return `${set.Type}${routing} ${valuesText(set)}`
}

function addressesOf(host: string, zones: readonly IdentifiedZone[]): readonly RecordSet[] {
  const records = zones.find(({id}) => id === zoneIdOf(host))?.records ?? []
  return records.filter((set) => set.Name === parseName(host) && ADDRESS_TYPES.includes(set.Type))
}

function isContested(
  host: string,
  zones: readonly IdentifiedZone[],
  requests: Readonly<Record<string, Requests>>,
): boolean {
  const zone = zones.find(({id}) => id === zoneIdOf(host))
  if (zone === undefined) return true
  const names = [host, ...ADDRESS_TYPES.map((type) => typedTextName(host, type))].map(parseName)
  const texts = zones
    .flatMap(({records = []}) => records)
    .filter(({Name, Type}) => Type === 'TXT' && names.includes(Name))
  const asked = Object.entries(requests).flatMap(([cluster, {[host]: request}]) =>
    request === undefined ? [] : setsFor(host, request, cluster),
  )
  return (
    addressesOf(host, zones).some((set) => requests[ownerOf(zone, set, zones)] === undefined) ||
    texts.some((text) => requests[ownerInText(text) ?? NOBODY] === undefined) ||
    texts.some(
      (text) => otherValuesOf(text).length > 0 && asked.some((set) => set.SetIdentifier !== text.SetIdentifier),
    ) ||
    (asked.some(({Type}) => Type === 'CNAME') && texts.some((text) => text.Name === parseName(host)))
  )
}
