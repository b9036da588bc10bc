import {renderCoverage, renderFuzzing} from '../fuzz/pages.js'
import {renderInterplay} from '../interplay/page.js'
import {LAST_MUTANTS, LAST_MUTANTS_ON, SURVIVORS} from '../mutate/last-run.js'
import {PLANTED} from '../planted/faults.js'
import {LAST_MET, LAST_SCHEDULES, LAST_WORLDS} from '../simulate/last-run.js'
import {OUTAGE} from '../simulate/outage.js'
import {NOT_PREVENTED} from '../simulate/situations.js'
import {HOSTILE_COSTS} from './hostile-costs.js'
import {type FaultKind, MATRIX, type Outcome, POINTS} from './matrix.js'
import {SCENARIOS} from './scenarios.js'
import {SITUATIONS_MET} from './situations-met.js'

const MEANINGS: Readonly<Record<Outcome, string>> = {
  finishes: 'the call is tried again within the run; exit 0, everything is applied',
  stops:
    'exit 1. If a reading fails, nothing is written. If a change fails, the message says what is applied and what to do',
  yields:
    'exit 4. Each host that cannot be applied is named, with its object and the rule that it breaks; all others are applied',
  interrupted: 'exit 130. The batch under way is finished and counted; the rest is not started',
  killed: 'the next run finishes',
  shares: 'each host belongs wholly to one run or the other; a run names the hosts that it could not get',
}

/** Copied by hand from the output of `npm run soak`. */
const LAST_RUN =
  '3444 faults tried, 3444 survived, no record lost; 56 kills of ownership commands, saved plans, prune and a new routing, 56 survived'

