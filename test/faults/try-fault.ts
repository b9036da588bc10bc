import type {ProgramRun} from '../conformance/program.js'
import {keyOf, nameText} from '../conformance/record-text.js'
import {brokenLaws, claimedHosts, differences, findLost, hostKey, readHostStates} from './checks.js'
import {type Injected, inject} from './inject.js'
import type {Cell} from './matrix.js'
import {fillerFor, type Scenario} from './scenarios.js'
import {countChanges, openStage, type Reference, type Stage, type Workplace} from './stage.js'
import {startProgram} from './start-program.js'
import type {Trial} from './trial.js'

/** Disturbs a run with one fault, checks what it left and printed, and lets one more run finish. */
export async function tryFault(
  cell: Cell,
  scenario: Scenario,
  reference: Reference,
  workplace: Workplace,
): Promise<Trial> {
  const objects =
    cell.point.side === 'cluster' && cell.point.nth > 1
      ? [...scenario.objects, ...fillerFor(cell.point.operation)]
      : scenario.objects
  const stage = await openStage(workplace, [...reference.before, ...furtherZones(cell)], objects)
  try {
    const others = stage.zones().filter(({id}) => !reference.before.some((zone) => zone.id === id))
    const wanted = [...reference.wanted, ...others]
    const before = stage.zones()
    const {run, injected} = await runWithFault(cell, scenario, stage, workplace)
    stage.cluster.clearFaults()
    stage.route53.clearFaults()
    const trial = {scenario, cell, isHit: injected.hits > 0}
    if (!trial.isHit) return {...trial, problems: [], lost: 0}
    const after = stage.zones()
    const wasMoved = injected.hand === undefined ? undefined : hostKey(injected.hand.set)
    const states = readHostStates(before, wanted, after)
    const lost = [...findLost(before, wanted, after), ...handLost(injected, stage)]
    const problems = [
      ...brokenLaws(scenario.args, before, after, {isFinal: false, ...handSubject(injected, stage)}),
      ...states.half.filter((host) => host !== wasMoved).map((host) => `half a host: ${host}`),
      ...unplannedChanges(reference, stage),
      ...checkMessage(cell, run, states.applied.length, states.total, injected),
      ...(await finishRun(cell, scenario, {stage, workplace, reference, wanted, injected})),
    ]
    lost.push(...findLost(before, wanted, stage.zones()))
    const phrase = problems.length === 0 ? [] : [`exit ${run.exitCode}`, run.stdout.slice(-1500), run.stderr]
    return {
      ...trial,
      problems: [...problems, ...lost.map((key) => `lost: ${key}`), ...phrase],
      lost: new Set(lost).size,
    }
  } finally {
    await stage.close()
  }
}

/** Empty zones of other owners, so that the listing of zones has a second page. */
function furtherZones({point}: Cell): readonly {readonly name: string; readonly id: string}[] {
  if (point.operation !== 'ListHostedZones' || point.nth === 1) return []
  return Array.from({length: 99}, (_each, index) => ({name: `z${index}.example.org`, id: `Z9OTHER${index}`}))
}

async function runWithFault(
  cell: Cell,
  {args}: Scenario,
  stage: Stage,
  {run, packageFolder}: Workplace,
): Promise<{readonly run: ProgramRun; readonly injected: Injected}> {
  const command = ['apply', '--yes', ...args]
  let kill: (signal: NodeJS.Signals) => void = () => {}
  const {injected, args: further} = inject(cell, stage, (name) => kill(name))
  if (!cell.kind.startsWith('SIG')) return {run: await run([...command, ...further], stage.environment), injected}
  const {child, ended} = startProgram(packageFolder, [...command, ...further], stage.environment)
  kill = (name) => child.kill(name)
  return {run: await ended, injected}
}

function handLost({hand}: Injected, stage: Stage): readonly string[] {
  if (hand === undefined) return []
  const now = stage.route53.zone(hand.zoneId, {form: 'stored'}).records.find((set) => keyOf(set) === keyOf(hand.set))
  const isThere = JSON.stringify(now?.ResourceRecords) === JSON.stringify(hand.set.ResourceRecords)
  return isThere ? [] : [`${hand.zoneId} ${keyOf(hand.set)} of another hand`]
}

/** The subject in the form of the law checker. */
function handSubject({hand}: Injected, {route53}: Stage): {readonly hand?: string} {
  return hand === undefined ? {} : {hand: `${nameText(route53.zone(hand.zoneId).name)} ${keyOf(hand.set)}`}
}

