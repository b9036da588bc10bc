import {fileURLToPath} from 'node:url'
import {describe, expect, it} from 'vitest'
import {findTests} from './collected-tests.js'
import {isPure, ROOMS, roomOf, TESTS} from './rooms.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe('the rooms', () => {
  it.each([
    ['src/plan/locks.ts', 'plan', true],
    ['src/registry/claim.ts', 'registry', true],
    ['src/registry/dynamodb/table.ts', 'registry', false],
    ['src/saved/undo.ts', 'saved', true],
    ['src/route53/records/rules.ts', 'route53', true],
    ['src/route53/write/change-submitter.ts', 'route53', false],
    ['src/route53/read/zone-reader.ts', 'route53', false],
    ['src/cli/exit-codes.ts', undefined, false],
  ] as const)('%s: %s, without IO: %s', (file, room, expected) => {
    expect([roomOf(file), isPure(file)]).toEqual([room, expected])
  })

  it.each(ROOMS)('%s has tests, its own first, and none twice', (room) => {
    const [own = [], ...others] = TESTS[room].map((tests) => findTests(ROOT, tests))
    expect(own.length).toBeGreaterThan(5)
    expect(own.filter((path) => !path.startsWith(`test/${room}/`))).toEqual([])
    expect(others.flat().length).toBeGreaterThan(0)
    expect(others.flat().filter((path) => own.includes(path))).toEqual([])
  })
})
