import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Route53Call} from '../emulators/route53/call.js'
import type {Route53EmulatorOptions} from '../emulators/route53/emulator.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, eventsOf, type Stage, stage, ZONE_ID} from './stage.js'

// Updates of records that are still queried, where ACTIVE_RECORD_CHECK takes DELETE and CREATE in one batch for a delete.

const HOST = 'web.example.com'
const wanted = service('web', HOST, {ips: ['192.0.2.77']})
/** With a text that an update leaves as it is. */
const ours = (label: string) => owned(`${label}.example.com`, undefined, undefined, `service/web/${label}`)
const [, TEXT] = ours('web') as readonly [RecordSet, RecordSet]

interface Scene extends Route53EmulatorOptions {
  readonly objects?: readonly ReturnType<typeof service>[]
  readonly records?: readonly RecordSet[]
  readonly more?: Route53EmulatorOptions['zones']
}

/** One host with an outdated address, which is queried. */
async function queried({objects = [wanted], records = ours('web'), more = [], ...options}: Scene = {}) {
  const features = {tier: 'ADVANCED', guardrails: {ACTIVE_RECORD_CHECK: 'ENABLED'}} as const
  const zones = [{name: 'example.com', id: ZONE_ID, features, records}, ...more]
  const it = await stage({objects, route53: {zones, guardrailReading: 'change by change', ...options}})
  it.route53.setQueried(ZONE_ID, HOST, 'A')
  return it
}

const stored = ({route53}: Stage) => route53.zone(ZONE_ID).records.filter(({Type}) => Type !== 'NS' && Type !== 'SOA')
const find = (it: Stage, name: string, id?: string) =>
  stored(it).find((set) => set.Name === `${name}.` && set.SetIdentifier === id)
const addressOf = (it: Stage, name = HOST, id?: string) => find(it, name, id)?.ResourceRecords?.map(({Value}) => Value)
const batches = ({route53}: Stage) =>
  route53.calls
    .all()
    .filter(({operation}) => operation === 'ChangeResourceRecordSets')
    .map(({changes = []}) => changes.map(({Action, ResourceRecordSet: {Name}}) => `${Action} ${Name}`))
const failuresIn = (stdout: string) =>
  eventsOf(stdout)
    .filter(({kind}) => kind === 'host-failed')
    .map(({host, code}) => [host, code])
const isUpsert = ({changes = []}: Route53Call) => changes.some(({Action}) => Action === 'UPSERT')

async function expectKept(it: Stage, ...argv: readonly string[]) {
  const before = stored(it)
  const {stdout, exitCode} = await it.run('apply', '--yes', '--json', AS_PROD, ...argv)
  expect(failuresIn(stdout)).toEqual([[HOST, 'guardrail']])
  expect(exitCode).toBe(4)
  expect(stored(it)).toEqual(before)
}

