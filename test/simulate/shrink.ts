import {type Simulation, type SimulationOptions, simulate} from './simulate.js'
import type {Scenario} from './world.js'

/** A scenario that breaks a law, and what happens in it. */
export interface Failure {
  readonly scenario: Scenario
  readonly simulation: Simulation
}

/**
 * Leaves out what is not needed for the same law to break: actors, what is stored, requests, faults, and turns. Greedy, and
 * so always with the same result.
 */
export async function shrink(failure: Failure, options: SimulationOptions = {}): Promise<Failure> {
  let best = failure
  for (let isBetter = true; isBetter; ) {
    isBetter = false
    for (const edit of edits(best)) {
      const scenario = edit(best.scenario)
      if (scenario === undefined) continue
      const simulation = await simulate(scenario, options)
      if (lawOf(simulation) !== lawOf(best.simulation)) continue
      if (simulation.steps.length > best.simulation.steps.length) continue
      best = {scenario, simulation}
      isBetter = true
    }
  }
  return best
}

function lawOf({problems}: Simulation): string | undefined {
  return problems[0]?.split(':')[0]
}

/** Undefined: there is nothing to leave out. */
type Edit = (scenario: Scenario) => Scenario | undefined

/** The largest first, and from the end, so that what was left out moves nothing that is still to be tried. */
function edits({scenario: {actors, stored, requests, turns}, simulation: {steps}}: Failure): readonly Edit[] {
  const indexes = (items: readonly unknown[]) => [...items.keys()].reverse()
  const sizes = [32, 8, 2, 1].filter((size) => size <= turns.length)
  return [
    ...(steps.length < turns.length ? [(now: Scenario) => ({...now, turns: now.turns.slice(0, steps.length)})] : []),
    ...indexes(actors).map((index) => (now: Scenario) => withoutActor(now, index)),
    ...Object.entries(stored).flatMap(([zoneId, sets]) =>
      indexes(sets).map((index) => (now: Scenario) => ({
        ...now,
        stored: {...now.stored, [zoneId]: (now.stored[zoneId] ?? []).toSpliced(index, 1)},
      })),
    ),
    ...Object.entries(requests).flatMap(([cluster, hosts]) =>
      Object.keys(hosts).map((host) => (now: Scenario) => {
        const {[host]: _left, ...others} = now.requests[cluster] ?? {}
        return {...now, requests: {...now.requests, [cluster]: others}}
      }),
    ),
    ...sizes.flatMap((size) =>
      indexes(turns)
        .filter((from) => from % size === 0)
        .map(
          (from) => (now: Scenario) =>
            from < now.turns.length ? {...now, turns: now.turns.toSpliced(from, size)} : undefined,
        ),
    ),
    ...indexes(turns).map((index) => (now: Scenario) => {
      const turn = now.turns[index]
      return turn?.fault === undefined ? undefined : {...now, turns: now.turns.with(index, {...turn, fault: undefined})}
    }),
  ]
}

function withoutActor(scenario: Scenario, index: number): Scenario {
  const {actors, turns} = scenario
  return {
    ...scenario,
    actors: actors.toSpliced(index, 1),
    turns: turns
      .filter(({actor}) => actor !== index)
      .map((turn) => (turn.actor > index ? {...turn, actor: turn.actor - 1} : turn)),
  }
}
