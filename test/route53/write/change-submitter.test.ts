import {describe, expect, it} from 'vitest'
import type {ChangeBatch, ProgressEvent, WireChange} from '../../../src/route53/ports.js'
import {makeZoneReader} from '../../../src/route53/read/zone-reader.js'
import {makeChangeSubmitter} from '../../../src/route53/write/change-submitter.js'
import {readRejection} from '../../../src/route53/write/rejection.js'
import {alias, create, group, remove, values, zone} from '../builders.js'
import {emulate} from '../emulated.js'

const shop = zone('shop.io', 'Z1')
const EMPTY = {zones: [{name: 'shop.io.', id: 'Z1'}]}
const www = values('www.shop.io', 'A', ['192.0.2.1'])
const txt = values('a-www.shop.io', 'TXT', ['"heritage=external-dns"'])

function batch(...changes: readonly WireChange[]): ChangeBatch {
  return {zone: shop, groups: [group('www.shop.io', shop, changes)]}
}

describe('submit', () => {
  it('sends a batch in one call and hands the change id back', async () => {
    const {emulator, connect} = await emulate(EMPTY)
    const events: ProgressEvent[] = []
    const sent = batch(create(www), create(txt))
    const outcome = await makeChangeSubmitter(connect(), 'hello', (event) => events.push(event)).submit(sent)
    expect(outcome).toEqual({
      kind: 'accepted',
      changeId: expect.stringMatching(/^C/),
      status: expect.stringMatching(/PENDING|INSYNC/),
    })
    expect(emulator.calls.counts()).toEqual({ChangeResourceRecordSets: 1})
    expect(emulator.zone('Z1').records).toEqual([
      {Name: 'a-www.shop.io.', Type: 'TXT', TTL: 300, ResourceRecords: [{Value: '"heritage=external-dns"'}]},
      {Name: 'www.shop.io.', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.1'}]},
    ])
    expect(events).toEqual([{zone: shop, batch: sent}])
  })

  it('writes what was read back: every kind of routing, wildcards, aliases', async () => {
    const {emulator, connect} = await emulate(EMPTY)
    const routings = [
      {kind: 'weighted', weight: 0},
      {kind: 'latency', region: 'eu-west-1'},
      {kind: 'failover', role: 'SECONDARY'},
      {kind: 'multivalue'},
      {kind: 'geolocation', continentCode: undefined, countryCode: 'US', subdivisionCode: 'CA'},
      {
        kind: 'geoproximity',
        region: undefined,
        localZoneGroup: undefined,
        coordinates: {latitude: '49.22', longitude: '-74.01'},
        bias: 5,
      },
    ] as const
    const sets = [
      ...routings.map((routing) =>
        values(`${routing.kind}.shop.io`, 'A', ['192.0.2.1'], {setIdentifier: 'x', routing}),
      ),
      values('*.shop.io', 'A', ['192.0.2.2', '192.0.2.1']),
      alias('lb.shop.io', 'A', {dnsName: 'lb.eu-west-1.elb.amazonaws.com'}),
      alias('own.shop.io', 'A', {dnsName: 'lb.shop.io', zoneId: 'Z1'}),
    ]
    const connection = connect()
    const submitter = makeChangeSubmitter(connection)
    expect(await submitter.submit(batch(...sets.map(create)))).toMatchObject({kind: 'accepted'})
    const stored = (await makeZoneReader(connection).listRecordSets(shop)).filter((set) => set.name !== 'shop.io')
    expect(stored).toHaveLength(sets.length)
    expect(stored).toEqual(expect.arrayContaining(sets))
    expect(await submitter.submit(batch(...stored.map(remove)))).toMatchObject({kind: 'accepted'})
    expect(emulator.zone('Z1').records).toEqual([])
  })

  it('replaces a set in one batch, deletes going first whatever the order', async () => {
    const {emulator, connect} = await emulate(EMPTY)
    const submitter = makeChangeSubmitter(connect())
    const cname = values('www.shop.io', 'CNAME', ['b.io'])
    await submitter.submit(batch(create(cname)))
    expect(await submitter.submit(batch(create(www), create(txt), remove(cname)))).toMatchObject({kind: 'accepted'})
    expect(emulator.zone('Z1').records.map((record) => record.Type)).toEqual(['TXT', 'A'])
  })

  it('gives the reasons of a refusal, after which nothing was changed', async () => {
    const {emulator, connect} = await emulate(EMPTY)
    const submitter = makeChangeSubmitter(connect())
    await submitter.submit(batch(create(www)))
    const outcome = await submitter.submit(
      batch(create(www), create(txt), remove(values('old.shop.io', 'A', ['192.0.2.9']))),
    )
    if (outcome.kind !== 'rejected') throw new Error(outcome.kind)
    expect(outcome.messages.map((message) => readRejection(message).text)).toEqual([
      'A old.shop.io was deleted by someone else meanwhile',
      'A www.shop.io was made by someone else meanwhile',
    ])
    expect(emulator.zone('Z1').records).toHaveLength(1)
  })

  it('takes an invalid field for a refusal too', async () => {
    const {connect} = await emulate(EMPTY)
    const odd = values('www.shop.io', 'A', ['192.0.2.1'], {setIdentifier: 'x'})
    expect(await makeChangeSubmitter(connect()).submit(batch(create(odd)))).toMatchObject({
      kind: 'rejected',
      messages: [expect.stringContaining('Invalid request')],
    })
  })

  it.each(['throttle', 'priorRequestNotComplete', {status: 503}] as const)('tries again after %j', async (action) => {
    const {emulator, connect} = await emulate(EMPTY)
    emulator.addFault({action, times: 2})
    expect(await makeChangeSubmitter(connect()).submit(batch(create(www)))).toMatchObject({kind: 'accepted'})
    expect(emulator.calls.total()).toBe(3)
  })

  it('waits a little for an earlier change of its zone, and slows no other call down', async () => {
    const {emulator, clock, connect} = await emulate(EMPTY)
    emulator.addFault({action: 'priorRequestNotComplete', times: 3})
    const connection = connect()
    const submitter = makeChangeSubmitter(connection)
    expect(await submitter.submit(batch(create(www)))).toMatchObject({kind: 'accepted'})
    expect(await submitter.submit(batch(create(txt)))).toMatchObject({kind: 'accepted'})
    expect(clock.sleeps).toEqual([200, 400, 600])
    expect(connection.statistics()).toMatchObject({retries: 3, throttles: 0})
  })

  it.each([
    ['throttle', 4, 'failed', 'ROUTE53_THROTTLED'],
    ['priorRequestNotComplete', 4, 'failed', 'ROUTE53_THROTTLED'],
    ['accessDenied', 1, 'denied', 'ROUTE53_ACCESS_DENIED'],
    ['expiredToken', 1, 'failed', 'AWS_CREDENTIALS_EXPIRED'],
    ['noSuchHostedZone', 1, 'failed', 'ROUTE53_ZONE_VANISHED'],
  ] as const)('does not go on after %s, in %i calls: %s', async (action, calls, kind, code) => {
    const {emulator, connect} = await emulate(EMPTY)
    emulator.addFault({action, times: Number.POSITIVE_INFINITY})
    const outcome = await makeChangeSubmitter(connect()).submit(batch(create(www)))
    expect(outcome).toMatchObject({kind, error: {code, changed: 'Nothing of this batch was changed.'}})
    expect(emulator.calls.total()).toBe(calls)
  })

  it.each(['loseAnswerAfterApplying', 'resetConnection', 'hang', {status: 500}] as const)(
    'does not know what became of a batch after %j, and does not send it again',
    async (action) => {
      const {emulator, connect} = await emulate(EMPTY)
      emulator.addFault({action})
      const outcome = await makeChangeSubmitter(connect({callTimeoutMs: 200})).submit(batch(create(www)))
      expect(outcome).toMatchObject({
        kind: 'unknown',
        error: {changed: 'It is not known whether this batch was applied.'},
      })
      expect(emulator.calls.total()).toBe(1)
      expect(emulator.zone('Z1').records).toHaveLength(action === 'loseAnswerAfterApplying' ? 1 : 0)
    },
  )

  it('does not know what became of a batch whose answer names no change', async () => {
    const {emulator, connect} = await emulate(EMPTY)
    emulator.addFault({action: {rewrite: (xml) => xml.replace(/<ChangeInfo>.*<\/ChangeInfo>/s, '')}})
    expect(await makeChangeSubmitter(connect()).submit(batch(create(www)))).toMatchObject({kind: 'unknown'})
  })

  it('knows that nothing was changed where nobody listens', async () => {
    const {emulator, connect} = await emulate(EMPTY)
    const submitter = makeChangeSubmitter(connect({apiRetries: 0}))
    await emulator.close()
    expect(await submitter.submit(batch(create(www)))).toMatchObject({
      kind: 'failed',
      error: {code: 'AWS_UNREACHABLE', changed: 'Nothing of this batch was changed.'},
    })
  })

  it('does not believe a refusal that follows a fault of the server', async () => {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1'}]})
    emulator.putRecordSet('Z1', {Name: 'www.shop.io.', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.1'}]})
    emulator.addFault({action: {status: 503}})
    expect(await makeChangeSubmitter(connect()).submit(batch(create(www)))).toMatchObject({kind: 'unknown'})
    expect(emulator.calls.total()).toBe(2)
  })
})
