import type {Resource} from '../../src/kubernetes/objects.js'
import type {SourceRow} from './source-rows.js'

interface Rule {
  readonly group: string
  readonly resources: readonly string[]
}

const HEAD = `# What external-dns-ts may do in a cluster: list what the sources read, nothing else. Written from the sources by
# UPDATE_SOURCES=1 npx vitest run test/deploy; keep the blocks of the sources that you choose.
`

const BINDING = `---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: external-dns-ts
  namespace: default
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: external-dns-ts
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: external-dns-ts
subjects:
  - kind: ServiceAccount
    name: external-dns-ts
    namespace: default
`

/** `deploy/rbac.yaml`. */
export function rbacYaml(rows: readonly SourceRow[]): string {
  const read = rows.filter(({asks}) => asks.length > 0)
  return [
    HEAD,
    clusterRole('external-dns-ts', read.flatMap(sourceBlock)),
    BINDING,
    ...rows.filter(({writes}) => writes.length > 0).flatMap(optIn),
  ].join('')
}

/** Rules by API group, in the order in which a source names the resources. */
export function rulesOf(resources: readonly Resource[]): readonly Rule[] {
  const byGroup = new Map<string, string[]>()
  for (const {group, plural} of resources) byGroup.set(group, [...(byGroup.get(group) ?? []), plural])
  return [...byGroup].map(([group, plurals]) => ({group, resources: [...new Set(plurals)]}))
}

function clusterRole(name: string, rules: readonly string[]): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ${name}\nrules:\n${rules.join('')}`
}

function sourceBlock({name, asks, dependsOn}: SourceRow): readonly string[] {
  return [
    `  # --source=${name}\n`,
    ...rulesOf(asks).map((rule) => ruleText(rule, 'list')),
    ...(dependsOn.length === 0 ? [] : ['  # what they use\n']),
    ...rulesOf(dependsOn).map((rule) => ruleText(rule, 'list')),
  ]
}

/** Bound to nobody: a row that the user has to want. */
function optIn({name, asks, writes}: SourceRow): readonly string[] {
  const [resource] = asks
  if (resource === undefined) return []
  const role = `external-dns-ts-${resource.plural}-status`
  return [
    `---\n# Opt-in for --source=${name}: lets apply write status.observedGeneration. Without it apply says so and goes on.\n`,
    `# kubectl create clusterrolebinding ${role} --clusterrole=${role} --serviceaccount=default:external-dns-ts\n`,
    clusterRole(role, [ruleText({group: resource.group, resources: writes}, 'update')]),
  ]
}

function ruleText({group, resources}: Rule, verb: string): string {
  const groups = group === '' ? '""' : group
  return `  - apiGroups: [${groups}]\n    resources: [${resources.join(', ')}]\n    verbs: [${verb}]\n`
}
