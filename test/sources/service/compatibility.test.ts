import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {balanced, desiredOf, node, service, show} from '../builders.js'

function shown(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): readonly string[] {
  return show(desiredOf(objects, changes).endpoints).map((line) => line.replace(' (service/shop/web)', ''))
}

const HOST = {hostname: 'a.example.org'}

describe('the compatibility modes', () => {
  const lb = [{ip: '192.0.2.1', hostname: 'lb.example.net'}]
  const kops = 'dns.alpha.kubernetes.io/'
  const nodes = [
    node(
      'n1',
      [
        ['ExternalIP', '192.0.2.1'],
        ['InternalIP', '10.0.0.1'],
      ],
      {labels: {'node-role.kubernetes.io/node': ''}},
    ),
    node('control', [['ExternalIP', '192.0.2.9']]),
  ]

  it('mate reads one name', () => {
    const web = balanced(lb, {annotations: {'zalando.org/dnsname': 'm.example.org', ttl: '60', 'aws-weight': '1'}})
    expect(shown([web], {compatibility: 'mate'})).toEqual([
      'm.example.org A 0 192.0.2.1',
      'm.example.org CNAME 0 lb.example.net',
    ])
    expect(shown([web])).toEqual([])
  })

  it('molecule reads names of Services with its label', () => {
    const parts = {annotations: {domainName: 'a.example.org, b.example.org'}, labels: {dns: 'route53'}}
    const web = balanced([{ip: '192.0.2.1'}], parts)
    expect(shown([web], {compatibility: 'molecule'})).toEqual([
      'a.example.org A 0 192.0.2.1',
      'b.example.org A 0 192.0.2.1',
    ])
    expect(shown([balanced(lb, {...parts, labels: {}})], {compatibility: 'molecule'})).toEqual([])
  })

  it('kops reads both names of a load balancer', () => {
    const annotations = {[`${kops}external`]: 'e.example.org', [`${kops}internal`]: 'i.example.org'}
    expect(shown([balanced([{ip: '192.0.2.1'}], {annotations})], {compatibility: 'kops-dns-controller'})).toEqual([
      'e.example.org A 0 192.0.2.1',
      'i.example.org A 0 192.0.2.1',
    ])
  })

  it.each([
    [{[`${kops}external`]: 'e.example.org'}, ['e.example.org A 0 192.0.2.1']],
    [{[`${kops}internal`]: 'i.example.org'}, ['i.example.org A 0 10.0.0.1']],
    [{[`${kops}external`]: 'e.example.org', [`${kops}internal`]: 'i.example.org'}, []],
    [{}, []],
  ])('kops gives a NodePort Service with %j %j', (annotations, expected) => {
    const web = service({spec: {type: 'NodePort'}, annotations})
    expect(shown([web, ...nodes], {compatibility: 'kops-dns-controller'})).toEqual(expected)
  })

  it('counts only while our own annotations give nothing', () => {
    const web = balanced([{ip: '192.0.2.1'}], {annotations: {...HOST, 'zalando.org/dnsname': 'm.example.org'}})
    expect(shown([web], {compatibility: 'mate'})).toEqual(['a.example.org A 0 192.0.2.1'])
  })

  it('makes an IPv6 address a problem, since mate writes it into an A', () => {
    const web = balanced([{ip: '2001:db8::1'}], {annotations: {'zalando.org/dnsname': 'm.example.org'}})
    const found = desiredOf([web], {compatibility: 'mate'})
    expect(found.endpoints).toEqual([])
    expect(found.problems.map(({dnsName, problem}) => [dnsName, problem])).toEqual([
      ['m.example.org', 'm.example.org A: the target "2001:db8::1" is not an IPv4 address'],
    ])
  })
})
