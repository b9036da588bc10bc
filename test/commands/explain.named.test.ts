import {describe, expect, it} from 'vitest'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {HOSTNAME, ingress, service} from './objects.js'
import {AS_PROD, stage} from './stage.js'

const HOST = 'www.example.com'
const PREFIX = 'external-dns.alpha.kubernetes.io/'
const CONTROLLER = {[`${PREFIX}controller`]: 'other'}

interface Parts {
  readonly spec?: unknown
  readonly status?: unknown
  readonly annotations?: Readonly<Record<string, string>>
  readonly namespace?: string
  readonly name?: string
}

function object(apiVersion: string, kind: string, parts: Parts = {}): KubernetesObject {
  const {name = 'one', namespace = 'web', annotations = {}, ...rest} = parts
  return {apiVersion, kind, metadata: {name, namespace, annotations}, ...rest}
}

const PARENT = {name: 'public', namespace: 'infra'}
const GATEWAY_API = 'gateway.networking.k8s.io/v1'

function route(kind: string, status = 'True', parts: Parts = {}): KubernetesObject {
  const conditions = [{type: 'Accepted', status, reason: 'NoMatchingParent'}]
  return object(GATEWAY_API, kind, {
    spec: {hostnames: [HOST], parentRefs: [PARENT]},
    status: {parents: [{parentRef: PARENT, conditions}]},
    ...parts,
  })
}

function gateway(listener: object = {}, parts: Parts = {}): KubernetesObject {
  const allowedRoutes = {namespaces: {from: 'All'}}
  return object(GATEWAY_API, 'Gateway', {
    ...PARENT,
    spec: {listeners: [{name: 'web', port: 80, protocol: 'HTTP', allowedRoutes, ...listener}]},
    status: {addresses: [{value: '192.0.2.10'}]},
    ...parts,
  })
}

const ISTIO = 'networking.istio.io/v1'
const virtualService = (gateways: readonly string[]) =>
  object(ISTIO, 'VirtualService', {spec: {hosts: [HOST], gateways}})
const clusterIp: KubernetesObject = {...service('one', HOST), spec: {type: 'ClusterIP', clusterIP: '10.0.0.1'}}
const tlsIngress = object('networking.k8s.io/v1', 'Ingress', {
  spec: {tls: [{hosts: [HOST]}]},
  status: {loadBalancer: {ingress: [{ip: '192.0.2.10'}]}},
})
const traefik = (annotations = {}) =>
  object('traefik.io/v1alpha1', 'IngressRoute', {annotations, spec: {routes: [{match: `Host(\`${HOST}\`)`}]}})
const dnsEndpoint = (recordType: string, targets: readonly string[]) =>
  object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', {spec: {endpoints: [{dnsName: HOST, recordType, targets}]}})
const openshift = (conditions: readonly object[]) =>
  object('route.openshift.io/v1', 'Route', {
    spec: {host: HOST},
    status: {ingress: [{host: HOST, routerName: 'default', routerCanonicalHostname: 'r.example.net', conditions}]},
  })

type Case = readonly [why: string, objects: readonly KubernetesObject[], flags: readonly string[], reason: string]

const ROUTES: readonly Case[] = ['HTTPRoute', 'GRPCRoute', 'TLSRoute'].flatMap((kind): readonly Case[] => {
  const flags = [`--source=gateway-${kind.toLowerCase()}`]
  const listener = kind === 'TLSRoute' ? {protocol: 'TLS'} : {}
  return [
    [
      `${kind} that its Gateway refuses`,
      [route(kind, 'False'), gateway(listener)],
      flags,
      'is refused by Gateway infra/public (NoMatchingParent)',
    ],
    [
      `${kind} that no listener takes`,
      [route(kind), gateway({...listener, hostname: 'api.example.com'})],
      flags,
      'no listener of Gateway infra/public',
    ],
    [
      `${kind} of a namespace that is not let in`,
      [route(kind), gateway({...listener, allowedRoutes: {namespaces: {from: 'Same'}}})],
      flags,
      'no listener of Gateway infra/public allows Routes of namespace web',
    ],
    [`${kind} without its Gateway`, [route(kind)], flags, 'uses Gateway infra/public, which does not exist'],
    [
      `${kind} of another Gateway than --gateway-name`,
      [route(kind), gateway(listener)],
      [...flags, '--gateway-name=internal'],
      '--gateway-name=internal',
    ],
  ]
})

