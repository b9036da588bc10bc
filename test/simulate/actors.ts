import {hostKey} from '../../src/dns/zone.js'
import {CliError} from '../../src/errors/cli-error.js'
import {applyPlan, type HostOutcome} from '../../src/pipeline/apply/apply-plan.js'
import {isTooLate} from '../../src/pipeline/apply/send-until-known.js'
import {checkSavedPlan, readFreshness} from '../../src/pipeline/check-saved-plan.js'
import {type RunSettings, runPlan} from '../../src/pipeline/read/plan-run.js'
import type {HostAction, HostPlan} from '../../src/plan/change.js'
import type {Plan} from '../../src/plan/plan.js'
import type {OwnershipGoal, PlanInput, ZoneSnapshot} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {fingerprintsOf} from '../../src/saved/fingerprint.js'
import {formatSavedPlan, parseSavedPlan, type SavedPlan} from '../../src/saved/saved-plan.js'
import {touchedSets} from '../../src/saved/touched-sets.js'
import {narrowSavedPlan, undoOf} from '../../src/saved/undo.js'
import {ageProblem} from '../../src/saved/validity.js'
import {dnsName, LIMITS, planSettings, ROUTE53, txtRegistry} from '../plan/builders.js'
import {receiptOf} from '../saved/builders.js'
import {turnOfExternalDns} from './external-dns.js'
import {checkOutcomes, type Past} from './laws.js'
import {changeObjects, writeByHand} from './people.js'
import {makePorts, type RunPorts} from './ports.js'
import {fromPlannedSet} from './sets.js'
import type {Situation} from './situations.js'
import {call, type Run, type Stage} from './stage.js'
import type {ActorKind, ActorSpec} from './world.js'

export interface ActorStage extends Stage {
  readonly past: Past
  /** What a deliberate fault makes of the ports of our runs, and of our saved plans. */
  readonly sabotage: Sabotage
}

export interface Sabotage {
  readonly ports?: (ports: RunPorts, stage: Stage, run: Run) => RunPorts
  /** True: a saved plan is carried out whatever is stored. */
  readonly skipsCheck?: boolean
}

type Act = (stage: ActorStage, actor: string, spec: ActorSpec) => Promise<void>

const ACTORS: Readonly<Record<ActorKind, Act>> = {
  apply: async (stage, actor, {seed}) => {
    await applyOurs(stage, actor, {isAsked: seed % 4 === 0, isUndone: seed % 5 === 0})
  },
  'joint apply': async (stage, actor, {seed}) => {
    const kind = {...JOINT, toleratesUnreachable: seed % 2 === 0}
    if (seed % 7 === 0) await applySaved(stage, actor, seed, kind)
    else await applyOurs(stage, actor, {isAsked: seed % 4 === 0, isUndone: seed % 5 === 0, kind})
  },
  'saved plan': (stage, actor, {seed}) => applySaved(stage, actor, seed, OURS),
  prune: (stage, actor, {seed}) =>
    changeOurs(stage, actor, {kind: 'prune', removesOrphans: seed % 2 === 0, removesObsoleteTxt: seed % 3 === 0}),
  'owners transfer': (stage, actor, {host}) =>
    changeOurs(stage, actor, {kind: 'transfer', to: toOwnerId('blue')}, {only: host}),
  'owners migrate': (stage, actor) =>
    changeOurs(stage, actor, {kind: 'migrate', from: toOwnerId('old')}, {owners: ['old', 'red']}),
  'owners adopt': (stage, actor, {host}) =>
    changeOurs(stage, actor, {kind: 'adopt', takesEqualOnly: false}, {only: host, owners: ['nobody', 'red']}),
  'external-dns': async (stage, actor) => {
    for (const _turn of ['first', 'second']) await turnOfExternalDns(stage, actor)
  },
  person: writeByHand,
  cluster: changeObjects,
}

