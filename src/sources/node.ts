import type {Desired} from '../dns/endpoint.js'
import {fromHosts, type RequestedHost, withPairsAndNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {annotatedTargets, endpointsForHost, resolvedTargets} from './endpoints/resolved-targets.js'
import {readObjects} from './endpoints/unused-hosts.js'
import {NODES} from './object/resources.js'
import {divideObjects, type SourceObject, withoutProperties} from './object/source-object.js'
import {exposedAddresses, toNodeAddresses} from './service/service-lookups.js'
import {everywhere, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Source of nodes, under their own names or those of a template. A node without any address is waited for, where
 * external-dns ends the run: docs/decisions/sources.md.
 */
export const node: Source = {
  name: 'node',
  needs: () => [everywhere(NODES)],
  toEndpoints: (cluster, settings) => {
    const leavesOut = ({object}: SourceObject) =>
      settings.excludesUnschedulable && toNodeAddresses(object).isUnschedulable
        ? 'cordoned, and left out by --exclude-unschedulable'
        : undefined
    const nodes = divideObjects(cluster, NODES, settings, ({metadata}) => `node/${metadata.name}`, {leavesOut})
    return finishSource(
      readObjects(nodes, {
        read: (sourceObject) => fromNode(withoutProperties(sourceObject), settings),
        hosts: (sourceObject) => ownName(sourceObject, settings),
        why: () => 'the node has no address',
      }),
    )
  },
}

function fromNode(sourceObject: SourceObject, settings: SourceSettings): Desired {
  const addresses = toNodeAddresses(sourceObject.object)
  const {external, internal} = addresses
  const own = external.length > 0 ? [...external, ...exposedAddresses(addresses, settings)] : internal
  const targets = annotatedTargets(sourceObject.annotations) ?? resolvedTargets(own, 'has no address yet')
  const step = (host: string, field: string) => endpointsForHost(host, field, targets, sourceObject)
  return withPairsAndNames(
    fromHosts(ownName(sourceObject, settings), sourceObject, step),
    sourceObject,
    'node',
    settings,
    step,
  )
}

/** The node's own name; none when a template names the nodes and the two are not combined. */
function ownName({object}: SourceObject, settings: SourceSettings): readonly RequestedHost[] {
  const isTemplated = settings.fqdnTemplate !== undefined || settings.fqdnTargetTemplate !== undefined
  if (isTemplated && !settings.combinesFqdnAnnotation) return []
  return [{host: object.metadata.name, field: 'metadata.name'}]
}
