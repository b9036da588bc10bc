import {describe, expect, it} from 'vitest'
import type {Recorded} from '../../../src/route53/ports.js'
import {makeChangeHistory} from '../../../src/route53/read/change-history.js'
import type {Route53EmulatorOptions} from '../../emulators/route53/emulator.js'
import {zone} from '../builders.js'
import {emulate} from '../emulated.js'

const shop = zone('shop.io', 'Z1')
const ON = {tier: 'ADVANCED'} as const
const CI = 'arn:aws:sts::111122223333:assumed-role/ci/run-17'

const set = (Name: string, value = '192.0.2.1', Type = 'A') => {
  return {Name: `${Name}.`, Type, TTL: 60, ResourceRecords: [{Value: value}]}
}
const upsert = (name: string, value?: string, type?: string) => {
  return {Action: 'UPSERT' as const, ResourceRecordSet: set(name, value, type)}
}

async function open(options: Route53EmulatorOptions = {}) {
  const {emulator, connect} = await emulate({zones: [{name: 'shop.io', id: 'Z1', features: ON}], ...options})
  return {emulator, history: makeChangeHistory(connect())}
}

function entriesOf<T>(answer: Recorded<T>): readonly T[] {
  if (answer.ok) return answer.value
  throw answer.error
}

function reasonOf(answer: Recorded<unknown>) {
  if (answer.ok) throw new Error('it is known')
  const {code, happened} = answer.error
  return {code, happened}
}

describe('a history of changes', () => {
  it.each([true, false])('has who changed what, when and in which batch (ids without /change/: %s)', async (bare) => {
    const {emulator, history} = await open({bareHistoryIds: bare})
    const before = Date.now()
    const changes = [upsert('web.shop.io'), {Action: 'CREATE' as const, ResourceRecordSet: set('*.shop.io')}]
    const changeId = emulator.writeChanges('Z1', changes, {submittedBy: CI, comment: 'a\u0001b'})
    const [batch] = entriesOf(await history.listBatches(shop, {}))
    expect(batch).toMatchObject({changeId, submittedBy: CI, comment: 'a\u0001b', changeCount: 2})
    expect(batch?.submittedAt).toBeGreaterThanOrEqual(before)
    const listed = entriesOf(await history.listChanges(shop, {}))
    expect(listed.map(({action, recordSet: {name}}) => [action, name])).toEqual(
      expect.arrayContaining([
        ['UPSERT', 'web.shop.io'],
        ['CREATE', '*.shop.io'],
      ]),
    )
    expect(listed[0]).toMatchObject({changeId, submittedBy: CI, comment: undefined})
  })

  it('bears a writer that AWS does not name', async () => {
    const {emulator, history} = await open()
    emulator.setPrincipal(undefined)
    emulator.writeChanges('Z1', [upsert('web.shop.io')])
    expect(entriesOf(await history.listBatches(shop, {}))).toMatchObject([{submittedBy: undefined, comment: undefined}])
  })

  it('reads the changes of one name and type, as few as are needed', async () => {
    const {emulator, history} = await open()
    for (const n of [1, 2, 3, 4]) emulator.writeChanges('Z1', [upsert('web.shop.io', `192.0.2.${n}`)])
    emulator.writeChanges('Z1', [upsert('web.shop.io', '"text"', 'TXT'), upsert('other.shop.io')])
    const found = entriesOf(await history.listChanges(shop, {name: 'web.shop.io', type: 'A', most: 2}))
    expect(found.map(({recordSet: {data}}) => data)).toMatchObject([{values: ['192.0.2.4']}, {values: ['192.0.2.3']}])
    expect(emulator.calls.counts()).toEqual({ListResourceRecordSetChanges: 1})
  })

  it('reads every page, and bears an empty one after a token', async () => {
    const {emulator, history} = await open()
    for (let n = 0; n < 200; n += 1) emulator.writeChanges('Z1', [upsert(`h${n}.shop.io`)])
    const found = entriesOf(await history.listChanges(shop, {}))
    expect(new Set(found.map(({recordSet: {name}}) => name)).size).toBe(200)
    expect(emulator.calls.counts()).toEqual({ListResourceRecordSetChanges: 3})
  })

  it('stops when there are as many as were asked for', async () => {
    const {emulator, history} = await open()
    for (let n = 0; n < 1001; n += 1) emulator.writeChanges('Z1', [upsert('web.shop.io')])
    expect(entriesOf(await history.listBatches(shop, {most: 1000}))).toHaveLength(1000)
    expect(emulator.calls.counts()).toEqual({ListHostedZoneChangeBatches: 1})
  })

  it('takes the end of a span as exclusive, its start as inclusive', async () => {
    const {emulator, history} = await open()
    const start = Date.now() + 1000
    for (const n of [0, 1, 2]) emulator.writeChanges('Z1', [upsert('web.shop.io')], {submittedAt: start + n})
    emulator.advanceClock(5000)
    const found = entriesOf(await history.listBatches(shop, {since: start, until: start + 2}))
    expect(found.map(({submittedAt}) => submittedAt - start)).toEqual([1, 0])
  })

  it('has all that is kept where it begins later than asked, and says so', async () => {
    const {emulator, history} = await open()
    emulator.writeChanges('Z1', [upsert('web.shop.io')])
    const early = await history.listBatches(shop, {since: Date.now() - 3_600_000})
    expect(early).toMatchObject({ok: true, reachesBack: false, value: [{changeCount: 1}]})
    expect(await history.listBatches(shop, {})).toMatchObject({ok: true, reachesBack: true})
  })
})

