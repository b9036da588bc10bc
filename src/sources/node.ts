import type {Desired} from '../dns/endpoint.js'
import {type AskedHost, fromHosts, withPairsAndNames} from './endpoints/combine.js'
import {annotatedTargets, drawn, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {type AskingObject, selectObjects, withoutProperties} from './object/asking-object.js'
import {joinDesired} from './object/desired.js'
import {NODES} from './object/resources.js'
import {exposedAddresses, toNodeAddresses} from './service/service-surroundings.js'
import {everywhere, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Nodes under their own names, or under those of a template (spec sources.md §3.3). A node without any address is
 * waited for, where external-dns ends the run: docs/decisions/sources.md.
 */
export const node: Source = {
  name: 'node',
  needs: () => [everywhere(NODES)],
  toEndpoints: (cluster, settings) => {
    const nodes = selectObjects(cluster, NODES, settings, ({metadata}) => `node/${metadata.name}`)
    return finishSource(joinDesired(nodes.map((asker) => fromNode(withoutProperties(asker), settings))))
  },
}

function fromNode(asker: AskingObject, settings: SourceSettings): Desired {
  const addresses = toNodeAddresses(asker.object)
  if (settings.excludesUnschedulable && addresses.isUnschedulable) return joinDesired([])
  const {external, internal} = addresses
  const own = external.length > 0 ? [...external, ...exposedAddresses(addresses, settings)] : internal
  const targets = annotatedTargets(asker.annotations) ?? drawn(own, 'has no address yet')
  const step = (host: string, field: string) => pointHost(host, field, targets, asker)
  return withPairsAndNames(fromHosts(ownName(asker, settings), asker, step), asker, 'node', settings, step)
}

/** Its own name; none where a template gives names and the two are not to be combined. */
function ownName({object}: AskingObject, settings: SourceSettings): readonly AskedHost[] {
  const isTemplated = settings.fqdnTemplate !== undefined || settings.fqdnTargetTemplate !== undefined
  if (isTemplated && !settings.combinesFqdnAnnotation) return []
  return [{host: object.metadata.name, field: 'metadata.name'}]
}
