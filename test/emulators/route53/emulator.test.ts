import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourceCommand,
  ListTagsForResourcesCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53'
import {beforeEach, describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator} from './emulator.js'
import {alias, change, create, listAll, outcomeOf, plain, remove, upsert} from './sdk-client.js'

let emulator: Route53Emulator
let client: Route53Client
let zoneId: string

const restart = serveEachTest(
  {zones: [{name: 'example.com', id: 'Z1', tags: {team: 'web', empty: ''}}]},
  (...started) => {
    ;[emulator, client] = started
  },
)
beforeEach(() => {
  zoneId = 'Z1'
})

const www = plain('www.example.com', 'A', '192.0.2.1')
const listZones = () => outcomeOf(client.send(new ListHostedZonesCommand({})))
const listSets = () => outcomeOf(client.send(new ListResourceRecordSetsCommand({HostedZoneId: zoneId})))

describe('zones and sets put there by hand', () => {
  it('shows a zone in the form of the recorded cases, and as stored on request', async () => {
    emulator.putRecordSet('Z1', {
      Name: '*.Apps.example.com',
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{Value: '192.0.2.1'}],
    })
    emulator.putRecordSet('/hostedzone/Z1', alias('x.example.com', 'A', 'SELF', '*.apps.example.com') as never)
    expect(emulator.zone('Z1')).toEqual({
      id: 'Z1',
      name: 'example.com.',
      private: false,
      tags: {team: 'web', empty: ''},
      records: [
        {Name: '*.apps.example.com.', Type: 'A', TTL: 60, ResourceRecords: [{Value: '192.0.2.1'}]},
        {
          Name: 'x.example.com.',
          Type: 'A',
          AliasTarget: {HostedZoneId: 'SELF', DNSName: '*.apps.example.com.', EvaluateTargetHealth: false},
        },
      ],
    })
    expect(emulator.zones({form: 'stored'})[0]?.records.map(({Name}) => Name)).toEqual([
      '\\052.apps.example.com.',
      'x.example.com.',
    ])
    expect(emulator.zone('Z1', {apex: true}).records.map(({Type}) => Type)).toEqual(['NS', 'SOA', 'A', 'A'])
    expect(emulator.calls.total()).toBe(0)
  })

  it('lists through the API what was put there, and no longer what was removed', async () => {
    emulator.putRecordSet('Z1', {Name: 'a.example.com', Type: 'A', TTL: 60, ResourceRecords: [{Value: '192.0.2.1'}]})
    expect((await listAll(client, 'Z1')).map(({Name}) => Name)).toContain('a.example.com.')
    emulator.removeRecordSet('Z1', {Name: 'a.example.com', Type: 'A'})
    expect((await listAll(client, 'Z1')).map(({Name}) => Name)).not.toContain('a.example.com.')
    expect(() => emulator.removeRecordSet('Z1', {Name: 'a.example.com', Type: 'A'})).toThrow('no set')
    expect(() => emulator.zone('Z9')).toThrow('no zone Z9')
  })

  it('leaves out the NS and SOA of the zone and no other NS', () => {
    emulator.putRecordSet('Z1', {
      Name: 'sub.example.com',
      Type: 'NS',
      TTL: 60,
      ResourceRecords: [{Value: 'ns.example.net'}],
    })
    emulator.putRecordSet('Z1', {
      Name: 'example.com',
      Type: 'MX',
      TTL: 60,
      ResourceRecords: [{Value: '1 mail.example.com'}],
    })
    expect(emulator.zone('Z1').records.map(({Name, Type}) => `${Name} ${Type}`)).toEqual([
      'example.com. MX',
      'sub.example.com. NS',
    ])
  })

  it('hands out states that no later change alters', async () => {
    emulator.putRecordSet('Z1', {Name: 'a.example.com', Type: 'A', TTL: 60, ResourceRecords: [{Value: '192.0.2.1'}]})
    const before = emulator.zone('Z1')
    expect(await change(client, 'Z1', [create(www)])).toBe('ok')
    expect(before.records).toHaveLength(1)
  })

  it('adds and removes zones, private ones with their VPCs', async () => {
    const privateId = emulator.addZone({
      name: 'example.com',
      private: true,
      comment: 'inner',
      vpcs: [{VPCId: 'vpc-1', VPCRegion: 'eu-west-1'}],
    })
    const zone = await client.send(new GetHostedZoneCommand({Id: privateId}))
    expect(zone).toMatchObject({
      HostedZone: {Config: {PrivateZone: true, Comment: 'inner'}, ResourceRecordSetCount: 2},
      VPCs: [{VPCId: 'vpc-1', VPCRegion: 'eu-west-1'}],
    })
    emulator.removeZone('Z1')
    expect(emulator.zones().map(({id}) => id)).toEqual([privateId])
    expect(await listSets()).toMatchObject({code: 'NoSuchHostedZone', status: 404})
  })

  it('tells the tags of one zone and of several', async () => {
    const other = emulator.addZone({name: 'example.org'})
    const one = await client.send(new ListTagsForResourceCommand({ResourceType: 'hostedzone', ResourceId: 'Z1'}))
    const tags = [
      {Key: 'team', Value: 'web'},
      {Key: 'empty', Value: ''},
    ]
    expect(one.ResourceTagSet).toEqual({ResourceType: 'hostedzone', ResourceId: 'Z1', Tags: tags})
    const several = await client.send(
      new ListTagsForResourcesCommand({ResourceType: 'hostedzone', ResourceIds: ['Z1', other]}),
    )
    expect(several.ResourceTagSets?.map(({ResourceId, Tags}) => [ResourceId, Tags])).toEqual([
      ['Z1', tags],
      [other, []],
    ])
  })

  it('lists zones by name, reversed labels first', async () => {
    for (const name of ['b.example.com', 'example.net', 'a.example.com']) emulator.addZone({name})
    const {HostedZones} = await client.send(new ListHostedZonesByNameCommand({DNSName: 'a.example.com'}))
    expect(HostedZones?.map(({Name}) => Name)).toEqual(['a.example.com.', 'b.example.com.', 'example.net.'])
    const nameless = new ListHostedZonesByNameCommand({HostedZoneId: 'Z1'})
    expect(await outcomeOf(client.send(nameless))).toMatchObject({code: 'InvalidInput'})
  })
})

