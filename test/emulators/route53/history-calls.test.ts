import type {Route53Client} from '@aws-sdk/client-route-53'
import {describe, expect, it} from 'vitest'
import {serveEachTest} from './each-test.js'
import type {Route53Emulator} from './emulator.js'
import {change, create, plain, remove, upsert} from './sdk-client.js'
import {send, textsOf} from './wire-client.js'

let emulator: Route53Emulator
let client: Route53Client

const features = {tier: 'ADVANCED' as const}
const zones = [
  {name: 'example.com', id: 'Z1', features},
  {name: 'example.org', id: 'Z2', features},
  {name: 'example.net', id: 'Z3'},
]
const restart = serveEachTest({zones, identity: 'arn:aws:sts::1:assumed-role/ci/run'}, (...started) => {
  ;[emulator, client] = started
})

const DAY = 24 * 3_600_000
const host = (n: number) => plain(`h${n}.example.com`, 'A', '192.0.2.1')
/** Writes that many batches, a second apart; the ids, oldest first. */
async function write(count: number): Promise<readonly string[]> {
  for (let n = 0; n < count; n += 1) {
    emulator.advanceClock(1000)
    expect(await change(client, 'Z1', [create(host(n))])).toBe('ok')
  }
  emulator.advanceClock(1000)
  return idsOf((await batches({sortorder: 'ASCENDING', maxresults: '1000'})).xml)
}
const query = (parameters: Readonly<Record<string, string>>) => `?${new URLSearchParams(parameters)}`
const batches = (parameters: Readonly<Record<string, string>> = {}, zone = 'Z1') =>
  send(emulator.url, `hostedzone/${zone}/changebatches${query(parameters)}`)
const sets = (parameters: Readonly<Record<string, string>> = {}, zone = 'Z1') =>
  send(emulator.url, `hostedzone/${zone}/rrsetchanges${query(parameters)}`)
const idsOf = (xml: string) => textsOf(xml, 'ChangeId').map((id) => id.replace('/change/', ''))
const tokenOf = (xml: string) => textsOf(xml, 'NextToken')[0] ?? ''
const time = (xml: string, index: number) => textsOf(xml, 'SubmittedAt')[index] ?? ''

