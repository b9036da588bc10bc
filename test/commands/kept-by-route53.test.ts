import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Route53EmulatorOptions} from '../emulators/route53/emulator.js'
import {owned, service} from './objects.js'
import {AS_PROD, eventsOf, type Stage, stage, ZONE_ID} from './stage.js'

// What Route 53 keeps as it is, and only says so when a batch is sent: whole runs.

const SYNC = ['--policy=sync', AS_PROD, '--max-deletes=100%']
const names = (count: number) => Array.from({length: count}, (_each, index) => `h${index}.example.com`)

/** Does something just before the first batch arrives, which is after the plan was made. */
function beforeFirstBatch(it: Stage, what: () => void) {
  it.route53.addFault({operation: 'ChangeResourceRecordSets', action: what})
}

function writeCalls({route53}: Stage) {
  const {ChangeResourceRecordSets = 0, ListResourceRecordSetProtections = 0, GetHostedZone = 0} = route53.calls.counts()
  return {ChangeResourceRecordSets, ListResourceRecordSetProtections, GetHostedZone}
}

const failuresIn = (stdout: string) =>
  eventsOf(stdout)
    .filter(({kind}) => kind === 'host-failed')
    .map(({host, code, reason}) => ({host, code, reason}))

const inBothForms: readonly Route53EmulatorOptions[] = [
  {},
  {bareInvalidChangeBatch: true},
  {wording: 'long'},
  {wording: 'long', bareInvalidChangeBatch: true},
]

describe('a protection that appears between plan and apply', () => {
  const hosts = names(40)
  const objects = hosts.map((host) => service(host.replace('.example.com', ''), host))

  it.each(inBothForms)('costs one refused call, one listing and one accepted call, %j', async (route53) => {
    const it = await stage({objects, route53})
    beforeFirstBatch(it, () => it.route53.protect(ZONE_ID, 'h7.example.com', 'A', 'ask ops'))
    const {stdout, exitCode} = await it.run('apply', '--yes', '--json', ...SYNC)
    expect(exitCode).toBe(4)
    expect(failuresIn(stdout)).toEqual([
      {host: 'h7.example.com', code: 'protected', reason: 'h7.example.com A is protected in Route 53: "ask ops"'},
    ])
    // One listing is the plan's.
    expect(writeCalls(it)).toMatchObject({ChangeResourceRecordSets: 2, ListResourceRecordSetProtections: 2})
    expect(it.names().filter(([type]) => type === 'A')).toHaveLength(39)
    it.route53.calls.clear()
    expect((await it.run('apply', '--yes', ...SYNC)).exitCode).toBe(0)
    expect(writeCalls(it)).toMatchObject({ChangeResourceRecordSets: 0})
  })

  it('of an ownership TXT keeps the host whole, and no later batch is sent in vain', async () => {
    const it = await stage({objects})
    beforeFirstBatch(it, () => {
      for (const host of ['h7', 'h9', 'h12']) it.route53.protect(ZONE_ID, `a-${host}.example.com`, 'TXT')
    })
    const {stdout} = await it.run('apply', '--yes', '--json', '--aws-batch-change-size=10', ...SYNC)
    expect(failuresIn(stdout).map(({host}) => host)).toEqual(['h12.example.com', 'h7.example.com', 'h9.example.com'])
    expect(it.names().map(([, name]) => name)).toContain('h8.example.com.')
    expect(it.names().map(([, name]) => name)).not.toContain('h7.example.com.')
    const refused = it.route53.calls.all().filter(({errorCode}) => errorCode === 'InvalidChangeBatch')
    expect(refused).toHaveLength(1)
  })

  it.each([
    'h3.example.com, [RRSet] with DNS name h4.example.com., RRSet of type A but it already exists',
    "Tried to create resource record set [name='h5.example.com.', type='A'] but it already exists",
    'h6.example.com ACTIVE_RECORD_CHECK NS_FORMAT_CHECK',
    'bell \u0007, escape \u001b[31m, line\nbreak, ]</Message>',
    'x'.repeat(256),
  ])('is not mistaken for what its comment says: %j', async (comment) => {
    const it = await stage({objects})
    beforeFirstBatch(it, () => it.route53.protect(ZONE_ID, 'h7.example.com', 'A', comment))
    const {stdout, stderr} = await it.run('apply', '--yes', ...SYNC)
    expect(stdout.replace(/\s+/g, ' ')).toContain('Applied 39 of 40 hosts, 1 failed.')
    expect(stdout).toContain('! h7.example.com')
    for (const control of ['\u0007', '\u001b']) expect(stdout + stderr).not.toContain(control)
    expect(writeCalls(it)).toMatchObject({ChangeResourceRecordSets: 2, ListResourceRecordSetProtections: 2})
  })

  it.each([
    ['may not be listed', 'accessDenied'],
    [
      'are listed without an end',
      {rewrite: (xml: string) => xml.replace('</ListResource', '<NextToken>again</NextToken></ListResource')},
    ],
    ['cannot be listed in this partition', {code: 'InvalidAction', message: 'No such operation', status: 404}],
  ] as const)('is found by splitting where protections %s', async (_what, action) => {
    const it = await stage({objects: objects.slice(0, 8)})
    it.route53.addFault({operation: 'ListResourceRecordSetProtections', action, times: Number.POSITIVE_INFINITY})
    beforeFirstBatch(it, () => it.route53.protect(ZONE_ID, 'h7.example.com', 'A'))
    const {stdout, exitCode} = await it.run('apply', '--yes', ...SYNC)
    expect(exitCode).toBe(4)
    expect(stdout.replace(/\s+/g, ' ')).toContain('Applied 7 of 8 hosts, 1 failed.')
  })

  it('stops its host in a saved plan too', async () => {
    const it = await stage({objects: objects.slice(0, 8)})
    const file = join(it.folder, 'plan.json')
    expect((await it.run('plan', `--out=${file}`, ...SYNC)).exitCode).toBe(0)
    beforeFirstBatch(it, () => it.route53.protect(ZONE_ID, 'a-h7.example.com', 'TXT', 'ask ops'))
    const {stdout, exitCode} = await it.run('apply', file, '--json')
    expect(exitCode).toBe(4)
    expect(failuresIn(stdout)).toMatchObject([{host: 'h7.example.com', code: 'protected'}])
    expect(writeCalls(it)).toMatchObject({ChangeResourceRecordSets: 2})
  })

  it('stops prune and owners for its host only', async () => {
    const records = [...owned('gone.example.com'), ...owned('left.example.com')]
    for (const [command, flag] of [
      ['prune', '--max-deletes=100%'],
      ['owners release', '--all'],
    ] as const) {
      const it = await stage({records})
      beforeFirstBatch(it, () => it.route53.protect(ZONE_ID, 'a-gone.example.com', 'TXT'))
      const {stdout} = await it.run(command, '--yes', AS_PROD, flag)
      expect(stdout.replace(/\s+/g, ' ')).toContain('Applied 1 of 2 hosts, 1 failed.')
    }
  })
})

