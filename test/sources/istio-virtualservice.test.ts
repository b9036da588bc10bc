import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {furtherLists} from '../../src/sources/chosen-sources.js'
import {bindsHost} from '../../src/sources/istio/gateway-link.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {
  cluster,
  desiredOf,
  type ObjectParts,
  object,
  service,
  settings,
  show,
  showPending,
  showUnused,
  sourcesOf,
  template,
} from './builders.js'

const SOURCE = {sources: ['istio-virtualservice']}
const LABEL = '(virtualservice/e/v)'

function gateway(parts: ObjectParts = {}): KubeObject {
  return object('networking.istio.io/v1', 'Gateway', {
    name: 'g',
    namespace: 'd',
    spec: {selector: {istio: 'ingress'}, servers: [{hosts: ['*']}]},
    ...parts,
  })
}

function virtualService(parts: ObjectParts = {}): KubeObject {
  return object('networking.istio.io/v1', 'VirtualService', {
    name: 'v',
    namespace: 'e',
    spec: {gateways: ['d/g'], hosts: ['b.example.org']},
    ...parts,
  })
}

const SERVED = service({
  name: 'gw',
  namespace: 'istio-system',
  spec: {selector: {istio: 'ingress', app: 'gw'}},
  status: {loadBalancer: {ingress: [{ip: '192.0.2.60', hostname: 'z.example.net'}]}},
})

function found(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) {
  return desiredOf(objects, {...SOURCE, ...changes})
}

function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(found(objects, changes).endpoints)
}

describe('an Istio VirtualService', () => {
  it('E14: publishes a host that its Gateway takes, with the address behind the Gateway', () => {
    const hosts = gateway({spec: {selector: {istio: 'ingress'}, servers: [{hosts: ['d/a.example.org', '*']}]}})
    expect(shown([virtualService(), hosts, SERVED])).toEqual([`b.example.org A 0 192.0.2.60 ${LABEL}`])
  })

  it('leaves out * and strips a namespace, and adds the hosts of its annotation', () => {
    const spec = {gateways: ['d/g'], hosts: ['*', '', 'x/b.example.org']}
    const annotated = virtualService({
      spec,
      annotations: {hostname: 'h.example.org', ttl: '1m', 'aws-weight': '1', 'set-identifier': 's'},
    })
    const rest = `{s} [aws/weight=1] ${LABEL}`
    expect(shown([annotated, gateway(), SERVED])).toEqual([
      `b.example.org A 60 192.0.2.60 ${rest}`,
      `h.example.org A 60 192.0.2.60 ${rest}`,
    ])
    expect(shown([annotated, gateway(), SERVED], {ignoresHostnameAnnotation: true})).toHaveLength(1)
  })

  it('points at its own target without asking any Gateway', () => {
    const own = virtualService({annotations: {target: 'edge.example.net'}, spec: {hosts: ['b.example.org']}})
    expect(shown([own])).toEqual([`b.example.org CNAME 0 edge.example.net ${LABEL}`])
  })

  it('runs the template without its own target, through the Gateways that take the name', () => {
    const fqdnTemplate = template('{{.Name}}.t.example.org')
    const parts = {annotations: {target: 'edge.example.net'}}
    const nameless = virtualService({...parts, spec: {gateways: ['d/g'], hosts: ['*']}})
    expect(shown([nameless, gateway(), SERVED], {fqdnTemplate})).toEqual([`v.t.example.org A 0 192.0.2.60 ${LABEL}`])
    const none = virtualService({...parts, spec: {hosts: []}})
    expect(shown([none, gateway(), SERVED], {fqdnTemplate})).toEqual([])
    const narrow = gateway({spec: {servers: [{hosts: ['other.example.org']}]}})
    expect(shown([nameless, narrow, SERVED], {fqdnTemplate})).toEqual([])
  })
})

