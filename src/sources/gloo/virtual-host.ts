import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {KubeObject} from '../../kubernetes/objects.js'
import type {ObjectIndex, ObjectReference} from '../object/object-field.js'
import {fieldAt, listAt, textAt, textsAt} from '../object/object-field.js'

export interface VirtualHost {
  /** Its path in the object: `spec.listeners[0].httpListener.virtualHosts[1]`. */
  readonly field: string
  readonly domains: readonly string[]
  /** The VirtualServices it was generated from. Annotations of a later one win. */
  readonly virtualServices: readonly ObjectReference[]
}

/** The virtual hosts of all listeners in order; those of an aggregate listener as its filter chains name them. */
export function virtualHostsOf({spec}: KubeObject): readonly VirtualHost[] {
  return listAt(spec, 'listeners').flatMap((listener, index) => {
    const at = `spec.listeners[${index}]`
    const own = listAt(listener, 'httpListener', 'virtualHosts').map((host, number) =>
      toVirtualHost(host, `${at}.httpListener.virtualHosts[${number}]`),
    )
    const shared = listAt(listener, 'aggregateListener', 'httpFilterChains')
      .flatMap((chain) => textsAt(chain, 'virtualHostRefs'))
      .flatMap((name) => {
        const path = ['aggregateListener', 'httpResources', 'virtualHosts', name]
        const host = fieldAt(listener, ...path)
        return host === undefined ? [] : [toVirtualHost(host, [at, ...path].join('.'))]
      })
    return [...own, ...shared]
  })
}

export function gatewaysOf({spec}: KubeObject): readonly ObjectReference[] {
  return listAt(spec, 'listeners').flatMap((listener) => staticSources(listener, '*v1.Gateway'))
}

export function annotationsOfHost(
  host: VirtualHost,
  virtualServiceNamed: ObjectIndex,
): Parsed<Readonly<Record<string, string>>> {
  const annotations: Record<string, string> = {}
  for (const {namespace, name} of host.virtualServices) {
    const virtualService = virtualServiceNamed(namespace, name)
    if (virtualService === undefined)
      return problem(`it was made from VirtualService ${namespace}/${name}, which does not exist`)
    Object.assign(annotations, virtualService.metadata.annotations)
  }
  return parsed(annotations)
}

function toVirtualHost(host: unknown, field: string): VirtualHost {
  const kind = '*v1.VirtualService'
  const named = listAt(host, 'metadata', 'sources').filter((source) => textAt(source, 'kind') === kind)
  return {
    field,
    domains: textsAt(host, 'domains'),
    virtualServices: [...named.map(toReference), ...staticSources(host, kind)],
  }
}

function staticSources(value: unknown, kind: string): readonly ObjectReference[] {
  return listAt(value, 'metadataStatic', 'sources')
    .filter((source) => textAt(source, 'resourceKind') === kind)
    .map((source) => toReference(fieldAt(source, 'resourceRef')))
}

function toReference(value: unknown): ObjectReference {
  return {namespace: textAt(value, 'namespace'), name: textAt(value, 'name')}
}