/** Renders `docs/reliability.md`, which `npm run soak -- --docs` writes. A test checks that it is up to date. */
export function renderReliability(): string {
  const kinds = [...new Set(MATRIX.map(({kind}) => kind))]
  const outcomes = [...new Set(MATRIX.map(({outcome}) => outcome))]
  return `${[
    '# Never half a host: the fault matrix',
    '',
    '<!-- Made from test/faults/matrix.ts by `npm run soak -- --docs`. -->',
    '',
    `\`npm run soak\` runs the built program with every fault of this table, at every point and in every scenario`,
    `(${SCENARIOS.join(', ')}), against the emulators in test/emulators: ${MATRIX.length} faults in each of ${SCENARIOS.length} scenarios, ${MATRIX.length * SCENARIOS.length} for each seed.`,
    'A fixed tenth of them runs with the tests. The hosts are in two zones. One zone is a child of the other, and its apex has its ownership',
    'TXT in the parent. Around them are records of other people, more than one page of them.',
    '',
    'The commands that change ownership (adopt, migrate, transfer, release, repair), `apply PLANFILE`, a `prune` over two zones, and a change',
    "of routing at the child zone's apex are also killed at every call that writes. Between two batches every record that had an owner has",
    'one, and the same command, run again, finishes.',
    '',
    `The last whole run: 2026-11-30, seed 1, ${LAST_RUN}.`,
    '',
    'After each fault the following is true ([the six laws](laws.md)). It is checked in the zones, by code that the program does not share:',
    '',
    '- nothing was done that an undisturbed run would not have done, and nothing was done twice (law 2);',
    '- no record set of another owner, or of nobody, was changed or lost, also not one that somebody made meanwhile (law 3);',
    '- no host is half done: within a zone its record sets and their TXT are all as before or all as wanted, and no record set is without its',
    '  TXT (law 4);',
    '- after a failed reading nothing was written (law 5);',
    '- the message counts exactly the hosts that were applied, or says that the number is not known;',
    '- one more run ends with 0 and makes the zones exactly as wanted; the plan after it is empty, always in the same bytes (laws 2 and 6), and',
    '  writes nothing (law 1).',
    '',
    '| outcome | what it means |',
    '| --- | --- |',
    ...outcomes.map((outcome) => `| ${outcome} | ${MEANINGS[outcome]} |`),
    '',
    '## Where two zones are one host',
    '',
    "A child zone's apex has its ownership TXT in the parent zone, and one batch cannot change two zones. So the TXT is written first and",
    'deleted last.',
    '',
    '- An interrupted create leaves a TXT, which the next run uses.',
    '- An interrupted delete leaves a TXT that no object needs. The next `prune`, or the next run with `--policy=sync`, removes it. For that all',
    '  zones that may hold the host must be read in full, no object may ask for a record of that type and set identifier, none at the host may',
    '  be waiting or unreadable, and the type must be managed.',
    '- An interrupted `owners adopt` leaves a TXT beside the old value. The same command writes the wanted value.',
    '',
    'If the routing policy changes, the old TXT must make room for the new one, because Route 53 allows no weighted set beside a simple one. The',
    'new TXT then names the old sets in its label `external-dns/former-sets`, so every record has an owner at any moment. The label stays',
    'until the TXT is written again, and has no effect once the old sets are gone.',
    '',
    'A zone that was listed but not selected may hold a record whose ownership TXT is in a selected zone, such as the apex of a private child',
    'zone. Such a TXT stays, and the plan says `not-read`. So does a ledger row that lists no zone. An empty zone does not count.',
    '',
    'If two equal runs happen at once, the later one looks at what is there: what is already as it wants, TXT included, counts as done.',
    '(Encrypted TXT of two runs differ, and are reported as changed by someone else.) Any other TXT of ours without a record is removed only',
    'with a delete at its host. One case is not covered: two runs of one owner at the same moment, of which one has not seen an object yet that',
    'the other is about to serve. Let one run end before the next begins (`concurrencyPolicy: Forbid`).',
    '',
    '## The outcome of each fault',
    '',
    '| fault | a call that reads Route 53 | a list of the cluster | a change batch | the whole run |',
    '| --- | --- | --- | --- | --- |',
    ...kinds.map(
      (kind) =>
        `| ${kind} | ${(['zones', 'cluster', 'change', 'run'] as const).map((side) => outcomeOf(kind, side)).join(' | ')} |`,
    ),
    '',
    '## Where a fault can happen',
    '',
    ...POINTS.map((point) => `- ${point.name} (${MATRIX.filter((cell) => cell.point === point).length} faults)`),
    '',
    ...renderSimulation(),
    '',
    ...renderInterplay(),
    '',
    '## Hostile objects: memory and time, before and after',
    '',
    'Anybody who may write one object in the cluster can write any of these. None of them ends the run or keeps the objects of others from',
    'being done. An object may ask for 10,000 hosts and for 100,000 targets in all. A name and type may have the 100 record sets that Route 53',
    'allows. If Route 53 refuses batch after batch of one object by the same rule, no more of its hosts are tried after a few calls. What is not',
    'done for such an object is an `object-problem` or a failed host, and the run ends with 4.',
    '',
    'Measured with `npm run soak -- --hostile`: one run of the built program beside 50 good Services, time and peak memory of that',
    'process by GNU time. Two cores shared with seven other jobs (load 10 to 20), 2026-11-30, so compare the ratios. "Before" is commit 1a9773b.',
    '',
    '| object | before | after |',
    '| --- | --- | --- |',
    ...HOSTILE_COSTS.map((row) => `| ${row.join(' | ')} |`),
    '',
    ...renderFuzzing(),
    '',
    '## What the laws of the plan meet',
    '',
    '`test/plan/near-situations.laws.test.ts` draws requests that are an edit of what is stored. Its judge, `test/plan/oracle.ts`, shares no code',
    'with the planner: who owns a record set it reads from the TXT and rows alone, and whether one is as it was asked for from its values. The',
    'share of 1,000 situations of seed 42 in which each was met; `test/plan/situations.test.ts` fails below 2 %. Of 1,000 clusters of the Gateway',
    'laws 550 yield an endpoint and 169 hold a host (`test/sources/gateway/laws.test.ts`, which fails below 400 and 20).',
    '',
    '| situation | share |',
    '| --- | --- |',
    ...Object.entries(SITUATIONS_MET).map(([name, percent]) => `| ${name} | ${percent.toFixed(1)} % |`),
    '',
    '## Planted faults',
    '',
    `\`npm run planted\` writes each of these ${PLANTED.length} faults into a copy of the sources, alone, and runs the tests of its room: a test has to fail.`,
    'It runs in CI. Last whole run: 2026-11-30, seed 1, all found, 83 s of CPU. Six of them were found by no test of their room before, and have one since.',
    '',
    '| fault | file | tests |',
    '| --- | --- | --- |',
    ...PLANTED.map(
      ({name, file, tests}) => `| ${name} | \`${file}\` | ${tests.map((test) => `\`${test}\``).join(', ')} |`,
    ),
    '',
    ...renderCoverage(),
    '',
    ...renderMutants(),
  ].join('\n')}\n`
}

