import {type Parsed, parsed, problem} from '../dns/parsed.js'
import type {Cluster} from '../kubernetes/objects.js'
import {fromHosts, hostOf} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {
  annotatedTargets,
  bothTargets,
  endpointsForHost,
  loadBalancerEntries,
  type ResolvedTargets,
  resolvedTargets,
} from './endpoints/resolved-targets.js'
import {joinDesired} from './object/desired.js'
import type {ObjectReference} from './object/object-field.js'
import {indexObjects, type ObjectIndex, textAt, textsAt} from './object/object-field.js'
import {AMBASSADOR_HOSTS, SERVICES} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {labelAs, selectObjects} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** The key does not follow `--annotation-prefix`. A Host without the annotation is ignored. */
const SERVICE_ANNOTATION = 'external-dns.ambassador-service'

/** Source of the hostnames of Ambassador's Hosts, pointing to the Service that each Host names. */
export const ambassadorHost: Source = {
  name: 'ambassador-host',
  needs: (settings) => [inNamespace(AMBASSADOR_HOSTS, settings)],
  dependsOn: [SERVICES],
  // Only the named namespaces: `--namespace` restricts Hosts, and the Service may be anywhere.
  needsMore: (cluster, settings) =>
    selectHosts(cluster, settings)
      .filter(
        ({sourceObject}) =>
          hostnameOf(sourceObject).length > 0 && annotatedTargets(sourceObject.annotations) === undefined,
      )
      .flatMap(({service}) => {
        const reference = parseServiceReference(service)
        return reference.ok ? [{resource: SERVICES, namespace: reference.value.namespace}] : []
      }),
  toEndpoints: (cluster, settings) => {
    const services = indexObjects(cluster, SERVICES)
    const found = selectHosts(cluster, settings).map(({sourceObject, service}) =>
      fromHosts(hostnameOf(sourceObject), sourceObject, (host, field) => {
        const targets = annotatedTargets(sourceObject.annotations) ?? drawFromService(service, services)
        return endpointsForHost(host, field, targets, sourceObject)
      }),
    )
    return finishSource(joinDesired(found))
  },
}

interface SelectedHost {
  readonly sourceObject: SourceObject
  /** The Service as the annotation writes it. */
  readonly service: string
}

function selectHosts(cluster: Cluster, settings: SourceSettings): readonly SelectedHost[] {
  const sourceObjects = selectObjects(cluster, AMBASSADOR_HOSTS, settings, labelAs('host'), {checksController: false})
  return sourceObjects.flatMap((sourceObject) => {
    const {annotations} = sourceObject.object.metadata
    const service = Object.hasOwn(annotations, SERVICE_ANNOTATION) ? annotations[SERVICE_ANNOTATION] : undefined
    return service === undefined ? [] : [{sourceObject, service}]
  })
}

function hostnameOf({object}: SourceObject) {
  return hostOf(textAt(object.spec, 'hostname'), 'spec.hostname')
}

/** Any type of Service will do. Host names of load balancers are not resolved here. */
function drawFromService(text: string, services: ObjectIndex): ResolvedTargets {
  const reference = parseServiceReference(text)
  const field = `annotation ${SERVICE_ANNOTATION}`
  if (!reference.ok) return {kind: 'problem', field, problem: reference.problem}
  const {namespace, name} = reference.value
  const service = services(namespace, name)
  const what = `draws from Service ${namespace}/${name}, which`
  if (service === undefined) return resolvedTargets([], `${what} does not exist`)
  const external = textsAt(service.spec, 'externalIPs')
  const targets = external.length > 0 ? external : bothTargets(loadBalancerEntries(service.status))
  return resolvedTargets(targets, `${what} has no address yet`)
}

/** Reads `namespace/name`, or `name.namespace` as Ambassador writes it. A name alone is in `default`. */
function parseServiceReference(text: string): Parsed<ObjectReference> {
  const parts = text.split('/')
  if (parts.length > 2) return problem(`"${text}" is neither namespace/name nor name.namespace`)
  const [first = '', second] = parts
  if (second !== undefined) return named(first, second, text)
  const dot = first.indexOf('.')
  return dot < 0 ? named('default', first, text) : named(first.slice(dot + 1), first.slice(0, dot), text)
}

function named(namespace: string, name: string, text: string): Parsed<ObjectReference> {
  return namespace === '' || name === '' ? problem(`"${text}" names no Service`) : parsed({namespace, name})
}
