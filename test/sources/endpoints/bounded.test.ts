import {describe, expect, it} from 'vitest'
import {joinBounded} from '../../../src/sources/endpoints/bounded.js'
import {desired} from '../../../src/sources/object/desired.js'
import {toSourceObject} from '../../../src/sources/object/source-object.js'
import {
  balanced,
  desiredOf,
  endpoint,
  ingress,
  node,
  object,
  pod,
  service,
  settings,
  show,
  template,
} from '../builders.js'

const ADDRESS = [{ip: '192.0.2.10'}]
const status = {loadBalancer: {ingress: ADDRESS}}
const good = balanced(ADDRESS, {name: 'good', annotations: {hostname: 'good.example.org'}})
const GOOD = 'good.example.org A 0 192.0.2.10 (service/shop/good)'
const many = (count: number, make = (n: number) => `h${n}.example.org`) =>
  Array.from({length: count}, (_, n) => make(n))
const addresses = (count: number) => many(count, (n) => `10.0.${n >> 8}.${n & 255}`)
const entry = (dnsName: string, targets: readonly string[] = ['192.0.2.1']) => ({dnsName, recordType: 'A', targets})
const TOO_MANY = 'it asks for 10001 hosts, and one object may ask for 10000'
const list = many(10_001).join(',')

describe('an object that asks for more hosts than anybody can mean is one problem, and all others go on', () => {
  it.each([
    ['the annotation of a Service', balanced(ADDRESS, {annotations: {hostname: list}}), {}],
    ['its internal one', balanced(ADDRESS, {annotations: {'internal-hostname': list}}), {}],
    ['the annotation of an Ingress', ingress({status, annotations: {hostname: list}}), {}],
    ['rules of an Ingress', ingress({status, spec: {rules: many(10_001).map((host) => ({host}))}}), {}],
    ['TLS hosts of an Ingress', ingress({status, spec: {tls: [{hosts: many(10_001)}]}}), {}],
    [
      'entries of a DNSEndpoint',
      object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', {
        spec: {endpoints: many(10_001).map((name) => entry(name))},
      }),
      {},
    ],
    ['a template', balanced(ADDRESS, {annotations: {note: list}}), {fqdnTemplate: template(NOTE())}],
    [
      'a template of pairs',
      balanced(ADDRESS, {annotations: {note: many(10_001, (n) => `h${n}.example.org:192.0.2.1`).join(',')}}),
      {fqdnTargetTemplate: template(NOTE())},
    ],
    ['a Pod', pod('web', {annotations: {hostname: list}, spec: {nodeName: 'one'}}), {}],
    [
      'an older tool',
      service({labels: {dns: 'route53'}, annotations: {domainName: list}, status}),
      {compatibility: 'molecule'},
    ],
    ['VirtualService hosts', object('networking.istio.io/v1', 'VirtualService', {spec: {hosts: many(10_001)}}), {}],
  ] as const)('%s', (_case, hostile, flags) => {
    const sources = ['service', 'ingress', 'crd', 'pod', 'istio-virtualservice']
    const found = desiredOf([hostile, good, node('one', [['ExternalIP', '192.0.2.3']])], {...flags, sources})
    expect(show(found.endpoints)).toEqual([GOOD])
    expect(found.problems.map(({problem, origin, dnsName}) => [origin.name, dnsName, problem])).toEqual([
      ['web', undefined, TOO_MANY],
    ])
    expect(found.pending).toEqual([])
  })

  it('10,000 are served', () => {
    const found = desiredOf([balanced(ADDRESS, {annotations: {hostname: many(10_000).join(',')}})])
    expect(found.endpoints).toHaveLength(10_000)
    expect(found.problems).toEqual([])
  })

  it('one host that is asked for again and again counts once', () => {
    const tls = [{hosts: many(30_000, () => 'h.example.org')}]
    expect(show(desiredOf([ingress({spec: {tls}, status})]).endpoints)).toEqual([
      'h.example.org A 0 192.0.2.10 (ingress/shop/web)',
    ])
  })
})

it('the target annotation is read once, not once a host', () => {
  const annotations = {target: ','.repeat(130_000), hostname: many(9000).join(',')}
  const startedAt = performance.now()
  const found = desiredOf([balanced(ADDRESS, {annotations}), good])
  expect(show(found.endpoints)).toEqual([GOOD])
  expect(found.problems).toHaveLength(9000)
  // Parsing the annotation once per host took minutes.
  expect(performance.now() - startedAt).toBeLessThan(20_000)
})

describe('hosts times targets', () => {
  const TOO_FAR = /^its \d+ hosts have more than 100000 targets together/

  it.each([
    ['annotations', balanced([], {annotations: {hostname: many(4000).join(','), target: addresses(4000).join(',')}})],
    [
      'load balancer addresses',
      balanced(
        addresses(4000).map((ip) => ({ip})),
        {annotations: {hostname: many(4000).join(',')}},
      ),
    ],
    [
      'entries of a DNSEndpoint',
      object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', {
        spec: {endpoints: many(300).map((name) => entry(name, addresses(400)))},
      }),
    ],
  ])('%s', (_case, hostile) => {
    const found = desiredOf([hostile, good], {sources: ['service', 'crd']})
    expect(show(found.endpoints)).toEqual([GOOD])
    expect(found.problems.map(({problem}) => problem)).toEqual([expect.stringMatching(TOO_FAR)])
  })

  it('are counted while they are made, so no more than the limit is', () => {
    const sourceObject = toSourceObject(service(), 'service/shop/web', 'service', settings())
    let made = 0
    const found = joinBounded(many(10_000), sourceObject, 'annotation hostname', (host) => {
      made++
      return desired({endpoints: [endpoint(host, {targets: addresses(1000)})]})
    })
    expect(found.problems).toHaveLength(1)
    expect(made).toBe(101)
  })
})

function NOTE(): string {
  return '{{ index .Annotations "external-dns.kubernetes.io/note" }}'
}
