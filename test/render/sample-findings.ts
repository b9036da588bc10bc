import type {Finding} from '../../src/doctor/finding.js'

export const sampleFindings: readonly Finding[] = [
  {
    area: 'settings',
    check: 'owner',
    verdict: 'warning',
    detail: '"default" was assumed: every cluster without an owner id uses it',
    fix: ['choose one: --txt-owner-id=my-cluster', 'or confirm it: --txt-owner-id=default'],
  },
  {area: 'settings', check: 'domain filter', verdict: 'ok', detail: 'example.com, bücher.example', fix: []},
  {
    area: 'kubernetes',
    check: 'kubeconfig',
    verdict: 'ok',
    detail: 'context prod-eks at https://10.0.0.1:6443',
    fix: [],
  },
  {
    area: 'kubernetes',
    check: 'list dnsendpoints',
    verdict: 'failed',
    detail: 'the cluster does not know dnsendpoints.externaldns.k8s.io/v1alpha1 (source crd)',
    fix: ['install the DNSEndpoint CRD, or drop --source crd'],
  },
  {
    area: 'kubernetes',
    check: 'list ingresses',
    verdict: 'failed',
    detail: 'forbidden everywhere (source ingress)',
    fix: ['allow {apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["list"]}'],
  },
  {
    area: 'route53',
    check: 'zones',
    verdict: 'ok',
    detail: '2 of 14 selected: example.com (Z0AAAA1111), bücher.example (Z0BBBB2222)',
    fix: [],
  },
  {
    area: 'route53',
    check: 'write',
    verdict: 'skipped',
    detail: 'not tried: Route 53 has no way to ask without writing',
    fix: ['compare with external-dns-ts doctor --iam-policy'],
  },
]
