import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {Desired} from '../../../src/dns/endpoint.js'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {parseAnnotationSelector, parseLabelSelector} from '../../../src/sources/object/selector.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {CLUSTERLESS_SOURCES, SOURCE_NAMES} from '../../../src/sources/sources.js'
import {desiredOf, ingress, node, object, PREFIX, pod, service, slice, template} from '../builders.js'

const flag = fc.boolean()
const seldom = fc.integer({min: 0, max: 4}).map((number) => number === 0)
const text = (...texts: readonly string[]) => fc.constantFrom('', ...texts)

/** What is generated for one object: where it is, who may use it, whether it has targets, and which of its rules apply. */
const draws = fc.record({
  namespace: fc.constantFrom('d', 'e'),
  controller: fc.constantFrom(undefined, undefined, undefined, 'other'),
  target: fc.constantFrom(undefined, undefined, '192.0.2.9', 'lb.example.net', ','),
  mark: flag,
  hasStatus: flag,
  first: flag,
  second: flag,
  third: flag,
  type: fc.constantFrom('LoadBalancer', 'ClusterIP', 'NodePort', 'ExternalName', 'Headless', ''),
  word: fc.constantFrom('annotation-only', 'defined-hosts-only', 'x', undefined),
  accepted: fc.constantFrom('True', 'False', 'Unknown', ''),
  gateway: fc.constantFrom('gw', 'other', 'gone', 'mesh'),
})
type Draw = typeof draws extends fc.Arbitrary<infer T> ? T : never

/** Makes an object of the kind, with a host of its own in every place that the source knows. */
type Maker = (host: (place: string) => string, draw: Draw, meta: {readonly name: string}) => KubeObject

const LB = {loadBalancer: {ingress: [{ip: '192.0.2.1'}], routeGroup: [{hostname: 'lb.example.net'}]}}
const statusOf = ({hasStatus}: Draw) => (hasStatus ? LB : {})

function annotated(draw: Draw, more: Record<string, string | undefined>) {
  const all = {
    ...more,
    controller: draw.controller,
    target: draw.target,
    'example.com/mark': draw.mark ? 'yes' : 'no',
  }
  const set = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(set.map(([key, value]) => [key.includes('/') ? key : `${PREFIX}${key}`, value]))
}

const common = (draw: Draw, meta: {readonly name: string}, more: Record<string, string | undefined> = {}) => ({
  ...meta,
  namespace: draw.namespace,
  labels: {app: draw.first ? 'a' : 'b'},
  annotations: annotated(draw, more),
})

function kind(
  apiVersion: string,
  word: string,
  specOf: (host: (place: string) => string, draw: Draw) => unknown,
  isAnnotated = true,
): Maker {
  return (host, draw, meta) =>
    object(apiVersion, word, {
      ...common(draw, meta, isAnnotated ? {hostname: host('annotation')} : {}),
      spec: specOf(host, draw),
      status: statusOf(draw),
    })
}

function route(word: string, version: string, hasHostnames: boolean): Maker {
  return (host, draw, meta) => {
    const parentRef = {name: draw.gateway, namespace: 'infra', ...(draw.second ? {sectionName: 'web'} : {})}
    const other = {group: '', kind: 'Service', name: 'svc'}
    return object(`gateway.networking.k8s.io/${version}`, word, {
      ...common(draw, meta, {hostname: host('annotation'), 'gateway-hostname-source': draw.word}),
      spec: {
        ...(hasHostnames ? {hostnames: [host('spec'), `*.${host('wild')}`]} : {}),
        parentRefs: draw.third ? [parentRef] : [other],
      },
      status: {parents: [{parentRef, conditions: [{type: 'Accepted', status: draw.accepted, reason: 'Any'}]}]},
    })
  }
}

const traefik = (word: string) =>
  kind('traefik.io/v1alpha1', word, (host) =>
    word === 'IngressRouteUDP' ? {} : {routes: [{match: `Host(\`${host('a')}\`) || HostSNI(\`${host('b')}\`)`}]},
  )