export async function act(stage: ActorStage, actor: string, spec: ActorSpec): Promise<void> {
  await ACTORS[spec.kind](stage, actor, spec)
}

const NO_CLUSTER: readonly string[] = []

/** How a run is called. */
export interface RunKind {
  /** Whose records it may change; `nobody` for those without owner. */
  readonly owners: readonly string[]
  /** Of several, each has the owner of that name. */
  readonly clusters: readonly string[]
  readonly removesOrphans: boolean
  readonly toleratesUnreachable: boolean
  readonly isPrune?: boolean
  readonly isUndo?: boolean
  /** Looks at this host only. */
  readonly only?: string | undefined
}

export const OURS: RunKind = {owners: ['red'], clusters: ['red'], removesOrphans: false, toleratesUnreachable: false}
/** One run for two clusters. */
export const JOINT: RunKind = {...OURS, owners: ['red', 'blue'], clusters: ['red', 'blue']}

function openRun(stage: ActorStage, actor: string, kind: RunKind) {
  const {owners, clusters, removesOrphans, toleratesUnreachable, isPrune = false, isUndo = false} = kind
  const run: Run = {
    actor,
    id: `${actor}, run ${stage.runs.length + 1}`,
    owners: new Set(owners),
    seen: [],
    seenForPlan: 0,
    openedAt: stage.past.now(),
    plannedAt: 0,
    asked: undefined,
    plan: undefined,
    isBlind: false,
    isStopping: false,
    isDone: false,
    clusters,
    unreachable: toleratesUnreachable ? new Set() : undefined,
    isPrune,
    isUndo,
    removesOrphans,
  }
  stage.runs.push(run)
  const ports = makePorts(stage, run)
  return {run, ports: stage.sabotage.ports?.(ports, stage, run) ?? ports}
}

function settingsFor({owners, clusters, only, toleratesUnreachable}: RunKind): RunSettings {
  return {
    registry: txtRegistry(clusters.length > 1 ? {owners: owners.map(toOwnerId)} : {}),
    plan: planSettings({
      only: only === undefined ? [] : [{name: dnsName(only), isBelow: false}],
      tolerated: new Set(toleratesUnreachable ? ['unreachable-cluster'] : []),
    }),
    route53: ROUTE53,
    readsWholeZones: false,
    manifests: undefined,
  }
}

type OpenedRun = ReturnType<typeof openRun>
type Goal = PlanInput['goal'] | OwnershipGoal

async function planOurs({ports}: OpenedRun, kind: RunKind, goal: Goal) {
  const settings = settingsFor(kind)
  const made = await runPlan(settings, ports, goal)
  return {plan: made.plan, saved: toSaved(made, settings)}
}

/** Ends a run as the program does when the outside world fails it. */
async function untilError(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CliError)) throw error
  }
}

async function write(stage: ActorStage, {run, ports}: OpenedRun, plan: Plan): Promise<readonly HostOutcome[]> {
  const since = stage.past.now()
  Object.assign(run, {plan, seenForPlan: run.seen.length, plannedAt: since})
  if (movesOf(plan).length > 0) stage.meet('a move is planned')
  const outcomes = await applyPlan(plan, LIMITS, ports)
  run.isDone = true
  for (const problem of checkOutcomes(outcomes, stage.past, since)) stage.object(problem)
  for (const outcome of outcomes) meetOutcome(stage, outcome)
  return outcomes
}

export function movesOf(plan: Plan | undefined): readonly HostPlan[] {
  const hosts = plan?.zones.flatMap((zone) => zone.hosts) ?? []
  return hosts.filter(({action}) => action === 'move')
}

const ACTION_SITUATIONS: Partial<Record<HostAction, Situation>> = {
  adopt: 'a host is adopted',
  transfer: 'a host is transferred',
  move: 'a host is moved',
}

