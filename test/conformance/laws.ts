import {type RecordSet, valuesOf} from '../emulators/route53/record-set.js'
import type {Difference} from './difference.js'
import {type IdentifiedZone, type OwnershipForm, type OwnershipRules, ownerInText, ownershipOf} from './ownership.js'
import {exactText, keyOf, nameText} from './record-text.js'

const OWN_NAME_MARK = 'external-dns/txt=own-name'

/** The zones around one step: ids as in the emulator, sets as Route 53 stores them. */
export type StepZones = {
  readonly step: number
  readonly rules: OwnershipRules
  readonly before: readonly IdentifiedZone[]
  readonly after: readonly IdentifiedZone[]
}

/** The formats that are written today; the others are only read. */
const WRITTEN_FORMS: ReadonlySet<OwnershipForm> = new Set<OwnershipForm>(['typed', 'own name'])

/**
 * Checks the laws of docs/laws.md that the zones alone can show: 3 (what is not ours is not touched) and 4 (nothing
 * without its ownership).
 */
export function checkZoneLaws(zones: StepZones): readonly Difference[] {
  if (zones.rules.owner === undefined) return []
  return [...touched(zones), ...madeWithoutOwner(zones), ...orphaned(zones)]
}

function touched({step, rules, before, after}: StepZones): readonly Difference[] {
  return eachSet(before).flatMap(([zone, set]) => {
    const now = findSet(after, zone.id, set)
    const owner = ownerOf(zone, set, before, rules)
    const subject = `${nameText(zone.name)} ${keyOf(set)}`
    const report = (rule: string) => [
      {
        step,
        kind: 'touched' as const,
        subject,
        detail: [rule, `- ${exactText(set)}`, `+ ${now === undefined ? 'none' : exactText(now)}`],
      },
    ]
    if (owner === rules.owner) {
      const lost = valuesOf(set).filter((value) => !now || !valuesOf(now).includes(value))
      const others = ownerInText(set) === undefined ? [] : lost.filter((value) => value !== valuesOf(set)[0])
      return others.length === 0 ? [] : report('A TXT set that holds other values lost them.')
    }
    if (owner !== undefined && owner === rules.formerOwner) {
      return now === undefined ? report('A record set of the former owner was deleted.') : []
    }
    if (now !== undefined && exactText(now) === exactText(set)) return []
    return report(owner === undefined ? 'Nobody owns it.' : `Its owner is ${owner}, we are ${rules.owner}.`)
  })
}

function madeWithoutOwner({step, rules, before, after}: StepZones): readonly Difference[] {
  return eachSet(after).flatMap(([zone, set]) => {
    const earlier = findSet(before, zone.id, set)
    const isNew = earlier === undefined || exactText(earlier) !== exactText(set)
    if (!isNew || ownerInText(set) !== undefined) return []
    const ownershipRecords = ownershipOf(zone, set, after, rules)
    if (ownershipRecords.some(({form, owner}) => owner === rules.owner && WRITTEN_FORMS.has(form))) return []
    const found = ownershipRecords
      .map(
        (ownershipRecord) =>
          `${ownershipRecord.form} ${nameText(ownershipRecord.set.Name)} of ${ownershipRecord.owner}`,
      )
      .join(', ')
    return [
      {
        step,
        kind: 'no owner',
        subject: `${nameText(zone.name)} ${keyOf(set)}`,
        detail: [`+ ${exactText(set)}`, `ownership TXT found: ${found === '' ? 'none' : found}`],
      },
    ]
  })
}

/**
 * Our ownership TXT without a record, if this step made them or removed the record. One in the old format may stay, as
 * with external-dns; at a record's own name that is one without our label.
 */
function orphaned({step, rules, before, after}: StepZones): readonly Difference[] {
  const ownedBefore = ownershipForms(before, rules)
  const ownedAfter = ownershipForms(after, rules)
  return eachSet(after)
    .filter(([, set]) => ownerInText(set) === rules.owner)
    .filter(([zone, set]) => {
      const key = `${zone.id} ${keyOf(set)}`
      const form = ownedBefore.get(key)
      const isMade = findSet(before, zone.id, set) === undefined
      const isOurs = form === 'typed' || (form === 'own name' && valuesOf(set)[0]?.includes(OWN_NAME_MARK))
      return !ownedAfter.has(key) && (isMade || isOurs)
    })
    .map(([zone, set]) => ({
      step,
      kind: 'orphan TXT',
      subject: `${nameText(zone.name)} ${keyOf(set)}`,
      detail: [`+ ${exactText(set)}`, 'guards no record set'],
    }))
}

/** For each ownership TXT that belongs to a record set, its format. */
function ownershipForms(zones: readonly IdentifiedZone[], rules: OwnershipRules): ReadonlyMap<string, OwnershipForm> {
  return new Map(
    eachSet(zones)
      .filter(([, set]) => ownerInText(set) === undefined)
      .flatMap(([zone, set]) => ownershipOf(zone, set, zones, rules))
      .map((ownershipRecord) => [`${ownershipRecord.zone.id} ${keyOf(ownershipRecord.set)}`, ownershipRecord.form]),
  )
}

/** The owner: for an ownership TXT the one that it names, for any other record set the one that its deciding TXT names. */
function ownerOf(
  zone: IdentifiedZone,
  set: RecordSet,
  zones: readonly IdentifiedZone[],
  rules: OwnershipRules,
): string | undefined {
  return ownerInText(set) ?? ownershipOf(zone, set, zones, rules)[0]?.owner
}

function eachSet(zones: readonly IdentifiedZone[]): readonly (readonly [IdentifiedZone, RecordSet])[] {
  return zones.flatMap((zone) => (zone.records ?? []).map((set) => [zone, set] as const))
}

function findSet(zones: readonly IdentifiedZone[], zoneId: string, set: RecordSet): RecordSet | undefined {
  return zones.find((zone) => zone.id === zoneId)?.records?.find((other) => keyOf(other) === keyOf(set))
}
