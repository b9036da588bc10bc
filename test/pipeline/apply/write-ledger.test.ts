import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../../src/dns/endpoint.js'
import type {RecordSet} from '../../../src/dns/record-set.js'
import {applyPlan, reasonOf} from '../../../src/pipeline/apply/apply-plan.js'
import {makePlan} from '../../../src/plan/make-plan.js'
import {changedKey, type LedgerChange, type LedgerOutcome, type LedgerRow} from '../../../src/registry/ledger.js'
import {toOwnerId} from '../../../src/registry/ownership.js'
import type {RegistrySettings} from '../../../src/registry/registry-settings.js'
import {LIMITS, planInput, SHOP, set, txtRegistry, wanted} from '../../plan/builders.js'
import {cliError, faultyAccount} from '../faulty-account.js'

const REGISTRY = {
  ...txtRegistry(),
  kind: 'ledger',
  place: {kind: 'dynamodb', table: 't', region: ''},
} as RegistrySettings

const wants = (...hosts: readonly string[]) =>
  hosts.map((host) => wanted(host, 'A', '192.0.2.1', {by: `service/shop/${host}`}))

function row(host: string): LedgerRow {
  const key = {name: `${host}.shop.io`, type: 'A', setIdentifier: undefined}
  return {key, owner: toOwnerId('red'), resource: `service/shop/${host}`, labels: {zone: SHOP.id}}
}

interface Scene {
  readonly endpoints?: readonly Endpoint[]
  /** Hosts that are stored with their rows, and that nobody asks for. */
  readonly gone?: readonly string[]
  readonly answer?: (change: LedgerChange) => LedgerOutcome | Promise<never>
  /** How many rows are written before the user wants to stop. */
  readonly stopsAfter?: number
}

async function apply({endpoints = [], gone = [], answer = () => ({kind: 'done'}), stopsAfter}: Scene) {
  const stored: readonly RecordSet[] = gone.map((host) => set(host, 'A', '192.0.2.1'))
  const plan = makePlan({...planInput({registry: REGISTRY, stored, wants: endpoints}), ledger: gone.map(row)})
  const {account, ports} = faultyAccount([[SHOP, stored]])
  const written: string[] = []
  const outcomes = await applyPlan(plan, LIMITS, {
    ...ports,
    isStopping: () => stopsAfter !== undefined && written.length >= stopsAfter,
    ledger: {
      async write(change) {
        written.push(`${change.kind} ${changedKey(change)}`)
        return answer(change)
      },
    },
  })
  return {
    written,
    outcomes: outcomes.map((one) => {
      const why = one.kind === 'failed' || one.kind === 'partly' ? `: ${reasonOf(one)}` : ''
      return `${one.host.name} ${one.kind}${why}`
    }),
    records: account.contents().flatMap(([, sets]) => sets.map(({name}) => name)),
  }
}

describe('the rows of a plan', () => {
  it('are written before the records, and removed after them', async () => {
    const {written, outcomes, records} = await apply({endpoints: wants('web'), gone: ['old']})
    expect(written).toEqual(['put web.shop.io#A#', 'remove old.shop.io#A#'])
    expect(outcomes).toEqual(['old.shop.io applied', 'web.shop.io applied'])
    expect(records).toEqual(['web.shop.io'])
  })

  it.each([
    ['belongs to owner blue by now', {kind: 'taken', owner: 'blue'}],
    ['was removed meanwhile', {kind: 'taken', owner: undefined}],
  ] as const)('keep a host from being made whose row %s; the others are made', async (what, taken) => {
    const {outcomes, records} = await apply({
      endpoints: wants('api', 'web'),
      answer: (change) => (changedKey(change).startsWith('web') ? taken : {kind: 'done'}),
    })
    expect(outcomes).toEqual([
      'api.shop.io applied',
      `web.shop.io failed: the ledger row web.shop.io#A# ${what}; its records were not touched`,
    ])
    expect(records).toEqual(['api.shop.io'])
  })

  it('are not tried any further once the ledger fails, and no record is made without its own', async () => {
    const hosts = Array.from({length: 30}, (_each, index) => `h${index}`)
    const {written, outcomes, records} = await apply({
      endpoints: wants(...hosts),
      answer: () => Promise.reject(cliError('DYNAMODB_FAILED')),
    })
    expect(written.length).toBeLessThanOrEqual(8)
    expect(new Set(outcomes.map((one) => one.replace(/^\S+ /, '')))).toEqual(new Set(['failed: It did not work.']))
    expect(records).toEqual([])
  })

  it('are not started once the user wants to stop', async () => {
    const {written, outcomes, records} = await apply({endpoints: wants('api', 'web'), stopsAfter: 0})
    expect(written).toEqual([])
    expect(outcomes).toEqual(['api.shop.io not-started', 'web.shop.io not-started'])
    expect(records).toEqual([])
  })

  it('are not left out where there is no ledger: nothing is written at all', async () => {
    const {account, ports} = faultyAccount([[SHOP, []]])
    const plan = makePlan({...planInput({registry: REGISTRY, wants: wants('web')}), ledger: []})
    await expect(applyPlan(plan, LIMITS, ports)).rejects.toThrow(
      'bug: the plan has ledger rows, and there is no ledger',
    )
    expect(account.batches).toEqual([])
  })

  it('end the run with an error that is a bug', async () => {
    const bug = () => Promise.reject(new TypeError('bug'))
    await expect(apply({endpoints: wants('web'), answer: bug})).rejects.toThrow('bug')
  })
})

describe('a row that outlives its records', () => {
  const left = (why: string) =>
    `old.shop.io partly: done in part: its record sets are gone, its ledger row is not (${why}): prune --orphans removes it`

  it('is told with the reason', async () => {
    const failing = await apply({gone: ['old'], answer: () => Promise.reject(cliError('DYNAMODB_FAILED'))})
    expect(failing).toMatchObject({outcomes: [left('It did not work.')], records: []})
    const taken = await apply({gone: ['old'], answer: () => ({kind: 'taken', owner: 'blue'})})
    expect(taken.outcomes).toEqual([left('the ledger row old.shop.io#A# belongs to owner blue by now')])
  })

  it('is told where the user stopped the run before it', async () => {
    const {outcomes, written, records} = await apply({gone: ['new', 'old'], stopsAfter: 1})
    expect(written).toEqual(['remove new.shop.io#A#'])
    expect(outcomes).toEqual(['new.shop.io applied', left('not started')])
    expect(records).toEqual([])
  })
})
