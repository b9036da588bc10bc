import {describe, expect, it} from 'vitest'
import {checkTests} from '../../bin/house/check-tests.mjs'

const TOPICS = {plan: {why: 'laws of the whole decision', names: ['laws']}}
const HOUSE = [
  'src/plan/plan.ts',
  'src/commands/owners/adopt.ts',
  'test/plan/plan.test.ts',
  'test/plan/laws.test.ts',
  'test/plan/builders.ts',
  'test/commands/owners.test.ts',
  'test/emulators/zone.ts',
  'test/emulators/zone.test.ts',
]

const check = (...more: readonly string[]) => checkTests([...HOUSE, ...more], TOPICS)

describe('a test', () => {
  it('lies where its source lies, is one of a folder or of a tool beside it, or is listed', () => {
    expect(check('test/plan/plan.laws.test.ts', 'test/plan/laws.encrypted.test.ts')).toEqual([])
  })

  it('whose source has gone is found', () => {
    expect(check('test/plan/make-plan.test.ts', 'test/commands/history.golden.test.ts')).toEqual([
      "test/plan/make-plan.test.ts: there is no src/plan/make-plan.ts → name it after its source, or list 'make-plan' for 'plan' in bin/house/topics.mjs",
      "test/commands/history.golden.test.ts: there is no src/commands/history.ts → name it after its source, or list 'history' for 'commands' in bin/house/topics.mjs",
    ])
  })

  it('is listed for its own folder only', () => {
    expect(check('test/commands/laws.test.ts')).toHaveLength(1)
  })

  it('at the top of test belongs nowhere', () => {
    expect(check('test/all.test.ts')).toHaveLength(1)
  })

  it('that is listed and has gone is found', () => {
    expect(checkTests(HOUSE, {plan: {why: 'laws', names: ['laws', 'law']}})).toEqual([
      "bin/house/topics.mjs: there is no test/plan/law.test.ts → take 'law' out of 'plan'",
    ])
  })
})
