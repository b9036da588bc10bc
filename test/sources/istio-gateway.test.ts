import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {furtherLists} from '../../src/sources/chosen-sources.js'
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

const SOURCE = {sources: ['istio-gateway']}
const LABEL = '(gateway/d/g)'

function gateway(parts: ObjectParts = {}): KubeObject {
  return object('networking.istio.io/v1', 'Gateway', {
    name: 'g',
    namespace: 'd',
    spec: {selector: {istio: 'ingress'}, servers: [{hosts: ['a.example.org']}]},
    ...parts,
  })
}

function behind(entries: readonly unknown[], parts: ObjectParts = {}): KubeObject {
  return service({
    name: 'gw',
    namespace: 'istio-system',
    spec: {selector: {istio: 'ingress', app: 'gw'}},
    status: {loadBalancer: {ingress: entries}},
    ...parts,
  })
}

function found(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}) {
  return desiredOf(objects, {...SOURCE, ...changes})
}

function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(found(objects, changes).endpoints)
}

const SERVED = behind([{ip: '192.0.2.60', hostname: 'z.example.net'}])

describe('an Istio Gateway', () => {
  it('E14: publishes its hosts with the address of the Service that has its selector', () => {
    const spec = {selector: {istio: 'ingress'}, servers: [{hosts: ['d/a.example.org', '*']}]}
    expect(shown([gateway({spec}), SERVED])).toEqual([`a.example.org A 0 192.0.2.60 ${LABEL}`])
  })

  it.each<[readonly unknown[], readonly string[]]>([
    [['a.example.org'], ['a.example.org']],
    [
      ['x/a.example.org', './b.example.org', '*/c.example.org'],
      ['a.example.org', 'b.example.org', 'c.example.org'],
    ],
    [['*', 'x/*', 'x/', '', 7, null], []],
    [['*.example.org'], ['*.example.org']],
    [['x/y/a.example.org'], ['x/y/a.example.org']],
  ])('reads the hosts %j as %j', (hosts, expected) => {
    const objects = [gateway({spec: {selector: {istio: 'ingress'}, servers: [{hosts}]}}), SERVED]
    expect(found(objects).endpoints.map(({dnsName}) => dnsName)).toEqual(expected)
  })

  it('adds the hosts of its annotation, unless told to ignore them', () => {
    const annotated = gateway({
      annotations: {hostname: 'h.example.org', ttl: '60', 'set-identifier': 'x', 'aws-weight': '5'},
    })
    const rest = `{x} [aws/weight=5] ${LABEL}`
    expect(shown([annotated, SERVED])).toEqual([
      `a.example.org A 60 192.0.2.60 ${rest}`,
      `h.example.org A 60 192.0.2.60 ${rest}`,
    ])
    expect(shown([annotated, SERVED], {ignoresHostnameAnnotation: true})).toEqual([
      `a.example.org A 60 192.0.2.60 ${rest}`,
    ])
  })

  it('says where each host was asked for', () => {
    const spec = {selector: {istio: 'ingress'}, servers: [{}, {hosts: ['*', 'a.example.org']}]}
    expect(found([gateway({spec}), SERVED]).endpoints[0]?.origins[0]?.field).toBe('spec.servers[1].hosts[1]')
  })

  it('runs the template only when it names no host, with the same targets', () => {
    const fqdnTemplate = template('{{.Name}}.t.example.org')
    const nameless = gateway({spec: {selector: {istio: 'ingress'}, servers: [{hosts: ['*']}]}})
    expect(shown([nameless, SERVED], {fqdnTemplate})).toEqual([`g.t.example.org A 0 192.0.2.60 ${LABEL}`])
    expect(shown([gateway(), SERVED], {fqdnTemplate})).toEqual([`a.example.org A 0 192.0.2.60 ${LABEL}`])
  })
})

