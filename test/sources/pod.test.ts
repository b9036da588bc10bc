import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {furtherLists} from '../../src/sources/chosen-sources.js'
import {NODES, PODS} from '../../src/sources/object/resources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {cluster, desiredOf, node, pod, settings, show, showPending, sourcesOf, template} from './builders.js'

const n1 = node('n1', [
  ['InternalIP', '10.0.0.1'],
  ['InternalIP', 'fd00::1'],
  ['ExternalIP', '192.0.2.1'],
])
const onlyInternal = node('n2', [['InternalIP', '10.0.0.2']])
const status = {podIP: '10.1.0.9', podIPs: [{ip: '10.1.0.9'}, {ip: '2001:db8::9'}]}
const BOTH = {hostname: 'p.example.org', 'internal-hostname': 'p.int.example.org'}
const p = (parts: object = {}) => pod('p', {spec: {nodeName: 'n1'}, status, annotations: BOTH, ...parts})

const found = (objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) =>
  desiredOf(objects, {sources: ['pod'], ...changes})
const shown = (objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) =>
  show(found(objects, changes).endpoints)

describe('a pod', () => {
  it('is published at its node, and inside at its own address, without a label (E11)', () => {
    expect(shown([p(), node('n1', [['ExternalIP', '192.0.2.1']])])).toEqual([
      'p.example.org A 0 192.0.2.1',
      'p.int.example.org A 0 10.1.0.9',
    ])
  })

  it('has a name below --pod-source-domain too (E11)', () => {
    const named = p({annotations: {}})
    expect(shown([named], {podSourceDomain: 'pods.example.org'})).toEqual(['p.pods.example.org A 0 10.1.0.9'])
  })

  it('takes internal IPv6 addresses of its node for public ones without any flag', () => {
    expect(shown([p({annotations: {hostname: 'p.example.org'}}), n1])).toEqual([
      'p.example.org A 0 192.0.2.1',
      'p.example.org AAAA 0 fd00::1',
    ])
  })

  it('points where its target annotation says, for all its names', () => {
    const annotated = p({annotations: {...BOTH, target: '198.51.100.1', ttl: '30'}})
    expect(shown([annotated], {podSourceDomain: 'd'})).toEqual([
      'p.d A 30 198.51.100.1',
      'p.example.org A 30 198.51.100.1',
      'p.int.example.org A 30 198.51.100.1',
    ])
  })

  it.each<[string, object, string | undefined, string | undefined]>([
    ['Succeeded', {}, undefined, 'has ended (Succeeded)'],
    ['Failed', {}, undefined, 'has ended (Failed)'],
    ['Running', {}, '2026-01-01T00:00:00Z', 'is terminating and not ready'],
    ['Running', {conditions: [{type: 'Ready', status: 'True'}]}, '2026-01-01T00:00:00Z', undefined],
    ['Running', {}, undefined, undefined],
  ])('of phase %s with %j, deleted at %s, is held: %s', (phase, more, deletionTimestamp, reason) => {
    const made = p({status: {...status, phase, ...more}, annotations: {...BOTH, target: '198.51.100.1'}})
    const ending = {...made, metadata: {...made.metadata, deletionTimestamp}}
    const flags = {fqdnTargetTemplate: template('t.example.org:192.0.2.7'), combinesFqdnAnnotation: true}
    const read = found([ending, n1], flags)
    const names = ['p.example.org', 'p.int.example.org', 't.example.org']
    expect(read.endpoints.map(({dnsName}) => dnsName).sort()).toEqual(reason === undefined ? names : [])
    expect(showPending(read)).toEqual(reason === undefined ? [] : names.map((name) => `${name}: ${reason}`))
  })

  it('is read although hostname annotations are to be ignored', () => {
    expect(shown([p(), n1], {ignoresHostnameAnnotation: true})).toHaveLength(3)
  })

  it('without host network has no names of annotations with the flag that says so; templates still run', () => {
    const fqdnTemplate = template('{{.Name}}.t.example.org')
    const flags = {ignoresNonHostNetworkPods: true, podSourceDomain: 'd', fqdnTemplate}
    expect(shown([p(), n1], flags)).toEqual(['p.t.example.org A 0 10.1.0.9', 'p.t.example.org AAAA 0 2001:db8::9'])
    const onHost = p({spec: {nodeName: 'n1', hostNetwork: true}, annotations: {'internal-hostname': 'i.example.org'}})
    expect(shown([onHost, n1], flags)).toEqual(['i.example.org A 0 10.1.0.9', 'p.d A 0 10.1.0.9'])
  })

  it('is read in the way of kops, which knew no target annotation', () => {
    const annotations = {
      'dns.alpha.kubernetes.io/internal': 'i.example.org',
      'dns.alpha.kubernetes.io/external': 'e.example.org',
      target: '198.51.100.1',
    }
    const flags = {compatibility: 'kops-dns-controller'} as const
    expect(shown([p({annotations}), n1], flags)).toEqual([
      'e.example.org A 0 192.0.2.1',
      'e.example.org AAAA 0 fd00::1',
      'i.example.org A 0 10.1.0.9',
    ])
    expect(shown([p({annotations}), n1])).toEqual([])
  })

  it('knows neither set identifier nor properties', () => {
    const annotations = {'internal-hostname': 'i.example.org', 'set-identifier': 'blue', 'aws-weight': '1'}
    expect(shown([p({annotations})])).toEqual(['i.example.org A 0 10.1.0.9'])
  })

  it('of the same name and TTL as another one shares its record', () => {
    const other = pod('q', {status: {podIP: '10.1.0.8'}, annotations: {'internal-hostname': 'p.int.example.org'}})
    expect(shown([p({annotations: {'internal-hostname': 'p.int.example.org'}}), other])).toEqual([
      'p.int.example.org A 0 10.1.0.8;10.1.0.9',
    ])
  })
})