describe('the log of calls', () => {
  it('counts calls by operation, and remembers what was asked for', async () => {
    await listZones()
    await change(client, 'Z1', [create(www)])
    await change(client, 'Z1', [create(www)])
    expect(emulator.calls.counts()).toEqual({ListHostedZones: 1, ChangeResourceRecordSets: 2})
    expect(emulator.calls.total()).toBe(3)
    expect(emulator.calls.all()[1]).toMatchObject({
      operation: 'ChangeResourceRecordSets',
      zoneId: 'Z1',
      status: 200,
      changes: [{Action: 'CREATE', ResourceRecordSet: {Name: 'www.example.com', Type: 'A', TTL: 300}}],
    })
    expect(emulator.calls.all()[2]).toMatchObject({status: 400, errorCode: 'InvalidChangeBatch'})
    const times = emulator.calls.all().map(({atMs}) => atMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    emulator.calls.clear()
    expect(emulator.calls.counts()).toEqual({})
  })

  it('keeps the accepted changes since the last mark', async () => {
    const weighted = {...plain('*.example.com', 'A', '192.0.2.1'), SetIdentifier: 'eu', Weight: 1}
    await change(client, 'Z1', [create(www), create(weighted)])
    await change(client, 'Z1', [create(www)])
    expect(emulator.acceptedChanges()).toEqual([
      ['CREATE', 'www.example.com', 'A'],
      ['CREATE', '*.example.com', 'A', 'eu'],
    ])
    emulator.mark()
    await change(client, 'Z1', [remove(www)])
    expect(emulator.acceptedChanges()).toEqual([['DELETE', 'www.example.com', 'A']])
  })

  it('tells how many calls were under way together', async () => {
    emulator.setLatency(200)
    await Promise.all([listZones(), listZones(), listSets()])
    expect(emulator.calls.mostUnderWay()).toBe(3)
    expect(
      emulator.calls
        .all()
        .map(({underWay}) => underWay)
        .toSorted(),
    ).toEqual([1, 2, 3])
  })

  it('logs and refuses what it does not do', async () => {
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/route53/aws4_request, Signature=b',
    }
    const answer = await fetch(`${emulator.url}/2013-04-01/healthcheck`, {headers})
    expect([answer.status, emulator.calls.counts()]).toEqual([501, {Unknown: 1}])
    const filtered = await fetch(`${emulator.url}/2013-04-01/hostedzone?hostedzonetype=PrivateHostedZone`, {headers})
    expect(filtered.status).toBe(501)
  })
})

