import {describe, expect, it} from 'vitest'
import type {RecordedChange} from '../../../src/dns/recorded-change.js'
import type {Zone} from '../../../src/dns/zone.js'
import {heedHistory} from '../../../src/pipeline/read/read-ages.js'
import type {AgeLimit} from '../../../src/plan/plan-input.js'
import type {RegistrySettings} from '../../../src/registry/registry-settings.js'
import {dnsName, SHOP, set, txt, txtRegistry, zone} from '../../plan/builders.js'
import {batchOf, change, DENIED, found, type History, history} from '../recorded.js'

describe('the age of a host', () => {
  const other = zone('other.net', {id: 'Z3'})
  const host = (label: string, of = SHOP) => ({
    zone: of,
    name: dnsName(`${label}.${of.name}`),
    setIdentifier: undefined,
  })
  const age = (parts: Partial<AgeLimit> = {}): AgeLimit => ({
    minAge: '72 h',
    since: 1,
    isOldEnough: () => undefined,
    ...parts,
  })

  async function ages(recordSet: RecordedChange['recordSet'], registry: RegistrySettings, limit = age()) {
    const answers = history({changes: () => found(change('C1', 5, recordSet)), batches: found(batchOf('C1', 1))})
    const {isOldEnough} = await heedHistory(limit, [SHOP], answers, registry)
    return {web: isOldEnough(host('web')), api: isOldEnough(host('api')), elsewhere: isOldEnough(host('x', other))}
  }

  it('is young where its records were changed, and old where the history has nothing of it', async () => {
    const unknown = {elsewhere: undefined}
    expect(await ages(set('web', 'A', '192.0.2.1'), txtRegistry())).toEqual({web: false, api: true, ...unknown})
    expect(await ages(set('web', 'A', '192.0.2.1'), {kind: 'noop'})).toEqual({web: false, api: true, ...unknown})
  })

  it('is young where its ownership TXT was changed, if ownership is kept in TXT', async () => {
    expect(await ages(txt('a-web'), txtRegistry())).toMatchObject({web: false})
    expect(await ages(txt('a-web'), {kind: 'noop'})).toMatchObject({web: true})
  })

  it('is young where its ownership TXT was changed in another zone, as that of the apex of a child zone', async () => {
    const child = zone('sub.shop.io', {id: 'Z4'})
    const changes = async (of: Zone) =>
      found(change('C1', 5, of === SHOP ? txt('a-sub') : set('x.sub', 'A', '192.0.2.1')))
    const answers = {listBatches: async () => found(batchOf('C1', 1)), listChanges: changes}
    const {isOldEnough} = await heedHistory(age(), [SHOP, child], answers, txtRegistry())
    const apex = {zone: child, name: child.name, setIdentifier: undefined}
    expect([isOldEnough(apex), isOldEnough(host('a', child))]).toEqual([false, true])
    const {isOldEnough: byRecords} = await heedHistory(age(), [SHOP, child], answers, {kind: 'noop'})
    expect(byRecords(apex)).toBe(true)
  })

  it('is young where a receipt says so', async () => {
    const limit = age({isOldEnough: ({name}) => name !== 'api.shop.io'})
    expect(await ages(set('web', 'A', '192.0.2.1'), txtRegistry(), limit)).toMatchObject({web: false, api: false})
  })

  it.each<[string, History, Partial<AgeLimit>]>([
    ['is not told', {batches: DENIED}, {}],
    ['begins too late', {batches: {...found(), reachesBack: false}}, {}],
    ['does not tell the changes', {batches: found(batchOf('C1', 1)), changes: () => DENIED}, {}],
    ['lacks a change', {batches: found(batchOf('C1', 2)), changes: () => found(change('C1', 5))}, {}],
    ['was not asked for', {}, {since: undefined}],
  ])('is left to receipts where the history %s', async (_what, answers, parts) => {
    const {isOldEnough} = await heedHistory(age(parts), [SHOP], history(answers), txtRegistry())
    expect(isOldEnough(host('api'))).toBeUndefined()
  })
})
