import {type Parsed, parsed, problem} from '../dns/parsed.js'
import {hostOf} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {annotatedTargets, bothTargets, type ResolvedTargets, resolvedTargets} from './endpoints/resolved-targets.js'
import type {ObjectReference} from './object/object-field.js'
import {indexObjects, type ObjectIndex, textAt, textsAt} from './object/object-field.js'
import {AMBASSADOR_HOSTS, SERVICES} from './object/resources.js'
import {type ObjectKind, type SourceObject, selectObjects} from './object/source-object.js'
import type {Source} from './source.js'

/** The key does not follow `--annotation-prefix`. A Host without the annotation is ignored. */
const SERVICE_ANNOTATION = 'external-dns.ambassador-service'
const NO_SERVICE = `the Host has no annotation ${SERVICE_ANNOTATION}`

const HOSTS: ObjectKind = {
  source: 'ambassador-host',
  resource: AMBASSADOR_HOSTS,
  checksController: false,
  leavesOut: ({object}) => (Object.hasOwn(object.metadata.annotations, SERVICE_ANNOTATION) ? undefined : NO_SERVICE),
}

/** Source of the hostnames of Ambassador's Hosts, pointing to the Service that each Host names. */
export const ambassadorHost: Source = {
  ...hostSource({
    ...HOSTS,
    name: HOSTS.source,
    resources: () => [HOSTS.resource],
    hosts: hostnameOf,
    targets: (cluster) => {
      const services = indexObjects(cluster, SERVICES)
      return (sourceObject) =>
        annotatedTargets(sourceObject.annotations) ?? drawFromService(serviceOf(sourceObject), services)
    },
    why: () => NO_SERVICE,
  }),
  dependsOn: [SERVICES],
  // Only the named namespaces: `--namespace` restricts Hosts, and the Service may be anywhere.
  needsMore: (cluster, settings) =>
    selectObjects(cluster, settings, HOSTS).flatMap((sourceObject) => {
      if (hostnameOf(sourceObject).length === 0 || annotatedTargets(sourceObject.annotations) !== undefined) return []
      const reference = parseServiceReference(serviceOf(sourceObject))
      return reference.ok ? [{resource: SERVICES, namespace: reference.value.namespace}] : []
    }),
}

function serviceOf({object}: SourceObject): string {
  return object.metadata.annotations[SERVICE_ANNOTATION] ?? ''
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
  const what = `uses Service ${namespace}/${name}, which`
  if (service === undefined) return resolvedTargets([], `${what} does not exist`)
  const external = textsAt(service.spec, 'externalIPs')
  const targets = external.length > 0 ? external : bothTargets(service.status)
  return resolvedTargets(targets, `${what} has no address yet`)
}

/** Reads `namespace/name`, or `name.namespace` as Ambassador writes it. A name alone is in `default`. */
function parseServiceReference(text: string): Parsed<ObjectReference> {
  const parts = text.split('/')
  if (parts.length > 2) return problem(`"${text}" is neither namespace/name nor name.namespace`)
  const [first = '', ...rest] = text.split('.')
  const [namespace = '', name = ''] = parts.length === 2 ? parts : [rest.join('.'), first]
  const isAlone = parts.length === 1 && rest.length === 0
  if (name === '' || (namespace === '' && !isAlone)) return problem(`"${text}" names no Service`)
  return parsed({namespace: isAlone ? 'default' : namespace, name})
}
