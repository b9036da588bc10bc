import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {furtherLists, neededLists} from '../../src/sources/chosen-sources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {
  cluster,
  desiredOf,
  ingress,
  type ObjectParts,
  object,
  service,
  settings,
  show,
  showPending,
  sourcesOf,
  template,
} from './builders.js'

const SOURCE = {sources: ['gloo-proxy']}
const GATEWAY_SOURCE = {resourceKind: '*v1.Gateway', resourceRef: {namespace: 'gloo-system', name: 'gw'}}

/** A Proxy with one HTTP listener. */
function proxy(
  virtualHosts: readonly unknown[],
  parts: ObjectParts = {},
  sources: readonly unknown[] = [],
): KubeObject {
  return object('gloo.solo.io/v1', 'Proxy', {
    name: 'gateway-proxy',
    namespace: 'gloo-system',
    spec: {listeners: [{httpListener: {virtualHosts}, metadataStatic: {sources}}]},
    ...parts,
  })
}

function balancer(entries: readonly unknown[], parts: ObjectParts = {}): KubeObject {
  return service({
    name: 'gateway-proxy',
    namespace: 'gloo-system',
    spec: {type: 'LoadBalancer'},
    status: {loadBalancer: {ingress: entries}},
    ...parts,
  })
}

function gateway(annotations: Readonly<Record<string, string>>): KubeObject {
  return object('gateway.solo.io/v1', 'Gateway', {name: 'gw', namespace: 'gloo-system', annotations})
}

function virtualService(name: string, annotations: Readonly<Record<string, string>>): KubeObject {
  return object('gateway.solo.io/v1', 'VirtualService', {name, namespace: 'd', annotations})
}

const HOST = {domains: ['a.example.org']}
const SERVED = balancer([{ip: '192.0.2.1', hostname: 'lb.example.net'}])

function found(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) {
  return desiredOf(objects, {...SOURCE, ...changes})
}

function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(found(objects, changes).endpoints)
}

describe('a Gloo Proxy', () => {
  it('publishes its domains at the Service of its name, without naming an object', () => {
    expect(shown([proxy([{domains: ['a.example.org.', '*']}]), SERVED])).toEqual([
      '* A 0 192.0.2.1',
      '* CNAME 0 lb.example.net',
      'a.example.org A 0 192.0.2.1',
      'a.example.org CNAME 0 lb.example.net',
    ])
  })

  it('is read in the namespaces of --gloo-namespace only', () => {
    const elsewhere = proxy([HOST], {namespace: 'x', annotations: {target: '192.0.2.9'}})
    expect(shown([elsewhere])).toEqual([])
    expect(shown([elsewhere], {glooNamespaces: ['gloo-system', 'x'], namespace: 'y'})).toEqual([
      'a.example.org A 0 192.0.2.9',
    ])
  })

  it('is left out with the controller annotation of another', () => {
    expect(shown([proxy([HOST], {annotations: {controller: 'x', target: '192.0.2.9'}})])).toEqual([])
  })

  it('publishes the virtual hosts that the filter chains of an aggregate listener name', () => {
    const listener = {
      httpFilterChains: [{virtualHostRefs: ['one', 'gone']}, {virtualHostRefs: ['one', 'toString']}],
      httpResources: {virtualHosts: {one: HOST, two: {domains: ['b.example.org']}}},
    }
    const aggregate = proxy([], {
      annotations: {target: '192.0.2.9'},
      spec: {listeners: [{}, {aggregateListener: listener}]},
    })
    expect(shown([aggregate])).toEqual(['a.example.org A 0 192.0.2.9'])
    expect(found([aggregate]).endpoints[0]?.origins.map(({field}) => field)).toEqual([
      'spec.listeners[1].aggregateListener.httpResources.virtualHosts.one.domains[0]',
    ])
  })

  it('reads no host names of annotations', () => {
    expect(shown([proxy([HOST], {annotations: {target: '192.0.2.9', hostname: 'h.example.org', ttl: '60'}})])).toEqual([
      'a.example.org A 0 192.0.2.9',
    ])
  })

  it('E16: gives pairs their own targets, and names those of the target template', () => {
    const pairs =
      'a.example.org:192.0.2.1,a.example.org:192.0.2.2,b.example.org:2001:db8::1,c.example.org:lb.example.net.,junk'
    expect(shown([proxy([])], {fqdnTargetTemplate: template(pairs)})).toEqual([
      'a.example.org A 0 192.0.2.1;192.0.2.2',
      'b.example.org AAAA 0 2001:db8::1',
      'c.example.org CNAME 0 lb.example.net',
    ])
    const changes = {fqdnTemplate: template('{{.Name}}.t.example.org'), targetTemplate: template('192.0.2.3')}
    expect(shown([proxy([])], changes)).toEqual(['gateway-proxy.t.example.org A 0 192.0.2.3'])
  })
})

