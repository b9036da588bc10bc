import {HOSTILE_COSTS} from './hostile-costs.js'
import {type FaultKind, MATRIX, type Outcome, POINTS} from './matrix.js'
import {SCENARIOS} from './scenarios.js'

const MEANINGS: Readonly<Record<Outcome, string>> = {
  finishes: 'tried again within the run; exit 0, everything is in',
  stops:
    'exit 1. A reading that fails: nothing is written. A change that fails: the message says what is in, and what to do',
  yields: 'exit 4. Each host that cannot be in is named with its object and the rule; every other one is in',
  interrupted: 'exit 130. The batch under way is finished and counted, the rest is not started',
  killed: 'the next run finishes',
  shares: "each host is wholly one run's or the other's; what a run could not have is named",
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
    `\`npm run soak\` hits the built program with every fault of this table, at every point and in every scenario`,
    `(${SCENARIOS.join(', ')}), against the emulators in test/emulators: ${MATRIX.length} faults in each of ${SCENARIOS.length} scenarios, ${MATRIX.length * SCENARIOS.length} a seed.`,
    'A fixed tenth of them runs with the tests. The hosts lie in two zones, one of them a child of the other whose apex has its',
    'ownership TXT in the parent; around them are the records of other people, more than one page of them.',
    '',
    'The commands that change ownership (adopt, migrate, transfer, release, repair), `apply PLANFILE`, a `prune` over two zones and a new',
    "routing of the child zone's apex are killed besides at every call that writes: between two batches no record is without an owner",
    'that had one, and the same command, run again, finishes.',
    '',
    `The last whole run: 2026-11-30, seed 1, ${LAST_RUN}.`,
    '',
    'After each fault these hold ([the six laws](laws.md)), read from the zones by checks that share no code with the program:',
    '',
    '- nothing was done that an undisturbed run would not have done, and nothing twice (law 2);',
    '- no record set of another owner, or of nobody, was touched or lost, a record set that another hand made meanwhile included (law 3);',
    '- no host is half there: within a zone its record sets and their TXT are all as before or all as wanted, and no record set',
    '  stands without its TXT (law 4);',
    '- a reading that failed led to no write at all (law 5);',
    '- the message counts exactly the hosts that are in, or says that it is not known;',
    '- one more run ends with 0 and brings the zones to the wanted state, to the byte; the plan after it is empty, always in the',
    '  same bytes (laws 2 and 6), and writes nothing (law 1).',
    '',
    '| outcome | what it means |',
    '| --- | --- |',
    ...outcomes.map((outcome) => `| ${outcome} | ${MEANINGS[outcome]} |`),
    '',
    '## Where two zones are one host',
    '',
    "A child zone's apex has its ownership TXT in the parent, and no batch reaches two zones: the TXT comes first and goes last. A",
    'create that is cut leaves a TXT that the next run uses. A delete that is cut leaves a TXT that nobody asks for: the next `prune`',
    'or run with `--policy=sync` takes it away as the rest of that delete, when all zones that may hold the host were read whole, no',
    'object asks for a record of that type and set identifier, none at the host waits or cannot be read, and the type is managed.',
    'An `owners adopt` that is cut leaves a TXT beside the value of before: the same command puts in the value that is wanted.',
    '',
    'Where the routing policy changes, the TXT of before has to make room for the new one, because Route 53 holds no weighted set',
    'beside a simple one. The new TXT then names the sets of before in its label `external-dns/former-sets`, so that no record is',
    "ever nobody's, whenever the run ends. The label stays until the TXT is written anew, and speaks of nothing once these sets are gone.",
    '',
    'A zone that was listed and not selected may hold a record of which a TXT speaks that lies in a selected one, as the apex of a',
    'private child zone. Such a TXT stays, and the plan says `not-read`; so does a ledger row that lists no zone. An empty zone does not count.',
    '',
    'Of two equal runs at once the later one looks at what stands there: what is as it wants, text included, is done. (Encrypted texts of',
    'two runs differ, and are told as changed by someone else.) Any other TXT of ours',
    'without a record goes only with a delete at its host. Not covered: two runs of one owner at the same moment, one of which has not seen',
    'the object yet that the other is about to serve. Let one run end before the next begins (`concurrencyPolicy: Forbid`).',
    '',
    '## What comes of each fault',
    '',
    '| fault | a call that reads Route 53 | a list of the cluster | a change batch | the whole run |',
    '| --- | --- | --- | --- | --- |',
    ...kinds.map(
      (kind) =>
        `| ${kind} | ${(['zones', 'cluster', 'change', 'run'] as const).map((side) => outcomeOf(kind, side)).join(' | ')} |`,
    ),
    '',
    '## Where it hits',
    '',
    ...POINTS.map((point) => `- ${point.name} (${MATRIX.filter((cell) => cell.point === point).length} faults)`),
    '',
    '## Hostile objects: memory and time, before and after',
    '',
    'Whoever may write one object in the cluster may write any of these. None ends the run or keeps the objects of others out: an',
    'object may ask for 10,000 hosts and for 100,000 targets over all of them; a name and type gets the 100 record sets that Route 53',
    'takes; an object of which Route 53 refuses batch after batch by one rule is given up after a few calls. What is not done for it is',
    'an `object-problem` or a failed host, exit 4.',
    '',
    'Measured with `npm run soak -- --hostile`: one run of the built program beside 50 good Services, time and peak memory of that',
    'process by GNU time. Two cores shared with seven other jobs (load 10 to 20), 2026-11-30, so read the ratios. "Before" is commit 1a9773b.',
    '',
    '| object | before | after |',
    '| --- | --- | --- |',
    ...HOSTILE_COSTS.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')}\n`
}

function outcomeOf(kind: FaultKind, side: string): string {
  const cells = MATRIX.filter((cell) => cell.kind === kind && cell.point.side === side)
  const outcomes = [...new Set(cells.map(({outcome}) => outcome))]
  return outcomes.length < 2 ? outcomes.join('') : `${outcomes[0]}; ${outcomes[1]} on batch n`
}
