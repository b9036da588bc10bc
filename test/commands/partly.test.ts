import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {ownership, recordSet, service} from './objects.js'
import {AS_PROD, eventsOf, type Stage, shown, stage, withoutPauses, ZONE_ID} from './stage.js'

const APEX = 'child.example.com'
const RECEIPT = 'receipt.json'

/** The apex of a child zone: its ownership TXT is in the parent zone. */
function twoZones(isThere: boolean): Promise<Stage> {
  const zones = [
    {name: 'example.com', id: ZONE_ID, records: isThere ? [ownership(APEX)] : []},
    {name: APEX, id: 'Z0CHILD', records: isThere ? [recordSet(APEX)] : []},
  ]
  return stage({objects: isThere ? [] : [service('child', APEX)], route53: {zones}})
}

const held = ({route53}: Stage) => [ZONE_ID, 'Z0CHILD'].map((id) => route53.zone(id).records)
const outcomes = (scene: Stage) =>
  JSON.parse(readFileSync(join(scene.folder, RECEIPT), 'utf8')).content.hosts.map(
    ({outcome, messages}: {outcome: string; messages: string[]}) => [outcome, ...messages],
  )

/** Makes Route 53 refuse the second of two batches once. */
async function cut(scene: Stage, how: 'denied' | 'rejected', ...argv: readonly string[]) {
  withoutPauses()
  const rejection = {code: 'InvalidChangeBatch', message: '[The request contains an invalid set of changes]'}
  const action = how === 'denied' ? 'accessDenied' : rejection
  scene.route53.addFault({operation: 'ChangeResourceRecordSets', nth: 2, action})
  const receipt = join(scene.folder, RECEIPT)
  const run = await scene.run('apply', '--yes', AS_PROD, '--policy=sync', '--receipt', receipt, ...argv)
  scene.route53.clearFaults()
  return run
}

describe('a host that was changed in only one of its two zones', () => {
  it('is reported as done in part, with the reason, and ends with 4', async () => {
    const scene = await twoZones(false)
    const {stdout, stderr, exitCode} = await cut(scene, 'rejected')
    expect(stdout).toContain('done in part: ')
    expect(stdout).toMatch(/\nApplied 0 of 1 host, 1 in part\.\n$/)
    expect(shown(stderr)).not.toContain('not started')
    expect(exitCode).toBe(4)
    expect(outcomes(scene)).toEqual([['partly', expect.any(String)]])
    expect((await scene.run('show', join(scene.folder, RECEIPT))).stderr).toContain('Note: hosts: 1 in part\n')
  })

  it('is reported as JSON', async () => {
    const scene = await twoZones(false)
    const {stdout} = await cut(scene, 'rejected', '--json')
    const events = eventsOf(stdout)
    expect(events.at(-2)).toMatchObject({kind: 'host-partly', host: APEX})
    expect(events.at(-1)).toMatchObject({kind: 'summary', applied: 0, partly: 1, failed: 0, total: 1, exitCode: 4})
  })

  it.each([
    ['created', false],
    ['deleted', true],
  ])('%s in part is undone to the byte, and only then already undone', async (_what, isThere) => {
    const scene = await twoZones(isThere)
    const before = held(scene)
    await cut(scene, 'rejected')
    expect(held(scene)).not.toEqual(before)
    expect(outcomes(scene)).toEqual([['partly', expect.any(String)]])
    const undo = ['apply', '--undo', join(scene.folder, RECEIPT), '--yes'] as const
    const {stdout, exitCode} = await scene.run(...undo)
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(exitCode).toBe(0)
    expect(held(scene)).toEqual(before)
    expect((await scene.run(...undo)).stdout).toBe('Already undone: every host is as before.\n')
  })

  it('a zone that refuses who we are: an error, the receipt says which, and what is in is counted', async () => {
    const scene = await twoZones(false)
    const {stdout, stderr, exitCode} = await cut(scene, 'denied')
    expect(stdout).toContain('done in part: ')
    expect(stderr).toContain('Applied 0 of 1 host, 1 in part.')
    expect(stderr).not.toContain('Nothing was changed.')
    expect(exitCode).toBe(1)
    expect(outcomes(scene)).toEqual([['partly', expect.stringContaining('ChangeResourceRecordSets')]])
  })

  it('in the Events of its object', async () => {
    const scene = await twoZones(false)
    await cut(scene, 'rejected', '--events-emit=RecordError')
    const [event] = scene.cluster.objects().filter(({kind}) => kind === 'Event')
    expect(event).toMatchObject({
      reason: 'RecordError',
      type: 'Warning',
      note: expect.stringContaining('done in part: '),
    })
  })

  it('in the metrics', async () => {
    const scene = await twoZones(false)
    const file = join(scene.folder, 'metrics.prom')
    await cut(scene, 'rejected', `--metrics-file=${file}`)
    expect(readFileSync(file, 'utf8')).toContain('external_dns_ts_written_hosts{outcome="partly"} 1\n')
  })
})

describe('a receipt', () => {
  it('says of every host of a failed zone why', async () => {
    const scene = await stage({objects: [service('a', 'a.example.com'), service('b', 'b.example.com')]})
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', nth: 1, action: 'expiredToken'})
    const receipt = join(scene.folder, RECEIPT)
    expect((await scene.run('apply', '--yes', AS_PROD, '--receipt', receipt)).exitCode).toBe(1)
    const reason = expect.stringContaining('expired')
    expect(outcomes(scene)).toEqual([
      ['failed', reason],
      ['failed', reason],
    ])
  })
})
