import {withPairsAndNames} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {annotatedTargets, type ResolvedTargets, resolvedTargets} from './endpoints/resolved-targets.js'
import type {RequestedHost} from './object/desired.js'
import {NODES} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {exposedAddresses, toNodeAddresses} from './service/service-lookups.js'

/** Source of nodes. One without any address is waited for; external-dns ends the run: docs/decisions/sources.md. */
export const node = hostSource({
  name: 'node',
  resources: () => [NODES],
  label: ({metadata}) => `node/${metadata.name}`,
  leavesOut: ({object, settings}) =>
    settings.excludesUnschedulable && toNodeAddresses(object).isUnschedulable
      ? 'cordoned, and left out by --exclude-unschedulable'
      : undefined,
  hosts: ownName,
  targets: () => targetsOfNode,
  readsProperties: false,
  templates: withPairsAndNames,
  why: () => 'the node has no address',
})

function targetsOfNode({object, annotations, settings}: SourceObject): ResolvedTargets {
  const addresses = toNodeAddresses(object)
  const {external, internal} = addresses
  const own = external.length > 0 ? [...external, ...exposedAddresses(addresses, settings)] : internal
  return annotatedTargets(annotations) ?? resolvedTargets(own, 'has no address yet')
}

/** The node's own name; none when a template names the nodes and the two are not combined. */
function ownName({object, settings}: SourceObject): readonly RequestedHost[] {
  const isTemplated = settings.fqdnTemplate !== undefined || settings.fqdnTargetTemplate !== undefined
  if (isTemplated && !settings.combinesFqdnAnnotation) return []
  return [{host: object.metadata.name, field: 'metadata.name'}]
}
