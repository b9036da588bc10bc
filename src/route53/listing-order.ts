import {compareText} from '../dns/record-set.js'

/** Characters that Route 53 writes as octal escapes, or part of one. */
const ESCAPED = /[^a-z0-9._-]/

/**
 * The order in which Route 53 lists names: labels reversed and joined again with the trailing dot, bytewise. So
 * `foo-bar.example.com` comes before `foo.example.com`, because `-` comes before `.`, and that before what lies below it.
 */
export function compareListed(a: string, b: string): number {
  return compareText(listingKey(a), listingKey(b))
}

/**
 * True when a listing that goes on at `next` has gone past `name`. AWS does not say whether it compares `*` as such or
 * as it writes it (`\052`), so both must agree; where they do not, the name is asked for once more.
 */
export function isListedBefore(name: string, next: string): boolean {
  return compareListed(name, next) < 0 && compareText(escapedKey(name), escapedKey(next)) < 0
}

/** True for a name whose place in a listing is sure, because nothing of it is written with an escape. */
export function isPlainlyListed(name: string): boolean {
  return !ESCAPED.test(name)
}

/** The text that is compared. */
export function listingKey(name: string): string {
  return `${name.split('.').reverse().join('.')}.`
}

function escapedKey(name: string): string {
  return listingKey(name).replace(
    /[^a-z0-9._\\-]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )
}
