import type {Origin} from '../dns/endpoint.js'
import {groupBy} from '../dns/group.js'
import type {OwnerId} from '../registry/ownership.js'
import type {Candidate, PlanCluster, PlanInput} from './plan-input.js'

type RunInput = Pick<PlanInput, 'registry' | 'clusters'>

/** For whom a run plans: each owner with all of its clusters as one. Nobody owns anything with registry noop. */
export function partiesOf(input: RunInput & Omit<PlanCluster, 'owner' | 'unreachable'>): readonly PlanCluster[] {
  const {clusters, context, objects, wantedHosts, sources, doubts} = input
  if (clusters === undefined) return [{owner: ownerOfRun(input), context, objects, wantedHosts, sources, doubts}]
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  return [...groupBy(clusters, ({owner}) => owner)].map(([owner, some]) => ({
    owner,
    context: some.map((one) => one.context).join(', '),
    objects: sum(some.map((one) => one.objects)),
    wantedHosts: sum(some.map((one) => one.wantedHosts)),
    sources: some.flatMap((one) => one.sources ?? []),
    doubts: some.flatMap((one) => one.doubts ?? []),
    unreachable: some.find((one) => one.unreachable !== undefined)?.unreachable,
  }))
}

function ownerOfRun({registry}: RunInput): OwnerId | undefined {
  return registry.kind === 'noop' ? undefined : registry.ownerId
}

export type OwnerOf = (origin: Origin | undefined) => OwnerId | undefined

/** For whom an object asks: the owner of its cluster. */
export function makeOwnerOf(input: RunInput): OwnerOf {
  const own = ownerOfRun(input)
  const owners = new Map(input.clusters?.map(({context, owner}) => [context, owner]))
  return (origin) => (origin?.cluster === undefined ? own : owners.get(origin.cluster))
}

/** The key of what is looked up by the label `resource`: the same label in another owner's cluster is another object. */
export function objectKey(owner: OwnerId | undefined, resource: string): string {
  return `${owner} ${resource}`
}

/** Says of every candidate whose it becomes. */
export function withOwners<T extends RunInput & Pick<PlanInput, 'candidates'>>(input: T): T {
  const ownerOf = makeOwnerOf(input)
  const owned = (candidate: Candidate) => ({...candidate, owner: candidate.owner ?? ownerOf(candidate.origins[0])})
  return {...input, candidates: input.candidates.map(owned)}
}
