import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {furtherLists, neededLists} from '../../../src/sources/chosen-sources.js'
import {GATEWAYS, HTTP_ROUTES, LISTENER_SETS, NAMESPACES, TCP_ROUTES} from '../../../src/sources/object/resources.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {cluster, desiredOf, OLD_PREFIX, settings, showPending, showUnused, sourcesOf} from '../builders.js'
import {
  conditions,
  GATEWAY_REF,
  gateway,
  listener,
  listenerSet,
  names,
  ROUTES,
  type RouteParts,
  route,
  SET_REF,
  selector,
  shown,
} from './builders.js'

const HOST = ['a.example.org']

describe('a parent counts', () => {
  it.each<[string, RouteParts, boolean]>([
    ['accepted', {}, true],
    ['refused', {accepted: 'False'}, false],
    ['on which nothing hangs', {parentRefs: []}, false],
    ['spelled out', {parentRefs: [{...GATEWAY_REF, group: 'gateway.networking.k8s.io', kind: 'Gateway'}]}, true],
    ['of another group', {parentRefs: [{...GATEWAY_REF, group: 'example.com'}]}, false],
    ['of another kind', {parentRefs: [{...GATEWAY_REF, group: '', kind: 'Service'}]}, false],
    ['of another name', {parentRefs: [{...GATEWAY_REF, name: 'other'}]}, false],
    ['of the own namespace', {parentRefs: [{name: 'gw'}], namespace: 'infra'}, true],
    ['of another namespace', {parentRefs: [{name: 'gw'}]}, false],
    ['that the spec no longer names', {spec: {parentRefs: [{name: 'other', namespace: 'infra'}]}}, false],
    ['that the status spells out', answered({...GATEWAY_REF, kind: 'Gateway', sectionName: 'web'}), true],
    ['with the section of the status', answered({...GATEWAY_REF, sectionName: 'other'}), false],
  ])('%s', (_, parts, isTaken) => {
    const objects = [gateway(), route({hostnames: HOST, ...parts})]
    expect(names(objects)).toEqual(isTaken ? HOST : [])
  })

  it.each<[string, object, object, readonly string[]]>([
    ['another section', {sectionName: 'foo'}, {sectionName: 'bar'}, ['bar']],
    ['another port', {port: 80}, {port: 81}, ['bar']],
    ['one section of all', {sectionName: 'foo'}, {}, ['foo']],
    ['all sections', {}, {sectionName: 'bar'}, ['foo', 'bar']],
  ])('that is reported on under %s', (_, reported, asked, expected) => {
    const objects = [
      gateway({
        listeners: [
          listener({name: 'foo', hostname: 'foo.example.org'}),
          listener({name: 'bar', port: 81, hostname: 'bar.example.org'}),
        ],
      }),
      route({
        spec: {parentRefs: [{...GATEWAY_REF, ...asked}]},
        status: {parents: [{parentRef: {...GATEWAY_REF, ...reported}, conditions: conditions('True')}]},
      }),
    ]
    const found = desiredOf(objects, ROUTES)
    const served = [...found.endpoints, ...found.pending].map(({dnsName}) => dnsName.replace('.example.org', ''))
    expect(served).toEqual(expected)
  })

  it('of the conditions Accepted the first one', () => {
    const parents = [{parentRef: GATEWAY_REF, conditions: [...conditions('True'), ...conditions('False')]}]
    expect(names([gateway(), route({hostnames: HOST, status: {parents}})])).toEqual(HOST)
  })

  it.each<[Partial<SourceSettings>, Parameters<typeof gateway>[0], boolean]>([
    [{gatewayName: 'gw'}, {}, true],
    [{gatewayName: 'other'}, {}, false],
    [{gatewayNamespace: 'infra'}, {}, true],
    [{gatewayNamespace: 'other'}, {}, false],
    [{gatewayLabelFilter: selector('k=v')}, {labels: {k: 'v'}}, true],
    [{gatewayLabelFilter: selector('k=v')}, {labels: {k: 'w'}}, false],
    [{}, {annotations: {controller: 'dns-controller'}}, true],
    [{}, {annotations: {controller: 'other'}}, false],
    [{}, {annotations: {controller: ''}}, false],
    [{namespace: 'd'}, {}, true],
    [{namespace: 'infra'}, {}, false],
    [{labelFilter: selector('app=r')}, {}, true],
    [{labelFilter: selector('app=gw')}, {labels: {app: 'gw'}}, false],
    [{annotationFilter: selector('dns=yes')}, {}, true],
  ])('under %j, the Gateway with %j', (changes, parts, isTaken) => {
    const one = route({hostnames: HOST, labels: {app: 'r'}, annotations: {'example.com/x': 'y'}})
    const ours = {...one, metadata: {...one.metadata, annotations: {dns: 'yes'}}}
    const found = desiredOf([gateway(parts), ours], {...ROUTES, ...changes})
    expect(found.endpoints.map(({dnsName}) => dnsName)).toEqual(isTaken ? HOST : [])
    const controller = parts?.annotations?.controller
    const isHeld = !isTaken && controller !== undefined
    const reason = `uses Gateway infra/gw, whose annotation controller names "${controller}"`
    expect(showPending(found)).toEqual(isHeld ? [`a.example.org: ${reason}`] : [])
    // What lies outside of --namespace is not read.
    expect(found.unused).toHaveLength(isTaken || isHeld || changes.namespace !== undefined ? 0 : 1)
    expect(found.warnings).toEqual([])
  })

  it('with all others of the Route: targets are joined', () => {
    const second = gateway({name: 'gw2', status: {addresses: [{value: '192.0.2.7'}, {value: 'lb.example.net'}, {}]}})
    const parentRefs = [GATEWAY_REF, {...GATEWAY_REF, name: 'gw2'}]
    expect(shown([gateway(), second, route({hostnames: HOST, parentRefs})])).toEqual([
      'a.example.org A 0 192.0.2.50;192.0.2.7 (httproute/d/r)',
      'a.example.org CNAME 0 lb.example.net (httproute/d/r)',
    ])
  })

  it('with the target of its annotation, while that of the Route is not read', () => {
    const one = gateway({annotations: {target: '192.0.2.1,192.0.2.1'}})
    expect(shown([one, route({hostnames: HOST, annotations: {target: '192.0.2.2', 'aws-weight': '1'}})])).toEqual([
      'a.example.org A 0 192.0.2.1 [aws/weight=1] (httproute/d/r)',
    ])
  })

  it('and says when its annotations contradict each other', () => {
    const annotations = {target: '192.0.2.1', [`${OLD_PREFIX}target`]: '192.0.2.2'}
    const found = desiredOf([gateway({annotations}), route({hostnames: HOST})], ROUTES)
    expect(found.warnings.map(({origin}) => origin?.kind)).toEqual(['Gateway'])
  })

  it.each<[string, RouteParts, Partial<SourceSettings>, readonly string[], string, 'held' | 'not used']>([
    [
      'a Gateway',
      {},
      {},
      ['its parent Gateway infra/gw is not in the cluster'],
      'uses Gateway infra/gw, which does not exist',
      'held',
    ],
    [
      'a Gateway that is filtered out',
      {},
      {gatewayNamespace: 'other'},
      [],
      'Gateway infra/gw is left out by --gateway-namespace',
      'not used',
    ],
    [
      'a Gateway of another name',
      {},
      {gatewayName: 'other'},
      [],
      'Gateway infra/gw is left out by --gateway-name',
      'not used',
    ],
    ['a Gateway that refused', {accepted: 'False'}, {}, [], 'uses Gateway infra/gw, which does not exist', 'held'],
    [
      'a Service',
      {parentRefs: [{group: '', kind: 'Service', name: 'x'}]},
      {},
      [],
      'the parent Service d/x is not a Gateway',
      'not used',
    ],
    ['all of them', {parentRefs: []}, {}, [], 'the Route names no parent', 'not used'],
    [
      'a ListenerSet',
      {parentRefs: [SET_REF]},
      {readsListenerSets: true},
      ['its parent ListenerSet d/set is not in the cluster'],
      'uses ListenerSet d/set, which does not exist',
      'held',
    ],
    [
      'a ListenerSet unread',
      {parentRefs: [SET_REF]},
      {},
      ['its parent ListenerSet d/set is read only with --gateway-listener-sets'],
      'ListenerSet d/set is read only with --gateway-listener-sets',
      'not used',
    ],
  ])('or is missed: %s', (_, parts, changes, warnings, reason, fate) => {
    const found = desiredOf([route({hostnames: HOST, ...parts})], {...ROUTES, ...changes})
    expect(found.warnings.map(({warning}) => warning)).toEqual(warnings)
    const line = [`a.example.org: ${reason}`]
    expect(showPending(found)).toEqual(fate === 'held' ? line : [])
    expect(showUnused(found)).toEqual(fate === 'held' ? [] : line)
    expect(found).toMatchObject({endpoints: [], problems: []})
  })

  it('or the namespace whose labels it looks at', () => {
    const one = gateway({listeners: [listener({from: 'Selector', selector: {}})]})
    const found = desiredOf([one, route({hostnames: HOST})], ROUTES)
    expect(found.warnings.map(({warning}) => warning)).toEqual([
      'Gateway infra/gw looks at the labels of namespace d, which is not in the cluster',
    ])
  })
})

