import {fieldAt, listAt, textAt, textMapAt} from '../object-field.js'
import {matchesSelector, type Selector} from '../selector.js'

/** Labels of the namespaces of a cluster, by name. */
export type NamespaceLabels = ReadonlyMap<string, Readonly<Record<string, string>>>

/** Which namespaces may hang something on an object: `allowedRoutes.namespaces`, `allowedListeners.namespaces`. */
export type NamespaceRule =
  | {readonly from: 'All' | 'Same' | 'None'}
  | {readonly from: 'Selector'; readonly selector: Selector | undefined}

/** A word that is none of the four lets nobody in; `otherwise` is what an absent one means. */
export function toNamespaceRule(namespaces: unknown, otherwise: 'Same' | 'None'): NamespaceRule {
  const from = fieldAt(namespaces, 'from') ?? otherwise
  if (from === 'All' || from === 'Same') return {from}
  return from === 'Selector' ? {from, selector: toSelector(fieldAt(namespaces, 'selector'))} : {from: 'None'}
}

/** @param home the namespace that `Same` means. */
export function letsIn(rule: NamespaceRule, namespace: string, home: string, labels: NamespaceLabels): boolean {
  switch (rule.from) {
    case 'All':
      return true
    case 'Same':
      return namespace === home
    case 'Selector': {
      const known = labels.get(namespace)
      return rule.selector !== undefined && known !== undefined && matchesSelector(rule.selector, known)
    }
    default:
      return false
  }
}

/** A LabelSelector of the API; undefined for none and for one that is malformed, which both match nothing. */
function toSelector(value: unknown): Selector | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const equal = Object.entries(textMapAt(value, 'matchLabels')).map(
    ([key, text]) => ({operator: 'in', key, values: [text]}) as const,
  )
  const expressions = listAt(value, 'matchExpressions').map(toRequirement)
  const known = expressions.filter((one) => one !== undefined)
  return known.length === expressions.length ? {requirements: [...equal, ...known]} : undefined
}

function toRequirement(expression: unknown): Selector['requirements'][number] | undefined {
  const key = textAt(expression, 'key')
  const values = listAt(expression, 'values').filter((value) => typeof value === 'string')
  switch (textAt(expression, 'operator')) {
    case 'In':
      return values.length === 0 ? undefined : {operator: 'in', key, values}
    case 'NotIn':
      return values.length === 0 ? undefined : {operator: 'not-in', key, values}
    case 'Exists':
      return {operator: 'exists', key}
    case 'DoesNotExist':
      return {operator: 'does-not-exist', key}
    default:
      return undefined
  }
}
