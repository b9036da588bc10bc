import type {Desired} from '../dns/endpoint.js'
import {
  annotatedHosts,
  fromHosts,
  hostsOfRules,
  hostsOfTls,
  type RequestedHost,
  withNames,
} from './endpoints/combine.js'

import {finishSource} from './endpoints/merge-endpoints.js'
import {endpointsForHost, ownTargets} from './endpoints/resolved-targets.js'
import {readObjects, unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {annotationOf} from './object/annotations.js'
import {desired, joinDesired} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {INGRESSES} from './object/resources.js'
import {divideObjects, labelAs, originOf, type SourceObject} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of the hosts of rules, TLS and annotation, all pointing to the Ingress's own addresses. */
export const ingress: Source = {
  name: 'ingress',
  needs: (settings) => [inNamespace(INGRESSES, settings)],
  toEndpoints: (cluster, settings) => {
    const leavesOut = (sourceObject: SourceObject) =>
      isOfClass(sourceObject, settings.ingressClasses) ? undefined : 'left out by --ingress-class'
    const ingresses = divideObjects(cluster, INGRESSES, settings, labelAs('ingress'), {leavesOut})
    return finishSource(
      readObjects(ingresses, {
        read: (sourceObject) => fromIngress(sourceObject, settings),
        hosts: (sourceObject) => [
          ...hostsOfRules(sourceObject),
          ...hostsOfTls(sourceObject),
          ...writtenHosts(sourceObject),
        ],
        why: (request) => whyUnused(request, settings),
      }),
    )
  },
}

function fromIngress(sourceObject: SourceObject, settings: SourceSettings): Desired {
  const targets = ownTargets(sourceObject)
  const step = (host: string, field: string) => endpointsForHost(host, field, targets, sourceObject)
  const request = requestedHosts(sourceObject, settings)
  const found = joinDesired([request.oddities, fromHosts(request.hosts, sourceObject, step)])
  return withNames(found, sourceObject, 'ingress', settings, step)
}

/** The hosts that `ingress-hostname-source` selects. An unknown value selects none. */
function requestedHosts(
  sourceObject: SourceObject,
  settings: SourceSettings,
): {readonly hosts: readonly RequestedHost[]; readonly oddities: Desired} {
  const wanted = annotationOf(sourceObject.annotations, 'ingress-hostname-source')
  const defined = definedHosts(sourceObject, settings)
  const annotated = annotatedHosts(sourceObject, settings)
  switch (wanted?.toLowerCase()) {
    case undefined:
      return {hosts: [...defined, ...annotated], oddities: desired({})}
    case 'defined-hosts-only':
      return {hosts: defined, oddities: desired({})}
    case 'annotation-only':
      return {hosts: annotated, oddities: desired({})}
    default: {
      const origin = originOf(sourceObject.object, 'annotation ingress-hostname-source')
      const warning = `"${wanted}" is neither annotation-only nor defined-hosts-only, so no host of it is read`
      return {hosts: [], oddities: desired({warnings: [{origin, warning}]})}
    }
  }
}

function definedHosts(sourceObject: SourceObject, settings: SourceSettings): readonly RequestedHost[] {
  return [
    ...(settings.ignoresIngressRulesSpec ? [] : hostsOfRules(sourceObject)),
    ...(settings.ignoresIngressTlsSpec ? [] : hostsOfTls(sourceObject)),
  ]
}

/** Why nothing comes of a host of an Ingress that is selected. */
function whyUnused(request: RequestedHost, settings: SourceSettings): string {
  const {field} = request
  if (settings.ignoresIngressRulesSpec && field.startsWith('spec.rules'))
    return 'left out by --ignore-ingress-rules-spec'
  if (settings.ignoresIngressTlsSpec && field.startsWith('spec.tls')) return 'left out by --ignore-ingress-tls-spec'
  return unlessIgnored(request, settings, 'left out by the annotation ingress-hostname-source of the Ingress')
}

/**
 * True for a selected class. The annotation counts only when the field is empty; default IngressClasses are not looked
 * up.
 */
function isOfClass({object}: SourceObject, classes: readonly string[]): boolean {
  if (classes.length === 0) return true
  const {annotations} = object.metadata
  const legacy = Object.hasOwn(annotations, 'kubernetes.io/ingress.class')
    ? annotations['kubernetes.io/ingress.class']
    : undefined
  return classes.includes(textAt(object.spec, 'ingressClassName') || (legacy ?? ''))
}
