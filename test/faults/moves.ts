import {delimiter, join} from 'node:path'
import {ingress, service} from '../commands/objects.js'
import type {IdentifiedZone} from '../conformance/ownership.js'
import {type Environment, emulatorEnvironment} from '../conformance/program.js'
import {nameText} from '../conformance/record-text.js'
import {startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {type Route53Emulator, startRoute53Emulator} from '../emulators/route53/emulator.js'
import type {ZoneInput} from '../emulators/route53/zone.js'
import {differences, findLost} from './checks.js'
import {type KILL_MOMENTS, ownerless} from './kills.js'
import {SET_IDENTIFIER, WEIGHT} from './scenarios.js'
import type {Workplace} from './stage.js'
import {holdStill, startProgram} from './start-program.js'

// Hosts that move from the cluster eu1 to the cluster us1, by one run for both. Between any two calls every name answers
// and every record has an owner.

const CONTEXTS = ['eu1', 'us1'] as const
const KILL_MS = 80
const COMMON = ['--domain-filter=example.com', '--policy=sync', '--aws-batch-change-size=4']
const OWNERS = ['prod-eu1', 'prod-us1'] as const

const MOVE_ARGS = [
  ...CONTEXTS.flatMap((context) => [`--context=${context}`, `--txt-owner-id=${context}=prod-${context}`]),
  ...COMMON,
]

/** Of the child's apex the ownership lies in the parent zone. */
const ZONES: readonly ZoneInput[] = [
  {name: 'example.com', id: 'Z0PARENT'},
  {name: 'sub.example.com', id: 'Z0CHILD'},
]

const weighted = (name: string, host: string, identifier: string, ip: string) =>
  service(name, host, {ips: [ip], annotations: {[SET_IDENTIFIER]: identifier, [WEIGHT]: '10'}})

const BEFORE: readonly KubernetesObject[] = [
  service('values', 'values.example.com'),
  service('same', 'same.example.com'),
  service('turn', 'turn.example.com'),
  service('back', 'back.example.com', {hostnames: ['lb.example.net']}),
  service('both', 'both.example.com', {ips: ['192.0.2.10', '2001:db8::10']}),
  ingress('apex', 'sub.example.com'),
  ingress('below', 'below.sub.example.com'),
  weighted('set', 'set.example.com', 'blue', '192.0.2.10'),
  // Each cluster has an identifier of its own: no move, and the name answers all the time as well.
  weighted('own', 'own.example.com', 'eu1', '192.0.2.10'),
]
const STAYS = service('stays', 'stays.example.com')
const AFTER: readonly KubernetesObject[] = [
  service('values', 'values.example.com', {ips: ['198.51.100.1']}),
  service('same', 'same.example.com'),
  service('turn', 'turn.example.com', {hostnames: ['lb.example.net']}),
  service('back', 'back.example.com', {ips: ['198.51.100.1']}),
  service('both', 'both.example.com', {ips: ['198.51.100.1']}),
  ingress('apex', 'sub.example.com', {ips: ['198.51.100.1']}),
  ingress('below', 'below.sub.example.com', {ips: ['198.51.100.1']}),
  weighted('set', 'set.example.com', 'blue', '198.51.100.1'),
  weighted('own', 'own.example.com', 'us1', '198.51.100.1'),
]

interface MoveStage {
  readonly route53: Route53Emulator
  readonly environment: Environment
  zones(): readonly IdentifiedZone[]
}

let stages = 0

async function onStage<T>(
  {folder}: Workplace,
  zones: readonly ZoneInput[],
  objects: Readonly<Record<(typeof CONTEXTS)[number], readonly KubernetesObject[]>>,
  use: (stage: MoveStage) => Promise<T>,
): Promise<T> {
  const route53 = await startRoute53Emulator({zones})
  const name = join(folder, `fleet-${process.pid}-${stages++}`)
  const paths = CONTEXTS.map((context) => `${name}-${context}`)
  const clusters = await Promise.all(
    CONTEXTS.map(async (context) => {
      const cluster = await startKubernetesEmulator({objects: objects[context]})
      await cluster.writeKubeconfig(`${name}-${context}`, {context})
      return cluster
    }),
  )
  try {
    return await use({
      route53,
      environment: emulatorEnvironment(paths.join(delimiter), route53.url),
      zones: () => route53.zones({form: 'stored'}),
    })
  } finally {
    await Promise.all([route53, ...clusters].map((one) => one.close()))
  }
}

/** The zones before the move, the zones after it, and how many writing calls it needs. */
export interface MoveReference {
  readonly before: readonly ZoneInput[]
  readonly wanted: readonly IdentifiedZone[]
  readonly writes: number
  /** What the resolver found amiss between the calls. */
  readonly unanswered: readonly string[]
  readonly questions: number
}

export async function makeMoveReference(workplace: Workplace): Promise<MoveReference> {
  const apply = ['apply', '--yes', ...MOVE_ARGS]
  const before = await onStage(workplace, ZONES, {eu1: [...BEFORE, STAYS], us1: []}, async ({route53, environment}) => {
    await expectDone(workplace, apply, environment)
    return ZONES.map((zone) => ({...zone, records: route53.zone(zone.id ?? '').records}))
  })
  return onStage(workplace, before, {eu1: [STAYS], us1: AFTER}, async ({route53, environment, zones}) => {
    const resolver = watch(route53, zones)
    await expectDone(workplace, apply, environment)
    resolver.ask('the end')
    const writes = route53.calls.counts().ChangeResourceRecordSets ?? 0
    if (writes < 3) throw new Error(`the moves are written with ${writes} calls: there is nothing between them`)
    return {before, wanted: zones(), writes, unanswered: resolver.problems, questions: resolver.questions()}
  })
}

/** A resolver that asks for every name before each call, and so after the one before it. */
function watch(route53: Route53Emulator, zones: () => readonly IdentifiedZone[]) {
  const problems: string[] = []
  const first = zones()
  const names = answering(first)
  let questions = 0
  const ask = (when: string) => {
    questions += 1
    const now = zones()
    for (const name of names) if (!answering(now).has(name)) problems.push(`${name} does not answer before ${when}`)
    problems.push(
      ...ownerless(
        first,
        now,
        OWNERS.map((owner) => [...COMMON, `--txt-owner-id=${owner}`]),
      ),
    )
  }
  route53.addFault({times: Number.POSITIVE_INFINITY, action: ({operation}) => ask(operation)})
  return {ask, problems, questions: () => questions}
}

/** The names that a resolver finds an address for. */
export function answering(zones: readonly IdentifiedZone[]): ReadonlySet<string> {
  const sets = zones.flatMap(({records = []}) => records)
  return new Set(sets.flatMap(({Name, Type}) => (['A', 'AAAA', 'CNAME'].includes(Type) ? [nameText(Name)] : [])))
}

/** Kills the run at its nth writing call. @returns what went wrong. */
export async function tryMoveKill(
  {before, wanted}: MoveReference,
  nth: number,
  when: (typeof KILL_MOMENTS)[number],
  workplace: Workplace,
): Promise<readonly string[]> {
  const args = ['apply', '--yes', ...MOVE_ARGS]
  return onStage(workplace, before, {eu1: [STAYS], us1: AFTER}, async ({route53, environment, zones}) => {
    const first = zones()
    const resolver = watch(route53, zones)
    const {child, ended} = startProgram(workplace.packageFolder, args, environment)
    const at = {operation: 'ChangeResourceRecordSets', nth} as const
    route53.addFault({
      ...at,
      action: () => {
        child.kill('SIGKILL')
        holdStill(KILL_MS)
      },
    })
    if (when === 'before it is done') route53.addFault({...at, action: 'resetConnection'})
    const {exitCode} = await ended
    route53.clearFaults()
    resolver.ask('the next run')
    const problems = exitCode === 137 ? [] : [`it was not killed: exit ${exitCode}`]
    problems.push(...resolver.problems, ...findLost(first, wanted, zones()).map((key) => `lost: ${key}`))
    const again = await workplace.run(args, environment)
    if (again.exitCode !== 0) problems.push(`the next run ends with ${again.exitCode}: ${again.stdout}${again.stderr}`)
    return [...problems, ...differences(wanted, zones()).map((text) => `after one more run: ${text}`)]
  })
}

async function expectDone({run}: Workplace, args: readonly string[], environment: Environment): Promise<void> {
  const {exitCode, stdout, stderr} = await run(args, environment)
  if (exitCode !== 0) throw new Error(`${args.join(' ')} ends with ${exitCode}\n${stdout}${stderr}`)
}
