import type {KubeObject} from '../../kubernetes/objects.js'
import {
  annotatedTargets,
  type DrawnTargets,
  drawn,
  eitherTargets,
  loadBalancerEntries,
} from '../endpoints/drawn-targets.js'
import {annotationOf, DEFAULT_PREFIXES, readAnnotations} from '../object/annotations.js'
import {type ObjectReference, parseObjectReference, textMapAt, textsAt} from '../object/object-field.js'
import {INGRESSES, SERVICES} from '../object/resources.js'
import {inNamespace, type Need} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import type {IstioSurroundings} from './gateway-link.js'

/** Where an Istio Gateway can be reached. */
export type DrawFromGateway = (gateway: KubeObject) => DrawnTargets

/**
 * A Gateway's `target` annotation, else the Ingress that its `ingress` annotation names, else the Services with its
 * selector, in whichever namespace they are (spec sources.md §3.7). Looked up once for each Gateway.
 */
export function toDrawFromGateway(surroundings: IstioSurroundings, settings: SourceSettings): DrawFromGateway {
  const known = new Map<KubeObject, DrawnTargets>()
  return (gateway) => {
    const found = known.get(gateway) ?? drawFromGateway(gateway, surroundings, settings)
    known.set(gateway, found)
    return found
  }
}

function drawFromGateway(gateway: KubeObject, surroundings: IstioSurroundings, settings: SourceSettings): DrawnTargets {
  const own = annotatedTargets(readAnnotations(gateway, settings.annotationPrefixes))
  if (own !== undefined) return own
  const ingress = ingressOf(gateway, settings)
  return ingress === undefined ? fromServices(gateway, surroundings) : fromIngress(ingress, gateway, surroundings)
}

/** What has to be listed before the Gateway's targets are known. */
export function gatewayNeeds(gateway: KubeObject, settings: SourceSettings): readonly Need[] {
  if (annotatedTargets(readAnnotations(gateway, settings.annotationPrefixes)) !== undefined) return []
  return [inNamespace(ingressOf(gateway, settings) === undefined ? SERVICES : INGRESSES, settings)]
}

/** external-dns reads the annotation under its default prefix even where `--annotation-prefix` names another. */
function ingressOf(gateway: KubeObject, settings: SourceSettings): string | undefined {
  const prefixes = [...settings.annotationPrefixes, ...DEFAULT_PREFIXES]
  return annotationOf(readAnnotations(gateway, prefixes), 'ingress') || undefined
}

function fromIngress(text: string, gateway: KubeObject, surroundings: IstioSurroundings): DrawnTargets {
  const field = 'annotation ingress'
  const reference = parseObjectReference(text, gateway.metadata.namespace)
  if (!reference.ok) return {kind: 'problem', field, problem: `the ingress annotation is invalid: ${reference.problem}`}
  const ingress = surroundings.ingressNamed(reference.value)
  const named = `Ingress ${show(reference.value)}`
  if (ingress === undefined) {
    const problem = `the ingress annotation names ${named}, which ${surroundings.whyMissing(reference.value)}`
    return {kind: 'problem', field, problem}
  }
  return drawn(eitherTargets(loadBalancerEntries(ingress.status)), `draws from ${named}, which has no address yet`)
}

function fromServices(gateway: KubeObject, surroundings: IstioSurroundings): DrawnTargets {
  const services = surroundings.servicesFor(textMapAt(gateway.spec, 'selector'))
  const targets = services.flatMap(({spec, status}) => {
    const external = textsAt(spec, 'externalIPs')
    return external.length > 0 ? external : eitherTargets(loadBalancerEntries(status))
  })
  return drawn(targets, 'has no Service with an address yet')
}

function show({namespace, name}: ObjectReference): string {
  return `${namespace}/${name}`
}