const CASES: readonly Case[] = [
  ...ROUTES,
  [
    'VirtualService without its Gateway',
    [virtualService(['infra/public'])],
    ['--source=istio-virtualservice'],
    'uses Gateway infra/public, which does not exist',
  ],
  [
    'VirtualService that its Gateway does not take',
    [
      virtualService(['infra/public']),
      object(ISTIO, 'Gateway', {...PARENT, spec: {selector: {}, servers: [{hosts: ['api.example.com']}]}}),
    ],
    ['--source=istio-virtualservice'],
    'not accepted by Gateway infra/public',
  ],
  ['VirtualService that names no Gateway', [virtualService([])], ['--source=istio-virtualservice'], 'names no Gateway'],
  ['Ingress of another class', [ingress('one', HOST)], ['--ingress-class=public'], '--ingress-class=public'],
  ['Service without the label', [service('one', HOST)], ['--label-filter=tier=web'], '--label-filter'],
  ['Service without the annotation', [service('one', HOST)], ['--annotation-filter=team=web'], '--annotation-filter'],
  ['Service elsewhere', [service('one', HOST)], ['--namespace=shop'], '--namespace=shop'],
  [
    'Service of another controller',
    [service('one', HOST, {annotations: CONTROLLER})],
    [],
    'left out by its annotation controller',
  ],
  ['Service inside the cluster', [clusterIp], [], '--publish-internal-services'],
  ['Service of another type', [service('one', HOST)], ['--service-type-filter=NodePort'], '--service-type-filter'],
  ['Service without an address', [service('one', HOST, {ips: []})], [], 'has no address yet'],
  ['Ingress without an address', [ingress('one', HOST, {ips: []})], [], 'has no address yet'],
  ['host of a rule', [ingress('one', HOST)], ['--ignore-ingress-rules-spec'], '--ignore-ingress-rules-spec'],
  ['host of TLS', [tlsIngress], ['--ignore-ingress-tls-spec'], '--ignore-ingress-tls-spec'],
  [
    'host of an annotation',
    [service('one', HOST)],
    ['--ignore-hostname-annotation', '--fqdn-template={{.Name}}.other.net'],
    'left out by --ignore-hostname-annotation',
  ],
  [
    'host that the Ingress itself leaves out',
    [ingress('one', HOST, {annotations: {[`${PREFIX}ingress-hostname-source`]: 'annotation-only'}})],
    [],
    'left out by the annotation ingress-hostname-source',
  ],
  ['excluded domain', [service('one', HOST)], ['--exclude-domains=www.example.com'], 'filtered'],
  ['excluded domain by pattern', [service('one', HOST)], ['--regex-domain-exclusion=^www'], 'filtered'],
  ['other domain', [service('one', HOST)], ['--domain-filter=api.example.com'], 'filtered'],
  ['type that is not managed', [service('one', HOST)], ['--managed-record-types=CNAME'], 'type-excluded'],
  ['type that is excluded', [service('one', HOST)], ['--exclude-record-types=A'], 'type-excluded'],
  ['target outside of the networks', [service('one', HOST)], ['--target-net-filter=10.0.0.0/8'], '--target-net-filter'],
  [
    'target that is no target',
    [service('one', HOST, {annotations: {[`${PREFIX}target`]: ','}})],
    [],
    'names no target',
  ],
  [
    'template that fails',
    [object('v1', 'Service', {spec: {type: 'LoadBalancer'}, annotations: {[HOSTNAME]: HOST}})],
    ['--fqdn-template={{.Nme}}', '--combine-fqdn-annotation'],
    'Nme',
  ],
  [
    'Service of the type ExternalName without a name',
    [{...service('one', HOST), spec: {type: 'ExternalName'}}],
    [],
    'has no externalName',
  ],
  ['DNSEndpoint without targets', [dnsEndpoint('A', [])], ['--source=crd'], 'DNSEndpoint web/one'],
  [
    'DNSEndpoint of a type that is not managed',
    [dnsEndpoint('MX', ['10 mx.example.net'])],
    ['--source=crd'],
    'DNSEndpoint web/one',
  ],
  ['Traefik IngressRoute without a target', [traefik()], ['--source=traefik-proxy'], 'IngressRoute web/one'],
  [
    'Traefik IngressRoute of another controller',
    [traefik({...CONTROLLER, [`${PREFIX}target`]: '192.0.2.1'})],
    ['--source=traefik-proxy'],
    'left out by its annotation controller',
  ],
  [
    'Contour HTTPProxy that is not valid',
    [
      object('projectcontour.io/v1', 'HTTPProxy', {
        spec: {virtualhost: {fqdn: HOST}},
        status: {currentStatus: 'invalid'},
      }),
    ],
    ['--source=contour-httpproxy'],
    'HTTPProxy web/one',
  ],
  [
    'Gloo Proxy without its Service',
    [
      object('gloo.solo.io/v1', 'Proxy', {
        namespace: 'gloo-system',
        spec: {listeners: [{httpListener: {virtualHosts: [{domains: [HOST]}]}}]},
      }),
    ],
    ['--source=gloo-proxy'],
    'Proxy gloo-system/one',
  ],
  [
    'Kong TCPIngress without an address',
    [object('configuration.konghq.com/v1beta1', 'TCPIngress', {spec: {rules: [{host: HOST}]}})],
    ['--source=kong-tcpingress'],
    'TCPIngress web/one',
  ],
  [
    'OpenShift Route that is not admitted',
    [openshift([{type: 'Admitted', status: 'False'}])],
    ['--source=openshift-route'],
    'Route web/one',
  ],
  [
    'OpenShift Route of another router',
    [openshift([{type: 'Admitted', status: 'True'}])],
    ['--source=openshift-route', '--openshift-router-name=internal'],
    '--openshift-router-name=internal',
  ],
  [
    'Service behind several flags',
    [{...service('one', HOST, {annotations: CONTROLLER}), spec: clusterIp.spec}],
    ['--namespace=shop', '--label-filter=tier=web'],
    '--namespace=shop and --label-filter and the lack of --publish-internal-services and its annotation controller',
  ],
  [
    'refused Route elsewhere',
    [route('HTTPRoute', 'False'), gateway()],
    ['--source=gateway-httproute', '--namespace=shop'],
    'HTTPRoute web/one',
  ],
  [
    'Route elsewhere that no listener takes',
    [route('HTTPRoute'), gateway({hostname: 'api.example.com'})],
    ['--source=gateway-httproute', '--namespace=shop'],
    'no listener of Gateway infra/public',
  ],
  [
    'VirtualService elsewhere that names no Gateway',
    [virtualService([])],
    ['--source=istio-virtualservice', '--namespace=shop'],
    'names no Gateway',
  ],
  ['Service elsewhere without an address', [service('one', HOST, {ips: []})], ['--namespace=shop'], '--namespace=shop'],
  [
    'Service elsewhere that cannot be converted',
    [{...service('one', HOST), spec: {type: 'ExternalName'}}],
    ['--namespace=shop'],
    'has no externalName',
  ],
]

describe('explain never says that nobody asks for a host when an object names it:', () => {
  it.each(CASES)('%s', async (_, objects, flags, reason) => {
    const it = await stage({objects: [...objects]})
    const {stdout, stderr, exitCode} = await it.runWith(
      {environment: it.with({COLUMNS: '200'})},
      'explain',
      HOST,
      AS_PROD,
      ...flags,
    )
    expect(exitCode, stderr).toBe(0)
    expect(stdout).not.toMatch(/nobody asks|none of the/)
    expect(stdout).toContain('/one')
    expect(stdout).toContain(reason)
  })
})
