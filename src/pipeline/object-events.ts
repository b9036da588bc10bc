import type {Origin} from '../dns/endpoint.js'
import {once} from '../dns/once.js'
import {plural} from '../dns/phrase.js'
import type {EventReason, KubeObject, ObjectEvent, StatusUpdate, StatusWriter} from '../kubernetes/objects.js'
import {desiredOf, type HostPlan} from '../plan/change.js'
import type {OwnerId} from '../registry/ownership.js'
import {requestingResources} from '../sources/chosen-sources.js'
import {type HostOutcome, reasonOf} from './apply/apply-plan.js'
import type {ReadCluster} from './read/read-clusters.js'

export type FindObject = (origin: Origin) => KubeObject | undefined

export function objectFinder({sources, cluster, settings, label}: ReadCluster): FindObject {
  // Built for the first event, because most runs have none.
  const objects = once(() => {
    const found = sources
      .flatMap((source) => requestingResources(source, settings))
      .flatMap((resource) => cluster.list(resource))
    return new Map(found.map((object) => [keyOf({...object.metadata, kind: object.kind}), object]))
  })
  return (origin) => (origin.cluster === label ? objects().get(keyOf(origin)) : undefined)
}

/** Builds one event for each host and each object that asks for it, with the outcome of the host. */
export function objectEvents(
  outcomes: readonly HostOutcome[],
  find: FindObject,
  reasons: ReadonlySet<EventReason>,
  owner: OwnerId | undefined,
): readonly ObjectEvent[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.kind === 'not-started') return []
    const reason = outcome.kind === 'applied' ? 'RecordReady' : 'RecordError'
    if (!reasons.has(reason)) return []
    const text = textOf(outcome.host, outcome.host.owner ?? owner)
    const note = outcome.kind === 'applied' ? text : `${text}: ${reasonOf(outcome)}`
    const objects = new Set(outcome.host.origins.flatMap((origin) => find(origin) ?? []))
    return [...objects].map((object) => ({object, reason, action: ACTIONS[outcome.host.action] ?? 'Updated', note}))
  })
}

const ACTIONS: Partial<Record<HostPlan['action'], string>> = {create: 'Created', delete: 'Deleted'}

/** Renders the message of an event: `www.example.com A 192.0.2.1, owner prod`. */
function textOf(host: HostPlan, owner: OwnerId | undefined): string {
  const phrases = desiredOf(host.changes).map(({type, data}) =>
    [type, data.kind === 'alias' ? data.target.dnsName : `${data.values.join(' ')} ttl ${data.ttlSeconds}`].join(' '),
  )
  return [host.name, ...phrases].join(', ').concat(owner === undefined ? '' : `, owner ${owner}`)
}

function keyOf({kind, namespace, name}: Pick<Origin, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`
}

/** Concurrent writes; external-dns writes one after another. */
const UNDER_WAY = 8

/** Writes all statuses. @returns one sentence without a full stop for each reason why some were not written. */
export async function writeStatuses(
  updates: readonly StatusUpdate[],
  writer: StatusWriter,
): Promise<readonly string[]> {
  const failures = new Map<string, StatusUpdate[]>()
  const waiting = [...updates]
  const work = async () => {
    for (let update = waiting.shift(); update !== undefined; update = waiting.shift()) {
      const reason = await writer.writeStatus(update)
      if (reason !== undefined) failures.set(reason, [...(failures.get(reason) ?? []), update])
    }
  }
  await Promise.all(Array.from({length: Math.min(UNDER_WAY, updates.length)}, work))
  return [...failures].map(([reason, some]) => `the status of ${nameThem(some)} was not written: ${reason}`).sort()
}

function nameThem(updates: readonly StatusUpdate[]): string {
  const [first] = updates
  if (first === undefined) return 'nothing'
  const {kind, metadata} = first.object
  return updates.length === 1 ? `${kind} ${metadata.namespace}/${metadata.name}` : plural(updates.length, kind)
}
