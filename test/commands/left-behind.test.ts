import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {type DynamoDbEmulator, startDynamoDbEmulator} from '../emulators/dynamodb/emulator.js'
import {ownership, recordSet, service} from './objects.js'
import {AS_PROD, stage, ZONE_ID} from './stage.js'

/** An ownership TXT with exactly this name. */
const text = (name: string, owner = 'prod') => ({...ownership('', owner), Name: name})
const HOST = 'www.example.com'
/** A host of ours with TXT in all formats that external-dns has ever written. */
const RECORDS = [recordSet(HOST), text(`a-${HOST}`), text(HOST), text(`cname-${HOST}`)]
const SYNC = [AS_PROD, '--policy=sync', '--max-deletes=100%'] as const

const open: DynamoDbEmulator[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()))
})

describe('a host that nobody asks for any more', () => {
  it.each([
    ['apply', SYNC],
    ['prune', [AS_PROD, '--max-deletes=100%']],
    ['apply', [...SYNC, '--txt-encrypt-enabled', '--txt-encrypt-aes-key=0123456789abcdef0123456789abcdef']],
  ] as const)('goes by %s with all our texts, and what is made by hand there later stays', async (command, flags) => {
    const at = await stage({records: RECORDS})
    const applied = await at.run(command, '--yes', ...flags)
    expect([applied.exitCode, at.names()]).toEqual([0, []])
    expect(applied.stdout).toContain('4 changes (3 of ownership TXT) in 1 batch.')
    at.route53.putRecordSet(ZONE_ID, recordSet(HOST, '198.51.100.1'))
    const again = await at.run(command, '--yes', ...flags)
    expect([again.exitCode, at.names()]).toEqual([0, [['A', `${HOST}.`]]])
  })

  it('is deleted by a saved plan too, which a changed TXT makes stale', async () => {
    const at = await stage({records: RECORDS})
    const file = join(at.folder, 'plan.json')
    await at.run('plan', ...SYNC, '--out', file)
    at.route53.putRecordSet(ZONE_ID, text(HOST, 'blue'))
    const stale = await at.run('apply', file, '--max-deletes=100%')
    expect([stale.exitCode, at.names().length]).toEqual([5, RECORDS.length])
    at.route53.putRecordSet(ZONE_ID, text(HOST))
    const applied = await at.run('apply', file, '--max-deletes=100%')
    expect([applied.exitCode, at.names()]).toEqual([0, []])
  })

  it('names the TXT that stay', async () => {
    const at = await stage({records: [recordSet(HOST), text(`a-${HOST}`), text(HOST, 'blue')]})
    const plan = await at.run('plan', ...SYNC)
    expect(plan.stdout.replaceAll(/\s+/g, ' ')).toContain(`the ownership TXT ${HOST} stays: it is that of owner blue`)
    await at.run('apply', '--yes', ...SYNC)
    expect(at.names()).toEqual([['TXT', `${HOST}.`]])
  })

  it('is deleted with its former TXT when ownership is kept in DynamoDB', async () => {
    const database = await startDynamoDbEmulator()
    open.push(database)
    const at = await stage({records: RECORDS})
    const environment = at.with({AWS_ENDPOINT_URL_DYNAMODB: database.url, AWS_REGION: 'eu-west-1'})
    const applied = await at.runWith({environment}, 'apply', '--yes', ...SYNC, '--registry=dynamodb')
    expect([applied.exitCode, at.names()]).toEqual([0, []])
  })
})

describe('a record that is no longer an alias', () => {
  const alias = {
    HostedZoneId: 'Z32O12XQLNTSW2',
    DNSName: 'lb-1.eu-west-1.elb.amazonaws.com.',
    EvaluateTargetHealth: true,
  }
  const records = [
    {Name: '*.example.com', Type: 'A', AliasTarget: alias},
    text('cname-star.example.com'),
    recordSet('star.example.com', 'hand.example.net', {Type: 'CNAME'}),
  ]
  const byHand = ['CNAME', 'star.example.com.']

  it.each(['--policy=sync', '--policy=upsert-only'])(
    'leaves nothing that makes a CNAME by hand ours, with %s',
    async (policy) => {
      const at = await stage({objects: [service('web', '*.example.com')], records})
      const flags = [AS_PROD, policy, '--txt-wildcard-replacement=star', '--max-deletes=100%']
      expect((await at.run('apply', '--yes', ...flags)).exitCode).toBe(0)
      expect(at.names()).toEqual([['A', '*.example.com.'], ['TXT', 'a-star.example.com.'], byHand])
      expect((await at.run('owners', '--csv', ...flags)).stdout).not.toMatch(/star\.example\.com,CNAME,prod/)
      expect((await at.run('prune', '--yes', ...flags)).exitCode).toBe(0)
      expect((await at.run('apply', '--yes', ...flags)).exitCode).toBe(0)
      expect(at.names()).toContainEqual(byHand)
    },
  )
})

describe('a TXT of ours without a record', () => {
  it('is named where its host is wanted, and is no change', async () => {
    const at = await stage({objects: [service('web', HOST)], records: [text(`cname-${HOST}`)]})
    await at.run('apply', '--yes', ...SYNC)
    const plan = await at.run('plan', '--detailed-exitcode', ...SYNC)
    expect(plan.exitCode).toBe(0)
    expect(plan.stdout.replaceAll(/\s+/g, ' ')).toContain(`the ownership TXT cname-${HOST} is ours but has no record`)
    expect((await at.run('prune', '--yes', '--orphans', ...SYNC)).exitCode).toBe(0)
    expect((await at.run('plan', ...SYNC)).stdout).not.toContain('speaks of no record')
  })
})
