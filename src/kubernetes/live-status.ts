import {CliError} from '../errors/cli-error.js'
import {compareObjects} from './api-page.js'
import {isJson, type Json} from './json.js'
import type {ClusterReader, KubeObject, Resource, ResourceRole} from './objects.js'

/** The manifests with what only a running cluster knows, by the role of the resource. */
export function withLiveStatus(
  manifests: ClusterReader,
  live: ClusterReader,
  roleOf: (resource: Resource) => ResourceRole,
): ClusterReader {
  return {
    context: `${manifests.context}, status from ${live.context}`,
    list: async (resource, namespace) => {
      const role = roleOf(resource)
      const written = await manifests.list(resource, namespace)
      if (role === 'asks' && written.length === 0) return []
      const running = await listLive(live, resource, namespace)
      const byName = new Map(running.map((object) => [nameOf(object), object]))
      if (role === 'runs') return union(running, written)
      const merged = written.map((object) => withStatus(object, byName.get(nameOf(object))))
      return role === 'gives' ? union(merged, running) : merged
    },
  }
}

/** A kind that the cluster does not serve has no objects; any other failure ends the run: half a reading may not delete. */
async function listLive(live: ClusterReader, resource: Resource, namespace: string): Promise<readonly KubeObject[]> {
  try {
    return await live.list(resource, namespace)
  } catch (error) {
    if (error instanceof CliError && error.code === 'KUBERNETES_KIND_MISSING') return []
    throw error
  }
}

function union(first: readonly KubeObject[], others: readonly KubeObject[]): readonly KubeObject[] {
  const names = new Set(first.map(nameOf))
  return [...first, ...others.filter((object) => !names.has(nameOf(object)))].sort(compareObjects)
}

/** The object with the live status. A status in the file is as old as the file and is dropped. */
function withStatus({status: _, ...object}: KubeObject, live: KubeObject | undefined): KubeObject {
  if (live === undefined) return object
  const spec =
    isJson(object.spec) && isJson(live.spec) ? withAllocated(object.kind, object.spec, live.spec) : object.spec
  return {...object, spec, ...(live.status === undefined ? {} : {status: live.status})}
}

/** Adds the cluster IP and the node ports of a Service, which the API server assigns where the manifest has none. */
function withAllocated(kind: string, spec: Json, live: Json): Json {
  if (kind !== 'Service') return spec
  const hasAddress = spec.type !== 'ExternalName' && (spec.clusterIP === undefined || spec.clusterIP === '')
  const {ports: given} = spec
  const ports = Array.isArray(given) ? given.map((port: unknown) => withNodePort(port, live.ports)) : given
  return {
    ...spec,
    ...(hasAddress && live.clusterIP !== 'None' ? {clusterIP: live.clusterIP} : {}),
    ...(spec.type === 'NodePort' || spec.type === 'LoadBalancer' ? {ports} : {}),
  }
}

function withNodePort(port: unknown, live: unknown): unknown {
  if (!isJson(port) || port.nodePort !== undefined || !Array.isArray(live)) return port
  const same = live.find(
    (one: unknown): one is Json => isJson(one) && one.port === port.port && (one.protocol ?? 'TCP') === port.protocol,
  )
  return same?.nodePort === undefined ? port : {...port, nodePort: same.nodePort}
}

function nameOf({metadata}: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`
}
