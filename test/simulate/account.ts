import type {Zone} from '../../src/dns/zone.js'
import type {IdentifiedZone} from '../conformance/ownership.js'
import {keyOf} from '../conformance/record-text.js'
import {checkChangeBatch} from '../emulators/route53/change-batch.js'
import {sortKeyOf} from '../emulators/route53/dns-name.js'
import {listProtections, protect, touchedProtections} from '../emulators/route53/protection.js'
import {type Change, isSameSet, type RecordSet} from '../emulators/route53/record-set.js'
import {Refusal} from '../emulators/route53/refusal.js'
import {WORDINGS} from '../emulators/route53/refusal-texts.js'
import {STRICT} from '../emulators/route53/set-rules.js'
import {firstNotBefore, isApexDefault, listSets, makeZone, type Zone as StoredZone} from '../emulators/route53/zone.js'
import {SHOP, zone} from '../plan/builders.js'

/** A zone and its child, whose apex has its ownership TXT in the parent. */
export const ZONES: readonly Zone[] = [SHOP, zone('eu.shop.io', {id: 'Z2'})]

/** So few that a reading of a zone takes several calls. */
const SETS_PER_PAGE = 5

/** What one accepted batch did. */
export interface Written {
  readonly by: string
  readonly zoneId: string
  readonly before: readonly IdentifiedZone[]
  readonly after: readonly IdentifiedZone[]
}

export type ChangeAnswer =
  | {readonly ok: true; readonly changeId: string}
  | {readonly ok: false; readonly messages: readonly string[]}

/** Route 53 in memory: the rules and the texts of the emulator, without HTTP, one call at a time. */
export interface Account {
  /** Without NS and SOA. */
  zones(): readonly IdentifiedZone[]
  page(zoneId: string, start: RecordSet | undefined): {readonly sets: readonly RecordSet[]; readonly next?: RecordSet}
  change(zoneId: string, changes: readonly Change[], by: string): ChangeAnswer
  protections(zoneId: string): readonly {readonly name: string; readonly type: string}[]
  protect(zoneId: string, name: string, type: string): void
  unprotect(): void
}

export interface AccountOptions {
  /** False: deletes go by name and type, creates overwrite: no change is compared with what is stored. */
  readonly compares: boolean
  readonly onWritten: (written: Written) => void
}

export function openAccount(
  stored: Readonly<Record<string, readonly RecordSet[]>>,
  {compares, onWritten}: AccountOptions,
): Account {
  const zones = new Map(
    ZONES.map(({id, name}) => [id as string, makeZone({id, name, records: stored[id] ?? []}, 0)] as const),
  )
  let accepted = 0
  const find = (zoneId: string) => {
    const found = zones.get(zoneId)
    if (found === undefined) throw new Error(`bug: no zone ${zoneId}`)
    return found
  }
  const shown = () => [...zones.values()].map(toIdentified)
  return {
    zones: shown,
    page(zoneId, start) {
      const listing = listSets(find(zoneId))
      const from = start === undefined ? 0 : firstNotBefore(listing, sortKeyOf(start.Name), start)
      const next = listing[from + SETS_PER_PAGE]?.recordSet
      const sets = listing.slice(from, from + SETS_PER_PAGE).map(({recordSet}) => recordSet)
      return next === undefined ? {sets} : {sets, next}
    },
    change(zoneId, sent, by) {
      const stored = find(zoneId)
      const changes = compares ? sent : withoutComparison(stored, sent)
      const barred = touchedProtections(stored.protections, changes)
      if (barred.length > 0) return {ok: false, messages: barred.map(WORDINGS.long.ofProtection)}
      try {
        const final = checkChangeBatch(stored, changes, STRICT)
        const before = shown()
        for (const [name, sets] of final) {
          if (sets.length > 0) stored.sets.set(name, sets)
          else stored.sets.delete(name)
        }
        stored.listing = undefined
        accepted += 1
        onWritten({by, zoneId, before, after: shown()})
        return {ok: true, changeId: `C${accepted}`}
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return {ok: false, messages: error.messages ?? [error.message]}
      }
    },
    protections: (zoneId) => listProtections(find(zoneId).protections).map(({name, type}) => ({name, type})),
    protect: (zoneId, name, type) => protect(find(zoneId).protections, name, type),
    unprotect() {
      for (const each of zones.values()) each.protections.clear()
    },
  }
}

function toIdentified(stored: StoredZone): IdentifiedZone {
  const records = listSets(stored).flatMap(({recordSet}) => (isApexDefault(stored, recordSet) ? [] : [recordSet]))
  return {id: stored.id, name: stored.name, records}
}

/** As an API would take them that knows no compare-and-swap. */
function withoutComparison(stored: StoredZone, sent: readonly Change[]): readonly Change[] {
  const last = new Map(sent.map((change) => [keyOf(change.ResourceRecordSet), change]))
  return [...last.values()].flatMap(({Action, ResourceRecordSet: set}): readonly Change[] => {
    if (Action !== 'DELETE') return [{Action: 'UPSERT', ResourceRecordSet: set}]
    const there = (stored.sets.get(set.Name) ?? []).find((other) => isSameSet(other, set))
    return there === undefined ? [] : [{Action, ResourceRecordSet: there}]
  })
}

export function showAnswer(answer: ChangeAnswer): string {
  return answer.ok ? 'accepted' : `refused: ${answer.messages.join('; ')}`
}
