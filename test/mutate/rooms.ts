import {createRequire} from 'node:module'

interface ImportRule {
  readonly name: string
  readonly from: {readonly path?: string}
}

/** Test files by their path. */
export interface Tests {
  readonly of: RegExp
  readonly without?: RegExp
}

/**
 * The tests of each room: of its own, and then, for what these do not find, long ones, or some of those that use it. None
 * starts a server or a process. They import `describe`, `it` and `expect` from vitest, and nothing else.
 */
export const TESTS: Readonly<Record<Room, readonly Tests[]>> = {
  plan: [
    {of: /^test\/plan\//, without: /laws\.test|plan\/(two-zones|hostile-names|situations)\.test/},
    {of: /^test\/plan\/(two-zones|((near-situations|narrow|adoption|joint)\.)?laws)\.test/},
  ],
  registry: [
    {of: /^test\/registry\/[^/]+$/},
    {of: /^test\/plan\/(near-situations\.laws|ownership|untyped-texts|wanted-texts|owners|two-zones|zones-own)\.test/},
  ],
  saved: [
    {of: /^test\/saved\//, without: /saved\/(laws|joint\.laws|foreign-changes|fuzz)\.test/},
    {of: /^test\/saved\/(laws|joint\.laws|foreign-changes|fuzz)\.test/},
  ],
  route53: [
    {of: /^test\/route53\/((records|write)\/|(name-rules|xml\.laws)\.test)/, without: /change-submitter\.test/},
    {of: /^test\/plan\/(near-situations\.laws|laws|routing|route53-examples)\.test/},
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
