import {describe, expect, it} from 'vitest'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import {makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import {claimRecordSets} from '../../src/registry/claim.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {makeEncryptingCodec} from '../../src/registry/ownership-codec.js'
import {parseEncryptionKey} from '../../src/registry/txt-encryption.js'
import {faultyAccount} from '../pipeline/faulty-account.js'
import {
  alias,
  LIMITS,
  latency,
  line,
  PRUNE,
  planFor,
  planInput,
  requests,
  type Situation,
  set,
  txt,
  txtRegistry,
  wanted,
  weighted,
  zone,
} from './builders.js'
import type {StrictAccount} from './strict-account.js'

const PARENT = zone()
const CHILD = zone('eu.shop.io', {id: 'Z2'})
const PRIVATE_PARENT = zone('shop.io', {id: 'Z3', isPrivate: true})
const PRIVATE_CHILD = zone('eu.shop.io', {id: 'Z4', isPrivate: true})
const BLUE = {id: 'blue', routing: weighted(10)}
const GREEN = {id: 'green, "two"', routing: weighted(10)}
const IRELAND = {id: 'blue', routing: latency()}
const AWAY = {id: 'away', routing: latency()}
const WEIGHT = {'aws/weight': '10'}
const REGION = {'aws/region': 'eu-west-1'}

type Stored = readonly ReturnType<typeof set>[]
type Make = (situation: Situation) => Plan
type Batches = {readonly account: StrictAccount; readonly sent: readonly string[]}

/** @param calls undefined: undisturbed; otherwise the run is stopped, or refused once, at that call. */
async function run(plan: Plan, situation: Situation, calls?: number, how: 'stopped' | 'denied' = 'stopped') {
  const contents = planInput(situation).zones.map(({zone: each, recordSets}) => [each, recordSets] as const)
  const faulty = faultyAccount(
    contents,
    (call) => (how === 'denied' && call === calls ? 'denied' : undefined),
    (done) => how === 'stopped' && calls !== undefined && done >= calls - 1,
  )
  await applyPlan(plan, LIMITS, faulty.ports)
  return faulty
}

const held = ({account}: Batches) => account.contents().map(([{id}, sets]) => [id, ...sets.map(line).sort()])
const unowned = ({account}: Batches, {registry = txtRegistry()}: Situation) =>
  claimRecordSets(
    account.contents().map(([each, recordSets]) => ({zone: each, recordSets})),
    registry,
  ).claims.flatMap(({kind, recordSet}) => (kind === 'owned' ? [] : [line(recordSet)]))

const texts = (records: Stored) =>
  records.map(({name, type, setIdentifier, routing}) =>
    txt(`${type.toLowerCase()}-${name}.`, 'red', undefined, {
      routing,
      ...(setIdentifier === undefined ? {} : {id: setIdentifier}),
    }),
  )

const adoptionOf: Make = (situation) =>
  makeOwnershipPlan({...planInput(situation), goal: {kind: 'adopt', takesEqualOnly: false}})

const migrationOf: Make = (situation) =>
  makeOwnershipPlan({...planInput(situation), goal: {kind: 'migrate', from: toOwnerId('old')}})

const LAYOUTS: readonly (readonly [string, (records: Stored) => Situation['stored']])[] = [
  [
    'public',
    (records) => [
      [PARENT, texts(records)],
      [CHILD, records],
    ],
  ],
  [
    'a private child of a public parent',
    (records) => [
      [PARENT, texts(records)],
      [PRIVATE_CHILD, records],
    ],
  ],
  [
    'private, where both zones hold the host',
    (records) => [
      [PRIVATE_PARENT, [...records, ...texts(records)]],
      [PRIVATE_CHILD, records],
    ],
  ],
]

const ip = '192.0.2.1'
const A = (parts = {}) => set('eu', 'A', ip, parts)
const wants = (id?: string, properties = {}) => wanted('eu', 'A', ip, id === undefined ? {} : {id, properties})

const CHANGES: readonly (readonly [string, Stored, Situation['wants'] & {}])[] = [
  ['weighted to simple', [A(BLUE)], [wants()]],
  ['two weighted to simple', [A(BLUE), A(GREEN)], [wants()]],
  ['two weighted to latency under one of their names', [A(BLUE), A(GREEN)], [wants('blue', REGION)]],
  ['simple to weighted', [A()], [wants('blue', WEIGHT)]],
  ['simple to two weighted', [A()], [wants('blue', WEIGHT), wants('green', WEIGHT)]],
  ['another set identifier', [A(BLUE)], [wants('new', WEIGHT)]],
  ['another set identifier for one region', [A(AWAY)], [wants('blue', REGION)]],
  ['weighted to latency', [A(BLUE)], [wants('blue', REGION)]],
  ['weighted to latency, under another name', [A(BLUE)], [wants('new', REGION)]],
  ['another type', [A()], [wanted('eu', 'AAAA', '2001:db8::1')]],
  ['another type and weighted to simple', [A(BLUE)], [wanted('eu', 'AAAA', '2001:db8::1')]],
  ['an alias to addresses', [alias('eu', 'A'), alias('eu', 'AAAA')], [wants()]],
  [
    'a weighted alias to addresses',
    [alias('eu', 'A', undefined, IRELAND), alias('eu', 'AAAA', undefined, IRELAND)],
    [wants()],
  ],
  ['no wish', [A()], []],
  ['no wish any more for weighted ones', [A(BLUE), A(GREEN)], []],
]

/** After a cut at any call, the next plan finishes what the first one began. */
async function expectFinished(make: Make, situation: Situation, how: 'stopped' | 'denied', isOurs = true) {
  const whole = await run(make(situation), situation)
  expect(whole.account.refusals).toEqual([])
  expect(whole.sent.length).toBeGreaterThan(1)
  expect(requests(make({...situation, stored: whole.account.contents()}))).toEqual([])
  for (let call = 1; call <= whole.sent.length; call++) {
    const cut = await run(make(situation), situation, call, how)
    if (isOurs) expect([call, unowned(cut, situation)]).toEqual([call, []])
    const left = {...situation, stored: cut.account.contents()}
    const again = await run(make(left), left)
    expect(again.account.refusals).toEqual([])
    expect([call, ...held(again)]).toEqual([call, ...held(whole)])
    expect([call, unowned(again, situation)]).toEqual([call, []])
    expect(requests(make({...situation, stored: again.account.contents()}))).toEqual([])
  }
}

const HOW = ['stopped', 'denied'] as const

describe.each(LAYOUTS)("a child zone's apex, %s", (_layout, storedAs) => {
  describe.each(CHANGES)('%s', (_what, records, wants) => {
    it.each(HOW)('is finished by the next sync, wherever it was %s', async (how) => {
      await expectFinished(planFor, {stored: storedAs(records) ?? [], wants}, how)
    })
  })

  it.each(HOW)('a prune is finished by the next one, wherever it was %s', async (how) => {
    const situation = {stored: storedAs([A(BLUE), A(GREEN)]) ?? [], goal: PRUNE, policy: 'upsert-only'} as const
    await expectFinished(planFor, situation, how)
    const half = {...situation, wants: [wants('blue', WEIGHT)]}
    await expectFinished(planFor, half, how)
  })

  it.each([
    ['simple', A(), wanted('eu', 'A', '192.0.2.2')],
    ['weighted', A(BLUE), wanted('eu', 'A', '192.0.2.2', {id: 'blue', properties: WEIGHT})],
  ])('an adoption is finished by the next one: %s', async (_what, record, wanted) => {
    const stored = (storedAs([record]) ?? []).map((part) =>
      Array.isArray(part) ? [part[0], part[1].filter(({type}: typeof record) => type !== 'TXT')] : part,
    ) as NonNullable<Situation['stored']>
    for (const how of HOW) await expectFinished(adoptionOf, {stored, wants: [wanted]}, how, false)
  })
})

it.each(HOW)(
  "a migration of a child zone's apex is finished by the next one, older texts included, wherever it was %s",
  async (how) => {
    const stored = [
      [PARENT, [txt('a-eu', 'old')]],
      [CHILD, [A(), txt('eu', 'old')]],
    ] as const
    await expectFinished(migrationOf, {stored, wants: [wants()]}, how, false)
  },
)

it('a TXT that covers former sets is encrypted like any other', async () => {
  const key = parseEncryptionKey('0123456789abcdef0123456789abcdef')
  if (!key.ok) throw new Error(key.problem)
  const codec = makeEncryptingCodec({key: key.value, isEnabled: true, makeNonce: () => new Uint8Array(12)})
  const registry = txtRegistry({codec})
  const plain = {
    wants: [wants('blue', WEIGHT)],
    registry,
    stored: [
      [PARENT, []],
      [CHILD, []],
    ],
  } as const
  const {account} = await run(planFor(plain), plain)
  await expectFinished(planFor, {registry, wants: [wants()], stored: account.contents()}, 'stopped')
})
