import {rmSync} from 'node:fs'
import {afterAll, describe, expect, it} from 'vitest'
import {ROOT} from '../commands/run-command.js'
import {inProcessProgram, temporaryFolder} from '../conformance/program.js'
import {KILL_SCENARIOS, type KillScenarioName, makeKillReference, ownerless, tryKill} from './kills.js'

/** Uses the built program, since processes are killed: run `npm run build` first. `npm run soak` kills at every call. */
const workplace = {run: inProcessProgram(ROOT), packageFolder: ROOT, folder: temporaryFolder('kills')}
afterAll(() => rmSync(workplace.folder, {recursive: true}))

describe.each(Object.keys(KILL_SCENARIOS) as KillScenarioName[])('%s, killed', (name) => {
  it('between two batches: no record loses its owner, and the same command finishes', async () => {
    const reference = await makeKillReference(name, workplace)
    expect(await tryKill(reference, 2, 'before it is done', workplace)).toEqual([])
    expect(await tryKill(reference, 1, 'after it is done', workplace)).toEqual([])
  })
})

describe('the check itself', () => {
  it('sees a record that lost its owner', async () => {
    const {before, wanted} = await makeKillReference('owners release', workplace)
    const zones = wanted.map((zone) => ({...zone, records: before.find(({id}) => id === zone.id)?.records ?? []}))
    const {readings} = KILL_SCENARIOS['owners release']
    expect(ownerless(zones, wanted, readings).length).toBeGreaterThan(5)
    expect(ownerless(zones, zones, readings)).toEqual([])
  })
})