describe('a change batch in the history', () => {
  const body =
    '<ChangeResourceRecordSetsRequest><ChangeBatch><Comment>a &amp; b</Comment><Changes><Change><Action>UPSERT</Action><ResourceRecordSet><Name>*.Apps.example.com</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>'
  const SET =
    '<ResourceRecordSet><Name>\\052.apps.example.com.</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>'

  it('has the id, the caller, the request and the comment of the write, and sets as listed', async () => {
    const written = await send(emulator.url, 'hostedzone/Z1/rrset', body)
    const [id = ''] = textsOf(written.xml, 'Id')
    const at = textsOf(written.xml, 'SubmittedAt')[0]
    const requestId = written.headers.get('x-amzn-requestid')
    const origin = `<ChangeId>${id}</ChangeId><Operation>ChangeResourceRecordSets</Operation><SubmittedAt>${at}</SubmittedAt><SubmittedBy>arn:aws:sts::1:assumed-role/ci/run</SubmittedBy><RequestId>${requestId}</RequestId>`
    const summary = `<ChangeBatchSummary>${origin}<Comment>a &amp; b</Comment><ChangeCount>1</ChangeCount></ChangeBatchSummary>`
    expect((await batches()).xml).toContain(`<ChangeBatchSummaries>${summary}</ChangeBatchSummaries></List`)
    for (const path of [id, id.replace('/change/', ''), encodeURIComponent(id)]) {
      const {xml} = await send(emulator.url, `hostedzone/Z1/changebatches/${path}`)
      expect(xml).toContain(
        `${summary}<ChangeBatch><Comment>a &amp; b</Comment><Changes><Change><Action>UPSERT</Action>${SET}</Change></Changes></ChangeBatch>`,
      )
    }
    expect((await sets()).xml).toContain(
      `<ResourceRecordSetChanges><ResourceRecordSetChange>${origin}<Action>UPSERT</Action>${SET}</ResourceRecordSetChange></ResourceRecordSetChanges></List`,
    )
  })

  it('is not there for a refused batch, nor for what was put in by hand', async () => {
    expect(await change(client, 'Z1', [remove(host(1))])).toMatchObject({code: 'InvalidChangeBatch'})
    emulator.putRecordSet('Z1', {Name: 'x.example.com', Type: 'A', TTL: 1, ResourceRecords: [{Value: '192.0.2.1'}]})
    expect((await batches()).xml).toContain('<ChangeBatchSummaries></ChangeBatchSummaries>')
  })

  it('comes from any caller, or from none, by any operation', async () => {
    emulator.setPrincipal('arn:aws:iam::1:user/eve')
    expect(await change(client, 'Z1', [create(host(1))])).toBe('ok')
    emulator.setPrincipal(undefined)
    expect(await change(client, 'Z1', [create(host(2))])).toBe('ok')
    const set = {Name: 'h1.example.com', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.1'}]}
    const id = emulator.writeChanges('Z1', [{Action: 'DELETE', ResourceRecordSet: set}], {
      operation: 'CloudMap',
      comment: 'c',
    })
    emulator.writeChanges('Z1', [], {operation: 'CreateHostedZone'})
    const {xml} = await batches({sortorder: 'ASCENDING'})
    expect(textsOf(xml, 'SubmittedBy')).toEqual(['arn:aws:iam::1:user/eve'])
    expect(textsOf(xml, 'RequestId')).toHaveLength(2)
    expect(textsOf(xml, 'Operation').slice(2)).toEqual(['CloudMap', 'CreateHostedZone'])
    expect(textsOf(xml, 'ChangeCount')).toEqual(['1', '1', '1', '0'])
    expect(idsOf(xml)[2]).toBe(id)
    expect(emulator.zone('Z1').records.map(({Name}) => Name)).toEqual(['h2.example.com.'])
    expect((await send(emulator.url, `hostedzone/Z1/changebatches/${id}`)).xml).toContain(
      '<Name>h1.example.com.</Name>',
    )
  })

  it('has an id without /change/ on request', async () => {
    await restart({bareHistoryIds: true})
    await write(1)
    expect((await batches()).xml).toMatch(/<ChangeId>C\w+<\/ChangeId>/)
  })

  it('appears late on request, its sets later still', async () => {
    emulator.setHistoryLag({batchesMs: 5 * DAY, setsMs: 3 * DAY})
    expect(await change(client, 'Z1', [create(host(1))])).toBe('ok')
    const seen = async () => [idsOf((await batches()).xml).length, idsOf((await sets()).xml).length]
    expect(await seen()).toEqual([0, 0])
    emulator.advanceClock(5 * DAY)
    expect(await seen()).toEqual([1, 0])
    emulator.advanceClock(3 * DAY)
    expect(await seen()).toEqual([1, 1])
  })
})

describe('who may read which history', () => {
  it('is refused on STANDARD, and for a zone that is not there', async () => {
    for (const path of ['changebatches', 'changebatches/C1', 'rrsetchanges']) {
      const refused = await send(emulator.url, `hostedzone/Z3/${path}`)
      expect(refused).toMatchObject({status: 403, code: 'FeatureNotEnabled'})
      expect(await send(emulator.url, `hostedzone/Z9/${path}`)).toMatchObject({status: 404, code: 'NoSuchHostedZone'})
    }
  })

  it('starts with the tier, and ends after 365 days', async () => {
    const [id = ''] = await write(1)
    const one = () => send(emulator.url, `hostedzone/Z1/changebatches/${id}`)
    expect((await one()).status).toBe(200)
    expect(await send(emulator.url, `hostedzone/Z2/changebatches/${id}`)).toMatchObject({
      status: 404,
      code: 'NoSuchChange',
    })
    emulator.advanceClock(364 * DAY)
    expect((await one()).status).toBe(200)
    emulator.advanceClock(2 * DAY)
    expect(await one()).toMatchObject({status: 404, code: 'NoSuchChange'})
    expect(idsOf((await batches()).xml)).toEqual([])

    await restart()
    const [early = ''] = await write(1)
    emulator.setFeatures('Z1', {tier: 'STANDARD'})
    emulator.setFeatures('Z1', {tier: 'ADVANCED'})
    expect(idsOf((await batches()).xml)).toEqual([])
    expect(await batches({startafterchangeid: early, sortorder: 'ASCENDING'})).toMatchObject({code: 'InvalidInput'})
  })
})

describe('the list of change batches', () => {
  it('is newest first unless told otherwise', async () => {
    const ids = await write(3)
    expect(idsOf((await batches()).xml)).toEqual(ids.toReversed())
    expect(idsOf((await batches({sortorder: 'DESCENDING'})).xml)).toEqual(ids.toReversed())
    expect(await batches({sortorder: 'ascending'})).toMatchObject({code: 'InvalidInput'})
  })

  it('has all batches in pages of any size, the last of which may be empty', async () => {
    const ids = await write(4)
    for (const sortorder of ['ASCENDING', 'DESCENDING']) {
      for (const maxresults of ['1', '2', '3', '4', '5']) {
        const seen: string[] = []
        let pages = 0
        for (let token: string | undefined; token !== '' && pages < 9; pages += 1) {
          const {xml} = await batches({sortorder, maxresults, ...(token !== undefined && {nexttoken: token})})
          seen.push(...idsOf(xml))
          token = tokenOf(xml)
        }
        expect(seen).toEqual(sortorder === 'ASCENDING' ? ids : ids.toReversed())
        expect(pages).toBe(Math.floor(4 / Number(maxresults)) + 1)
      }
    }
    for (const maxresults of ['0', '1001', 'x'])
      expect(await batches({maxresults})).toMatchObject({code: 'InvalidInput'})
    expect((await batches({maxresults: '1000'})).status).toBe(200)
  })

  it('is 100 a page by default', async () => {
    for (let n = 0; n < 101; n += 1) emulator.writeChanges('Z1', [])
    const {xml} = await batches()
    expect(idsOf(xml)).toHaveLength(100)
    expect(idsOf((await batches({nexttoken: tokenOf(xml)})).xml)).toHaveLength(1)
  })

  it('goes from a time to before a time', async () => {
    const ids = await write(3)
    const {xml} = await batches({sortorder: 'ASCENDING'})
    const range = async (parameters: Readonly<Record<string, string>>) => idsOf((await batches(parameters)).xml)
    expect(await range({submittedafter: time(xml, 1)})).toEqual([ids[2], ids[1]])
    expect(await range({submittedbefore: time(xml, 1)})).toEqual([ids[0]])
    expect(await range({submittedafter: time(xml, 1), submittedbefore: time(xml, 2)})).toEqual([ids[1]])
    const inSameMs = time(xml, 1).replace('Z', '0001Z')
    expect(await range({submittedafter: inSameMs})).toEqual([ids[2]])
    const startsAt = new Date(emulator.features('Z1').retentionStartsAt ?? 0).toISOString()
    const tooEarly = new Date(Date.parse(startsAt) - 1).toISOString()
    expect(await range({submittedafter: startsAt})).toHaveLength(3)
    const refused: readonly Readonly<Record<string, string>>[] = [
      {submittedafter: tooEarly},
      {submittedafter: time(xml, 1), submittedbefore: time(xml, 1)},
      {submittedbefore: startsAt},
      {submittedafter: '2026-12-01'},
    ]
    for (const bad of refused) {
      expect(await batches(bad)).toMatchObject({
        status: 400,
        code: 'InvalidInput',
      })
    }
    expect((await batches({submittedafter: tooEarly})).xml).toContain(startsAt)
  })

  it('goes on after a change id, in ascending order and without a time', async () => {
    const ids = await write(3)
    const listAfter = (id: string, more = {}) => batches({startafterchangeid: id, sortorder: 'ASCENDING', ...more})
    expect(idsOf((await listAfter(ids[0] ?? '')).xml)).toEqual(ids.slice(1))
    expect(idsOf((await listAfter(`/change/${ids[2]}`)).xml)).toEqual([])
    const {xml} = await listAfter(ids[0] ?? '', {maxresults: '1'})
    expect(idsOf((await listAfter(ids[0] ?? '', {maxresults: '1', nexttoken: tokenOf(xml)})).xml)).toEqual([ids[2]])
    const foreign = emulator.writeChanges('Z2', [])
    const refused = [
      listAfter('C0ABSENT'),
      listAfter(foreign),
      listAfter(ids[0] ?? '', {submittedafter: time(xml, 0)}),
      listAfter(ids[0] ?? '', {submittedbefore: time(xml, 0)}),
      batches({startafterchangeid: ids[0] ?? ''}),
      batches({startafterchangeid: ids[0] ?? '', sortorder: 'DESCENDING'}),
    ]
    for (const answer of await Promise.all(refused)) expect(answer).toMatchObject({status: 400, code: 'InvalidInput'})
    emulator.advanceClock(366 * DAY)
    expect(await listAfter(ids[0] ?? '')).toMatchObject({status: 400, code: 'InvalidInput'})
  })

  it('takes a token for a day, its zone and the same parameters', async () => {
    await write(2)
    const nexttoken = tokenOf((await batches({maxresults: '1', sortorder: 'ASCENDING'})).xml)
    const next = (more: Readonly<Record<string, string>>, zone = 'Z1') => batches({nexttoken, ...more}, zone)
    expect(await next({})).toMatchObject({code: 'InvalidInput'})
    expect(await next({sortorder: 'ASCENDING'}, 'Z2')).toMatchObject({code: 'InvalidInput'})
    expect(await next({sortorder: 'ASCENDING', nexttoken: 'broken'})).toMatchObject({
      status: 400,
      code: 'InvalidPaginationToken',
    })
    expect(await sets({nexttoken, sortorder: 'ASCENDING'})).toMatchObject({code: 'InvalidPaginationToken'})
    emulator.advanceClock(0.9 * DAY)
    expect((await next({sortorder: 'ASCENDING', maxresults: '5'})).status).toBe(200)
    emulator.advanceClock(0.2 * DAY)
    expect(await next({sortorder: 'ASCENDING'})).toMatchObject({status: 400, code: 'InvalidInput'})
  })
})

describe('the list of changed sets', () => {
  const web = {...plain('web.example.com', 'A', '192.0.2.1'), SetIdentifier: 'a', Weight: 1}

  it('is that of a name and type, both or neither', async () => {
    expect(await change(client, 'Z1', [create(web), create({...web, SetIdentifier: 'b'}), create(host(1))])).toBe('ok')
    emulator.advanceClock(1000)
    expect(
      await change(client, 'Z1', [upsert({...web, Weight: 2}), create(plain('web.example.com', 'TXT', '"t"'))]),
    ).toBe('ok')
    const {xml} = await sets({recordname: 'WEB.example.com', recordtype: 'A'})
    expect(textsOf(xml, 'Action')).toEqual(['UPSERT', 'CREATE', 'CREATE'])
    expect(textsOf(xml, 'SetIdentifier')).toEqual(['a', 'b', 'a'])
    expect(textsOf(xml, 'Weight')).toEqual(['2', '1', '1'])
    expect(xml).not.toContain('<Comment>')
    expect(textsOf((await sets()).xml, 'Action')).toHaveLength(5)
    const refused: readonly Readonly<Record<string, string>>[] = [
      {recordname: 'web.example.com'},
      {recordtype: 'A'},
      {recordname: 'web.example.org', recordtype: 'A'},
      {recordname: 'web.example.com', recordtype: 'DNAME'},
    ]
    for (const bad of refused) {
      expect(await sets(bad)).toMatchObject({code: 'InvalidInput'})
    }
  })

  it('has pages of 1 to 100, also within one batch', async () => {
    expect(
      await change(
        client,
        'Z1',
        [0, 1, 2].map((n) => create(host(n))),
      ),
    ).toBe('ok')
    const names: string[] = []
    let token: string | undefined
    do {
      const {xml} = await sets({sortorder: 'ASCENDING', maxresults: '2', ...(token && {nexttoken: token})})
      names.push(...textsOf(xml, 'Name'))
      token = tokenOf(xml)
    } while (token !== '')
    expect(names).toEqual([0, 1, 2].map((n) => `h${n}.example.com.`))
    expect(await sets({maxresults: '101'})).toMatchObject({code: 'InvalidInput'})
    const first = await sets({maxresults: '1'})
    expect(await sets({nexttoken: tokenOf(first.xml), recordname: 'h1.example.com', recordtype: 'A'})).toMatchObject({
      code: 'InvalidInput',
    })
  })
})
