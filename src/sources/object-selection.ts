import type {Cluster, KubeObject, Resource} from '../kubernetes/objects.js'
import {annotationOf} from './annotations.js'
import {type AskingObject, toAskingObject} from './asking-object.js'
import {matchesSelector} from './selector.js'
import type {SourceSettings} from './source-settings.js'

/** Where a kind has rules of its own. */
export interface SelectionRules {
  /** Instead of that of `--namespace`. */
  readonly namespaces?: readonly string[]
  /** False: the controller annotation is not looked at. */
  readonly checksController?: boolean
}

/** The label `resource` of a kind: `service/shop/cart` for the word `service`. */
export function labelAs(word: string): (object: KubeObject) => string {
  return ({metadata}) => `${word}/${metadata.namespace}/${metadata.name}`
}

/**
 * The objects of a kind that namespace, annotation filter, label filter and controller annotation let through
 * (spec sources.md §0.5). An empty controller annotation is a mismatch.
 */
export function selectObjects(
  cluster: Cluster,
  resource: Resource,
  settings: SourceSettings,
  toResource: (object: KubeObject) => string,
  {namespaces = [settings.namespace], checksController = true}: SelectionRules = {},
): readonly AskingObject[] {
  return cluster
    .list(resource)
    .filter((object) => isIn(object, resource, namespaces) && passesFilters(object, settings))
    .map((object) => toAskingObject(object, toResource(object), settings))
    .filter((asker) => !checksController || isOurs(asker))
}

/** An object without a namespace is in all of them: of a resource that a flag names, the scope is not known. */
function isIn({metadata}: KubeObject, resource: Resource, namespaces: readonly string[]): boolean {
  return (
    !resource.isNamespaced ||
    metadata.namespace === '' ||
    namespaces.includes('') ||
    namespaces.includes(metadata.namespace)
  )
}

/** An empty annotation is a mismatch. */
export function isOurs({annotations}: Pick<AskingObject, 'annotations'>): boolean {
  return (annotationOf(annotations, 'controller') ?? 'dns-controller') === 'dns-controller'
}

function passesFilters({metadata}: KubeObject, settings: SourceSettings): boolean {
  return (
    matchesSelector(settings.annotationFilter, metadata.annotations) &&
    matchesSelector(settings.labelFilter, metadata.labels)
  )
}
