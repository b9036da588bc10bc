import {hostKey} from '../../src/dns/zone.js'
import {CliError} from '../../src/errors/cli-error.js'
import {applyPlan, type HostOutcome} from '../../src/pipeline/apply/apply-plan.js'
import {checkSavedPlan, readFreshness} from '../../src/pipeline/check-saved-plan.js'
import {type RunSettings, runPlan} from '../../src/pipeline/read/plan-run.js'
import type {HostAction} from '../../src/plan/change.js'
import type {Plan} from '../../src/plan/plan.js'
import type {OwnershipGoal, PlanInput, ZoneSnapshot} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {fingerprintsOf} from '../../src/saved/fingerprint.js'
import {formatSavedPlan, parseSavedPlan, type SavedPlan} from '../../src/saved/saved-plan.js'
import {narrowSavedPlan, undoOf} from '../../src/saved/undo.js'
import {ageProblem} from '../../src/saved/validity.js'
import {dnsName, LIMITS, planSettings, ROUTE53, txtRegistry} from '../plan/builders.js'
import {receiptOf} from '../saved/builders.js'
import {turnOfExternalDns} from './external-dns.js'
import {checkOutcomes, type Past} from './laws.js'
import {changeObjects, writeByHand} from './people.js'
import {makePorts, type RunPorts} from './ports.js'
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
  'saved plan': applySaved,
  prune: (stage, actor, {seed}) =>
    changeOurs(stage, actor, {kind: 'prune', removesOrphans: seed % 2 === 0, removesObsoleteTxt: seed % 3 === 0}),
  'owners transfer': (stage, actor, {host}) =>
    changeOurs(stage, actor, {kind: 'transfer', to: toOwnerId('blue')}, {only: host, owners: ['red']}),
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

const SETTINGS: RunSettings = {
  registry: txtRegistry(),
  plan: planSettings(),
  route53: ROUTE53,
  readsWholeZones: false,
  manifests: undefined,
}

const NO_CLUSTER = 'none'

interface RunKind {
  readonly owners: readonly string[]
  readonly cluster: string
  readonly removesOrphans: boolean
}

function openRun(
  stage: ActorStage,
  actor: string,
  {owners = ['red'], cluster = 'red', removesOrphans = false}: Partial<RunKind> = {},
) {
  const run: Run = {
    actor,
    id: `${actor}, run ${stage.runs.length + 1}`,
    owners: new Set(owners),
    seen: [],
    seenForPlan: 0,
    plannedAt: 0,
    asked: undefined,
    plan: undefined,
    isBlind: false,
    isStopping: false,
    readsCluster: cluster !== NO_CLUSTER,
    removesOrphans,
  }
  stage.runs.push(run)
  const ports = makePorts(stage, run, cluster)
  return {run, ports: stage.sabotage.ports?.(ports, stage, run) ?? ports}
}

type OpenedRun = ReturnType<typeof openRun>
type Goal = PlanInput['goal'] | OwnershipGoal

async function planOurs({ports}: OpenedRun, goal: Goal, only?: string) {
  return runPlan(
    {
      ...SETTINGS,
      ...(only !== undefined && {plan: planSettings({only: [{name: dnsName(only), isBelow: false}]})}),
    },
    ports,
    goal,
  )
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
  const outcomes = await applyPlan(plan, LIMITS, ports)
  for (const problem of checkOutcomes(outcomes, stage.past, since)) stage.object(problem)
  for (const {kind, host} of outcomes) if (kind === 'applied') meetAction(stage, host.action)
  return outcomes
}

const ACTION_SITUATIONS: Partial<Record<HostAction, Situation>> = {
  adopt: 'a host is adopted',
  transfer: 'a host is transferred',
}

function meetAction({meet}: Stage, action: HostAction): void {
  const situation = ACTION_SITUATIONS[action]
  if (situation !== undefined) meet(situation)
}

