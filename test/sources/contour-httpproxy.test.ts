import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {desiredOf, type ObjectParts, object, show, showPending, template} from './builders.js'

const SOURCE = {sources: ['contour-httpproxy']}
const LABEL = '(HTTPProxy/shop/web)'

function httpProxy(parts: ObjectParts = {}): KubeObject {
  return object('projectcontour.io/v1', 'HTTPProxy', {
    spec: {virtualhost: {fqdn: 'c.example.org'}},
    status: {currentStatus: 'invalid', loadBalancer: {ingress: [{ip: '192.0.2.1', hostname: 'lb.example.net'}]}},
    ...parts,
  })
}

describe('a Contour HTTPProxy', () => {
  it('publishes its virtual host at address and name of its status, valid or not', () => {
    expect(show(desiredOf([httpProxy()], SOURCE).endpoints)).toEqual([
      `c.example.org A 0 192.0.2.1 ${LABEL}`,
      `c.example.org CNAME 0 lb.example.net ${LABEL}`,
    ])
  })

  it('publishes the hosts of its annotation too, unless told to ignore them', () => {
    const annotations = {hostname: 'h.example.org', target: '192.0.2.2', 'aws-weight': '1', 'set-identifier': 's'}
    const names = (changes = {}) =>
      desiredOf([httpProxy({annotations})], {...SOURCE, ...changes}).endpoints.map(({dnsName}) => dnsName)
    expect(names()).toEqual(['c.example.org', 'h.example.org'])
    expect(names({ignoresHostnameAnnotation: true})).toEqual(['c.example.org'])
  })

  it('without a virtual host takes the name of the template', () => {
    const changes = {...SOURCE, fqdnTemplate: template('{{.Name}}.t.example.org')}
    const included = httpProxy({spec: {}, annotations: {target: '192.0.2.2'}})
    expect(show(desiredOf([included], changes).endpoints)).toEqual([`web.t.example.org A 0 192.0.2.2 ${LABEL}`])
    expect(desiredOf([included], SOURCE).endpoints).toEqual([])
  })

  it('without an address waits', () => {
    expect(showPending(desiredOf([httpProxy({status: {}})], SOURCE))).toEqual(['c.example.org: has no address yet'])
  })
})
