import type {Desired} from '../dns/endpoint.js'
import type {Cluster, Resource} from '../kubernetes/objects.js'
import {type AskedHost, fromHosts, hostsIn, withPairs, withTargetTemplate} from './endpoints/combine.js'
import {annotatedTargets, type DrawnTargets, drawn, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {type AskingObject, labelAs, originOf, selectObjects} from './object/asking-object.js'
import {desired, joinDesired} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {F5_TRANSPORT_SERVERS, F5_VIRTUAL_SERVERS} from './object/resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** What the two kinds of server of F5's ingress services have in common (spec sources.md §3.14). */
function f5Source(name: string, resource: Resource, aliasesOf: (asker: AskingObject) => readonly AskedHost[]): Source {
  return {
    name,
    needs: (settings) => [inNamespace(resource, settings)],
    toEndpoints: (cluster, settings) => {
      const found = selectServers(cluster, resource, name, settings).map((asker) =>
        fromServer([hostOfSpec(asker), ...aliasesOf(asker)], asker, name, settings),
      )
      return finishSource(joinDesired(found))
    },
  }
}

/** Of the annotations only target and TTL count. */
function selectServers(
  cluster: Cluster,
  resource: Resource,
  name: string,
  settings: SourceSettings,
): readonly AskingObject[] {
  return selectObjects(cluster, resource, settings, labelAs(name)).map((asker) => ({
    ...asker,
    setIdentifier: '',
    properties: [],
  }))
}

/** An empty host counts as one: no template is run then. */
function hostOfSpec({object}: AskingObject): AskedHost {
  return {host: textAt(object.spec, 'host'), field: 'spec.host'}
}

function fromServer(hosts: readonly AskedHost[], asker: AskingObject, name: string, settings: SourceSettings): Desired {
  const targets = targetsOfServer(asker)
  const found = fromHosts(hosts, asker, (host, field) => pointHost(host, field, targets, asker))
  const templated = withTargetTemplate(withPairs(found, asker, name, settings), asker, name, settings)
  const isSilent = [templated.endpoints, templated.pending, templated.problems].every(({length}) => length === 0)
  const warning = `the ${asker.object.kind} asks for no host`
  return isSilent
    ? joinDesired([templated, desired({warnings: [{origin: originOf(asker.object, 'spec.host'), warning}]})])
    : templated
}

/** Nothing counts before BIG-IP has given an address, not even the `target` annotation. */
function targetsOfServer({object, annotations}: AskingObject): DrawnTargets {
  const given = textAt(object.status, 'vsAddress')
  if (given === '' || given.toLowerCase() === 'none') return drawn([], 'has no address yet')
  const wanted = textAt(object.spec, 'virtualServerAddress')
  return annotatedTargets(annotations) ?? {kind: 'targets', targets: [wanted === '' ? given : wanted]}
}

/** The host of F5's TransportServers. */
export const f5TransportServer: Source = f5Source('f5-transportserver', F5_TRANSPORT_SERVERS, () => [])

/** The host and the host aliases of F5's VirtualServers. */
export const f5VirtualServer: Source = f5Source('f5-virtualserver', F5_VIRTUAL_SERVERS, ({object}) =>
  hostsIn(object.spec, ['hostAliases'], (index) => `spec.hostAliases[${index}]`),
)
