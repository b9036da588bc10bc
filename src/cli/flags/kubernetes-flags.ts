import {SOURCE_NAMES} from '../../sources/sources.js'
import {boolean, duration, file, integer, string, strings, withColumn} from './flag-spec.js'

/** Flags for the connection to the cluster and the selection of objects. docs/external-dns-behaviour.md#selection */
export const KUBERNETES_FLAGS = withColumn({topic: 'Objects'})({
  source: strings('Kind of object that asks for names; repeatable', {
    known: SOURCE_NAMES,
    default: ['service', 'ingress'],
  }),
  ...withColumn({topic: 'Kubernetes'})({
    server: string('Address of the API server, in place of the one in the context'),
    kubeconfig: file('Kubeconfig file, in place of KUBECONFIG, ~/.kube/config and the in-cluster service account'),
    'kube-api-request-timeout': duration('How long one call to the API server may take; 0s: no limit', {
      default: '30s',
    }),
    'request-timeout': duration('Former name of --kube-api-request-timeout', {default: '30s'}),
    'kube-api-qps': integer('Client rate of external-dns', {default: '5', role: 'no-meaning'}),
    'kube-api-burst': integer('Client burst of external-dns', {default: '10', role: 'no-meaning'}),
  }),
  namespace: string('Read the objects of this namespace only; default: all namespaces', {char: 'n'}),
  'annotation-filter': string('Selector over annotations, in label-selector syntax'),
  'annotation-prefix': strings(
    'Prefix of the annotation keys, the first given wins; repeatable, replaces the default pair',
    {default: ['external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/']},
  ),
  'enable-legacy-annotation-prefix': boolean(
    'Read each external-dns.alpha.kubernetes.io/ annotation as one of --annotation-prefix, if that is absent',
  ),
  'label-filter': string('Selector over labels', {char: 'l'}),
  'ingress-class': strings('Read Ingresses of this class only; repeatable'),
  'service-type-filter': strings(
    'Read Services of this type only: ClusterIP, NodePort, LoadBalancer or ExternalName; repeatable',
    {known: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']},
  ),
  'gateway-name': string('Only Gateways of this name'),
  'gateway-namespace': string('Only Gateways in this namespace'),
  'gateway-label-filter': string('Selector over Gateway labels'),
  'gateway-listener-sets': boolean('Also read ListenerSets'),
  'gloo-namespace': strings('Namespaces of Gloo Proxies', {default: ['gloo-system']}),
  'skipper-routegroup-groupversion': string('Group and version of RouteGroups', {default: 'zalando.org/v1'}),
  'crd-source-apiversion': string('Group and version of DNSEndpoints; external-dns accepts and ignores it too', {
    default: 'externaldns.k8s.io/v1alpha1',
    role: 'no-meaning',
  }),
  'crd-source-kind': string('Kind of DNSEndpoints; external-dns accepts and ignores it too', {
    default: 'DNSEndpoint',
    role: 'no-meaning',
  }),
  'unstructured-resource': strings(
    'What the source unstructured reads, as resource.version.group (configmaps.v1 in the core group); repeatable',
  ),
  'openshift-router-name': string('Router whose status is read'),
  'traefik-enable-legacy': boolean('Also read traefik.containo.us'),
  'traefik-disable-new': boolean('Do not read traefik.io'),
  'connector-source-server': string(
    'Source connector: HOST:PORT that sends endpoints as newline-delimited JSON (external-dns: Go gob)',
    {default: 'localhost:8080'},
  ),
})
