import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import {ageProblem, endOfLife, notUnderstood} from '../../src/saved/validity.js'
import {META, savedPlanFor} from './builders.js'

const MADE = Date.parse(META.createdAt)
const DAY = 86_400_000

describe('the age of a file', () => {
  it.each([
    ['at its end', META, MADE + DAY, undefined],
    ['a little before it was made, by a clock that is behind', META, MADE - 5 * 60_000, undefined],
    ['after its end', META, MADE + DAY + 1, /^It is too old: it was made at .* until 2026-01-03T03:04:05.000Z\.$/],
    ['long before it was made', META, MADE - 5 * 60_000 - 1, /^It was made at .* in the future by the clock/],
    ['in a thousand years without an age', {...META, maxAge: undefined}, MADE + 365_000 * DAY, undefined],
  ])('%s', (_when, meta, nowMs, problem) => {
    const text = ageProblem(meta, nowMs)
    if (problem === undefined) expect(text).toBeUndefined()
    else expect(text).toMatch(problem)
  })

  it('has an end only where it has one', () => {
    expect(endOfLife(META)?.getTime()).toBe(MADE + DAY)
    expect(endOfLife({...META, maxAge: undefined})).toBeUndefined()
    expect(endOfLife({...META, maxAge: 'long'})).toBeUndefined()
  })
})

describe('a plan file that is shown and not carried out', () => {
  const saved = savedPlanFor()

  it('keeps ownership where no file is carried out', () => {
    expect(notUnderstood(saved)).toBeUndefined()
    expect(notUnderstood({...saved, registry: 'noop'})).toBeUndefined()
    expect(notUnderstood({...saved, registry: 'dynamodb'})).toBe('it keeps ownership in dynamodb')
  })

  it('has a record set of a routing that this program does not know', () => {
    const routing = {kind: 'other', policy: 'lunar', text: 'phase 3'} as RecordSet['routing']
    const zones = saved.plan.zones.map((zone) => ({
      ...zone,
      hosts: zone.hosts.map((host) => ({
        ...host,
        changes: host.changes.map((change) =>
          change.kind === 'create' ? {...change, desired: {...change.desired, routing}} : change,
        ),
      })),
    }))
    expect(notUnderstood({...saved, plan: {...saved.plan, zones}})).toMatch(/^A \S+ is routed by lunar \(phase 3\)$/)
  })
})
