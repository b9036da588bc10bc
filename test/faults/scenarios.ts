import {HOSTNAME, ingress, recordSet, service, TTL} from '../commands/objects.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import type {ZoneInput} from '../emulators/route53/zone.js'
import {CHILD_ZONE, PARENT_ZONE} from './matrix.js'
import {makeRandom, pick, shuffled} from './random.js'

/** A task for a run: the cluster from which the zones are prepared, and the cluster during the run. */
export type Scenario = {
  readonly name: ScenarioName
  readonly seed: number
  readonly zones: readonly ZoneInput[]
  readonly setup: {readonly objects: readonly KubernetesObject[]; readonly args: readonly string[]} | undefined
  readonly objects: readonly KubernetesObject[]
  readonly args: readonly string[]
}

export const SCENARIOS = ['fresh create', 'update', 'replace', 'delete', 'weighted', 'migrate'] as const
export type ScenarioName = (typeof SCENARIOS)[number]

export const OWNER = 'prod'
export const SET_IDENTIFIER = 'external-dns.alpha.kubernetes.io/set-identifier'
export const WEIGHT = 'external-dns.alpha.kubernetes.io/aws-weight'
const WORDS = ['api', 'blog', 'cart', 'docs', 'edge', 'feed', 'gate', 'help', 'info', 'jobs', 'kiwi', 'login'] as const

/** Small batches, so that there is more than one. */
const COMMON = ['--domain-filter=example.com', '--aws-zone-tags=env=prod', '--aws-batch-change-size=6']
const AS_OWNER = [...COMMON, `--txt-owner-id=${OWNER}`]

export function makeScenario(name: ScenarioName, seed: number): Scenario {
  const random = makeRandom(seed * 7919 + SCENARIOS.indexOf(name))
  const words = shuffled(random, WORDS).slice(0, 5)
  const common = {name, seed, zones: zonesAround(random)}
  const [first, second] = [objectsFor(words, 10, random), objectsFor(words, 50, random)]
  switch (name) {
    case 'fresh create':
      return {...common, setup: undefined, objects: first, args: AS_OWNER}
    case 'update':
      return {...common, setup: {objects: first, args: AS_OWNER}, objects: second, args: AS_OWNER}
    case 'replace': {
      const named = words.map((word, index) => service(word, hostOf(word, index), {hostnames: [`${word}.example.net`]}))
      const apex = first.filter(({metadata}) => metadata.name === 'apex')
      return {...common, setup: {objects: [...named, ...apex], args: AS_OWNER}, objects: second, args: AS_OWNER}
    }
    case 'delete': {
      const args = [...AS_OWNER, '--policy=sync', '--max-deletes=100%']
      const kept = new Set(['nodes', 'headless', words[0]])
      const objects = first.filter(({metadata, kind}) => kind !== 'Service' || kept.has(metadata.name))
      return {...common, setup: {objects: first, args: AS_OWNER}, objects, args}
    }
    case 'weighted':
      return {
        ...common,
        setup: {objects: first.map(withWeight(10)), args: AS_OWNER},
        objects: first.map(withWeight(50)),
        args: AS_OWNER,
      }
    case 'migrate': {
      const setup = {objects: first, args: [...COMMON, '--txt-owner-id=old']}
      return {...common, setup, objects: second, args: [...AS_OWNER, '--migrate-from-txt-owner=old']}
    }
  }
}

/** Makes every kind of list necessary: a NodePort Service needs nodes, a headless one pods and EndpointSlices. */
function objectsFor(words: readonly string[], last: number, random: () => number): readonly KubernetesObject[] {
  const ip = (index: number) => `192.0.2.${last + index}`
  const ttl = {[TTL]: String(pick(random, [60, 120, 300]))}
  return [
    ...words.map((word, index) =>
      service(word, hostOf(word, index), {
        ips: index % 2 === 0 ? [ip(index)] : [ip(index), `2001:db8::${last + index}`],
        annotations: ttl,
      }),
    ),
    // The ownership TXT of a child zone's apex lies in the parent zone.
    service('apex', 'sub.example.com', {ips: [ip(20)]}),
    service('below', 'below.sub.example.com', {ips: [ip(21)]}),
    ingress('site', 'site.example.com', {ips: [ip(22)]}),
    nodePort(),
    node(ip(23)),
    ...headless(ip(24)),
  ]
}

