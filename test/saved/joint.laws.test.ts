import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import {freshnessOf} from '../../src/saved/plan-freshness.js'
import {formatSavedPlan, parseSavedPlan} from '../../src/saved/saved-plan.js'
import {narrowPlan, undoOf} from '../../src/saved/undo.js'
import {LIMITS, line, set, txt, wanted} from '../plan/builders.js'
import {east, type JointSituation, jointInput, west} from '../plan/joint-builders.js'
import {describeJoint, jointSituations} from '../plan/joint-generators.js'
import type {Contents} from '../plan/outcome.js'
import {makeStrictAccount, type StrictAccount} from '../plan/strict-account.js'
import {hostsOf, META, reading, receiptOf, savedPlanOf} from './builders.js'

const RUNS = Number(process.env.LAW_RUNS ?? 60)

async function apply(plan: Plan, account: StrictAccount, batches = Number.POSITIVE_INFINITY) {
  const before = account.batches.length
  const isStopping = () => account.batches.length - before >= batches
  return applyPlan(plan, LIMITS, {submitter: account, zones: account, isStopping, report: () => {}})
}

function throughFile(situation: JointSituation) {
  const file = formatSavedPlan(savedPlanOf(jointInput(situation)), META)
  const read = parseSavedPlan(file.text)
  if (!read.ok) throw new Error(read.problem)
  return {file, saved: read.value.content}
}

const accountOf = ({stored}: JointSituation) => makeStrictAccount(stored as Contents)
const held = (account: StrictAccount) =>
  account.contents().map(([zone, sets]) => [zone.id, sets.map(line).sort()] as const)

function holds(name: string, law: (situation: JointSituation, batches: number) => Promise<void>) {
  const readable = jointSituations().map((situation) =>
    Object.assign(situation, {[fc.toStringMethod]: () => describeJoint(situation)}),
  )
  it(
    name,
    () =>
      fc.assert(fc.asyncProperty(readable, fc.nat(5), law), {
        numRuns: RUNS,
        ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)}),
      }),
    600_000,
  )
}

describe('a saved plan of several clusters', () => {
  holds('is written again to the same bytes, and says of each host whose it is', async (situation) => {
    const {file, saved} = throughFile(situation)
    expect(formatSavedPlan(saved, META)).toEqual(file)
    const facts = (plan: Plan) => hostsOf(plan).map(({owner, cluster, formerOwner}) => [owner, cluster, formerOwner])
    expect(facts(saved.plan)).toEqual(facts(savedPlanOf(jointInput(situation)).plan))
  })

  holds('stopped after any batch, is finished by the next run of the file, or undone', async (situation, batches) => {
    const {saved} = throughFile(situation)
    const [whole, account, other] = [accountOf(situation), accountOf(situation), accountOf(situation)]
    const before = held(whole)
    await apply(saved.plan, whole)
    await apply(saved.plan, account, batches)
    const {left, moved} = freshnessOf(saved, reading(account.contents()))
    expect(moved).toEqual([])
    await apply(narrowPlan(saved.plan, left), account)
    expect(held(account)).toEqual(held(whole))
    const outcomes = await apply(saved.plan, other, batches)
    const {saved: back, returning} = undoOf(receiptOf(saved, outcomes))
    const freshness = freshnessOf(back, reading(other.contents()), returning)
    expect(freshness.moved).toEqual([])
    await apply(narrowPlan(back.plan, freshness.left), other)
    expect([...account.refusals, ...other.refusals]).toEqual([])
    expect(held(other)).toEqual(before)
  })

  it('goes back to its former owner when a move is undone', async () => {
    const situation = {
      stored: [
        [jointInput({clusters: [east()]}).zones[0]?.zone, [set('www', 'A', '192.0.2.10'), txt('a-www', 'blue')]],
      ],
      clusters: [east({wants: [wanted('www', 'A', '192.0.2.20')]}), west()],
    } as unknown as JointSituation
    const {saved} = throughFile(situation)
    const account = accountOf(situation)
    const back = undoOf(receiptOf(saved, await apply(saved.plan, account))).saved
    expect(hostsOf(back.plan)).toMatchObject([
      {
        action: 'move',
        owner: 'blue',
        formerOwner: 'red',
        cluster: 'west',
        notes: ['undoes its move', 'its ownership goes back to blue'],
      },
    ])
  })
})
