import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {desiredOf, node, pod, service, show, slice} from '../builders.js'

function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(desiredOf(objects, changes).endpoints).map((line) => line.replace(' (service/shop/web)', ''))
}

const HOST = {hostname: 'a.example.org'}

describe('a headless Service', () => {
  const headless = (annotations: Record<string, string> = {}, spec: object = {}) =>
    service({
      spec: {type: 'ClusterIP', clusterIP: 'None', selector: {app: 'w'}, ...spec},
      annotations: {...HOST, ...annotations},
    })
  const member = (name: string, parts: object = {}) => pod(name, {labels: {app: 'w'}, spec: {nodeName: 'n1'}, ...parts})
  const nodes = [
    node('n1', [
      ['ExternalIP', '192.0.2.1'],
      ['InternalIP', '2001:db8::1'],
    ]),
  ]
  const one = slice('web', [{pod: 'p1', address: '10.1.0.1'}])

  it.each([
    [{}, {}, ['A 0 10.1.0.1']],
    [{'endpoints-type': 'HostIP'}, {}, ['A 0 10.0.0.1']],
    [{'endpoints-type': 'hostip'}, {}, ['A 0 10.1.0.1']],
    [{}, {publishesHostIp: true}, ['A 0 10.0.0.1']],
    [{'endpoints-type': 'NodeExternalIP'}, {}, ['A 0 192.0.2.1']],
    [{'endpoints-type': 'NodeExternalIP'}, {publishesHostIp: true}, ['A 0 192.0.2.1']],
    [{'endpoints-type': 'NodeExternalIP'}, {exposesInternalIpv6: true}, ['A 0 192.0.2.1', 'AAAA 0 2001:db8::1']],
    [{'endpoints-type': 'NodeExternalIP'}, {serviceTypeFilter: ['ClusterIP']}, []],
    [{hostname: 'x.example.org', 'internal-hostname': 'a.example.org', target: '192.0.2.77'}, {}, ['A 0 192.0.2.77']],
  ])('with %j and %j publishes %j', (annotations, changes, expected) => {
    const found = shown([headless(annotations), ...nodes, member('p1'), one], changes)
    expect(found.filter((line) => line.startsWith('a.'))).toEqual(expected.map((line) => `a.example.org ${line}`))
  })

  it('takes the target of the pod before all else', () => {
    const annotated = member('p1', {annotations: {target: 'edge.example.net.'}, spec: {hostname: 'h'}})
    expect(shown([headless(), annotated, one])).toEqual([
      'a.example.org CNAME 0 edge.example.net',
      'h.a.example.org CNAME 0 edge.example.net',
    ])
  })

  it.each<[string, {readonly status?: object; readonly deletionTimestamp?: string}, boolean]>([
    ['that has succeeded', {status: {phase: 'Succeeded', hostIP: '10.0.0.1'}}, false],
    ['that has failed', {status: {phase: 'Failed', hostIP: '10.0.0.1'}}, false],
    [
      'that terminates and is not ready',
      {status: {phase: 'Running', hostIP: '10.0.0.1'}, deletionTimestamp: '2026-01-01T00:00:00Z'},
      false,
    ],
    ['that terminates and is ready', {deletionTimestamp: '2026-01-01T00:00:00Z'}, true],
    ['that is not ready', {status: {phase: 'Running', hostIP: '10.0.0.1'}}, true],
  ])('with not ready pods asks of a pod %s whether it still runs', (_, {deletionTimestamp, ...parts}, isPublished) => {
    const made = member('p1', {...parts, annotations: {target: '192.0.2.9'}})
    const terminating = {...made, metadata: {...made.metadata, deletionTimestamp}}
    const found = desiredOf([headless({}, {publishNotReadyAddresses: true}), terminating, one])
    expect(found.endpoints.map(({targets}) => targets)).toEqual(isPublished ? [['192.0.2.9']] : [])
    expect(found.pending).toHaveLength(isPublished ? 0 : 1)
  })

  it('reads a missing ready condition as ready', () => {
    const unsaid = slice('web', [], {
      endpoints: [{addresses: ['10.1.0.1'], conditions: {ready: null}, targetRef: {kind: 'Pod', name: 'p1'}}],
    })
    expect(shown([headless(), member('p1'), unsaid])).toEqual(['a.example.org A 0 10.1.0.1'])
  })

  it.each([
    ['has another kind', {kind: 'Node', name: 'p1'}],
    ['has an apiVersion', {kind: 'Pod', apiVersion: 'v1', name: 'p1'}],
    ['is missing', undefined],
  ])('skips an endpoint whose targetRef %s', (_, targetRef) => {
    const odd = slice('web', [], {endpoints: [{addresses: ['10.1.0.1'], targetRef}]})
    expect(shown([headless(), member('p1'), odd])).toEqual([])
  })

  it('skips slices of names unless pod addresses do not matter', () => {
    const names = slice('web', [{pod: 'p1', address: 'x.example.net'}], {addressType: 'FQDN'})
    expect(shown([headless(), member('p1'), names])).toEqual([])
    expect(shown([headless({'endpoints-type': 'HostIP'}), member('p1'), names])).toEqual(['a.example.org A 0 10.0.0.1'])
  })

  it('warns of a pod that is not there, and takes the first address only', () => {
    const objects = [
      headless(),
      member('p1'),
      member('p3', {labels: {app: 'other'}}),
      slice(
        'web',
        [
          {pod: 'gone', address: '10.1.0.9'},
          {pod: 'p3', address: '10.1.0.3'},
        ],
        {name: 'web-a'},
      ),
      slice('web', [], {
        name: 'web-b',
        endpoints: [{addresses: ['10.1.0.1', '10.1.0.2'], targetRef: {kind: 'Pod', name: 'p1'}}],
      }),
    ]
    const found = desiredOf(objects)
    expect(show(found.endpoints)).toEqual(['a.example.org A 0 10.1.0.1 (service/shop/web)'])
    expect(found.warnings.map(({warning}) => warning)).toEqual([
      'the pod gone is not among the pods of Service shop/web',
      'the pod p3 is not among the pods of Service shop/web',
    ])
  })
})