describe('a guardrail', () => {
  const hosts = names(12)
  const features = {tier: 'ADVANCED', guardrails: {ACTIVE_RECORD_CHECK: 'ENABLED', NEW_CHECK: 'ENABLED'}} as const
  const zones = [{name: 'example.com', id: ZONE_ID, features, records: hosts.flatMap((host) => owned(host))}]

  it.each(inBothForms)('refuses one host with its name and the words of AWS; the others are done, %j', async (form) => {
    const it = await stage({route53: {zones, ...form}})
    it.route53.setQueried(ZONE_ID, 'h7.example.com', 'A')
    const {stdout, exitCode} = await it.run('prune', '--yes', '--json', AS_PROD, '--max-deletes=100%')
    expect(exitCode).toBe(4)
    const [failure, ...others] = failuresIn(stdout)
    expect(others).toEqual([])
    expect(failure).toMatchObject({host: 'h7.example.com', code: 'guardrail'})
    expect(failure?.reason).toMatch(/^refused by ACTIVE_RECORD_CHECK: .*wait until it is no longer queried/)
    expect(failure?.reason).toContain(
      '(guardrails of the zone that are on: NS_FORMAT_CHECK, NS_DELEGATION_AUTHORITY_CHECK, ACTIVE_RECORD_CHECK, NEW_CHECK)',
    )
    expect(it.names()).toEqual([
      ['TXT', 'a-h7.example.com.'],
      ['A', 'h7.example.com.'],
    ])
    expect(writeCalls(it)).toMatchObject({ChangeResourceRecordSets: 2, GetHostedZone: 1})
  })

  it('shows it to people once, with the words of AWS', async () => {
    const it = await stage({route53: {zones}})
    it.route53.setQueried(ZONE_ID, 'h7.example.com', 'A')
    const {stdout} = await it.run('prune', '--yes', AS_PROD, '--max-deletes=100%')
    expect(stdout).toContain('! h7.example.com')
    expect(stdout).not.toContain('AWS: ')
    expect(stdout.replace(/\s+/g, ' ')).toContain('refused by ACTIVE_RECORD_CHECK: h7.example.com. A:')
  })

  it('without its name in the text is found by splitting, and ends the same for the others', async () => {
    const it = await stage({route53: {zones, namesGuardrails: false, wording: 'long'}})
    it.route53.setQueried(ZONE_ID, 'h7.example.com', 'A')
    const {stdout, exitCode} = await it.run('prune', '--yes', '--json', AS_PROD, '--max-deletes=100%')
    expect(exitCode).toBe(4)
    expect(failuresIn(stdout)).toMatchObject([{host: 'h7.example.com', code: null}])
    expect(it.names()).toHaveLength(2)
    expect(writeCalls(it)).toMatchObject({GetHostedZone: 0})
  })

  it('is named without the others that are on where GetHostedZone has no features', async () => {
    const it = await stage({route53: {zones, zoneElements: 'none'}})
    it.route53.setQueried(ZONE_ID, 'h7.example.com', 'A')
    const {stdout} = await it.run('prune', '--yes', '--json', AS_PROD, '--max-deletes=100%')
    expect(failuresIn(stdout)[0]?.reason).toMatch(/^refused by ACTIVE_RECORD_CHECK: .*queried$/)
  })

  it('that several hosts meet is one refusal for all of them', async () => {
    const it = await stage({route53: {zones}})
    for (const host of ['h1', 'h4', 'h7']) it.route53.setQueried(ZONE_ID, `${host}.example.com`, 'A')
    const {stdout} = await it.run('prune', '--yes', '--json', AS_PROD, '--max-deletes=100%')
    expect(failuresIn(stdout).map(({host, code}) => [host, code])).toEqual(
      ['h1', 'h4', 'h7'].map((host) => [`${host}.example.com`, 'guardrail']),
    )
    expect(writeCalls(it)).toMatchObject({ChangeResourceRecordSets: 2, GetHostedZone: 1})
  })

  it('that names no record is found by splitting; GetHostedZone may be denied', async () => {
    const it = await stage({route53: {zones}})
    it.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      when: ({changes = []}) => changes.some(({ResourceRecordSet: {Name}}) => Name.startsWith('h7.')),
      action: {code: 'InvalidChangeBatch', message: '[ACTIVE_RECORD_CHECK: a record is in use]', status: 400},
      times: Number.POSITIVE_INFINITY,
    })
    it.route53.addFault({operation: 'GetHostedZone', action: 'accessDenied', times: Number.POSITIVE_INFINITY})
    const {stdout} = await it.run('prune', '--yes', '--json', AS_PROD, '--max-deletes=100%')
    expect(failuresIn(stdout)).toMatchObject([
      {
        host: 'h7.example.com',
        code: 'guardrail',
        reason: 'refused by ACTIVE_RECORD_CHECK: ACTIVE_RECORD_CHECK: a record is in use',
      },
    ])
    expect(it.names()).toHaveLength(2)
  })
})

