import type {Desired} from '../../dns/endpoint.js'
import type {Parsed} from '../../dns/parsed.js'
import type {Cluster, KubeObject} from '../../kubernetes/objects.js'
import {
  annotatedTargets,
  bothTargets,
  eitherTargets,
  joinTargets,
  type ResolvedTargets,
  resolvedTargets,
} from '../endpoints/resolved-targets.js'
import {annotationOf, readAnnotations} from '../object/annotations.js'
import {desired, NOTHING} from '../object/desired.js'
import {indexObjects, type ObjectReference, parseObjectReference, showReference} from '../object/object-field.js'
import {GLOO_GATEWAYS, INGRESSES, SERVICES} from '../object/resources.js'
import {originOf, type SourceObject} from '../object/source-object.js'
import {typeOf} from '../service/service-lookups.js'
import type {Need} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {gatewaysOf} from './virtual-host.js'

interface ProxyTargets {
  readonly targets: ResolvedTargets
  readonly oddities: Desired
}

export type DrawFromProxy = (proxy: SourceObject) => ProxyTargets

/** The `target` annotation of a Proxy, else the Ingresses that its Gateways name, else the Service with its name. */
export function toDrawFromProxy(cluster: Cluster, settings: SourceSettings): DrawFromProxy {
  const gateways = indexObjects(cluster, GLOO_GATEWAYS)
  const ingresses = indexObjects(cluster, INGRESSES)
  const services = indexObjects(cluster, SERVICES)

  const fromGateway = (reference: ObjectReference): ResolvedTargets => {
    const gateway = gateways(reference.namespace, reference.name)
    const by = `Gateway ${showReference(reference)}`
    if (gateway === undefined) return broken(`it was made from ${by}, which does not exist`)
    const named = ingressOf(gateway, settings)
    if (named === undefined) return {kind: 'nothing'}
    if (!named.ok) return broken(`the ingress annotation of ${by} is invalid: ${named.problem}`)
    const ingress = ingresses(named.value.namespace, named.value.name)
    const what = `Ingress ${showReference(named.value)}`
    if (ingress === undefined) return broken(`${by} names ${what}, which does not exist`)
    return resolvedTargets(eitherTargets(ingress.status), `uses ${what}, which has no address yet`)
  }

  const fromService = (sourceObject: SourceObject): ProxyTargets => {
    const {namespace, name} = sourceObject.object.metadata
    const service = services(namespace, name)
    if (service === undefined) return just(broken(`there is no Service ${namespace}/${name}, which it would point at`))
    if (typeOf(service) !== 'LoadBalancer') {
      const warning = `its Service ${namespace}/${name} is of type ${typeOf(service)}: only a LoadBalancer gives targets`
      const origin = originOf(sourceObject.object, 'metadata.name')
      return {targets: {kind: 'nothing'}, oddities: desired({warnings: [{origin, warning}]})}
    }
    const reason = `uses Service ${namespace}/${name}, which has no address yet`
    return just(resolvedTargets(bothTargets(service.status), reason))
  }

  return (sourceObject) => {
    const own = annotatedTargets(sourceObject.annotations)
    if (own !== undefined) return just(own)
    const resolvedFrom = joinTargets(gatewaysOf(sourceObject.object).map(fromGateway))
    if (resolvedFrom.kind === 'targets' || resolvedFrom.kind === 'problem') return just(resolvedFrom)
    const served = fromService(sourceObject)
    // A Gateway names an Ingress when the Service has no address of its own, so the Ingress is what is waited for.
    return resolvedFrom.kind === 'pending' && served.targets.kind !== 'targets' ? just(resolvedFrom) : served
  }
}

/** The lists needed to resolve the targets of a Proxy; `cluster` already holds the Gateways. */
export function proxyNeeds(sourceObject: SourceObject, cluster: Cluster): readonly Need[] {
  if (annotatedTargets(sourceObject.annotations) !== undefined) return []
  const gateways = indexObjects(cluster, GLOO_GATEWAYS)
  const ingresses = gatewaysOf(sourceObject.object).flatMap(({namespace, name}) => {
    const gateway = gateways(namespace, name)
    const named = gateway && ingressOf(gateway, sourceObject.settings)
    return named?.ok ? [{resource: INGRESSES, namespace: named.value.namespace}] : []
  })
  return [...ingresses, {resource: SERVICES, namespace: sourceObject.object.metadata.namespace}]
}

/** The Ingress that a Gateway names; undefined for none. */
function ingressOf(gateway: KubeObject, settings: SourceSettings): Parsed<ObjectReference> | undefined {
  const text = annotationOf(readAnnotations(gateway, settings.annotationPrefixes), 'ingress')
  return text ? parseObjectReference(text, gateway.metadata.namespace) : undefined
}

function broken(problem: string): ResolvedTargets {
  return {kind: 'problem', field: 'spec.listeners', problem}
}

function just(targets: ResolvedTargets): ProxyTargets {
  return {targets, oddities: NOTHING}
}
