import {describe, expect, it} from 'vitest'
import {checkSavedPlan, readMovedRows} from '../../src/pipeline/check-saved-plan.js'
import {makePlan} from '../../src/plan/make-plan.js'
import type {LedgerRow} from '../../src/registry/ledger.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import type {ZoneReader} from '../../src/route53/ports.js'
import {dnsName, planInput, SHOP, set, txt, wanted, wantsWeb, web, zone} from '../plan/builders.js'
import {savedPlanFor} from '../saved/builders.js'
import {pagedZones} from './paged-zones.js'
import type {Contents} from './run-ports.js'

const EU = zone('eu.shop.io', {id: 'Z2'})

describe('a saved plan', () => {
  const stored: Contents = [
    [SHOP, []],
    [EU, [set('api.eu', 'A', '192.0.2.9'), txt('a-api.eu', 'blue')]],
  ]
  /** Makes web.shop.io, and leaves api.eu.shop.io to its owner. */
  const saved = savedPlanFor({stored, wants: [wantsWeb, wanted('api.eu', 'A', '192.0.2.1')]})
  const check = (contents: Contents, changes: Partial<ZoneReader> = {}) =>
    checkSavedPlan(saved, {...pagedZones(contents, 300), ...changes}, 'apply plan.json')

  it('is made where the account shows the zones that it changes, whatever became of the others', async () => {
    const {freshness} = await check([[SHOP, []]])
    expect(freshness.left.map(({name}) => name)).toEqual(['web.shop.io'])
    await expect(check([[EU, []]])).rejects.toMatchObject({
      code: 'ZONE_NOT_VISIBLE',
      happened: 'It changes zones that this account does not show: shop.io (Z1).',
    })
  })

  it('reads nothing but the names that it changes', async () => {
    const read: string[] = []
    const zones = pagedZones(stored, 300)
    await check(stored, {
      listRecordSetsNamed(of, names) {
        read.push(...names)
        return zones.listRecordSetsNamed(of, names)
      },
    })
    expect(read).toContain('web.shop.io')
    expect(read.filter((name) => name.endsWith('eu.shop.io'))).toEqual([])
  })

  it('tells what has been protected since, as far as that is known', async () => {
    const value = [{name: dnsName('web.shop.io'), type: 'A', comment: 'ask ops'} as const]
    const locked = await check(stored, {listProtections: async () => ({ok: true, value})})
    expect(locked.locks).toEqual([expect.stringContaining('ask ops')])
    const unknown = await check(stored, {listProtections: async () => ({ok: false, problem: 'denied'})})
    expect(unknown.locks).toEqual([])
  })

  it('that changes nothing asks nobody', async () => {
    const nothing = savedPlanFor({stored: [web, txt('a-web')], wants: [wantsWeb]})
    const nobody = {} as ZoneReader
    expect(await checkSavedPlan(nothing, nobody, 'apply plan.json')).toMatchObject({locks: [], freshness: {left: []}})
  })
})

describe('the rows of a plan with a ledger', () => {
  const key = {name: 'web.shop.io', type: 'A', setIdentifier: undefined}
  const row = (owner: string, zones?: string): LedgerRow => {
    const labels: Readonly<Record<string, string>> = zones === undefined ? {} : {zone: zones}
    return {key, owner: toOwnerId(owner), resource: 'service/shop/web', labels}
  }
  const hosts = makePlan(planInput({wants: [wantsWeb]})).zones.flatMap((each) => each.hosts)
  const moved = async (before: readonly LedgerRow[] | undefined, now: readonly LedgerRow[]) =>
    (await readMovedRows(hosts, before, {readRows: async () => now})).map((one) => one.key)

  it.each<[string, readonly LedgerRow[], readonly LedgerRow[]]>([
    ['another owner has it now', [row('red')], [row('blue')]],
    ['it was made meanwhile', [], [row('blue')]],
    ['it is gone', [row('red')], []],
    ['it does not speak of the zone any more', [row('red', 'Z1+Z9')], [row('red', 'Z9')]],
  ])('have moved where %s', async (_what, before, now) => {
    expect(await moved(before, now)).toEqual(['web.shop.io#A#'])
  })

  it.each<[string, readonly LedgerRow[], readonly LedgerRow[]]>([
    ['they are as they were', [row('red')], [row('red')]],
    ['the same owner has added a zone', [row('red', 'Z1')], [row('red', 'Z1+Z2')]],
    ['another owner has the name in another zone', [], [row('blue', 'Z9')]],
  ])('have not moved where %s', async (_what, before, now) => {
    expect(await moved(before, now)).toEqual([])
  })

  it('are none where ownership is not kept in a ledger', async () => {
    expect(await moved(undefined, [row('blue')])).toEqual([])
    expect(await readMovedRows(hosts, [], undefined)).toEqual([])
  })
})
