import {describe, expect, it} from 'vitest'
import type {KubeObject} from '../../src/kubernetes/objects.js'
import {makeDesired} from '../../src/sources/chain/chain.js'
import {furtherLists, hostsToResolve, loadSources, neededLists} from '../../src/sources/chosen-sources.js'
import {ENDPOINT_SLICES, INGRESSES, NODES, PODS, SERVICES} from '../../src/sources/object/resources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {SOURCE_LOADERS, SOURCE_NAMES} from '../../src/sources/sources.js'
import {balanced, cluster, desiredOf, service, settings, sourcesOf, template} from './builders.js'

const HOST = {hostname: 'a.example.org'}
const KOPS = {'dns.alpha.kubernetes.io/external': 'e.example.org'}

describe('the sources', () => {
  it('are those of external-dns, 25 in all', () => {
    expect(new Set(SOURCE_NAMES).size).toBe(25)
  })

  it('answer to the name under which they are loaded', async () => {
    for (const [name, load] of Object.entries(SOURCE_LOADERS)) expect((await load()).name).toBe(name)
  })

  it('list each resource once, in the order of --source', () => {
    const flags = settings({sources: ['ingress', 'service', 'ingress'], namespace: 'shop'})
    expect(neededLists(sourcesOf(flags), flags)).toEqual([
      {resource: INGRESSES, namespace: 'shop'},
      {resource: SERVICES, namespace: 'shop'},
    ])
  })

  it('run in the order of --source: the first one keeps a name that both want', () => {
    const objects = [balanced([{ip: '192.0.2.1'}], {annotations: HOST})]
    const run = (sources: readonly string[]) => desiredOf(objects, {sources}).endpoints
    expect(run(['service', 'service'])).toEqual(run(['service']))
    expect(run(['ingress'])).toEqual([])
  })

  it('throw for a name that the settings should not have let through', async () => {
    await expect(loadSources({sources: ['nodes']})).rejects.toThrow('bug: the source "nodes"')
  })
})

describe('what is read besides Services', () => {
  const nodePort = (parts: object = {}, spec: object = {}) =>
    service({spec: {type: 'NodePort', ...spec}, annotations: HOST, ...parts})
  const headless = (annotations: Record<string, string> = {}) =>
    service({spec: {type: 'ClusterIP', clusterIP: 'None'}, annotations: {...HOST, ...annotations}})

  it.each<[string, KubeObject, Partial<SourceSettings>, readonly unknown[]]>([
    ['a load balancer', balanced([], {annotations: HOST}), {}, []],
    ['a ClusterIP', service({spec: {type: 'ClusterIP'}, annotations: HOST}), {publishesInternalServices: true}, []],
    ['a node port', nodePort(), {}, [NODES]],
    ['a node port without hosts', nodePort({annotations: {}}), {}, []],
    ['a node port with a template', nodePort({annotations: {}}), {fqdnTemplate: template('x')}, [NODES]],
    ['a node port whose annotation is ignored', nodePort(), {ignoresHostnameAnnotation: true}, []],
    ['a node port with a target', nodePort({annotations: {...HOST, target: 'x'}}), {}, []],
    ['a node port of another controller', nodePort({annotations: {...HOST, controller: 'x'}}), {}, []],
    ['a node port that is filtered out', nodePort(), {serviceTypeFilter: ['LoadBalancer']}, []],
    ['a local node port', nodePort({}, {externalTrafficPolicy: 'Local'}), {}, [NODES, PODS]],
    ['a headless Service', headless(), {}, [PODS, ENDPOINT_SLICES]],
    [
      'a headless Service on node addresses',
      headless({'endpoints-type': 'NodeExternalIP'}),
      {},
      [NODES, PODS, ENDPOINT_SLICES],
    ],
    [
      'the same where nodes are not watched',
      headless({'endpoints-type': 'NodeExternalIP'}),
      {serviceTypeFilter: ['ClusterIP']},
      [PODS, ENDPOINT_SLICES],
    ],
    ['a node port for kops', nodePort({annotations: KOPS}), {compatibility: 'kops-dns-controller'}, [NODES]],
    ['a node port for nobody', nodePort({annotations: KOPS}), {}, []],
  ])('for %s', (_, object, changes, expected) => {
    const flags = settings(changes)
    const sources = sourcesOf(flags)
    const needed = neededLists(sources, flags).map(({resource}) => resource)
    const more = furtherLists({sources, cluster: cluster([object], {only: needed}), settings: flags}).map(
      ({resource}) => resource,
    )
    expect(more).toEqual(expected)
    const whole = cluster([object], {only: [...needed, ...more]})
    expect(() => makeDesired(sources, whole, flags)).not.toThrow()
  })
})

describe('host names of load balancers', () => {
  const web = balanced([{hostname: 'z.example.net'}, {hostname: 'b.example.net'}, {ip: '192.0.2.1'}], {
    annotations: HOST,
  })

  it('are looked up only with the flag, sorted and each once', () => {
    const objects = [web, {...web, metadata: {...web.metadata, name: 'other'}}]
    expect(hostsToResolve({sources: sourcesOf(settings()), cluster: cluster(objects), settings: settings()})).toEqual(
      [],
    )
    const flags = settings({resolvesLoadBalancerHostname: true})
    expect(hostsToResolve({sources: sourcesOf(flags), cluster: cluster(objects), settings: flags})).toEqual([
      'b.example.net',
      'z.example.net',
    ])
  })

  it('are not looked up for Services that do not use them', () => {
    const flags = settings({resolvesLoadBalancerHostname: true})
    const entries = [{hostname: 'z.example.net'}]
    const objects = [
      balanced(entries, {name: 'a'}),
      balanced(entries, {name: 'b', annotations: {...HOST, target: '192.0.2.1'}}),
      balanced(entries, {name: 'c', annotations: HOST, spec: {type: 'LoadBalancer', externalIPs: ['192.0.2.1']}}),
    ]
    expect(hostsToResolve({sources: sourcesOf(flags), cluster: cluster(objects), settings: flags})).toEqual([])
  })
})
