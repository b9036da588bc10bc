import type {Desired} from '../dns/endpoint.js'
import {type AskedHost, annotatedHosts, fromHosts, hostsIn, withNames} from './endpoints/combine.js'
import {ownTargets, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {annotationOf} from './object/annotations.js'
import {type AskingObject, labelAs, originOf, selectObjects} from './object/asking-object.js'
import {desired, joinDesired} from './object/desired.js'
import {listAt, textAt} from './object/object-field.js'
import {INGRESSES} from './object/resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Hosts of rules, TLS and annotation, all with the Ingress's own addresses (spec sources.md §3.2). */
export const ingress: Source = {
  name: 'ingress',
  needs: (settings) => [inNamespace(INGRESSES, settings)],
  toEndpoints: (cluster, settings) => {
    const askers = selectObjects(cluster, INGRESSES, settings, labelAs('ingress'))
    const hasClass = (asker: AskingObject) => isOfClass(asker, settings.ingressClasses)
    return finishSource(joinDesired(askers.filter(hasClass).map((asker) => fromIngress(asker, settings))))
  },
}

function fromIngress(asker: AskingObject, settings: SourceSettings): Desired {
  const targets = ownTargets(asker)
  const step = (host: string, field: string) => pointHost(host, field, targets, asker)
  const asked = askedHosts(asker, settings)
  const found = joinDesired([asked.oddities, fromHosts(asked.hosts, asker, step)])
  return withNames(found, asker, 'ingress', settings, step)
}

/** Which hosts count is for `ingress-hostname-source` to say; a value that it does not know leaves none. */
function askedHosts(
  asker: AskingObject,
  settings: SourceSettings,
): {readonly hosts: readonly AskedHost[]; readonly oddities: Desired} {
  const wanted = annotationOf(asker.annotations, 'ingress-hostname-source')
  const defined = definedHosts(asker, settings)
  const annotated = annotatedHosts(asker, settings)
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
    : hostsIn(
        object.spec,
        ['rules'],
        (index) => `spec.rules[${index}].host`,
        (rule) => textAt(rule, 'host'),
      )
  const tls = settings.ignoresIngressTlsSpec
    ? []
    : listAt(object.spec, 'tls').flatMap((entry, index) =>
        hostsIn(entry, ['hosts'], (at) => `spec.tls[${index}].hosts[${at}]`),
      )
  return [...rules, ...tls]
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
