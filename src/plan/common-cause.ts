import {type Asking, askers, kindOf, namespaceOf} from './askers.js'
import type {HostPlan} from './change.js'
import type {PlanInput} from './plan-input.js'

type CauseInput = Asking & Pick<PlanInput, 'wantedHosts' | 'context' | 'sources'>

/** What deleted hosts have in common, and whether it looks like a mistake rather than like a clean-up. */
export interface CommonCause {
  /** A phrase without a full stop. */
  readonly text: string
  readonly isDoubtful: boolean
}

/** What the hosts that would be deleted have in common; undefined when nothing stands out. */
export function findCommonCause(gone: readonly HostPlan[], input: CauseInput): CommonCause | undefined {
  if (gone.length === 0) return undefined
  const asking = [...askers(input)]
  if (input.wantedHosts === 0 && asking.length === 0) {
    return {
      text: 'no object asks for any host (a wrong context, namespace, annotation prefix or filter?)',
      isDoubtful: true,
    }
  }
  const resources = gone.flatMap((host) => host.formerResources)
  // A text without a label tells of no object, and then nothing is true of all.
  if (resources.length === 0 || gone.some((host) => host.formerResources.length === 0)) return undefined
  return ofOneKind(gone.length, resources, asking, input.sources) ?? ofNamespaces(resources, asking, input.context)
}

function ofOneKind(
  count: number,
  resources: readonly string[],
  asking: readonly string[],
  sources: readonly string[] | undefined,
): CommonCause | undefined {
  const [kind = '', ...others] = new Set(resources.map(kindOf))
  if (kind === '' || others.length > 0 || asking.some((label) => kindOf(label) === kind)) return undefined
  const what = count === 1 ? `the one delete is of ${kind}/*` : `all ${count} deletes are of ${kind}/*`
  const source = sources?.find((name) => name === kind || name.endsWith(`-${kind}`))
  if (source !== undefined) return {text: `source ${source} yielded no host; ${what}`, isDoubtful: true}
  return {text: `no ${kind} asks for a host here; ${what} (is its source chosen?)`, isDoubtful: true}
}

function ofNamespaces(
  resources: readonly string[],
  asking: readonly string[],
  context: string,
): CommonCause | undefined {
  const namespaces = [...new Set(resources.map(namespaceOf))].sort()
  const alive = new Set(asking.map(namespaceOf))
  const [first = ''] = namespaces
  if (namespaces.includes('')) return undefined
  const isGone = namespaces.every((namespace) => !alive.has(namespace))
  if (namespaces.length > 1) {
    if (!isGone) return undefined
    const text = `of the namespaces that asked for them (${listed(namespaces)}) none asks for a host in context ${context}: is it another cluster?`
    return {text, isDoubtful: true}
  }
  return isGone
    ? {text: `all were asked for by objects of namespace ${first}, which asks for nothing now`, isDoubtful: false}
    : {text: `all were asked for by objects of namespace ${first}`, isDoubtful: false}
}

const NAMES_SHOWN = 3

function listed(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN
  return [...names.slice(0, NAMES_SHOWN), ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}
