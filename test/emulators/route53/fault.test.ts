import {setImmediate} from 'node:timers/promises'
import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53'
import {beforeEach, describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator} from './emulator.js'
import {modelledInvalidChangeBatch} from './refusal.js'
import {change, create, outcomeOf, plain, remove} from './sdk-client.js'

let emulator: Route53Emulator
let client: Route53Client
let zoneId: string

serveEachTest({zones: [{name: 'example.com', id: 'Z1', tags: {team: 'web', empty: ''}}]}, (...started) => {
  ;[emulator, client] = started
})
beforeEach(() => {
  zoneId = 'Z1'
})

const SIGNED = 'AWS4-HMAC-SHA256 Credential=a/20261130/us-east-1/route53/aws4_request'
const www = plain('www.example.com', 'A', '192.0.2.1')
const listZones = () => outcomeOf(client.send(new ListHostedZonesCommand({})))
const listSets = () => outcomeOf(client.send(new ListResourceRecordSetsCommand({HostedZoneId: zoneId})))

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

  it.each(['breakOffAfterHead', 'breakOffHalfway'] as const)(
    'breaks the answer off (%s) after all was applied',
    async (action) => {
      emulator.addFault({operation: 'ChangeResourceRecordSets', action})
      expect(await change(client, 'Z1', [create(www)])).toMatchObject({
        status: 200,
        message: expect.stringMatching(/aborted/),
      })
      expect(emulator.acceptedChanges()).toHaveLength(1)
      emulator.addFault({operation: 'ListHostedZones', action})
      const response = await fetch(`${emulator.url}/2013-04-01/hostedzone`, {headers: {authorization: SIGNED}})
      expect([response.status, Number(response.headers.get('content-length'))]).toEqual([200, expect.any(Number)])
      await expect(response.text()).rejects.toThrow('terminated')
    },
  )

  it.each([true, false])('answers something else, the call done: %s', async (isDone) => {
    const instead = {status: 418, body: '<html/>'}
    emulator.addFault({operation: 'ChangeResourceRecordSets', action: {instead, isDone}})
    expect(await change(client, 'Z1', [create(www)])).toMatchObject({status: 418})
    expect(emulator.acceptedChanges()).toHaveLength(isDone ? 1 : 0)
  })

  it('refuses a batch in the form of the model, which the SDK takes for an unknown error', async () => {
    const refuse = () => {
      throw modelledInvalidChangeBatch(['one', 'two'])
    }
    emulator.addFault({operation: 'ChangeResourceRecordSets', action: refuse})
    const sent = client.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: 'Z1',
        ChangeBatch: {Changes: [{Action: 'CREATE', ResourceRecordSet: {...www, Type: 'A'}}]},
      }),
    )
    await expect(sent).rejects.toMatchObject({
      name: 'Unknown',
      message: 'UnknownError',
      Messages: {Message: ['one', 'two']},
    })
  })

  it('lets a test rewrite an answer', async () => {
    const seen: string[] = []
    const rewrite = (xml: string) => {
      seen.push(xml)
      return '<ListHostedZonesResponse><IsTruncated>true</IsTruncated></ListHostedZonesResponse>'
    }
    emulator.addFault({operation: 'ListHostedZones', action: {rewrite}})
    expect((await client.send(new ListHostedZonesCommand({}))).IsTruncated).toBe(true)
    expect(seen[0]).toContain('<Id>/hostedzone/Z1</Id>')
  })

  it('hangs until the client gives up', async () => {
    emulator.addFault({action: 'hang'})
    const abort = new AbortController()
    const outcome = outcomeOf(client.send(new ListHostedZonesCommand({}), {abortSignal: abort.signal}))
    while (emulator.calls.total() === 0) await setImmediate()
    abort.abort()
    expect(await outcome).toMatchObject({code: 'AbortError'})
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
