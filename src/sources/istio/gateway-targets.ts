import type {KubeObject} from '../../kubernetes/objects.js'
import {annotatedTargets, eitherTargets, type ResolvedTargets, resolvedTargets} from '../endpoints/resolved-targets.js'
import {annotationOf, DEFAULT_PREFIXES, readAnnotations} from '../object/annotations.js'
import {parseObjectReference, showReference, textMapAt, textsAt} from '../object/object-field.js'
import {INGRESSES, SERVICES} from '../object/resources.js'
import {inNamespace, type Need} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import type {IstioLookups} from './gateway-link.js'

export type TargetsFromGateway = (gateway: KubeObject) => ResolvedTargets

/** The `target` annotation, else the Ingress of the `ingress` annotation, else the Services of the selector. */
export function toTargetsFromGateway(lookups: IstioLookups, settings: SourceSettings): TargetsFromGateway {
  const known = new Map<KubeObject, ResolvedTargets>()
  return (gateway) => {
    const found = known.get(gateway) ?? targetsFromGateway(gateway, lookups, settings)
    known.set(gateway, found)
    return found
  }
}

function targetsFromGateway(gateway: KubeObject, lookups: IstioLookups, settings: SourceSettings): ResolvedTargets {
  const own = annotatedTargets(readAnnotations(gateway, settings.annotationPrefixes))
  if (own !== undefined) return own
  const ingress = ingressOf(gateway, settings)
  return ingress === undefined ? fromServices(gateway, lookups) : fromIngress(ingress, gateway, lookups)
}

export function gatewayNeeds(gateway: KubeObject, settings: SourceSettings): readonly Need[] {
  if (annotatedTargets(readAnnotations(gateway, settings.annotationPrefixes)) !== undefined) return []
  return [inNamespace(ingressOf(gateway, settings) === undefined ? SERVICES : INGRESSES, settings)]
}

/** external-dns reads this annotation under its default prefix even with another `--annotation-prefix`. */
function ingressOf(gateway: KubeObject, settings: SourceSettings): string | undefined {
  const prefixes = [...settings.annotationPrefixes, ...DEFAULT_PREFIXES]
  return annotationOf(readAnnotations(gateway, prefixes), 'ingress') || undefined
}

function fromIngress(text: string, gateway: KubeObject, lookups: IstioLookups): ResolvedTargets {
  const field = 'annotation ingress'
  const reference = parseObjectReference(text, gateway.metadata.namespace)
  if (!reference.ok) return {kind: 'problem', field, problem: `the ingress annotation is invalid: ${reference.problem}`}
  const ingress = lookups.ingressNamed(reference.value)
  const named = `Ingress ${showReference(reference.value)}`
  if (ingress === undefined) {
    const problem = `the ingress annotation names ${named}, which ${lookups.whyMissing(reference.value)}`
    return {kind: 'problem', field, problem}
  }
  return resolvedTargets(eitherTargets(ingress.status), `uses ${named}, which has no address yet`)
}

function fromServices(gateway: KubeObject, lookups: IstioLookups): ResolvedTargets {
  const services = lookups.servicesFor(textMapAt(gateway.spec, 'selector'))
  const targets = services.flatMap(({spec, status}) => {
    const external = textsAt(spec, 'externalIPs')
    return external.length > 0 ? external : eitherTargets(status)
  })
  return resolvedTargets(targets, 'has no Service with an address yet')
}
