import type {TemplateObject} from '../../../src/sources/template/fqdn-template.js'

type Json = Readonly<Record<string, unknown>>

/** An object for a template, with only the given fields. */
export function templateObject(apiVersion: string, kind: string, metadata: Json, rest: Json = {}): TemplateObject {
  return {apiVersion, kind, object: {apiVersion, kind, metadata, ...rest}}
}

export const SERVICE = templateObject(
  'v1',
  'Service',
  {
    name: 'web',
    namespace: 'shop',
    uid: 'u-1',
    labels: {
      app: 'shop-web',
      'app.kubernetes.io/name': 'web',
      env: 'prod',
      records: '[{"dns":"a.example.com","n":1},{"dns":"b.example.com","n":2.5}]',
    },
    annotations: {'dns.example.com/h': 'hhh', dns: 'ann', long: 'é€𝄞'},
  },
  {
    spec: {
      type: 'LoadBalancer',
      clusterIP: '10.96.0.7',
      clusterIPs: ['10.96.0.7', 'fd00::1'],
      selector: {app: 'web'},
      ports: [
        {name: 'http', port: 80, protocol: 'TCP', targetPort: 8080},
        {name: 'x', port: 443, nodePort: 30443},
      ],
      allocateLoadBalancerNodePorts: false,
    },
    status: {loadBalancer: {ingress: [{ip: '203.0.113.9'}, {hostname: 'lb.example.net'}]}},
  },
)

export const NODE = templateObject(
  'v1',
  'Node',
  {name: 'n1', labels: {zone: 'a'}},
  {
    spec: {providerID: 'aws:///x'},
    status: {
      addresses: [
        {type: 'InternalIP', address: '10.0.0.1'},
        {type: 'ExternalIP', address: '2001:db8::1'},
        {type: 'ExternalIP', address: '192.0.2.1'},
      ],
      nodeInfo: {architecture: 'arm64'},
      capacity: {cpu: '4'},
      conditions: [{type: 'Ready', status: 'True'}],
    },
  },
)

export const INGRESS = templateObject(
  'networking.k8s.io/v1',
  'Ingress',
  {name: 'i', namespace: 'd'},
  {
    spec: {
      rules: [
        {
          host: 'i.example.org',
          http: {paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: 'web', port: {number: 80}}}}]},
        },
        {},
      ],
      tls: [{hosts: ['t.example.org']}],
    },
    status: {loadBalancer: {ingress: [{hostname: 'lb.example.net'}]}},
  },
)

export const POD = templateObject(
  'v1',
  'Pod',
  {name: 'p', namespace: 'd', creationTimestamp: '2026-01-02T03:04:05Z'},
  {
    spec: {nodeName: 'n1', containers: [{name: 'c', image: 'img', ports: [{containerPort: 80}]}]},
    status: {
      phase: 'Running',
      podIP: '10.1.0.9',
      podIPs: [{ip: '10.1.0.9'}],
      hostIP: '10.0.0.1',
      qosClass: 'Burstable',
    },
  },
)

export const ENDPOINT_SLICE = templateObject(
  'discovery.k8s.io/v1',
  'EndpointSlice',
  {name: 'db-x', namespace: 'd'},
  {
    endpoints: [
      {addresses: ['10.1.0.5'], targetRef: {kind: 'Pod', name: 'db-0'}},
      {addresses: ['10.1.0.6', '10.1.0.7'], targetRef: {kind: 'Pod', name: 'db-1'}},
    ],
  },
)

export const CERTIFICATE = templateObject(
  'cert-manager.io/v1',
  'Certificate',
  {name: 'c', namespace: 'd', labels: {app: 'x'}},
  {
    spec: {
      dnsNames: ['a.example.com', 'b.example.com'],
      hostname: 'h.example.com',
      replicas: 3,
      issuerRef: {name: 'ca'},
    },
  },
)

export const HTTP_ROUTE = templateObject(
  'gateway.networking.k8s.io/v1',
  'HTTPRoute',
  {name: 'r', namespace: 'd'},
  {spec: {hostnames: ['shop.example.org'], parentRefs: [{name: 'gw', sectionName: 'web'}]}},
)
