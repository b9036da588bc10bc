import {createRequire} from 'node:module'

interface ImportRule {
  readonly name: string
  readonly from: {readonly path?: string}
}

const NEAR = 'test/plan/near-situations.laws.test.ts'

/**
 * The tests of each room: of its own, and then, for what these do not find, long ones, or some of those that use it. None
 * starts a server or a process, nor takes longer than all others together. A `!` leaves out.
 */
export const TESTS: Readonly<Record<Room, readonly (readonly string[])[]>> = {
  plan: [
    ['test/plan/**/!(*laws).test.ts', '!test/plan/{hostile-names,situations}.test.ts'],
    [NEAR, 'test/plan/{laws,narrow.laws,adoption.laws}.test.ts'],
  ],
  registry: [
    ['test/registry/*.test.ts'],
    [NEAR, 'test/plan/{ownership,untyped-texts,wanted-texts,owners,two-zones,zones-own}.test.ts'],
  ],
  saved: [
    ['test/saved/*.test.ts', '!test/saved/{laws,joint.laws,foreign-changes,fuzz}.test.ts'],
    ['test/saved/{laws,joint.laws,foreign-changes,fuzz}.test.ts'],
  ],
  route53: [
    [
      'test/route53/{records,write}/*.test.ts',
      'test/route53/{name-rules,xml.laws}.test.ts',
      '!test/route53/write/change-submitter.test.ts',
    ],
    [NEAR, 'test/plan/{laws,routing,route53-examples}.test.ts'],
  ],
}

export const ROOMS = ['plan', 'registry', 'saved', 'route53'] as const
export type Room = (typeof ROOMS)[number]

export const roomOf = (file: string): Room | undefined => ROOMS.find((room) => file.startsWith(`src/${room}/`))

/** Files without IO, by the rule that keeps them so. @throws Error when there is no such rule any more. */
export function isPure(file: string): boolean {
  const {forbidden} = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {forbidden: ImportRule[]}
  const path = forbidden.find(({name}) => name === 'pure-steps-do-no-io')?.from.path
  if (path === undefined)
    throw new Error('.dependency-cruiser.cjs has no rule pure-steps-do-no-io: say here what is pure')
  return new RegExp(path).test(file)
}
