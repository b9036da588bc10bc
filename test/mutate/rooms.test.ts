import {describe, expect, it} from 'vitest'
import {isPure, ROOMS, roomOf, TESTS} from './rooms.js'

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

  it('have tests, their own first', () => {
    for (const room of ROOMS) expect(TESTS[room][0]?.[0]).toMatch(new RegExp(`^test/${room}/`))
  })
})