/** @param isAsked a person approves, which takes time; then what it touches is read again. */
export async function applyOurs(
  stage: ActorStage,
  actor: string,
  {isAsked = false, isUndone = false}: {readonly isAsked?: boolean; readonly isUndone?: boolean} = {},
): Promise<Plan | undefined> {
  const opened = openRun(stage, actor)
  let plan: Plan | undefined
  await untilError(async () => {
    const made = await planOurs(opened, {kind: 'apply'})
    plan = made.plan
    if (made.plan.blocked.some(({reason}) => reason === 'pending-target'))
      stage.meet('a record is kept while its object has no address')
    let approved = toSaved(made)
    if (isAsked) {
      await pause(stage, actor, 'the question waits for an answer')
      const {left, moved} = await readFreshness(approved, opened.ports.zones)
      if (moved.length > 0) return stage.meet('an approved plan is refused as stale')
      approved = narrowSavedPlan(approved, left)
    }
    const outcomes = await write(stage, opened, approved.plan)
    if (outcomes.some(({kind}) => kind === 'applied')) stage.meet('a plan is applied')
    if (isUndone) await undo(stage, actor, approved, outcomes)
  })
  return plan
}

async function undo(stage: ActorStage, actor: string, saved: SavedPlan, outcomes: readonly HostOutcome[]) {
  await pause(stage, actor, 'the receipt waits')
  const undone = undoOf(receiptOf(saved, outcomes))
  const opened = openRun(stage, actor, {cluster: NO_CLUSTER})
  const {saved: known, freshness} = await checkSavedPlan(undone.saved, opened.ports.zones, 'undo', undone.returning)
  const isStray = (key: string) => undone.uncertain.has(key)
  const moved = freshness.moved.filter(({host}) => !isStray(hostKey(host)))
  if (moved.length > 0) return
  const strayed = new Set(freshness.moved.map(({host}) => hostKey(host)))
  const left = freshness.left.filter((host) => !strayed.has(hostKey(host)))
  const done = await write(stage, opened, narrowSavedPlan(known, left).plan)
  if (done.some(({kind}) => kind === 'applied')) stage.meet('a run is undone')
}

export async function changeOurs(
  stage: ActorStage,
  actor: string,
  goal: Goal,
  {only, owners = ['red'], cluster = 'red'}: Partial<RunKind> & {readonly only?: string} = {},
): Promise<void> {
  const removesOrphans = goal.kind === 'prune' && goal.removesOrphans
  const opened = openRun(stage, actor, {
    owners,
    removesOrphans,
    cluster: goal.kind === 'transfer' ? NO_CLUSTER : cluster,
  })
  await untilError(async () => {
    const {plan} = await planOurs(opened, goal, only)
    const outcomes = await write(stage, opened, plan)
    if (outcomes.some(({kind}) => kind === 'applied')) {
      if (goal.kind === 'prune') stage.meet('a record is pruned')
      if (goal.kind === 'migrate') stage.meet('a host is migrated')
    }
  })
}

function toSaved({plan, snapshots}: {readonly plan: Plan; readonly snapshots: readonly ZoneSnapshot[]}): SavedPlan {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  return {
    program: '0.1.0',
    registry: 'txt',
    plan,
    batches: 0,
    deleteLimit: {kind: 'default'},
    fingerprints: fingerprintsOf(hosts, snapshots, SETTINGS.registry),
    registryPlace: undefined,
  }
}

/** `plan --out`, and what it wrote applied later, perhaps twice. */
async function applySaved(stage: ActorStage, actor: string, {seed}: ActorSpec): Promise<void> {
  await untilError(async () => {
    const file = await saveOurs(stage, actor)
    for (const _time of seed % 3 === 0 ? ['once', 'again'] : ['once']) {
      await pause(stage, actor, 'the file waits', seed % 16 === 1 ? 25 * 3_600_000 : 1000)
      await applyFile(stage, actor, file)
    }
  })
}

/** A saved plan, and the hosts that the cluster asked for. */
export interface PlanFile {
  readonly text: string
  readonly asked: ReadonlySet<string> | undefined
}

export async function saveOurs(stage: ActorStage, actor: string, cluster = 'red'): Promise<PlanFile> {
  const opened = openRun(stage, actor, {cluster})
  const made = await planOurs(opened, {kind: 'apply'})
  const createdAt = new Date(stage.schedule.clock.now()).toISOString()
  const {text} = formatSavedPlan(toSaved(made), {createdAt, maxAge: '24h', identities: []})
  return {text, asked: opened.run.asked}
}

export async function applyFile(stage: ActorStage, actor: string, {text, asked}: PlanFile): Promise<void> {
  const read = parseSavedPlan(text)
  if (!read.ok) throw new Error(`bug: ${read.problem}`)
  if (ageProblem(read.value.meta, stage.schedule.clock.now()) !== undefined)
    return stage.meet('an old saved plan is refused')
  const opened = openRun(stage, actor, {cluster: NO_CLUSTER})
  opened.run.asked = asked
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
