import type {Brand} from '../dns/parsed.js'
import {compareBytes} from '../dns/target.js'

/** The id written in the ownership TXT; who may change a record set. Not empty, except in a damaged text. */
export type OwnerId = Brand<string, 'OwnerId'>

/** What an ownership TXT says (spec plan-and-registry.md §8). */
export interface Ownership {
  readonly owner: OwnerId
  /** `service/shop/cart`; empty when the text names none. */
  readonly resource: string
  /** Labels besides these two, kept when a text is written anew for the same record. */
  readonly labels: Readonly<Record<string, string>>
}

const HERITAGE = 'heritage=external-dns'
const KEY_PREFIX = 'external-dns/'
/** RFC 1035 §3.3: a character string holds at most 255 octets. */
const MAX_STRING_OCTETS = 255

/** Names an owner for a run; the one place where text becomes an `OwnerId` besides reading a TXT. */
export function toOwnerId(text: string): OwnerId {
  return text as OwnerId
}

/** The TXT value as Route 53 stores it: quoted, keys in byte order, cut into strings of 255 octets where it is longer. */
export function formatOwnership(ownership: Ownership): string {
  return quoteText(ownershipText(ownership))
}

/** The text itself, which is what is encrypted where encryption is on. */
export function ownershipText({owner, resource, labels}: Ownership): string {
  // In byte order already, and the case of nearly every text.
  if (Object.keys(labels).length === 0) {
    const named = resource === '' ? '' : `,${KEY_PREFIX}resource=${resource}`
    return `${HERITAGE},${KEY_PREFIX}owner=${owner}${named}`
  }
  const entries = Object.entries({...labels, owner, ...(resource === '' ? {} : {resource})})
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, text]) => `${KEY_PREFIX}${key}=${text}`)
  return [HERITAGE, ...entries].join(',')
}

/** Reads a stored TXT value; undefined when it is not an ownership text of external-dns. */
export function parseOwnership(value: string): Ownership | undefined {
  let hasHeritage = false
  let owner = ''
  let resource = ''
  const labels: Record<string, string> = {}
  for (const token of joinStrings(value).split(',')) {
    const cut = token.indexOf('=')
    if (cut < 0) continue
    const key = token.slice(0, cut)
    const text = token.slice(cut + 1)
    if (key === 'heritage') {
      if (text !== 'external-dns') return undefined
      hasHeritage = true
    } else if (key === `${KEY_PREFIX}owner`) owner = text
    else if (key === `${KEY_PREFIX}resource`) resource = text
    else if (key.startsWith(KEY_PREFIX)) labels[key.slice(KEY_PREFIX.length)] = text
  }
  return hasHeritage ? {owner: owner as OwnerId, resource, labels} : undefined
}

/** False where a comma or the like in what is to be written would end it early, or add a key, when the text is read again. */
export function saysItself({owner, resource, labels}: Ownership): boolean {
  const read = parseOwnership(formatOwnership({owner, resource, labels}))
  if (read === undefined || read.owner !== owner || read.resource !== resource) return false
  const keys = Object.keys(labels).filter((key) => key !== 'owner' && key !== 'resource')
  return Object.keys(read.labels).length === keys.length && keys.every((key) => Object.hasOwn(read.labels, key))
}

const OWN_NAME = 'own-name'

/**
 * The label of a text that we put at a host's own name, where no zone takes a typed TXT: `txt=own-name+a+aaaa`. It lists
 * the types that the text guards, so that it speaks of no other record there. A text without it was written in the old
 * format by an earlier external-dns, which may still read it. Upstream keeps labels that it does not know.
 */
export function untypedLabels(types: readonly string[]): Readonly<Record<string, string>> {
  return {txt: [OWN_NAME, ...types.map((type) => type.toLowerCase())].join('+')}
}

/** The types that such a text guards; undefined for any other text. */
export function untypedTypes({labels}: Pick<Ownership, 'labels'>): readonly string[] | undefined {
  const [mark, ...types] = (labels.txt ?? '').split('+')
  return mark === OWN_NAME && types.length > 0 ? types.map((type) => type.toUpperCase()) : undefined
}

const TYPED = 'typed'

/**
 * The label of a text for a type that names of texts do not tell (`caa-web` is also the old format of a host `caa-web`):
 * `txt=typed+caa`. With it the text speaks of that type alone.
 */
export function typedLabels(type: string): Readonly<Record<string, string>> {
  return {txt: `${TYPED}+${type.toLowerCase()}`}
}

/** The type that such a text guards; undefined for any other text. */
export function labelledType({labels}: Pick<Ownership, 'labels'>): string | undefined {
  const [mark, type] = (labels.txt ?? '').split('+')
  return mark === TYPED ? type?.toUpperCase() : undefined
}

const FORMER_SETS = 'former-sets'

/**
 * The label of a text that takes the place of others while their record sets still stand in another zone, which no batch
 * changes together with this one: `former-sets=blue+green`, none between the `+` for a set without an identifier. With it
 * the text speaks of these sets too, so that the run that is to replace them may end in between.
 */
export function formerSetLabels(setIdentifiers: readonly string[]): Readonly<Record<string, string>> {
  return setIdentifiers.length === 0 ? {} : {[FORMER_SETS]: setIdentifiers.map(encodeURIComponent).join('+')}
}

/** The set identifiers of which a text speaks besides its own; empty for one that none has. */
export function formerSets({labels}: Pick<Ownership, 'labels'>): readonly string[] {
  return labels[FORMER_SETS]?.split('+').map(decodeOrKeep) ?? []
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A label that says of what a text speaks, which is not for an object to say; undefined when there is none. */
export function reservedLabel({labels}: Pick<Ownership, 'labels'>): string | undefined {
  return ['txt', FORMER_SETS].find((label) => Object.hasOwn(labels, label))
}

/** One quoted string, or several of at most 255 octets with a blank between them; never cut inside a character. */
export function quoteText(text: string): string {
  if (Buffer.byteLength(text) <= MAX_STRING_OCTETS) return `"${text}"`
  const strings: string[] = []
  let current = ''
  let octets = 0
  for (const character of text) {
    const size = Buffer.byteLength(character)
    if (octets + size > MAX_STRING_OCTETS) {
      strings.push(current)
      current = ''
      octets = 0
    }
    current += character
    octets += size
  }
  return [...strings, current].map((string) => `"${string}"`).join(' ')
}

/** Takes off the outer quotes, as many as there are, and joins the strings of one value. */
export function joinStrings(value: string): string {
  return value
    .trim()
    .replace(/"[ \t]+"/g, '')
    .replace(/^"+/, '')
    .replace(/"+$/, '')
}