function meetOutcome({meet}: Stage, outcome: HostOutcome): void {
  const {kind, host} = outcome
  const situation = ACTION_SITUATIONS[host.action]
  if (kind === 'applied' && situation !== undefined) meet(situation)
  if (host.action !== 'move') return
  if (kind === 'failed' && isTooLate(outcome.messages)) meet('a move is refused by compare-and-swap')
  if (kind === 'partly' || kind === 'not-started') meet('a move is stopped')
}

interface ApplyOptions {
  /** A person approves, which takes time; then what it touches is read again. */
  readonly isAsked?: boolean
  readonly isUndone?: boolean
  readonly kind?: RunKind
}

export async function applyOurs(
  stage: ActorStage,
  actor: string,
  {isAsked = false, isUndone = false, kind = OURS}: ApplyOptions = {},
): Promise<Plan | undefined> {
  const opened = openRun(stage, actor, kind)
  let plan: Plan | undefined
  await untilError(async () => {
    const made = await planOurs(opened, kind, {kind: 'apply'})
    plan = made.plan
    meetBlocked(stage, made.plan)
    let approved = made.saved
    if (isAsked) {
      await pause(stage, actor, 'the question waits for an answer')
      const {left, moved} = await readFreshness(approved, opened.ports.zones)
      if (moved.length > 0) return stage.meet('an approved plan is refused as stale')
      approved = narrowSavedPlan(approved, left)
    }
    const outcomes = await write(stage, opened, approved.plan)
    if (outcomes.some(({kind: what}) => what === 'applied')) stage.meet('a plan is applied')
    if (isUndone) await undo(stage, actor, approved, outcomes, kind)
  })
  return plan
}

function meetBlocked({meet}: Stage, {blocked}: Plan): void {
  const reasons = new Set(blocked.map(({reason}) => reason))
  if (reasons.has('pending-target')) meet('a record is kept while its object has no address')
  if (reasons.has('unreachable-cluster')) meet('what the owner of a cluster that cannot be reached has is kept')
  if (blocked.some(({reason, detail}) => reason === 'conflict-lost' && detail.includes('of owner')))
    meet('two clusters ask for one host')
}

async function undo(
  stage: ActorStage,
  actor: string,
  saved: SavedPlan,
  outcomes: readonly HostOutcome[],
  kind: RunKind,
) {
  await pause(stage, actor, 'the receipt waits')
  const undone = undoOf(receiptOf(saved, outcomes))
  const opened = openRun(stage, actor, {...kind, clusters: NO_CLUSTER, isUndo: true})
  // The receipt says which texts the run wrote that is undone.
  opened.run.seen.push(...textsWrittenBy(saved.plan))
  // What goes back to its former owner answers all the time.
  opened.run.asked = new Map(movesOf(undone.saved.plan).map(({name}) => [name, []]))
  const {saved: known, freshness} = await checkSavedPlan(undone.saved, opened.ports.zones, 'undo', undone.returning)
  const isStray = (key: string) => undone.uncertain.has(key)
  const moved = freshness.moved.filter(({host}) => !isStray(hostKey(host)))
  if (moved.length > 0) return
  const strayed = new Set(freshness.moved.map(({host}) => hostKey(host)))
  const left = freshness.left.filter((host) => !strayed.has(hostKey(host)))
  const done = await write(stage, opened, narrowSavedPlan(known, left).plan)
  if (done.some((one) => one.kind === 'applied')) stage.meet('a run is undone')
  if (done.some((one) => one.kind === 'applied' && one.host.action === 'move')) stage.meet('a move is undone')
}

function textsWrittenBy({zones}: Plan): Run['seen'] {
  return [...touchedSets(zones.flatMap(({hosts}) => hosts)).values()].flatMap(({zone, after}) =>
    after?.type === 'TXT' ? [[zone.id, fromPlannedSet(after)] as const] : [],
  )
}

