import type {Desired} from '../dns/endpoint.js'
import type {Resource} from '../kubernetes/objects.js'
import {fromHosts, hostsIn, type RequestedHost, withPairs, withTargetTemplate} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {
  annotatedTargets,
  endpointsForHost,
  type ResolvedTargets,
  resolvedTargets,
} from './endpoints/resolved-targets.js'
import {readObjects} from './endpoints/unused-hosts.js'
import {desired, joinDesired} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {F5_TRANSPORT_SERVERS, F5_VIRTUAL_SERVERS} from './object/resources.js'
import {divideObjects, labelAs, originOf, type SourceObject, withoutProperties} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** The parts that the two kinds of F5 servers share: docs/external-dns-behaviour.md#f5. */
function f5Source(
  name: string,
  resource: Resource,
  aliasesOf: (sourceObject: SourceObject) => readonly RequestedHost[],
): Source {
  return {
    name,
    needs: (settings) => [inNamespace(resource, settings)],
    toEndpoints: (cluster, settings) => {
      const hosts = (sourceObject: SourceObject) => [hostOfSpec(sourceObject), ...aliasesOf(sourceObject)]
      return finishSource(
        readObjects(divideObjects(cluster, resource, settings, labelAs(name)), {
          // Only `target` and `ttl` are read.
          read: (sourceObject) => fromServer(hosts(sourceObject), withoutProperties(sourceObject), name, settings),
          hosts,
          why: () => `the ${resource.kind} has no target`,
        }),
      )
    },
  }
}

/** The host of the spec. An empty one counts too: it keeps templates from running. */
function hostOfSpec({object}: SourceObject): RequestedHost {
  return {host: textAt(object.spec, 'host'), field: 'spec.host'}
}

function fromServer(
  hosts: readonly RequestedHost[],
  sourceObject: SourceObject,
  name: string,
  settings: SourceSettings,
): Desired {
  const targets = targetsOfServer(sourceObject)
  const found = fromHosts(hosts, sourceObject, (host, field) => endpointsForHost(host, field, targets, sourceObject))
  const templated = withTargetTemplate(withPairs(found, sourceObject, name, settings), sourceObject, name, settings)
  const isSilent = [templated.endpoints, templated.pending, templated.problems].every(({length}) => length === 0)
  const warning = `the ${sourceObject.object.kind} asks for no host`
  return isSilent
    ? joinDesired([templated, desired({warnings: [{origin: originOf(sourceObject.object, 'spec.host'), warning}]})])
    : templated
}

/** No targets before BIG-IP has assigned an address, not even those of the `target` annotation. */
function targetsOfServer({object, annotations}: SourceObject): ResolvedTargets {
  const address = textAt(object.status, 'vsAddress')
  if (address === '' || address.toLowerCase() === 'none') return resolvedTargets([], 'has no address yet')
  const wanted = textAt(object.spec, 'virtualServerAddress')
  return annotatedTargets(annotations) ?? {kind: 'targets', targets: [wanted === '' ? address : wanted]}
}

/** Source of the hosts of F5's TransportServers. */
export const f5TransportServer: Source = f5Source('f5-transportserver', F5_TRANSPORT_SERVERS, () => [])

/** Source of the hosts and host aliases of F5's VirtualServers. */
export const f5VirtualServer: Source = f5Source('f5-virtualserver', F5_VIRTUAL_SERVERS, ({object}) =>
  hostsIn(object.spec, ['hostAliases'], (index) => `spec.hostAliases[${index}]`),
)
