import {Ajv2020} from 'ajv/dist/2020.js'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {PUBLISHED_SCHEMAS} from '../../src/render/json/published-schemas.js'
import type {Route53EmulatorOptions} from '../emulators/route53/emulator.js'
import {expectNoWrite, type Stage, stage, ZONE_ID} from './stage.js'

const CI = 'arn:aws:sts::111122223333:assumed-role/ci/run-17'
const ALICE = 'arn:aws:iam::111122223333:user/ops/alice'
const NOW = Date.parse('2026-11-30T12:00:00Z')
const HOUR = 3_600_000

const set = (name: string, value: string, more: object = {}) => {
  return {Name: `${name}.`, Type: 'A', TTL: 60, ResourceRecords: [{Value: value}], ...more}
}
const upsert = (name: string, value: string, more: object = {}) => {
  return {Action: 'UPSERT' as const, ResourceRecordSet: set(name, value, more)}
}

afterEach(() => {
  vi.useRealTimers()
})

/** A zone whose history began a day before now, which stands still. */
async function open(options: Partial<Route53EmulatorOptions> = {}): Promise<Stage> {
  vi.setSystemTime(NOW - 24 * HOUR)
  const zones = [{name: 'example.com', id: ZONE_ID, features: {tier: 'ADVANCED' as const}}]
  const it = await stage({route53: {zones, ...options}})
  vi.setSystemTime(NOW)
  return it
}

/** Three writers: a pipeline, a person, and one that AWS does not name. */
async function written(): Promise<Stage> {
  const it = await open()
  const at = (hours: number) => NOW - hours * HOUR
  const write = it.route53.writeChanges
  write(ZONE_ID, [upsert('www.example.com', '192.0.2.1')], {changeId: 'C1', submittedAt: at(20), submittedBy: CI})
  write(ZONE_ID, [{Action: 'DELETE', ResourceRecordSet: set('www.example.com', '192.0.2.1')}], {
    changeId: 'C2',
    submittedAt: at(3),
    submittedBy: ALICE,
    comment: 'away with \u001b[2Jit\r\n::error::x',
  })
  write(ZONE_ID, [upsert('www.example.com', '192.0.2.2'), upsert('shop.example.com', '192.0.2.3')], {
    changeId: 'C3',
    submittedAt: at(1),
    comment: 'external-dns-ts 0.1.0 owner=prod',
  })
  return it
}

describe('history HOST', () => {
  it('shows who changed it, the newest first, with the comment of each batch', async () => {
    const it = await written()
    const {stdout, stderr, exitCode} = await it.run('history', 'www.example.com', '--wide')
    expect([exitCode, stderr]).toEqual([0, ''])
    const lines = stdout.trimEnd().split('\n')
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 5))).toEqual([
      ['TIME', 'WHO', 'ACTION', 'NAME', 'TYPE'],
      ['2026-11-30 11:00:00Z', '-', 'UPSERT', 'www.example.com', 'A'],
      ['2026-11-30 09:00:00Z', ALICE, 'DELETE', 'www.example.com', 'A'],
      ['2026-11-29 16:00:00Z', CI, 'UPSERT', 'www.example.com', 'A'],
    ])
    expect(lines[1]).toMatch(/192\.0\.2\.2, ttl 60 +C3 +external-dns-ts 0\.1\.0 owner=prod$/)
    expectNoWrite(it)
  })

  it('shortens principals and escapes what strangers wrote', async () => {
    const it = await written()
    const environment = it.with({COLUMNS: '200'})
    const {stdout} = await it.runWith({environment}, 'history', 'www.example.com')
    expect(stdout).toMatch(/ alice +DELETE/)
    expect(stdout).toMatch(/ ci\/run-17 +UPSERT/)
    expect(stdout).toContain('away with \\u{1b}[2Jit\\u{d}\\u{a}::error::x')
  })

  it('shows only what came since then', async () => {
    const it = await written()
    for (const since of ['2h', '2026-11-30T10:00:00Z', '2026-11-30T11:00:00+01:00']) {
      const {stdout} = await it.run('history', 'www.example.com', '--wide', `--since=${since}`)
      expect(stdout.match(/UPSERT|DELETE/g)).toEqual(['UPSERT'])
    }
  })

  it.each([
    ['features everywhere', undefined],
    ['none', 1],
  ] as const)(
    'ends with 1 for a zone without a history; the listing says its tier: %s',
    async (zoneElements, asked) => {
      const it = await stage({route53: {zones: [{name: 'example.com', id: ZONE_ID}], zoneElements}})
      const {stdout, stderr, exitCode} = await it.run('history', 'www.example.com')
      expect([exitCode, stdout]).toEqual([1, ''])
      expect(stderr).toContain('Zone example.com (Z0EXAMPLE) has no change history')
      expect(stderr).toContain('Fix: set its tier to ADVANCED (UpdateHostedZoneTier)')
      expect(it.route53.calls.counts().ListResourceRecordSetChanges).toBe(asked)
    },
  )

  it('says so in JSON too', async () => {
    const it = await stage()
    const {stdout, exitCode} = await it.run('history', 'www.example.com', '--json')
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({kind: 'error', code: 'ROUTE53_NO_HISTORY', exitCode: 1})
  })

  it('answers from one zone and warns of another', async () => {
    const zones = [
      {name: 'example.com', id: ZONE_ID, features: {tier: 'ADVANCED' as const}},
      {name: 'example.com', id: 'ZPRIVATE', private: true},
    ]
    const it = await open({zones})
    it.route53.writeChanges(ZONE_ID, [upsert('www.example.com', '192.0.2.1')])
    const {stdout, stderr, exitCode} = await it.run('history', 'www.example.com')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('192.0.2.1')
    expect(stderr).toContain('Warning: the change history of zone example.com (ZPRIVATE) is not known')
  })

  it('says that nothing was found', async () => {
    const it = await written()
    expect(await it.run('history', 'never.example.com')).toEqual({
      stdout: 'No change was found.\n',
      stderr: '',
      exitCode: 0,
    })
  })

  it('reads a wildcard, and sets with identifiers', async () => {
    const it = await open()
    it.route53.writeChanges(ZONE_ID, [
      upsert('*.example.com', '192.0.2.1', {SetIdentifier: 'blue', Weight: 10}),
      upsert('*.example.com', '192.0.2.2', {SetIdentifier: 'green', Weight: 20}),
    ])
    const {stdout} = await it.run('history', '*.example.com', '--wide')
    expect(stdout).toMatch(/TYPE +SET +VALUES/)
    expect(stdout).toMatch(/A +blue +192\.0\.2\.1, ttl 60, weight 10/)
    expect(stdout).toMatch(/A +green +192\.0\.2\.2, ttl 60, weight 20/)
  })

  it('passes over operations that nobody knows', async () => {
    const it = await open()
    it.route53.writeChanges(ZONE_ID, [upsert('www.example.com', '192.0.2.1')], {operation: 'ReplaceEverything'})
    expect((await it.run('history', 'www.example.com')).stdout).toBe('No change was found.\n')
  })
})

