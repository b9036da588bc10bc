import type {KubeObject} from '../../kubernetes/objects.js'
import {fieldAt, listAt, textAt} from '../object-field.js'
import {canonicalHost} from './host-match.js'
import {type NamespaceRule, toNamespaceRule} from './namespace-rule.js'
import {GATEWAY_GROUP, type ParentRef} from './parent-ref.js'
import type {RouteKind} from './route-kinds.js'
import {type Standing, standingOf} from './standing.js'

/** One entry of `spec.listeners` of a Gateway or a ListenerSet. */
export interface Listener {
  readonly name: string
  readonly protocol: string
  readonly port: number | undefined
  /** In canonical form. Empty: any; undefined: written so that no host fits. */
  readonly hostname: string | undefined
  readonly namespaces: NamespaceRule
  /** Empty: every kind of Route. */
  readonly kinds: readonly {readonly group: string; readonly kind: string}[]
  readonly standing: Standing
}

/** Of a Gateway: what its conditions say about single listeners is not asked (spec sources.md §3.6). */
export function listenersOfGateway(gateway: KubeObject): readonly Listener[] {
  return listAt(gateway.spec, 'listeners').map((entry) => toListener(entry, 'accepted'))
}

/** Of a ListenerSet, where each entry needs an accepted entry of its name in `status.listeners`. */
export function listenersOfSet(set: KubeObject): readonly Listener[] {
  const states = listAt(set.status, 'listeners')
  return listAt(set.spec, 'listeners').map((entry) => {
    const state = states.find((one) => textAt(one, 'name') === textAt(entry, 'name'))
    return toListener(entry, standingOf(state))
  })
}

function toListener(entry: unknown, standing: Standing): Listener {
  const port = fieldAt(entry, 'port')
  const hostname = canonicalHost(textAt(entry, 'hostname'))
  return {
    name: textAt(entry, 'name'),
    protocol: textAt(entry, 'protocol'),
    port: typeof port === 'number' ? port : undefined,
    hostname: hostname.ok ? hostname.value : undefined,
    namespaces: toNamespaceRule(fieldAt(entry, 'allowedRoutes', 'namespaces'), 'Same'),
    kinds: listAt(entry, 'allowedRoutes', 'kinds').map((kind) => ({
      group: textAt(kind, 'group') || GATEWAY_GROUP,
      kind: textAt(kind, 'kind'),
    })),
    standing,
  }
}

/** True when section, port, protocol and kind of a Route fit; whose namespace may come in is asked apart. */
export function fitsListener(listener: Listener, ref: ParentRef, {protocol, resource}: RouteKind): boolean {
  const isMeant = ref.sectionName === '' || ref.sectionName === listener.name
  const isOnPort = ref.port === undefined || ref.port === listener.port
  const allowsKind =
    listener.kinds.length === 0 ||
    listener.kinds.some(({group, kind}) => group === resource.group && kind === resource.kind)
  return isMeant && isOnPort && allowsKind && speaks(protocol, listener.protocol)
}

/** HTTP and HTTPS are one, and a TCPRoute also takes what a TLS listener has ended. */
function speaks(route: string, listener: string): boolean {
  const common = (protocol: string) => (protocol === 'HTTPS' ? 'HTTP' : protocol)
  return common(route) === common(listener) || (route === 'TCP' && listener === 'TLS')
}
