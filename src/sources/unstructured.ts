import type {Desired} from '../dns/endpoint.js'
import {fromHosts, withPairs, withTargetTemplate} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {annotatedTargets, endpointsForHost} from './endpoints/resolved-targets.js'
import {readObjects, writtenHosts} from './endpoints/unused-hosts.js'
import {joinDesired} from './object/desired.js'
import {divideObjects, labelAs, type SourceObject, withoutProperties} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Source of objects of any kind that `--unstructured-resource` names, with hosts and targets from annotations or
 * templates. Endpoints are merged within one resource only, and `--ignore-hostname-annotation` has no effect, as in
 * external-dns.
 */
export const unstructured: Source = {
  name: 'unstructured',
  needs: (settings) => settings.unstructuredResources.map((resource) => inNamespace(resource, settings)),
  toEndpoints: (cluster, settings) =>
    joinDesired(
      settings.unstructuredResources.map((resource) => {
        const objects = divideObjects(cluster, resource, settings, (object) =>
          labelAs(object.kind.toLowerCase())(object),
        )
        return finishSource(
          readObjects(objects, {
            read: (sourceObject) => fromObject(withoutProperties(sourceObject), settings),
            hosts: (sourceObject) => writtenHosts(sourceObject),
            why: () => 'the object has no target annotation',
          }),
        )
      }),
    ),
}

function fromObject(sourceObject: SourceObject, settings: SourceSettings): Desired {
  // Without the annotation no target can ever appear, so the host is not held.
  const targets = annotatedTargets(sourceObject.annotations) ?? {kind: 'nothing' as const}
  const annotated = fromHosts(writtenHosts(sourceObject), sourceObject, (host, field) =>
    endpointsForHost(host, field, targets, sourceObject),
  )
  const paired = withPairs(annotated, sourceObject, 'unstructured', settings)
  return named(withTargetTemplate(paired, sourceObject, 'unstructured', settings), sourceObject)
}

/** Adds the object's label and TTL to what templates made. */
function named(found: Desired, {resource, ttlSeconds}: SourceObject): Desired {
  return {
    ...found,
    endpoints: found.endpoints.map((endpoint) => ({
      ...endpoint,
      resource,
      ttlSeconds: endpoint.ttlSeconds ?? ttlSeconds,
    })),
    pending: found.pending.map((host) => ({...host, resource})),
    problems: found.problems.map((problem) => ({...problem, resource})),
  }
}
