import type {Route53Client} from '@aws-sdk/client-route-53'
import {describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator} from './emulator.js'
import {change, create, listAll, plain, remove, upsert} from './sdk-client.js'
import {batchXml, send, type WireAnswer} from './wire-client.js'

let emulator: Route53Emulator
let client: Route53Client

serveEachTest({zones: [{name: 'example.com', id: 'Z1'}]}, (...started) => {
  ;[emulator, client] = started
})

const AFFINITY = ['AvailabilityZone', 'use1-az1'] as const

type Parts = {
  readonly id?: string
  readonly affinity?: readonly [type: string, id: string]
  readonly before?: string
  readonly after?: string
}

function affinityXml([type, id]: readonly [type: string, id: string]): string {
  return `<AZAffinity><LocationType>${type}</LocationType><LocationId>${id}</LocationId></AZAffinity>`
}

/** svc.example.com A, with `before` at the place of the older policies and `after` at the end. */
function svc({id = 'z1', affinity = AFFINITY, before = '', after = affinityXml(affinity)}: Parts = {}): string {
  const identifier = id === '' ? '' : `<SetIdentifier>${id}</SetIdentifier>`
  const values = '<ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>'
  return `<Name>svc.example.com</Name><Type>A</Type>${identifier}${before}<TTL>60</TTL>${values}${after}`
}

const submit = (...changes: readonly (readonly [action: string, set: string])[]): Promise<WireAnswer> =>
  send(emulator.url, 'hostedzone/Z1/rrset', batchXml(changes))
const list = async () => (await send(emulator.url, 'hostedzone/Z1/rrset')).xml

describe('AZ affinity', () => {
  it.each([
    ['AvailabilityZone', 'use1-az1'],
    ['AvailabilityZone', 'apne1-az4'],
    ['AvailabilityZoneGroup', 'us-east-1-zg-1'],
    ['Region', 'us-east-1'],
    ['Partition', 'aws-us-gov'],
    ['Global', 'global'],
  ] as const)('is stored and comes back as the last element: %s %s', async (...affinity) => {
    expect((await submit(['CREATE', svc({affinity})])).status).toBe(200)
    expect(await list()).toContain(`</ResourceRecords>${affinityXml(affinity)}</ResourceRecordSet>`)
    expect(emulator.zone('Z1').records).toMatchObject([
      {SetIdentifier: 'z1', AZAffinity: {LocationType: affinity[0], LocationId: affinity[1]}},
    ])
  })

  it('is taken for an alias and beside a health check', async () => {
    const target = '<HostedZoneId>Z1</HostedZoneId><DNSName>web.example.com</DNSName>'
    const alias = `<AliasTarget>${target}<EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>`
    expect(await change(client, 'Z1', [create(plain('web.example.com', 'A', '192.0.2.9'))])).toBe('ok')
    const one = svc({id: 'one', affinity: ['Global', 'global']}).replace(/<TTL>.*<\/ResourceRecords>/, alias)
    const two = svc({after: `<HealthCheckId>h-1</HealthCheckId>${affinityXml(AFFINITY)}`})
    expect((await submit(['CREATE', one], ['CREATE', two])).status).toBe(200)
    expect(await list()).toContain(`</AliasTarget>${affinityXml(['Global', 'global'])}`)
  })

  it.each<[string, string]>([
    ['anywhere but at the end', svc({before: affinityXml(AFFINITY), after: ''})],
    ['without a set identifier', svc({id: ''})],
    ['beside a weight', svc({before: '<Weight>1</Weight>'})],
    [
      'beside a CIDR location',
      svc({
        after: `<CidrRoutingConfig><CollectionId>c</CollectionId><LocationName>*</LocationName></CidrRoutingConfig>${affinityXml(AFFINITY)}`,
      }),
    ],
    ['without a type', svc({after: '<AZAffinity><LocationId>use1-az1</LocationId></AZAffinity>'})],
    ['without an id', svc({after: '<AZAffinity><LocationType>Global</LocationType></AZAffinity>'})],
    ['with another member', svc({after: affinityXml(AFFINITY).replace('</AZ', '<Bias>1</Bias></AZ')})],
    ['of an unknown type', svc({affinity: ['Continent', 'eu']})],
    ['of a Local Zone', svc({affinity: ['AvailabilityZone', 'usw2-lax1-az1']})],
    ['of a zone by its name', svc({affinity: ['AvailabilityZone', 'us-east-1a']})],
    ['in upper case', svc({affinity: ['AvailabilityZone', 'USE1-AZ1']})],
    ['of a region that is none', svc({affinity: ['Region', 'eu-west-9']})],
    ['of an id of another type', svc({affinity: ['Global', 'aws']})],
  ])('is refused %s', async (_case, set) => {
    expect(await submit(['CREATE', set])).toMatchObject({status: 400, code: 'InvalidInput'})
    expect(emulator.zone('Z1').records).toEqual([])
  })

  it('is refused twice for one location, and taken for two', async () => {
    expect((await submit(['CREATE', svc()])).status).toBe(200)
    expect(await submit(['CREATE', svc({id: 'z2'})])).toMatchObject({status: 400, code: 'InvalidChangeBatch'})
    expect((await submit(['CREATE', svc({id: 'z2', affinity: ['AvailabilityZone', 'use1-az2']})])).status).toBe(200)
  })

  it('is refused beside sets of another policy, and they beside it', async () => {
    const weighted = {...plain('svc.example.com', 'A', '192.0.2.2'), SetIdentifier: 'w', Weight: 1}
    expect(await change(client, 'Z1', [create(weighted)])).toBe('ok')
    expect(await submit(['CREATE', svc()])).toMatchObject({code: 'InvalidChangeBatch'})
    expect(await change(client, 'Z1', [remove(weighted)])).toBe('ok')
    expect((await submit(['CREATE', svc()])).status).toBe(200)
    for (const other of [weighted, plain('svc.example.com', 'A', '192.0.2.2')]) {
      expect(await change(client, 'Z1', [create(other)])).toMatchObject({code: 'InvalidChangeBatch'})
    }
  })

  it('has to match in a DELETE', async () => {
    expect((await submit(['CREATE', svc()])).status).toBe(200)
    expect(await submit(['DELETE', svc({affinity: ['AvailabilityZone', 'use1-az2']})])).toMatchObject({
      code: 'InvalidChangeBatch',
    })
    expect((await submit(['DELETE', svc()])).status).toBe(200)
    expect(emulator.zone('Z1').records).toEqual([])
  })

  it('does not reach the SDK, whose DELETE and UPSERT are refused', async () => {
    expect((await submit(['CREATE', svc()])).status).toBe(200)
    const read = (await listAll(client, 'Z1')).at(-1) ?? {Name: undefined, Type: undefined}
    expect(read).toEqual({...plain('svc.example.com.', 'A', '192.0.2.1'), TTL: 60, SetIdentifier: 'z1'})
    expect(await change(client, 'Z1', [remove(read)])).toMatchObject({
      code: 'InvalidChangeBatch',
      message: expect.stringContaining('but the values provided do not match the current values'),
    })
    expect(await change(client, 'Z1', [upsert({...read, TTL: 30})])).toMatchObject({code: 'InvalidInput'})
    expect(await list()).toContain(affinityXml(AFFINITY))
  })
})