describe('ALIAS_TARGET_CHECK', () => {
  const alias = (host: string, target: string) => {
    const AliasTarget = {HostedZoneId: 'SELF', DNSName: target, EvaluateTargetHealth: false}
    return [{Name: host, Type: 'A' as const, AliasTarget}, ...owned(host).slice(1)]
  }
  const features = {tier: 'ADVANCED', guardrails: {ALIAS_TARGET_CHECK: 'ENABLED'}} as const
  const records = [
    ...owned('a1.example.com'),
    ...alias('www1.example.com', 'a1.example.com'),
    ...owned('zz.example.com'),
    ...alias('b2.example.com', 'zz.example.com'),
  ]
  const zones = [{name: 'example.com', id: ZONE_ID, features, records}]
  const prune = async (route53: Route53EmulatorOptions) => {
    const it = await stage({route53: {zones, ...route53}})
    const {exitCode} = await it.run('prune', '--yes', AS_PROD, '--max-deletes=100%')
    expect(it.names()).toEqual([])
    expect(exitCode).toBe(0)
    return writeCalls(it)
  }

  it.each(['end state', 'change by change'] as const)(
    'passes what is deleted, in two batches where it is known to be on, read as %s',
    async (guardrailReading) => {
      const known = await prune({guardrailReading, zoneElements: 'features everywhere'})
      expect(known).toMatchObject({ChangeResourceRecordSets: 2})
      expect(await prune({guardrailReading})).toMatchObject({ChangeResourceRecordSets: 1})
    },
  )
})

describe('NS_OCCLUSION_CHECK', () => {
  const features = {guardrails: {NS_OCCLUSION_CHECK: 'ENABLED'}} as const
  const NS = {Name: 'sub.example.com', Type: 'NS', TTL: 300, ResourceRecords: [{Value: 'ns1.example.net.'}]} as const
  const zones = [{name: 'example.com', id: ZONE_ID, features, records: [NS]}]
  const objects = [service('a', 'a.sub.example.com'), service('b', 'b.example.com')]

  it('blocks what a delegation would hide in the plan, where it is known to be on', async () => {
    const it = await stage({objects, route53: {zones, zoneElements: 'features everywhere'}})
    const {stdout, exitCode} = await it.run('apply', '--yes', AS_PROD)
    expect(exitCode).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '! a.sub.example.com guardrail NS_OCCLUSION_CHECK is on, and the delegation sub.example.com hides a.sub.example.com',
    )
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(writeCalls(it)).toMatchObject({ChangeResourceRecordSets: 1})
    const {stdout: explained} = await it.run('explain', 'a.sub.example.com', AS_PROD)
    expect(explained).toContain('NS_OCCLUSION_CHECK')
  })

  it('is a refusal where it is not known to be on', async () => {
    const it = await stage({objects, route53: {zones}})
    const {stdout, exitCode} = await it.run('apply', '--yes', '--json', AS_PROD)
    expect(exitCode).toBe(4)
    expect(failuresIn(stdout)).toMatchObject([{host: 'a.sub.example.com', code: 'guardrail'}])
    expect(writeCalls(it)).toMatchObject({ChangeResourceRecordSets: 2, GetHostedZone: 1})
  })
})