/** Law 2 of docs/laws.md: no change that an undisturbed run does not make, and none twice. */
function unplannedChanges({changes}: Reference, stage: Stage): readonly string[] {
  return [...countChanges(stage.route53)]
    .filter(([change, count]) => count > (changes.get(change) ?? 0))
    .map(([change, count]) => `not in the plan, or done too often: ${change} (${count} times)`)
}

const EXIT_CODES = {finishes: 0, stops: 1, yields: 4, interrupted: 130, killed: 137, shares: 0} as const

function checkMessage(
  {point, outcome}: Cell,
  {exitCode, stdout, stderr}: ProgramRun,
  applied: number,
  total: number,
  {hand, culprit}: Injected,
): readonly string[] {
  const expected = EXIT_CODES[outcome]
  // A signal during the last batch interrupts nothing any more.
  const isAsExpected = exitCode === expected || (outcome === 'interrupted' && applied === total && exitCode === 0)
  const problems = isAsExpected ? [] : [`exit ${exitCode} instead of ${expected}`]
  if (outcome === 'killed') return problems
  const output = `${stdout}\n${stderr}`
  const claimed = claimedHosts(output, total, exitCode)
  if (claimed === undefined) problems.push('the message does not say what is in')
  else if (claimed !== 'not known' && claimed !== applied) problems.push(`says ${claimed} hosts are in, ${applied} are`)
  if (outcome === 'finishes' && applied !== total) problems.push(`${applied} of ${total} hosts are in`)
  if (point.side !== 'change' && outcome !== 'finishes' && applied !== 0) problems.push('a failed reading wrote')
  if (outcome === 'stops' && !/Fix: /.test(stderr)) problems.push('no fix is named')
  const host = culprit ?? (hand === undefined ? undefined : hostKey(hand.set).split(' ')[0])
  if (outcome === 'yields' && host !== undefined) {
    if (applied !== total - 1) problems.push(`${applied} hosts are in, all but one should be (of ${total})`)
    const named = new RegExp(
      `^ {2}! ${host.slice(0, -1).replaceAll(/[.*]/g, '\\$&')}\\n {6}\\S.*\\n( .*\\n)*? {6}.*[A-Z]\\w+ [a-z]`,
      'm',
    )
    if (!named.test(stdout)) problems.push(`the host ${host} is not named with its object and the rule`)
  }
  return problems
}

function hasSet(zones: Reference['before'], {zoneId, set}: NonNullable<Injected['hand']>): boolean {
  return zones.some(({id, records = []}) => id === zoneId && records.some((each) => keyOf(each) === keyOf(set)))
}

type Settling = {
  readonly stage: Stage
  readonly workplace: Workplace
  readonly reference: Reference
  readonly wanted: ReturnType<Stage['zones']>
  readonly injected: Injected
}

/** One more run brings the zones to the wanted state; after it nothing is left to do. */
async function finishRun(
  {kind}: Cell,
  {args}: Scenario,
  {stage, workplace, reference, wanted, injected}: Settling,
): Promise<readonly string[]> {
  const {route53, environment} = stage
  const {hand} = injected
  const isTaken = hand !== undefined && !hasSet(reference.before, hand)
  let before = stage.zones()
  const again = await workplace.run(['apply', '--yes', ...args], environment)
  const problems: string[] = []
  if (isTaken) {
    // What somebody else made in our place stays; once it is removed the next run finishes.
    problems.push(...handLost(injected, stage))
    if (!/unowned/.test(again.stdout)) problems.push('a record set of another hand is not shown as unowned')
    route53.removeRecordSet(hand.zoneId, hand.set)
    before = stage.zones()
    await workplace.run(['apply', '--yes', ...args], environment)
  }
  if (again.exitCode !== 0)
    problems.push(`${kind}: the next run ends with ${again.exitCode}: ${again.stdout.slice(-600)}${again.stderr}`)
  problems.push(...brokenLaws(args, before, stage.zones(), {isFinal: true}))
  problems.push(...differences(wanted, stage.zones()).map((text) => `after one more run: ${text}`))
  route53.mark()
  const plan = await workplace.run(['plan', ...args], environment)
  // A fault may come with more objects, which the plan counts.
  const body = (text: string) => text.replace(/^Read .*\n/m, '')
  if (body(plan.stdout) !== body(reference.finalPlan)) problems.push(`the last plan is another one: ${plan.stdout}`)
  if (route53.acceptedChanges().length > 0) problems.push('plan wrote')
  return problems
}
