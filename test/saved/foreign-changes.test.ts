import fc from 'fast-check'
import {expect, it} from 'vitest'
import {type RecordSet, recordSetKey} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import {touchedByHost} from '../../src/plan/change.js'
import {claimRecordSets} from '../../src/registry/claim.js'
import {parseOwnership} from '../../src/registry/ownership.js'
import {freshnessOf} from '../../src/saved/plan-freshness.js'
import {narrowPlan, undoOf} from '../../src/saved/undo.js'
import {describeSituation, LIMITS, ownershipText, planInput, type Situation} from '../plan/builders.js'
import {prunes, situations} from '../plan/generators.js'
import {makeStrictAccount} from '../plan/strict-account.js'
import {hostsOf, reading, receiptOf, savedPlanFor} from './builders.js'

type Contents = readonly (readonly [Zone, readonly RecordSet[]])[]

const RUNS = Number(process.env.LAW_RUNS ?? 300)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}

/** What somebody does to a host between the plan and its file, in the order of the draw. */
const MISCHIEFS = ['released', 'taken over', 'made by hand', 'deleted by hand'] as const
type Mischief = (typeof MISCHIEFS)[number]

/** The zones after one act on one host of a plan; undefined where there is nothing to act on. */
function after(contents: Contents, host: ReturnType<typeof hostsOf>[number], mischief: Mischief): Contents | undefined {
  const touched = touchedByHost(host)
  const ids = new Set(touched.map(({zone}) => zone.id))
  const texts = (set: RecordSet) => set.type === 'TXT' && set.data.kind === 'values' && isOwnership(set)
  const names = new Set(touched.flatMap(({before, after: to}) => [before, to].flatMap((set) => set?.name ?? [])))
  const ofHost = (set: RecordSet) => names.has(set.name) && set.setIdentifier === host.setIdentifier
  const change = (edit: (sets: readonly RecordSet[], zone: Zone) => readonly RecordSet[]): Contents =>
    contents.map(([zone, sets]) => [zone, ids.has(zone.id) ? edit(sets, zone) : sets] as const)
  const next = (): Contents => {
    switch (mischief) {
      case 'released':
        return change((sets) => sets.filter((set) => !(ofHost(set) && texts(set))))
      case 'taken over':
        return change((sets) => sets.map((set) => (ofHost(set) && texts(set) ? asBlue(set) : set)))
      case 'made by hand': {
        const made = touched.flatMap(({zone, after: to}) => (to === undefined || texts(to) ? [] : [{zone, to}]))
        return change((sets, zone) => {
          const here = made.filter((one) => one.zone.id === zone.id).map(({to}) => to)
          const keys = new Set(here.map(recordSetKey))
          return [...sets.filter((set) => !keys.has(recordSetKey(set))), ...here]
        })
      }
      case 'deleted by hand':
        return change((sets) => sets.filter((set) => !(ofHost(set) && !texts(set))))
    }
  }
  const changed = next()
  return JSON.stringify(changed) === JSON.stringify(contents) ? undefined : changed
}

function isOwnership({data}: RecordSet): boolean {
  return data.kind === 'values' && parseOwnership(data.values[0] ?? '') !== undefined
}

function asBlue(set: RecordSet): RecordSet {
  if (set.data.kind !== 'values') return set
  return {...set, data: {...set.data, values: [ownershipText('stranger', 'service/x/y'), ...set.data.values.slice(1)]}}
}

/** The record sets that are not ours, as one text each. */
function strange(contents: Contents, situation: Situation): ReadonlySet<string> {
  const {claims} = claimRecordSets(reading(contents), planInput(situation).registry)
  return new Set(
    claims.filter(({kind}) => kind !== 'owned').map(({zone, recordSet}) => `${zone.id} ${JSON.stringify(recordSet)}`),
  )
}

/**
 * The TXT sets out of which a run took our text, each as it is without it, with the set that an undo makes of it: what else
 * stands in it stays, and may be nobody's meanwhile.
 */
function givenBack(stored: Contents): ReadonlyMap<string, string> {
  return new Map(
    stored.flatMap(([zone, sets]) =>
      sets.flatMap((set) => {
        if (!isOwnership(set) || set.data.kind !== 'values' || set.data.values.length === 1) return []
        const rest = {...set, data: {...set.data, values: set.data.values.slice(1)}}
        return [[`${zone.id} ${JSON.stringify(rest)}`, `${zone.id} ${JSON.stringify(set)}`] as const]
      }),
    ),
  )
}

it('a plan from a file, or an undo, changes and takes over nothing that is not ours by then', async () => {
  const tally = new Map<string, number>()
  const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1)
  const readable = fc
    .oneof(situations(), prunes())
    .map((situation) => Object.assign(situation, {[fc.toStringMethod]: () => describeSituation(situation)}))
  await fc.assert(
    fc.asyncProperty(
      readable,
      fc.constantFrom(...MISCHIEFS),
      fc.nat(20),
      fc.boolean(),
      async (situation, mischief, pick, isUndo) => {
        const {registry} = planInput(situation)
        if (registry.kind !== 'txt' || registry.migrateFrom !== undefined) return
        const stored = situation.stored as Contents
        const ports = (account: ReturnType<typeof makeStrictAccount>) => ({
          submitter: account,
          zones: account,
          isStopping: () => false,
          report: () => {},
        })
        const first = savedPlanFor(situation)
        const ran = makeStrictAccount(stored)
        const undone = isUndo ? undoOf(receiptOf(first, await applyPlan(first.plan, LIMITS, ports(ran)))) : undefined
        const saved = undone?.saved ?? first
        const hosts = hostsOf(saved.plan)
        const host = hosts[pick % Math.max(1, hosts.length)]
        const moved = host && after(ran.contents(), host, mischief)
        if (moved === undefined) return
        const account = makeStrictAccount(moved)
        const freshness = freshnessOf(saved, reading(moved), undone?.returning)
        const what = `${isUndo ? 'undo' : 'plan'}, ${mischief}`
        count(`${what}: ${freshness.moved.length > 0 ? 'refused' : 'goes on'}`)
        if (freshness.moved.length > 0) return
        const before = strange(moved, situation)
        await applyPlan(narrowPlan(saved.plan, freshness.left), LIMITS, ports(account))
        const now = strange(account.contents(), situation)
        const all = account.contents().flatMap(([zone, sets]) => sets.map((set) => `${zone.id} ${JSON.stringify(set)}`))
        const back = isUndo ? givenBack(stored) : new Map<string, string>()
        for (const set of before) {
          if (now.has(set)) continue
          const whole = back.get(set)
          expect(whole, set).toBeDefined()
          expect(all).toContain(whole)
        }
      },
    ),
    OPTIONS,
  )
  if (process.env.LAW_RUNS !== undefined) console.info(Object.fromEntries([...tally].sort()))
  // Each act was drawn, on either way, and stood in the way of some.
  for (const mischief of MISCHIEFS) expect([...tally.keys()].join()).toContain(mischief)
}, 600_000)
