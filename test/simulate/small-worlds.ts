import type {RecordSet} from '../emulators/route53/record-set.js'
import {type ActorStage, applyFile, changeOurs, type PlanFile, saveOurs} from './actors.js'
import type {Requests} from './requests.js'
import {type Call, CHANGE_FAULTS, type Decide, type Fault, KILLS} from './schedule.js'
import {ownershipText, setsFor, withTexts} from './sets.js'
import {play, type Scene, type Simulation, type SimulationOptions} from './simulate.js'
import {resourceOf, zoneIdOf} from './world.js'

/**
 * Two plans were saved from one reading of the zones, an older and a newer one. Each is enacted by somebody, and a
 * cleanup deletes what its cluster does not ask for. Readings that always say the same take no turn.
 */
export interface SmallWorld {
  readonly name: string
  readonly stored: Requests
  readonly older: Requests
  readonly newer: Requests
  /** What the cleanup has found in its cluster. */
  readonly cleanup: Requests
}

export const SMALL_WORLDS: readonly SmallWorld[] = [
  {
    name: 'an address changes',
    stored: {'web.shop.io': {addresses: ['192.0.2.1']}},
    older: {'web.shop.io': {addresses: ['192.0.2.2']}},
    newer: {'web.shop.io': {addresses: ['192.0.2.3']}},
    cleanup: {},
  },
  {
    name: 'a host is new',
    stored: {},
    older: {'web.shop.io': {addresses: ['192.0.2.2']}},
    newer: {'web.shop.io': {addresses: ['192.0.2.3']}},
    cleanup: {},
  },
  {
    name: 'an address becomes a CNAME',
    stored: {'web.shop.io': {addresses: ['192.0.2.1']}},
    older: {'web.shop.io': {addresses: ['lb.example.net']}},
    newer: {'web.shop.io': {addresses: ['192.0.2.3', '2001:db8::1']}},
    cleanup: {},
  },
  {
    name: 'one host goes, one changes',
    stored: {'web.shop.io': {addresses: ['192.0.2.1']}, 'api.shop.io': {addresses: ['192.0.2.1']}},
    older: {'web.shop.io': {addresses: ['192.0.2.2']}},
    newer: {'web.shop.io': {addresses: ['192.0.2.3']}, 'api.shop.io': {addresses: ['192.0.2.3']}},
    cleanup: {'api.shop.io': {addresses: ['192.0.2.1']}},
  },
  {
    name: 'the apex of a child zone',
    stored: {'eu.shop.io': {addresses: ['192.0.2.1']}},
    older: {'eu.shop.io': {addresses: ['192.0.2.2']}},
    newer: {'eu.shop.io': {addresses: ['192.0.2.3']}},
    cleanup: {},
  },
]

const RUNS = {older: 'enactor of the older plan', newer: 'enactor of the newer plan', cleanup: 'cleanup'} as const
const CONSTANT = /^ListHostedZones|^ListProtections|^list |^ListResourceRecordSets eu/
const CONSTANT_BUT_CHILD = /^ListHostedZones|^ListProtections|^list /

/** Every order in which the calls of a small world can come. */
export interface Exploration {
  readonly interleavings: number
  readonly steps: number
  /** Those in which a law is broken. */
  readonly broken: readonly Simulation[]
}

/** What may happen to a change: that of one run, once. */
export const ONE_FAULT: readonly Fault[] = [...CHANGE_FAULTS, 'throttled', ...KILLS]

/**
 * @param faults of which one may happen in an interleaving, to any change. Of two readings side by side, between which
 * nothing is written, only one order is then taken.
 */
export async function explore(
  world: SmallWorld,
  options: SimulationOptions = {},
  faults: readonly Fault[] = [],
): Promise<Exploration> {
  const files = await savePlans(world)
  const broken: Simulation[] = []
  const rested = new Set<string>()
  let [interleavings, steps] = [0, 0]
  let choices: readonly number[] | undefined = []
  while (choices !== undefined) {
    const {decide, next, isRepeated} = followChoices(choices, faults)
    const simulation = await play({...sceneOf(world, files, decide), isCut: isRepeated}, {rested, ...options})
    if (!isRepeated()) {
      interleavings += 1
      steps += simulation.steps.length
    }
    if (simulation.problems.length > 0) broken.push(simulation)
    choices = next()
  }
  return {interleavings, steps, broken}
}

/**
 * Takes the given choices and the first one from there on.
 * @returns `next`: the choices after these, in the order of counting. `isRepeated`: another order is the same as this one
 */