describe('a name of a pod is held', () => {
  it.each([
    ['while the pod has no address', p({status: {}}), ['p.int.example.org: has no IP address yet']],
    ['while the pod is on no node', p({spec: {}}), ['p.example.org: is on no node yet']],
    [
      'while the node is not known',
      p({spec: {nodeName: 'n9'}}),
      ['p.example.org: is on the node n9, which is not known'],
    ],
    [
      'while the node has no public address',
      p({spec: {nodeName: 'n2'}}),
      ['p.example.org: is on the node n2, which has no public address'],
    ],
  ])('%s', (_, object, expected) => {
    expect(showPending(found([object, n1, onlyInternal]))).toEqual(expected)
  })

  it('of a template while the pod has no address', () => {
    const bare = p({status: {}, annotations: {}})
    expect(showPending(found([bare], {fqdnTemplate: template('{{.Name}}.t')}))).toEqual(['p.t: has no IP address yet'])
  })
})

describe('nodes are read for pods', () => {
  it.each([
    ['with a hostname', p(), {}, [NODES]],
    ['not with an internal one alone', p({annotations: {'internal-hostname': 'x'}}), {}, []],
    ['not with a target', p({annotations: {...BOTH, target: 'x'}}), {}, []],
    ['not for a template', p({annotations: {}}), {fqdnTemplate: template('x')}, []],
    ['not when the annotations are ignored', p(), {ignoresNonHostNetworkPods: true}, []],
  ])('%s', (_, object, changes: Partial<SourceSettings>, expected) => {
    const flags = settings({sources: ['pod'], ...changes})
    const sources = sourcesOf(flags)
    const more = furtherLists({sources, cluster: cluster([object], {only: [PODS]}), settings: flags})
    expect(more.map(({resource}) => resource)).toEqual(expected)
  })

  it('everywhere, whatever --namespace says', () => {
    const flags = settings({sources: ['pod'], namespace: 'shop'})
    expect(furtherLists({sources: sourcesOf(flags), cluster: cluster([p()]), settings: flags})).toEqual([
      {resource: NODES, namespace: ''},
    ])
  })
})
