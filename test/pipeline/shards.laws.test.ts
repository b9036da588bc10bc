import fc from 'fast-check'
import {expect, it} from 'vitest'
import {toPlanKey} from '../../src/dns/dns-name.js'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import {unreadZones} from '../../src/pipeline/read/read-zones.js'
import {dealSelection, placeAll, requestedParts} from '../../src/pipeline/read/requested-parts.js'
import {makePlan} from '../../src/plan/make-plan.js'
import type {Blocked, Plan} from '../../src/plan/plan.js'
import type {Deal, Shard} from '../../src/route53/read/shard.js'
import {
  describeSituation,
  fullName,
  LIMITS,
  objectProblem,
  PRUNE,
  pending,
  planInput,
  ROUTE53,
  type Situation,
  wanted,
} from '../plan/builders.js'
import {HOSTS, NAMINGS, situations} from '../plan/generators.js'
import type {Contents} from '../plan/outcome.js'
import {makeStrictAccount, type StrictAccount} from '../plan/strict-account.js'
import {makeTally} from '../plan/tally.js'

const RUNS = Number(process.env.LAW_RUNS ?? 100)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}

/** With four shards, each gets one. */
const ROOTS = ['shop.io', 'pay.test', 'api.net', 'cart.test'] as const
const OTHER = 'service/away/web'
const RESOURCES = ['service/shop/web', 'ingress/shop/api', 'service/shop/cart'] as const
/** What keeps records, or would, in whichever shard its host is. */
const TROUBLES = ['bad wish', 'pending', 'problem of a host', 'problem of an object'] as const
const IN_PLAY = ['a hold', 'a hold from another shard', 'a first run', 'a child zone', 'private twins'] as const

/** The same value in zones with another root. */
function under<T>(value: T, root: string): T {
  const rename = (one: unknown): unknown => {
    if (typeof one === 'string') return /^Z[1-5]$/.test(one) ? `${one}${root}` : one.replaceAll('shop.io', root)
    if (Array.isArray(one)) return one.map(rename)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, rename(each)]))
  }
  return root === 'shop.io' ? value : (rename(value) as T)
}

