import {isDeepStrictEqual} from 'node:util'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {type RecordSet, recordSetKey} from '../../src/dns/record-set.js'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import type {Change, HostPlan} from '../../src/plan/change.js'
import {makeOwnershipPlan} from '../../src/plan/ownership-plan.js'
import {type BlockReason, isEmptyPlan, type Plan} from '../../src/plan/plan.js'
import type {OwnershipGoal} from '../../src/plan/plan-input.js'
import {claimRecordSets, decidingRecord} from '../../src/registry/claim.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import type {BatchOutcome, ChangeBatch} from '../../src/route53/ports.js'
import type {BatchSize} from '../../src/route53/write/change-batch.js'
import {cliError} from '../pipeline/faulty-account.js'
import {describeSituation, LIMITS, planFor, planInput, type Situation, wanted} from './builders.js'
import {CHILD_APEXES, FEW_HOSTS, NAMESAKES, prunes, situations} from './generators.js'
import {foreignTexts, notOurs, ownerOf} from './not-ours.js'
import type {Contents} from './outcome.js'
import {makeStrictAccount, type StrictAccount} from './strict-account.js'
import {makeTally} from './tally.js'

const RUNS = Number(process.env.LAW_RUNS ?? 200)
const OPTIONS = {numRuns: RUNS, ...(process.env.LAW_SEED === undefined ? {} : {seed: Number(process.env.LAW_SEED)})}

/** How a run is cut at one of its writing calls. After a kill nothing more is sent; otherwise the run continues. */
const CUTS = ['killed before', 'killed after', 'answer lost', 'denied once'] as const
type Cut = (typeof CUTS)[number]

const TOUCHED = ['several zones', 'a child apex', 'a routing change', 'a delete', 'a replacement'] as const
type Touched = (typeof TOUCHED)[number]

/** A limit, not a law: runs that reach it never finish. */
const MOST_RUNS = 5

/** The process was killed. */
class Killed extends Error {}

interface Run {
  readonly account: StrictAccount
  /** The stored records after each accepted call. */
  readonly moments: readonly Contents[]
  readonly calls: number
}

async function run(plan: Plan, stored: Contents, limits: BatchSize, cut?: {how: Cut; nth: number}): Promise<Run> {
  const account = makeStrictAccount(stored)
  const moments: Contents[] = []
  let [calls, isDead] = [0, false]
  const pass = async (batch: ChangeBatch): Promise<BatchOutcome> => {
    const outcome = await account.submit(batch)
    if (outcome.kind === 'accepted') moments.push(account.contents())
    return outcome
  }
  const die = () => {
    isDead = true
    throw new Killed()
  }
  const submit = async (batch: ChangeBatch): Promise<BatchOutcome> => {
    if (isDead) throw new Killed()
    calls++
    if (calls !== cut?.nth) return pass(batch)
    switch (cut.how) {
      case 'killed before':
        return die()
      case 'killed after':
        await pass(batch)
        return die()
      case 'answer lost':
        await pass(batch)
        return {kind: 'unknown', error: cliError('AWS_UNREACHABLE')}
      case 'denied once':
        return {kind: 'denied', error: cliError('ROUTE53_ACCESS_DENIED')}
    }
  }
  try {
    await applyPlan(plan, limits, {submitter: {submit}, zones: account, isStopping: () => false, report: () => {}})
  } catch (error) {
    if (!(error instanceof Killed)) throw error
  }
  return {account, moments, calls}
}

type Make = (situation: Situation) => Plan

/** Plans and applies until nothing is left to do. */
async function finish(make: Make, situation: Situation, start: Contents, limits: BatchSize) {
  const moments: Contents[] = []
  let [stored, runs] = [start, 0]
  for (let left = make({...situation, stored}); !isEmptyPlan(left); left = make({...situation, stored})) {
    runs++
    if (runs > MOST_RUNS) throw new Error(`no end after ${MOST_RUNS} runs`)
    const {account, moments: more} = await run(left, stored, limits)
    expect(account.refusals).toEqual([])
    moments.push(...more)
    stored = account.contents()
  }
  return {stored, runs, moments}
}

/** Plans of ownership commands, which take over unowned records or another owner's on purpose. */
const ownershipPlan =
  (goal: OwnershipGoal): Make =>
  (situation) =>
    makeOwnershipPlan({...planInput(situation), goal})

