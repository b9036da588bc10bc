import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {RecordSet, RecordType, Routing} from '../../../src/dns/record-set.js'
import {clash, makeClashes} from '../../../src/plan/decide/conflict.js'
import {set, weighted} from '../builders.js'

const ROUTINGS: readonly Routing[] = [
  weighted(1),
  {kind: 'other', policy: 'a new one', text: ''},
  {kind: 'other', policy: 'another new one', text: ''},
]

const sets = fc
  .record({
    type: fc.constantFrom<RecordType>('A', 'CNAME'),
    id: fc.constantFrom('v1', 'v2', undefined),
    routing: fc.constantFrom(...ROUTINGS),
  })
  .map(({type, id, routing}) => set('web', type, 'x', id === undefined ? {} : {id, routing}))

const few = fc.array(sets, {maxLength: 3})

describe('what cannot stand beside a set', () => {
  it('law: is found as by looking at each, the one that came first', () => {
    fc.assert(
      fc.property(few, few, fc.nat(), sets, (given, added, gone, wanted) => {
        const all: RecordSet[] = [...given, ...added]
        const clashes = makeClashes(given.map((one) => ({set: one})))
        for (const one of added) clashes.add({set: one})
        const [removed] = all.splice(gone % (all.length + 1), 1)
        if (removed !== undefined) clashes.remove(removed)
        expect(clashes.firstBeside(wanted)?.set).toBe(all.find((one) => clash(wanted, one) !== undefined))
      }),
      {numRuns: 1000},
    )
  })
})
