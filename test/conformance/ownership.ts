import type {RecordSet} from '../emulators/route53/record-set.js'
import type {CaseZone} from './case.js'
import {nameText} from './record-text.js'

// Determines owners from the zones alone, by the rules of docs/external-dns-behaviour.md. Written independently of
// src/registry on purpose: a checker that shared code with the program could not find errors there.

/** A zone with its id in the emulator. */
export type IdentifiedZone = CaseZone & {readonly id: string}

/** The flags of a step that affect ownership. */
export type OwnershipRules = {
  /** Undefined with `--registry=noop`, where nobody owns anything. */
  readonly owner: string | undefined
  readonly formerOwner: string | undefined
  readonly prefix: string
  readonly suffix: string
  readonly wildcardReplacement: string
}

/**
 * `typed`: `a-web`, for the record's own type. `legacy alias`: `cname-web` next to an A alias. `own name`: at the
 * record's own name, when its typed TXT fits into no zone.
 */
export type OwnershipForm = 'typed' | 'legacy alias' | 'old format' | 'own name'

export type OwnershipText = {
  readonly owner: string
  readonly form: OwnershipForm
  readonly zone: IdentifiedZone
  readonly set: RecordSet
}

const TYPE_TEMPLATE = '%{record_type}'
const TYPES = ['A', 'AAAA', 'CNAME', 'NS', 'MX', 'PTR', 'SRV', 'NAPTR', 'TXT', 'DNAME']

export function readOwnershipRules(args: readonly string[]): OwnershipRules {
  const value = (flag: string) => args.findLast((arg) => arg.startsWith(`--${flag}=`))?.slice(flag.length + 3)
  return {
    owner: value('registry') === 'noop' ? undefined : (value('txt-owner-id') ?? 'default'),
    formerOwner: value('migrate-from-txt-owner'),
    prefix: (value('txt-prefix') ?? '').toLowerCase(),
    suffix: (value('txt-suffix') ?? '').toLowerCase(),
    wildcardReplacement: (value('txt-wildcard-replacement') ?? '').toLowerCase(),
  }
}

/** The owner named by an ownership TXT; undefined for every other record set. Only the first value counts. */
export function ownerInText(set: RecordSet): string | undefined {
  if (set.Type !== 'TXT') return undefined
  const tokens = (set.ResourceRecords?.[0]?.Value ?? '').replace(/^"+|"+$/g, '').split(',')
  if (!tokens.includes('heritage=external-dns')) return undefined
  return (
    tokens.find((token) => token.startsWith('external-dns/owner='))?.slice('external-dns/owner='.length) ?? 'nobody'
  )
}

/** Every ownership TXT of the record set, the deciding one first. */
export function ownershipOf(
  zone: IdentifiedZone,
  set: RecordSet,
  zones: readonly IdentifiedZone[],
  rules: OwnershipRules,
): readonly OwnershipText[] {
  const isAlias = set.AliasTarget !== undefined
  const isUntyped = needsOwnName(set, zones, rules)
  const forms: readonly (readonly [OwnershipForm, string | undefined])[] = [
    ['typed', typedName(set.Name, set.Type, rules)],
    ['legacy alias', set.Type === 'A' && isAlias ? typedName(set.Name, 'CNAME', rules) : undefined],
    ['old format', set.Type === 'AAAA' ? undefined : oldName(set.Name, rules)],
    ['own name', isUntyped ? nameText(set.Name) : undefined],
  ]
  return forms.flatMap(([form, name]) => {
    if (name === undefined) return []
    const found = findTxt(name, set.SetIdentifier, zone, zones)
    const owner = found && ownerInText(found.set)
    return found === undefined || owner === undefined ? [] : [{...found, owner, form}]
  })
}

/** True when the record's typed TXT fits into no zone: its ownership is then at its own name, in the old format. */
function needsOwnName(set: RecordSet, zones: readonly IdentifiedZone[], rules: OwnershipRules): boolean {
  const isApex = zones.some((zone) => nameText(zone.name) === nameText(set.Name))
  return isApex && deepestZones(typedName(set.Name, 'A', rules), zones).length === 0
}

function typedName(name: string, type: string, {prefix, suffix, wildcardReplacement}: OwnershipRules): string {
  const [first, rest] = splitName(name, wildcardReplacement)
  const lower = type.toLowerCase()
  const isTyped = `${prefix}${suffix}`.includes(TYPE_TEMPLATE)
  const fill = (affix: string) => affix.replaceAll(TYPE_TEMPLATE, lower)
  return `${fill(prefix)}${isTyped ? '' : `${lower}-`}${first}${fill(suffix)}${rest}`
}

/** The old-format name; undefined when it would be read as the typed name of another host. */
function oldName(name: string, {prefix, suffix, wildcardReplacement}: OwnershipRules): string | undefined {
  const [first, rest] = splitName(name, wildcardReplacement)
  if (TYPES.some((type) => first.startsWith(`${type.toLowerCase()}-`))) return undefined
  return `${prefix.replaceAll(TYPE_TEMPLATE, '')}${first}${suffix.replaceAll(TYPE_TEMPLATE, '')}${rest}`
}

function splitName(name: string, wildcardReplacement: string): [first: string, rest: string] {
  const text = nameText(name)
  const dot = text.indexOf('.')
  const first = text.slice(0, dot)
  return [first === '*' && wildcardReplacement !== '' ? wildcardReplacement : first, text.slice(dot)]
}

/** Finds a TXT in the record's own zone, or in another one if that is where the name belongs. */
function findTxt(
  name: string,
  setIdentifier: string | undefined,
  zone: IdentifiedZone,
  zones: readonly IdentifiedZone[],
): Pick<OwnershipText, 'zone' | 'set'> | undefined {
  const takers = deepestZones(name, zones)
  const elsewhere = takers.includes(zone)
    ? []
    : takers.toSorted((a, b) => Number(isPrivate(a) !== isPrivate(zone)) - Number(isPrivate(b) !== isPrivate(zone)))
  for (const place of [zone, ...elsewhere]) {
    const texts = (place.records ?? []).filter((other) => other.Type === 'TXT' && nameText(other.Name) === name)
    const set =
      texts.find((other) => other.SetIdentifier === setIdentifier) ??
      texts.find((other) => formerSetsIn(other).includes(setIdentifier ?? ''))
    if (set !== undefined) return {zone: place, set}
  }
  return undefined
}

/** The identifiers of former sets that a TXT covers too until their zone is written (docs/reliability.md). */
export function formerSetsIn(set: RecordSet): readonly string[] {
  const label = /external-dns\/former-sets=([^,"]*)/.exec(set.ResourceRecords?.[0]?.Value ?? '')
  return label?.[1]?.split('+').map(decodeURIComponent) ?? []
}

/** The zones with the longest name that hold this name. */
function deepestZones(name: string, zones: readonly IdentifiedZone[]): readonly IdentifiedZone[] {
  const holding = zones.filter((zone) => `.${name}`.endsWith(`.${nameText(zone.name)}`))
  const deepest = Math.max(...holding.map((zone) => nameText(zone.name).length))
  return holding.filter((zone) => nameText(zone.name).length === deepest)
}

function isPrivate(zone: IdentifiedZone): boolean {
  return zone.private === true
}
