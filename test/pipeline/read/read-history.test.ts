import {describe, expect, it} from 'vitest'
import type {RecordedBatch, RecordedChange} from '../../../src/dns/recorded-change.js'
import {readChanges, readHistory} from '../../../src/pipeline/read/read-history.js'
import type {HistoryQuery, Recorded} from '../../../src/route53/ports.js'
import {dnsName, planSettings, ROUTE53, SHOP} from '../../plan/builders.js'
import {pagedZones} from '../paged-zones.js'
import {batchOf, change, DENIED, found, history} from '../recorded.js'

describe('the changes of a name', () => {
  const types = ['A', 'AAAA', 'TXT']
  const query = {name: 'web.shop.io', most: 2}

  it('of all types are told together, the newest first, and no more than were asked for', async () => {
    const changes = ({type}: HistoryQuery) =>
      type === 'A'
        ? found(change('C1', 1))
        : type === 'TXT'
          ? found(change('C3', 3), change('C2', 2))
          : found<RecordedChange>()
    const answer = await readChanges(history({changes}), SHOP, query, types)
    expect(answer.ok && answer.value.map(({changeId}) => changeId)).toEqual(['C3', 'C2'])
  })

  it('are not known where those of one type are not', async () => {
    const changes = ({type}: HistoryQuery) => (type === 'AAAA' ? DENIED : found<RecordedChange>(change('C1', 1)))
    expect(await readChanges(history({changes}), SHOP, query, types)).toBe(DENIED)
  })

  it('have the comments of their batches, where these are told', async () => {
    const request = {host: dnsName('web.shop.io'), zones: [], since: undefined}
    const read = async (batches: Recorded<RecordedBatch>) => {
      const changes = ({type}: HistoryQuery) => (type === 'A' ? found(change('C1', 5)) : found<RecordedChange>())
      const ports = {zones: pagedZones([[SHOP, []]], 300), history: history({changes, batches})}
      return readHistory({route53: ROUTE53, plan: planSettings()}, ports, request)
    }
    expect((await read(found(batchOf('C1', 1, 'by hand')))).changes).toMatchObject([{comment: 'by hand'}])
    expect(await read(DENIED)).toEqual({changes: [change('C1', 5)], gaps: []})
  })
})
