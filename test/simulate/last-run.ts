import type {Situation} from './situations.js'

// Copied from the output of `npm run soak -- --simulate`.

export const LAST_SCHEDULES = {date: '2026-11-30', seeds: '1 to 22,500', schedules: 22500, steps: 535_988}

/** In how many schedules each was met. */
export const LAST_MET: Readonly<Record<Situation, number>> = {
  'a call is throttled': 3683,
  'a reading fails': 3658,
  'an answer is lost': 4621,
  'a request arrives late': 1623,
  'a lost batch is found done': 2570,
  'another run wrote the same': 917,
  'compare-and-swap refuses a batch': 2171,
  'a protection refuses a batch': 1711,
  'a run is killed before a call': 6105,
  'a run is killed after a call': 6187,
  'a run is told to stop': 3691,
  'a plan is applied': 16336,
  'a saved plan is applied': 2526,
  'a saved plan is applied in part': 139,
  'a saved plan was applied already': 1184,
  'a stale saved plan is refused': 898,
  'an old saved plan is refused': 496,
  'an approved plan is refused as stale': 289,
  'a run is undone': 814,
  'a host is adopted': 647,
  'a host is migrated': 450,
  'a host is transferred': 1604,
  'a record is pruned': 1637,
  'a record is kept while its object has no address': 5221,
  'the apex of a child zone is written': 9805,
  'a TXT keeps the value of somebody else': 2782,
  'external-dns overwrites what it has not seen': 16,
  'a person writes': 8026,
  'a move is planned': 3460,
  'a host is moved': 2886,
  'a move is refused by compare-and-swap': 300,
  'a move is stopped': 272,
  'a run that moves a host is killed': 580,
  'a move is undone': 155,
  'two clusters ask for one host': 1820,
  'what the owner of a cluster that cannot be reached has is kept': 44,
  'an alias is written': 2742,
  'a weighted set is written': 6212,
  'a host changes hands between reading and writing': 151,
  'a text goes between reading and writing': 16,
  'prune --orphans takes a text that another run is about to use': 4,
  'two runs of one owner miss each other at a child apex': 13,
  'a delete at a host takes a text whose record has come back since': 2,
  'an undo of another routing goes through a child apex without its text': 40,
}

/** In how many orders the calls of each small world can come, and in how many with one faulty change; undefined: not run in full. */
export const LAST_WORLDS: readonly (readonly [world: string, plain: number, faulty?: number])[] = [
  ['an address changes', 164, 3959],
  ['a host is new', 46, 1376],
  ['an address becomes a CNAME', 173],
  ['one host goes, one changes', 2051],
  ['the apex of a child zone', 6282],
]
