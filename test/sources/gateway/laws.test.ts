import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {makeDesired} from '../../../src/sources/chain/chain.js'
import {furtherLists, neededLists} from '../../../src/sources/chosen-sources.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {cluster, desiredOf, object, PREFIX, settings, sourcesOf, template} from '../builders.js'
import {gateway, listener, listenerSet, routeOf} from './builders.js'

const anything = fc.anything({maxDepth: 3})
const name = fc.constantFrom('gw', 'set', 'r')
const namespace = fc.constantFrom('d', 'e')
const host = fc.constantFrom(
  '',
  'a.example.org',
  'A.example.org.',
  '*.example.org',
  '*.a.example.org',
  '192.0.2.1',
  'a..b',
)
const some = (shape: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof({weight: 6, arbitrary: fc.record(shape, {requiredKeys: []})}, {weight: 1, arbitrary: anything})
const list = (item: fc.Arbitrary<unknown>) =>
  fc.oneof({weight: 6, arbitrary: fc.array(item, {maxLength: 3})}, {weight: 1, arbitrary: anything})

const annotations = fc
  .record(
    {
      hostname: host,
      target: fc.constantFrom('192.0.2.1', 'lb.example.net', ',', ''),
      ttl: fc.constantFrom('60', 'x'),
      'set-identifier': fc.constant('blue'),
      'gateway-hostname-source': fc.constantFrom('annotation-only', 'defined-hosts-only', 'x'),
      controller: fc.constantFrom('dns-controller', 'other'),
    },
    {requiredKeys: []},
  )
  .map((read) => Object.fromEntries(Object.entries(read).map(([key, value]) => [`${PREFIX}${key}`, value])))
const labels = fc.constantFrom({}, {env: 'p'}, {env: 'q', tier: 'x'})

const conditions = list(
  some({type: fc.constantFrom('Accepted', 'Ready'), status: fc.constantFrom('True', 'True', 'False', 'Unknown')}),
)
const ref = some({
  group: fc.constantFrom('', 'gateway.networking.k8s.io', 'x'),
  kind: fc.constantFrom('Gateway', 'ListenerSet', 'Service'),
  name,
  namespace,
  sectionName: fc.constantFrom('', 'web'),
  port: fc.constantFrom(80, 443),
})
const selector = some({
  matchLabels: fc.constantFrom({env: 'p'}, {}),
  matchExpressions: list(
    some({
      key: fc.constantFrom('env', ''),
      operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist', 'x'),
      values: list(fc.constantFrom('p', 'q')),
    }),
  ),
})
const namespaces = some({from: fc.constantFrom('All', 'All', 'Same', 'Selector', 'None'), selector})
const listeners = list(
  some({
    name: fc.constantFrom('web', 'tls'),
    protocol: fc.constantFrom('HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'),
    port: fc.constantFrom(80, 443),
    hostname: host,
    allowedRoutes: some({namespaces, kinds: list(some({kind: fc.constantFrom('HTTPRoute', 'TCPRoute')}))}),
  }),
)

const GROUP = 'gateway.networking.k8s.io'
const meta = {name, namespace, annotations, labels}
const addresses = list(some({value: fc.constantFrom('192.0.2.1', '2001:db8::1', 'lb.example.net', '')}))

const anyGateway = fc
  .record({...meta, spec: some({listeners, allowedListeners: some({namespaces})}), status: some({addresses})})
  .map((parts) => object(`${GROUP}/v1`, 'Gateway', parts))
const anySet = fc
  .record({
    ...meta,
    spec: some({listeners, parentRef: ref}),
    status: some({conditions, listeners: list(some({name: fc.constantFrom('web', 'tls'), conditions}))}),
  })
  .map((parts) => object(`${GROUP}/v1`, 'ListenerSet', parts))
const anyRoute = fc
  .record({
    kind: fc.constantFrom('HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'),
    ...meta,
    spec: some({parentRefs: list(ref), hostnames: list(host)}),
    status: some({parents: list(some({parentRef: ref, conditions}))}),
  })
  .map(({kind, ...parts}) => object(`${GROUP}/v1`, kind, parts))
const anyNamespace = fc
  .record({name: namespace, labels})
  .map((parts) => object('v1', 'Namespace', {...parts, namespace: ''}))

const objects = fc.uniqueArray(fc.oneof(anyGateway, anyGateway, anySet, anyRoute, anyRoute, anyNamespace), {
  maxLength: 12,
  selector: ({kind, metadata}) => `${kind}/${metadata.namespace}/${metadata.name}`,
})

/** A Gateway or a ListenerSet, as a Route refers to it. */
interface Parent {
  readonly kind: 'Gateway' | 'ListenerSet'
  readonly name: string
  readonly namespace: string
}

const good = fc.constantFrom('a.example.org', 'b.a.example.org', '*.example.org', 'A.example.org.')
/** Draws `usual` nine times in ten. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({weight: 9, arbitrary: fc.constant(usual)}, {weight: 1, arbitrary: fc.constantFrom(...others)})

const fewAnnotations = fc.oneof({weight: 6, arbitrary: fc.constant({})}, {weight: 1, arbitrary: annotations})

const openListener = fc
  .record({
    name: fc.constantFrom('web', 'tls'),
    protocol: mostly('HTTP', 'HTTPS', 'TLS', 'TCP'),
    hostname: mostly(undefined, '*.example.org', 'a.example.org'),
    from: mostly('All', 'Same', 'None'),
  })
  .map(({hostname, ...parts}) => listener({...parts, ...(hostname === undefined ? {} : {hostname})}))
const openListeners = fc.array(openListener, {minLength: 1, maxLength: 2})

const agreedParents = fc.uniqueArray(
  fc.record({
    kind: mostly<Parent['kind']>('Gateway', 'ListenerSet'),
    name: mostly('gw', 'set'),
    namespace: mostly('d', 'e'),
  }),
  {minLength: 1, maxLength: 2, selector: ({kind, ...key}) => `${kind}/${key.namespace}/${key.name}`},
)

const parentOf = (parent: Parent) =>
  fc
    .tuple(openListeners, fewAnnotations, labels, fc.constantFrom('192.0.2.1', '2001:db8::1', 'lb.example.net'))
    .map(([some, written, marks, value]) => {
      const {kind, ...place} = parent
      const parts = {...place, listeners: some, annotations: written, labels: marks}
      return kind === 'Gateway'
        ? gateway({...parts, status: {addresses: [{value}]}})
        : listenerSet({...parts, spec: {parentRef: {name: 'gw', namespace: 'd'}, listeners: some}})
    })

/** Its status says what its spec asks for, and the parent that it names is there. */
const routeTo = (parents: readonly Parent[]) =>
  fc
    .record({
      kind: mostly('HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'),
      ...meta,
      annotations: fewAnnotations,
      namespace: mostly('d', 'e'),
      hostnames: fc.array(good, {minLength: 1, maxLength: 2}),
      refs: fc.subarray([...parents], {minLength: 1}),
      accepted: mostly('True', 'False', 'none'),
      sectionName: mostly(undefined, 'web', 'tls'),
    })
    .map(({kind, refs, sectionName, ...parts}) => {
      const section = sectionName === undefined ? {} : {sectionName}
      return routeOf(kind, 'v1', {...parts, parentRefs: refs.map((parent) => ({...parent, group: GROUP, ...section}))})
    })

/** Parents, Routes, status and listeners that agree, and now and then objects that do not. */
const agreeing = agreedParents.chain((parents) =>
  fc
    .tuple(
      fc.tuple(...parents.map(parentOf)),
      fc.array(routeTo(parents), {minLength: 1, maxLength: 3}),
      fc.oneof({weight: 2, arbitrary: fc.constant([])}, {weight: 1, arbitrary: objects}),
    )
    .map(([some, routes, others]) => distinctObjects([...some, ...routes, ...others])),
)

function distinctObjects(some: readonly KubeObject[]): KubeObject[] {
  const keyOf = ({kind, metadata}: KubeObject) => `${kind}/${metadata.namespace}/${metadata.name}`
  return [...new Map([...some].reverse().map((each) => [keyOf(each), each])).values()].reverse()
}

const clusters = fc.oneof({weight: 5, arbitrary: agreeing}, {weight: 1, arbitrary: objects})

const someFlags: fc.Arbitrary<Partial<SourceSettings>> = fc.record(
  {
    readsListenerSets: fc.boolean(),
    gatewayName: fc.constantFrom('', 'gw'),
    gatewayNamespace: fc.constantFrom('', 'd'),
    namespace: fc.constantFrom('', 'd'),
    fqdnTemplate: fc.constantFrom(template('{{.Name}}.t.example.org'), template('{{index .Spec 1}}')),
    combinesFqdnAnnotation: fc.boolean(),
    ignoresHostnameAnnotation: fc.boolean(),
  },
  {requiredKeys: []},
)
const flags = fc.oneof({weight: 3, arbitrary: fc.constant({})}, {weight: 1, arbitrary: someFlags}).map(
  (changes): Partial<SourceSettings> => ({
    ...changes,
    sources: ['http', 'grpc', 'tls', 'tcp', 'udp'].map((one) => `gateway-${one}route`),
  }),
)

describe('laws of the Gateway API sources', () => {
  it('are tried on clusters of which four in ten yield an endpoint', () => {
    const generated = fc.sample(fc.tuple(clusters, flags), {seed: 42, numRuns: 1000})
    const counts = {endpoint: 0, 'held host': 0}
    for (const [found, changes] of generated) {
      const {endpoints, pending} = desiredOf(found, changes)
      if (endpoints.length > 0) counts.endpoint++
      if (pending.length > 0) counts['held host']++
    }
    console.info(
      `of ${generated.length} clusters ${counts.endpoint} with an endpoint, ${counts['held host']} with a held host`,
    )
    expect(counts.endpoint).toBeGreaterThan(0.4 * generated.length)
    expect(counts['held host']).toBeGreaterThan(0.02 * generated.length)
  })

  it('the order of the objects never matters', () => {
    const shuffled = clusters.chain((found) =>
      fc.tuple(fc.constant(found), fc.shuffledSubarray(found, {minLength: found.length})),
    )
    fc.assert(
      fc.property(shuffled, flags, ([one, other], changes) => {
        expect(desiredOf(other, changes)).toEqual(desiredOf(one, changes))
      }),
      {numRuns: 300},
    )
  })

  it('nothing that a cluster may hold makes them throw, and only what was asked for is read', () => {
    fc.assert(
      fc.property(clusters, flags, (found, changes) => {
        const all = settings(changes)
        const sources = sourcesOf(all)
        const needed = neededLists(sources, all).map(({resource}) => resource)
        const further = furtherLists({sources, cluster: cluster(found, {only: needed}), settings: all}).map(
          ({resource}) => resource,
        )
        makeDesired(sources, cluster(found, {only: [...needed, ...further]}), all)
      }),
      {numRuns: 1000},
    )
  })

  it('every endpoint and every host that is held has a name of a Route, in lower case', () => {
    fc.assert(
      fc.property(clusters, flags, (found, changes) => {
        const {endpoints, pending} = desiredOf(found, changes)
        for (const {dnsName, resource} of [...endpoints, ...pending]) {
          expect(dnsName).toMatch(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/)
          expect(resource).toMatch(/^(http|grpc|tls|tcp|udp)route\//)
        }
        for (const {targets} of endpoints) expect(targets.filter((target) => target !== '').length).toBeGreaterThan(0)
      }),
      {numRuns: 300},
    )
  })
})
