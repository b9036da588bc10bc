import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {applyPlan, type HostOutcome} from '../../src/pipeline/apply/apply-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import {freshnessOf} from '../../src/saved/plan-freshness.js'
import {formatSavedPlan, parseSavedPlan, type SavedPlan} from '../../src/saved/saved-plan.js'
import {narrowPlan, undoOf} from '../../src/saved/undo.js'
import {describeSituation, LIMITS, type Situation} from '../plan/builders.js'
import {CHILD_APEXES, FEW_HOSTS, prunes, situations} from '../plan/generators.js'
import {nearSituations} from '../plan/near-situations.js'
import {makeStrictAccount, type StrictAccount} from '../plan/strict-account.js'
import {makeTally} from '../plan/tally.js'
import {hostsOf, META, reading, receiptOf, savedPlanFor} from './builders.js'

const RUNS = Number(process.env.LAW_RUNS ?? 150)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}

const storedIn = (situation: Situation) => situation.stored as readonly (readonly [Zone, readonly RecordSet[]])[]

/** Also with encrypted texts. Rows of DynamoDB are not in these laws. */
const NEAR = nearSituations()
  .map(({situation}) => situation)
  .filter(({registry}) => registry?.kind !== 'ledger')
const GENERATED = fc.oneof(situations(), prunes(), NEAR)
/** Twice as often drawn, so that the rare kinds are met. */
const DENSE = fc.oneof(GENERATED, situations(FEW_HOSTS), situations(CHILD_APEXES))

function holds(
  name: string,
  law: (situation: Situation, seed: number) => Promise<void> | void,
  arbitrary: fc.Arbitrary<Situation> = GENERATED,
) {
  const readable = arbitrary.map((situation) =>
    Object.assign(situation, {[fc.toStringMethod]: () => describeSituation(situation)}),
  )
  it(
    name,
    () =>
      fc.assert(
        fc.asyncProperty(readable, fc.nat(7), async (situation, seed) => law(situation, seed)),
        {...OPTIONS, numRuns: arbitrary === DENSE && process.env.LAW_RUNS === undefined ? 2 * RUNS : RUNS},
      ),
    600_000,
  )
}

/** As a file brings it back. */
function throughFile(saved: SavedPlan): SavedPlan {
  const read = parseSavedPlan(formatSavedPlan(saved, META).text)
  if (!read.ok) throw new Error(read.problem)
  return read.value.content
}

async function apply(plan: Plan, account: StrictAccount, batches = Number.POSITIVE_INFINITY) {
  const before = account.batches.length
  return applyPlan(plan, LIMITS, {
    submitter: account,
    zones: account,
    isStopping: () => account.batches.length - before >= batches,
    report: () => {},
  })
}

/** A file does not hold the texts that serve only to repeat a refused update as UPSERT. */
function withoutTexts(saved: SavedPlan): SavedPlan {
  const zones = saved.plan.zones.map((zone) => ({
    ...zone,
    hosts: zone.hosts.map((host) => ({
      ...host,
      changes: host.changes.map((change) => (change.kind === 'update' ? {...change, text: undefined} : change)),
    })),
  }))
  return {...saved, plan: {...saved.plan, zones}}
}

describe('laws of saved plans', () => {
  holds('reading what was written gives the same plan, and writing that the same bytes', (situation) => {
    const saved = savedPlanFor(situation)
    const file = formatSavedPlan(saved, META)
    const read = parseSavedPlan(file.text)
    expect(read).toEqual({ok: true, value: {digest: file.digest, meta: META, content: withoutTexts(saved)}})
    expect(formatSavedPlan(throughFile(saved), META)).toEqual(file)
  })

  holds('the digest is that of the plan, whenever and by whomever it was made', (situation) => {
    const saved = savedPlanFor(situation)
    const other = formatSavedPlan(saved, {createdAt: '2027-01-01T00:00:00.000Z', maxAge: undefined, identities: []})
    expect(other.digest).toBe(formatSavedPlan(saved, META).digest)
  })

  holds('in the zones that it was made from, all of it is left to do', (situation) => {
    const saved = throughFile(savedPlanFor(situation))
    const {left, applied, moved} = freshnessOf(saved, reading(storedIn(situation)))
    expect(moved).toEqual([])
    expect(applied).toEqual([])
    expect(left).toEqual(hostsOf(saved.plan))
  })

  holds('applied from its file it does the same as the plan, and then is done', async (situation) => {
    const saved = savedPlanFor(situation)
    const [account, other] = [makeStrictAccount(storedIn(situation)), makeStrictAccount(storedIn(situation))]
    await apply(saved.plan, account)
    const read = throughFile(saved)
    await apply(read.plan, other)
    expect(other.contents()).toEqual(account.contents())
    expect(freshnessOf(read, reading(other.contents()))).toEqual({left: [], applied: hostsOf(read.plan), moved: []})
  })

  holds('stopped after any batch, the next run of the same file finishes it', async (situation, batches) => {
    const saved = throughFile(savedPlanFor(situation))
    const [account, whole] = [makeStrictAccount(storedIn(situation)), makeStrictAccount(storedIn(situation))]
    await apply(saved.plan, whole)
    await apply(saved.plan, account, batches)
    const freshness = freshnessOf(saved, reading(account.contents()))
    expect(freshness.moved).toEqual([])
    await apply(narrowPlan(saved.plan, freshness.left), account)
    expect(account.refusals).toEqual([])
    const sorted = (held: StrictAccount) => held.contents().map(([zone, sets]) => [zone.id, sets.map(toText).sort()])
    expect(sorted(account)).toEqual(sorted(whole))
  })
})

