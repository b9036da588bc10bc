import type {Cluster, KubeObject} from '../../kubernetes/objects.js'
import {textMapAt} from '../object-field.js'
import {indexObjects} from '../object-index.js'
import type {ObjectReference} from '../object-reference.js'
import {INGRESSES, ISTIO_GATEWAYS, SERVICES} from '../resources.js'
import {matchesLabels} from '../selector.js'
import type {SourceSettings} from '../source-settings.js'

/**
 * What Istio's kinds draw from besides themselves, as far as `--namespace` lets them see it. Each kind is listed at the
 * first question, so it has to be read only then.
 */
export interface IstioSurroundings {
  gatewayNamed(reference: ObjectReference): KubeObject | undefined
  ingressNamed(reference: ObjectReference): KubeObject | undefined
  /** Services whose own selector has all these pairs; every Service for none. */
  servicesFor(selector: Readonly<Record<string, string>>): readonly KubeObject[]
  /** Ends the sentence about an object that was not found. */
  whyMissing(reference: ObjectReference): string
}

export function toSurroundings(cluster: Cluster, {namespace}: SourceSettings): IstioSurroundings {
  const gateways = indexObjects(cluster, ISTIO_GATEWAYS)
  const ingresses = indexObjects(cluster, INGRESSES)
  const isSeen = (where: string) => namespace === '' || where === namespace
  return {
    gatewayNamed: ({namespace: where, name}) => (isSeen(where) ? gateways(where, name) : undefined),
    ingressNamed: ({namespace: where, name}) => (isSeen(where) ? ingresses(where, name) : undefined),
    servicesFor: (selector) =>
      cluster
        .list(SERVICES)
        .filter(
          ({metadata, spec}) => isSeen(metadata.namespace) && matchesLabels(selector, textMapAt(spec, 'selector')),
        ),
    whyMissing: (reference) =>
      isSeen(reference.namespace) ? 'does not exist' : `lies outside of --namespace=${namespace}`,
  }
}
