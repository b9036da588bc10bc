import type {Desired} from '../dns/endpoint.js'
import {type AskedHost, fromHosts} from './asked-hosts.js'
import {type AskingObject, withoutProperties} from './asking-object.js'
import {withPairsAndNames} from './combine.js'
import {joinDesired} from './desired.js'
import {annotatedTargets, drawn, pointHost} from './drawn-targets.js'
import {finishSource} from './finish-source.js'
import {exposedAddresses, toNodeAddresses} from './node-address.js'
import {selectObjects} from './object-selection.js'
import {NODES} from './resources.js'
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
