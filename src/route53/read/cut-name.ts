import {parseDnsName} from '../../dns/dns-name.js'
import {compareListed, listingKey, sharedLength} from './named-reading.js'
import {RECORD_SETS_PER_PAGE} from './record-set-page.js'

/** The unread part of a range. All names are in the zone at `apex`. */
export interface Rest {
  readonly apex: string
  /** The name from which `sets` record sets were read before `at`. */
  readonly since: string
  readonly sets: number
  /** Where the page under way begins. */
  readonly at: string
  /** Where the next range begins; undefined at the end of the zone. */
  readonly end: string | undefined
  /** At most so many record sets are expected. */
  readonly most: number
}

/** Behind all names that need no escape. */
const LAST_LABEL = 'zzz'
/** How many characters of a made-up name are its own. */
const OWN_CHARACTERS = 4

/**
 * A name at which to cut a rest in two, and the number of record sets expected in it. The name is made up: the names
 * read last tell how far a record set takes a reader, and so what name is halfway, if it goes on like that; if not, it
 * is no further than halfway to the end. Digits are taken to go on with digits, and letters with letters.
 *
 * @returns undefined if there is no such name.
 */
export function cutBetween(rest: Rest): {readonly name: string; readonly expected: number} | undefined {
  const skipped = listingKey(rest.apex).length
  const own = (name: string) => listingKey(name).slice(skipped)
  const end = rest.end ?? `${LAST_LABEL}.${rest.apex}`
  const shared = Math.max(sharedLength(own(rest.since), own(rest.at)), sharedLength(own(rest.at), own(end)))
  const alphabets = Array.from({length: shared + OWN_CHARACTERS}, (_each, index) => alphabetOf(own(rest.at)[index]))
  const [since, at, until] = [rest.since, rest.at, end].map((name) => toNumber(own(name), alphabets)) as [
    bigint,
    bigint,
    bigint,
  ]
  const step = at > since ? at - since : 1n
  const expected = Math.min(rest.most, (Number(until - at) / Number(step)) * rest.sets)
  const ahead = (step * BigInt(Math.round((expected + RECORD_SETS_PER_PAGE) / 2))) / BigInt(rest.sets)
  const half = (until - at) / 2n
  const key = toText(at + (ahead < half ? ahead : half), alphabets)
  const name = `${key.split('.').reverse().join('.')}.${rest.apex}`
  const isBetween = compareListed(rest.at, name) < 0 && compareListed(name, end) < 0
  return isBetween && parseDnsName(name).ok ? {name, expected} : undefined
}

const DIGITS = '0123456789'
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const ALPHABETS = [DIGITS, LETTERS, `-.${DIGITS}_${LETTERS}`]

/** In the order of the listing. */
function alphabetOf(character = '.'): string {
  return ALPHABETS.find((alphabet) => alphabet.includes(character)) ?? LETTERS
}

/** A key as a number whose digits are the places of its characters in these alphabets; others count as their neighbours. */
function toNumber(key: string, alphabets: readonly string[]): bigint {
  let number = 0n
  /** Once a character is outside its alphabet, what follows is the first or the last of each. */
  let outside: 'before' | 'after' | undefined
  for (const [index, alphabet] of alphabets.entries()) {
    const character = key[index] ?? ''
    if (outside === undefined && character < alphabet.charAt(0)) outside = 'before'
    if (outside === undefined && character > alphabet.charAt(alphabet.length - 1)) outside = 'after'
    const place = [...alphabet].findLastIndex((one) => one <= character)
    const digit = outside === undefined ? place : outside === 'before' ? 0 : alphabet.length - 1
    number = number * BigInt(alphabet.length) + BigInt(digit)
  }
  return number
}

function toText(number: bigint, alphabets: readonly string[]): string {
  let rest = number
  let text = ''
  for (const alphabet of alphabets.toReversed()) {
    text = alphabet.charAt(Number(rest % BigInt(alphabet.length))) + text
    rest /= BigInt(alphabet.length)
  }
  return text
}
