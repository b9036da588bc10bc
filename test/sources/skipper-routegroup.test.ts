import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {neededLists} from '../../src/sources/chosen-sources.js'
import {desiredOf, type ObjectParts, object, settings, show, showPending, sourcesOf, template} from './builders.js'

const SOURCE = {sources: ['skipper-routegroup']}
const LABEL = '(routegroup/shop/web)'

function routeGroup(parts: ObjectParts = {}, apiVersion = 'zalando.org/v1'): KubeObject {
  return object(apiVersion, 'RouteGroup', {
    spec: {hosts: ['', 's.example.org']},
    status: {loadBalancer: {routeGroup: [{ip: '192.0.2.1', hostname: 'lb.example.net'}], ingress: [{ip: '192.0.2.9'}]}},
    ...parts,
  })
}

describe('a Skipper RouteGroup', () => {
  it('publishes its hosts at address and name of its status', () => {
    expect(show(desiredOf([routeGroup()], SOURCE).endpoints)).toEqual([
      `s.example.org A 0 192.0.2.1 ${LABEL}`,
      `s.example.org CNAME 0 lb.example.net ${LABEL}`,
    ])
  })

  it('publishes the hosts of its annotation too, unless told to ignore them', () => {
    const annotations = {hostname: 'h.example.org', target: '192.0.2.2'}
    const found = (changes = {}) => desiredOf([routeGroup({annotations})], {...SOURCE, ...changes}).endpoints
    expect(found().map(({dnsName}) => dnsName)).toEqual(['s.example.org', 'h.example.org'])
    expect(found({ignoresHostnameAnnotation: true})).toHaveLength(1)
  })

  it('without hosts takes the name of the template, written the old way too', () => {
    const annotations = {target: '192.0.2.2'}
    const changes = {...SOURCE, fqdnTemplate: template('{{.Name}}.a.example.org,{{.Metadata.Name}}.b.example.org')}
    expect(show(desiredOf([routeGroup({spec: {}, annotations})], changes).endpoints)).toEqual([
      `web.a.example.org A 0 192.0.2.2 ${LABEL}`,
      `web.b.example.org A 0 192.0.2.2 ${LABEL}`,
    ])
  })

  it('without an address waits', () => {
    expect(showPending(desiredOf([routeGroup({status: {}})], SOURCE))).toEqual(['s.example.org: has no address yet'])
  })

  it('is read from the group and version of --skipper-routegroup-groupversion', () => {
    const flags = settings({...SOURCE, routeGroupVersion: 'example.net/v2', namespace: 'shop'})
    expect(neededLists(sourcesOf(flags), flags)).toEqual([
      {
        resource: {group: 'example.net', version: 'v2', plural: 'routegroups', kind: 'RouteGroup', isNamespaced: true},
        namespace: 'shop',
      },
    ])
    const other = routeGroup({annotations: {target: '192.0.2.2'}}, 'example.net/v2')
    expect(desiredOf([other, routeGroup({name: 'x'})], flags).endpoints.map(({resource}) => resource)).toEqual([
      'routegroup/shop/web',
    ])
  })
})
