import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {makeDesired} from '../../src/sources/chain/chain.js'
import {furtherLists, neededLists} from '../../src/sources/chosen-sources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {cluster, desiredOf, ingress, object, service, settings, sourcesOf, template} from './builders.js'

const host = fc.constantFrom('a.example.org', '*.example.org', 'd/a.example.org', '*', '', 'x'.repeat(64), 'a..b')
const target = fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1', 'lb.example.net', '')
const name = fc.constantFrom('w', 'v')
const namespace = fc.constantFrom('d', 'e')
const reference = fc.constantFrom('w', 'v', 'd/w', 'd/v', 'e/w', 'e/v', 'x/gone', 'a/b/c', '/', '', 'mesh', 'w.d')
const anything = fc.anything({maxDepth: 4})

/** Mostly absent; otherwise hardly any object would depend on another. */
const seldom = (some: fc.Arbitrary<string>) =>
  fc.oneof({arbitrary: fc.constant(undefined), weight: 4}, {arbitrary: some, weight: 1})
const annotations = fc
  .record({
    hostname: seldom(host),
    target: seldom(fc.oneof(target, fc.constant(', '))),
    ttl: seldom(fc.constantFrom('60', 'x')),
    ingress: seldom(reference),
    'set-identifier': seldom(fc.constantFrom('blue', '')),
    'aws-weight': seldom(fc.constantFrom('1', '2')),
    controller: seldom(fc.constantFrom('dns-controller', 'other')),
    'external-dns.alpha.kubernetes.io/target': seldom(target),
  })
  .map((read) =>
    Object.fromEntries(Object.entries(read).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  )

/** Entries of a status list. */
const entries = fc.array(fc.record({ip: target, hostname: target}, {requiredKeys: []}), {maxLength: 2})
const balanced = fc.record({loadBalancer: fc.record({ingress: entries, routeGroup: entries})})
const hosts = fc.array(host, {maxLength: 3})
const rule = fc
  .tuple(fc.constantFrom('Host', 'HostSNI', 'HostRegexp'), host)
  .map(([call, one]) => `${call}(\`${one}\`)`)
const objectRef = fc.record({namespace, name})
const glooSources = fc.record({
  metadata: fc.record({
    sources: fc.array(fc.record({kind: fc.constant('*v1.VirtualService'), namespace, name}), {maxLength: 2}),
  }),
  metadataStatic: fc.record({
    sources: fc.array(
      fc.record({resourceKind: fc.constantFrom('*v1.VirtualService', '*v1.Gateway'), resourceRef: objectRef}),
      {maxLength: 2},
    ),
  }),
})
const virtualHost = fc.tuple(fc.record({domains: hosts}), glooSources).map(([one, sources]) => ({...one, ...sources}))

/** An object of a kind: spec and status as its controller writes them, or anything at all. */
function kind(apiVersion: string, word: string, spec: fc.Arbitrary<unknown>, status: fc.Arbitrary<unknown> = balanced) {
  return fc
    .record({
      name,
      namespace,
      annotations,
      spec: fc.oneof(spec, spec, anything),
      status: fc.oneof(status, status, anything),
    })
    .map((parts) => object(apiVersion, word, parts))
}

const f5 = fc.record({host, hostAliases: hosts, virtualServerAddress: target})
const f5Status = fc.record({vsAddress: fc.constantFrom('192.0.2.1', 'None', '')})
const traefik = fc.record({routes: fc.array(fc.record({match: rule}))})
const selector = fc.constantFrom({}, {app: 'w'})

const virtualServices = fc.record({
  hosts,
  gateways: fc.array(reference, {maxLength: 2}),
  exportTo: fc.constantFrom([], ['.'], ['*']),
})
const istioGateway = kind(
  'networking.istio.io/v1',
  'Gateway',
  fc.record({selector, servers: fc.array(fc.record({hosts}), {maxLength: 2})}),
)
const admissions = fc.record({
  ingress: fc.array(
    fc.record({
      host,
      routerName: name,
      routerCanonicalHostname: target,
      conditions: fc.constantFrom([], [{type: 'Admitted', status: 'True'}]),
    }),
    {maxLength: 2},
  ),
})
const ambassador = fc
  .tuple(kind('getambassador.io/v3alpha1', 'Host', fc.record({hostname: host})), reference)
  .map(([one, text]) => ({
    ...one,
    metadata: {...one.metadata, annotations: {...one.metadata.annotations, 'external-dns.ambassador-service': text}},
  }))
const listener = fc
  .tuple(
    fc.record({
      httpListener: fc.record({virtualHosts: fc.array(virtualHost, {maxLength: 2})}),
      aggregateListener: fc.record({
        httpFilterChains: fc.array(fc.record({virtualHostRefs: fc.array(name, {maxLength: 2})}), {maxLength: 2}),
        httpResources: fc.record({virtualHosts: fc.record({w: virtualHost})}),
      }),
    }),
    glooSources,
  )
  .map(([one, {metadataStatic}]) => ({...one, metadataStatic}))
const proxies = fc.record({listeners: fc.array(listener, {maxLength: 2})})

/** The kinds that each source reads, besides Services and Ingresses. */
const KINDS: Readonly<Record<string, readonly fc.Arbitrary<KubeObject>[]>> = {
  'istio-gateway': [istioGateway],
  'istio-virtualservice': [kind('networking.istio.io/v1', 'VirtualService', virtualServices), istioGateway],
  'contour-httpproxy': [kind('projectcontour.io/v1', 'HTTPProxy', fc.record({virtualhost: fc.record({fqdn: host})}))],
  'gloo-proxy': [
    kind('gloo.solo.io/v1', 'Proxy', proxies),
    kind('gateway.solo.io/v1', 'Gateway', anything),
    kind('gateway.solo.io/v1', 'VirtualService', anything),
  ],
  'traefik-proxy': [
    kind('traefik.io/v1alpha1', 'IngressRoute', traefik),
    kind('traefik.containo.us/v1alpha1', 'IngressRouteTCP', traefik),
    kind('traefik.io/v1alpha1', 'IngressRouteUDP', traefik),
  ],
  'openshift-route': [kind('route.openshift.io/v1', 'Route', fc.record({host}), admissions)],
  'ambassador-host': [ambassador],
  'kong-tcpingress': [
    kind('configuration.konghq.com/v1beta1', 'TCPIngress', fc.record({rules: fc.array(fc.record({host}))})),
  ],
  'f5-virtualserver': [kind('cis.f5.com/v1', 'VirtualServer', f5, f5Status)],
  'f5-transportserver': [kind('cis.f5.com/v1', 'TransportServer', f5, f5Status)],
  'skipper-routegroup': [kind('zalando.org/v1', 'RouteGroup', fc.record({hosts}))],
}

const services = fc
  .record({
    name,
    namespace,
    spec: fc.record({
      type: fc.constantFrom('LoadBalancer', 'ClusterIP'),
      selector,
      externalIPs: fc.constantFrom([], ['192.0.2.8']),
    }),
    status: balanced,
  })
  .map(service)
const ingresses = fc.record({name, namespace, status: balanced}).map(ingress)

const flags: fc.Arbitrary<Partial<SourceSettings>> = fc.record(
  {
    namespace: fc.constantFrom('', 'd'),
    fqdnTemplate: fc.constantFrom(template('{{.Name}}.t.example.org'), template('{{.Spec.None.None}}')),
    targetTemplate: fc.constantFrom(template('192.0.2.3'), template('{{index .Spec 1}}')),
    fqdnTargetTemplate: fc.constantFrom(template('p.example.org:192.0.2.9'), template('{{index .Spec 1}}:x')),
    combinesFqdnAnnotation: fc.boolean(),
    ignoresHostnameAnnotation: fc.boolean(),
    openshiftRouterName: fc.constantFrom('', 'w'),
    traefikGroups: fc.constantFrom(['traefik.io'], ['traefik.io', 'traefik.containo.us']),
    glooNamespaces: fc.constantFrom(['d'], ['d', 'e']),
  },
  {requiredKeys: []},
)

/** Sources, their flags, and objects of the kinds that they read. */
const runsOf = (sources: readonly string[]) =>
  fc.record({
    objects: fc.uniqueArray(fc.oneof(...sources.flatMap((one) => KINDS[one] ?? []), services, ingresses), {
      maxLength: 12,
      // Kubernetes holds one object per kind, namespace and name.
      selector: ({apiVersion, kind: of, metadata}) => `${apiVersion}/${of}/${metadata.namespace}/${metadata.name}`,
    }),
    changes: flags.map((changes): Partial<SourceSettings> => ({glooNamespaces: ['d'], ...changes, sources})),
  })
const runs = fc.subarray(Object.keys(KINDS), {minLength: 1, maxLength: 2}).chain(runsOf)

/** Reads as `readCluster` does: a list of some namespaces contains no other object. */
function readFor(some: readonly KubeObject[], changes: Partial<SourceSettings>) {
  const all = settings(changes)
  const sources = sourcesOf(all)
  const needed = neededLists(sources, all)
  const first = cluster(some, {only: needed.map(({resource}) => resource)})
  const needs = [...needed, ...furtherLists({sources, cluster: first, settings: all})]
  const read = some.filter((one) =>
    needs.some(
      ({resource, namespace: of}) =>
        one.kind === resource.kind &&
        one.apiVersion === [resource.group, resource.version].filter((part) => part !== '').join('/') &&
        (of === '' || of === one.metadata.namespace),
    ),
  )
  return makeDesired(sources, cluster(read, {only: needs.map(({resource}) => resource)}), all)
}

describe('laws of the kinds that ingress controllers and meshes bring', () => {
  it.each(Object.keys(KINDS))(
    'nothing that a cluster may hold makes %s throw, and what it does not ask for makes no difference',
    (source) => {
      fc.assert(
        fc.property(runsOf([source]), ({objects, changes}) => {
          expect(readFor(objects, changes)).toEqual(desiredOf(objects, changes))
        }),
        {numRuns: 200},
      )
    },
  )

  it('the order of the objects never matters', () => {
    const shuffled = runs.chain((run) =>
      fc.tuple(fc.constant(run), fc.shuffledSubarray(run.objects, {minLength: run.objects.length})),
    )
    fc.assert(
      fc.property(shuffled, ([{objects, changes}, others]) => {
        expect(desiredOf(others, changes)).toEqual(desiredOf(objects, changes))
      }),
      {numRuns: 300},
    )
  })

  it('no endpoint is nameless, without origin or without target, and no host is served and pending', () => {
    fc.assert(
      fc.property(runs, ({objects: some, changes}) => {
        const found = desiredOf(some, changes)
        for (const endpoint of found.endpoints) {
          expect(endpoint.dnsName).not.toBe('')
          expect(endpoint.origins.length).toBeGreaterThan(0)
          expect(endpoint.targets.length).toBeGreaterThan(0)
          expect(endpoint.targets).not.toContain('')
        }
        const served = found.endpoints.map((one) => `${one.dnsName.toLowerCase()} ${one.setIdentifier}`)
        for (const one of found.pending) {
          expect(served).not.toContain(`${one.dnsName.toLowerCase()} ${one.setIdentifier}`)
        }
      }),
      {numRuns: 300},
    )
  })
})