const f5 =
  (word: string): Maker =>
  (host, draw, meta) =>
    object('cis.f5.com/v1', word, {
      ...common(draw, meta),
      spec: {host: host('spec'), ...(word === 'VirtualServer' ? {hostAliases: [host('alias')]} : {})},
      status: {vsAddress: draw.hasStatus ? '192.0.2.1' : 'None'},
    })

const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  service: [
    (host, draw, meta) =>
      service({
        ...common(draw, meta, {hostname: host('out'), 'internal-hostname': host('in')}),
        spec: {
          type: draw.type === 'Headless' ? 'ClusterIP' : draw.type,
          clusterIP: draw.type === 'Headless' || draw.third ? 'None' : '10.0.0.1',
          selector: {app: 'a'},
          ports: [{nodePort: 30_000}],
          ...(draw.second ? {externalName: 'x.example.net'} : {}),
        },
        status: statusOf(draw),
      }),
  ],
  ingress: [
    (host, draw, meta) =>
      ingress({
        ...common(draw, meta, {hostname: host('annotation'), 'ingress-hostname-source': draw.word}),
        spec: {
          ingressClassName: draw.first ? 'nginx' : 'traefik',
          rules: [{host: host('rule')}],
          tls: [{hosts: [host('tls')]}],
        },
        status: statusOf(draw),
      }),
  ],
  node: [
    (host, draw, meta) =>
      node(host(meta.name), draw.hasStatus ? [['ExternalIP', '192.0.2.3']] : [], {
        annotations: annotated(draw, {}),
        spec: {unschedulable: draw.second},
      }),
  ],
  pod: [
    (host, draw, {name}) =>
      pod(name, {
        ...common(draw, {name}, {hostname: host('out'), 'internal-hostname': host('in')}),
        spec: {nodeName: draw.third ? 'n1' : 'gone', hostNetwork: draw.second},
        status: draw.hasStatus ? {phase: 'Running', podIP: '10.1.0.1'} : {phase: 'Succeeded'},
      }),
  ],
  crd: [
    (host, draw, meta) =>
      object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', {
        ...common(draw, meta),
        spec: {
          endpoints: [
            {dnsName: host('a'), recordType: 'A', targets: draw.hasStatus ? ['192.0.2.1'] : ['192.0.2.1.']},
            {dnsName: host('c'), recordType: 'CNAME', targets: draw.second ? [] : ['x.example.net']},
            {dnsName: host('m'), recordType: 'MX', targets: draw.third ? ['mx'] : ['10 mx.example.net']},
            {dnsName: host('n'), recordType: draw.first ? '' : 'txt', targets: ['x']},
          ],
        },
      }),
  ],
  'gateway-httproute': [route('HTTPRoute', 'v1', true)],
  'gateway-grpcroute': [route('GRPCRoute', 'v1', true)],
  'gateway-tlsroute': [route('TLSRoute', 'v1', true)],
  'gateway-tcproute': [route('TCPRoute', 'v1alpha2', false)],
  'gateway-udproute': [route('UDPRoute', 'v1alpha2', false)],
  'istio-gateway': [
    kind('networking.istio.io/v1', 'Gateway', (host, {second}) => ({
      selector: second ? {app: 'gw'} : {app: 'none'},
      servers: [{hosts: [host('a'), `d/${host('b')}`, '*']}],
    })),
  ],
  'istio-virtualservice': [
    kind('networking.istio.io/v1', 'VirtualService', (host, {gateway, second}) => ({
      hosts: [host('a'), `d/${host('b')}`],
      gateways: second ? [gateway, `infra/${gateway}`] : [],
    })),
  ],
  'contour-httpproxy': [kind('projectcontour.io/v1', 'HTTPProxy', (host) => ({virtualhost: {fqdn: host('a')}}))],
  'gloo-proxy': [
    (host, draw, meta) =>
      object('gloo.solo.io/v1', 'Proxy', {
        ...common(draw, meta),
        namespace: 'gloo-system',
        spec: {
          listeners: [
            {
              httpListener: {
                virtualHosts: [
                  {
                    domains: [host('a')],
                    metadataStatic: {
                      sources: draw.second
                        ? [{resourceKind: '*v1.VirtualService', resourceRef: {namespace: 'd', name: 'gone'}}]
                        : [],
                    },
                  },
                ],
              },
            },
          ],
        },
      }),
  ],
  'traefik-proxy': ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'].map(traefik),
  'openshift-route': [
    (host, draw, meta) =>
      object('route.openshift.io/v1', 'Route', {
        ...common(draw, meta, {hostname: host('annotation')}),
        spec: {host: host('spec')},
        status: {
          ingress: [draw.second, draw.third].map((isAdmitted, index) => ({
            host: host(`router${index}`),
            routerName: index === 0 ? 'a' : 'b',
            routerCanonicalHostname: draw.hasStatus ? 'router.example.net' : '',
            conditions: isAdmitted ? [{type: 'Admitted', status: 'True'}] : [],
          })),
        },
      }),
  ],
  'ambassador-host': [
    (host, draw, meta) =>
      object('getambassador.io/v3alpha1', 'Host', {
        ...common(draw, meta, draw.second ? {'external-dns.ambassador-service': 'd/lb'} : {}),
        annotations: {
          ...annotated(draw, {}),
          ...(draw.second ? {'external-dns.ambassador-service': draw.third ? 'd/lb' : 'd/gone'} : {}),
        },
        spec: {hostname: host('a')},
      }),
  ],
  'kong-tcpingress': [
    kind('configuration.konghq.com/v1beta1', 'TCPIngress', (host) => ({
      rules: [{host: host('rule')}],
      tls: [{hosts: [host('tls')]}],
    })),
  ],
  'f5-virtualserver': [f5('VirtualServer')],
  'f5-transportserver': [f5('TransportServer')],
  'skipper-routegroup': [kind('zalando.org/v1', 'RouteGroup', (host) => ({hosts: [host('a')]}))],
  unstructured: [kind('vm.example.org/v1', 'Machine', () => ({}))],
}

