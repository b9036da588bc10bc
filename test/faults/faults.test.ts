import {readFileSync, rmSync} from 'node:fs'
import {afterAll, afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {runCommand} from '../commands/run-command.js'
import {temporaryFolder} from '../conformance/program.js'
import {HOSTILE_COSTS} from './hostile-costs.js'
import {HOSTILE_OBJECTS} from './hostile-objects.js'
import {type Cell, MATRIX} from './matrix.js'
import {makeRandom} from './random.js'
import {renderReliability} from './reliability.js'
import {makeScenario, SCENARIOS, type ScenarioName} from './scenarios.js'
import {makeReference, type Reference, type Workplace} from './stage.js'
import {tryFault} from './try-fault.js'

/** Runs in this process. Kills and races are left to `npm run soak`, signals also to test/commands. */
const workplace: Workplace = {
  run: ([command, ...args], environment) => {
    if (command !== 'apply' && command !== 'plan') throw new Error(`bug: ${command} is not run here`)
    return runCommand(command, args, {environment})
  },
  packageFolder: '',
  folder: temporaryFolder('faults'),
}

/**
 * Every tenth line of the matrix, alternating the scenarios. Signals, races and throttling are left out, as they take
 * long.
 */
function aTenth(name: ScenarioName): readonly Cell[] {
  return MATRIX.filter(
    ({kind, outcome}) => !kind.startsWith('SIG') && !kind.startsWith('throttled') && outcome !== 'shares',
  ).filter((_cell, index) => index % 10 === 0 && (index / 10) % SCENARIOS.length === SCENARIOS.indexOf(name))
}

beforeEach(() => {
  const random = makeRandom(1)
  vi.spyOn(Math, 'random').mockImplementation(() => random() * 0.01)
})
afterAll(() => rmSync(workplace.folder, {recursive: true}))
afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(SCENARIOS)('a fixed tenth of the fault matrix: %s', (name) => {
  const scenario = makeScenario(name, 1)
  let reference: Promise<Reference> | undefined

  it.each(aTenth(name).map((cell) => [`${cell.point.name}: ${cell.kind}`, cell] as const))(
    '%s',
    async (_title, cell) => {
      reference ??= makeReference(scenario, workplace)
      const trial = await tryFault(cell, scenario, await reference, workplace)
      expect(trial.problems).toEqual([])
      expect(trial.lost).toBe(0)
      expect(trial.isHit || cell.kind === 'one host changed by someone else').toBe(true)
    },
  )
})

describe('the page about it', () => {
  it('measures each hostile object', () => {
    expect(HOSTILE_COSTS.map(([name]) => name)).toEqual(HOSTILE_OBJECTS.map(({name}) => name))
  })

  it('is the table (npm run soak -- --docs writes it)', () => {
    expect(
      readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8'),
      'to accept: npm run soak -- --docs',
    ).toBe(renderReliability())
  })
})
