import type {Situation} from './situations.js'

// Copied from the output of `npm run soak -- --simulate`.

export const LAST_SCHEDULES = {date: '2026-12-01', seeds: '1 to 100,000', schedules: 100_000, steps: 2_378_692}

/** In how many schedules each was met. */
export const LAST_MET: Readonly<Record<Situation, number>> = {
  'a call is throttled': 16077,
  'a reading fails': 15729,
  'an answer is lost': 20696,
  'a request arrives late': 7200,
  'a lost batch is found done': 11235,
  'another run wrote the same': 4049,
  'compare-and-swap refuses a batch': 9711,
  'a protection refuses a batch': 7549,
  'a run is killed before a call': 27071,
  'a run is killed after a call': 27411,
  'a run is told to stop': 16271,
  'a plan is applied': 72311,
  'a saved plan is applied': 10853,
  'a saved plan is applied in part': 531,
  'a saved plan was applied already': 4971,
  'a stale saved plan is refused': 3986,
  'an old saved plan is refused': 2227,
  'an approved plan is refused as stale': 1318,
  'a run is undone': 3625,
  'a host is adopted': 2831,
  'a host is migrated': 1891,
  'a host is transferred': 7275,
  'a record is pruned': 7246,
  'a record is kept while its object has no address': 23511,
  'the apex of a child zone is written': 43604,
  'a TXT keeps the value of somebody else': 12421,
  'external-dns overwrites what it has not seen': 79,
  'a person writes': 35708,
  'a move is planned': 15464,
  'a host is moved': 12906,
  'a move is refused by compare-and-swap': 1460,
  'a move is stopped': 1165,
  'a run that moves a host is killed': 2545,
  'a move is undone': 668,
  'two clusters ask for one host': 8210,
  'what the owner of a cluster that cannot be reached has is kept': 167,
  'an alias is written': 12072,
  'a weighted set is written': 27363,
  'a host changes hands between reading and writing': 711,
  'a text goes between reading and writing': 76,
  'prune --orphans takes a text that another run is about to use': 31,
  'two runs of one owner miss each other at a child apex': 68,
  'a delete at a host takes a text whose record has come back since': 3,
  'prune takes the only set of a name before apply has made another': 0,
  'an undo of another routing goes through a child apex without its text': 220,
}

/** In how many orders the calls of each small world can come, and in how many with one faulty change. */
export const LAST_WORLDS: readonly (readonly [world: string, plain: number, faulty: number])[] = [
  ['an address changes', 164, 3959],
  ['a host is new', 46, 1376],
  ['an address becomes a CNAME', 173, 4213],
  ['one host goes, one changes', 2051, 43_154],
  ['the apex of a child zone', 6282, 32_455],
]
