import type {KubeObject} from '../../kubernetes/objects.js'
import {fieldAt, listAt, textAt, textMapAt, textsOrEmptyAt} from '../object/object-field.js'
import {isLabelKey, isLabelName, matchesSelector, type Selector} from '../object/selector.js'
import {type Acceptance, acceptanceOf, GATEWAY_GROUP, type ParentRef} from './parent-ref.js'
import {canonicalHost, type RouteKind} from './route-hosts.js'

export interface Listener {
  readonly name: string
  readonly protocol: string
  readonly port: number | undefined
  /** In canonical form. Empty: any host; undefined: malformed, so no host matches. */
  readonly hostname: string | undefined
  readonly namespaces: NamespaceRule
  /** Empty: any kind of Route. */
  readonly kinds: readonly {readonly group: string; readonly kind: string}[]
  readonly acceptance: Acceptance
}

/**
 * The listeners of a Gateway, whose own conditions are not read, as in external-dns, or of a ListenerSet, each of which
 * needs an accepted entry of its name in `status.listeners`.
 */
export function listenersOf({kind, spec, status}: KubeObject): readonly Listener[] {
  const states = listAt(status, 'listeners')
  return listAt(spec, 'listeners').map((entry) => {
    const state = states.find((one) => textAt(one, 'name') === textAt(entry, 'name'))
    return toListener(entry, kind === 'Gateway' ? 'accepted' : acceptanceOf(state))
  })
}

function toListener(entry: unknown, acceptance: Acceptance): Listener {
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
    acceptance,
  }
}

/** True when section, port, protocol and kind of the Route match. Namespaces are checked separately. */
export function fitsListener(listener: Listener, ref: ParentRef, {protocol, resource}: RouteKind): boolean {
  const isMeant = ref.sectionName === '' || ref.sectionName === listener.name
  const isOnPort = ref.port === undefined || ref.port === listener.port
  const allowsKind =
    listener.kinds.length === 0 ||
    listener.kinds.some(({group, kind}) => group === resource.group && kind === resource.kind)
  return isMeant && isOnPort && allowsKind && speaks(protocol, listener.protocol)
}

/** HTTP and HTTPS are the same, and a TCPRoute also matches a TLS listener. */
function speaks(route: string, listener: string): boolean {
  return route === (listener === 'HTTPS' ? 'HTTP' : listener) || (route === 'TCP' && listener === 'TLS')
}

/** The labels of a namespace; undefined for one that is not in the cluster. */
export type NamespaceLabels = (namespace: string) => Readonly<Record<string, string>> | undefined

/** The namespaces whose objects may attach: `allowedRoutes.namespaces` or `allowedListeners.namespaces`. */
type NamespaceRule =
  | {readonly from: 'All' | 'Same' | 'None'}
  | {readonly from: 'Selector'; readonly selector: Selector | undefined}

/** Any other word than the four allows no namespace. @param otherwise the meaning of an absent rule. */
export function toNamespaceRule(namespaces: unknown, otherwise: 'Same' | 'None'): NamespaceRule {
  const from = fieldAt(namespaces, 'from') ?? otherwise
  if (from === 'All' || from === 'Same') return {from}
  return from === 'Selector' ? {from, selector: toSelector(fieldAt(namespaces, 'selector'))} : {from: 'None'}
}

/** @param home the namespace that `Same` means. */
export function allowsNamespace(
  rule: NamespaceRule,
  namespace: string,
  home: string,
  labelsOf: NamespaceLabels,
): boolean {
  if (rule.from !== 'Selector') return rule.from === 'All' || (rule.from === 'Same' && namespace === home)
  const known = labelsOf(namespace)
  return rule.selector !== undefined && known !== undefined && matchesSelector(rule.selector, known)
}

/** Reads a LabelSelector; undefined when it is absent or Kubernetes calls it invalid, and then nothing matches. */
function toSelector(value: unknown): Selector | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const labels = Object.entries(textMapAt(value, 'matchLabels'))
  const equal = labels.map(([key, text]) => ({key, operator: 'In', values: [text]}))
  const written = [...equal, ...listAt(value, 'matchExpressions')]
  const requirements = written.map(toRequirement).filter((one) => one !== undefined)
  return requirements.length === written.length ? {requirements} : undefined
}

function toRequirement(expression: unknown): Selector['requirements'][number] | undefined {
  const [key, operator] = [textAt(expression, 'key'), textAt(expression, 'operator')]
  const values = textsOrEmptyAt(expression, 'values')
  const isList = operator === 'In' || operator === 'NotIn'
  const isValid = isLabelKey(key) && values.every((value) => value === '' || isLabelName(value))
  if (!isValid || isList !== values.length > 0) return undefined
  if (isList) return {operator: operator === 'In' ? 'in' : 'not-in', key, values}
  if (operator === 'Exists') return {operator: 'exists', key}
  return operator === 'DoesNotExist' ? {operator: 'does-not-exist', key} : undefined
}
