import fc from 'fast-check'
import {expect, it} from 'vitest'
import {compareListed, cutRuns} from '../../../src/route53/read/named-reading.js'

const below = (hosts: readonly string[]) => hosts.map((host) => `${host}.shop.io`)

it('parts names that are far from one another', () => {
  const runs = cutRuns(below(['web', 'a-web', 'jobs', 'a-jobs']), 4, 'shop.io')
  expect(runs.flat()).toHaveLength(4)
  expect(runs.map((run) => run.length)).toEqual([1, 1, 1, 1])
})

it('keeps close neighbours together', () => {
  const names = below(['new-1', 'new-2', 'new-3', 'a-new-1', 'a-new-2', 'a-new-3'])
  expect(cutRuns(names, 4, 'shop.io')).toEqual([
    below(['a-new-1', 'a-new-2', 'a-new-3']),
    below(['new-1', 'new-2', 'new-3']),
  ])
})

it('cuts long runs into even ones', () => {
  const names = below([...'abcdefghij'])
  expect(cutRuns(names, 4, 'shop.io').map((run) => run.length)).toEqual([2, 3, 2, 3])
})

it('makes no runs of no names', () => {
  expect(cutRuns([], 4, 'shop.io')).toEqual([])
})

it('law: every name is in one run, and the runs are in the order of the listing', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z*_-][a-z0-9-]{0,4}$/), {maxLength: 30}).map(below)
  fc.assert(
    fc.property(names, fc.integer({min: 1, max: 5}), (some, most) => {
      const runs = cutRuns(some, most, 'shop.io')
      expect(runs.flat()).toEqual([...some].sort(compareListed))
      expect(runs.length).toBeLessThanOrEqual(most)
    }),
  )
})
