import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  ListTagsForResourceCommand,
  ListTagsForResourcesCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type Route53Emulator, type Route53EmulatorOptions, startRoute53Emulator} from './emulator.js'
import {alias, change, create, listAll, openSdkClient, outcomeOf, plain, remove, upsert} from './sdk-client.js'

let emulator: Route53Emulator
let client: Route53Client
let zoneId: string

async function restart(options: Route53EmulatorOptions): Promise<void> {
  client?.destroy()
  await emulator?.close()
  emulator = await startRoute53Emulator(options)
  client = openSdkClient(emulator.url)
}

beforeEach(async () => {
  await restart({zones: [{name: 'example.com', id: 'Z1', tags: {team: 'web', empty: ''}}]})
  zoneId = 'Z1'
})

afterEach(async () => {
  client.destroy()
  await emulator.close()
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

describe('listing', () => {
  const weighted = (id: string) => ({...plain('w.example.com', 'A', '192.0.2.1'), SetIdentifier: id, Weight: 1})
  const page = async (start: Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'>) => {
    const {ResourceRecordSets, ...rest} = await client.send(
      new ListResourceRecordSetsCommand({HostedZoneId: 'Z1', ...start}),
    )
    return {
      ...rest,
      shown: (ResourceRecordSets ?? []).map(({Name, Type, SetIdentifier = ''}) => `${Name} ${Type} ${SetIdentifier}`),
    }
  }

  beforeEach(async () => {
    const sets = [
      weighted('a'),
      weighted('c'),
      plain('w.example.com', 'TXT', '"t"'),
      plain('*.example.com', 'A', '192.0.2.1'),
    ]
    expect(await change(client, 'Z1', sets.map(create))).toBe('ok')
  })

  it.each<[Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'>, string]>([
    [{}, 'example.com. NS '],
    [{StartRecordName: 'W.example.com'}, 'w.example.com. A a'],
    [{StartRecordName: 'w.example.com.', StartRecordType: 'A', StartRecordIdentifier: 'b'}, 'w.example.com. A c'],
    [{StartRecordName: 'w.example.com', StartRecordType: 'A', StartRecordIdentifier: 'c'}, 'w.example.com. A c'],
    [{StartRecordName: 'w.example.com', StartRecordType: 'AAAA'}, 'w.example.com. TXT '],
    [{StartRecordName: '*.example.com'}, '\\052.example.com. A '],
    [{StartRecordName: '\\052.example.com', StartRecordType: 'AAAA'}, 'w.example.com. A a'],
    [{StartRecordName: 'aaa.example.org'}, ''],
  ])('from %j begins with %j', async (start, first) => {
    expect((await page(start)).shown[0] ?? '').toBe(first)
  })

  it('names the set identifier that comes next', async () => {
    expect(await page({StartRecordName: 'w.example.com', MaxItems: 1})).toMatchObject({
      IsTruncated: true,
      NextRecordName: 'w.example.com.',
      NextRecordType: 'A',
      NextRecordIdentifier: 'c',
      MaxItems: 1,
    })
    expect(await page({StartRecordName: 'w.example.com', StartRecordType: 'TXT', MaxItems: 1})).toMatchObject({
      IsTruncated: false,
    })
  })

  it('gives the same sets in pages of any size', async () => {
    const {shown: all} = await page({})
    for (const MaxItems of [1, 2, 5, 6, 7]) {
      const joined: string[] = []
      let start: Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'> | undefined = {}
      while (start !== undefined) {
        const {shown, IsTruncated, NextRecordName, NextRecordType, NextRecordIdentifier} = await page({
          ...start,
          MaxItems,
        })
        expect(shown.length).toBeLessThanOrEqual(MaxItems)
        joined.push(...shown)
        start = IsTruncated
          ? {
              StartRecordName: NextRecordName,
              StartRecordType: NextRecordType,
              StartRecordIdentifier: NextRecordIdentifier,
            }
          : undefined
      }
      expect(joined).toEqual(all)
    }
  })

  it.each([0, -1])('refuses pages of %i', async (MaxItems) => {
    expect(await outcomeOf(page({MaxItems}))).toMatchObject({code: 'InvalidInput'})
  })

  it('takes a larger page for the largest', async () => {
    expect((await page({MaxItems: 1000})).MaxItems).toBe(300)
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
    emulator.setLatency(50)
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
    emulator.setLatency(60)
    const start = performance.now()
    await listZones()
    expect(performance.now() - start).toBeGreaterThanOrEqual(55)
  })

  it('refuses a second change of a zone while one is under way, and takes one of another zone', async () => {
    const other = emulator.addZone({name: 'example.org'})
    emulator.setLatency(60)
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
    emulator.setLatency(60)
    const outcomes = await Promise.all(
      [1, 2, 3].map((n) => change(client, 'Z1', [create(plain(`h${n}.example.com`, 'A', '192.0.2.1'))])),
    )
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
  })

  it('throttles when the bucket of calls is empty and fills it again', async () => {
    await restart({rateLimit: {burst: 2, perSecond: 50}})
    const outcomes = [await listZones(), await listZones(), await listZones()]
    expect(outcomes).toEqual(['ok', 'ok', {code: 'Throttling', message: 'Rate exceeded', status: 400}])
    await new Promise((resolve) => setTimeout(resolve, 40))
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

describe('faults', () => {
  const DENIED =
    'User: arn:aws:sts::111122223333:assumed-role/external-dns/emulator is not authorized to perform: route53:ListResourceRecordSets on resource: arn:aws:route53:::hostedzone/Z1 because no identity-based policy allows the route53:ListResourceRecordSets action'

  it.each([
    ['throttle', {code: 'Throttling', message: 'Rate exceeded', status: 400}],
    [
      'expiredToken',
      {code: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403},
    ],
    ['accessDenied', {code: 'AccessDenied', message: DENIED, status: 403}],
    ['noSuchHostedZone', {code: 'NoSuchHostedZone', message: 'No hosted zone found with ID: Z1', status: 404}],
    [
      'priorRequestNotComplete',
      {
        code: 'PriorRequestNotComplete',
        message: 'The request was rejected because Route 53 was still processing a prior request.',
        status: 400,
      },
    ],
  ] as const)('answers %s as AWS does', async (action, expected) => {
    emulator.addFault({operation: 'ListResourceRecordSets', zoneId: 'Z1', action})
    expect(await listSets()).toEqual(expected)
    expect(await listSets()).toBe('ok')
  })

  it('names no resource when the whole account is denied', async () => {
    emulator.addFault({operation: 'ListHostedZones', action: 'accessDenied'})
    const outcome = await listZones()
    expect(outcome === 'ok' ? '' : outcome.message).toMatch(
      /perform: route53:ListHostedZones because no identity-based/,
    )
  })

  it('answers any status, and any error of the test', async () => {
    emulator.addFault({action: {status: 500}})
    emulator.addFault({nth: 2, action: {code: 'LimitsExceeded', message: 'too many', status: 409}})
    expect(await listZones()).toMatchObject({code: 'InternalFailure', status: 500})
    expect(await listZones()).toEqual({code: 'LimitsExceeded', message: 'too many', status: 409})
  })

  it('hits the nth matching call, as many times as it is told, and no other operation or zone', async () => {
    const other = emulator.addZone({name: 'example.org'})
    emulator.addFault({operation: 'ListResourceRecordSets', zoneId: 'Z1', nth: 2, times: 2, action: 'throttle'})
    const outcomes: unknown[] = []
    for (let call = 0; call < 4; call += 1) {
      outcomes.push((await listSets()) === 'ok')
      expect(await outcomeOf(client.send(new ListResourceRecordSetsCommand({HostedZoneId: other})))).toBe('ok')
      expect(await listZones()).toBe('ok')
    }
    expect(outcomes).toEqual([true, false, false, true])
  })

  it('hits the calls that a test picks, until it is taken away', async () => {
    const undo = emulator.addFault({
      when: (call) => call.changes?.some(({ResourceRecordSet}) => ResourceRecordSet.Name.startsWith('bad')) ?? false,
      times: Number.POSITIVE_INFINITY,
      action: 'throttle',
    })
    const bad = [create(plain('bad.example.com', 'A', '192.0.2.1'))]
    expect(await change(client, 'Z1', [create(www)])).toBe('ok')
    expect(await change(client, 'Z1', bad)).toMatchObject({code: 'Throttling'})
    expect(await change(client, 'Z1', bad)).toMatchObject({code: 'Throttling'})
    undo()
    expect(await change(client, 'Z1', bad)).toBe('ok')
  })

  it('cuts the connection before anything is applied', async () => {
    emulator.addFault({operation: 'ChangeResourceRecordSets', action: 'resetConnection'})
    const outcome = await change(client, 'Z1', [create(www)])
    expect(outcome === 'ok' ? '' : outcome.status).toBeUndefined()
    expect(outcome).toMatchObject({message: expect.stringMatching(/ECONNRESET|socket hang up/)})
    expect(emulator.zone('Z1').records).toEqual([])
    expect(emulator.calls.all()[0]?.status).toBe(0)
  })

  it('loses the answer after everything was applied', async () => {
    emulator.addFault({operation: 'ChangeResourceRecordSets', action: 'loseAnswerAfterApplying'})
    expect(await change(client, 'Z1', [create(www)])).toMatchObject({
      message: expect.stringMatching(/ECONNRESET|hang up/),
    })
    expect(emulator.acceptedChanges()).toHaveLength(1)
    expect(emulator.zone('Z1').records).toHaveLength(1)
  })

  it('loses the answer of a refusal too', async () => {
    emulator.addFault({operation: 'ChangeResourceRecordSets', action: 'loseAnswerAfterApplying'})
    expect(await change(client, 'Z1', [remove(www)])).toMatchObject({
      message: expect.stringMatching(/ECONNRESET|hang up/),
    })
    expect(emulator.calls.all()[0]).toMatchObject({status: 0, errorCode: 'InvalidChangeBatch'})
  })

  it('hangs until the client gives up', async () => {
    emulator.addFault({action: 'hang'})
    const abort = AbortSignal.timeout(80)
    const outcome = await outcomeOf(client.send(new ListHostedZonesCommand({}), {abortSignal: abort}))
    expect(outcome).toMatchObject({code: 'AbortError'})
    expect(await listZones()).toBe('ok')
  })

  it('lets a test change the zone at the moment of a call', async () => {
    emulator.addFault({
      operation: 'ChangeResourceRecordSets',
      action: (call, state) => {
        state.putRecordSet(call.zoneId ?? '', {
          Name: 'www.example.com',
          Type: 'A',
          TTL: 1,
          ResourceRecords: [{Value: '192.0.2.9'}],
        })
      },
    })
    expect(await change(client, 'Z1', [create(www)])).toMatchObject({code: 'InvalidChangeBatch'})
    expect(emulator.zone('Z1').records).toMatchObject([{TTL: 1}])
  })

  it('forgets every fault at once', async () => {
    emulator.addFault({times: 9, action: 'throttle'})
    emulator.clearFaults()
    expect(await listZones()).toBe('ok')
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