const toReading = (contents: Contents) => contents.map(([zone, recordSets]) => ({zone, recordSets}))

const claimsOf = (contents: Contents, {registry}: ReturnType<typeof planInput>) =>
  new Map(
    claimRecordSets(toReading(contents), registry).claims.map((claim) => [
      `${claim.zone.id} ${recordSetKey(claim.recordSet)}`,
      claim,
    ]),
  )

/**
 * Literal namesakes of a replaced wildcard that becomes an alias, or ceases to be one: while it is an alias `cname-star` speaks
 * for it, too, and a run that ends in between leaves a CNAME of `star` to nobody. Known; no other record may be lost.
 */
function namesakesOfAliases(plan: Plan, {registry}: ReturnType<typeof planInput>): ReadonlySet<string> {
  const label = registry.kind === 'noop' ? '' : registry.wildcardReplacement
  const isTurned = (change: Change) =>
    change.kind === 'update' && (change.current.data.kind === 'alias') !== (change.desired.data.kind === 'alias')
  const turned = plan.zones.flatMap(({hosts}) => hosts.filter(({changes}) => changes.some(isTurned)))
  return new Set(turned.flatMap(({name}) => (name.startsWith('*.') ? [`${label}${name.slice(1)}`] : [])))
}

/**
 * Laws 3 and 4 of docs/laws.md at one moment of a run. @param taken owners whose hosts the run may take over, "nobody"
 * included.
 */
function expectNothingLost(
  situation: Situation,
  moment: Contents,
  taken: readonly (string | undefined)[],
  known: ReadonlySet<string>,
): void {
  const input = planInput(situation)
  const stored = situation.stored as Contents
  const before = claimsOf(stored, input)
  const isWanted = new Set(input.candidates.map(({recordSet}) => recordSet.name))
  const takable = new Set(
    [...before.values()].flatMap((claim) => {
      const owner = claim.kind === 'foreign' ? claim.owner : undefined
      return claim.kind !== 'owned' && taken.includes(owner) && isWanted.has(claim.recordSet.name)
        ? [claim.recordSet]
        : []
    }),
  )
  const now = new Set(moment.flatMap(([, sets]) => sets))
  for (const set of notOurs(situation)) {
    const owner = ownerOf(set)
    if (takable.has(set) || (owner !== undefined && taken.includes(owner))) continue
    expect(now, JSON.stringify(set)).toContain(set)
  }
  expect(foreignTexts(moment)).toEqual(foreignTexts(stored))
  const texts = new Set(
    stored.flatMap(([zone, sets]) =>
      sets.filter((set) => ownerOf(set) !== undefined).map((set) => `${zone.id} ${recordSetKey(set)}`),
    ),
  )
  for (const [key, claim] of claimsOf(moment, input)) {
    const earlier = before.get(key)
    if (texts.has(key) || (earlier !== undefined && takable.has(earlier.recordSet))) continue
    const kind = earlier === undefined ? 'owned' : earlier.kind
    if (known.has(claim.recordSet.name) && kind === 'owned') continue
    if (earlier?.kind === 'foreign' && taken.includes(earlier.owner)) continue
    expect(`${key} ${claim.kind}`).toBe(`${key} ${kind}`)
  }
}

/**
 * Hosts with contradictory requests, or whose object cannot be read: the outcome depends on what is stored, which
 * differs after a cut.
 */
const contested = (plans: readonly Plan[]): ReadonlySet<string> =>
  new Set(plans.flatMap(({blocked}) => blocked.flatMap(({reason, host}) => (CONTESTED.has(reason) ? [host] : []))))

const CONTESTED: ReadonlySet<BlockReason> = new Set(['conflict-lost', 'cname-conflict', 'object-problem'])

const OTHERWISE = 'other in the end, at contested hosts or by a text that decides nothing'

/** Our ownership TXT that decide about no record; they are reused, or removed by `prune --orphans` and `--obsolete-txt`. */
function idleTextKeys(contents: Contents, {registry}: ReturnType<typeof planInput>): ReadonlySet<string> {
  const {claims, ownershipRecords} = claimRecordSets(toReading(contents), registry)
  const deciding = new Set(claims.map((claim) => decidingRecord(claim.ownershipRecords)))
  const idle = ownershipRecords.filter(
    (text) => registry.kind === 'txt' && text.owner === registry.ownerId && !deciding.has(text),
  )
  return new Set(idle.map(({zone, recordSet}) => `${zone.id} ${recordSetKey(recordSet)}`))
}

