import type {SourceWarning} from '../../dns/endpoint.js'
import type {KubeObject} from '../../kubernetes/objects.js'
import {readAnnotations} from '../annotations.js'
import {type AskingObject, originOf} from '../asking-object.js'
import {listAt} from '../object-field.js'
import {parseObjectReference} from '../object-reference.js'
import type {SourceSettings} from '../source-settings.js'
import type {IstioSurroundings} from './surroundings.js'

/** One entry of a VirtualService's `spec.gateways`; `name` as in a sentence: `Gateway infra/edge`. */
export type GatewayLink =
  | {readonly kind: 'gateway'; readonly field: string; readonly name: string; readonly gateway: KubeObject}
  | {readonly kind: 'missing'; readonly field: string; readonly name: string; readonly why: string}
  | {readonly kind: 'invalid'; readonly field: string; readonly problem: string}

/** `mesh` stands for the sidecars, which no name outside leads to. */
const NO_GATEWAYS: readonly unknown[] = ['', 'mesh']

/** The Gateways that a VirtualService names, in its order, by default in its own namespace. */
export function linksOf({object}: AskingObject, surroundings: IstioSurroundings): readonly GatewayLink[] {
  return listAt(object.spec, 'gateways').flatMap((text, index): readonly GatewayLink[] => {
    if (typeof text !== 'string' || NO_GATEWAYS.includes(text)) return []
    const field = `spec.gateways[${index}]`
    const reference = parseObjectReference(text, object.metadata.namespace)
    if (!reference.ok) return [{kind: 'invalid', field, problem: reference.problem}]
    const name = `Gateway ${reference.value.namespace}/${reference.value.name}`
    const gateway = surroundings.gatewayNamed(reference.value)
    return gateway === undefined
      ? [{kind: 'missing', field, name, why: surroundings.whyMissing(reference.value)}]
      : [{kind: 'gateway', field, name, gateway}]
  })
}

/** Gateways that are not there, and what is odd about the annotations of the others. */
export function linkWarnings(
  links: readonly GatewayLink[],
  {object}: AskingObject,
  settings: SourceSettings,
): readonly SourceWarning[] {
  return links.flatMap((link) => {
    switch (link.kind) {
      case 'missing':
        return [{origin: originOf(object, link.field), warning: `${link.name} ${link.why}`}]
      case 'gateway':
        return readAnnotations(link.gateway, settings.annotationPrefixes).conflicts.map((warning) => ({
          origin: originOf(link.gateway, 'annotations'),
          warning,
        }))
      default:
        return []
    }
  })
}
