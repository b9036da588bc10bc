import {join} from 'node:path'
import {afterEach, describe, expect, it, vi} from 'vitest'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, type StageOptions, shown, stage, ZONE_ID} from './stage.js'

const CI = 'arn:aws:sts::111122223333:assumed-role/ci/run-17'
const ALICE = 'arn:aws:iam::111122223333:user/ops/alice'
const NOW = Date.parse('2026-11-30T12:00:00Z')
const HOUR = 3_600_000

afterEach(() => {
  vi.useRealTimers()
})

/** A zone whose history began ten days before now, which stands still. */
async function open({records = [], ...options}: StageOptions = {}): Promise<Stage> {
  vi.setSystemTime(NOW - 240 * HOUR)
  const zones = [{name: 'example.com', id: ZONE_ID, records, features: {tier: 'ADVANCED' as const}}]
  const it = await stage({...options, route53: {zones}})
  vi.setSystemTime(NOW)
  return it
}

function write(it: Stage, hoursAgo: number, submittedBy: string | undefined, ...sets: readonly RecordSet[]): void {
  const changes = sets.map((ResourceRecordSet) => ({Action: 'UPSERT' as const, ResourceRecordSet}))
  const who = submittedBy === undefined ? {} : {submittedBy}
  it.route53.writeChanges(ZONE_ID, changes, {submittedAt: NOW - hoursAgo * HOUR, ...who})
}

describe('explain HOST', () => {
  const objects = [service('front', 'www.example.com')]

  it('shows the last three changes of the host', async () => {
    const it = await open({objects})
    for (const hours of [9, 8, 7]) write(it, hours, CI, recordSet('www.example.com', `192.0.2.${hours}`))
    write(it, 6, ALICE, recordSet('www.example.com'), recordSet('www.example.com', '2001:db8::1', {Type: 'AAAA'}))
    write(it, 5, CI, recordSet('other.example.com'))
    const {stdout, exitCode} = await it.run('explain', 'www.example.com', AS_PROD)
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`
Last changed
  2026-11-30 06:00:00Z by alice   UPSERT A 192.0.2.10, ttl 300
  2026-11-30 06:00:00Z by alice   UPSERT AAAA 2001:db8::1, ttl 300
  2026-11-30 05:00:00Z by ci/run-17   UPSERT A 192.0.2.7, ttl 300
`)
    expect(it.route53.calls.counts().ListResourceRecordSetChanges).toBe(3)
    const {lastChanges} = JSON.parse((await it.run('explain', 'www.example.com', AS_PROD, '--json')).stdout)
    expect(lastChanges.map((one: {submittedBy: string}) => one.submittedBy)).toEqual([ALICE, ALICE, CI])
  })

  it.each([
    ['the tier has none', 'features everywhere', undefined],
    ['the tier has none and is not listed', 'none', undefined],
    ['it is denied', 'none', {code: 'AccessDenied', message: 'No.', status: 403}],
    ['the operation is absent', 'none', {code: 'UnknownOperationException', message: 'Unknown', status: 404}],
  ] as const)('says nothing and does not fail when %s, and asks once at most', async (_what, zoneElements, action) => {
    const zones = [{name: 'example.com', id: ZONE_ID}]
    const it = action === undefined ? await stage({objects, route53: {zones, zoneElements}}) : await open({objects})
    if (action !== undefined) it.route53.addFault({operation: 'ListResourceRecordSetChanges', action, times: 9})
    const {stdout, stderr, exitCode} = await it.run('explain', 'www.example.com', AS_PROD)
    expect([exitCode, shown(stderr)]).toEqual([0, ''])
    expect(stdout).not.toContain('Last changed')
    const asked = zoneElements === 'none' ? 1 : undefined
    expect(it.route53.calls.counts().ListResourceRecordSetChanges).toBe(asked)
  })
})

