import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {misshapenField} from '../../../src/sources/object/misshapen.js'
import {balanced, desiredOf, ingress, object} from '../builders.js'

const endpoints = (spec: unknown) => object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', {spec})

describe('a field of another type than it always has', () => {
  it.each<[string, KubeObject, string]>([
    ['rules that are a map', ingress({spec: {rules: {host: 'a.example.org'}}}), 'spec.rules: it is not a list of maps'],
    ['a rule that is a text', ingress({spec: {rules: ['a.example.org']}}), 'spec.rules: it is not a list of maps'],
    ['a host that is a number', ingress({spec: {rules: [{host: 7}]}}), 'spec.rules[0].host: it is not text'],
    [
      'hosts of TLS that are a text',
      ingress({spec: {tls: [{hosts: 'a'}]}}),
      'spec.tls[0].hosts: it is not a list of texts',
    ],
    ['a type that is a map', balanced([], {spec: {type: {}}}), 'spec.type: it is not text'],
    ['a spec that is a list', ingress({spec: [{rules: []}]}), 'spec: it is not a map'],
    ['a status that is a text', balanced([], {status: 'ready'}), 'status: it is not a map'],
    ['an address that is a list', balanced([{ip: ['192.0.2.1']}]), 'status.loadBalancer.ingress[0].ip: it is not text'],
    [
      'the name of a virtual host that is a list',
      object('projectcontour.io/v1', 'HTTPProxy', {spec: {virtualhost: {fqdn: ['a']}}}),
      'spec.virtualhost.fqdn: it is not text',
    ],
    [
      'a rule of Traefik that is a number',
      object('traefik.io/v1alpha1', 'IngressRoute', {spec: {routes: [{match: 7}]}}),
      'spec.routes[0].match: it is not text',
    ],
    [
      'targets that are a text',
      endpoints({endpoints: [{targets: 'a'}]}),
      'spec.endpoints[0].targets: it is not a list of texts',
    ],
  ])('is found: %s', (_what, one, found) => {
    const {field, problem} = misshapenField(one) ?? {}
    expect(`${field}: ${problem}`).toBe(found)
  })

  it('is not one that is absent or null, nor one of a name that is not known', () => {
    expect(misshapenField(ingress({spec: {rules: null, tls: undefined, other: {hosts: null}}}))).toBeUndefined()
    expect(misshapenField(balanced([{ip: '192.0.2.1', ports: 7}]))).toBeUndefined()
  })

  it('is not one of a map whose keys are data', () => {
    const spec = {selector: {status: 'on', rules: 'x'}, http: [{headers: {host: {exact: 'a'}}}]}
    expect(misshapenField(balanced([], {spec}))).toBeUndefined()
    expect(misshapenField(object('networking.istio.io/v1', 'Gateway', {spec: {servers: [{tls: {}}]}}))).toBeUndefined()
  })

  it('is not one whose name means something else there', () => {
    const backends = [{name: 'lb', type: 'lb', endpoints: ['http://192.0.2.1']}]
    expect(misshapenField(object('zalando.org/v1', 'RouteGroup', {spec: {backends}}))).toBeUndefined()
    const volumes = [{glusterfs: {endpoints: 'gluster', path: 'data'}}]
    expect(misshapenField(object('v1', 'Pod', {spec: {volumes}}))).toBeUndefined()
  })

  it('is looked for in what is nested deeper than a stack', () => {
    let deep: unknown = 'x'
    for (let level = 0; level < 20_000; level += 1) deep = {a: deep}
    expect(misshapenField(ingress({spec: {a: deep}}))).toBeUndefined()
  })

  it('makes the object one with a problem, so that nothing of it is deleted', () => {
    const found = desiredOf([ingress({name: 'odd', spec: {rules: {host: 'a.example.org'}}})])
    expect(found.problems).toEqual([
      {
        resource: 'ingress/shop/odd',
        origin: {kind: 'Ingress', namespace: 'shop', name: 'odd', field: 'spec.rules'},
        dnsName: undefined,
        problem: 'it is not a list of maps',
      },
    ])
  })
})