describe('a history that is not known', () => {
  const listings = ['listBatches', 'listChanges'] as const

  it.each(listings)('%s: says that a zone of the tier STANDARD has none, with one call', async (listing) => {
    const {emulator, history} = await open({zones: [{name: 'shop.io', id: 'Z1'}]})
    const {code, happened} = reasonOf(await history[listing](shop, {since: Date.now() - 1000}))
    expect(code).toBe('ROUTE53_NO_HISTORY')
    expect(happened).toMatch(/^Zone shop\.io \(Z1\) has no change history: .* tier ADVANCED only\.$/)
    expect(emulator.calls.total()).toBe(1)
  })

  it.each(listings)('%s: bears a partition that lacks the operation', async (listing) => {
    const {emulator, history} = await open()
    emulator.addFault({action: {code: 'UnknownOperationException', message: 'Unknown', status: 404}})
    expect(reasonOf(await history[listing](shop, {}))).toEqual({
      code: 'ROUTE53_NO_HISTORY',
      happened: 'This partition or endpoint of Route 53 has no change history.',
    })
  })

  it.each([
    ['listBatches', 'route53:ListHostedZoneChangeBatches'],
    ['listChanges', 'route53:GetHostedZoneChangeBatch'],
  ] as const)('%s: names the right %s that is missing', async (listing, action) => {
    const {emulator, history} = await open()
    emulator.addFault({action: {code: 'AccessDenied', message: 'No.', status: 403}})
    const {code, happened} = reasonOf(await history[listing](shop, {}))
    expect([code, happened]).toEqual(['ROUTE53_ACCESS_DENIED', expect.stringContaining(action)])
  })

  it('tells a zone that is gone from an operation that is not there', async () => {
    const {history} = await open({zones: []})
    expect(reasonOf(await history.listBatches(shop, {}))).toMatchObject({code: 'ROUTE53_ZONE_VANISHED'})
  })

  it.each([
    ['expired', {code: 'InvalidInput', message: 'NextToken has expired', status: 400}],
    ['broken', {code: 'InvalidPaginationToken', message: 'The token is invalid', status: 400}],
  ])('is no part of one when its token is %s', async (_what, action) => {
    const {emulator, history} = await open()
    for (let n = 0; n < 100; n += 1) emulator.writeChanges('Z1', [upsert('web.shop.io')])
    emulator.addFault({action, nth: 2})
    expect(reasonOf(await history.listChanges(shop, {since: Date.now() - 3_600_000_000}))).toBeDefined()
    emulator.addFault({action, nth: 2})
    const {code, happened} = reasonOf(await history.listChanges(shop, {}))
    expect([code, happened]).toEqual(['ROUTE53_REJECTED', expect.stringContaining('oken')])
  })

  it('is none when the listing leads back to a page that was read', async () => {
    const {emulator, history} = await open()
    const page =
      '<ListResourceRecordSetChangesResponse><ResourceRecordSetChanges/><NextToken>again</NextToken></ListResourceRecordSetChangesResponse>'
    emulator.addFault({action: {instead: {status: 200, body: page}, isDone: false}, times: 5})
    expect(reasonOf(await history.listChanges(shop, {})).happened).toContain('never end')
    expect(emulator.calls.total()).toBe(2)
  })

  const SET =
    '<ResourceRecordSet><Name>web.shop.io.</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>'
  const TIME = '<SubmittedAt>2026-11-30T00:00:00Z</SubmittedAt>'

  /** What becomes of a listing of one entry with these members besides its id and operation. */
  async function entryWith(members: string) {
    const {emulator, history} = await open()
    const entry = `<ResourceRecordSetChange><ChangeId>C1</ChangeId><Operation>x</Operation>${members}</ResourceRecordSetChange>`
    const body = `<ListResourceRecordSetChangesResponse><ResourceRecordSetChanges>${entry}</ResourceRecordSetChanges></ListResourceRecordSetChangesResponse>`
    emulator.addFault({action: {instead: {status: 200, body}, isDone: false}})
    return history.listChanges(shop, {})
  }

  it('has an entry that comes with a time, an action and a record set', async () => {
    const [entry] = entriesOf(await entryWith(`${TIME}<Action>UPSERT</Action>${SET}`))
    expect(entry).toMatchObject({submittedAt: Date.parse('2026-11-30T00:00:00Z'), action: 'UPSERT', changeCount: 0})
  })

  it.each([
    ['without a time', `<Action>UPSERT</Action>${SET}`],
    ['with a time that is none', `<SubmittedAt>yesterday</SubmittedAt><Action>UPSERT</Action>${SET}`],
    ['without an action', `${TIME}${SET}`],
    ['without a record set', `${TIME}<Action>UPSERT</Action>`],
  ])('is none when an entry comes %s', async (_what, members) => {
    expect(reasonOf(await entryWith(members)).happened).toContain('not complete')
  })
})
