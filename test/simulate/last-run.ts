import type {Situation} from './situations.js'

// Copied from the output of `npm run soak -- --simulate`.

export const LAST_SCHEDULES = {date: '2026-11-30', seeds: '1 to 37,500', schedules: 37500, steps: 891_803}

/** In how many schedules each was met. */
export const LAST_MET: Readonly<Record<Situation, number>> = {
  'a call is throttled': 6079,
  'a reading fails': 5993,
  'an answer is lost': 7768,
  'a request arrives late': 2721,
  'a lost batch is found done': 4257,
  'another run wrote the same': 1472,
  'compare-and-swap refuses a batch': 3649,
  'a protection refuses a batch': 2817,
  'a run is killed before a call': 10149,
  'a run is killed after a call': 10304,
  'a run is told to stop': 6151,
  'a plan is applied': 27145,
  'a saved plan is applied': 4082,
  'a saved plan is applied in part': 214,
  'a saved plan was applied already': 1841,
  'a stale saved plan is refused': 1463,
  'an old saved plan is refused': 824,
  'an approved plan is refused as stale': 498,
  'a run is undone': 1354,
  'a host is adopted': 1046,
  'a host is migrated': 721,
  'a host is transferred': 2670,
  'a record is pruned': 2756,
  'a record is kept while its object has no address': 8707,
  'the apex of a child zone is written': 16275,
  'a TXT keeps the value of somebody else': 4578,
  'external-dns overwrites what it has not seen': 29,
  'a person writes': 13483,
  'a move is planned': 5809,
  'a host is moved': 4862,
  'a move is refused by compare-and-swap': 559,
  'a move is stopped': 432,
  'a run that moves a host is killed': 946,
  'a move is undone': 257,
  'two clusters ask for one host': 3015,
  'what the owner of a cluster that cannot be reached has is kept': 73,
  'an alias is written': 4533,
  'a weighted set is written': 10250,
  'a host changes hands between reading and writing': 254,
  'a text goes between reading and writing': 25,
  'prune --orphans takes a text that another run is about to use': 10,
  'two runs of one owner miss each other at a child apex': 24,
  'a delete at a host takes a text whose record has come back since': 2,
  'prune takes the only set of a name before apply has made another': 1,
  'an undo of another routing goes through a child apex without its text': 70,
}

/** In how many orders the calls of each small world can come, and in how many with one faulty change; undefined: not run in full. */
export const LAST_WORLDS: readonly (readonly [world: string, plain: number, faulty?: number])[] = [
  ['an address changes', 164, 3959],
  ['a host is new', 46, 1376],
  ['an address becomes a CNAME', 173, 4213],
  ['one host goes, one changes', 2051],
  ['the apex of a child zone', 6282],
]
