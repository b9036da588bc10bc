import {parseDnsName} from '../../dns/dns-name.js'
import {isListedBefore, listingKey, sharedLength} from './named-reading.js'
import {RECORD_SETS_PER_PAGE} from './record-set-page.js'

/** The unread part of a range. */
export interface Rest {
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
export function cutBetween(apex: string, rest: Rest): {readonly name: string; readonly expected: number} | undefined {
  const own = (name: string) => listingKey(name).slice(listingKey(apex).length)
  const end = rest.end ?? `${LAST_LABEL}.${apex}`
  const shared = Math.max(sharedLength(own(rest.since), own(rest.at)), sharedLength(own(rest.at), own(end)))
  const alphabets = Array.from({length: shared + OWN_CHARACTERS}, (_each, index) => alphabetOf(own(rest.at)[index]))
  const numberOf = (name: string) => toNumber(own(name), alphabets)
  const [at, left, advance] = [
    numberOf(rest.at),
    numberOf(end) - numberOf(rest.at),
    numberOf(rest.at) - numberOf(rest.since),
  ]
  const step = advance > 0n ? advance : 1n
  const expected = Math.min(rest.most, Number((left * BigInt(rest.sets)) / step))
  const ahead = (step * BigInt(Math.round((expected + RECORD_SETS_PER_PAGE) / 2))) / BigInt(rest.sets)
  const key = toText(at + (ahead < left / 2n ? ahead : left / 2n), alphabets).replace(/[.-]+$/, '')
  const name = `${key.split('.').reverse().join('.')}.${apex}`
  const isBetween = isListedBefore(rest.at, name) && isListedBefore(name, end)
  return isBetween && parseDnsName(name).ok ? {name, expected} : undefined
}

const DIGITS = '0123456789'
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const ALPHABETS = [DIGITS, LETTERS, `-.${DIGITS}_${LETTERS}`]

/** In the order of the listing. */
function alphabetOf(character = '.'): string {
  return ALPHABETS.find((alphabet) => alphabet.includes(character)) ?? LETTERS
}

/** A key as a number whose digits are the places of its characters in these alphabets; others count as a neighbour. */
function toNumber(key: string, alphabets: readonly string[]): bigint {
  return alphabets.reduce((number, alphabet, index) => {
    const place = [...alphabet].findLastIndex((one) => one <= (key[index] ?? ''))
    return number * BigInt(alphabet.length) + BigInt(Math.max(0, place))
  }, 0n)
}

function toText(number: bigint, alphabets: readonly string[]): string {
  let rest = number
  return alphabets.reduceRight((text, alphabet) => {
    const place = Number(rest % BigInt(alphabet.length))
    rest /= BigInt(alphabet.length)
    return alphabet.charAt(place) + text
  }, '')
}
