import type {Desired} from '../dns/endpoint.js'
import type {Resource} from '../kubernetes/objects.js'
import {hostsIn, withPairsAndTargets} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {annotatedTargets, type ResolvedTargets, resolvedTargets} from './endpoints/resolved-targets.js'
import {desired, joinDesired, type RequestedHost} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {F5_TRANSPORT_SERVERS, F5_VIRTUAL_SERVERS} from './object/resources.js'
import {originOf, type SourceObject} from './object/source-object.js'

export const f5TransportServer = f5Source('f5-transportserver', F5_TRANSPORT_SERVERS, () => [])

export const f5VirtualServer = f5Source('f5-virtualserver', F5_VIRTUAL_SERVERS, ({object}) =>
  hostsIn(object.spec, ['hostAliases'], (index) => `spec.hostAliases[${index}]`),
)

/** The parts that the two kinds of F5 servers share: docs/external-dns-behaviour.md#f5. */
function f5Source(
  name: string,
  resource: Resource,
  aliasesOf: (sourceObject: SourceObject) => readonly RequestedHost[],
) {
  return hostSource({
    name,
    resources: () => [resource],
    label: name,
    // An empty host counts too: it keeps templates from running.
    hosts: (sourceObject) => [
      {host: textAt(sourceObject.object.spec, 'host'), field: 'spec.host'},
      ...aliasesOf(sourceObject),
    ],
    targets: () => targetsOfServer,
    readsProperties: false,
    templates: withPairsAndTargets,
    finish: warnOfSilence,
    why: () => `the ${resource.kind} has no target`,
  })
}

function warnOfSilence(found: Desired, {object}: SourceObject): Desired {
  if (found.endpoints.length + found.pending.length + found.problems.length > 0) return found
  const warning = `the ${object.kind} asks for no host`
  return joinDesired([found, desired({warnings: [{origin: originOf(object, 'spec.host'), warning}]})])
}

/** No targets before BIG-IP has assigned an address, not even those of the `target` annotation. */
function targetsOfServer({object, annotations}: SourceObject): ResolvedTargets {
  const address = textAt(object.status, 'vsAddress')
  if (address === '' || address.toLowerCase() === 'none') return resolvedTargets([], 'has no address yet')
  const wanted = textAt(object.spec, 'virtualServerAddress')
  return annotatedTargets(annotations) ?? {kind: 'targets', targets: [wanted === '' ? address : wanted]}
}
