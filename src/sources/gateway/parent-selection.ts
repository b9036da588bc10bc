import type {Cluster, KubeObject} from '../../kubernetes/objects.js'
import {type Annotations, readAnnotations} from '../annotations.js'
import {fieldAt, listAt, textAt} from '../object-field.js'
import {isOurs} from '../object-selection.js'
import {GATEWAYS, LISTENER_SETS} from '../resources.js'
import {matchesSelector} from '../selector.js'
import type {SourceSettings} from '../source-settings.js'

/** An object that holds listeners, with its annotations read. */
export interface ListenerHolder {
  readonly object: KubeObject
  readonly annotations: Annotations
}

export interface SelectedParents {
  readonly gateways: readonly ListenerHolder[]
  /** Empty without `--gateway-listener-sets`. */
  readonly listenerSets: readonly ListenerHolder[]
}

/**
 * The Gateways and ListenerSets that the flags let through. Gateways have filters of their own; of the common ones
 * only the annotation filter is asked, and only about ListenerSets (spec sources.md §3.6).
 */
export function selectParents(cluster: Cluster, settings: SourceSettings): SelectedParents {
  const toHolder = (object: KubeObject) => ({object, annotations: readAnnotations(object, settings.annotationPrefixes)})
  const isWanted = ({metadata}: KubeObject) =>
    (settings.gatewayNamespace === '' || metadata.namespace === settings.gatewayNamespace) &&
    (settings.gatewayName === '' || metadata.name === settings.gatewayName) &&
    matchesSelector(settings.gatewayLabelFilter, metadata.labels)
  const listenerSets = settings.readsListenerSets ? cluster.list(LISTENER_SETS) : []
  return {
    gateways: cluster.list(GATEWAYS).filter(isWanted).map(toHolder).filter(isOurs),
    listenerSets: listenerSets
      .filter(({metadata}) => matchesSelector(settings.annotationFilter, metadata.annotations))
      .map(toHolder)
      .filter(isOurs),
  }
}

/** True when a listener, or a Gateway where there are ListenerSets, chooses namespaces by their labels. */
export function looksAtNamespaces({gateways, listenerSets}: SelectedParents): boolean {
  const chooses = (namespaces: unknown) => textAt(namespaces, 'from') === 'Selector'
  const choosesRoutes = ({object}: ListenerHolder) =>
    listAt(object.spec, 'listeners').some((entry) => chooses(fieldAt(entry, 'allowedRoutes', 'namespaces')))
  const choosesSets = ({object}: ListenerHolder) => chooses(fieldAt(object.spec, 'allowedListeners', 'namespaces'))
  return [...gateways, ...listenerSets].some(choosesRoutes) || (listenerSets.length > 0 && gateways.some(choosesSets))
}
