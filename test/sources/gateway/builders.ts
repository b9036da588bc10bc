import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {parseAnnotationSelector, type Selector} from '../../../src/sources/object/selector.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {desiredOf, type ObjectParts, object, show} from '../builders.js'

const GROUP = 'gateway.networking.k8s.io'

/** The parts of a listener that tests set; `from` is `allowedRoutes.namespaces.from`. */
export interface ListenerParts {
  readonly name?: string
  readonly protocol?: string
  readonly port?: number
  readonly hostname?: string
  readonly from?: string
  readonly selector?: unknown
  readonly kinds?: readonly unknown[]
}

/** A listener for HTTP on port 80, any host and Routes of all namespaces, unless changed. */
export function listener(parts: ListenerParts = {}): unknown {
  const {name = 'web', protocol = 'HTTP', port = 80, hostname, from = 'All', selector, kinds} = parts
  return {
    name,
    protocol,
    port,
    ...(hostname === undefined ? {} : {hostname}),
    allowedRoutes: {namespaces: {from, ...(selector === undefined ? {} : {selector})}, ...(kinds && {kinds})},
  }
}

/** Gateway `infra/gw` at 192.0.2.50 with one open listener. */
export function gateway(parts: ObjectParts & {readonly listeners?: readonly unknown[]} = {}): KubeObject {
  const {listeners = [listener()], spec = {}, ...rest} = parts
  return object(`${GROUP}/v1`, 'Gateway', {
    name: 'gw',
    namespace: 'infra',
    spec: {listeners, ...(spec as object)},
    status: {addresses: [{type: 'IPAddress', value: '192.0.2.50'}]},
    ...rest,
  })
}

/** ListenerSet `shop/set` on Gateway `infra/gw`, accepted with all its listeners. */
export function listenerSet(parts: ObjectParts & {readonly listeners?: readonly unknown[]} = {}): KubeObject {
  const {listeners = [listener({from: 'Same'})], ...rest} = parts
  return object(`${GROUP}/v1`, 'ListenerSet', {
    name: 'set',
    spec: {parentRef: {name: 'gw', namespace: 'infra'}, listeners},
    status: {
      conditions: conditions('True'),
      listeners: listeners.map((one) => ({name: (one as {name?: unknown}).name, conditions: conditions('True')})),
    },
    ...rest,
  })
}

export function conditions(accepted: string): readonly unknown[] {
  return [
    {type: 'ResolvedRefs', status: 'False'},
    {type: 'Accepted', status: accepted},
    {type: 'Accepted', status: 'True'},
  ]
}

export const GATEWAY_REF = {name: 'gw', namespace: 'infra'}
export const SET_REF = {kind: 'ListenerSet', name: 'set'}

export interface RouteParts extends ObjectParts {
  readonly hostnames?: readonly string[]
  readonly parentRefs?: readonly unknown[]
  /** Status of the condition `Accepted` of every parent; `none`: no controller has reported. */
  readonly accepted?: string
}

/** HTTPRoute `d/r` on Gateway `infra/gw`, accepted. */
export function route(parts: RouteParts = {}): KubeObject {
  return routeOf('HTTPRoute', 'v1', parts)
}

export function routeOf(kind: string, version: string, parts: RouteParts = {}): KubeObject {
  const {hostnames, parentRefs = [GATEWAY_REF], accepted = 'True', spec = {}, ...rest} = parts
  const answers = parentRefs.map((parentRef) => ({parentRef, conditions: conditions(accepted)}))
  return object(`${GROUP}/${version}`, kind, {
    name: 'r',
    namespace: 'd',
    spec: {parentRefs, ...(hostnames && {hostnames}), ...(spec as object)},
    status: accepted === 'none' ? {} : {parents: answers},
    ...rest,
  })
}

export function namespaceOf(name: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  return object('v1', 'Namespace', {name, namespace: '', labels})
}

export const ROUTES: Partial<SourceSettings> = {sources: ['gateway-httproute']}

/** The names of the endpoints of HTTPRoutes, in order. */
export function names(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return [...new Set(desiredOf(objects, {...ROUTES, ...changes}).endpoints.map(({dnsName}) => dnsName))]
}

/** Endpoints of HTTPRoutes as lines, see `show`. */
export function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(desiredOf(objects, {...ROUTES, ...changes}).endpoints)
}

/** Parses a selector that is known to be valid. */
export function selector(text: string): Selector {
  const read = parseAnnotationSelector(text)
  if (!read.ok) throw new Error(read.problem)
  return read.value
}