/** What objects draw from, some of it there and some not. */
const AROUND: readonly KubeObject[] = [
  service({
    name: 'lb',
    namespace: 'd',
    spec: {type: 'LoadBalancer', selector: {app: 'gw'}},
    status: {loadBalancer: {ingress: [{ip: '192.0.2.5'}]}},
  }),
  ...[
    {name: 'gw', controller: 'dns-controller'},
    {name: 'other', controller: 'other'},
  ].map(({name, controller}) =>
    object('gateway.networking.k8s.io/v1', 'Gateway', {
      name,
      namespace: 'infra',
      annotations: {controller},
      spec: {
        listeners: [
          {name: 'web', port: 80, protocol: 'HTTP', allowedRoutes: {namespaces: {from: 'All'}}},
          {name: 'tls', port: 443, protocol: 'TLS', hostname: 'none.example.org'},
        ],
      },
      status: {addresses: [{value: '192.0.2.50'}]},
    }),
  ),
  object('networking.istio.io/v1', 'Gateway', {
    name: 'gw',
    namespace: 'infra',
    spec: {selector: {app: 'gw'}, servers: [{hosts: ['d/*']}]},
  }),
  node('n1', [['ExternalIP', '192.0.2.3']], {labels: {}}),
  pod('p1', {namespace: 'd', labels: {app: 'a'}, spec: {nodeName: 'n1'}}),
  slice('o0', [{pod: 'p1', address: '10.1.0.1'}], {namespace: 'd'}),
]

