import {domainToASCII, domainToUnicode} from 'node:url'
import {type Brand, type Parsed, parsed, problem} from './parsed.js'

/**
 * A host name in lower case, with A-labels (punycode), without trailing dot; a wildcard is a leading `*` label.
 * RFC 1035 §2.3.4: at most 253 octets, labels of 1 to 63 octets. Made by `parseDnsName` and, for stored names, by
 * `toStoredName`.
 */
export type DnsName = Brand<string, 'DnsName'>

const MAX_NAME_OCTETS = 253
const MAX_LABEL_OCTETS = 63
/** Printable ASCII that Route 53 accepts in a name without an escape: all but blank, dot and backslash. */
const LABEL = /^[!-[\]-~]+$/

/**
 * Reads a host name as a user writes it: any case, one trailing dot, Unicode (UTS #46). Underscores, `*` anywhere and
 * leading hyphens are allowed, because Route 53 accepts them (a `*` that is not the whole first label is literal).
 */
export function parseDnsName(text: string): Parsed<DnsName> {
  const name = toPlanKey(text)
  if (name === '') return problem('the name is empty')
  if (Buffer.byteLength(name) > MAX_NAME_OCTETS) {
    return problem(`the name has ${Buffer.byteLength(name)} octets, DNS allows ${MAX_NAME_OCTETS}`)
  }
  for (const label of name.split('.')) {
    if (label === '') return problem('the name has an empty label')
    if (label.length > MAX_LABEL_OCTETS) {
      return problem(`the label "${label}" has ${label.length} octets, DNS allows ${MAX_LABEL_OCTETS}`)
    }
    if (!LABEL.test(label)) return problem(`the label "${label}" has a character that DNS names cannot hold`)
  }
  return parsed(name as DnsName)
}

/** Converts a stored name without validation: only case and trailing dot are normalised. */
export function toStoredName(text: string): DnsName {
  return trimDot(text).toLowerCase() as DnsName
}

/**
 * The form in which two names are compared: without spaces and one trailing dot, in lower case, with A-labels. A name
 * that IDNA cannot convert is lower-cased and kept, as in external-dns.
 */
export function toPlanKey(text: string): string {
  const name = trimDot(text.trim())
  return isAscii(name) ? name.toLowerCase() : convert(name, domainToASCII)
}

/** The form in which domain filters see a name: lower case, Unicode, no trailing dot. */
export function toUnicodeName(text: string): string {
  const name = trimDot(text)
  return isAscii(name) && !/xn--/i.test(name) ? name.toLowerCase() : convert(name, domainToUnicode)
}

/** True when `name` is `parent` or below it. */
export function isWithin(name: string, parent: string): boolean {
  if (!name.endsWith(parent)) return false
  // Called for every name and zone, so no text is built.
  return name.length === parent.length || name[name.length - parent.length - 1] === '.'
}

export function trimDot(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text
}

/** Converts label by label, so that `_`, `*` and empty labels next to a Unicode label do not spoil the name. */
function convert(name: string, conversion: (label: string) => string): string {
  return name
    .split('.')
    .map((label) => conversion(label) || label.toLowerCase())
    .join('.')
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}
