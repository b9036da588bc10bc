import {setImmediate} from 'node:timers/promises'
import type {Route53Client} from '@aws-sdk/client-route-53'
import {describe, expect, it} from 'vitest'
import {CHECK_ORDER, type Check} from './change-checks.js'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator} from './emulator.js'
import {change, create, plain, remove, upsert} from './sdk-client.js'
import {batchXml, send, textsOf} from './wire-client.js'

let emulator: Route53Emulator
let client: Route53Client

const restart = serveEachTest({zones: [{name: 'example.com', id: 'Z1'}]}, (...started) => {
  ;[emulator, client] = started
})

const www = plain('www.example.com', 'A', '192.0.2.1')
/** A batch in which a set has no values, and which deletes what is not there. */
const bad = [create({Name: 'x.example.com', Type: 'A'}), remove(www)]
const first = (...checks: Check[]): Check[] => [...checks, ...CHECK_ORDER.filter((check) => !checks.includes(check))]
const codeOf = async (call: ReturnType<typeof change>) => {
  const outcome = await call
  return outcome === 'ok' ? 'ok' : outcome.code
}

describe('the order of checks', () => {
  const deny = () => emulator.addFault({operation: 'ChangeResourceRecordSets', action: 'accessDenied'})

  it('is access, throttling, shape, zone, changes', async () => {
    await restart({rateLimit: {burst: 1, perSecond: 0}})
    deny()
    expect(await codeOf(change(client, 'Z9', bad))).toBe('AccessDenied')
    expect(await codeOf(change(client, 'Z9', bad))).toBe('InvalidInput')
    expect(await codeOf(change(client, 'Z9', bad))).toBe('Throttling')
    await restart()
    expect(await codeOf(change(client, 'Z9', [remove(www)]))).toBe('NoSuchHostedZone')
    expect(await codeOf(change(client, 'Z1', [remove(www)]))).toBe('InvalidChangeBatch')
  })

  it('puts the prior request after the zone and before the changes', async () => {
    emulator.setLatency(500)
    const prior = change(client, 'Z1', [create(www)])
    while (emulator.calls.total() === 0) await setImmediate()
    const later = [change(client, 'Z1', [remove(www)]), change(client, 'Z1', bad), change(client, 'Z9', [remove(www)])]
    expect(await Promise.all(later.map(codeOf))).toEqual([
      'PriorRequestNotComplete',
      'InvalidInput',
      'NoSuchHostedZone',
    ])
    expect(await prior).toBe('ok')
  })

  it.each<[Check[], string]>([
    [['shape'], 'InvalidInput'],
    [['zone'], 'NoSuchHostedZone'],
    [['throttle'], 'Throttling'],
    [['access'], 'AccessDenied'],
  ])('can begin with %j', async (checks, code) => {
    await restart({checkOrder: first(...checks), rateLimit: {burst: 0, perSecond: 0}})
    deny()
    expect(await codeOf(change(client, 'Z9', bad))).toBe(code)
  })

  it('can put protections before the changes', async () => {
    await restart({checkOrder: first('access', 'protections')})
    emulator.protect('Z1', 'www.example.com', 'A', 'ask ops')
    const outcome = await change(client, 'Z1', [remove(www)])
    expect(outcome === 'ok' ? '' : outcome.message).toBe('[www.example.com. A is protected: ask ops]')
  })
})

describe('an InvalidChangeBatch', () => {
  it('comes without an ErrorResponse on request, each text alone', async () => {
    await restart({bareInvalidChangeBatch: true})
    const set =
      '<Name>www.example.com</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>one</Value></ResourceRecord></ResourceRecords>'
    emulator.protect('Z1', 'www.example.com', 'A', 'a, [b]')
    const batch = batchXml([['UPSERT', set.replace('one', '192.0.2.1')]])
    const {status, xml} = await send(emulator.url, 'hostedzone/Z1/rrset', batch)
    expect([status, textsOf(xml, 'Message')]).toEqual([400, ['www.example.com. A is protected: a, [b]']])
    expect(xml).toMatch(/^<\?xml version="1.0"\?>\n<InvalidChangeBatch xmlns="[^"]+"><Messages><Message>/)
    const wrong = await send(
      emulator.url,
      'hostedzone/Z1/rrset',
      batchXml([
        ['DELETE', set],
        ['CREATE', set.replace('www', 'x')],
      ]),
    )
    expect(textsOf(wrong.xml, 'Message')).toHaveLength(2)
    expect(await change(client, 'Z1', [upsert(www)])).toMatchObject({code: 'Unknown', message: 'UnknownError'})
    expect(await change(client, 'Z9', [upsert(www)])).toMatchObject({code: 'NoSuchHostedZone'})
  })
})
