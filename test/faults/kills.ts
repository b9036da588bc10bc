import {join} from 'node:path'
import {service} from '../commands/objects.js'
import {type IdentifiedZone, ownerInText, ownershipOf, readOwnershipRules} from '../conformance/ownership.js'
import {keyOf} from '../conformance/record-text.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {ZoneInput} from '../emulators/route53/zone.js'
import {differences, findLost} from './checks.js'
import {makeScenario, SET_IDENTIFIER, WEIGHT} from './scenarios.js'
import {openStage, type Stage, type Workplace} from './stage.js'
import {holdStill, startProgram} from './start-program.js'

// Kills commands that change ownership, saved plans, and runs over two zones at every call that writes. Between two
// batches every record that had an owner still has one, and the same command run again finishes.

const COMMON = ['--domain-filter=example.com', '--aws-batch-change-size=6']
const PROD = [...COMMON, '--txt-owner-id=prod']
const KILL_MS = 80

const OBJECTS = makeScenario('fresh create', 1).objects
const LATER = OBJECTS.map((object) =>
  object.kind === 'Service' && object.metadata.name !== 'nodes' && object.metadata.name !== 'headless'
    ? {...object, status: {loadBalancer: {ingress: [{ip: '192.0.2.200'}]}}}
    : object,
)
/** The apex of the child zone is routed by weight. */
const WEIGHTED_APEX = OBJECTS.map((object) =>
  object.metadata.name === 'apex'
    ? service('apex', 'sub.example.com', {annotations: {[SET_IDENTIFIER]: 'blue', [WEIGHT]: '10'}})
    : object,
)
/**
 * The objects without three hosts: one in the parent zone, one in the child, and the child's apex, whose ownership lies
 * in the parent.
 */
const FEWER = OBJECTS.filter(({metadata}) => !['apex', 'below', 'site'].includes(metadata.name))
/** Removes the ownership from the records of our hosts. */
const withoutOwners = (zones: readonly ZoneInput[]): readonly ZoneInput[] =>
  zones.map((zone) => ({...zone, records: (zone.records ?? []).filter((set) => ownerInText(set) !== 'prod')}))

/**
 * A command to kill. `readings` lists the flags by which ownership may be read during the run: by one of them, every
 * record that had an owner has one at any time.
 */
type KillScenario = {
  readonly setup: readonly string[]
  readonly command: (planFile: string) => readonly string[]
  readonly readings: readonly (readonly string[])[]
  /** False for commands that release ownership. */
  readonly keepsOwners: boolean
  /** Changes that somebody made to the zones after the setup. */
  readonly since?: (zones: readonly ZoneInput[]) => readonly ZoneInput[]
  /** The objects during the run; by default the same with other addresses. */
  readonly objects?: readonly KubernetesObject[]
}

export const KILL_SCENARIOS = {
  'apply PLANFILE': {
    setup: PROD,
    command: (planFile) => ['apply', planFile],
    readings: [PROD],
    keepsOwners: true,
  },
  'owners migrate': {
    setup: [...COMMON, '--txt-owner-id=old'],
    command: () => ['owners', 'migrate', '--from=old', '--to=prod', '--yes', ...COMMON],
    readings: [PROD],
    keepsOwners: true,
  },
  'owners transfer': {
    setup: PROD,
    command: () => ['owners', 'transfer', '--all', '--to=other', '--yes', ...PROD],
    readings: [PROD],
    keepsOwners: true,
  },
  'owners release': {
    setup: PROD,
    command: () => ['owners', 'release', '--all', '--yes', ...PROD],
    readings: [PROD],
    keepsOwners: false,
  },
  'owners repair': {
    setup: [...PROD, '--txt-prefix=old-'],
    command: () => ['owners', 'repair', '--from-prefix=old-', '--yes', ...PROD],
    readings: [PROD, [...PROD, '--txt-prefix=old-']],
    keepsOwners: true,
  },
  "apply, the routing of a child zone's apex": {
    setup: PROD,
    command: () => ['apply', '--yes', ...PROD],
    readings: [PROD],
    keepsOwners: true,
    objects: WEIGHTED_APEX,
  },
  'prune, over two zones': {
    setup: PROD,
    command: () => ['prune', '--yes', '--max-deletes=100%', ...PROD],
    readings: [PROD],
    keepsOwners: true,
    objects: FEWER,
  },
  'owners adopt': {
    setup: PROD,
    command: () => ['owners', 'adopt', '--yes', ...PROD],
    readings: [PROD],
    keepsOwners: true,
    since: withoutOwners,
  },
} as const satisfies Record<string, KillScenario>
export type KillScenarioName = keyof typeof KILL_SCENARIOS
const scenarioOf = (name: KillScenarioName): KillScenario => KILL_SCENARIOS[name]

