import {expect, it} from 'vitest'
import type {KubeObject} from '../../../src/kubernetes/objects.js'
import {balanced, desiredOf, ingress, object, service} from '../builders.js'

const LB = {loadBalancer: {ingress: [{ip: '192.0.2.1'}]}}
const WAITING = {loadBalancer: {}}

it.each<[string, (status: object) => KubeObject]>([
  ['istio-gateway', (status) => istio('Gateway', {servers: [{hosts: [' ', 'shop/ ']}]}, status)],
  ['istio-virtualservice', (status) => istio('VirtualService', {hosts: [' '], gateways: ['g']}, status)],
  ['ingress', (status) => ingress({spec: {rules: [{host: ' '}], tls: [{hosts: [' ']}]}, status})],
  ['service', (status) => balanced([], {annotations: {hostname: ' ,'}, status})],
  ['contour-httpproxy', (status) => thing('projectcontour.io/v1', 'HTTPProxy', {virtualhost: {fqdn: ' '}}, status)],
  [
    'kong-tcpingress',
    (status) => thing('configuration.konghq.com/v1beta1', 'TCPIngress', {rules: [{host: ' '}]}, status),
  ],
  ['skipper-routegroup', (status) => thing('zalando.org/v1', 'RouteGroup', {hosts: [' ']}, status)],
  ['f5-virtualserver', () => thing('cis.f5.com/v1', 'VirtualServer', {host: ' '}, {vsAddress: '192.0.2.1'})],
])('a host of %s that is one blank is none', (source, make) => {
  const around = [
    service({name: 'igw', spec: {selector: {app: 'x'}}, status: LB}),
    object('networking.istio.io/v1', 'Gateway', {name: 'g', spec: {selector: {app: 'x'}, servers: [{hosts: ['*']}]}}),
  ]
  for (const status of [LB, WAITING]) {
    const found = desiredOf([make(status), ...around], {sources: [source]})
    expect(found).toMatchObject({endpoints: [], pending: [], problems: []})
  }
})

function istio(kind: string, spec: object, status: object): KubeObject {
  return thing('networking.istio.io/v1', kind, {selector: {app: 'x'}, ...spec}, status)
}

function thing(apiVersion: string, kind: string, spec: object, status: object): KubeObject {
  return object(apiVersion, kind, {spec, status})
}
