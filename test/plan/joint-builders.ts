import type {Endpoint, ObjectProblem, Origin, PendingHost} from '../../src/dns/endpoint.js'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import {makePlan} from '../../src/plan/make-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import type {PlanInput} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {LIMITS, planInput, type Situation, txtRegistry} from './builders.js'
import {makeStrictAccount} from './strict-account.js'

export interface Cluster {
  readonly context: string
  readonly owner: string
  readonly wants?: readonly Endpoint[]
  readonly pending?: readonly PendingHost[]
  readonly problems?: readonly ObjectProblem[]
  /** It could not be read, and wants are what nobody knows of. */
  readonly isUnreachable?: boolean
}

/** Clusters that are planned together; what they have in common stands beside them. */
export interface JointSituation extends Omit<Situation, 'wants' | 'pending' | 'problems'> {
  readonly clusters: readonly Cluster[]
}

/** A cluster of owner `red` in context `east`, one of `blue` in `west`. */
export function east(parts: Partial<Cluster> = {}): Cluster {
  return {context: 'east', owner: 'red', ...parts}
}

export function west(parts: Partial<Cluster> = {}): Cluster {
  return {context: 'west', owner: 'blue', ...parts}
}

export function jointInput({clusters, ...shared}: JointSituation): PlanInput {
  const owners = [...new Set(clusters.map(({owner}) => toOwnerId(owner)))]
  const inputs = clusters.map((cluster) => inCluster(inputOf(cluster, shared), cluster.context))
  const [first] = inputs
  if (first === undefined) throw new Error('no cluster')
  const {registry} = planInput(shared)
  const all = <T>(of: (input: PlanInput) => readonly T[]) => inputs.flatMap(of)
  return {
    ...first,
    registry: registry.kind === 'noop' ? registry : {...registry, ownerId: owners[0] ?? toOwnerId('red'), owners},
    context: clusters.map(({context}) => context).join(', '),
    objects: inputs.reduce((sum, {objects}) => sum + objects, 0),
    wantedHosts: inputs.reduce((sum, {wantedHosts}) => sum + wantedHosts, 0),
    clusters: clusters.map(({context, owner, isUnreachable}, index) => ({
      context,
      owner: registry.kind === 'noop' ? undefined : toOwnerId(owner),
      objects: inputs[index]?.objects ?? 0,
      wantedHosts: inputs[index]?.wantedHosts ?? 0,
      sources: undefined,
      ...(isUnreachable === true ? {unreachable: 'connection refused'} : {}),
    })),
    candidates: all(({candidates}) => candidates),
    leftOut: all(({leftOut = []}) => leftOut),
    pending: all(({pending}) => pending),
    problems: all(({problems}) => problems),
    unplaced: all(({unplaced}) => unplaced),
    warnings: all(({warnings}) => warnings),
  }
}

function inputOf(
  {wants = [], pending = [], problems = [], isUnreachable = false}: Cluster,
  shared: Omit<JointSituation, 'clusters'>,
): PlanInput {
  return planInput(isUnreachable ? shared : {...shared, wants, pending, problems})
}

/** What the clusters would ask for one by one. */
export function singleInputs({clusters, ...shared}: JointSituation): readonly PlanInput[] {
  return clusters.map((cluster) => {
    const {registry} = planInput(shared)
    const {
      kind,
      ownerId: _ownerId,
      owners: _owners,
      ...rest
    } = registry.kind === 'txt' ? registry : {kind: 'txt' as const}
    return inputOf(cluster, {
      ...shared,
      registry: txtRegistry({...rest, kind, ownerId: toOwnerId(cluster.owner)} as never),
    })
  })
}

function inCluster(input: PlanInput, cluster: string): PlanInput {
  const at = (origin: Origin): Origin => ({...origin, cluster})
  const ofAll = <T extends {readonly origins: readonly Origin[]}>(some: readonly T[]) =>
    some.map((one) => ({...one, origins: one.origins.map(at)}))
  const ofOne = <T extends {readonly origin: Origin}>(some: readonly T[]) =>
    some.map((one) => ({...one, origin: at(one.origin)}))
  return {
    ...input,
    candidates: ofAll(input.candidates),
    leftOut: ofAll(input.leftOut ?? []),
    unplaced: ofAll(input.unplaced),
    pending: ofOne(input.pending),
    problems: ofOne(input.problems),
    warnings: input.warnings.map((one) => ({...one, origin: one.origin && at(one.origin)})),
  }
}

export function jointPlan(situation: JointSituation): Plan {
  return makePlan(jointInput(situation))
}

/** @param batches after so many requests the run is stopped. */
export async function jointOutcome(situation: JointSituation, batches = Number.POSITIVE_INFINITY) {
  const input = jointInput(situation)
  const plan = makePlan(input)
  const account = makeStrictAccount(input.zones.map(({zone, recordSets}) => [zone, recordSets]))
  await applyPlan(plan, LIMITS, {
    submitter: account,
    zones: account,
    isStopping: () => account.batches.length >= batches,
    report: () => {},
  })
  const after: JointSituation = {...situation, stored: account.contents()}
  return {input, plan, account, after}
}