describe('plan --expect-no-changes', () => {
  const objects = ['one', 'two', 'new'].map((name) => service(name, `${name}.example.com`))
  const DRIFT = ['plan', AS_PROD, '--expect-no-changes'] as const

  it('names who changed the hosts that differ', async () => {
    const it = await open({objects, records: ['one', 'two'].map((name) => ownership(`${name}.example.com`))})
    write(it, 3, ALICE, recordSet('one.example.com', '192.0.2.99'))
    write(it, 2, undefined, recordSet('two.example.com', '192.0.2.99'))
    const {stderr, exitCode} = await it.run(...DRIFT)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('Note: one.example.com A was last changed 2026-11-30 09:00:00Z by alice\n')
    expect(stderr).toContain(
      'Note: two.example.com A was last changed 2026-11-30 10:00:00Z by somebody AWS does not name\n',
    )
    expect(stderr).not.toContain('Note: new.example.com')
    expect(it.route53.calls.counts().ListResourceRecordSetChanges).toBe(3)
  })

  it('asks for twenty names and says so', async () => {
    const names = Array.from({length: 23}, (_, index) => `h${index + 10}.example.com`)
    const it = await open({
      objects: names.map((name) => service(name.slice(0, 3), name)),
      records: names.map((name) => ownership(name)),
    })
    write(it, 3, ALICE, ...names.map((name) => recordSet(name, '192.0.2.99')))
    const {stderr} = await it.run(...DRIFT)
    expect(stderr.match(/by alice$/gm)).toHaveLength(20)
    expect(stderr).toContain('Note: who changed the 3 others was not asked\n')
    expect(it.route53.calls.counts().ListResourceRecordSetChanges).toBe(20)
  })

  it('asks a zone without a history once, and is silent', async () => {
    const zones = [{name: 'example.com', id: ZONE_ID}]
    const it = await stage({objects, route53: {zones, zoneElements: 'none'}})
    const {stderr, exitCode} = await it.run(...DRIFT)
    expect(exitCode).toBe(1)
    expect(stderr).not.toContain('last changed')
    expect(it.route53.calls.counts().ListResourceRecordSetChanges).toBe(1)
  })

  it('asks nothing when there is no drift, nor without the flag', async () => {
    const it = await open({records: [...owned('gone.example.com')]})
    expect((await it.run(...DRIFT)).exitCode).toBe(0)
    await it.run('plan', AS_PROD, '--policy=sync')
    expect(it.route53.calls.counts().ListResourceRecordSetChanges).toBeUndefined()
  })
})

describe('prune --min-age', () => {
  const MIN_AGE = ['--min-age=72h', AS_PROD] as const
  const records = [...owned('old.example.com'), ownership('young.example.com'), recordSet('moved.example.com')]

  /** An old host, a host whose record is new, and one whose ownership is. */
  async function aged(): Promise<Stage> {
    const it = await open({records})
    write(it, 100, ALICE, recordSet('old.example.com'))
    write(it, 71, CI, recordSet('young.example.com'))
    write(it, 1, CI, ownership('moved.example.com'))
    return it
  }

  it('goes by the history of the zone, whoever wrote', async () => {
    const it = await aged()
    const {stdout} = await it.run('prune', '--yes', ...MIN_AGE)
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(stdout).toMatch(/young\.example\.com +policy +no object asks for it any more; written within 72 h/)
    expect(stdout).toMatch(/moved\.example\.com +policy +no object asks for it any more; written within 72 h/)
    const names = it.names().map(([, name]) => name)
    expect(names).not.toContain('old.example.com.')
    expect(names).toEqual(expect.arrayContaining(['young.example.com.', 'moved.example.com.']))
  })

  const UNKNOWN = /old\.example\.com +policy +no object asks for it any more; neither history nor receipt says its/

  it.each([
    ['begins too late', (it: Stage) => it.route53.setFeatures(ZONE_ID, {tier: 'STANDARD'}), '--min-age=72h'],
    ['is shorter than the age', () => {}, '--min-age=300h'],
    ['is kept for a year', () => {}, '--min-age=9000h'],
    ['lacks changes of a batch', (it: Stage) => it.route53.setHistoryLag({setsMs: 2 * HOUR}), '--min-age=72h'],
    [
      'is denied',
      (it: Stage) => {
        const action = {code: 'AccessDenied', message: 'No.', status: 403}
        it.route53.addFault({operation: 'ListHostedZoneChangeBatches', action, times: 9})
      },
      '--min-age=72h',
    ],
  ])('keeps what nobody knows the age of: the history %s', async (_what, happens, minAge) => {
    const it = await aged()
    happens(it)
    const {stdout, exitCode} = await it.run('prune', '--yes', AS_PROD, minAge)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(UNKNOWN)
    expectNoWrite(it)
  })

  it('lets a receipt keep what the history does not know', async () => {
    const it = await open({records: [], objects: [service('old', 'old.example.com')]})
    const receipt = join(it.folder, 'receipt.json')
    await it.run('apply', '--yes', AS_PROD, `--receipt=${receipt}`)
    it.cluster.setObjects([])
    it.route53.setHistoryLag({batchesMs: 2 * HOUR})
    const {stdout} = await it.run('prune', '--dry-run', ...MIN_AGE, `--age-from=${receipt}`)
    expect(stdout).toMatch(/old\.example\.com +policy +no object asks for it any more; written within 72 h/)
  })
})
