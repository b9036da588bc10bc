import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {
  type DynamoDbEmulator,
  type DynamoDbOptions,
  type Item,
  startDynamoDbEmulator,
} from '../emulators/dynamodb/emulator.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {startProxy} from '../emulators/proxy/proxy.js'
import {startStsEmulator} from '../emulators/sts/emulator.js'
import {owned, recordSet, service} from './objects.js'
import {AS_PROD, expectNoWrite, fleet, type Stage, type StageOptions, stage, ZONE_ID} from './stage.js'

const ARGV = [AS_PROD, '--registry=dynamodb', '--policy=sync', '--max-deletes=100%'] as const
const FRONT = service('front', 'www.example.com')
const WWW = 'www.example.com#A#'

const FOREVER = Number.POSITIVE_INFINITY
/** Words of the SDK and of JavaScript that mean nothing to users. */
const NOT_FOR_USERS = /hidden field|Deserialization|\bUnknown|not valid JSON|SyntaxError/

const open: Pick<DynamoDbEmulator, 'close'>[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()))
})

async function scene(
  options: StageOptions = {},
  table: DynamoDbOptions = {},
  variables: Readonly<Record<string, string>> = {},
) {
  const database = await startDynamoDbEmulator(table)
  open.push(database)
  const staged = await stage(options)
  const environment = staged.with({AWS_ENDPOINT_URL_DYNAMODB: database.url, AWS_REGION: 'eu-west-1', ...variables})
  const run = (name: Parameters<Stage['run']>[0], ...argv: readonly string[]) =>
    staged.runWith({environment}, name, ...ARGV, ...argv)
  return {...staged, database, run, apply: () => run('apply', '--yes')}
}

/** The rows of the table as text: `www.example.com#A# prod service/web/front @Z0EXAMPLE`. */
async function rows({database}: {readonly database: DynamoDbEmulator}): Promise<readonly string[]> {
  return (await database.items()).map(rowText).sort()
}

function rowText(item: Item): string {
  const {k, o, l} = item as {k: {S: string}; o: {S: string}; l: {M: Record<string, {S: string}>}}
  return `${k.S} ${o.S} ${l.M.resource?.S ?? ''}${l.M.zone === undefined ? '' : ` @${l.M.zone.S}`}`
}

const row = (key: string, owner = 'prod', resource = 'service/web/front'): Item => ({
  k: {S: key},
  o: {S: owner},
  l: {M: {resource: {S: resource}}},
})

const writes = ({database}: {readonly database: DynamoDbEmulator}) =>
  database.operations().filter((operation) => /Put|Delete|Update|Batch/.test(operation))