export async function changeOurs(
  stage: ActorStage,
  actor: string,
  goal: Goal,
  options: Partial<RunKind> = {},
): Promise<void> {
  const kind: RunKind = {
    ...OURS,
    ...(goal.kind === 'transfer' && {clusters: NO_CLUSTER}),
    isPrune: goal.kind === 'prune',
    removesOrphans: goal.kind === 'prune' && goal.removesOrphans,
    ...options,
  }
  const opened = openRun(stage, actor, kind)
  await untilError(async () => {
    const {plan} = await planOurs(opened, kind, goal)
    const outcomes = await write(stage, opened, plan)
    if (outcomes.some((one) => one.kind === 'applied')) {
      if (goal.kind === 'prune') stage.meet('a record is pruned')
      if (goal.kind === 'migrate') stage.meet('a host is migrated')
    }
  })
}

function toSaved(
  {plan, snapshots}: {readonly plan: Plan; readonly snapshots: readonly ZoneSnapshot[]},
  {registry}: RunSettings,
): SavedPlan {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  return {
    program: '0.1.0',
    registry: 'txt',
    plan,
    batches: 0,
    deleteLimit: {kind: 'default'},
    fingerprints: fingerprintsOf(hosts, snapshots, registry),
    registryPlace: undefined,
  }
}

/** `plan --out`, and what it wrote applied later, perhaps twice. */
async function applySaved(stage: ActorStage, actor: string, seed: number, kind: RunKind): Promise<void> {
  await untilError(async () => {
    const file = await saveOurs(stage, actor, kind)
    for (const _time of seed % 3 === 0 ? ['once', 'again'] : ['once']) {
      await pause(stage, actor, 'the file waits', seed % 16 === 1 ? 25 * 3_600_000 : 1000)
      await applyFile(stage, actor, file)
    }
  })
}

/** A saved plan, and what the run that made it had found in its clusters. */
export interface PlanFile {
  readonly text: string
  readonly kind: RunKind
  readonly found: Pick<Run, 'asked' | 'unreachable'>
}

export async function saveOurs(stage: ActorStage, actor: string, options: Partial<RunKind> = {}): Promise<PlanFile> {
  const kind = {...OURS, ...options}
  const opened = openRun(stage, actor, kind)
  const {saved} = await planOurs(opened, kind, {kind: 'apply'})
  const createdAt = new Date(stage.schedule.clock.now()).toISOString()
  const {text} = formatSavedPlan(saved, {createdAt, maxAge: '24h', identities: []})
  return {text, kind, found: opened.run}
}

export async function applyFile(stage: ActorStage, actor: string, {text, kind, found}: PlanFile): Promise<void> {
  const read = parseSavedPlan(text)
  if (!read.ok) throw new Error(`bug: ${read.problem}`)
  if (ageProblem(read.value.meta, stage.schedule.clock.now()) !== undefined)
    return stage.meet('an old saved plan is refused')
  const opened = openRun(stage, actor, {...kind, clusters: NO_CLUSTER})
  Object.assign(opened.run, {asked: found.asked, unreachable: found.unreachable})
  const {saved, freshness, locks} = await checkSavedPlan(read.value.content, opened.ports.zones, 'apply plan.json')
  if (stage.sabotage.skipsCheck === true) {
    await write(stage, opened, saved.plan)
    return
  }
  if (freshness.moved.length > 0 || locks.length > 0) return stage.meet('a stale saved plan is refused')
  const hosts = freshness.left.length + freshness.applied.length
  if (freshness.left.length === 0) return hosts > 0 ? stage.meet('a saved plan was applied already') : undefined
  if (freshness.applied.length > 0) stage.meet('a saved plan is applied in part')
  const outcomes = await write(stage, opened, narrowSavedPlan(saved, freshness.left).plan)
  if (outcomes.some(({kind}) => kind === 'applied')) stage.meet('a saved plan is applied')
}

function pause(stage: Stage, actor: string, text: string, ms = 1000): Promise<void> {
  return call(stage, actor, text, {effect: () => stage.schedule.advance(ms), note: () => 'goes on'})
}
