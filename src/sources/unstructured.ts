import type {Desired} from '../dns/endpoint.js'
import {fromHosts, withPairs, withTargetTemplate} from './endpoints/combine.js'
import {annotatedTargets, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {type AskingObject, hostsOf, labelAs, selectObjects, withoutProperties} from './object/asking-object.js'
import {joinDesired} from './object/desired.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Objects of any kind that `--unstructured-resource` names: hosts and targets from annotations or templates
 * (spec sources.md §3.17). Endpoints are united within a resource, not across; `--ignore-hostname-annotation` has no
 * effect on them, as upstream.
 */
export const unstructured: Source = {
  name: 'unstructured',
  needs: (settings) => settings.unstructuredResources.map((resource) => inNamespace(resource, settings)),
  toEndpoints: (cluster, settings) =>
    joinDesired(
      settings.unstructuredResources.map((resource) => {
        const askers = selectObjects(cluster, resource, settings, (object) =>
          labelAs(object.kind.toLowerCase())(object),
        )
        return finishSource(joinDesired(askers.map((asker) => fromObject(withoutProperties(asker), settings))))
      }),
    ),
}

function fromObject(asker: AskingObject, settings: SourceSettings): Desired {
  // Without the annotation there is nothing that a target could come from, so nothing is waited for.
  const targets = annotatedTargets(asker.annotations) ?? {kind: 'nothing' as const}
  const hosts = hostsOf(asker, 'hostname').map((host) => ({host, field: 'annotation hostname'}))
  const annotated = fromHosts(hosts, asker, (host, field) => pointHost(host, field, targets, asker))
  const paired = withPairs(annotated, asker, 'unstructured', settings)
  return named(withTargetTemplate(paired, asker, 'unstructured', settings), asker)
}

/** Here what templates make belongs to the object too, and has its TTL. */
function named(found: Desired, {resource, ttlSeconds}: AskingObject): Desired {
  return {
    endpoints: found.endpoints.map((endpoint) => ({
      ...endpoint,
      resource,
      ttlSeconds: endpoint.ttlSeconds ?? ttlSeconds,
    })),
    pending: found.pending.map((host) => ({...host, resource})),
    problems: found.problems.map((problem) => ({...problem, resource})),
    warnings: found.warnings,
  }
}
