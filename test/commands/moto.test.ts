import {CreateHostedZoneCommand} from '@aws-sdk/client-route-53'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {findMoto, type Moto, startMoto} from '../emulators/route53/moto.js'
import {listAll, openSdkClient} from '../emulators/route53/sdk-client.js'
import {service} from './objects.js'
import {AS_PROD, shown, stage} from './stage.js'

const path = findMoto()
if (path === undefined) console.log('Skipped: there is no moto_server, so nothing runs against a Route 53 of others.')

/** Starting it takes seconds. */
const START_TIMEOUT_MS = 70_000

describe.skipIf(path === undefined)('against a Route 53 that others wrote (moto_server)', () => {
  let moto: Moto

  beforeAll(async () => {
    moto = await startMoto(path ?? '')
  }, START_TIMEOUT_MS)
  afterAll(() => moto.close())

  it('plans, applies, has nothing left to do, updates and prunes', async () => {
    const client = openSdkClient(moto.url)
    const {HostedZone} = await client.send(new CreateHostedZoneCommand({Name: 'example.com', CallerReference: 'one'}))
    const stored = async () =>
      (await listAll(client, HostedZone?.Id ?? ''))
        .filter(({Type}) => Type !== 'NS' && Type !== 'SOA')
        .map(({Name, Type, ResourceRecords}) => `${Name} ${Type} ${ResourceRecords?.map(({Value}) => Value).join()}`)
        .sort()
    const scene = await stage({objects: [service('front', 'www.example.com'), service('shop', 'shop.example.com')]})
    const environment = scene.with({AWS_ENDPOINT_URL: moto.url, AWS_REGION: 'us-east-1'})
    const run = (...argv: readonly ['plan' | 'apply' | 'prune', ...(readonly string[])]) => {
      const [command, ...flags] = argv
      return scene.runWith({environment}, command, AS_PROD, ...flags)
    }
    const text = (name: string) =>
      `"heritage=external-dns,external-dns/owner=prod,external-dns/resource=service/web/${name}"`

    expect((await run('plan')).stdout).toContain('Plan: 2 to create')
    const applied = await run('apply', '--yes')
    expect([applied.exitCode, shown(applied.stderr)]).toEqual([0, expect.stringContaining('4 changes accepted')])
    expect(await stored()).toEqual([
      `a-shop.example.com. TXT ${text('shop')}`,
      `a-www.example.com. TXT ${text('front')}`,
      'shop.example.com. A 192.0.2.10',
      'www.example.com. A 192.0.2.10',
    ])
    expect((await run('plan')).stdout).toMatch(/\nNo changes\. 2 hosts are as they should be\.\n$/)

    scene.cluster.setObjects([service('front', 'www.example.com', {ips: ['192.0.2.77']})])
    expect((await run('apply', '--yes')).exitCode).toBe(0)
    expect(await stored()).toContain('www.example.com. A 192.0.2.77')
    expect((await run('prune', '--yes', '--max-deletes=1')).stdout).toContain('Applied 1 of 1 host.')
    expect(await stored()).toEqual([`a-www.example.com. TXT ${text('front')}`, 'www.example.com. A 192.0.2.77'])
  })
})