/** The same record sets, made for an object that does not exist. */
function ofOthers(contents: Contents): Contents {
  const edit = ({data, ...set}: RecordSet): RecordSet =>
    data.kind === 'alias'
      ? {...set, data}
      : {
          ...set,
          data: {...data, values: data.values.map((value) => value.replace(/resource=[^"]*/, `resource=${OTHER}`))},
        }
  return contents.map(([zone, sets]) => [zone, sets.map(edit)])
}

const trouble = fc.record({
  kind: fc.constantFrom(...TROUBLES),
  host: fc.constantFrom(...HOSTS),
  root: fc.constantFrom(...ROOTS),
  by: fc.constantFrom(RESOURCES[0], ...RESOURCES),
})

/** Several families of zones. They share objects, but no names. */
const manyZones: fc.Arbitrary<Situation> = fc.constantFrom(...NAMINGS).chain((naming) =>
  fc
    .record({
      families: fc.array(situations({naming}), {minLength: 3, maxLength: ROOTS.length}),
      troubles: fc.array(trouble, {maxLength: 4}),
      isPrune: fc.nat(4).map((number) => number === 0),
      isFirstRun: fc.nat(2).map((number) => number === 0),
    })
    .map(({families, troubles, isPrune, isFirstRun}): Situation => {
      const all = families.map((each, index) => under(each, ROOTS[index] ?? ''))
      const nameOf = ({host, root}: (typeof troubles)[number]) => `${under(fullName(host), root)}.`
      const ofKind = (kind: (typeof TROUBLES)[number]) => troubles.filter((one) => one.kind === kind)
      const bad = ofKind('bad wish').map((one) => wanted(nameOf(one), 'A', '192.0.2.1', {by: one.by, id: 'lonely'}))
      const wants = all.flatMap((each) => each.wants ?? [])
      const [{registry, policy = 'sync', managedTypes = []} = {}] = families
      return {
        policy,
        managedTypes,
        ...(registry === undefined ? {} : {registry}),
        ...(isPrune && registry?.kind === 'txt' ? {goal: PRUNE} : {}),
        stored: all.flatMap(({stored = []}) => (isFirstRun ? ofOthers(stored as Contents) : (stored as Contents))),
        wants: isFirstRun ? ROOTS.map((root) => wanted(`new.${root}.`, 'A', '192.0.2.1')) : [...wants, ...bad],
        pending: [
          ...all.flatMap((each) => each.pending ?? []),
          ...ofKind('pending').map((one) => pending(nameOf(one), one.by)),
        ],
        problems: [
          ...all.flatMap((each) => each.problems ?? []),
          ...ofKind('problem of a host').map((one) => objectProblem(one.by, nameOf(one))),
          ...ofKind('problem of an object').map((one) => objectProblem(one.by)),
        ],
      }
    }),
)

/** The plan of a run with all zones, or of one shard. */
function planOf(situation: Situation, shard?: Shard): {readonly plan: Plan; readonly deal: Deal | undefined} {
  const whole = planInput(situation)
  const listed = whole.zones.map(({zone}) => zone)
  const all = {zones: listed, listed, tags: new Map(), warnings: []}
  const {selection, deal} =
    shard === undefined ? {selection: all, deal: undefined} : dealSelection(all, shard, whole.registry)
  const {wants = [], problems = []} = situation
  const desired = {endpoints: wants, pending: whole.pending, problems, warnings: [], unused: [], waiting: []}
  const {placed} = placeAll(desired, {...selection, selected: listed, deal}, {plan: whole.settings, route53: ROUTE53})
  const plan = makePlan({
    ...whole,
    zones: whole.zones.filter(({zone}) => selection.zones.includes(zone)),
    unread: unreadZones(selection),
    ...requestedParts({desired, placed, deal}),
    takes: deal?.takes,
    warnings: placed.warnings,
  })
  return {plan, deal}
}

const hostsOf = ({zones}: Plan) => zones.flatMap(({hosts}) => hosts)
const textsOf = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).sort()
/** Removes the problem from details: a shard that does not report it itself repeats it where it keeps a record. */
const blocksOf = (blocked: readonly Blocked[]) =>
  blocked.map((one) => ({...one, detail: one.detail.replace(/ cannot be read \(.*\); /, ' cannot be read; ')}))
/** False for a problem of an object without a host, which every shard reports. */
const namesHost = ({host}: Blocked) => !host.includes('/')
const isKept = ({detail}: Blocked) => detail.includes('kept')

async function apply(plan: Plan, account: StrictAccount): Promise<void> {
  await applyPlan(plan, LIMITS, {submitter: account, zones: account, isStopping: () => false, report: () => {}})
  expect(account.refusals).toEqual([])
}

const held = (account: StrictAccount) => account.contents().map(([zone, sets]) => [zone.id, textsOf(sets)])

it('law: shards plan together what one run plans, and hold the same', async () => {
  const tally = makeTally()
  const generated = fc.record({
    situation: manyZones.map((situation) =>
      Object.assign(situation, {[fc.toStringMethod]: () => describeSituation(situation)}),
    ),
    count: fc.integer({min: 2, max: 4}),
  })
  await fc.assert(
    fc.asyncProperty(generated, async ({situation, count}) => {
      const {plan: whole} = planOf(situation)
      const shards = Array.from({length: count}, (_, index) => planOf(situation, {index, count}))
      const takers = (name: string) => shards.filter(({deal}) => deal?.takes(name) === true)
      expect(textsOf(shards.flatMap(({plan}) => hostsOf(plan)))).toEqual(textsOf(hostsOf(whole)))
      expect(textsOf(shards.flatMap(({plan}) => blocksOf(plan.blocked.filter(namesHost))))).toEqual(
        textsOf(blocksOf(whole.blocked.filter(namesHost))),
      )
      for (const shard of shards) {
        for (const {name} of hostsOf(shard.plan)) expect(takers(name), name).toEqual([shard])
        for (const {host} of shard.plan.blocked.filter(namesHost)) expect(takers(host), host).toEqual([shard])
        expect(textsOf(shard.plan.blocked.filter((one) => !namesHost(one)))).toEqual(
          textsOf(whole.blocked.filter((one) => !namesHost(one))),
        )
      }
      const zoneIds = shards.flatMap(({plan}) => plan.zones.map(({zone}) => zone.id))
      expect(zoneIds.toSorted()).toEqual(whole.zones.map(({zone}) => zone.id).toSorted())
      const stored = situation.stored as Contents
      const [one, many] = [makeStrictAccount(stored), makeStrictAccount(stored)]
      await apply(whole, one)
      for (const {plan} of shards.toReversed()) await apply(plan, many)
      expect(held(many)).toEqual(held(one))
      for (const what of inPlay(situation, whole, takers)) tally.count(`${count} shards, ${what}`)
      tally.count(`${count} shards`)
      tally.count(`${shards.filter(({plan}) => hostsOf(plan).length > 0).length} shards with changes`)
    }),
    OPTIONS,
  )
  tally.print('shards')
  for (const count of [2, 3, 4]) {
    expect(tally.of(`${count} shards`)).toBeGreaterThan(0)
    expect(tally.of(`${count} shards with changes`)).toBeGreaterThan(RUNS >= 1500 || count === 2 ? 0 : -1)
  }
  for (const what of IN_PLAY) {
    const each = [2, 3, 4].map((count) => tally.of(`${count} shards, ${what}`))
    expect(Math.max(...each), what).toBeGreaterThan(0)
  }
}, 600_000)

function inPlay(
  situation: Situation,
  whole: Plan,
  takers: (name: string) => readonly unknown[],
): readonly (typeof IN_PLAY)[number][] {
  const kept = whole.blocked.filter(isKept)
  const {problems} = planInput(situation)
  const fromElsewhere = kept.filter(({host, detail}) => {
    const causes = problems.filter(
      ({origin: {kind, namespace, name}, dnsName}) =>
        dnsName !== undefined && detail.startsWith(`${kind} ${namespace}/${name} cannot be read`),
    )
    return causes.length > 0 && causes.every(({dnsName = ''}) => takers(toPlanKey(dnsName))[0] !== takers(host)[0])
  })
  const zones = whole.zones.map(({zone}) => zone)
  const isChild = (zone: Zone) => zones.some(({name}) => zone.name.endsWith(`.${name}`))
  const is: Readonly<Record<(typeof IN_PLAY)[number], boolean>> = {
    'a hold': kept.length > 0,
    'a hold from another shard': fromElsewhere.length > 0,
    'a first run': whole.isFirstRun,
    'a child zone': hostsOf(whole).some(({zone}) => isChild(zone)),
    'private twins': hostsOf(whole).some(({zone}) => zones.some((other) => other !== zone && other.name === zone.name)),
  }
  return IN_PLAY.filter((what) => is[what])
}
