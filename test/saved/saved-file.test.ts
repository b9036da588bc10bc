import {describe, expect, it} from 'vitest'
import {parseReceipt} from '../../src/saved/receipt.js'
import {formatSavedPlan, parseSavedPlan} from '../../src/saved/saved-plan.js'
import {META, savedPlanFor} from './builders.js'

const DEEP = '['.repeat(20_000) + ']'.repeat(20_000)

describe('a file that is nested deeper than a stack', () => {
  it.each(['content', 'meta', 'seal'])('is refused as damaged: in %s', (key) => {
    const file = {...JSON.parse(formatSavedPlan(savedPlanFor(), META).text), [key]: 'DEEP'}
    const text = JSON.stringify(file).replace('"DEEP"', DEEP)
    expect(parseSavedPlan(text)).toEqual({ok: false, problem: expect.stringMatching(/^It was edited or is damaged: /)})
  })

  it('is refused as no receipt, where it is a plan', () => {
    expect(parseReceipt(DEEP)).toEqual({ok: false, problem: 'It is not a receipt of this program.'})
  })
})
