/** What has to be met in a run of many schedules: a law says nothing about what never happens. */
export const REQUIRED = [
  'a call is throttled',
  'a reading fails',
  'an answer is lost',
  'a request arrives late',
  'a lost batch is found done',
  'another run wrote the same',
  'compare-and-swap refuses a batch',
  'a protection refuses a batch',
  'a run is killed before a call',
  'a run is killed after a call',
  'a run is told to stop',
  'a plan is applied',
  'a saved plan is applied',
  'a saved plan is applied in part',
  'a saved plan was applied already',
  'a stale saved plan is refused',
  'an old saved plan is refused',
  'an approved plan is refused as stale',
  'a run is undone',
  'a host is adopted',
  'a host is migrated',
  'a host is transferred',
  'a record is pruned',
  'a record is kept while its object has no address',
  'the apex of a child zone is written',
  'a TXT keeps the value of somebody else',
  'external-dns overwrites what it has not seen',
  'a person writes',
  'a move is planned',
  'a host is moved',
  'a move is refused by compare-and-swap',
  'a move is stopped',
  'a run that moves a host is killed',
  'a move is undone',
  'two clusters ask for one host',
  'what the owner of a cluster that cannot be reached has is kept',
  'an alias is written',
  'a weighted set is written',
] as const

/** In how many of 1,000 schedules those have to be met that say something only if they are met often; the others in one at all. */
export const OFTEN: Partial<Record<Situation, number>> = {
  'a move is planned': 80,
  'a host is moved': 60,
  'a move is refused by compare-and-swap': 4,
  'a move is stopped': 4,
  'a run that moves a host is killed': 8,
  'two clusters ask for one host': 30,
  'an alias is written': 50,
  'a weighted set is written': 100,
}

/** What docs/reliability.md says is not prevented: counted, and rare. */
export const NOT_PREVENTED = [
  'a host changes hands between reading and writing',
  'a text goes between reading and writing',
  'prune --orphans takes a text that another run is about to use',
  'two runs of one owner miss each other at a child apex',
  'a delete at a host takes a text whose record has come back since',
  'prune takes the only set of a name before apply has made another',
  'an undo of another routing goes through a child apex without its text',
] as const

export const SITUATIONS = [...REQUIRED, ...NOT_PREVENTED] as const
export type Situation = (typeof SITUATIONS)[number]
