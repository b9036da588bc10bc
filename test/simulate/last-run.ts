import type {Situation} from './situations.js'

// Copied from the output of `npm run soak -- --simulate`.

export const LAST_SCHEDULES = {date: '2026-11-30', seeds: '1 to 25,000', schedules: 25000, steps: 595_861}

/** In how many schedules each was met. */
export const LAST_MET: Readonly<Record<Situation, number>> = {
  'a call is throttled': 4078,
  'a reading fails': 4086,
  'an answer is lost': 5141,
  'a request arrives late': 1799,
  'a lost batch is found done': 2861,
  'another run wrote the same': 1024,
  'compare-and-swap refuses a batch': 2437,
  'a protection refuses a batch': 1924,
  'a run is killed before a call': 6809,
  'a run is killed after a call': 6876,
  'a run is told to stop': 4098,
  'a plan is applied': 18106,
  'a saved plan is applied': 2815,
  'a saved plan is applied in part': 154,
  'a saved plan was applied already': 1302,
  'a stale saved plan is refused': 998,
  'an old saved plan is refused': 537,
  'an approved plan is refused as stale': 325,
  'a run is undone': 906,
  'a host is adopted': 709,
  'a host is migrated': 493,
  'a host is transferred': 1781,
  'a record is pruned': 1835,
  'a record is kept while its object has no address': 5845,
  'the apex of a child zone is written': 10846,
  'a TXT keeps the value of somebody else': 3067,
  'external-dns overwrites what it has not seen': 17,
  'a person writes': 8913,
  'a move is planned': 3837,
  'a host is moved': 3206,
  'a move is refused by compare-and-swap': 346,
  'a move is stopped': 300,
  'a run that moves a host is killed': 637,
  'a move is undone': 175,
  'two clusters ask for one host': 2013,
  'what the owner of a cluster that cannot be reached has is kept': 49,
  'an alias is written': 3045,
  'a weighted set is written': 6906,
  'a host changes hands between reading and writing': 172,
  'a text goes between reading and writing': 17,
  'prune --orphans takes a text that another run is about to use': 7,
  'two runs of one owner miss each other at a child apex': 15,
  'a delete at a host takes a text whose record has come back since': 2,
  'prune takes the only set of a name before apply has made another': 0,
  'an undo of another routing goes through a child apex without its text': 48,
}

/** In how many orders the calls of each small world can come, and in how many with one faulty change; undefined: not run in full. */
export const LAST_WORLDS: readonly (readonly [world: string, plain: number, faulty?: number])[] = [
  ['an address changes', 164, 3959],
  ['a host is new', 46, 1376],
  ['an address becomes a CNAME', 173],
  ['one host goes, one changes', 2051],
  ['the apex of a child zone', 6282],
]