describe('ownership in a DynamoDB table', () => {
  it('is written before the record, read again, and left alone by the next run', async () => {
    const at = await scene({objects: [FRONT]})
    const plan = await at.run('plan', '--verbose')
    expect(plan.stdout).toContain('row      + www.example.com#A#')
    expect(plan.stdout).toContain('1 change and 1 ledger row in 1 batch.')
    expect(writes(at)).toEqual([])
    const applied = await at.apply()
    expect(applied.stdout).toContain('Applied 1 of 1 host.')
    expect(at.names()).toEqual([['A', 'www.example.com.']])
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @Z0EXAMPLE`])
    const again = await at.apply()
    expect(again.stdout).toContain('No changes. 1 host is as it should be.')
    expect(writes(at)).toEqual(['PutItem'])
  })

  it('goes after its record', async () => {
    const at = await scene({objects: [FRONT]})
    await at.apply()
    at.cluster.setObjects([])
    expect((await at.run('plan', '--verbose')).stdout).toContain('row      - www.example.com#A#')
    expect((await at.apply()).exitCode).toBe(0)
    expect(at.names()).toEqual([])
    expect(await rows(at)).toEqual([])
  })

  it('that external-dns wrote is ours, and is not rewritten for lack of our label', async () => {
    const at = await scene({objects: [FRONT], records: [recordSet('www.example.com')]})
    await at.database.put(row(WWW))
    expect((await at.apply()).stdout).toContain('No changes.')
    expect(writes(at)).toEqual([])
  })

  it('of another owner keeps a record as it is, and a name from being taken', async () => {
    const at = await scene({
      objects: [FRONT, service('till', 'till.example.com')],
      records: [recordSet('www.example.com', '192.0.2.99')],
    })
    await at.database.put(row(WWW, 'other'))
    await at.database.put(row('till.example.com#A#', 'other'))
    const {stdout} = await at.run('plan', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      isEmpty: true,
      blocked: [
        {host: 'till.example.com', reason: 'owner-mismatch', owner: 'other'},
        {host: 'www.example.com', reason: 'owner-mismatch', owner: 'other'},
      ],
    })
    await at.run('prune', '--yes', '--orphans')
    expect(await rows(at)).toEqual(['till.example.com#A# other service/web/front', `${WWW} other service/web/front`])
  })

  it('does not cover the private zone with the same name', async () => {
    const twin = {name: 'example.com', id: 'ZTWIN', private: true, records: [recordSet('www.example.com', '10.0.0.1')]}
    const at = await scene({
      objects: [FRONT],
      route53: {zones: [{name: 'example.com', id: 'Z0EXAMPLE', records: []}, twin]},
    })
    // Wanted in both zones, as in external-dns. The foreign record in one of them stays.
    await at.apply()
    at.cluster.setObjects([])
    await at.apply()
    expect(at.names()).toEqual([])
    expect(at.names('ZTWIN')).toEqual([['A', 'www.example.com.']])
  })

  it('is read page by page', async () => {
    const hosts = Array.from({length: 5}, (_each, index) => service(`s${index}`, `s${index}.example.com`))
    const at = await scene({objects: hosts}, {pageSize: 2})
    await at.apply()
    expect((await at.run('plan')).stdout).toContain('No changes. 5 hosts are as they should be.')
    expect(await rows(at)).toHaveLength(5)
  })

  it('is listed by owners', async () => {
    const at = await scene({objects: [FRONT], records: [recordSet('www.example.com')]})
    await at.database.put(row(WWW))
    await at.database.put(row('gone.example.com#A#', 'other'))
    const {stdout} = await at.run('owners', '--json')
    expect(JSON.parse(stdout).records).toMatchObject([
      {owner: 'other', host: 'gone.example.com', state: 'orphan', txtFormat: 'none'},
      {owner: 'prod', host: 'www.example.com', state: 'wanted', txtFormat: 'none', txtNames: []},
    ])
  })
})

describe('coming from TXT', () => {
  it('creates a row for each record with our TXT, and keeps TXT and record', async () => {
    const at = await scene({objects: [FRONT], records: owned('www.example.com')})
    expect((await at.run('plan')).stdout).toContain('row      + www.example.com#A#')
    await at.apply()
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @Z0EXAMPLE`])
    expect(at.route53.calls.counts().ChangeResourceRecordSets).toBeUndefined()
    expect((await at.run('plan')).stdout).toContain('No changes.')
    await at.run('prune', '--yes', '--obsolete-txt')
    expect(at.names()).toEqual([['A', 'www.example.com.']])
    expect((await at.run('plan')).stdout).toContain('No changes.')
  })

  it('deletes the TXT together with the record', async () => {
    const at = await scene({records: owned('www.example.com')})
    await at.apply()
    expect(at.names()).toEqual([])
  })

  it('creates no row for an unowned record until owners adopt has written a TXT, as the plan says', async () => {
    const at = await scene({objects: [FRONT], records: [recordSet('www.example.com', '192.0.2.99')]})
    expect((await at.run('plan', '--json')).stdout).toContain('"owners adopt www.example.com --registry=txt"')
    const argv = ['--yes', 'www.example.com', AS_PROD, '--registry=txt']
    expect((await at.runWith({}, 'owners adopt', ...argv)).exitCode).toBe(0)
    await at.apply()
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @Z0EXAMPLE`])
    expect((await at.run('plan', '--detailed-exitcode')).exitCode).toBe(0)
  })

  it('never touches the TXT and records of other owners', async () => {
    const at = await scene({objects: [FRONT], records: owned('www.example.com', '192.0.2.99', 'other')})
    const before = at.names()
    const flags = ['--yes', '--orphans', '--obsolete-txt', '--managed-record-types=A', '--managed-record-types=TXT']
    await at.apply()
    await at.run('prune', ...flags)
    expect(at.names()).toEqual(before)
    expect(await rows(at)).toEqual([])
  })
})

describe('nothing is written to the table', () => {
  it.each([
    ['plan', '--full-read'],
    ['apply', '--dry-run'],
    ['prune', '--dry-run'],
    ['owners', '--json'],
  ] as const)('by %s %s', async (command, flag) => {
    const at = await scene({objects: [FRONT], records: [recordSet('gone.example.com')]})
    await at.database.put(row('gone.example.com#A#'))
    await at.run(command, flag)
    expect(writes(at)).toEqual([])
    expectNoWrite(at)
  })
})

describe('a fault of the table', () => {
  it('when rows are denied leaves the zone as it was, and names action and table', async () => {
    const at = await scene({objects: [FRONT]})
    at.database.addFault({operation: 'PutItem', action: {kind: 'refuse', code: 'AccessDeniedException'}})
    const {stderr, exitCode} = await at.apply()
    expect(exitCode).toBe(1)
    expect(stderr).toContain('arn:aws:iam::111122223333:user/ci may not dynamodb:PutItem')
    expect(stderr).toContain('allow dynamodb:PutItem on arn:aws:dynamodb:eu-west-1:*:table/external-dns')
    expect(stderr).toContain('Nothing was changed.')
    expect(at.names()).toEqual([])
    expect((await at.apply()).stdout).toContain('Applied 1 of 1 host.')
  })

  it('is named with the partition of the region', async () => {
    const at = await scene({objects: [FRONT]}, {}, {AWS_REGION: '', AWS_DEFAULT_REGION: 'cn-north-1'})
    at.database.addFault({operation: 'PutItem', action: {kind: 'refuse', code: 'AccessDeniedException'}})
    expect((await at.apply()).stderr).toContain(
      'allow dynamodb:PutItem on arn:aws-cn:dynamodb:cn-north-1:*:table/external-dns',
    )
  })

  it('is named with the region of the profile of AWS_PROFILE', async () => {
    const at = await scene({objects: [FRONT]})
    const file = join(at.folder, 'config')
    writeFileSync(file, '[profile shop]\nregion = eu-central-1\naws_access_key_id = x\naws_secret_access_key = x\n')
    at.database.addFault({operation: 'PutItem', action: {kind: 'refuse', code: 'AccessDeniedException'}})
    const environment = at.with({
      AWS_ENDPOINT_URL_DYNAMODB: at.database.url,
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_CONFIG_FILE: file,
      AWS_PROFILE: 'shop',
    })
    const {stderr} = await at.runWith({environment}, 'apply', ...ARGV, '--yes')
    expect(stderr).toContain('allow dynamodb:PutItem on arn:aws:dynamodb:eu-central-1:*:table/external-dns')
  })

  it('when STS refuses the role is no matter of rights to the table', async () => {
    const sts = await startStsEmulator({keys: {emulator: 'arn:aws:iam::111122223333:user/ci'}})
    open.push(sts)
    const at = await scene({objects: [FRONT]}, {}, {AWS_ENDPOINT_URL_STS: sts.url})
    const role = 'arn:aws:iam::222233334444:role/dns'
    const {stderr, exitCode} = await at.run('plan', `--aws-assume-role=${role}`)
    expect(stderr).toContain(`AWS refused: arn:aws:iam::111122223333:user/ci may not sts:AssumeRole on ${role}.`)
    expect(stderr).not.toContain('dynamodb:')
    expect(exitCode).toBe(1)
  })

  it('is reached through a proxy where one is named', async () => {
    const at = await scene({objects: [FRONT]})
    const proxy = await startProxy({leadsTo: Number(new URL(at.database.url).port)})
    open.push(proxy)
    const environment = at.with({
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://dynamodb.test',
      HTTP_PROXY: `http://${proxy.host}`,
    })
    expect((await at.runWith({environment}, 'apply', '--yes', ...ARGV)).stdout).toContain('Applied 1 of 1 host.')
    expect(new Set(proxy.calls.map(({kind, target}) => `${kind} ${target}`))).toEqual(
      new Set(['POST dynamodb.test:80']),
    )
    expect(proxy.calls.length).toBe(at.database.operations().length)
  })

  it('deletes no type that doctor --iam-policy leaves out', async () => {
    const at = await scene({records: owned('www.example.com')})
    expect((await at.apply()).exitCode).toBe(0)
    const deleted = at.route53.acceptedChanges().map(([, , type]) => type)
    expect([...deleted].sort()).toEqual(['A', 'TXT'])
    const policy = JSON.parse((await at.run('doctor', '--iam-policy')).stdout)
    const types = JSON.stringify(policy.Statement).match(/"route53:ChangeResourceRecordSetsRecordTypes":\[([^\]]*)\]/)
    for (const type of deleted) expect(types?.[1]).toContain(`"${type}"`)
  })

  it('when reading is denied makes no plan', async () => {
    const at = await scene({objects: [FRONT]})
    at.database.addFault({operation: 'Scan', action: {kind: 'refuse', code: 'AccessDeniedException'}})
    const {stdout, stderr, exitCode} = await at.apply()
    expect([stdout, exitCode]).toEqual(['', 1])
    expect(stderr).toContain('may not dynamodb:Scan')
    expectNoWrite(at)
  })

  it('that throttles is waited for', async () => {
    const at = await scene({objects: [FRONT]})
    const action = {kind: 'refuse', code: 'ProvisionedThroughputExceededException'} as const
    at.database.addFault({operation: 'PutItem', times: 3, action})
    expect((await at.apply()).stdout).toContain('Applied 1 of 1 host.')
  })

  it('that throttles for good leaves the zone as it was', async () => {
    const at = await scene({objects: [FRONT]})
    const action = {kind: 'refuse', code: 'ProvisionedThroughputExceededException'} as const
    at.database.addFault({operation: 'PutItem', times: Number.POSITIVE_INFINITY, action})
    const {stderr, exitCode} = await at.run('apply', '--yes', '--aws-api-retries=2')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('DynamoDB throttled the call')
    expect(at.names()).toEqual([])
  })

  it.each(['lose', 'cut'] as const)('that %ss one answer does no harm', async (kind) => {
    const at = await scene({objects: [FRONT]})
    at.database.addFault({operation: 'PutItem', action: {kind}})
    expect((await at.apply()).stdout).toContain('Applied 1 of 1 host.')
    at.cluster.setObjects([])
    at.database.addFault({operation: 'DeleteItem', action: {kind}})
    expect((await at.apply()).stdout).toContain('Applied 1 of 1 host.')
    expect(await rows(at)).toEqual([])
  })

  it.each([
    ['DescribeTable', 200, ''],
    ['DescribeTable', 200, '<html><br>Log in'],
    ['Scan', 200, ''],
    ['Scan', 200, '{}'],
    ['Scan', 200, '{"Items":[],"Count":3,"ScannedCount":3}'],
    ['Scan', 400, '<html><br>Log in'],
    ['Scan', 200, '{"Items":[],"Count":0,"LastEvaluatedKey":{"k":{"S":"x"}}}'],
  ])('when %s is answered %i %j makes no plan', async (operation, status, body) => {
    const it = await scene({objects: [FRONT]})
    it.database.addFault({operation, times: FOREVER, action: {kind: 'instead', status, body}})
    const {exitCode, stdout, stderr} = await it.apply()
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/\n {2}The answer \(HTTP \d+\) .+\. Nothing was changed\.\n {2}Fix: /)
    expect(stderr).not.toMatch(NOT_FOR_USERS)
    expectNoWrite(it)
  })

  it.each([
    [200, ''],
    [200, '{}'],
    [200, '<html><br>Log in'],
    [408, ''],
  ])('when a row is answered %i %j writes no record for it', async (status, body) => {
    const it = await scene({objects: [FRONT]})
    it.database.addFault({operation: 'PutItem', times: FOREVER, action: {kind: 'instead', status, body}})
    const {exitCode, stdout, stderr} = await it.apply()
    expect(exitCode).not.toBe(0)
    expect(stdout + stderr).not.toMatch(NOT_FOR_USERS)
    expectNoWrite(it)
  })

  it('between row and record leaves a row that the next run uses', async () => {
    const at = await scene({objects: [FRONT]})
    at.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      action: {code: 'AccessDenied', message: 'no', status: 403},
    })
    expect((await at.run('apply', '--yes')).exitCode).toBe(1)
    expect(at.names()).toEqual([])
    expect(await rows(at)).toHaveLength(1)
    expect((await at.apply()).stdout).toContain('Applied 1 of 1 host.')
    expect(writes(at)).toEqual(['PutItem'])
  })

  it('at the end of a delete leaves a row that prune --orphans shows and takes', async () => {
    const at = await scene({objects: [FRONT]})
    await at.apply()
    at.cluster.setObjects([])
    at.database.addFault({operation: 'DeleteItem', action: {kind: 'refuse', code: 'AccessDeniedException'}})
    const {stdout, exitCode} = await at.apply()
    expect(exitCode).toBe(4)
    expect(stdout.replace(/\s+/g, ' ')).toContain('its record sets are gone, its ledger row is not')
    expect(at.names()).toEqual([])
    expect(await rows(at)).toHaveLength(1)
    expect((await at.run('prune', '--orphans', '--dry-run')).stdout).toContain('ledger row without a record')
    expect((await at.run('prune', '--orphans', '--yes')).stdout).toContain('Applied 1 of 1 host.')
    expect(await rows(at)).toEqual([])
  })

  it('where someone else takes the row meanwhile lets that host fail alone', async () => {
    const at = await scene({objects: [FRONT, service('till', 'till.example.com')]})
    at.database.addFault({
      operation: 'PutItem',
      when: ({body}) => JSON.stringify(body).includes('till.example.com'),
      action: {kind: 'pass'},
      onHit: () => at.database.put(row('till.example.com#A#', 'other')),
    })
    const {stdout, exitCode} = await at.apply()
    expect(exitCode).toBe(4)
    expect(stdout).toContain('the ledger row till.example.com#A# belongs to owner other by now')
    expect(stdout).toContain('Applied 1 of 2 hosts, 1 failed.')
    expect(at.names()).toEqual([['A', 'www.example.com.']])
  })
})