function followChoices(choices: readonly number[], faults: readonly Fault[]) {
  const taken: {readonly choice: number; readonly of: number}[] = []
  let isSpent = false
  let isRepeated = false
  let couldRead: ReadonlySet<Call> = new Set()
  const decide: Decide = (all) => {
    // Of several calls that one makes at once, the first.
    const waiting = all.filter(({actor}, index) => all.findIndex((one) => one.actor === actor) === index)
    const changes = isSpent ? [] : waiting.filter(isChange)
    const options = [
      ...waiting.filter((one) => !couldRead.has(one)).map((call) => ({call, fault: undefined})),
      ...faults.flatMap((fault) => changes.map((call) => ({call, fault}))),
    ]
    const choice = choices[taken.length] ?? 0
    const option = options[choice]
    if (option === undefined) {
      isRepeated = true
      return undefined
    }
    taken.push({choice, of: options.length})
    const {call, fault} = option
    isSpent ||= fault !== undefined
    const isReading = faults.length > 0 && !isChange(call)
    couldRead = new Set(isReading ? waiting.slice(0, waiting.indexOf(call)).filter((one) => !isChange(one)) : [])
    return {pick: all.indexOf(call), fault}
  }
  const next = () => {
    const last = taken.findLastIndex(({choice, of}) => choice + 1 < of)
    if (last < 0) return undefined
    return taken.slice(0, last + 1).map(({choice}, index) => (index === last ? choice + 1 : choice))
  }
  return {decide, next, isRepeated: () => isRepeated}
}

function isChange({text}: Call): boolean {
  return text.startsWith('Change')
}

type Files = Readonly<Record<'older' | 'newer', PlanFile>>

async function savePlans(world: SmallWorld): Promise<Files> {
  const files: Partial<Record<'older' | 'newer', PlanFile>> = {}
  const save = (name: 'older' | 'newer') => async (stage: ActorStage) => {
    files[name] = await saveOurs(stage, name, {clusters: [name]})
  }
  const scene = sceneOf(world, undefined, () => ({pick: 0}))
  await play({
    ...scene,
    actors: new Map([
      ['older', save('older')],
      ['newer', save('newer')],
    ]),
  })
  const {older, newer} = files
  if (older === undefined || newer === undefined) throw new Error('bug: no plan was saved')
  return {older, newer}
}

function sceneOf({stored, older, newer, cleanup}: SmallWorld, files: Files | undefined, decide: Decide): Scene {
  const enact = (actor: string, file: PlanFile) => (stage: ActorStage) => applyFile(stage, actor, file)
  const prune = (stage: ActorStage) =>
    changeOurs(
      stage,
      RUNS.cleanup,
      {kind: 'prune', removesOrphans: false, removesObsoleteTxt: false},
      {clusters: ['cleanup']},
    )
  return {
    stored: storedSets(stored),
    // Once nothing moves any more, our cluster asks for what the newer plan was made from.
    requests: {red: newer, older, newer, cleanup},
    most: Number.POSITIVE_INFINITY,
    actors: new Map(
      files && [
        [RUNS.older, enact(RUNS.older, files.older)],
        [RUNS.newer, enact(RUNS.newer, files.newer)],
        [RUNS.cleanup, prune],
      ],
    ),
    isConstant: (text) => ('eu.shop.io' in newer ? CONSTANT_BUT_CHILD : CONSTANT).test(text),
    decide,
  }
}

export function storedSets(hosts: SmallWorld['stored']): Readonly<Record<string, readonly RecordSet[]>> {
  const sets = Object.entries(hosts).flatMap(([host, request]) =>
    withTexts(setsFor(host, request, 'red'), ownershipText('red', resourceOf(host))).map(
      (set) => [set.Type === 'TXT' ? 'Z1' : zoneIdOf(host), set] as const,
    ),
  )
  return Object.fromEntries(
    ['Z1', 'Z2'].map((zoneId) => [zoneId, sets.flatMap(([id, set]) => (id === zoneId ? [set] : []))]),
  )
}

/**
 * The interleaving in which the older plan is written after the newer one, and then the cleanup writes; of several the one
 * in which most goes that the writer had not seen, of these the shortest.
 */
export function outageIn({broken}: Exploration): Simulation {
  const isLate = ({steps}: Simulation) =>
    steps.flatMap(({actor, text}) => (text.startsWith('Change') ? [actor] : [])).join() ===
    [RUNS.newer, RUNS.older, RUNS.cleanup].join()
  const rank = ({problems, steps}: Simulation) =>
    problems.filter((problem) => problem.includes('has not seen')).length * 1000 - steps.length
  const [worst] = broken.filter(isLate).toSorted((a, b) => rank(b) - rank(a))
  if (worst === undefined) throw new Error('bug: no older plan is written after the newer one')
  return worst
}
