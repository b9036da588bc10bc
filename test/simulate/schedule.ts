import type {Clock} from '../../src/aws/retry.js'

/** What may go wrong with a call. Which of them makes sense depends on the call; the others have no effect. */
export const FAULTS = ['throttled', 'refused', 'killed before', 'killed after', 'told to stop'] as const
export const KILLS = ['killed before', 'killed after'] as const
/** Of changes only; with the last two somebody else is quicker. */
export const CHANGE_FAULTS = [
  'done, answer lost',
  'not done, answer lost',
  'arrives late, answer lost',
  'changed meanwhile',
  'protected meanwhile',
] as const
export type Fault = (typeof FAULTS)[number] | (typeof CHANGE_FAULTS)[number]

/** Which of the waiting calls is next, and what goes wrong with it. */
export interface Decision {
  readonly pick: number
  readonly fault?: Fault | undefined
}

/** A call that waits for its turn. */
export interface Call {
  readonly actor: string
  readonly text: string
  /** True of a change of ours, to which `CHANGE_FAULTS` may happen. */
  readonly isChange?: boolean | undefined
  /** Answers the actor. @returns what came of it, for the story. */
  readonly act: (fault: Fault | undefined) => string
}

export interface Step {
  readonly actor: string
  readonly text: string
  readonly result: string
  readonly fault: Fault | undefined
}

/** Runs actors, of which exactly one moves at a time, from one of its calls to the next. Nothing depends on real time. */
export interface Schedule {
  readonly steps: readonly Step[]
  /** Virtual: sleeping takes no turn, and the clock jumps. */
  readonly clock: Clock
  wait(call: Call): void
  advance(ms: number): void
  /** @throws what an actor throws, which only a fault of the program or of the simulation is. */
  run(actors: ReadonlyMap<string, () => Promise<void>>, course: Course): Promise<void>
}

/** Undefined: it ends here. */
export type Decide = (waiting: readonly Call[]) => Decision | undefined

export interface Course {
  readonly decide: Decide
  /** Steps after which whoever still runs is killed. */
  readonly most: number
  /** True: nothing more needs to be known. */
  readonly isOver?: () => boolean
}

export function makeSchedule(): Schedule {
  const steps: Step[] = []
  let waiting: Call[] = []
  let now = Date.UTC(2026, 0, 2)
  return {
    steps,
    clock: {
      now: () => now,
      random: () => 0.5,
      sleep: async (ms) => {
        now += ms
      },
    },
    wait: (call) => waiting.push(call),
    advance(ms) {
      now += ms
    },
    async run(actors, {decide, most, isOver = () => false}) {
      const names = [...actors.keys()]
      /** A request that is still under way comes last. */
      const rank = ({actor}: Call) => (names.includes(actor) ? names.indexOf(actor) : names.length)
      const running = new Set(names)
      const kill = (name: string) => {
        running.delete(name)
        waiting = waiting.filter(({actor}) => actor !== name)
      }
      let failure: {readonly error: unknown} | undefined
      for (const [name, start] of actors) {
        start()
          .catch((error: unknown) => {
            failure ??= {error}
          })
          .finally(() => running.delete(name))
      }
      const end = steps.length + most
      for (;;) {
        await untilAllWait(
          () => failure !== undefined || [...running].every((name) => waiting.some(({actor}) => actor === name)),
        )
        if (failure !== undefined) throw failure.error
        if (steps.length === end) for (const name of names) kill(name)
        if (waiting.length === 0 || isOver()) return
        const inOrder = waiting.toSorted((a, b) => rank(a) - rank(b))
        const decision = decide(inOrder)
        if (decision === undefined) return
        const {pick, fault} = decision
        const call = inOrder[pick % inOrder.length]
        if (call === undefined) throw new Error('bug: nobody waits')
        waiting.splice(waiting.indexOf(call), 1)
        const {actor, text} = call
        const result = fault === 'killed before' ? 'killed before it was sent' : call.act(fault)
        if (fault?.startsWith('killed') === true) kill(actor)
        steps.push({actor, text, result: fault === 'killed after' ? `${result}, then killed` : result, fault})
      }
    },
  }
}

/** Some seconds, which a machine under load may take to load a module. */
const MOST_TURNS = 5_000_000

/** Settles promises. More than one turn of the event loop is needed only while a module of the program is loaded. */
async function untilAllWait(doAllWait: () => boolean): Promise<void> {
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    if (doAllWait()) return
  }
  throw new Error('bug: an actor neither ends nor waits for a call')
}