describe('the Gateways of a VirtualService', () => {
  const second = gateway({name: 'h', annotations: {target: '192.0.2.1'}})

  it.each<[readonly unknown[], readonly KubeObject[], readonly string[]]>([
    [['d/g'], [gateway()], ['192.0.2.60']],
    [
      ['d/g', 'd/h', 'd/g'],
      [gateway(), second],
      ['192.0.2.1', '192.0.2.60'],
    ],
    [['g'], [gateway({namespace: 'e'})], ['192.0.2.60']],
    [['', 'mesh'], [gateway()], []],
    [[], [gateway()], []],
    [['d/gone', 'd/h'], [second], ['192.0.2.1']],
  ])('%j give its targets', (gateways, objects, expected) => {
    const requesting = virtualService({spec: {gateways, hosts: ['b.example.org']}})
    const result = found([requesting, ...objects, SERVED])
    expect(result.endpoints.flatMap(({targets}) => targets)).toEqual(expected)
    expect(result.problems).toEqual([])
    expect(result.pending).toEqual([])
  })

  it('that do not take the host leave it unwanted', () => {
    const narrow = gateway({spec: {selector: {istio: 'ingress'}, servers: [{hosts: ['a.example.org']}]}})
    const read = found([virtualService(), narrow, SERVED])
    expect(read).toMatchObject({endpoints: [], pending: [], problems: [], warnings: []})
    expect(showUnused(read)).toEqual(['b.example.org: not accepted by Gateway d/g'])
  })

  it.each<[string, readonly KubeObject[], Partial<SourceSettings>, string]>([
    ['has no Service', [gateway()], {}, 'uses Gateway d/g, which has no Service with an address yet'],
    ['is not there', [SERVED], {}, 'uses Gateway d/g, which does not exist'],
    [
      'is outside of --namespace',
      [gateway(), SERVED],
      {namespace: 'e'},
      'uses Gateway d/g, which is outside --namespace=e',
    ],
  ])('one that %s lets the host wait', (_, objects, changes, reason) => {
    expect(showPending(found([virtualService(), ...objects], changes))).toEqual([`b.example.org: ${reason}`])
  })

  it('that are not there are warned of', () => {
    expect(found([virtualService()]).warnings).toEqual([
      {
        origin: {kind: 'VirtualService', namespace: 'e', name: 'v', field: 'spec.gateways[0]'},
        warning: 'Gateway d/g does not exist',
      },
    ])
  })

  it.each<[string, readonly unknown[], ObjectParts, string]>([
    ['with a name of three parts', ['a/b/c'], {}, '"a/b/c" is neither a name nor namespace/name'],
    [
      'that names a missing Ingress',
      ['d/g'],
      {annotations: {ingress: 'i'}},
      'Gateway d/g: the ingress annotation names Ingress d/i, which does not exist',
    ],
    [
      'whose target is empty',
      ['d/g'],
      {annotations: {target: ','}},
      'Gateway d/g: the target annotation names no target',
    ],
  ])('one %s is a problem of the VirtualService', (_, gateways, parts, problem) => {
    const requesting = virtualService({spec: {gateways: [...gateways, 'd/h'], hosts: ['b.example.org']}})
    const result = found([requesting, gateway(parts), second, SERVED])
    expect(result.endpoints).toEqual([])
    expect(result.problems).toEqual([
      {
        resource: 'virtualservice/e/v',
        origin: {kind: 'VirtualService', namespace: 'e', name: 'v', field: 'spec.gateways[0]'},
        dnsName: 'b.example.org',
        problem,
      },
    ])
  })
})

describe('a Gateway takes a host', () => {
  const HOST = 'b.example.org'
  it.each<[string, boolean]>([
    ['*', true],
    ['b.example.org', true],
    ['B.example.org', false],
    ['*.example.org', true],
    ['*.org', true],
    ['*example.org', false],
    ['*.b.example.org', false],
    ['example.org', false],
    ['*/b.example.org', true],
    ['e/b.example.org', true],
    ['d/b.example.org', false],
    ['./b.example.org', false],
    ['e/*', true],
    ['x/e/*', false],
    ['', false],
    ['e/', false],
  ])('of another namespace with the server host %j: %j', (host, expected) => {
    expect(bindsHost(virtualService(), gateway({spec: {servers: [{hosts: [host]}]}}), HOST)).toBe(expected)
  })

  it('of its own namespace with a dot', () => {
    const own = gateway({namespace: 'e', spec: {servers: [{}, {hosts: ['x', './b.example.org']}]}})
    expect(bindsHost(virtualService(), own, HOST)).toBe(true)
  })

  it.each<[readonly unknown[], string, boolean]>([
    [[], 'd', true],
    [['*'], 'd', true],
    [['d'], 'd', true],
    [['x', 'd'], 'd', true],
    [['.'], 'd', false],
    [['.'], 'e', true],
    [['e'], 'd', false],
    [['x'], 'd', false],
  ])('exported to %j in namespace %s: %j', (exportTo, namespace, expected) => {
    const requesting = virtualService({spec: {exportTo}})
    expect(bindsHost(requesting, gateway({namespace}), HOST)).toBe(expected)
  })
})

describe('besides VirtualServices and Gateways', () => {
  const narrow = gateway({spec: {servers: [{hosts: ['a.example.org']}]}})
  it.each<[string, readonly KubeObject[], Partial<SourceSettings>, readonly string[]]>([
    ['Services are read for a Gateway that takes a host', [virtualService(), gateway()], {}, ['services']],
    ['Ingresses where it names one', [virtualService(), gateway({annotations: {ingress: 'i'}})], {}, ['ingresses']],
    ['nothing where it has a target', [virtualService(), gateway({annotations: {target: 'x.net'}})], {}, []],
    ['nothing for an own target', [virtualService({annotations: {target: 'x.net'}}), gateway()], {}, []],
    ['nothing for a Gateway that takes no host', [virtualService(), narrow], {}, []],
    ['Services for a template', [virtualService(), narrow], {fqdnTemplate: template('x')}, ['services']],
    ['nothing for the mesh', [virtualService({spec: {gateways: ['mesh'], hosts: ['x']}}), gateway()], {}, []],
  ])('%s', (_, objects, changes, expected) => {
    const flags = settings({...SOURCE, ...changes})
    const more = furtherLists({sources: sourcesOf(flags), cluster: cluster(objects), settings: flags})
    expect(more.map(({resource}) => resource.plural)).toEqual(expected)
  })
})
