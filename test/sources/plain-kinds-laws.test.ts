import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {KubeObject, Resource} from '../../src/kubernetes/objects.js'
import {makeDesired} from '../../src/sources/chain/chain.js'
import {furtherLists, hostsToResolve, neededLists, statusUpdates} from '../../src/sources/chosen-sources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {cluster, desiredOf, node, object, pod, settings, sourcesOf, template} from './builders.js'

const anything = fc.anything({maxDepth: 3})
const host = fc.constantFrom('a.example.org', 'B.example.org.', '*.example.org', '', 'x'.repeat(64), 'ü.de', '.')
const target = fc.constantFrom('192.0.2.1', '192.0.2.2.', '2001:db8::1', 'lb.example.net', '10 mx.example.net', '')
const name = fc.constantFrom('a', 'b', 'n1', 'x'.repeat(64))
const namespace = fc.constantFrom('d', 'e')
const list = (item: fc.Arbitrary<string>) => fc.array(item, {maxLength: 3}).map((items) => items.join(','))

const annotations = fc
  .record(
    {
      hostname: list(host),
      'internal-hostname': list(host),
      target: list(target),
      ttl: fc.constantFrom('60', 'x'),
      'set-identifier': fc.constantFrom('blue', ''),
      controller: fc.constantFrom('dns-controller', 'other'),
      'dns.alpha.kubernetes.io/internal': list(host),
      'dns.alpha.kubernetes.io/external': list(host),
    },
    {requiredKeys: []},
  )
  .map((read) =>
    Object.fromEntries(Object.entries(read).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  )

const addresses = fc.array(fc.tuple(fc.constantFrom('ExternalIP', 'InternalIP', 'Hostname'), target), {maxLength: 3})
const anyNode = fc
  .tuple(name, addresses, annotations, fc.oneof(fc.constantFrom({}, {unschedulable: true}), anything))
  .map(([of, some, notes, spec]) => node(of, some, {annotations: notes, spec}))
const brokenNode = fc.tuple(name, anything).map(([of, status]) => node(of, [], {status}))

const podStatus = fc.record({podIP: target, podIPs: fc.array(fc.record({ip: target}))}, {requiredKeys: []})
const podSpec = fc.record({nodeName: name, hostNetwork: fc.boolean()}, {requiredKeys: []})
const anyPod = fc
  .record({name, namespace, annotations, status: fc.oneof(podStatus, anything), spec: fc.oneof(podSpec, anything)})
  .map(({name: of, ...parts}) => pod(of, parts))

const entry = fc.record(
  {
    dnsName: host,
    recordType: fc.constantFrom('A', 'AAAA', 'CNAME', 'DNAME', 'MX', 'TXT', 'SRV', 'NS', 'PTR', 'NAPTR', '', 'X'),
    targets: fc.oneof(fc.array(target, {maxLength: 3}), anything),
    recordTTL: fc.oneof(fc.integer(), fc.double(), anything),
    setIdentifier: fc.constantFrom('', 'one'),
    labels: fc.oneof(fc.dictionary(fc.constantFrom('resource', 'owner', 'x'), fc.string()), anything),
    providerSpecific: fc.oneof(fc.array(fc.record({name: fc.constantFrom('aws/weight', 'alias'), value: fc.string()}))),
  },
  {requiredKeys: []},
)
const entries = fc.oneof(fc.array(fc.oneof({arbitrary: entry, weight: 4}, anything), {maxLength: 4}), anything)
const anyDnsEndpoint = fc
  .record({
    name,
    namespace,
    annotations,
    status: anything,
    spec: fc.oneof(
      entries.map((endpoints) => ({endpoints})),
      anything,
    ),
  })
  .map((parts) => object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', parts))

const THINGS: Resource = {group: 'x.example.org', version: 'v1', plural: 'things', kind: '', isNamespaced: true}
const anyThing = fc
  .record({name, namespace: fc.constantFrom('d', ''), annotations, status: anything, spec: anything})
  .map((parts) => object('x.example.org/v1', 'Thing', parts))

const objects = fc.uniqueArray(fc.oneof(anyNode, brokenNode, anyPod, anyDnsEndpoint, anyThing), {
  maxLength: 10,
  selector: ({kind, metadata}) => `${kind}/${metadata.namespace}/${metadata.name}`,
})

const SOURCES = ['node', 'pod', 'crd', 'unstructured', 'fake', 'empty', 'connector']
const flags: fc.Arbitrary<Partial<SourceSettings>> = fc.record(
  {
    sources: fc.shuffledSubarray(SOURCES, {minLength: 1}),
    unstructuredResources: fc.constant([THINGS]),
    namespace: fc.constantFrom('', 'd'),
    fqdnTemplate: fc.constantFrom(
      undefined,
      template('{{.Name}}.t.example.org'),
      template('{{index .Spec 1}}'),
      template('{{.Status}}'),
    ),
    targetTemplate: fc.constantFrom(undefined, template('192.0.2.8'), template('{{.Status.ip}}')),
    fqdnTargetTemplate: fc.constantFrom(undefined, template('p.example.org:192.0.2.9'), template('{{.Spec.x.y}}:x')),
    combinesFqdnAnnotation: fc.boolean(),
    excludesUnschedulable: fc.boolean(),
    ignoresNonHostNetworkPods: fc.boolean(),
    podSourceDomain: fc.constantFrom('', 'pods.example.org'),
    compatibility: fc.constantFrom('', 'kops-dns-controller'),
    defaultTargets: fc.constantFrom([], ['192.0.2.5', 'lb.example.net']),
    managedRecordTypes: fc.constantFrom(['A', 'AAAA', 'CNAME'], ['A', 'CNAME', 'MX', 'NS', 'NAPTR', 'PTR', 'TXT']),
  },
  {requiredKeys: ['sources', 'unstructuredResources']},
)

describe('laws of nodes, pods, DNSEndpoints and objects of any kind', () => {
  it('nothing that a cluster may hold makes them throw, and only what was asked for is read', () => {
    fc.assert(
      fc.property(objects, fc.array(entry), flags, (some: readonly KubeObject[], connected, changes) => {
        const all = settings(changes)
        const sources = sourcesOf(all)
        const needed = neededLists(sources, all).map(({resource}) => resource)
        const first = cluster(some, {only: needed})
        const only = [
          ...needed,
          ...furtherLists({sources, cluster: first, settings: all}).map(({resource}) => resource),
        ]
        expect(hostsToResolve({sources, cluster: first, settings: all})).toEqual([])
        statusUpdates({sources, cluster: first, settings: all})
        makeDesired(sources, {...cluster(some, {only}), connected}, all)
      }),
      {numRuns: 500},
    )
  })

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

  // A TXT record may hold an empty text, and a DNSEndpoint is taken word for word.
  it('no endpoint is nameless or without origin, and only a TXT has an empty target', () => {
    fc.assert(
      fc.property(objects, flags, (some, changes) => {
        for (const endpoint of desiredOf(some, changes).endpoints) {
          expect(endpoint.dnsName).not.toBe('')
          expect(endpoint.origins.length).toBeGreaterThan(0)
          if (endpoint.recordType !== 'TXT') expect(endpoint.targets).not.toContain('')
        }
      }),
      {numRuns: 300},
    )
  })
})
