import {parseDnsName} from '../../dns/dns-name.js'
import type {RecordSet} from '../../dns/record-set.js'
import {isListedBefore, listingKey, sharedLength} from './named-reading.js'
import {RECORD_SETS_PER_PAGE} from './record-set-page.js'

/** Behind all names that need no escape. */
const LAST_LABEL = 'zzz'
/** How many characters of a made-up name are its own. */
const OWN_CHARACTERS = 4

/**
 * A name at which to cut the rest of a range in two, and the number of record sets expected in it. The name is made up:
 * the sets read last tell how far one takes a reader, and so what name is halfway, if it goes on like that; if not, it
 * is no further than halfway to the end. Digits are taken to go on with digits, and letters with letters.
 *
 * @param at where the page under way begins.
 * @param most at most so many record sets are expected.
 * @param end where the next range begins; by default the end of the zone.
 * @returns undefined if there is no such name.
 */
export function cutBetween(
  apex: string,
  latest: readonly Pick<RecordSet, 'name'>[],
  at: string,
  most: number,
  end = `${LAST_LABEL}.${apex}`,
): {readonly name: string; readonly expected: number} | undefined {
  const since = latest[0]?.name ?? at
  const own = (name: string) => listingKey(name).slice(listingKey(apex).length)
  const shared = Math.max(sharedLength(own(since), own(at)), sharedLength(own(at), own(end)))
  const alphabets = Array.from({length: shared + OWN_CHARACTERS}, (_each, index) => alphabetOf(own(at)[index]))
  const from = toNumber(own(at), alphabets)
  const left = toNumber(own(end), alphabets) - from
  const advance = from - toNumber(own(since), alphabets)
  const step = advance > 0n ? advance : 1n
  const sets = BigInt(Math.max(1, latest.length))
  const expected = Math.min(most, Number((left * sets) / step))
  const ahead = (step * BigInt(Math.round((expected + RECORD_SETS_PER_PAGE) / 2))) / sets
  const key = toText(from + (ahead < left / 2n ? ahead : left / 2n), alphabets).replace(/[.-]+$/, '')
  const name = `${key.split('.').reverse().join('.')}.${apex}`
  const isBetween = isListedBefore(at, name) && isListedBefore(name, end)
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