function renderMutants(): readonly string[] {
  return [
    '## Mutants',
    '',
    '`npm run mutate` makes small changes in the files without IO of `src/plan`, `src/registry`, `src/saved` and `src/route53`: another operator,',
    'an empty text, a condition that is always true. Each is tried alone against the tests of its room, and, if none fails, against the tests of',
    'the rooms that use it. Stryker makes the mutants and chooses the tests; they run in one process that loads them once, with all mutants in',
    'it, of which one is active. fast-check draws the same cases in every run, so a result can be had again. It does not run in CI.',
    '',
    '| command | what it tries |',
    '| --- | --- |',
    '| `npm run mutate` | all of them: hours, so by night |',
    '| `npm run mutate -- --room registry --room saved` | all of two rooms |',
    '| `npm run mutate -- --sample 150 --seed 2` | 150 of each room; each seed has others |',
    '| `npm run mutate -- --file src/plan/locks.ts:20-31` | a file, or lines of it |',
    '| `npm run mutate -- --own --room plan` | with the tests of the room only |',
    '',
    'Only another text where people read one is left out: a text in which a letter stands beside a space. A mutant that does what the program',
    'does is listed in `test/mutate/equivalents.ts` with the reason, and does not count. The entry is void once its line is written differently,',
    'or a test kills it. A run ends with 1 if a score is below 90 %, or an entry is void.',
    '',
    `The last run of each room: ${LAST_MUTANTS_ON}, all mutants, with the tests of the room but for the long ones (laws, two zones), which may find`,
    `more. The survivors, ${sumOf(SURVIVORS)} in all, were read one by one but for those of the last line; some hundred of these figures were counted by`,
    'hand. The last of them were read after that run, so the tests and entries that came of it (83 and 160) are not in its figures. Left are',
    'above all who is tried first of hosts that are refused in turn, and of several at one name; what is read again at the end of a plan; and',
    'which texts lie in two zones.',
    '',
    '| room | tried at first | killed at first | tried now | killed now |',
    '| --- | --- | --- | --- | --- |',
    ...LAST_MUTANTS.map(
      ({room, triedFirst, first, tried, last}) =>
        `| ${room} | ${triedFirst} | ${first.toFixed(1)} % | ${tried} | ${last.toFixed(1)} % |`,
    ),
    '',
    '| what became of a survivor | how many |',
    '| --- | --- |',
    ...SURVIVORS.map(([fate, count]) => `| ${fate} | ${count} |`),
  ]
}

const sumOf = (rows: readonly (readonly [string, number])[]) => rows.reduce((sum, [, count]) => sum + count, 0)