describe('time', () => {
  it('takes as long as it is told', async () => {
    const took = async () => {
      const start = performance.now()
      await listZones()
      return performance.now() - start
    }
    emulator.setLatency(150)
    expect(await took()).toBeGreaterThanOrEqual(145)
    await restart({latencyMs: 150})
    expect(await took()).toBeGreaterThanOrEqual(145)
  })

  it('refuses a second change of a zone while one is under way, and takes one of another zone', async () => {
    const other = emulator.addZone({name: 'example.org'})
    emulator.setLatency(200)
    const outcomes = await Promise.all([
      change(client, 'Z1', [create(www)]),
      change(client, 'Z1', [create(plain('b.example.com', 'A', '192.0.2.1'))]),
      change(client, other, [create(plain('b.example.org', 'A', '192.0.2.1'))]),
    ])
    const [first, second, third] = outcomes
    expect([first, second].filter((outcome) => outcome === 'ok')).toHaveLength(1)
    expect([first, second].find((outcome) => outcome !== 'ok')).toMatchObject({
      code: 'PriorRequestNotComplete',
      status: 400,
    })
    expect(third).toBe('ok')
    expect(await change(client, 'Z1', [create(plain('c.example.com', 'A', '192.0.2.1'))])).toBe('ok')
  })

  it('refuses a third change too, as long as the first is under way', async () => {
    emulator.setLatency(200)
    const outcomes = await Promise.all(
      [1, 2, 3].map((n) => change(client, 'Z1', [create(plain(`h${n}.example.com`, 'A', '192.0.2.1'))])),
    )
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
  })

  it('throttles when the bucket of calls is empty and fills it again', async () => {
    await restart({rateLimit: {burst: 2, perSecond: 4}})
    const outcomes = await Promise.all([listZones(), listZones(), listZones()])
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(2)
    expect(outcomes).toContainEqual({code: 'Throttling', message: 'Rate exceeded', status: 400})
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await listZones()).toBe('ok')
  })

  it('answers PENDING as often as it is told, then INSYNC', async () => {
    emulator.setPendingPolls(2)
    const command = new ChangeResourceRecordSetsCommand({HostedZoneId: 'Z1', ChangeBatch: {Changes: [create(www)]}})
    const {ChangeInfo} = await client.send(command)
    const statuses: unknown[] = []
    for (let poll = 0; poll < 4; poll += 1) {
      statuses.push((await client.send(new GetChangeCommand({Id: ChangeInfo?.Id}))).ChangeInfo?.Status)
    }
    expect(statuses).toEqual(['PENDING', 'PENDING', 'INSYNC', 'INSYNC'])
  })
})

describe('the wire', () => {
  it('answers an error in the form of AWS, with a request id', async () => {
    const answer = await fetch(`${emulator.url}/2013-04-01/hostedzone/Z9`, {
      headers: {authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/route53/aws4_request, Signature=b'},
    })
    const requestId = answer.headers.get('x-amzn-requestid')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('text/xml')
    expect(await answer.text()).toBe(
      `<?xml version="1.0"?>\n<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>No hosted zone found with ID: Z9</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    )
  })

  it('gives the texts of a refused batch in one bracketed list, as Route 53 has since 2024', async () => {
    const outcome = await change(client, 'Z1', [remove(www), create(plain('example.com', 'CNAME', 'a.example.net'))])
    expect(outcome).toEqual({
      code: 'InvalidChangeBatch',
      status: 400,
      message:
        "[Tried to delete resource record set [name='www.example.com.', type='A'] but it was not found, RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]",
    })
  })

  it('carries every character of a value there and back', async () => {
    const set = plain('x.example.com', 'TXT', '"a & b < c > d \\" \'e\'"', '"\\303\\244"')
    expect(await change(client, 'Z1', [upsert(set)])).toBe('ok')
    expect((await listAll(client, 'Z1')).at(-1)?.ResourceRecords).toEqual(set.ResourceRecords)
  })

  it('carries every routing field there and back', async () => {
    const base = {Name: 'r.example.com', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.1'}]} as const
    const sets = [
      {...base, SetIdentifier: 'i', Weight: 0, HealthCheckId: 'h-1'},
      {...base, Name: 'l.example.com', SetIdentifier: 'i', Region: 'eu-west-1'},
      {...base, Name: 'f.example.com', SetIdentifier: 'i', Failover: 'SECONDARY'},
      {...base, Name: 'g.example.com', SetIdentifier: 'i', GeoLocation: {CountryCode: 'US', SubdivisionCode: 'CA'}},
      {...base, Name: 'm.example.com', SetIdentifier: 'i', MultiValueAnswer: true},
      {...base, Name: 'c.example.com', SetIdentifier: 'i', CidrRoutingConfig: {CollectionId: 'c', LocationName: '*'}},
      {...base, Name: 'p.example.com', SetIdentifier: 'i', GeoProximityLocation: {AWSRegion: 'eu-west-1', Bias: -10}},
      {
        ...base,
        Name: 'q.example.com',
        SetIdentifier: 'i',
        GeoProximityLocation: {Coordinates: {Latitude: '48.1', Longitude: '11.5'}, Bias: 0},
      },
    ] as const
    expect(
      await change(
        client,
        'Z1',
        sets.map((set) => create({...set, ResourceRecords: [...set.ResourceRecords]})),
      ),
    ).toBe('ok')
    const listed = await listAll(client, 'Z1')
    for (const set of sets) expect(listed).toContainEqual({...set, Name: `${set.Name}.`})
  })
})