function selectorOf(read: ReturnType<typeof parseLabelSelector>) {
  if (!read.ok) throw new Error(read.problem)
  return read.value
}

const flags: fc.Arbitrary<Partial<SourceSettings>> = fc
  .record({
    isAnnotationFiltered: seldom,
    isLabelFiltered: seldom,
    ignoresHostnameAnnotation: flag,
    ignoresIngressTlsSpec: seldom,
    ignoresIngressRulesSpec: seldom,
    publishesInternalServices: flag,
    ignoresNonHostNetworkPods: seldom,
    excludesUnschedulable: flag,
    ingressClass: text('nginx'),
    typeFilter: text('ClusterIP'),
    router: text('b', 'c'),
    gatewayName: text('gw', 'other'),
    readsListenerSets: flag,
    isNarrowed: seldom,
    managesMx: flag,
    isTemplated: seldom,
    combinesFqdnAnnotation: flag,
  })
  .map(({isAnnotationFiltered, isLabelFiltered, ingressClass, typeFilter, router, isNarrowed, ...generated}) => ({
    ...generated,
    ...(isAnnotationFiltered ? {annotationFilter: selectorOf(parseAnnotationSelector('example.com/mark=yes'))} : {}),
    ...(isLabelFiltered ? {labelFilter: selectorOf(parseLabelSelector('app=a'))} : {}),
    ...(generated.isTemplated ? {fqdnTemplate: template('{{.Name}}.t.example.org')} : {}),
    ingressClasses: ingressClass === '' ? [] : [ingressClass],
    serviceTypeFilter: typeFilter === '' ? [] : [typeFilter],
    openshiftRouterName: router,
    targetNetFilter: isNarrowed ? ['198.51.100.0/24'] : [],
    managedRecordTypes: ['A', 'AAAA', 'CNAME', ...(generated.managesMx ? ['MX'] : [])],
    unstructuredResources: [{group: 'vm.example.org', version: 'v1', plural: 'machines', kind: '', isNamespaced: true}],
  }))

/** True for the host itself, and for a name that a listener makes of a wildcard. */
function isTold(host: string, name: string, found: Desired): boolean {
  const names = [...found.endpoints, ...found.pending, ...found.problems, ...found.unused].map(({dnsName}) => dnsName)
  const ofWhole = found.problems.some(({dnsName, origin}) => dnsName === undefined && origin.name === name)
  return ofWhole || names.includes(host) || names.some((one) => host.startsWith('*.') && one?.endsWith(host.slice(1)))
}

const SOURCES = SOURCE_NAMES.filter((name) => !CLUSTERLESS_SOURCES.includes(name))

describe('law: each host that stands in an object ends as an endpoint, a pending host, a problem or a line', () => {
  it.each(SOURCES)('of %s', (source) => {
    const makers = MAKERS[source] ?? []
    expect(makers).not.toEqual([])
    fc.assert(
      fc.property(fc.array(draws, {minLength: 1, maxLength: 3}), flags, (generated, changes) => {
        const asked: {readonly host: string; readonly name: string}[] = []
        const made = generated.flatMap((draw, index) =>
          makers.map((make, kindIndex) => {
            const name = kindIndex === 0 ? `o${index}` : `o${index}-${kindIndex}`
            const take = (place: string) => {
              const host = `${place}.${name}.example.org`
              // The node's own name is no host where templates name the nodes.
              const isReplaced = source === 'node' && changes.fqdnTemplate !== undefined
              if (!isReplaced || changes.combinesFqdnAnnotation === true) {
                asked.push({host: place === 'wild' ? `*.${host}` : host, name})
              }
              return host
            }
            return make(take, draw, {name})
          }),
        )
        const found = desiredOf([...made, ...AROUND], {...changes, sources: [source]})
        const silent = asked.filter(({host, name}) => !isTold(host, name, found)).map(({host}) => host)
        expect(silent).toEqual([])
      }),
      {numRuns: 200},
    )
  })
})