describe('an update that ACTIVE_RECORD_CHECK refuses as DELETE and CREATE', () => {
  it.each<Route53EmulatorOptions>([{}, {wording: 'long'}, {bareInvalidChangeBatch: true}])(
    'is sent again as UPSERT, with its ownership TXT as it was read, %j',
    async (options) => {
      const it = await queried(options)
      const text = find(it, `a-${HOST}`)
      const {stdout, exitCode} = await it.run('apply', '--yes', AS_PROD)
      expect(stdout).toContain('Applied 1 of 1 host.')
      expect(exitCode).toBe(0)
      expect(batches(it)).toEqual([
        ['DELETE web.example.com', 'CREATE web.example.com'],
        ['DELETE a-web.example.com', 'CREATE a-web.example.com', 'UPSERT web.example.com'],
      ])
      expect(addressOf(it)).toEqual(['192.0.2.77'])
      expect(find(it, `a-${HOST}`)).toEqual(text)
      expect((await it.run('plan', AS_PROD, '--detailed-exitcode')).exitCode).toBe(0)
    },
  )

  it('is sent with the new ownership TXT where the update changes it', async () => {
    const it = await queried({records: owned(HOST)})
    expect((await it.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
    expect(batches(it).at(-1)).toEqual([
      'DELETE a-web.example.com',
      'CREATE a-web.example.com',
      'UPSERT web.example.com',
    ])
    expect(addressOf(it)).toEqual(['192.0.2.77'])
    expect(find(it, `a-${HOST}`)?.ResourceRecords).toEqual(TEXT.ResourceRecords)
  })

  it('leaves the other values of the TXT set as they are', async () => {
    const values = [...(TEXT.ResourceRecords ?? []), {Value: '"of somebody else"'}]
    const it = await queried({records: [recordSet(HOST), {...TEXT, ResourceRecords: values}]})
    expect((await it.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
    expect(addressOf(it)).toEqual(['192.0.2.77'])
    expect(find(it, `a-${HOST}`)?.ResourceRecords).toEqual(values)
  })

  it('of a weighted set leaves the sets beside it alone', async () => {
    const set = (id: string, value: string) => ({...recordSet(HOST, value), SetIdentifier: id, Weight: 10})
    const text = (id: string, owner?: string) => ({
      ...ownership(HOST, owner, 'service/web/web'),
      SetIdentifier: id,
      Weight: 10,
    })
    const annotations = {
      'external-dns.alpha.kubernetes.io/set-identifier': 'blue',
      'external-dns.alpha.kubernetes.io/aws-weight': '10',
    }
    const it = await queried({
      objects: [service('web', HOST, {ips: ['192.0.2.77'], annotations})],
      records: [set('blue', '192.0.2.10'), text('blue'), set('green', '192.0.2.20'), text('green', 'other')],
    })
    // With another set beside it, the emulator lets the replacement pass.
    it.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      when: (call) => !isUpsert(call),
      action: {code: 'InvalidChangeBatch', message: `[${HOST}. A: ACTIVE_RECORD_CHECK]`, status: 400},
    })
    expect((await it.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
    expect(batches(it).map((changes) => changes.length)).toEqual([2, 3])
    expect(addressOf(it, HOST, 'blue')).toEqual(['192.0.2.77'])
    expect(addressOf(it, HOST, 'green')).toEqual(['192.0.2.20'])
    expect(find(it, `a-${HOST}`, 'blue')?.ResourceRecords).toEqual(text('blue').ResourceRecords)
  })

  it('goes after the other hosts of its batch', async () => {
    const hosts = Array.from({length: 39}, (_each, index) => `h${index}`)
    const others = hosts.map((host) => service(host, `${host}.example.com`, {ips: ['192.0.2.77']}))
    const records = ['web', ...hosts].flatMap((host) => ours(host))
    const it = await queried({objects: [wanted, ...others], records})
    const {stdout} = await it.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 40 of 40 hosts.')
    expect(batches(it).map((changes) => changes.length)).toEqual([80, 78, 3])
    for (const host of hosts) expect(addressOf(it, `${host}.example.com`)).toEqual(['192.0.2.77'])
  })

  it('goes in one batch with others that are queried, and without those that are refused', async () => {
    const hosts = ['a.example.com', 'b.example.com']
    const others = hosts.map((host) => service(host.slice(0, 1), host, {ips: ['192.0.2.77']}))
    const it = await queried({objects: [wanted, ...others], records: ['web', 'a', 'b'].flatMap((label) => ours(label))})
    for (const host of hosts) it.route53.setQueried(ZONE_ID, host, 'A')
    it.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      when: (call) => isUpsert(call) && JSON.stringify(call.changes).includes('"web.'),
      action: {code: 'InvalidChangeBatch', message: `[${HOST}. A: NEW_CHECK]`, status: 400},
      times: Number.POSITIVE_INFINITY,
    })
    const {stdout} = await it.run('apply', '--yes', '--json', AS_PROD)
    expect(failuresIn(stdout)).toEqual([[HOST, 'guardrail']])
    expect(hosts.map((host) => addressOf(it, host))).toEqual([['192.0.2.77'], ['192.0.2.77']])
    expect(addressOf(it)).toEqual(['192.0.2.10'])
  })

  it.each(['loseAnswerAfterApplying', 'resetConnection'] as const)('is known after %s', async (action) => {
    const it = await queried()
    it.route53.addFault({operation: 'ChangeResourceRecordSets', when: isUpsert, action})
    expect((await it.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
    expect(addressOf(it)).toEqual(['192.0.2.77'])
    expect(stored(it)).toHaveLength(2)
  })
})

describe('what somebody else has changed meanwhile', () => {
  const theirs = ownership(HOST, 'other')
  const byHand = recordSet(HOST, '192.0.2.99')

  it.each([
    ['its ownership TXT, before it is read again', theirs, (call: Route53Call) => !isUpsert(call), []],
    [
      'its ownership TXT, after that',
      theirs,
      isUpsert,
      ['TXT a-web.example.com was changed by someone else meanwhile'],
    ],
  ] as const)('is not overwritten: %s', async (_what, set, when, words) => {
    const it = await queried()
    it.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      when,
      action: () => it.route53.putRecordSet(ZONE_ID, set),
    })
    const {stdout, exitCode} = await it.run('apply', '--yes', AS_PROD)
    expect(exitCode).toBe(4)
    for (const word of words) expect(stdout).toContain(word)
    expect(addressOf(it)).toEqual(['192.0.2.10'])
    expect(find(it, `a-${HOST}`)?.ResourceRecords).toEqual(theirs.ResourceRecords)
  })

  it('is not overwritten: its value', async () => {
    const it = await queried()
    it.route53.addFault({
      operation: 'GetHostedZone',
      action: () => it.route53.putRecordSet(ZONE_ID, byHand),
    })
    const {stdout} = await it.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('the record sets are neither as before nor as wanted')
    expect(batches(it).flat().join()).not.toContain('UPSERT')
    expect(addressOf(it)).toEqual(['192.0.2.99'])
  })

  it('counts as done where it is what is wanted', async () => {
    const it = await queried()
    it.route53.addFault({
      operation: 'GetHostedZone',
      action: () => it.route53.putRecordSet(ZONE_ID, recordSet(HOST, '192.0.2.77')),
    })
    expect((await it.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
  })
})

describe('the refusal stands', () => {
  it('where the type changes', async () => {
    await expectKept(await queried({objects: [service('web', HOST, {ips: [], hostnames: ['lb.example.net']})]}))
  })

  it('where ownership is not kept in TXT', async () => {
    const it = await queried({records: [recordSet(HOST)]})
    await expectKept(it, '--registry=noop')
    expect(batches(it).flat().join()).not.toContain('UPSERT')
  })

  it('where the ownership TXT lies in another zone', async () => {
    const host = 'sub.example.com'
    const [set, text] = ours('sub') as readonly [RecordSet, RecordSet]
    const features = {tier: 'ADVANCED', guardrails: {ACTIVE_RECORD_CHECK: 'ENABLED'}} as const
    const it = await queried({
      objects: [service('sub', host, {ips: ['192.0.2.77']})],
      records: [text],
      more: [{name: host, id: 'Z1SUB', features, records: [set]}],
    })
    it.route53.setQueried('Z1SUB', host, 'A')
    const {stdout} = await it.run('apply', '--yes', '--json', AS_PROD)
    expect(failuresIn(stdout)).toEqual([[host, 'guardrail']])
    expect(batches(it).flat().join()).not.toContain('UPSERT')
  })

  it('where a saved plan is applied, which does not hold the TXT', async () => {
    const it = await queried()
    const file = join(it.folder, 'plan.json')
    expect((await it.run('plan', `--out=${file}`, AS_PROD)).exitCode).toBe(0)
    const {stdout} = await it.run('apply', file, '--json')
    expect(failuresIn(stdout)).toEqual([[HOST, 'guardrail']])
    expect(batches(it).flat().join()).not.toContain('UPSERT')
  })

  it('where a policy denies UPSERT, after three calls for all hosts; others are written', async () => {
    const hosts = Array.from({length: 12}, (_each, index) => `h${index}`)
    const objects = hosts.map((host) => service(host, `${host}.example.com`, {ips: ['192.0.2.77']}))
    const it = await queried({
      objects: [...objects, service('new', 'new.example.com')],
      records: hosts.flatMap((host) => ours(host)),
    })
    for (const host of hosts) it.route53.setQueried(ZONE_ID, `${host}.example.com`, 'A')
    const denied = {operation: 'ChangeResourceRecordSets', action: 'accessDenied', when: isUpsert} as const
    it.route53.addFault({...denied, times: Number.POSITIVE_INFINITY})
    const {stdout, stderr, exitCode} = await it.run('apply', '--yes', '--json', AS_PROD)
    expect(failuresIn(stdout).map(([, code]) => code)).toEqual(hosts.map(() => 'guardrail'))
    expect(exitCode).toBe(4)
    expect(stdout + stderr).not.toContain('may not route53:ChangeResourceRecordSets')
    expect(batches(it).filter((changes) => changes.some((one) => one.startsWith('UPSERT')))).toHaveLength(3)
    expect(addressOf(it, 'new.example.com')).toEqual(['192.0.2.10'])
  })

  it('where the text does not name the guardrail, whose host has failed without a code', async () => {
    const it = await queried({namesGuardrails: false})
    const {stdout} = await it.run('apply', '--yes', '--json', AS_PROD)
    expect(failuresIn(stdout)).toEqual([[HOST, null]])
    expect(batches(it).flat().join()).not.toContain('UPSERT')
  })

  it('where the record sets cannot be read again', async () => {
    const it = await queried()
    const denied = {
      operation: 'ListResourceRecordSets',
      action: 'accessDenied',
      times: Number.POSITIVE_INFINITY,
    } as const
    it.route53.addFault({operation: 'GetHostedZone', action: () => it.route53.addFault(denied)})
    await expectKept(it)
    expect(batches(it)).toHaveLength(1)
  })

  it('where the batch would be larger than the flags allow', async () => {
    const it = await queried()
    await expectKept(it, '--aws-batch-change-size-values=2')
    expect(batches(it).flat().join()).not.toContain('UPSERT')
  })
})