function renderSimulation(): readonly string[] {
  const {date, seeds, schedules, steps} = LAST_SCHEDULES
  const share = (times: number) => `${((100 * times) / schedules).toFixed(2)} %`
  return [
    '## Many runs at once, in any order',
    '',
    'In a simulation three to five of these run at once in one process, on zones in memory: an `apply`; an `apply` for two clusters with two',
    'owners (also with a question or a saved plan, undone, or with `--tolerate=unreachable-cluster`); a saved plan (also applied twice, or too',
    'late), `prune`, `owners transfer`, `owners migrate`, `owners adopt`, an undo, a loop that decides as external-dns does, a person with a',
    'console, and clusters whose objects change or go from one to the other. Record sets are simple or weighted, with addresses, host names or',
    'aliases; ownership is in TXT, since a ledger in DynamoDB is not simulated. Ours are the code of the program, from the readings to the',
    'batches, with its retries and its pace. The zones refuse what Route 53 refuses. Exactly one of them moves at a time, from one call to the',
    'next; a seed says which, and which call is throttled, refused, lost, done though its answer is lost, or carried out long after that. No',
    'clock and no timer is real, so a seed gives the same run again, to the byte.',
    '',
    'After every accepted batch of ours, by code that the program does not share:',
    '',
    '- each record set was changed as the plan says, and was seen by this run as it was (laws 2 and 3);',
    '- it was of an owner whose records this run may change, and other values of a TXT stayed (law 3);',
    '- no record set is made without its TXT, or loses it, or has the texts of two owners of the run (law 4);',
    '- no reading had failed, and no name stops answering that objects of a cluster of the run asked for when they were read, whether it moves,',
    '  waits for its address or goes back by an undo; nothing of the owner of a cluster that could not be reached is changed (law 5);',
    '- a host that counts as applied was stored as planned at some moment of the run (law 2).',
    '',
    'Once nothing moves any more, one `apply` makes every host that is not contested exactly as its object says, and the plan after it is empty',
    '(for two clusters after one more, where one TXT would fit record sets of both).',
    '',
    '| command | what it does |',
    '| --- | --- |',
    '| `npm run simulate -- --seed=7 --steps=40` | tells what happens under that seed; where a law is broken, also the shortest story of it |',
    '| `npm run simulate -- --seed=1 --count=2000` | counts over many seeds; the tests do the same |',
    '| `npm run soak -- --simulate` | 100,000 schedules, and the small worlds |',
    '',
    `The last long run: ${date}, ${thousands(schedules)} schedules (seeds ${seeds}), ${thousands(steps)} calls, no law broken. A run of the same seeds before`,
    'found two faults, which are mended: what an object asked for could not come, because the TXT of somebody else stood in its way, and the',
    'record set that was there went all the same, of another set identifier (`npm run simulate -- --seed=35015`) or of another type',
    '(`--seed=37552`). Three times the check was wrong: it did not know that an undo brings back texts of two owners that it found, what a',
    'receipt tells of, or the former sets that a TXT names (`--seed=55668`, `64154`, `97033`). In how many schedules each situation was met:',
    '',
    '| situation | schedules | share |',
    '| --- | --- | --- |',
    ...Object.entries(LAST_MET).map(([situation, times]) => `| ${situation} | ${thousands(times)} | ${share(times)} |`),
    '',
    `The last ${NOT_PREVENTED.length} are not prevented. The values of a record set are proven by the batch that changes it. Its ownership is proven by reading:`,
    'the TXT of an update, and a TXT that was there before its record, are not in the batch. So whoever takes a host over, or removes its TXT,',
    'between the last reading and the batch is not noticed. `prune --orphans`, a cleanup at the apex of a child zone, and a delete at a host',
    'remove a TXT without a record; a record that another run of the same owner has put beside it since the reading is left without owner. Let',
    'one run end before the next begins. `prune` leaves the only set of a name to `apply` where an object asks for another set identifier;',
    'a set that goes between its reading and its batch may still leave no answer. An undo of another routing policy at a',
    "child zone's apex puts the old TXT back to the byte, before the record set: what still stands there has no owner until the next batch.",
    '',
    'The check is checked: eleven deliberate faults, such as an update by UPSERT, a saved plan that is not compared, or a lost answer that counts as',
    'accepted, are each found within 2,000 schedules (`test/simulate/sabotage.test.ts`).',
    '',
    '### Two saved plans and a cleanup, in every order',
    '',
    'A late writer of an old plan and a cleanup have emptied large zones elsewhere. So these three are let go every way there is: somebody who',
    'enacts an older saved plan, somebody who enacts a newer one, and a `prune`. Calls that always have the same answer take no turn,',
    'and what one of them reads at once is read in one order. The same with one faulty change, whichever it is and wherever it stands: its answer',
    'is lost, done or not; it arrives late; it is throttled; its run is killed before or after it; or somebody else changes or protects its record',
    'set just before. There, of two readings side by side only one order is taken. No law is broken in any order of the calls:',
    '',
    '| small world | orders | with one faulty change |',
    '| --- | --- | --- |',
    ...LAST_WORLDS.map(([world, plain, faulty]) => `| ${world} | ${thousands(plain)} | ${thousands(faulty)} |`),
    '',
    'It is the comparison in Route 53 that protects here, and the check of a saved plan only before. Where the simulated Route 53 deletes by name',
    'and overwrites, this is found (`npm run simulate -- --outage`):',
    '',
    '```text',
    ...OUTAGE,
    '```',
    '',
    'The newer plan was in, and now `web` has no answer, although nobody who deleted it had seen what was there. With the comparison, 5 is',
    'refused, and a cleanup deletes at most what it has read.',
  ]
}

function thousands(count: number): string {
  return count.toLocaleString('en-US')
}

function outcomeOf(kind: FaultKind, side: string): string {
  const cells = MATRIX.filter((cell) => cell.kind === kind && cell.point.side === side)
  const outcomes = [...new Set(cells.map(({outcome}) => outcome))]
  return outcomes.length < 2 ? outcomes.join('') : `${outcomes[0]}; ${outcomes[1]} on batch n`
}
