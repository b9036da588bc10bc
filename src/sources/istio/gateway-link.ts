import type {SourceWarning} from '../../dns/endpoint.js'
import type {Cluster, KubeObject} from '../../kubernetes/objects.js'
import {readAnnotations} from '../object/annotations.js'
import {
  indexObjects,
  listAt,
  type ObjectReference,
  parseObjectReference,
  showReference,
  textMapAt,
  textsAt,
} from '../object/object-field.js'
import {INGRESSES, ISTIO_GATEWAYS, SERVICES} from '../object/resources.js'
import {matchesLabels} from '../object/selector.js'
import {originOf, type SourceObject} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'

/** One entry of a VirtualService's `spec.gateways`; `name` as in a sentence: `Gateway infra/edge`. */
export type GatewayLink =
  | {readonly kind: 'gateway'; readonly field: string; readonly name: string; readonly gateway: KubeObject}
  | {readonly kind: 'missing'; readonly field: string; readonly name: string; readonly why: string}
  | {readonly kind: 'invalid'; readonly field: string; readonly problem: string}

/** Entries that are no Gateway; `mesh` stands for the sidecars inside the cluster. */
const NO_GATEWAYS: readonly unknown[] = ['', 'mesh']

/** The Gateways that a VirtualService names, in order. The default namespace is its own. */
export function linksOf({object}: SourceObject, lookups: IstioLookups): readonly GatewayLink[] {
  return listAt(object.spec, 'gateways').flatMap((text, index): readonly GatewayLink[] => {
    if (typeof text !== 'string' || NO_GATEWAYS.includes(text)) return []
    const field = `spec.gateways[${index}]`
    const reference = parseObjectReference(text, object.metadata.namespace)
    if (!reference.ok) return [{kind: 'invalid', field, problem: reference.problem}]
    const name = `Gateway ${showReference(reference.value)}`
    const gateway = lookups.gatewayNamed(reference.value)
    return gateway === undefined
      ? [{kind: 'missing', field, name, why: lookups.whyMissing(reference.value)}]
      : [{kind: 'gateway', field, name, gateway}]
  })
}

export function linkWarnings(
  links: readonly GatewayLink[],
  {object, settings}: SourceObject,
): readonly SourceWarning[] {
  return links.flatMap((link) => {
    switch (link.kind) {
      case 'missing':
        return [{origin: originOf(object, link.field), warning: `${link.name} ${link.why}`}]
      case 'gateway': {
        const {oddities} = readAnnotations(link.gateway, settings.annotationPrefixes, settings.annotationFilter)
        return oddities.map((warning) => ({origin: originOf(link.gateway, 'annotations'), warning}))
      }
      default:
        return []
    }
  })
}

/** The DNS name in `[namespace/]name` of a host list; empty for `*`. */
export function nameIn(host: unknown): string {
  const text = typeof host === 'string' ? host : ''
  const parts = text.split('/')
  const name = parts.length === 2 ? (parts[1] ?? '') : text
  return name === '*' ? '' : name
}

/** True when `exportTo` makes it visible to the Gateway and a host of a server covers it. Case-sensitive. */
export function bindsHost(virtualService: KubeObject, gateway: KubeObject, host: string): boolean {
  const own = virtualService.metadata.namespace
  const served = gateway.metadata.namespace
  const exportTo = listAt(virtualService.spec, 'exportTo')
  const isVisible = exportTo.length === 0 || exportTo.some((to) => to === served || isNamespace(to, own, served))
  const hosts = listAt(gateway.spec, 'servers').flatMap((server) => textsAt(server, 'hosts'))
  return isVisible && hosts.some((text) => takesHost(text, host, own, served))
}

function takesHost(text: string, host: string, own: string, served: string): boolean {
  const parts = text.split('/')
  if (parts.length > 2) return false
  const [namespace, name = ''] = parts.length === 2 ? parts : ['*', text]
  return (namespace === own || isNamespace(namespace, own, served)) && covers(name, host)
}

/** `*` matches any namespace, `.` only where both namespaces are the same. */
function isNamespace(text: unknown, own: string, served: string): boolean {
  return text === '*' || (text === '.' && own === served)
}

function covers(name: string, host: string): boolean {
  return name === '*' || name === host || (name.startsWith('*.') && host.endsWith(name.slice(1)))
}

/** The objects that Istio's kinds depend on, within `--namespace`; listed at the first lookup, as by `indexObjects`. */
export interface IstioLookups {
  gatewayNamed(reference: ObjectReference): KubeObject | undefined
  ingressNamed(reference: ObjectReference): KubeObject | undefined
  /** Services whose own selector contains all these pairs; every Service when there are none. */
  servicesFor(selector: Readonly<Record<string, string>>): readonly KubeObject[]
  /** The end of a sentence about an object that was not found. */
  whyMissing(reference: ObjectReference): string
}

export function toLookups(cluster: Cluster, {namespace}: SourceSettings): IstioLookups {
  const gateways = indexObjects(cluster, ISTIO_GATEWAYS)
  const ingresses = indexObjects(cluster, INGRESSES)
  const isSeen = (where: string) => namespace === '' || where === namespace
  return {
    gatewayNamed: ({namespace: where, name}) => (isSeen(where) ? gateways(where, name) : undefined),
    ingressNamed: ({namespace: where, name}) => (isSeen(where) ? ingresses(where, name) : undefined),
    servicesFor: (selector) => {
      const isMeant = ({spec}: KubeObject) => matchesLabels(selector, textMapAt(spec, 'selector'))
      return cluster.list(SERVICES).filter((one) => isSeen(one.metadata.namespace) && isMeant(one))
    },
    whyMissing: (reference) => (isSeen(reference.namespace) ? 'does not exist' : `is outside --namespace=${namespace}`),
  }
}