describe('history --zone', () => {
  it('shows every change of the last day, as JSON by its schema', async () => {
    const it = await written()
    const {stdout, exitCode} = await it.run('history', '--zone=example.com', '--json')
    const answer = JSON.parse(stdout)
    const validate = new Ajv2020({strict: false}).compile(PUBLISHED_SCHEMAS['history-v1.schema.json'] ?? {})
    expect([exitCode, validate(answer), validate.errors]).toEqual([0, true, null])
    expect(answer).toMatchObject({formatVersion: 1, kind: 'history', gaps: []})
    const found = answer.changes.map((one: Record<string, unknown>) => [one.changeId, one.action, one.submittedBy])
    expect(found).toHaveLength(4)
    expect(found.slice(2)).toEqual([
      ['C2', 'DELETE', ALICE],
      ['C1', 'UPSERT', CI],
    ])
    expect(answer.changes[2]).toMatchObject({
      submittedAt: '2026-11-30T09:00:00.000Z',
      comment: 'away with \u001b[2Jit\r\n::error::x',
      zone: {id: ZONE_ID, name: 'example.com'},
      recordSet: {name: 'www.example.com', type: 'A', values: ['192.0.2.1']},
    })
    expect(it.route53.calls.counts()).toEqual({
      ListHostedZones: 1,
      ListHostedZoneChangeBatches: 1,
      ListResourceRecordSetChanges: 1,
    })
  })

  it('has no change that Route 53 does not list yet', async () => {
    const it = await written()
    it.route53.setHistoryLag({setsMs: 2 * HOUR})
    const {stdout} = await it.run('history', `--zone=${ZONE_ID}`, '--wide')
    expect(stdout.match(/ C[123]( |$)/gm)).toEqual([' C2 ', ' C1 '])
  })

  it('warns where the history begins later', async () => {
    const it = await written()
    const {stdout, stderr, exitCode} = await it.run('history', '--zone=example.com', '--since=72h', '--wide')
    expect([exitCode, stdout.match(/ C[123]( |$)/gm)?.length]).toEqual([0, 4])
    expect(stderr).toBe('Warning: the change history of zone example.com (Z0EXAMPLE) begins later than asked for\n')
  })

  it('narrows a host to a zone', async () => {
    const it = await written()
    const {stdout} = await it.run('history', 'shop.example.com', '--zone=example.com', '--wide')
    expect(stdout.match(/ C[123]( |$)/gm)).toEqual([' C3 '])
  })

  it.each([
    ['AccessDenied', 403, 'route53:GetHostedZoneChangeBatch', 'ROUTE53_ACCESS_DENIED'],
    [
      'UnknownOperationException',
      404,
      'This partition or endpoint of Route 53 has no change history',
      'ROUTE53_NO_HISTORY',
    ],
    ['InvalidPaginationToken', 400, 'The token', 'ROUTE53_REJECTED'],
  ])('ends with 1 and the reason on %s', async (code, status, text, error) => {
    const it = await written()
    const action = {code, message: 'The token is invalid', status}
    it.route53.addFault({operation: 'ListResourceRecordSetChanges', action, times: 2})
    const {stdout, stderr, exitCode} = await it.run('history', '--zone=example.com')
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toContain(text)
    expect(JSON.parse((await it.run('history', '--zone=example.com', '--json')).stdout)).toMatchObject({code: error})
  })
})

describe('what history does not take', () => {
  it.each([
    [[], 'Neither a host nor --zone is given.'],
    [['www.example.com', '--since=yesterday'], '"yesterday" is not a duration such as'],
    [['www.example.com', '--since=2027-01-01T00:00:00Z'], 'has not come yet'],
    [['https://www.example.com/'], 'is not a host name: it is a URL'],
  ])('%j', async (argv, text) => {
    const it = await open()
    const {stderr, exitCode} = await it.run('history', ...argv)
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(text)])
    expect(it.route53.calls.total()).toBe(0)
  })

  it.each([
    [['--zone=example.org'], 'No selected zone is example.org.'],
    [['www.example.org'], 'No selected zone is known and holds www.example.org.'],
    [['www.example.com', '--zone=example.org'], 'No selected zone is example.org and holds www.example.com.'],
  ])('%j', async (argv, text) => {
    const {stderr, exitCode} = await (await open()).run('history', ...argv)
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(text)])
  })
})
