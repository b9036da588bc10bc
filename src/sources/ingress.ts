import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, hostsOfRules, hostsOfTls, withNames} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {annotationOf} from './object/annotations.js'
import {desired, NOTHING, type RequestedHost} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {INGRESSES} from './object/resources.js'
import {originOf, type SourceObject} from './object/source-object.js'

/** Source of the hosts of rules, TLS and annotation, all pointing to the Ingress's own addresses. */
export const ingress = hostSource({
  name: 'ingress',
  resources: () => [INGRESSES],
  leavesOut: (sourceObject) => (isOfClass(sourceObject) ? undefined : 'left out by --ingress-class'),
  hosts: requestedHosts,
  written: (one) => [...hostsOfRules(one), ...hostsOfTls(one), ...writtenHosts(one)],
  why: whyUnused,
  besides: unknownHostnameSource,
  templates: withNames,
})

/** The hosts that `ingress-hostname-source` selects. An unknown value selects none. */
function requestedHosts(sourceObject: SourceObject): readonly RequestedHost[] {
  const {settings} = sourceObject
  const wanted = hostnameSourceOf(sourceObject)?.toLowerCase()
  const readsDefined = wanted === undefined || wanted === 'defined-hosts-only'
  return [
    ...(readsDefined && !settings.ignoresIngressRulesSpec ? hostsOfRules(sourceObject) : []),
    ...(readsDefined && !settings.ignoresIngressTlsSpec ? hostsOfTls(sourceObject) : []),
    ...(wanted === undefined || wanted === 'annotation-only' ? annotatedHosts(sourceObject) : []),
  ]
}

function hostnameSourceOf({annotations}: SourceObject): string | undefined {
  return annotationOf(annotations, 'ingress-hostname-source')
}

function unknownHostnameSource(sourceObject: SourceObject): Desired {
  const wanted = hostnameSourceOf(sourceObject)
  if (wanted === undefined || ['annotation-only', 'defined-hosts-only'].includes(wanted.toLowerCase())) return NOTHING
  const origin = originOf(sourceObject.object, 'annotation ingress-hostname-source')
  const warning = `"${wanted}" is neither annotation-only nor defined-hosts-only, so no host of it is read`
  return desired({warnings: [{origin, warning}]})
}

function whyUnused(request: RequestedHost, sourceObject: SourceObject): string {
  const {field} = request
  const {ignoresIngressRulesSpec, ignoresIngressTlsSpec} = sourceObject.settings
  if (ignoresIngressRulesSpec && field.startsWith('spec.rules')) return 'left out by --ignore-ingress-rules-spec'
  if (ignoresIngressTlsSpec && field.startsWith('spec.tls')) return 'left out by --ignore-ingress-tls-spec'
  return unlessIgnored(request, sourceObject, 'left out by the annotation ingress-hostname-source of the Ingress')
}

/** The annotation counts only when the field is empty; an Ingress with neither has no class, not even an empty one. */
function isOfClass({object, settings: {ingressClasses}}: SourceObject): boolean {
  if (ingressClasses.length === 0) return true
  const {'kubernetes.io/ingress.class': legacy} = object.metadata.annotations
  const name = textAt(object.spec, 'ingressClassName') || legacy
  return name !== undefined && ingressClasses.includes(name)
}
