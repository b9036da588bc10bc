import {rmSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {ROOT} from '../commands/run-command.js'
import {inProcessProgram, temporaryFolder} from '../conformance/program.js'
import {KILL_MOMENTS, ownerless} from './kills.js'
import {answering, type MoveReference, makeMoveReference, tryMoveKill} from './moves.js'

/** Uses the built program, since processes are killed: run `npm run build` first. */
const workplace = {run: inProcessProgram(ROOT), packageFolder: ROOT, folder: temporaryFolder('moves')}
afterAll(() => rmSync(workplace.folder, {recursive: true}))

let reference: MoveReference
beforeAll(async () => {
  reference = await makeMoveReference(workplace)
})

describe('hosts that move between two clusters', () => {
  it('answer and have an owner after every call of the run', () => {
    expect(reference.unanswered).toEqual([])
    expect(reference.questions).toBeGreaterThan(reference.writes)
  })

  it('are all the new owner’s in the end', () => {
    const texts = JSON.stringify(reference.wanted).match(/owner=prod-\w+/g) ?? []
    expect(texts.filter((text) => text === 'owner=prod-eu1')).toHaveLength(1)
    expect(new Set(texts)).toEqual(new Set(['owner=prod-eu1', 'owner=prod-us1']))
    expect(answering(reference.wanted).size).toBe(10)
  })

  it('lose nothing when the run is killed at any of its writing calls, and the same command finishes', async () => {
    for (let nth = 1; nth <= reference.writes; nth++) {
      for (const when of KILL_MOMENTS) {
        const problems = await tryMoveKill(reference, nth, when, workplace)
        expect(problems.map((text) => `call ${nth}, ${when}: ${text}`)).toEqual([])
      }
    }
  }, 300_000)
})

describe('the checks themselves', () => {
  it('see a name that does not answer, and a record without an owner', () => {
    const [parent, ...others] = reference.wanted
    const without = (gone: RegExp) => [
      {
        ...parent,
        name: 'example.com',
        id: 'Z0PARENT',
        records: (parent?.records ?? []).filter(({Name}) => !gone.test(Name)),
      },
      ...others,
    ]
    expect(answering(without(/^same/)).size).toBe(answering(reference.wanted).size - 1)
    expect(ownerless(reference.wanted, without(/^a-same/), [['--txt-owner-id=prod-us1']])).toHaveLength(1)
  })
})
