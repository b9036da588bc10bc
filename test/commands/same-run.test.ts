import {describe, expect, it} from 'vitest'
import type {Route53State} from '../emulators/route53/account.js'
import type {Route53Call} from '../emulators/route53/call.js'
import {recordSet, service} from './objects.js'
import {AS_PROD, type Stage, stage} from './stage.js'

const objects = [service('a', 'a.example.com'), service('b', 'b.example.com')]

/** Applies the same changes as another run of the same owner would, all of them or those of one host. */
function precede({route53}: Stage, host = ''): void {
  route53.addFault({
    operation: 'ChangeResourceRecordSets',
    nth: 1,
    action({zoneId = '', changes = []}: Route53Call, state: Route53State) {
      for (const {Action, ResourceRecordSet: set} of changes) {
        if (Action === 'CREATE' && set.Name.includes(host)) state.putRecordSet(zoneId, set)
      }
    },
  })
}

describe('two runs that do the same at once', () => {
  it('the one that comes too late finds all as wanted and ends with 0', async () => {
    const scene = await stage({objects})
    precede(scene)
    const {exitCode, stdout} = await scene.run('apply', '--yes', AS_PROD)
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Applied 2 of 2 hosts.')])
    expect((await scene.run('plan', '--detailed-exitcode', AS_PROD)).exitCode).toBe(0)
  })

  it('what the other has not written yet is written', async () => {
    const scene = await stage({objects})
    precede(scene, 'a.example.com')
    const {exitCode, stdout} = await scene.run('apply', '--yes', AS_PROD)
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Applied 2 of 2 hosts.')])
  })

  it('another value, or a record without its TXT, is reported as a failure', async () => {
    const scene = await stage({objects})
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      nth: 1,
      action: ({zoneId = ''}, state) => state.putRecordSet(zoneId, recordSet('a.example.com')),
    })
    const {exitCode, stdout} = await scene.run('apply', '--yes', AS_PROD)
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining('was made by someone else meanwhile')])
    expect(stdout).toContain('Applied 1 of 2 hosts, 1 failed.')
  })
})
