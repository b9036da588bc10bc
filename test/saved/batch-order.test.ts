import {expect, it} from 'vitest'
import {madeByOthers, type Steps} from '../../src/saved/batch-order.js'

/** Texts in two zones, then the records in one batch, then a text that goes. */
const STEPS: Steps = [[['text'], ['away']], [['record', 'record2']], [['former']]]

it.each<[done: readonly string[], strange: readonly string[]]>([
  [[], []],
  [['away'], []],
  [['text', 'away'], []],
  [['text', 'away', 'record', 'record2'], []],
  [['text', 'away', 'record', 'record2', 'former'], []],
  [
    ['text', 'record', 'record2'],
    ['record', 'record2'],
  ],
  [['text', 'away', 'record'], ['record']],
  [
    ['text', 'away', 'record2', 'former'],
    ['record2', 'former'],
  ],
  [['former'], ['former']],
])('of %j, those that no run has made so are %j: batches go in whole, and in order', (done, strange) => {
  expect(madeByOthers(STEPS, (key) => done.includes(key))).toEqual(strange)
})