describe('the targets of an Istio Gateway', () => {
  const target = {target: '192.0.2.9'}
  const toIngress = {ingress: 'i'}
  const anIngress = ingress({
    name: 'i',
    namespace: 'd',
    status: {loadBalancer: {ingress: [{ip: '192.0.2.7', hostname: 'x.net'}]}},
  })

  it.each<[string, readonly KubeObject[], readonly string[]]>([
    ['its target annotation', [gateway({annotations: {...target, ...toIngress}}), anIngress, SERVED], ['192.0.2.9']],
    ['the Ingress it names', [gateway({annotations: toIngress}), anIngress, SERVED], ['192.0.2.7']],
    ['an Ingress with namespace', [gateway({namespace: 'e', annotations: {ingress: 'd/i'}}), anIngress], ['192.0.2.7']],
    ['no Ingress for an empty name', [gateway({annotations: {ingress: ''}}), anIngress, SERVED], ['192.0.2.60']],
    [
      'the external IPs of the Service',
      [gateway(), behind([{ip: '192.0.2.60'}], {spec: {selector: {istio: 'ingress'}, externalIPs: ['192.0.2.8']}})],
      ['192.0.2.8'],
    ],
    ['the host name where there is no address', [gateway(), behind([{hostname: 'z.example.net'}])], ['z.example.net']],
    [
      'all Services that fit',
      [gateway(), SERVED, behind([{ip: '192.0.2.61'}], {name: 'gw2', namespace: 'x'})],
      ['192.0.2.60', '192.0.2.61'],
    ],
    [
      'every Service when it selects nothing',
      [gateway({spec: {servers: [{hosts: ['a.example.org']}]}}), behind([{ip: '192.0.2.1'}], {spec: {}})],
      ['192.0.2.1'],
    ],
  ])('are %s', (_, objects, expected) => {
    expect(found(objects).endpoints.flatMap(({targets}) => targets)).toEqual(expected)
    expect(found(objects).problems).toEqual([])
  })

  it('are not Services outside of --namespace', () => {
    expect(shown([gateway(), SERVED], {namespace: 'd'})).toEqual([])
    expect(shown([gateway(), behind([{ip: '192.0.2.2'}], {namespace: 'd'}), SERVED], {namespace: 'd'})).toEqual([
      `a.example.org A 0 192.0.2.2 ${LABEL}`,
    ])
  })

  it.each(['external-dns.kubernetes.io/ingress', 'external-dns.alpha.kubernetes.io/ingress', 'our.example/ingress'])(
    'are read from %s under a prefix of our own',
    (key) => {
      const named = gateway({annotations: {[key]: 'i'}})
      expect(shown([named, anIngress], {annotationPrefixes: ['our.example/']})).toEqual([
        `a.example.org A 0 192.0.2.7 ${LABEL}`,
      ])
    },
  )

  it.each<[string, readonly KubeObject[], string]>([
    ['a Service without status', [gateway(), behind([])], 'has no Service with an address yet'],
    ['no Service', [gateway()], 'has no Service with an address yet'],
    [
      'an Ingress without status',
      [gateway({annotations: toIngress}), ingress({name: 'i', namespace: 'd'}), SERVED],
      'uses Ingress d/i, which has no address yet',
    ],
  ])('are waited for with %s', (_, objects, reason) => {
    expect(showPending(found(objects))).toEqual([`a.example.org: ${reason}`])
    expect(shown(objects)).toEqual([])
  })

  it.each([
    ['gone', 'the ingress annotation names Ingress d/gone, which does not exist'],
    ['a/b/c', 'the ingress annotation is invalid: "a/b/c" is neither a name nor namespace/name'],
  ])('are a problem of it when it names the Ingress %s; other Gateways go on', (name, problem) => {
    const other = gateway({name: 'h', spec: {selector: {istio: 'ingress'}, servers: [{hosts: ['b.example.org']}]}})
    const result = found([gateway({annotations: {ingress: name}}), other, SERVED, anIngress])
    expect(show(result.endpoints)).toEqual(['b.example.org A 0 192.0.2.60 (gateway/d/h)'])
    expect(result.problems.map((one) => [one.resource, one.dnsName, one.problem])).toEqual([
      ['gateway/d/g', 'a.example.org', problem],
    ])
  })

  it('are a problem when the Ingress lies outside of --namespace', () => {
    const result = found([gateway({annotations: {ingress: 'x/i'}})], {namespace: 'd'})
    expect(result.problems.map(({problem}) => problem)).toEqual([
      'the ingress annotation names Ingress x/i, which is outside --namespace=d',
    ])
  })
})

describe('besides Istio Gateways', () => {
  it.each<[string, ObjectParts, Partial<SourceSettings>, readonly string[]]>([
    ['Services are read for their addresses', {}, {}, ['services']],
    ['Ingresses are read for one that names its own', {annotations: {ingress: 'i'}}, {}, ['ingresses']],
    ['nothing is read for one with a target', {annotations: {target: 'x.net'}}, {}, []],
    ['nothing is read for one without a host', {spec: {servers: [{hosts: ['*']}]}}, {}, []],
    ['Services are read for a template', {spec: {}}, {fqdnTemplate: template('x')}, ['services']],
    ['nothing is read for another controller', {annotations: {controller: 'x'}}, {}, []],
  ])('%s', (_, parts, changes, expected) => {
    const flags = settings({...SOURCE, ...changes})
    expect(
      furtherLists({sources: sourcesOf(flags), cluster: cluster([gateway(parts)]), settings: flags}).map(
        ({resource}) => resource.plural,
      ),
    ).toEqual(expected)
  })

  it('only the namespace of --namespace is read', () => {
    const flags = settings({...SOURCE, namespace: 'd'})
    expect(
      furtherLists({sources: sourcesOf(flags), cluster: cluster([gateway()]), settings: flags}).map(
        ({namespace}) => namespace,
      ),
    ).toEqual(['d'])
  })
})