interface Besides {
  readonly hosts: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
}

const NOTHING: Besides = {hosts: new Set(), keys: new Set()}

/** Where the ownership of these hosts stands; what else stands there is compared on neither side. */
function ownershipKeys(
  contents: Contents,
  {registry}: ReturnType<typeof planInput>,
  hosts: ReadonlySet<string>,
): readonly string[] {
  const {ownershipRecords} = claimRecordSets(toReading(contents), registry)
  return ownershipRecords.flatMap(({host, zone, recordSet}) =>
    hosts.has(host) ? [`${zone.id} ${recordSetKey(recordSet)}`] : [],
  )
}

/** The stored record sets without these hosts, and without these keys. */
function held(contents: Contents, {hosts, keys} = NOTHING) {
  return contents.map(([zone, sets]) => [
    zone.id,
    sets
      .filter((set) => !hosts.has(set.name) && !keys.has(`${zone.id} ${recordSetKey(set)}`))
      .map((set) =>
        set.data.kind === 'values' ? {...set, data: {...set.data, values: [...set.data.values].sort()}} : set,
      )
      .map((set) => JSON.stringify(set))
      .sort(),
  ])
}

function touchedBy(plan: Plan): readonly Touched[] {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  const zonesOf = (host: HostPlan) => [host.zone.id, ...host.ownership.map(({zone}) => zone.id)]
  const routings = new Map<string, {readonly before: Set<string>; readonly after: Set<string>}>()
  for (const {zone, name, changes} of hosts) {
    const kinds = routings.get(`${zone.id} ${name}`) ?? {before: new Set(), after: new Set()}
    routings.set(`${zone.id} ${name}`, kinds)
    for (const change of changes) {
      if (change.kind !== 'create') kinds.before.add(change.current.routing.kind)
      if (change.kind !== 'delete') kinds.after.add(change.desired.routing.kind)
    }
  }
  const isRoutingChange = [...routings.values()].some(
    ({before, after}) => before.size > 0 && [...after].some((kind) => !before.has(kind)),
  )
  const isApex = (host: HostPlan) => host.name === host.zone.name && new Set(zonesOf(host)).size > 1
  const is: Readonly<Record<Touched, boolean>> = {
    'several zones': new Set(hosts.flatMap(zonesOf)).size > 1,
    'a child apex': hosts.some(isApex),
    'a routing change': isRoutingChange,
    'a delete': hosts.some(({action}) => action === 'delete'),
    'a replacement': hosts.some(({action}) => action === 'replace'),
  }
  return TOUCHED.filter((what) => is[what])
}

interface Kind {
  readonly arbitrary: fc.Arbitrary<Situation>
  readonly make: Make
  readonly taken: (situation: Situation) => readonly (string | undefined)[]
  readonly touches: readonly Touched[]
}

const migrated = ({registry}: Situation) =>
  registry?.kind === 'txt' && registry.migrateFrom !== undefined ? [registry.migrateFrom] : []
const withoutNoop = fc.oneof(
  situations({hasNoop: false}),
  situations(CHILD_APEXES),
  situations(FEW_HOSTS),
  situations(NAMESAKES),
)

/** Makes most of the stored records candidates for a command: without ownership, or with another owner's. */
const withTexts = (edit: (value: string) => string | undefined) =>
  fc.tuple(withoutNoop, fc.boolean()).map(([situation, isWanted]): Situation => {
    const editSet = (set: RecordSet): readonly RecordSet[] => {
      if (set.data.kind !== 'values') return [set]
      const values = set.data.values.map(edit)
      return values.includes(undefined)
        ? []
        : [{...set, data: {...set.data, values: values.filter((one) => one !== undefined)}}]
    }
    const stored = (situation.stored as Contents).map(([zone, sets]) => [zone, sets.flatMap(editSet)] as const)
    const simple = stored.flatMap(([, sets]) =>
      sets.filter(({type, routing}) => type === 'A' && routing.kind === 'simple'),
    )
    const more = isWanted ? simple.map(({name}) => wanted(`${name}.`, 'A', '192.0.2.10')) : []
    return {
      ...situation,
      stored,
      wants: [...(situation.wants ?? []).filter((one) => !more.some(({dnsName}) => one.dnsName === dnsName)), ...more],
    }
  })
