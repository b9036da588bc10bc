import type {Desired} from '../dns/endpoint.js'
import type {Resource} from '../kubernetes/objects.js'
import {withPairsAndTargets} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {targetsOfAnnotation} from './endpoints/resolved-targets.js'
import {writtenHosts} from './endpoints/unused-hosts.js'
import {joinDesired} from './object/desired.js'
import type {SourceObject} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'

/** Endpoints are merged within one resource, and `--ignore-hostname-annotation` has no effect, as in external-dns. */
export const unstructured: Source = {
  name: 'unstructured',
  needs: (settings) => settings.unstructuredResources.map((resource) => inNamespace(resource, settings)),
  toEndpoints: (cluster, settings) =>
    joinDesired(settings.unstructuredResources.map((resource) => sourceOf(resource).toEndpoints(cluster, settings))),
}

function sourceOf(resource: Resource): Source {
  return hostSource({
    name: 'unstructured',
    resources: () => [resource],
    hosts: (sourceObject) => writtenHosts(sourceObject),
    targets: () => targetsOfAnnotation,
    readsProperties: false,
    templates: withPairsAndTargets,
    finish: named,
    why: () => 'the object has no target annotation',
  })
}

/** Adds the object's label and TTL to what templates made. */
function named(found: Desired, {resource, ttlSeconds}: SourceObject): Desired {
  const {endpoints, pending, problems} = found
  return {
    ...found,
    endpoints: endpoints.map((one) => ({...one, resource, ttlSeconds: one.ttlSeconds ?? ttlSeconds})),
    pending: pending.map((host) => ({...host, resource})),
    problems: problems.map((problem) => ({...problem, resource})),
  }
}
