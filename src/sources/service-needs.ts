import {annotationOf} from './annotations.js'
import {type AskingObject, targetsOf} from './asking-object.js'
import {isNodeAsking} from './compatibility.js'
import {headlessModeOf, readsNodes} from './headless.js'
import {balancerHosts} from './load-balancer-service.js'
import {isLocal} from './node-port.js'
import {isHeadless, typeOf} from './service-type.js'
import type {SourceSettings} from './source-settings.js'

/** What else has to be read before one Service's targets are known. */
export interface ServiceNeeds {
  readonly nodes: boolean
  readonly pods: boolean
  readonly slices: boolean
  /** Load-balancer host names to look up in DNS. */
  readonly hosts: readonly string[]
}

const NO_NEEDS: ServiceNeeds = {nodes: false, pods: false, slices: false, hosts: []}

/** A Service without a host, or with a target of its own, needs nothing. */
export function serviceNeeds(asker: AskingObject, settings: SourceSettings): ServiceNeeds {
  const asks = asksForHost(asker, settings) && targetsOf(asker.annotations) === undefined
  const legacy: ServiceNeeds = isNodeAsking(asker, settings) ? {...NO_NEEDS, nodes: true} : NO_NEEDS
  if (!asks) return legacy
  switch (typeOf(asker.object)) {
    case 'LoadBalancer':
      return {...NO_NEEDS, hosts: balancerHosts(asker, settings)}
    case 'NodePort':
      return {...NO_NEEDS, nodes: true, pods: isLocal(asker.object)}
    case 'ClusterIP': {
      if (!isHeadless(asker.object)) return NO_NEEDS
      const nodes = headlessModeOf(asker, settings) === 'node-external-ip' && readsNodes(settings)
      return {...NO_NEEDS, nodes, pods: true, slices: true}
    }
    default:
      return NO_NEEDS
  }
}

function asksForHost(asker: AskingObject, settings: SourceSettings): boolean {
  if (settings.fqdnTemplate !== undefined) return true
  if (settings.ignoresHostnameAnnotation) return false
  return ['hostname', 'internal-hostname'].some((name) => annotationOf(asker.annotations, name) !== undefined)
}
