import {showRequest} from './requests.js'
import type {Step} from './schedule.js'
import {showSet} from './sets.js'
import type {Failure} from './shrink.js'
import type {Simulation} from './simulate.js'
import {type SmallWorld, storedSets} from './small-worlds.js'
import type {Scenario} from './world.js'

/** What happens, as a person would tell it. Readings of one run without anybody between them are one line. */
export function tellStory({scenario, simulation: {steps, problems}}: Failure): string {
  return [...tellBeginning(scenario), ...tellSteps(steps), ...problems.map((problem) => `! ${problem}`)].join('\n')
}

function tellBeginning({stored, requests}: Pick<Scenario, 'stored' | 'requests'>): readonly string[] {
  const sets = Object.values(stored).flat().map(showSet)
  const asked = Object.entries(requests).flatMap(([cluster, hosts]) =>
    Object.entries(hosts).map(
      ([host, request]) => `cluster ${cluster} asks for ${host.split('.')[0]} ${showRequest(request)}`,
    ),
  )
  return [`stored: ${sets.join('; ') || 'nothing'}`, ...asked]
}

function tellSteps(steps: readonly Step[]): readonly string[] {
  const lines: string[] = []
  let reader: string | undefined
  for (const {actor, text, result, fault} of steps) {
    const isReading = fault === undefined && /^List|^list/.test(text)
    if (isReading && reader === actor) lines.push(`${lines.pop()}, ${text}`)
    else lines.push(isReading ? `${actor}: ${text}` : `${actor}: ${text}: ${result}`)
    reader = isReading ? actor : undefined
  }
  return lines.map((line, index) => `${String(index + 1).padStart(2)}. ${line}`)
}

/** What happens in a small world, and what of it no run should have done. */
export function tellOutage(world: SmallWorld, {steps, problems}: Simulation): readonly string[] {
  const {older, newer, cleanup} = world
  const unseen = problems.filter((problem) => problem.includes('has not seen'))
  return [
    ...tellBeginning({stored: storedSets(world.stored), requests: {older, newer, cleanup}}),
    ...tellSteps(steps),
    ...unseen.map((problem) => `! ${problem}`),
  ]
}