describe('the targets of a Gloo Proxy', () => {
  const toIngress = (text: string) => [proxy([HOST], {}, [GATEWAY_SOURCE]), gateway({ingress: text})]
  const anIngress = ingress({
    name: 'i',
    namespace: 'gloo-system',
    status: {loadBalancer: {ingress: [{ip: '192.0.2.7', hostname: 'x.net'}, {hostname: 'y.net'}]}},
  })

  it.each<[string, readonly KubeObject[], readonly string[]]>([
    [
      'its annotation',
      [proxy([HOST], {annotations: {target: '192.0.2.9'}}, [GATEWAY_SOURCE]), gateway({ingress: 'i'})],
      ['192.0.2.9'],
    ],
    ['the Ingress of its Gateway', [...toIngress('i'), anIngress, SERVED], ['192.0.2.7', 'y.net']],
    ['the Ingress with its namespace', [...toIngress('gloo-system/i'), anIngress], ['192.0.2.7', 'y.net']],
    ['the Service where no Gateway names an Ingress', [...toIngress(''), SERVED], ['192.0.2.1', 'lb.example.net']],
    [
      'the Service where the Ingress has none',
      [...toIngress('i'), ingress({name: 'i', namespace: 'gloo-system'}), SERVED],
      ['192.0.2.1', 'lb.example.net'],
    ],
    [
      'the Service where no Gateway is named',
      [proxy([HOST], {}, [{...GATEWAY_SOURCE, resourceKind: '*v1.Other'}]), SERVED],
      ['192.0.2.1', 'lb.example.net'],
    ],
  ])('are those of %s', (_, objects, expected) => {
    const result = found(objects)
    expect(result.endpoints.flatMap(({targets}) => targets)).toEqual(expected)
    expect(result.problems).toEqual([])
  })

  it.each<[string, readonly KubeObject[], string]>([
    ['its Service', [proxy([HOST]), balancer([])], 'uses Service gloo-system/gateway-proxy, which has no address yet'],
    [
      'the Ingress of its Gateway',
      [...toIngress('i'), ingress({name: 'i', namespace: 'gloo-system'})],
      'uses Ingress gloo-system/i, which has no address yet',
    ],
  ])('are waited for at %s', (_, objects, reason) => {
    expect(showPending(found(objects))).toEqual([`a.example.org: ${reason}`])
    expect(found(objects).problems).toEqual([])
  })

  it.each<[string, readonly KubeObject[], string]>([
    ['a missing Service', [proxy([HOST])], 'there is no Service gloo-system/gateway-proxy, which it would point at'],
    [
      'a missing Gateway',
      [proxy([HOST], {}, [GATEWAY_SOURCE]), SERVED],
      'it was made from Gateway gloo-system/gw, which does not exist',
    ],
    [
      'a missing Ingress',
      [...toIngress('i'), SERVED],
      'Gateway gloo-system/gw names Ingress gloo-system/i, which does not exist',
    ],
    [
      'an Ingress of three parts',
      [...toIngress('a/b/c'), SERVED],
      'the ingress annotation of Gateway gloo-system/gw is invalid: "a/b/c" is neither a name nor namespace/name',
    ],
  ])('are a problem with %s', (_, objects, problem) => {
    const result = found(objects)
    expect(result.endpoints).toEqual([])
    expect(result.problems.map((one) => [one.resource, one.origin.name, one.dnsName, one.problem])).toEqual([
      ['', 'gateway-proxy', 'a.example.org', problem],
    ])
  })

  it('are none at a Service of another type, which is warned of', () => {
    const result = found([proxy([HOST]), balancer([{ip: '192.0.2.1'}], {spec: {type: 'ClusterIP'}})])
    expect(result).toMatchObject({endpoints: [], pending: [], problems: []})
    expect(result.warnings.map(({warning}) => warning)).toEqual([
      'its Service gloo-system/gateway-proxy is of type ClusterIP: only a LoadBalancer gives targets',
    ])
  })
})