const disowned = withTexts((value) => (value.includes('/owner=red') ? undefined : value))
const handedOver = withTexts((value) => value.replace('/owner=red', '/owner=old'))

const KINDS: Readonly<Record<string, Kind>> = {
  apply: {arbitrary: withoutNoop, make: planFor, taken: migrated, touches: TOUCHED},
  prune: {
    arbitrary: fc.oneof(prunes(), prunes(CHILD_APEXES)),
    make: planFor,
    taken: () => [],
    touches: ['several zones', 'a delete'],
  },
  'owners adopt': {
    arbitrary: disowned,
    make: ownershipPlan({kind: 'adopt', takesEqualOnly: false}),
    taken: () => [undefined],
    touches: ['several zones', 'a child apex'],
  },
  'owners migrate': {
    arbitrary: handedOver,
    make: ownershipPlan({kind: 'migrate', from: toOwnerId('old')}),
    taken: () => ['old'],
    touches: ['several zones', 'a child apex'],
  },
}

describe.each(Object.entries(KINDS))('%s, cut at a call that writes', (name, {arbitrary, make, taken, touches}) => {
  it('law: at no moment is anything lost, and at most two more runs come to what an undisturbed one comes to', async () => {
    const tally = makeTally()
    // The other commands find nothing to do in most situations, which takes no time.
    const numRuns = process.env.LAW_RUNS === undefined && name !== 'apply' ? 4 * RUNS : RUNS
    const generated = fc.record({
      situation: arbitrary.map((situation) =>
        Object.assign(situation, {[fc.toStringMethod]: () => describeSituation(situation)}),
      ),
      how: fc.constantFrom(...CUTS),
      at: fc.nat(11),
      batchChangeSize: fc.constantFrom(4, 6, 1000),
    })
    await fc.assert(
      fc.asyncProperty(generated, async ({situation: bare, how, at, batchChangeSize}) => {
        const small = {...bare, route53: {batchChangeSize}}
        const isTooSmall = make(small).blocked.some(({reason}) => reason === 'too-large')
        const [situation, limits] = isTooSmall ? [bare, LIMITS] : [small, {...LIMITS, changes: batchChangeSize}]
        const plan = make(situation)
        const whole = await run(plan, situation.stored as Contents, limits)
        const end = await finish(make, situation, whole.account.contents(), limits)
        if (whole.calls === 0) return tally.count('nothing to do')
        const nth = 1 + (at % whole.calls)
        for (const what of ['all', ...touchedBy(plan)]) tally.count(`${how}, ${what}`)
        if (whole.calls > 1) tally.count(`${how}, of several calls`)
        const cut = await run(plan, situation.stored as Contents, limits, {how, nth})
        const again = await finish(make, situation, cut.account.contents(), limits)
        expect(again.runs, 'runs after the cut').toBeLessThanOrEqual(2)
        tally.count(`${again.runs} more runs`)
        if (end.runs > 0) tally.count('more than one run when nothing disturbs it')
        const moments = [...cut.moments, ...again.moments]
        const input = planInput(situation)
        const known = namesakesOfAliases(plan, input)
        for (const moment of moments) expectNothingLost(situation, moment, taken(situation), known)
        const [is, wanted] = [held(again.stored), held(end.stored)]
        if (isDeepStrictEqual(is, wanted)) return
        tally.count(OTHERWISE)
        const plans = [plan, ...[end, again].map(({stored}) => make({...situation, stored}))]
        const hosts = new Set([...contested(plans), ...known])
        const keys = [again, end].flatMap(({stored}) => ownershipKeys(stored, input, hosts))
        const besides = {hosts, keys: new Set([...idleTextKeys(again.stored, input), ...keys])}
        expect(held(again.stored, besides)).toEqual(held(end.stored, besides))
      }),
      {...OPTIONS, numRuns},
    )
    tally.print(`${name}, cut`)
    for (const how of CUTS) expect(tally.of(`${how}, all`), how).toBeGreaterThan(0)
    for (const what of ['of several calls', ...touches]) {
      const each = CUTS.map((how) => tally.of(`${how}, ${what}`))
      expect(Math.max(...each), what).toBeGreaterThan(0)
      // In a few hundred runs some pair may not occur.
      if (RUNS >= 1500) expect(Math.min(...each), what).toBeGreaterThan(0)
    }
    expect(tally.of(OTHERWISE)).toBeLessThanOrEqual(numRuns / 50)
  }, 600_000)
})