function hostOf(word: string, index: number): string {
  return `${index === 1 ? '*.' : ''}${word}.example.com`
}

function withWeight(weight: number): (object: KubernetesObject) => KubernetesObject {
  return (object) => {
    if (object.kind !== 'Service' && object.kind !== 'Ingress') return object
    const annotations = {...(object.metadata.annotations as object), [SET_IDENTIFIER]: 'blue', [WEIGHT]: String(weight)}
    return {...object, metadata: {...object.metadata, annotations}}
  }
}

function nodePort(): KubernetesObject {
  const annotations = {[HOSTNAME]: 'nodes.example.com'}
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'nodes', namespace: 'web', annotations},
    spec: {type: 'NodePort', ports: [{port: 80, nodePort: 30_080, protocol: 'TCP'}]},
  }
}

function node(address: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {name: 'node-1'},
    status: {addresses: [{type: 'ExternalIP', address}], conditions: [{type: 'Ready', status: 'True'}]},
  }
}

function headless(ip: string): readonly KubernetesObject[] {
  const labels = {app: 'headless'}
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'headless', namespace: 'web', annotations: {[HOSTNAME]: 'pods.example.com'}},
      spec: {type: 'ClusterIP', clusterIP: 'None', selector: labels},
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'pod-1', namespace: 'web', labels},
      spec: {nodeName: 'node-1'},
      status: {podIP: ip, phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]},
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {name: 'headless-1', namespace: 'web', labels: {'kubernetes.io/service-name': 'headless'}},
      addressType: 'IPv4',
      endpoints: [
        {addresses: [ip], conditions: {ready: true}, targetRef: {kind: 'Pod', name: 'pod-1', namespace: 'web'}},
      ],
    },
  ]
}

/** More than one page of foreign records in both zones, which a run must not touch. */
function zonesAround(random: () => number): readonly ZoneInput[] {
  const tags = {env: 'prod'}
  const foreigners = Array.from({length: 310}, (_each, index) =>
    recordSet(`s${index}.stranger.example.com`, `198.51.100.${Math.floor(random() * 250)}`),
  )
  const mixed: RecordSet = {
    Name: 'mail.example.com',
    Type: 'TXT',
    TTL: 300,
    ResourceRecords: [{Value: '"v=spf1 -all"'}, {Value: '"heritage=external-dns"'}],
  }
  const competitors = [recordSet('rival.example.com', '203.0.113.1'), ownershipOf('a-rival.example.com', 'rival')]
  return [
    {name: 'example.com', id: PARENT_ZONE, tags, records: [...foreigners, ...competitors, mixed]},
    {name: 'sub.example.com', id: CHILD_ZONE, tags, records: [recordSet('stranger.sub.example.com')]},
  ]
}

function ownershipOf(name: string, owner: string): RecordSet {
  const value = `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=service/web/x"`
  return {Name: name, Type: 'TXT', TTL: 300, ResourceRecords: [{Value: value}]}
}

/** Objects that make a list longer than a page and ask for nothing. */
export function fillerFor(resource: string): readonly KubernetesObject[] {
  const kinds: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
    services: ['v1', 'Service'],
    ingresses: ['networking.k8s.io/v1', 'Ingress'],
    nodes: ['v1', 'Node'],
    pods: ['v1', 'Pod'],
    endpointslices: ['discovery.k8s.io/v1', 'EndpointSlice'],
  }
  const [apiVersion = '', kind = ''] = kinds[resource] ?? []
  return Array.from({length: 500}, (_each, index) => ({
    apiVersion,
    kind,
    metadata: {name: `filler-${index}`, ...(kind === 'Node' ? {} : {namespace: 'filler'})},
    ...(kind === 'EndpointSlice' ? {addressType: 'IPv4', endpoints: []} : {}),
  }))
}
