import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {CaseStep} from './case.js'
import type {Difference} from './difference.js'
import {type IdentifiedZone, type OwnershipRules, ownershipOf} from './ownership.js'
import type {PlanAnswer} from './plan-answer.js'
import {nameText} from './record-text.js'

/** With any other flag an object may be excluded on purpose, and then its hosts need not be mentioned. */
const PLAIN_FLAGS: ReadonlySet<string> = new Set(
  ['source', 'provider', 'registry', 'policy', 'txt-owner-id', 'txt-prefix', 'txt-suffix', 'domain-filter'].map(
    (name) => `--${name}`,
  ),
)
const PREFIXES = ['external-dns.alpha.kubernetes.io/', 'external-dns.kubernetes.io/']

/**
 * Hosts that neither exist as ours nor are named in the following plan. Checks only Services of type LoadBalancer and
 * Ingresses, with their simplest ways of asking for a host.
 */
export function findSilence(
  step: number,
  {args, cluster}: CaseStep,
  rules: OwnershipRules,
  after: readonly IdentifiedZone[],
  plan: PlanAnswer,
): readonly Difference[] {
  if (rules.owner === undefined || args.some((arg) => !PLAIN_FLAGS.has(arg.split('=')[0] ?? ''))) return []
  const ours = new Set(
    after.flatMap((zone) =>
      (zone.records ?? [])
        .filter((set) => ownershipOf(zone, set, after, rules)[0]?.owner === rules.owner)
        .map((set) => nameText(set.Name)),
    ),
  )
  const blocked = new Set(plan.blocked.map(({host}) => nameText(host)))
  const warnings = plan.warnings.map(({text}) => text.toLowerCase())
  return [...new Set(cluster.flatMap(hostsRequestedBy))]
    .filter((host) => !ours.has(host) && !blocked.has(host))
    .filter((host) => !warnings.some((text) => text.includes(host.slice(0, -1))))
    .map((host) => ({step, kind: 'silent', subject: host, detail: ['asked for, not there, and not in the plan']}))
}

function hostsRequestedBy(object: KubernetesObject): readonly string[] {
  const isLoadBalancer = object.kind === 'Service' && field(object, 'spec', 'type') === 'LoadBalancer'
  const isIngress = object.kind === 'Ingress'
  if (!isLoadBalancer && !isIngress) return []
  const annotations = field(object, 'metadata', 'annotations')
  const annotation = (name: string) =>
    PREFIXES.map((prefix) => field(annotations, `${prefix}${name}`)).find((text) => typeof text === 'string')
  if (![undefined, 'dns-controller'].includes(annotation('controller'))) return []
  if (annotation('ingress-hostname-source') !== undefined) return []
  const rules = isIngress ? field(object, 'spec', 'rules') : undefined
  const ruleHosts = Array.isArray(rules) ? rules.map((rule) => field(rule, 'host')) : []
  return [...(annotation('hostname') ?? '').split(','), ...ruleHosts]
    .filter((host): host is string => typeof host === 'string' && host.trim() !== '')
    .map((host) => nameText(host.trim()))
}

function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, name) =>
      part !== null && typeof part === 'object' ? Object.entries(part).find(([key]) => key === name)?.[1] : undefined,
    value,
  )
}
