import type {IdentifiedZone} from '../conformance/ownership.js'
import {brokenLaws, claimedHosts, differences, findLost, readHostStates} from './checks.js'
import type {Cell} from './matrix.js'
import {OWNER, type Scenario} from './scenarios.js'
import {openStage, type Reference, type Workplace} from './stage.js'
import {startProgram} from './start-program.js'
import type {Trial} from './trial.js'

const COMPETITOR = 'rival'
/** Long enough for both runs to plan before either of them writes. */
const LATENCY_MS = 60

/** Runs the program twice at the same time: for one owner, or for two who want the same hosts. */
export async function tryRace(
  cell: Cell,
  scenario: Scenario,
  reference: Reference,
  workplace: Workplace,
): Promise<Trial> {
  const {before, wanted} = reference
  const isOneOwner = cell.kind === 'two applies of one owner'
  const competitorArgs = isOneOwner
    ? scenario.args
    : scenario.args.map((arg) => arg.replace(`=${OWNER}`, `=${COMPETITOR}`))
  const stage = await openStage(workplace, before, scenario.objects)
  try {
    const [zonesBefore, competitorWanted] = [stage.zones(), ownedBy(COMPETITOR, wanted)]
    stage.route53.setLatency(LATENCY_MS)
    const runs = await Promise.all(
      [scenario.args, competitorArgs].map(
        (args) => startProgram(workplace.packageFolder, ['apply', '--yes', ...args], stage.environment).ended,
      ),
    )
    stage.route53.setLatency(0)
    const after = stage.zones()
    const ours = readHostStates(zonesBefore, wanted, after)
    const theirs = readHostStates(zonesBefore, competitorWanted, after)
    const problems = [
      ...runs.filter(({exitCode}) => ![0, 4].includes(exitCode)).map(({exitCode}) => `a run ends with ${exitCode}`),
      ...ours.half
        .filter((host) => isOneOwner || theirs.half.includes(host))
        .map((host) => `half a host, or half each one's: ${host}`),
    ]
    const claims = runs.map(({stdout, stderr, exitCode}) => claimedHosts(`${stdout}\n${stderr}`, 0, exitCode) ?? 0)
    const isIn = isOneOwner ? ours.applied : [...new Set([...ours.applied, ...theirs.applied])]
    const claimed = claims.reduce<number>((sum, claim) => sum + (claim === 'not known' ? 0 : claim), 0)
    // With one owner both runs may report the same host: what the other one wrote is as wanted.
    const isTold = isOneOwner
      ? claimed >= isIn.length && claims.every((claim) => claim === 'not known' || claim <= isIn.length)
      : claimed === isIn.length
    if (!isTold && !claims.includes('not known')) {
      problems.push(`the runs say that ${claims.join(' + ')} hosts are in, ${isIn.length} are`)
    }
    const again = await workplace.run(['apply', '--yes', ...scenario.args], stage.environment)
    if (again.exitCode !== 0) problems.push(`the next run ends with ${again.exitCode}: ${again.stdout}${again.stderr}`)
    const last = stage.zones()
    if (isOneOwner) {
      problems.push(...brokenLaws(scenario.args, zonesBefore, last, {isFinal: true}))
      problems.push(...differences(wanted, last).map((text) => `after one more run: ${text}`))
    } else {
      const [a, b] = [readHostStates(zonesBefore, wanted, last), readHostStates(zonesBefore, competitorWanted, last)]
      const settled = new Set([...a.applied, ...b.applied])
      if (settled.size !== a.total) problems.push(`after one more run ${settled.size} of ${a.total} hosts are settled`)
      const moved = theirs.applied.filter((host) => !ours.applied.includes(host) && !b.applied.includes(host))
      problems.push(...moved.map((host) => `the next run touched a host of the other owner: ${host}`))
    }
    stage.route53.mark()
    const plan = await workplace.run(['plan', ...scenario.args], stage.environment)
    if (!/^No changes\./m.test(plan.stdout)) problems.push(`the last plan is not empty: ${plan.stdout}`)
    if (stage.route53.acceptedChanges().length > 0) problems.push('plan wrote')
    const lost = [...new Set([...findLost(zonesBefore, wanted, after), ...findLost(zonesBefore, wanted, last)])]
    const phrase = problems.length === 0 ? [] : runs.map(({stdout, stderr}) => `${stdout.slice(-1500)}${stderr}`)
    return {scenario, cell, isHit: true, problems: [...problems, ...phrase], lost: lost.length}
  } finally {
    await stage.close()
  }
}

/** The same hosts as they would be with the other owner. */
function ownedBy(owner: string, zones: readonly IdentifiedZone[]): readonly IdentifiedZone[] {
  return JSON.parse(JSON.stringify(zones).replaceAll(`owner=${OWNER},`, `owner=${owner},`))
}
