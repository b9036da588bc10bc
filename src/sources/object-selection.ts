import type {Cluster, KubeObject, Resource} from '../kubernetes/objects.js'
import {annotationOf} from './annotations.js'
import {type AskingObject, toAskingObject} from './asking-object.js'
import {matchesSelector} from './selector.js'
import type {SourceSettings} from './source-settings.js'

/**
 * The objects of a kind that namespace, annotation filter, label filter and controller annotation let through
 * (spec sources.md §0.5). An empty controller annotation is a mismatch.
 */
export function selectObjects(
  cluster: Cluster,
  resource: Resource,
  settings: SourceSettings,
  toResource: (object: KubeObject) => string,
): readonly AskingObject[] {
  return cluster
    .list(resource)
    .filter((object) => isSelected(object, resource, settings))
    .map((object) => toAskingObject(object, toResource(object), settings))
    .filter((asker) => (annotationOf(asker.annotations, 'controller') ?? 'dns-controller') === 'dns-controller')
}

function isSelected({metadata}: KubeObject, resource: Resource, settings: SourceSettings): boolean {
  const isInNamespace = !resource.isNamespaced || settings.namespace === '' || metadata.namespace === settings.namespace
  return (
    isInNamespace &&
    matchesSelector(settings.annotationFilter, metadata.annotations) &&
    matchesSelector(settings.labelFilter, metadata.labels)
  )
}
