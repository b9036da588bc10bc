import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type RecordSet, recordSetKey} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import {findUnmetHosts, makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import type {Blocked, Plan} from '../../src/plan/plan.js'
import {claimRecordSets} from '../../src/registry/claim.js'
import {describeSituation, dnsName, LIMITS, planFor, planInput, type Situation} from './builders.js'
import {situations} from './generators.js'
import {makeStrictAccount} from './strict-account.js'

const RUNS = Number(process.env.LAW_RUNS ?? 150)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}
const ADOPT = {kind: 'adopt', takesEqualOnly: false} as const

type Contents = readonly (readonly [Zone, readonly RecordSet[]])[]

const proposalsOf = (plan: Plan) => plan.blocked.filter(({host, fix}) => fix === `owners adopt ${host}`)
const keyOf = ({zone, host, setIdentifier, types}: Blocked) =>
  `${zone?.id} ${host} ${setIdentifier ?? ''} ${types.join()}`

async function adopt(host: string, situation: Situation) {
  const named = {...situation, only: [dnsName(host)]}
  const input = planInput(named)
  const plan = makeOwnershipPlan({...input, goal: ADOPT})
  const account = makeStrictAccount(situation.stored as Contents)
  await applyPlan(plan, LIMITS, {submitter: account, zones: account, isStopping: () => false, report: () => {}})
  const unmet = findUnmetHosts(plan, input.zones, {plan: input.settings, registry: input.registry}, ADOPT)
  return {plan, account, unmet, registry: input.registry}
}

function proves(name: string, law: (situation: Situation, host: string, block: Blocked) => Promise<void>) {
  const readable = situations().map((situation) =>
    Object.assign(situation, {[fc.toStringMethod]: () => describeSituation(situation)}),
  )
  const all = async (situation: Situation) => {
    for (const block of proposalsOf(planFor(situation))) await law(situation, block.host, block)
  }
  it(name, () => fc.assert(fc.asyncProperty(readable, all), OPTIONS), 600_000)
}

/**
 * Users are warned about ownership under another prefix; a plan, which may have read only part of a zone, cannot know
 * of it.
 */
const isWarned = ({blocked}: Plan) => blocked.some(({detail}) => detail.includes('under a prefix other than ours'))

/**
 * With `--txt-wildcard-replacement=star`, where both `*` and `star` hold records: one text may then be that of either, and the
 * wildcard has it (as in external-dns), so that nobody can adopt the other.
 */
function isAmbiguous({stored = [], registry}: Situation): boolean {
  const replacement = registry === undefined || registry.kind === 'noop' ? '' : registry.wildcardReplacement
  const names = new Set((stored as Contents).flatMap(([, sets]) => sets.map(({name}): string => name)))
  return (
    replacement !== '' &&
    [...names].some((name) => names.has(name.replace(/^\*(?=\.)/, replacement)) && name.startsWith('*.'))
  )
}

describe('laws of what a plan proposes: owners adopt HOST', () => {
  proves('carries it out, and Route 53 refuses nothing of it', async (situation, host) => {
    const {plan, account, unmet} = await adopt(host, situation)
    if (isWarned(plan)) return
    expect(unmet).toEqual([])
    expect(account.refusals).toEqual([])
  })

  proves('makes what was nobody’s ours, and nothing else', async (situation, host) => {
    const {account, registry} = await adopt(host, situation)
    const owners = (contents: Contents) =>
      new Map(
        claimRecordSets(
          contents.map(([zone, recordSets]) => ({zone, recordSets})),
          registry,
        ).claims.map((claim) => [`${claim.zone.id} ${recordSetKey(claim.recordSet)}`, claim]),
      )
    const after = owners(account.contents())
    for (const [key, {kind, recordSet}] of owners(situation.stored as Contents)) {
      const now = after.get(key)
      // No record set is deleted, and none of another owner is touched.
      expect(now, key).toBeDefined()
      if (kind !== 'unowned') expect([key, now?.kind, now?.recordSet]).toEqual([key, kind, recordSet])
      else expect(recordSet.name === host || now?.kind === 'unowned', key).toBe(true)
    }
    expect(after.size).toBe(owners(situation.stored as Contents).size)
  })

  proves('leads on: the plan does not propose it again', async (situation, host, block) => {
    const {plan, account} = await adopt(host, situation)
    if (isWarned(plan) || isAmbiguous(situation)) return
    const again = planFor({...situation, stored: account.contents()})
    expect(proposalsOf(again).map(keyOf)).not.toContain(keyOf(block))
  })
})
