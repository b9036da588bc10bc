import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {desiredOf, type ObjectParts, object, show, showPending, template} from './builders.js'

const SOURCES = {sources: ['f5-virtualserver', 'f5-transportserver']}

function virtualServer(parts: ObjectParts = {}, kind = 'VirtualServer'): KubeObject {
  return object('cis.f5.com/v1', kind, {
    spec: {host: 'f.example.org'},
    status: {vsAddress: '192.0.2.1'},
    ...parts,
  })
}

function found(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) {
  return desiredOf(objects, {...SOURCES, ...changes})
}

describe.each([
  ['VirtualServer', 'f5-virtualserver'],
  ['TransportServer', 'f5-transportserver'],
])('an F5 %s', (kind, name) => {
  const server = (parts: ObjectParts = {}) => virtualServer(parts, kind)
  const label = `(${name}/shop/web)`

  it.each<[string, ObjectParts, string]>([
    ['its status', {}, '192.0.2.1'],
    ['its spec', {spec: {host: 'f.example.org', virtualServerAddress: '192.0.2.2'}}, '192.0.2.2'],
    [
      'its annotation',
      {spec: {host: 'f.example.org', virtualServerAddress: '192.0.2.2'}, annotations: {target: '192.0.2.3'}},
      '192.0.2.3',
    ],
  ])('publishes its host at the address of %s', (_, parts, target) => {
    expect(show(found([server(parts)]).endpoints)).toEqual([`f.example.org A 0 ${target} ${label}`])
  })

  it('takes a TTL, and neither properties, set identifier nor host names from annotations', () => {
    const annotations = {ttl: '60', 'aws-weight': '1', 'set-identifier': 's', hostname: 'h.example.org'}
    expect(show(found([server({annotations})]).endpoints)).toEqual([`f.example.org A 60 192.0.2.1 ${label}`])
  })

  it.each([[undefined], [{}], [{vsAddress: ''}], [{vsAddress: 'None'}], [{vsAddress: 'NONE'}]])(
    'waits while its status is %j, even with a target',
    (status) => {
      const result = found([server({status, annotations: {target: '192.0.2.3', 'set-identifier': 's'}})])
      expect(result.endpoints).toEqual([])
      expect(showPending(result)).toEqual(['f.example.org: has no address yet'])
      expect(result.pending[0]?.setIdentifier).toBe('')
      expect(result.warnings).toEqual([])
    },
  )

  it('runs the templates whether it has an address or not, only where it gave nothing', () => {
    const changes = {fqdnTemplate: template('{{.Name}}.t.example.org'), targetTemplate: template('192.0.2.3')}
    const templated = ['web.t.example.org A 0 192.0.2.3']
    expect(show(found([server({status: {}})], changes).endpoints)).toEqual(templated)
    expect(show(found([server({status: {}, spec: {}})], changes).endpoints)).toEqual(templated)
    expect(show(found([server()], changes).endpoints)).toEqual([`f.example.org A 0 192.0.2.1 ${label}`])
    // With an address, an empty host counts as a request.
    expect(show(found([server({spec: {}})], changes).endpoints)).toEqual([])
  })

  it('E16: gives pairs their own targets', () => {
    const pairs =
      'a.example.org:192.0.2.1,a.example.org:192.0.2.2,b.example.org:2001:db8::1,c.example.org:lb.example.net.,junk'
    expect(show(found([server({status: {}, spec: {}})], {fqdnTargetTemplate: template(pairs)}).endpoints)).toEqual([
      'a.example.org A 0 192.0.2.1;192.0.2.2',
      'b.example.org AAAA 0 2001:db8::1',
      'c.example.org CNAME 0 lb.example.net',
    ])
  })

  it('that comes to nothing is warned of', () => {
    expect(found([server({status: {}, spec: {}})]).warnings.map(({warning}) => warning)).toEqual([
      `the ${kind} asks for no host`,
    ])
    expect(found([server({spec: {}})]).warnings).toEqual([])
  })
})

describe('host aliases', () => {
  const spec = {host: 'f.example.org', hostAliases: ['', 'g.example.org']}

  it('are published for a VirtualServer', () => {
    const result = found([virtualServer({spec})])
    expect(result.endpoints.map(({dnsName, origins}) => [dnsName, origins[0]?.field])).toEqual([
      ['f.example.org', 'spec.host'],
      ['g.example.org', 'spec.hostAliases[1]'],
    ])
  })

  it('are not read of a TransportServer', () => {
    expect(found([virtualServer({spec}, 'TransportServer')]).endpoints).toHaveLength(1)
  })
})