describe('two runs of one owner, one for the public and one for the private zone of a name', () => {
  const TWIN = {name: 'example.com', id: 'ZTWIN', private: true, records: []}
  const twins = (objects: readonly KubernetesObject[]) =>
    scene({objects, route53: {zones: [{name: 'example.com', id: 'Z0EXAMPLE', records: []}, TWIN]}})
  const inPublic = '--aws-zone-type=public'
  const inPrivate = '--aws-zone-type=private'

  it("keep each other's zone in the row that both make", async () => {
    const at = await twins([FRONT])
    at.database.addFault({
      operation: 'PutItem',
      action: {kind: 'pass'},
      onHit: () => at.run('apply', '--yes', inPrivate),
    })
    expect((await at.run('apply', '--yes', inPublic)).exitCode).toBe(0)
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @Z0EXAMPLE+ZTWIN`])
    expect((await at.run('plan')).stdout).toContain('No changes. 2 hosts are as they should be.')
  })

  it("keep each other's zone where one deletes and the other creates", async () => {
    const at = await twins([FRONT])
    await at.run('apply', '--yes', inPublic)
    at.cluster.setObjects([])
    at.database.addFault({
      operation: 'DeleteItem',
      action: {kind: 'pass'},
      async onHit() {
        at.cluster.setObjects([FRONT])
        await at.run('apply', '--yes', inPrivate)
      },
    })
    expect((await at.run('apply', '--yes', inPublic)).exitCode).toBe(0)
    expect(at.names()).toEqual([])
    expect(at.names('ZTWIN')).toEqual([['A', 'www.example.com.']])
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @ZTWIN`])
  })

  it('remove a zone from the row only after its record set is gone', async () => {
    const at = await twins([FRONT])
    await at.apply()
    at.cluster.setObjects([])
    at.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      times: Number.POSITIVE_INFINITY,
      action: {code: 'AccessDenied', message: 'no', status: 403},
    })
    expect((await at.run('apply', '--yes', inPublic)).exitCode).toBe(1)
    expect(at.names()).toEqual([['A', 'www.example.com.']])
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @Z0EXAMPLE+ZTWIN`])
  })

  it('leave the row of the twin when one of them deletes', async () => {
    const at = await twins([FRONT])
    await at.apply()
    at.cluster.setObjects([])
    const plan = await at.run('plan', '--verbose', inPublic)
    expect(plan.stdout).toContain('(kept for its other zones)')
    expect((await at.run('apply', '--yes', inPublic)).exitCode).toBe(0)
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @ZTWIN`])
    expect(at.names('ZTWIN')).toEqual([['A', 'www.example.com.']])
  })

  it('let prune --orphans remove a zone without that record set from the row', async () => {
    const at = await twins([FRONT])
    await at.run('apply', '--yes', inPrivate)
    await at.database.put({...row(WWW), l: {M: {resource: {S: 'service/web/front'}, zone: {S: 'Z0EXAMPLE+ZTWIN'}}}})
    expect((await at.run('prune', '--orphans', '--yes')).stdout).toContain('Applied 1 of 1 host.')
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @ZTWIN`])
  })

  it('keep a label that was added to the row meanwhile', async () => {
    const at = await twins([FRONT])
    await at.run('apply', '--yes', inPublic)
    const labels = {resource: {S: 'service/web/front'}, zone: {S: 'Z0EXAMPLE'}, team: {S: 'web'}}
    at.database.addFault({
      operation: 'PutItem',
      action: {kind: 'pass'},
      onHit: () => at.database.put({...row(WWW), l: {M: labels}}),
    })
    expect((await at.apply()).exitCode).toBe(0)
    const [item] = await at.database.items()
    expect(item?.l).toEqual({M: {...labels, zone: {S: 'Z0EXAMPLE+ZTWIN'}}})
  })

  it('keep the row of an invalid object that has the record in one of the zones', async () => {
    const at = await twins([FRONT])
    await at.run('apply', '--yes', inPublic)
    const other = service('other', 'www.example.com', {ips: ['192.0.2.20']})
    at.cluster.setObjects([service('front', 'bad..example.com'), other])
    await at.apply()
    expect(await rows(at)).toEqual([`${WWW} prod service/web/front @Z0EXAMPLE+ZTWIN`])
    const plan = JSON.parse((await at.run('plan', '--json')).stdout)
    expect(plan.isEmpty).toBe(true)
    expect(at.route53.zone('Z0EXAMPLE').records.find(({Name}) => Name === 'www.example.com.')?.ResourceRecords).toEqual(
      [{Value: '192.0.2.10'}],
    )
  })
})

describe('a row that changes while a question is waiting', () => {
  /** A host whose record is updated while its row stays unchanged. */
  async function asked(meanwhile: (at: Awaited<ReturnType<typeof scene>>) => unknown) {
    const at = await scene({objects: [FRONT]})
    await at.apply()
    at.route53.putRecordSet(ZONE_ID, recordSet('www.example.com', '192.0.2.99'))
    at.route53.mark()
    const environment = at.with({AWS_ENDPOINT_URL_DYNAMODB: at.database.url, AWS_REGION: 'eu-west-1'})
    const run = await at.runWith(
      {environment, typed: 'yes\n', meanwhile: () => meanwhile(at)},
      'apply',
      ...ARGV,
      '--no-wait',
    )
    return {...run, accepted: at.route53.acceptedChanges().length}
  }

  it('another owner has the row since: exit code 5, and nothing is written', async () => {
    const {stderr, exitCode, accepted} = await asked(({database}) => database.put(row(WWW, 'other')))
    expect(stderr).toContain(`1 ledger row changed since: ${WWW} was owner prod, is owner other. Nothing was changed.`)
    expect({exitCode, accepted}).toEqual({exitCode: 5, accepted: 0})
  })

  it('another run of ours may have joined its zone to the row', async () => {
    const joined = {...row(WWW), l: {M: {resource: {S: 'service/web/front'}, zone: {S: 'Z0EXAMPLE+ZTWIN'}}}}
    const {exitCode, accepted} = await asked(({database}) => database.put(joined))
    // The DELETE and the CREATE for the record.
    expect({exitCode, accepted}).toEqual({exitCode: 0, accepted: 2})
  })

  it('rows of other hosts may change', async () => {
    const {exitCode} = await asked(({database}) => database.put(row('till.example.com#A#', 'other')))
    expect(exitCode).toBe(0)
  })
})

describe('a plan with rows', () => {
  it('is not saved, because the file could not say in which table they lie', async () => {
    const at = await scene({objects: [FRONT]})
    const {stderr, exitCode} = await at.run('plan', '--out=plan.json')
    expect(stderr).toContain('a plan with --registry=dynamodb cannot be saved yet')
    expect(exitCode).toBe(1)
  })

  it('leaves no receipt either, whose undo would forget the rows', async () => {
    const at = await scene({objects: [FRONT]})
    const {stderr, exitCode} = await at.run('apply', '--yes', '--receipt=receipt.json')
    expect(stderr).toContain('a run with --registry=dynamodb leaves no receipt yet')
    expect(exitCode).toBe(1)
    expect(at.names()).toEqual([])
  })
})

describe('a table that is not what it should be', () => {
  it('is missing: the command that makes one is told', async () => {
    const at = await scene({objects: [FRONT]}, {tables: []})
    const {stderr, exitCode} = await at.run('plan')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('There is no table external-dns in eu-west-1.')
    expect(stderr).toContain('aws dynamodb create-table --table-name external-dns')
  })

  it.each([
    [{name: 'external-dns', key: 'id'}, 'Its key is id (HASH)'],
    [{name: 'external-dns', key: 'k', sortKey: 's'}, 'Its key is k (HASH), s (RANGE)'],
  ])('has another key', async (table, shown) => {
    const at = await scene({}, {tables: [table]})
    const {stderr, exitCode} = await at.run('plan')
    expect(exitCode).toBe(1)
    expect(stderr.replace(/\s+/g, ' ')).toContain(shown)
  })
})

describe('prune --obsolete-txt with the ledger', () => {
  it('cleans up the TXT of a record that has a row, and calls it no delete', async () => {
    const it = await scene({objects: [FRONT], records: owned('www.example.com')})
    expect((await it.apply()).exitCode).toBe(0)
    const {stdout} = await it.run('prune', '--dry-run', '--obsolete-txt', '--json')
    const {counts, zones} = JSON.parse(stdout)
    expect(counts).toMatchObject({delete: 0, cleanups: 1, unchanged: 1})
    expect(zones[0].hosts[0].notes).toEqual(['the ledger has a row for the record'])
    expect((await it.run('prune', '--yes', '--obsolete-txt')).exitCode).toBe(0)
    expect(it.names()).toEqual([['A', 'www.example.com.']])
  })

  it('cleans up a row without a record, and calls it no delete', async () => {
    const it = await scene({objects: [FRONT]})
    expect((await it.apply()).exitCode).toBe(0)
    it.cluster.setObjects([])
    for (const [Type, Name] of it.names()) it.route53.removeRecordSet(ZONE_ID, {Type, Name})
    const {stdout} = await it.run('prune', '--dry-run', '--orphans')
    expect(stdout).toContain('Plan: 0 to create, 0 to update, 0 to delete, 1 ownership cleanup')
    expect((await it.run('prune', '--yes', '--orphans')).exitCode).toBe(0)
    expect(await rows(it)).toEqual([])
  })
})

describe('several clusters', () => {
  const CLUSTERS = ['--context=eu1', '--context=us1', '--registry=dynamodb', '--policy=sync']

  it('of one owner share the rows', async () => {
    const database = await startDynamoDbEmulator()
    open.push(database)
    await database.put(row('gone.example.com#A#'))
    const objects = {eu1: [FRONT], us1: [service('api', 'api.example.com')]}
    const it = await fleet(objects, {records: [recordSet('gone.example.com')]})
    const environment = it.with({AWS_ENDPOINT_URL_DYNAMODB: database.url, AWS_REGION: 'eu-west-1'})
    expect((await it.runWith({environment}, 'apply', '--yes', AS_PROD, ...CLUSTERS)).exitCode).toBe(0)
    expect(await rows({database})).toEqual([
      'api.example.com#A# prod service/web/api @Z0EXAMPLE',
      'www.example.com#A# prod service/web/front @Z0EXAMPLE',
    ])
    expect(it.names().map(([, name]) => name)).toEqual(['api.example.com.', 'www.example.com.'])
  })

  it('of several owners are refused: a row has one owner', async () => {
    const it = await fleet({eu1: [FRONT], us1: []})
    const owners = ['--txt-owner-id=eu1=prod-eu1', '--txt-owner-id=us1=prod-us1']
    const {stderr, exitCode} = await it.run('apply', '--yes', ...CLUSTERS, ...owners)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('--registry=dynamodb is for one owner at a time, and the clusters have several.')
    expectNoWrite(it)
  })
})