describe('what is read', () => {
  const lists = (objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) => {
    const flags = settings({...ROUTES, ...changes})
    const sources = sourcesOf(flags)
    const needed = neededLists(sources, flags)
    const first = cluster(objects, {only: needed.map(({resource}) => resource)})
    return [...needed, ...furtherLists({sources, cluster: first, settings: flags})]
  }
  const chooses = gateway({listeners: [listener(), listener({from: 'Selector'})]})

  it('are Routes and Gateways, each in its own namespace', () => {
    expect(lists([gateway(), route()], {namespace: 'd', gatewayNamespace: 'infra'})).toEqual([
      {resource: HTTP_ROUTES, namespace: 'd'},
      {resource: GATEWAYS, namespace: 'infra'},
    ])
    const both = {sources: ['gateway-httproute', 'gateway-tcproute'], namespace: 'd'}
    expect(lists([], both)).toEqual([
      {resource: HTTP_ROUTES, namespace: 'd'},
      {resource: GATEWAYS, namespace: ''},
      {resource: TCP_ROUTES, namespace: 'd'},
    ])
  })

  it.each<[string, readonly KubeObject[], Partial<SourceSettings>, readonly unknown[]]>([
    ['nothing', [gateway(), listenerSet()], {}, []],
    ['ListenerSets', [gateway()], {readsListenerSets: true}, [LISTENER_SETS]],
    ['namespaces for a listener', [chooses], {}, [NAMESPACES]],
    ['no namespaces for a Gateway that is filtered out', [chooses], {gatewayName: 'other'}, []],
    [
      'namespaces for the listener of a ListenerSet',
      [listenerSet({listeners: [listener({from: 'Selector'})]})],
      {readsListenerSets: true},
      [LISTENER_SETS, NAMESPACES],
    ],
    [
      'namespaces for a Gateway that chooses its ListenerSets',
      [gateway({spec: {allowedListeners: {namespaces: {from: 'Selector'}}}}), listenerSet()],
      {readsListenerSets: true},
      [LISTENER_SETS, NAMESPACES],
    ],
    [
      'no namespaces where there is no ListenerSet to choose',
      [gateway({spec: {allowedListeners: {namespaces: {from: 'Selector'}}}})],
      {readsListenerSets: true},
      [LISTENER_SETS],
    ],
  ])('besides: %s', (_, objects, changes, expected) => {
    const namespaces = {namespace: 'd', ...changes}
    expect(lists([...objects, route()], namespaces).slice(2)).toEqual(
      expected.map((resource) => ({resource, namespace: ''})),
    )
  })
})

function answered(parentRef: unknown): RouteParts {
  return {status: {parents: [{parentRef, conditions: conditions('True')}]}}
}
