import {describe, expect, it} from 'vitest'
import {fuzzInput, INPUTS, type InputName} from './fuzz.js'

// The laws are in laws.ts; npm run soak -- --fuzz reads fifty times as many documents.

const DOCUMENTS = 200

describe('a broken document leads to no error of the program and to no batch that it does not bear out', () => {
  it.each(Object.keys(INPUTS) as InputName[])(
    '%s',
    async (name) => {
      const {problem, tried, read, refused, refusesNothing} = await fuzzInput(name, DOCUMENTS, 1)
      expect(problem).toBeUndefined()
      expect(read + refused).toBe(tried)
      // Both ways out are taken, so that neither hides the other.
      expect(read).toBeGreaterThan(DOCUMENTS / 20)
      expect(refused).toBeGreaterThan(refusesNothing ? -1 : DOCUMENTS / 20)
    },
    300_000,
  )
})
