import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53'
import {describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator} from './emulator.js'
import {change, create, outcomeOf, plain, upsert} from './sdk-client.js'
import {send} from './wire-client.js'

let emulator: Route53Emulator
let client: Route53Client

const zones = [
  {name: 'example.com', id: 'Z1', features: {tier: 'ADVANCED' as const}},
  {name: 'example.org', id: 'Z2'},
]
const restart = serveEachTest({zones}, (...started) => {
  ;[emulator, client] = started
})

const hosts = (count: number, zone = 'example.com') =>
  Array.from({length: count}, (_, n) => plain(`h${n}.${zone}`, 'A', '192.0.2.1'))
const list = () => outcomeOf(client.send(new ListResourceRecordSetsCommand({HostedZoneId: 'Z1'})))
const THROTTLED = {code: 'Throttling', message: 'Rate exceeded', status: 400}

describe('the bucket of changes', () => {
  it('is taken from by the changes of all zones, and by no reading', async () => {
    await restart({changeLimit: {burst: 10, perSecond: 0}})
    expect(await change(client, 'Z1', hosts(6).map(create))).toBe('ok')
    expect(await change(client, 'Z2', hosts(5, 'example.org').map(create))).toEqual(THROTTLED)
    expect(emulator.zone('Z2').records).toEqual([])
    expect(await list()).toBe('ok')
    expect(await change(client, 'Z2', hosts(4, 'example.org').map(create))).toBe('ok')
    expect(await change(client, 'Z2', hosts(1, 'example.org').map(upsert))).toEqual(THROTTLED)
  })

  it('fills with time, and never takes more than it holds', async () => {
    await restart({changeLimit: {burst: 4, perSecond: 1}})
    expect(await change(client, 'Z1', hosts(4).map(create))).toBe('ok')
    emulator.advanceClock(60_000)
    expect(await change(client, 'Z1', hosts(5).map(upsert))).toEqual(THROTTLED)
    expect(await change(client, 'Z1', hosts(4).map(upsert))).toBe('ok')
  })

  it('can count an UPSERT twice, and be changed', async () => {
    emulator.setChangeLimit({burst: 4, perSecond: 0, perUpsert: 2})
    expect(await change(client, 'Z1', hosts(3).map(upsert))).toEqual(THROTTLED)
    expect(await change(client, 'Z1', hosts(2).map(upsert))).toBe('ok')
    emulator.setChangeLimit(undefined)
    expect(await change(client, 'Z1', hosts(1000).slice(2).map(create))).toBe('ok')
  })
})

describe('Throttling', () => {
  it('comes after 50 requests at once, until time passes', async () => {
    await restart({rateLimit: {}})
    const outcomes = await Promise.all(Array.from({length: 200}, list))
    expect(outcomes.filter((outcome) => outcome === 'ok').length).toBeGreaterThanOrEqual(50)
    expect(outcomes).toContainEqual(THROTTLED)
    emulator.advanceClock(1000)
    expect(await list()).toBe('ok')
  })

  it('can begin and end while the emulator runs, with a full bucket', async () => {
    emulator.setRateLimit({burst: 2, perSecond: 0})
    expect([await list(), await list(), await list()]).toEqual(['ok', 'ok', THROTTLED])
    emulator.setRateLimit({burst: 1, perSecond: 0})
    expect([await list(), await list()]).toEqual(['ok', THROTTLED])
    emulator.setRateLimit(undefined)
    expect(await list()).toBe('ok')
  })

  it('says when to come again only on request', async () => {
    await restart({rateLimit: {burst: 0, perSecond: 0}, retryAfterSeconds: 3})
    expect((await send(emulator.url, 'hostedzone')).headers.get('retry-after')).toBe('3')
    await restart({rateLimit: {burst: 0, perSecond: 0}})
    const throttled = await send(emulator.url, 'hostedzone')
    expect(throttled).toMatchObject({status: 400, code: 'Throttling'})
    expect(throttled.headers.get('retry-after')).toBeNull()
  })
})

describe('the log', () => {
  it('has the number of changes and the comment of each batch', async () => {
    const ChangeBatch = {Comment: 'external-dns-ts 1.0', Changes: hosts(3).map(create)}
    await client.send(new ChangeResourceRecordSetsCommand({HostedZoneId: 'Z1', ChangeBatch}))
    await change(client, 'Z1', hosts(3).map(create))
    await list()
    const lines = emulator.calls.all().map(({changeCount, comment, status}) => [status, changeCount, comment])
    expect(lines).toEqual([
      [200, 3, 'external-dns-ts 1.0'],
      [400, 3, undefined],
      [200, undefined, undefined],
    ])
  })
})
