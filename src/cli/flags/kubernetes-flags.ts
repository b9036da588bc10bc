import {SOURCE_NAMES} from '../../sources/sources.js'
import {type FlagRows, withColumn} from './flag-spec.js'

/** Flags for the connection to the cluster and the selection of objects. docs/external-dns-behaviour.md#selection */
export const KUBERNETES_FLAGS = withColumn({topic: 'Objects'})({
  source: {
    kind: 'strings',
    known: SOURCE_NAMES,
    default: ['service', 'ingress'],
    summary: 'Kind of object that asks for names; repeatable',
  },
  ...withColumn({topic: 'Kubernetes'})({
    server: {kind: 'string', summary: 'Address of the API server, in place of the one in the context'},
    kubeconfig: {
      kind: 'file',
      summary: 'Kubeconfig file, in place of KUBECONFIG, ~/.kube/config and the in-cluster service account',
    },
    'kube-api-request-timeout': {
      kind: 'duration',
      default: '30s',
      summary: 'How long one call to the API server may take; 0s: no limit',
    },
    'request-timeout': {kind: 'duration', default: '30s', summary: 'Former name of --kube-api-request-timeout'},
    'kube-api-qps': {kind: 'integer', default: '5', role: 'no-meaning', summary: 'Client rate of external-dns'},
    'kube-api-burst': {kind: 'integer', default: '10', role: 'no-meaning', summary: 'Client burst of external-dns'},
  } as const satisfies FlagRows),
  namespace: {kind: 'string', char: 'n', summary: 'Read the objects of this namespace only; default: all namespaces'},
  'annotation-filter': {kind: 'string', summary: 'Selector over annotations, in label-selector syntax'},
  'annotation-prefix': {
    kind: 'strings',
    default: ['external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'],
    summary: 'Prefix of the annotation keys, the first given wins; repeatable, replaces the default pair',
  },
  'enable-legacy-annotation-prefix': {
    kind: 'boolean',
    summary: 'Read each external-dns.alpha.kubernetes.io/ annotation as one of --annotation-prefix, if that is absent',
  },
  'label-filter': {kind: 'string', char: 'l', summary: 'Selector over labels'},
  'ingress-class': {kind: 'strings', summary: 'Read Ingresses of this class only; repeatable'},
  'service-type-filter': {
    kind: 'strings',
    known: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
    summary: 'Read Services of this type only: ClusterIP, NodePort, LoadBalancer or ExternalName; repeatable',
  },
  'gateway-name': {kind: 'string', summary: 'Only Gateways of this name'},
  'gateway-namespace': {kind: 'string', summary: 'Only Gateways in this namespace'},
  'gateway-label-filter': {kind: 'string', summary: 'Selector over Gateway labels'},
  'gateway-listener-sets': {kind: 'boolean', summary: 'Also read ListenerSets'},
  'gloo-namespace': {kind: 'strings', default: ['gloo-system'], summary: 'Namespaces of Gloo Proxies'},
  'skipper-routegroup-groupversion': {
    kind: 'string',
    default: 'zalando.org/v1',
    summary: 'Group and version of RouteGroups',
  },
  'crd-source-apiversion': {
    kind: 'string',
    default: 'externaldns.k8s.io/v1alpha1',
    role: 'no-meaning',
    summary: 'Group and version of DNSEndpoints; external-dns accepts and ignores it too',
  },
  'crd-source-kind': {
    kind: 'string',
    default: 'DNSEndpoint',
    role: 'no-meaning',
    summary: 'Kind of DNSEndpoints; external-dns accepts and ignores it too',
  },
  'unstructured-resource': {
    kind: 'strings',
    summary:
      'What the source unstructured reads, as resource.version.group (configmaps.v1 in the core group); repeatable',
  },
  'openshift-router-name': {kind: 'string', summary: 'Router whose status is read'},
  'traefik-enable-legacy': {kind: 'boolean', summary: 'Also read traefik.containo.us'},
  'traefik-disable-new': {kind: 'boolean', summary: 'Do not read traefik.io'},
  'connector-source-server': {
    kind: 'string',
    default: 'localhost:8080',
    summary: 'Source connector: HOST:PORT that sends endpoints as newline-delimited JSON (external-dns: Go gob)',
  },
} as const satisfies FlagRows)
