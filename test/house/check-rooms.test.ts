import {describe, expect, it} from 'vitest'
import {checkRooms, MOST_FILES} from '../../bin/house/check-rooms.mjs'

const ROOMS = {'.': 'the program', plan: 'the decision', 'plan/decide': 'one name'}
const TEST_ROOMS = {emulators: 'what tests run against'}
const HOUSE = [
  'src/program.ts',
  'src/plan/plan.ts',
  'src/plan/decide/decide-name.ts',
  'test/plan/plan.test.ts',
  'test/plan/decide/decide-name.laws.test.ts',
  'test/emulators/route53/zone.ts',
  'test/emulators/README.md',
]

const check = (...more: readonly string[]) => checkRooms([...HOUSE, ...more], ROOMS, TEST_ROOMS)

describe('the rooms', () => {
  it('are in order', () => {
    expect(check()).toEqual([])
  })

  it('have a row each', () => {
    expect(check('src/plan/prune/prune-texts.ts', 'src/plan/prune/prune-rows.ts')).toEqual([
      'src/plan/prune: the folder has no row → say in one line of bin/house/rooms.mjs what it holds',
    ])
  })

  it('have no row when they are gone', () => {
    expect(checkRooms(HOUSE, {...ROOMS, saved: 'files'}, {...TEST_ROOMS, demo: 'the demo'})).toEqual([
      'bin/house/rooms.mjs: there is no file in src/saved → take the row out',
      'bin/house/rooms.mjs: there is no file in test/demo → take the row out',
    ])
  })

  it(`hold at most ${MOST_FILES} files`, () => {
    const files = (count: number) => Array.from({length: count}, (_each, index) => `src/plan/step-${index}.ts`)
    expect(check(...files(MOST_FILES - 1))).toEqual([])
    expect(check(...files(MOST_FILES))).toEqual([
      'src/plan: 26 files, more than 25 → part it into rooms, or join files that are one idea',
    ])
  })

  it('are mirrored by those of test, or these have a row', () => {
    expect(check('test/planning/plan.test.ts', 'test/plan/faults/late.test.ts')).toEqual([
      'test/plan/faults: there is no src/plan/faults → move its files to the room that they test, or add a row to bin/house/rooms.mjs',
      'test/planning: there is no src/planning → move its files to the room that they test, or add a row to bin/house/rooms.mjs',
    ])
  })

  it.each([
    ['src/plan/makePlan.ts', 'src/plan/make-plan.ts'],
    ['src/plan/MakePlan.ts', 'src/plan/make-plan.ts'],
    ['src/plan/make_plan.ts', 'src/plan/make-plan.ts'],
    ['test/plan/plan.domainFilter.test.ts', 'test/plan/plan.domain-filter.test.ts'],
  ])('hold names in kebab-case: %s', (path, better) => {
    expect(check(path)).toEqual([`${path}: the name is not in kebab-case → rename it to ${better}`])
  })

  it('hold TypeScript alone where the product is', () => {
    expect(check('src/plan/rules.json', 'test/plan/rules.json')).toEqual([
      'src/plan/rules.json: src holds TypeScript alone → move it to where it is used',
    ])
  })
})
