import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {desiredOf, type ObjectParts, object, show, showPending, template} from './builders.js'

const SOURCE = {sources: ['kong-tcpingress']}
const LABEL = '(tcpingress/shop/web)'

function tcpIngress(parts: ObjectParts = {}): KubeObject {
  return object('configuration.konghq.com/v1beta1', 'TCPIngress', {
    spec: {rules: [{port: 1}, {host: 'k.example.org'}], tls: [{hosts: ['t.example.org']}]},
    status: {loadBalancer: {ingress: [{ip: '192.0.2.1', hostname: 'lb.example.net'}]}},
    ...parts,
  })
}

describe('a Kong TCPIngress', () => {
  it('publishes the hosts of its rules at address and name of its status, not those of its TLS part', () => {
    const found = desiredOf([tcpIngress()], SOURCE)
    expect(show(found.endpoints)).toEqual([
      `k.example.org A 0 192.0.2.1 ${LABEL}`,
      `k.example.org CNAME 0 lb.example.net ${LABEL}`,
    ])
    expect(found.endpoints[0]?.origins[0]?.field).toBe('spec.rules[1].host')
  })

  it('publishes the hosts of its annotation first', () => {
    const annotations = {hostname: 'h.example.org', target: '192.0.2.2', ttl: '60'}
    const found = (changes = {}) => desiredOf([tcpIngress({annotations})], {...SOURCE, ...changes}).endpoints
    expect(found().map(({dnsName, ttlSeconds}) => [dnsName, ttlSeconds])).toEqual([
      ['h.example.org', 60],
      ['k.example.org', 60],
    ])
    expect(found({ignoresHostnameAnnotation: true})).toHaveLength(1)
  })

  it('runs no template', () => {
    const fqdnTemplate = template('{{.Name}}.t.example.org')
    expect(desiredOf([tcpIngress({spec: {}})], {...SOURCE, fqdnTemplate, fqdnTargetTemplate: template('a:b')})).toEqual(
      {
        endpoints: [],
        pending: [],
        problems: [],
        warnings: [],
        unused: [],
        waiting: [],
      },
    )
  })

  it('without an address waits', () => {
    expect(showPending(desiredOf([tcpIngress({status: null})], SOURCE))).toEqual(['k.example.org: has no address yet'])
  })
})
