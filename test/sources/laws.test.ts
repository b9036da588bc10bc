import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {makeDesired} from '../../src/sources/chain/chain.js'
import {furtherLists, hostsToResolve, neededLists} from '../../src/sources/chosen-sources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {
  cluster,
  desiredOf,
  ingress,
  node,
  OLD_PREFIX,
  PREFIX,
  pod,
  service,
  settings,
  slice,
  sourcesOf,
  template,
} from './builders.js'

const host = fc.constantFrom(
  'a.example.org',
  'A.example.org.',
  'b.example.org',
  '*.example.org',
  '',
  'x'.repeat(64),
  'ü.de',
  'a..b',
)
const target = fc.constantFrom(
  '192.0.2.1',
  '192.0.2.2',
  '2001:db8::1',
  '::ffff:192.0.2.1',
  '64:ff9b::1',
  'lb.example.net',
  '',
)
const list = (item: fc.Arbitrary<string>) => fc.array(item, {maxLength: 3}).map((items) => items.join(','))

const annotations = fc
  .record(
    {
      hostname: list(host),
      'internal-hostname': list(host),
      target: list(target),
      ttl: fc.constantFrom('60', '2m', 'x', '', '0'),
      'set-identifier': fc.constantFrom('blue', ''),
      'aws-weight': fc.constantFrom('1', '2'),
      alias: fc.constantFrom('true', 'false'),
      'record-type': fc.constantFrom('ptr', 'a'),
      access: fc.constantFrom('public', 'private'),
      'endpoints-type': fc.constantFrom('HostIP', 'NodeExternalIP'),
      'ingress-hostname-source': fc.constantFrom('annotation-only', 'x'),
      controller: fc.constantFrom('dns-controller', 'other'),
      [`${OLD_PREFIX}hostname`]: list(host),
      'zalando.org/dnsname': host,
    },
    {requiredKeys: []},
  )
  .map((read) =>
    Object.fromEntries(Object.entries(read).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  )

const entries = fc.array(fc.record({ip: target, hostname: target}, {requiredKeys: []}), {maxLength: 3})
const anything = fc.anything({maxDepth: 3})
const name = fc.constantFrom('web', 'db', 'c')
const namespace = fc.constantFrom('d', 'e')

const anyService = fc
  .record({
    name,
    namespace,
    annotations,
    status: fc.oneof(fc.record({loadBalancer: fc.record({ingress: entries})}), anything),
    spec: fc.oneof(
      fc.record(
        {
          type: fc.constantFrom('LoadBalancer', 'ClusterIP', 'NodePort', 'ExternalName', ''),
          clusterIP: fc.constantFrom('None', '10.0.0.1', ''),
          externalName: target,
          externalIPs: fc.array(target, {maxLength: 2}),
          externalTrafficPolicy: fc.constantFrom('Local', 'Cluster'),
          selector: fc.constantFrom({}, {app: 'w'}),
          ports: fc.array(
            fc.record({nodePort: fc.nat(3), protocol: fc.constantFrom('UDP', 'TCP')}, {requiredKeys: []}),
          ),
        },
        {requiredKeys: []},
      ),
      anything,
    ),
  })
  .map(service)

const anyIngress = fc
  .record({
    name,
    namespace,
    annotations,
    status: fc.oneof(fc.record({loadBalancer: fc.record({ingress: entries})}), anything),
    spec: fc.oneof(
      fc.record({
        rules: fc.array(fc.record({host}, {requiredKeys: []})),
        tls: fc.array(fc.record({hosts: fc.array(host)})),
      }),
      anything,
    ),
  })
  .map(ingress)

const address = fc.tuple(fc.constantFrom('ExternalIP', 'InternalIP', 'Hostname'), target)
const anyNode = fc
  .tuple(fc.constantFrom('n1', 'n2'), fc.array(address, {maxLength: 3}))
  .map(([of, some]) => node(of, some))
const anyPod = fc
  .record({
    namespace,
    labels: fc.constantFrom({}, {app: 'w'}),
    spec: fc.record({nodeName: fc.constantFrom('n1', 'n2'), hostname: name}),
  })
  .map((parts) => pod('p1', parts))
const anySlice = fc
  .tuple(
    name,
    namespace,
    fc.array(fc.record({pod: fc.constantFrom('p1', 'p2'), address: target, isReady: fc.boolean()})),
  )
  .map(([of, where, endpoints]) => slice(of, endpoints, {namespace: where}))

/** Kubernetes holds one object per kind, namespace and name. */
const objects = fc.uniqueArray(fc.oneof(anyService, anyService, anyIngress, anyNode, anyPod, anySlice), {
  maxLength: 12,
  selector: ({kind, metadata}) => `${kind}/${metadata.namespace}/${metadata.name}`,
})

const flags: fc.Arbitrary<Partial<SourceSettings>> = fc.record(
  {
    sources: fc.constantFrom(['service', 'ingress'], ['ingress', 'service', 'ingress']),
    annotationPrefixes: fc.constantFrom([PREFIX], [PREFIX, OLD_PREFIX], [OLD_PREFIX, PREFIX]),
    fqdnTemplate: fc.constantFrom(
      template('{{.Name}}.t.example.org'),
      template('{{.Spec.None}}'),
      template('{{.Spec.Type}}.t'),
    ),
    fqdnTargetTemplate: fc.constantFrom(template('p.example.org:192.0.2.9'), template('{{index .Spec 1}}:x')),
    combinesFqdnAnnotation: fc.boolean(),
    publishesInternalServices: fc.boolean(),
    publishesHostIp: fc.boolean(),
    resolvesLoadBalancerHostname: fc.boolean(),
    alwaysPublishesNotReadyAddresses: fc.boolean(),
    exposesInternalIpv6: fc.boolean(),
    compatibility: fc.constantFrom('', 'mate', 'molecule', 'kops-dns-controller'),
    serviceTypeFilter: fc.constantFrom([], ['ClusterIP'], ['NodePort', 'LoadBalancer']),
    defaultTargets: fc.constantFrom([], ['192.0.2.5', 'lb.example.net']),
    forcesDefaultTargets: fc.boolean(),
    targetNetFilter: fc.constantFrom([], ['192.0.2.0/24', 'x']),
    excludeTargetNet: fc.constantFrom([], ['192.0.2.2/32']),
    nat64Networks: fc.constantFrom([], ['64:ff9b::/96']),
    createsPtr: fc.boolean(),
    managedRecordTypes: fc.constantFrom(['A', 'AAAA', 'CNAME'], ['A', 'AAAA', 'CNAME', 'PTR', 'SRV']),
    prefersAlias: fc.boolean(),
    minTtlSeconds: fc.constantFrom(0, 60),
  },
  {requiredKeys: []},
)

describe('laws of the sources', () => {
  it('the order of the objects never matters', () => {
    const shuffled = objects.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, {minLength: some.length})),
    )
    fc.assert(
      fc.property(shuffled, flags, ([some, others], changes) => {
        expect(desiredOf(others, changes)).toEqual(desiredOf(some, changes))
      }),
      {numRuns: 300},
    )
  })

  it('nothing that a cluster may hold makes it throw, and only what was asked for is read', () => {
    fc.assert(
      fc.property(objects, flags, (some: readonly KubeObject[], changes) => {
        const all = settings(changes)
        const sources = sourcesOf(all)
        const needed = neededLists(sources, all).map(({resource}) => resource)
        const first = cluster(some, {only: needed})
        const only = [
          ...needed,
          ...furtherLists({sources, cluster: first, settings: all}).map(({resource}) => resource),
        ]
        const addresses = Object.fromEntries(
          hostsToResolve({sources, cluster: first, settings: all}).map((one) => [one, ['192.0.2.7']]),
        )
        makeDesired(sources, cluster(some, {only, addresses}), all)
      }),
      {numRuns: 500},
    )
  })

  it('no endpoint is nameless, without origin or without target', () => {
    fc.assert(
      fc.property(objects, flags, (some, changes) => {
        const found = desiredOf(some, changes)
        for (const endpoint of found.endpoints) {
          expect(endpoint.dnsName).not.toBe('')
          expect(endpoint.origins.length).toBeGreaterThan(0)
          expect(endpoint.targets.filter((one) => one !== '').length).toBeGreaterThan(0)
          expect(endpoint.targets).not.toContain('')
        }
      }),
      {numRuns: 300},
    )
  })

  it('a host is never pending and served at once', () => {
    fc.assert(
      fc.property(objects, flags, (some, changes) => {
        const found = desiredOf(some, changes)
        const served = found.endpoints.map((one) => `${one.dnsName.toLowerCase()} ${one.setIdentifier}`)
        for (const one of found.pending)
          expect(served).not.toContain(`${one.dnsName.toLowerCase()} ${one.setIdentifier}`)
      }),
      {numRuns: 300},
    )
  })
})
