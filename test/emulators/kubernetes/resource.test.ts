import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type KubernetesEmulator, startKubernetesEmulator} from './emulator.js'
import {BUILT_IN_RESOURCES, CUSTOM_RESOURCES} from './resource.js'

/** apiVersion, kind and path of everything in the recorded cases, and of everything that a source of external-dns reads. */
const KINDS = [
  ['v1', 'Service', 'services'],
  ['v1', 'Pod', 'pods'],
  ['v1', 'Node', 'nodes'],
  ['v1', 'Namespace', 'namespaces'],
  ['v1', 'Event', 'events'],
  ['discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'],
  ['networking.k8s.io/v1', 'Ingress', 'ingresses'],
  ['apps/v1', 'Deployment', 'deployments'],
  ['externaldns.k8s.io/v1alpha1', 'DNSEndpoint', 'dnsendpoints'],
  ['gateway.networking.k8s.io/v1', 'Gateway', 'gateways'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'httproutes'],
  ['gateway.networking.k8s.io/v1', 'GRPCRoute', 'grpcroutes'],
  ['gateway.networking.k8s.io/v1', 'TLSRoute', 'tlsroutes'],
  ['gateway.networking.k8s.io/v1', 'ListenerSet', 'listenersets'],
  ['gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'tlsroutes'],
  ['gateway.networking.k8s.io/v1alpha2', 'TCPRoute', 'tcproutes'],
  ['gateway.networking.k8s.io/v1alpha2', 'UDPRoute', 'udproutes'],
  ['networking.istio.io/v1', 'Gateway', 'gateways'],
  ['networking.istio.io/v1', 'VirtualService', 'virtualservices'],
  ['projectcontour.io/v1', 'HTTPProxy', 'httpproxies'],
  ['gloo.solo.io/v1', 'Proxy', 'proxies'],
  ['gateway.solo.io/v1', 'VirtualService', 'virtualservices'],
  ['gateway.solo.io/v1', 'Gateway', 'gateways'],
  ['traefik.io/v1alpha1', 'IngressRoute', 'ingressroutes'],
  ['traefik.io/v1alpha1', 'IngressRouteTCP', 'ingressroutetcps'],
  ['traefik.io/v1alpha1', 'IngressRouteUDP', 'ingressrouteudps'],
  ['traefik.containo.us/v1alpha1', 'IngressRoute', 'ingressroutes'],
  ['route.openshift.io/v1', 'Route', 'routes'],
  ['getambassador.io/v3alpha1', 'Host', 'hosts'],
  ['configuration.konghq.com/v1beta1', 'TCPIngress', 'tcpingresses'],
  ['cis.f5.com/v1', 'VirtualServer', 'virtualservers'],
  ['cis.f5.com/v1', 'TransportServer', 'transportservers'],
  ['zalando.org/v1', 'RouteGroup', 'routegroups'],
] as const

let emulator: KubernetesEmulator

beforeEach(async () => {
  emulator = await startKubernetesEmulator()
})
afterEach(() => emulator.close())

describe('the kinds that it knows', () => {
  it.each(KINDS)('%s %s is found under %s', async (apiVersion, kind, plural) => {
    const isClusterWide = kind === 'Node' || kind === 'Namespace'
    emulator.put({apiVersion, kind, metadata: {name: 'x', ...(!isClusterWide && {namespace: 'web'})}})
    const answer = await fetch(`${emulator.url}/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}/${plural}`)
    const isBuiltIn = /^(v1|apps\/v1|discovery\.k8s\.io\/v1|networking\.k8s\.io\/v1)$/.test(apiVersion)
    const list: unknown = await answer.json()
    expect(list).toMatchObject({kind: `${kind}List`, apiVersion})
    const items = (list as {items: {kind?: string; metadata: {name: string}}[]}).items
    expect(items.find(({metadata}) => metadata.name === 'x')?.kind).toBe(isBuiltIn ? undefined : kind)
  })

  it('are custom or the own ones of an API server', () => {
    expect(BUILT_IN_RESOURCES.map(({isCustom}) => isCustom)).not.toContain(true)
    expect(CUSTOM_RESOURCES.map(({isCustom}) => isCustom)).not.toContain(false)
  })
})
