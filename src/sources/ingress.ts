import type {Desired} from '../dns/endpoint.js'
import {annotationOf} from './annotations.js'
import {type AskingObject, hostsOf, objectProblem, originOf, pendingHost, targetsOf} from './asking-object.js'
import {withNames} from './combine.js'
import {desired, joinDesired} from './desired.js'
import {endpointsFor} from './endpoints-for.js'
import {finishSource} from './finish-source.js'
import {bothTargets, loadBalancerEntries} from './load-balancer-status.js'
import {listAt, textAt} from './object-field.js'
import {selectObjects} from './object-selection.js'
import {INGRESSES} from './resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Hosts of rules, TLS and annotation, all with the Ingress's own addresses (spec sources.md §3.2). */
export const ingress: Source = {
  name: 'ingress',
  needs: (settings) => [inNamespace(INGRESSES, settings)],
  toEndpoints: (cluster, settings) => {
    const askers = selectObjects(
      cluster,
      INGRESSES,
      settings,
      ({metadata}) => `ingress/${metadata.namespace}/${metadata.name}`,
    )
    const hasClass = (asker: AskingObject) => isOfClass(asker, settings.ingressClasses)
    return finishSource(joinDesired(askers.filter(hasClass).map((asker) => fromIngress(asker, settings))))
  },
}

interface AskedHost {
  readonly host: string
  readonly field: string
}

function fromIngress(asker: AskingObject, settings: SourceSettings): Desired {
  const own = targetsOf(asker.annotations)
  const targets = own ?? bothTargets(loadBalancerEntries(asker.object.status))
  const forHost = (host: string, field: string): Desired => {
    if (targets.length > 0) return endpointsFor(host, targets, asker, field)
    if (own === undefined) return pendingHost(asker, host, field, 'has no address yet')
    return objectProblem(asker, host, 'annotation target', 'the target annotation names no target')
  }
  const asked = askedHosts(asker, settings)
  const found = joinDesired(asked.hosts.map(({host, field}) => forHost(host, field)))
  const templated = withNames(found, asker, 'ingress', settings, forHost)
  return joinDesired([desired({warnings: asker.warnings}), asked.oddities, templated])
}

/** Which hosts count is for `ingress-hostname-source` to say; a value that it does not know leaves none. */
function askedHosts(
  asker: AskingObject,
  settings: SourceSettings,
): {readonly hosts: readonly AskedHost[]; readonly oddities: Desired} {
  const wanted = annotationOf(asker.annotations, 'ingress-hostname-source')
  const defined = definedHosts(asker, settings)
  const annotated = settings.ignoresHostnameAnnotation
    ? []
    : hostsOf(asker, 'hostname').map((host) => ({host, field: 'annotation hostname'}))
  switch (wanted?.toLowerCase()) {
    case undefined:
      return {hosts: [...defined, ...annotated], oddities: desired({})}
    case 'defined-hosts-only':
      return {hosts: defined, oddities: desired({})}
    case 'annotation-only':
      return {hosts: annotated, oddities: desired({})}
    default: {
      const origin = originOf(asker.object, 'annotation ingress-hostname-source')
      const warning = `"${wanted}" is neither annotation-only nor defined-hosts-only, so no host of it is read`
      return {hosts: [], oddities: desired({warnings: [{origin, warning}]})}
    }
  }
}

function definedHosts({object}: AskingObject, settings: SourceSettings): readonly AskedHost[] {
  const rules = settings.ignoresIngressRulesSpec
    ? []
    : listAt(object.spec, 'rules').map((rule, index) => ({
        host: textAt(rule, 'host'),
        field: `spec.rules[${index}].host`,
      }))
  const tls = settings.ignoresIngressTlsSpec
    ? []
    : listAt(object.spec, 'tls').flatMap((entry, index) =>
        listAt(entry, 'hosts').map((host, at) => ({
          host: typeof host === 'string' ? host : '',
          field: `spec.tls[${index}].hosts[${at}]`,
        })),
      )
  return [...rules, ...tls].filter(({host}) => host !== '')
}

/** The annotation counts only where the field is empty; IngressClass objects are not asked which one is the default. */
function isOfClass({object}: AskingObject, classes: readonly string[]): boolean {
  if (classes.length === 0) return true
  const {annotations} = object.metadata
  const legacy = Object.hasOwn(annotations, 'kubernetes.io/ingress.class')
    ? annotations['kubernetes.io/ingress.class']
    : undefined
  return classes.includes(textAt(object.spec, 'ingressClassName') || (legacy ?? ''))
}
