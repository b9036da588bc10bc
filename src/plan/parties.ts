import type {Origin} from '../dns/endpoint.js'
import {groupBy} from '../dns/group.js'
import type {OwnerId} from '../registry/ownership.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Candidate, PlanInput} from './plan-input.js'

type RunInput = Pick<PlanInput, 'registry' | 'clusters'>

/** An owner with its clusters: for whom a run plans. A run of one cluster has one; with registry noop nobody owns anything. */
export interface Party extends Pick<PlanInput, 'context' | 'wantedHosts' | 'sources' | 'doubts'> {
  readonly owner: OwnerId | undefined
  readonly isReadWhole: boolean
}

export function partiesOf(input: RunInput & Omit<Party, 'owner' | 'isReadWhole'>): readonly Party[] {
  const {clusters, context, wantedHosts, sources, doubts} = input
  const own = ownerOfRun(input.registry)
  if (clusters === undefined) return [{owner: own, context, wantedHosts, sources, doubts, isReadWhole: true}]
  return [...groupBy(clusters, ({owner}) => owner)].map(([owner, some]) => ({
    owner,
    context: some.map((cluster) => cluster.context).join(', '),
    wantedHosts: some.reduce((sum, cluster) => sum + cluster.wantedHosts, 0),
    sources: some.flatMap((cluster) => cluster.sources ?? []),
    doubts: some.flatMap((cluster) => cluster.doubts ?? []),
    isReadWhole: some.every(({unreachable}) => unreachable === undefined),
  }))
}

function ownerOfRun(registry: RegistrySettings): OwnerId | undefined {
  return registry.kind === 'noop' ? undefined : registry.ownerId
}

export type OwnerOf = (origin: Origin | undefined) => OwnerId | undefined

/** For whom an object asks: the owner of its cluster. */
export function makeOwnerOf({registry, clusters = []}: RunInput): OwnerOf {
  const own = ownerOfRun(registry)
  const owners = new Map(clusters.map(({context, owner}) => [context, owner]))
  return (origin) => (origin?.cluster === undefined ? own : owners.get(origin.cluster))
}

/** The key of what is looked up by the label `resource`: the same label in another owner's cluster is another object. */
export function objectKey(owner: OwnerId | undefined, resource: string): string {
  return `${owner ?? ''} ${resource}`
}

/** Says of every candidate whose it becomes. */
export function withOwners<T extends RunInput & Pick<PlanInput, 'candidates'>>(input: T): T {
  const ownerOf = makeOwnerOf(input)
  const owned = (candidate: Candidate) => ({...candidate, owner: candidate.owner ?? ownerOf(candidate.origins[0])})
  return {...input, candidates: input.candidates.map(owned)}
}