describe('the VirtualServices behind a virtual host', () => {
  const target = {annotations: {target: '192.0.2.9'}}
  const named = (name: string) => ({kind: '*v1.VirtualService', namespace: 'd', name})
  const named2 = (name: string) => ({resourceKind: '*v1.VirtualService', resourceRef: {namespace: 'd', name}})

  it('give TTL, properties and set identifier, a later one over an earlier one', () => {
    const host = {
      ...HOST,
      metadata: {sources: [named('one'), {...named('gone'), kind: '*v1.RouteTable'}]},
      metadataStatic: {sources: [named2('two')]},
    }
    const objects = [
      proxy([host, {domains: ['b.example.org']}], target),
      virtualService('one', {ttl: '60', 'aws-weight': '1', 'set-identifier': 'one'}),
      virtualService('two', {ttl: '90', 'set-identifier': 'two'}),
    ]
    expect(shown(objects)).toEqual(['a.example.org A 90 192.0.2.9 {two} [aws/weight=1]', 'b.example.org A 0 192.0.2.9'])
  })

  it('that are missing are a problem of that host alone', () => {
    const host = {...HOST, metadata: {sources: [named('gone')]}}
    const result = found([proxy([host, {domains: ['b.example.org']}], target)])
    expect(show(result.endpoints)).toEqual(['b.example.org A 0 192.0.2.9'])
    expect(result.problems.map(({dnsName, problem}) => [dnsName, problem])).toEqual([
      ['a.example.org', 'it was made from VirtualService d/gone, which does not exist'],
    ])
  })
})

describe('besides Proxies and Gateways', () => {
  const made = {...HOST, metadata: {sources: [{kind: '*v1.VirtualService', namespace: 'd', name: 'one'}]}}

  it('the first lists are those of the namespaces of the Proxies, and all Gateways', () => {
    const flags = settings({...SOURCE, glooNamespaces: ['a', 'b'], namespace: 'x'})
    expect(
      neededLists(sourcesOf(flags), flags).map(({resource, namespace}) => `${resource.plural} ${namespace}`),
    ).toEqual(['proxies a', 'proxies b', 'gateways '])
  })

  it.each<[string, readonly KubeObject[], readonly string[]]>([
    ['the Services beside the Proxy are read', [proxy([HOST])], ['services gloo-system']],
    ['nothing is read for a target', [proxy([HOST], {annotations: {target: 'x.net'}})], []],
    ['nothing is read without a domain', [proxy([{...made, domains: []}])], []],
    [
      'VirtualServices are read where a host was made from one',
      [proxy([made], {annotations: {target: 'x.net'}})],
      ['virtualservices '],
    ],
    [
      'the Ingresses are read where a Gateway names one',
      [proxy([HOST], {}, [GATEWAY_SOURCE]), gateway({ingress: 'x/i'})],
      ['ingresses x', 'services gloo-system'],
    ],
  ])('%s', (_, objects, expected) => {
    const flags = settings(SOURCE)
    const more = furtherLists({sources: sourcesOf(flags), cluster: cluster(objects), settings: flags})
    expect(more.map(({resource, namespace}) => `${resource.plural} ${namespace}`)).toEqual(expected)
  })
})
