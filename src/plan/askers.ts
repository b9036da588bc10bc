import type {Origin} from '../dns/endpoint.js'
import type {PlanInput} from './plan-input.js'

/** The parts of a `resource` label: `ingress`, `shop`; empty where the label has none. */
export function kindOf(resource: string): string {
  return (resource.split('/')[0] ?? '').toLowerCase()
}

export function namespaceOf(resource: string): string {
  return resource.split('/')[1] ?? ''
}

/** What objects ask for, as far as it was read. */
export type Asking = Pick<PlanInput, 'candidates' | 'leftOut' | 'pending' | 'problems' | 'unplaced'>

/**
 * The `resource` labels of every object that asks for any host here, also for one that has no address yet, is left out by
 * a filter, is another shard's, or cannot be read: none of their records was given up.
 */
export function askers({candidates, leftOut = [], pending, problems, unplaced}: Asking): ReadonlySet<string> {
  const byLabel = [...candidates, ...leftOut, ...pending, ...problems].map(({resource}) => resource)
  const origins = [...candidates, ...leftOut, ...unplaced].flatMap((one) => one.origins)
  return new Set([...byLabel, ...origins.flatMap(labelsOf)])
}

/** A DNSEndpoint has the label `crd/…`, whatever its kind is called. */
function labelsOf({kind, namespace, name}: Origin): readonly string[] {
  return [`${kind.toLowerCase()}/${namespace}/${name}`, `crd/${namespace}/${name}`]
}
