import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {desiredOf, node, pod, service, show} from '../builders.js'

function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(desiredOf(objects, changes).endpoints).map((line) => line.replace(' (service/shop/web)', ''))
}

const HOST = {hostname: 'a.example.org'}

describe('a NodePort Service', () => {
  const nodePort = (spec: object = {}, annotations: Record<string, string> = {}) =>
    service({spec: {type: 'NodePort', selector: {app: 'w'}, ...spec}, annotations: {...HOST, ...annotations}})
  const nodes = [
    node('n1', [
      ['ExternalIP', '192.0.2.1'],
      ['InternalIP', '10.0.0.1'],
      ['InternalIP', '2001:db8::1'],
      ['Hostname', 'n1'],
    ]),
    node('n2', [['InternalIP', '10.0.0.2']]),
    node('n3', [['ExternalIP', '192.0.2.3']], {spec: {unschedulable: true}}),
  ]

  it.each([
    ['automatic', {}, ['A 0 192.0.2.1']],
    ['automatic', {exposesInternalIpv6: true}, ['A 0 192.0.2.1', 'AAAA 0 2001:db8::1']],
    ['automatic', {excludesUnschedulable: false}, ['A 0 192.0.2.1;192.0.2.3']],
    ['public', {}, ['A 0 192.0.2.1']],
    ['Public', {}, ['A 0 192.0.2.1']],
    ['private', {}, ['A 0 10.0.0.1;10.0.0.2', 'AAAA 0 2001:db8::1']],
  ])('with access %s and %j publishes %j', (access, changes, expected) => {
    expect(shown([nodePort({}, {access}), ...nodes], changes)).toEqual(expected.map((line) => `a.example.org ${line}`))
  })

  it('falls back to internal addresses when no node has another', () => {
    expect(shown([nodePort(), ...nodes.slice(1)])).toEqual(['a.example.org A 0 10.0.0.2'])
  })

  it('unites ports of one protocol and skips ports without a node port', () => {
    const ports = [{nodePort: 30001}, {nodePort: 30000, protocol: 'TCP'}, {port: 80}, {nodePort: 0}]
    expect(shown([nodePort({ports}), ...nodes]).slice(0, 1)).toEqual([
      '_web._tcp.a.example.org SRV 0 "0 50 30000 a.example.org.";"0 50 30001 a.example.org."',
    ])
  })

  it('has exactly one trailing dot in its SRV target', () => {
    const found = desiredOf([nodePort({ports: [{nodePort: 30000}]}, {hostname: 'a.example.org.'}), ...nodes])
    expect(found.endpoints[0]?.targets).toEqual(['0 50 30000 a.example.org.'])
  })

  it('has no SRV for a host that is an address: such a target has no dot', () => {
    const found = desiredOf([nodePort({ports: [{nodePort: 30000}]}, {hostname: '192.0.2.200'}), ...nodes])
    expect(found.endpoints.map(({recordType}) => recordType)).toEqual(['A'])
    expect(found.problems).toEqual([])
    expect(found.warnings).toHaveLength(1)
  })

  it('with a name of 63 octets has a problem only where SRV is managed', () => {
    const long = service({
      name: 'n'.repeat(63),
      annotations: HOST,
      spec: {type: 'NodePort', ports: [{nodePort: 30000}]},
    })
    expect(desiredOf([long, ...nodes]).problems).toEqual([])
    expect(desiredOf([long, ...nodes], {managedRecordTypes: ['A', 'SRV']}).problems).toHaveLength(1)
  })

  describe('with local traffic', () => {
    const local = nodePort({externalTrafficPolicy: 'Local'})
    const plain = ['n1', 'n2', 'n3'].map((name, index) => node(name, [['ExternalIP', `192.0.2.${index + 1}`]]))
    const on = (nodeName: string, name: string, parts: {ready?: boolean; phase?: string; app?: string} = {}) =>
      pod(name, {
        labels: {app: parts.app ?? 'w'},
        spec: {nodeName},
        status: {
          phase: parts.phase ?? 'Running',
          conditions: [{type: 'Ready', status: parts.ready === false ? 'False' : 'True'}],
        },
      })
    const ending = (object: KubeObject): KubeObject => ({
      ...object,
      metadata: {...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z'},
    })

    it.each([
      ['ready beats ending', [on('n1', 'p1'), ending(on('n2', 'p2'))], '192.0.2.1'],
      ['ending beats not ready', [on('n1', 'p1', {ready: false}), ending(on('n2', 'p2'))], '192.0.2.2'],
      ['not ready is better than none', [on('n2', 'p1', {ready: false})], '192.0.2.2'],
      [
        'all nodes of the best rank count',
        [on('n1', 'p1'), on('n2', 'p2'), on('n2', 'p3', {ready: false})],
        '192.0.2.1;192.0.2.2',
      ],
      [
        'what does not run does not count',
        [on('n1', 'p1', {phase: 'Pending'}), on('n2', 'p2', {ready: false})],
        '192.0.2.2',
      ],
      ['other pods do not count', [on('n1', 'p1', {app: 'x'}), on('n2', 'p2', {ready: false})], '192.0.2.2'],
      ['unknown nodes do not count', [on('n9', 'p1'), on('n2', 'p2', {ready: false})], '192.0.2.2'],
    ])('%s', (_, pods, expected) => {
      expect(shown([local, ...plain, ...pods])).toEqual([`a.example.org A 0 ${expected}`])
    })
  })
})
