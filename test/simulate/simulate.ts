import {openAccount} from './account.js'
import {type ActorStage, act, applyOurs, JOINT, movesOf, OURS, type Sabotage} from './actors.js'
import {checkRest, checkWritten, openPast} from './laws.js'
import {type Call, type Decide, type Fault, makeSchedule, type Step} from './schedule.js'
import type {Situation} from './situations.js'
import type {Scenario, Turn} from './world.js'

export interface SimulationOptions {
  /** False: a Route 53 without compare-and-swap. */
  readonly compares?: boolean
  readonly sabotage?: Sabotage
  /** True: a broken law does not end it, and nothing is looked at once it rests. */
  readonly goesOn?: boolean
  /** Zones that were looked at already, as they were when they came to rest; adds to them. */
  readonly rested?: Set<string>
}

export interface Simulation {
  readonly steps: readonly Step[]
  readonly problems: readonly string[]
  readonly met: ReadonlyMap<Situation, number>
}

export interface Scene extends Pick<Scenario, 'stored' | 'requests' | 'most'> {
  readonly actors: ReadonlyMap<string, (stage: ActorStage) => Promise<void>>
  readonly decide: Decide
  readonly isConstant?: ActorStage['isConstant']
  /** True: it ended before its end, and the world does not come to rest. */
  readonly isCut?: () => boolean
}

export function simulate(scenario: Scenario, options: SimulationOptions = {}): Promise<Simulation> {
  const turns = scenario.turns.values()
  const actors = new Map(
    scenario.actors.map((spec, index) => {
      const name = `${spec.kind} ${index + 1}`
      return [name, (stage: ActorStage) => act(stage, name, spec)] as const
    }),
  )
  const places = [...actors.keys()]
  const placeOf = ({actor}: Call) => (places.includes(actor) ? places.indexOf(actor) : places.length)
  let faultOfChange: Fault | undefined
  const decide: Decide = (waiting) => {
    const {actor, call, fault, isForChange}: Turn = turns.next().value ?? {actor: 0, call: 0}
    const distance = (one: Call) => (placeOf(one) - actor + places.length + 1) % (places.length + 1)
    const nearest = Math.min(...waiting.map(distance))
    const calls = waiting.filter((one) => distance(one) === nearest)
    const next = calls[call % calls.length]
    if (next === undefined) throw new Error('bug: nobody waits')
    if (isForChange === true) faultOfChange = fault
    if (next.isChange !== true) return {pick: waiting.indexOf(next), fault: isForChange === true ? undefined : fault}
    const hit = faultOfChange ?? fault
    faultOfChange = undefined
    return {pick: waiting.indexOf(next), fault: hit}
  }
  return play({...scenario, actors, decide}, options)
}

/** Lets the actors run until all have ended or a law is broken, and then the world come to rest. */
export async function play(scene: Scene, options: SimulationOptions = {}): Promise<Simulation> {
  const {compares = true, sabotage = {}, goesOn = false, rested} = options
  const met = new Map<Situation, number>()
  const problems: string[] = []
  const meet = (situation: Situation) => met.set(situation, (met.get(situation) ?? 0) + 1)
  const schedule = makeSchedule()
  const account = openAccount(scene.stored, {
    compares,
    onWritten(written) {
      past.record(written)
      const run = stage.runs.find(({id}) => id === written.by)
      if (run !== undefined) problems.push(...checkWritten(written, run, past, meet))
    },
  })
  const past = openPast(account.zones())
  const stage: ActorStage = {
    account,
    schedule,
    requests: {...scene.requests},
    runs: [],
    past,
    sabotage,
    isConstant: scene.isConstant ?? (() => false),
    meet,
    object: (problem) => problems.push(problem),
  }
  const isOver = () => problems.length > 0 && !goesOn
  const actors = new Map([...scene.actors].map(([name, start]) => [name, () => start(stage)] as const))
  await schedule.run(actors, {decide: scene.decide, most: scene.most, isOver})
  const steps = [...schedule.steps]
  if (steps.some(({fault}) => fault === 'killed before')) meet('a run is killed before a call')
  if (steps.some(({fault}) => fault === 'killed after')) meet('a run is killed after a call')
  if (stage.runs.some(({plan, isDone}) => !isDone && movesOf(plan).length > 0))
    meet('a run that moves a host is killed')
  const rest = JSON.stringify(account.zones())
  if (problems.length > 0 || scene.isCut?.() === true || rested?.has(rest) === true) return {steps, problems, met}
  rested?.add(rest)
  await comeToRest(stage)
  return {steps: problems.length > 0 ? schedule.steps : steps, problems, met}
}

/**
 * Nothing moves any more: an apply of ours makes everything as wanted, and the plan after it is empty (docs/laws.md). Of
 * two clusters it is one for both.
 */
async function comeToRest(stage: ActorStage): Promise<void> {
  stage.account.unprotect()
  const before = stage.account.zones()
  const kind = stage.requests.blue === undefined ? OURS : JOINT
  let left: number | undefined
  for (const name of ['apply at rest', 'the apply after it', 'one more apply']) {
    // Where a text fits record sets of both clusters, one waits until that of the other is gone.
    if (name === 'one more apply' && (left === 0 || kind !== JOINT)) break
    const work = async () => {
      const plan = await applyOurs(stage, name, {kind})
      left = plan?.zones.reduce((sum, zone) => sum + zone.hosts.length, 0)
    }
    await stage.schedule.run(new Map([[name, work]]), {decide: () => ({pick: 0}), most: Number.POSITIVE_INFINITY})
  }
  if (left !== 0) stage.object(`law 2: after an apply at rest there is a plan of ${left} hosts`)
  const requests = Object.fromEntries(kind.clusters.map((cluster) => [cluster, stage.requests[cluster] ?? {}]))
  for (const problem of checkRest(before, stage.account.zones(), requests)) stage.object(problem)
}
