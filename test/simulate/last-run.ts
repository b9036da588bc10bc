import type {Situation} from './situations.js'

// Copied from the output of `npm run soak -- --simulate`.

export const LAST_SCHEDULES = {schedules: 2000, steps: 43_239}

/** In how many schedules each was met. */
export const LAST_MET: Readonly<Record<Situation, number>> = {
  'a call is throttled': 293,
  'a reading fails': 296,
  'an answer is lost': 480,
  'a request arrives late': 173,
  'a lost batch is found done': 261,
  'another run wrote the same': 58,
  'compare-and-swap refuses a batch': 212,
  'a protection refuses a batch': 207,
  'a run is killed before a call': 395,
  'a run is killed after a call': 405,
  'a run is told to stop': 295,
  'a plan is applied': 1398,
  'a saved plan is applied': 265,
  'a saved plan is applied in part': 9,
  'a saved plan was applied already': 86,
  'a stale saved plan is refused': 96,
  'an old saved plan is refused': 38,
  'an approved plan is refused as stale': 13,
  'a run is undone': 61,
  'a host is adopted': 143,
  'a host is migrated': 98,
  'a host is transferred': 198,
  'a record is pruned': 190,
  'a record is kept while its object has no address': 438,
  'the apex of a child zone is written': 759,
  'a TXT keeps the value of somebody else': 282,
  'external-dns overwrites what it has not seen': 3,
  'a person writes': 792,
  'a host changes hands between reading and writing': 13,
  'a text goes between reading and writing': 6,
  'prune --orphans takes a text that another run is about to use': 4,
  'two runs of one owner miss each other at a child apex': 2,
}

/** In how many orders the calls of each small world can come. */
export const LAST_WORLDS: readonly (readonly [world: string, interleavings: number])[] = [
  ['an address changes', 164],
  ['a host is new', 46],
  ['an address becomes a CNAME', 173],
  ['one host goes, one changes', 2051],
  ['the apex of a child zone', 6282],
]