describe('laws of undo', () => {
  const undone = (saved: SavedPlan, outcomes: readonly HostOutcome[]) => undoOf(receiptOf(saved, outcomes)).saved
  const held = (account: StrictAccount) => account.contents().map(([zone, sets]) => [zone.id, sets.map(toText).sort()])
  const [whole, stopped] = [makeTally(), makeTally()]

  holds(
    'undoing a run brings back every byte, and undoing that what the run had made',
    async (situation) => {
      const saved = savedPlanFor(situation)
      const account = makeStrictAccount(storedIn(situation))
      const before = held(account)
      const outcomes = await apply(saved.plan, account)
      const after = held(account)
      const back = undone(saved, outcomes)
      for (const what of kindsOf(saved.plan)) whole.count(what)
      expect(freshnessOf(back, reading(account.contents()))).toEqual({left: hostsOf(back.plan), applied: [], moved: []})
      const undoing = await apply(back.plan, account)
      expect(account.refusals).toEqual([])
      expect(held(account)).toEqual(before)
      await apply(undone(back, undoing).plan, account)
      expect(account.refusals).toEqual([])
      expect(held(account)).toEqual(after)
    },
    DENSE,
  )

  holds(
    'a run that was stopped after any batch is undone as far as it came',
    async (situation, batches) => {
      const saved = savedPlanFor(situation)
      const account = makeStrictAccount(storedIn(situation))
      const before = held(account)
      const undisturbed = makeStrictAccount(storedIn(situation))
      await apply(saved.plan, undisturbed)
      const outcomes = await apply(saved.plan, account, batches % (undisturbed.batches.length + 1))
      const applied = outcomes.filter(({kind}) => kind === 'applied').length
      const came = applied === outcomes.length ? 'to its end' : applied > 0 ? 'halfway' : 'nowhere'
      const isPartly = outcomes.some(({kind}) => kind === 'partly')
      for (const what of kindsOf(saved.plan)) stopped.count(`${what}, came ${isPartly ? 'into a host' : came}`)
      // As after a kill: nothing is told of any host, or all that is known.
      for (const shown of [[], outcomes]) {
        const {saved: back, returning} = undoOf(receiptOf(saved, shown))
        const {left, moved} = freshnessOf(back, reading(account.contents()), returning)
        expect(moved).toEqual([])
        await apply(narrowPlan(back.plan, left), account)
        expect(account.refusals).toEqual([])
        expect(held(account)).toEqual(before)
      }
    },
    DENSE,
  )

  it('were tried on each kind of change, wherever the run stopped', () => {
    whole.print('undone')
    stopped.print('stopped and undone')
    for (const what of CHANGES) expect(whole.of(what), what).toBeGreaterThan(0)
    for (const came of ['to its end', 'halfway', 'nowhere', 'into a host']) {
      const each = CHANGES.map((what) => stopped.of(`${what}, came ${came}`))
      expect(Math.max(...each), came).toBeGreaterThan(0)
    }
  })
})

const CHANGES = ['create', 'update', 'replace', 'delete', 'several zones'] as const

/** What a plan does; nothing for an empty one. */
function kindsOf(plan: Plan): readonly (typeof CHANGES)[number][] {
  const hosts = hostsOf(plan)
  const zones = new Set(
    hosts.flatMap(({zone, ownership}) => [zone, ...ownership.map((one) => one.zone)].map(({id}) => id)),
  )
  return CHANGES.filter((what) =>
    what === 'several zones' ? zones.size > 1 : hosts.some(({action}) => action === what),
  )
}

function toText(set: RecordSet): string {
  return JSON.stringify(set)
}
