import {LAST_COVERAGE, LAST_FUZZ, LAST_FUZZ_SEED, UNTAKEN} from './last-run.js'

/** The section on fuzzing of docs/reliability.md. */
export function renderFuzzing(): readonly string[] {
  return [
    '## Fuzzing',
    '',
    '`test/fuzz` breaks valid documents of every kind that comes from outside, one to three times: members are removed, doubled, given another',
    'type, reordered, exchanged and made very long or very deep; texts are cut, moved and filled with NUL, byte order marks, carriage returns,',
    'escapes and halves of characters; keys become `__proto__`, numbers go to their limits, and aliases of YAML multiply. The code of the',
    'program reads them, where it can as far as the batches, with a policy that deletes. For each document:',
    '',
    '- it is read, or refused by an error that says what was done, what happened and how to mend it: no internal error, no `[object Object]`;',
    '- what was read has at most 40 times the characters of the document and 400,000 more, and at most 50 calls were made for it;',
    '- no prototype of JavaScript is changed, and no value has one that comes from the document;',
    '- a record set is deleted or exchanged only if it stands in a whole page just so and its ownership TXT says that it is ours, and never',
    '  because a field of its object has another type than it always has. Code of the test reads this from the documents.',
    '',
    '200 documents of each kind are read with the tests, in 11 s of CPU. `npm run soak -- --fuzz` reads 10,000 of each, in processes of at most',
    `512 MB, and shrinks what it finds; \`--documents\` and \`--seed\` change that. Last run: 2026-11-30, seed ${LAST_FUZZ_SEED}, no law broken:`,
    '',
    '| documents | broken | read | refused |',
    '| --- | --- | --- | --- |',
    ...LAST_FUZZ.map(
      ([name, ...counts]) => `| ${[name, ...counts.map((one) => one.toLocaleString('en-US'))].join(' | ')} |`,
    ),
    '',
    'It has found that three things counted as asking for no host, so that records were deleted: an object with `rules` that are no list, a list',
    'of the API server with annotations that are no texts, and a line of a connector whose name is no text. Nine kinds of documents ended in an',
    'internal error or in a message with `[object Object]`. Each has an example test.',
  ]
}

/** The section on coverage. */
export function renderCoverage(): readonly string[] {
  return [
    '## Coverage',
    '',
    '`npm run coverage` prints which share of the branches of these rooms all tests take, with the lines of the others, and fails below a floor',
    '(`bin/coverage.mjs`). What runs in the process of a test counts, whole commands included; the built program that other tests start does',
    'not. It is not in CI: with V8 counting, all tests take five to ten minutes of CPU. Measured on 2026-12-01:',
    '',
    '| room | branches | taken |',
    '| --- | --- | --- |',
    ...LAST_COVERAGE.map(
      ([room, taken, all]) => `| ${room} | ${all.toLocaleString('en-US')} | ${((100 * taken) / all).toFixed(1)} % |`,
    ),
    '',
    'What no test takes:',
    '',
    '| where | what | why |',
    '| --- | --- | --- |',
    ...UNTAKEN.map((row) => `| ${row.join(' | ')} |`),
  ]
}
