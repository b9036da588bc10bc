import type {Brand} from '../dns/parsed.js'
import {compareBytes} from '../dns/target.js'

/** The id in the ownership TXT, which says who may change a record set. Not empty, except in a damaged TXT. */
export type OwnerId = Brand<string, 'OwnerId'>

/** The content of an ownership TXT: docs/external-dns-behaviour.md#txt-values. */
export interface Ownership {
  readonly owner: OwnerId
  /** `service/shop/cart`; empty when the text names none. */
  readonly resource: string
  /** All other labels; kept when the TXT is rewritten for the same record. */
  readonly labels: Readonly<Record<string, string>>
}

const HERITAGE = 'heritage=external-dns'
const KEY_PREFIX = 'external-dns/'
/** RFC 1035 §3.3: a character string holds at most 255 octets. */
const MAX_STRING_OCTETS = 255

/** Makes the owner id of a run. Besides this, only reading a TXT makes one. */
export function toOwnerId(text: string): OwnerId {
  return text as OwnerId
}

/** The TXT value as Route 53 stores it: quoted, keys in byte order, cut into strings of 255 octets if it is longer. */
export function formatOwnership(ownership: Ownership): string {
  return quoteText(ownershipText(ownership))
}

/** The text before it is quoted or encrypted. */
export function ownershipText({owner, resource, labels}: Ownership): string {
  // The usual case; already in byte order.
  if (Object.keys(labels).length === 0) {
    const named = resource === '' ? '' : `,${KEY_PREFIX}resource=${resource}`
    return `${HERITAGE},${KEY_PREFIX}owner=${owner}${named}`
  }
  const entries = Object.entries({...labels, owner, ...(resource === '' ? {} : {resource})})
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, text]) => `${KEY_PREFIX}${key}=${text}`)
  return [HERITAGE, ...entries].join(',')
}

/** Parses a stored TXT value; undefined when it is not ownership of external-dns. */
export function parseOwnership(value: string): Ownership | undefined {
  let hasHeritage = false
  let owner = ''
  let resource = ''
  const labels: [key: string, text: string][] = []
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
    else if (key.startsWith(KEY_PREFIX)) labels.push([key.slice(KEY_PREFIX.length), text])
  }
  return hasHeritage ? {owner: owner as OwnerId, resource, labels: Object.fromEntries(labels)} : undefined
}

/** True when the text reads back as it was written: no comma or the like ends it early or adds a key. */
export function saysItself({owner, resource, labels}: Ownership): boolean {
  if (Object.keys(labels).length === 0 && /^[\w./:-]*$/.test(owner + resource)) return true
  const read = parseOwnership(formatOwnership({owner, resource, labels}))
  if (read === undefined || read.owner !== owner || read.resource !== resource) return false
  const keys = Object.keys(labels).filter((key) => key !== 'owner' && key !== 'resource')
  return Object.keys(read.labels).length === keys.length && keys.every((key) => Object.hasOwn(read.labels, key))
}

const OWN_NAME = 'own-name'

/** `txt=own-name+a+aaaa`, of a TXT at the host's own name, so that it covers no other type; external-dns keeps it. */
export function untypedLabels(types: readonly string[]): Readonly<Record<string, string>> {
  return {txt: [OWN_NAME, ...types.map((type) => type.toLowerCase())].join('+')}
}

/** The types that such a TXT lists; undefined for any other. */
export function untypedTypes({labels}: Pick<Ownership, 'labels'>): readonly string[] | undefined {
  if (labels.txt === undefined) return undefined
  const [mark, ...types] = labels.txt.split('+')
  return mark === OWN_NAME && types.length > 0 ? types.map((type) => type.toUpperCase()) : undefined
}

const TYPED = 'typed'

/** The label of a TXT whose name does not tell its type, as `caa-web`: `txt=typed+caa`. It covers that type only. */
export function typedLabels(type: string): Readonly<Record<string, string>> {
  return {txt: `${TYPED}+${type.toLowerCase()}`}
}

/** The type in that label; undefined without it. */
export function labelledType({labels}: Pick<Ownership, 'labels'>): string | undefined {
  if (labels.txt === undefined) return undefined
  const [mark, type] = labels.txt.split('+')
  return mark === TYPED ? type?.toUpperCase() : undefined
}

const FORMER_SETS = 'former-sets'

/** `former-sets=blue+green`: sets of another zone whose texts this one replaces, until their own batch is in. */
export function formerSetLabels(setIdentifiers: readonly string[]): Readonly<Record<string, string>> {
  return setIdentifiers.length === 0 ? {} : {[FORMER_SETS]: setIdentifiers.map(encodeURIComponent).join('+')}
}

/** The set identifiers that a TXT covers besides its own; an empty text stands for a set without identifier. */
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

/** A label that determines what a TXT covers, which an object may not set; undefined when there is none. */
export function reservedLabel({labels}: Pick<Ownership, 'labels'>): string | undefined {
  return ['txt', FORMER_SETS].find((label) => Object.hasOwn(labels, label))
}

/** The text as one quoted string, or several of at most 255 octets separated by blanks; never cut inside a character. */
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

/** Removes the outer quotes, however many, and joins the strings of a value. */
export function joinStrings(value: string): string {
  // The usual case: one quoted string.
  if (value.startsWith('"') && value.indexOf('"', 1) === value.length - 1) return value.slice(1, -1)
  return value
    .trim()
    .replace(/"[ \t]+"/g, '')
    .replace(/^"+|"+$/g, '')
}
