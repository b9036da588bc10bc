import type {Resource} from '../kubernetes/objects.js'

export const SERVICES: Resource = {group: '', version: 'v1', plural: 'services', kind: 'Service', isNamespaced: true}
export const PODS: Resource = {group: '', version: 'v1', plural: 'pods', kind: 'Pod', isNamespaced: true}
export const NODES: Resource = {group: '', version: 'v1', plural: 'nodes', kind: 'Node', isNamespaced: false}
export const ENDPOINT_SLICES: Resource = {
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
  isNamespaced: true,
}
export const INGRESSES: Resource = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'ingresses',
  kind: 'Ingress',
  isNamespaced: true,
}

/** `discovery.k8s.io/v1/endpointslices`: one text per resource. */
export function resourceKey(resource: Resource): string {
  return `${resource.group}/${resource.version}/${resource.plural}`
}