export const KILL_MOMENTS = ['before it is done', 'after it is done'] as const

/** The zones before, the zones after an undisturbed run, and how many writing calls it needed. */
export type KillReference = {
  readonly name: KillScenarioName
  readonly before: readonly ZoneInput[]
  readonly wanted: readonly IdentifiedZone[]
  readonly writes: number
  readonly planFile: string
}

export async function makeKillReference(name: KillScenarioName, workplace: Workplace): Promise<KillReference> {
  const {setup, command, objects = LATER, since = (made: readonly ZoneInput[]) => made} = scenarioOf(name)
  const zones = makeScenario('fresh create', 1).zones
  const planFile = join(workplace.folder, `${name.replaceAll(/[^a-z]+/gi, '-')}-${process.pid}.json`)
  const first = await openStage(workplace, zones, OBJECTS)
  const before = await using(first, async (stage) => {
    await expectDone(workplace, ['apply', '--yes', ...setup], stage)
    return since(zones.map((zone) => ({...zone, records: stage.route53.zone(zone.id ?? '').records})))
  })
  const second = await openStage(workplace, before, objects)
  return using(second, async (stage) => {
    if (name === 'apply PLANFILE') await expectDone(workplace, ['plan', `--out=${planFile}`, ...setup], stage)
    stage.route53.calls.clear()
    await expectDone(workplace, command(planFile), stage)
    const writes = stage.route53.calls.counts().ChangeResourceRecordSets ?? 0
    if (writes < 2) throw new Error(`${name} writes with ${writes} calls: there is nothing between them`)
    return {name, before, wanted: stage.zones(), writes, planFile}
  })
}

/** Kills the run at its nth writing call. @returns what went wrong. */
export async function tryKill(
  reference: KillReference,
  nth: number,
  when: (typeof KILL_MOMENTS)[number],
  workplace: Workplace,
): Promise<readonly string[]> {
  const {command, readings, keepsOwners, objects = LATER} = scenarioOf(reference.name)
  const args = command(reference.planFile)
  return using(await openStage(workplace, reference.before, objects), async (stage) => {
    const before = stage.zones()
    const {child, ended} = startProgram(workplace.packageFolder, args, stage.environment)
    const at = {operation: 'ChangeResourceRecordSets', nth} as const
    stage.route53.addFault({
      ...at,
      action: () => {
        child.kill('SIGKILL')
        holdStill(KILL_MS)
      },
    })
    if (when === 'before it is done') stage.route53.addFault({...at, action: 'resetConnection'})
    const {exitCode} = await ended
    stage.route53.clearFaults()
    const after = stage.zones()
    const problems = exitCode === 137 ? [] : [`it was not killed: exit ${exitCode}`]
    if (keepsOwners) problems.push(...ownerless(before, after, readings))
    problems.push(...findLost(before, reference.wanted, after).map((key) => `lost: ${key}`))
    const again = await workplace.run(args, stage.environment)
    if (again.exitCode !== 0) problems.push(`the next run ends with ${again.exitCode}: ${again.stdout}${again.stderr}`)
    return [...problems, ...differences(reference.wanted, stage.zones()).map((text) => `after one more run: ${text}`)]
  })
}

/** Existing records that have lost their owner. */
export function ownerless(
  before: readonly IdentifiedZone[],
  after: readonly IdentifiedZone[],
  readings: readonly (readonly string[])[],
): readonly string[] {
  const owned = (zones: readonly IdentifiedZone[]) =>
    new Map(
      zones.flatMap((zone) =>
        (zone.records ?? []).map((set) => {
          const isOwned = readings.some((args) => ownershipOf(zone, set, zones, readOwnershipRules(args)).length > 0)
          return [`${zone.id} ${keyOf(set)}`, isOwned] as const
        }),
      ),
    )
  const now = owned(after)
  return [...owned(before)].flatMap(([key, had]) => (had && now.get(key) === false ? [`without an owner: ${key}`] : []))
}

async function expectDone({run}: Workplace, args: readonly string[], stage: Stage): Promise<void> {
  const {exitCode, stdout, stderr} = await run(args, stage.environment)
  if (exitCode !== 0) throw new Error(`${args.join(' ')} ends with ${exitCode}\n${stdout}${stderr}`)
}

async function using<T>(stage: Stage, use: (stage: Stage) => Promise<T>): Promise<T> {
  try {
    return await use(stage)
  } finally {
    await stage.close()
  }
}
