import fc from 'fast-check'
import type {RecordSet} from '../../src/dns/record-set.js'
import type {ClusterReader, KubeObject} from '../../src/kubernetes/objects.js'
import type {ZoneReader} from '../../src/route53/ports.js'
import {pagedZones} from '../pipeline/paged-zones.js'
import {SHOP, set, txt} from '../plan/builders.js'
import type {Json} from './broken-json.js'

const PREFIX = 'external-dns.kubernetes.io/'

/** The kinds of which the lists are broken. */
export const KINDS = {
  services: {apiVersion: 'v1', kind: 'Service', source: 'service', make: serviceOf},
  ingresses: {apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', source: 'ingress', make: ingressOf},
  dnsendpoints: {apiVersion: 'externaldns.k8s.io/v1alpha1', kind: 'DNSEndpoint', source: 'crd', make: endpointOf},
} as const
export type Plural = keyof typeof KINDS

export const plurals = fc.constantFrom<Plural>('services', 'ingresses', 'dnsendpoints')

/** Some of these hosts, each asked for by an object of its own. */
export const hostsOfObjects = fc.subarray(['a', 'b', 'c', 'd'], {minLength: 1})

export function listOf(plural: Plural, hosts: readonly string[]): Json {
  const {apiVersion, kind, make} = KINDS[plural]
  return {kind: `${kind}List`, apiVersion, metadata: {resourceVersion: '7'}, items: hosts.map((host) => make(host))}
}

function metaOf(host: string, annotations: {[key: string]: string} = {}): Json {
  return {name: `of-${host}`, namespace: 'shop', uid: host, labels: {app: host}, annotations}
}

function serviceOf(host: string): Json {
  return {
    metadata: metaOf(host, {[`${PREFIX}hostname`]: `${host}.shop.io`, [`${PREFIX}ttl`]: '300'}),
    spec: {type: 'LoadBalancer', clusterIP: '10.0.0.1', ports: [{port: 80, protocol: 'TCP'}]},
    status: {loadBalancer: {ingress: [{ip: '192.0.2.1'}]}},
  }
}

function ingressOf(host: string): Json {
  return {
    metadata: metaOf(host, {[`${PREFIX}ttl`]: '300'}),
    spec: {ingressClassName: 'nginx', rules: [{host: `${host}.shop.io`}], tls: [{hosts: [`${host}.shop.io`]}]},
    status: {loadBalancer: {ingress: [{ip: '192.0.2.1'}]}},
  }
}

function endpointOf(host: string): Json {
  const endpoints = [{dnsName: `${host}.shop.io`, recordType: 'A', recordTTL: 300, targets: ['192.0.2.1']}]
  return {apiVersion: 'externaldns.k8s.io/v1alpha1', kind: 'DNSEndpoint', metadata: metaOf(host), spec: {endpoints}}
}

/** A reader that also puts what it reads into a list. */
export function keeping(reader: ClusterReader, kept: KubeObject[]): ClusterReader {
  return {
    ...reader,
    async list(...query) {
      const found = await reader.list(...query)
      kept.push(...found)
      return found
    },
  }
}

/** The zone in which all the hosts are ours, and a host of nobody. */
export function zoneOf(plural: Plural, hosts: readonly string[]): ZoneReader {
  const word = {services: 'service', ingresses: 'ingress', dnsendpoints: 'crd'}[plural]
  return pagedZones([[SHOP, [...hosts.flatMap((host) => ownedBy(word, host)), set('hand', 'A', '192.0.2.9')]]], 300)
}

function ownedBy(word: string, host: string): readonly RecordSet[] {
  return [set(host, 'A', '192.0.2.1'), txt(`a-${host}`, 'red', `${word}/shop/of-${host}`)]
}

/**
 * Why the hosts that went may not go: all that is wrong with their objects is a type that an API server never sends, so
 * that nobody knows what they ask for.
 */
export function wronglyGone(valid: Json, read: Json, gone: readonly string[]): readonly string[] {
  // A list of another kind holds no object of this one.
  const isList = ['kind', 'apiVersion'].every((key) => at(valid, key) === at(read, key))
  const after = isList ? itemsOf(read) : []
  return itemsOf(valid).flatMap((item) => {
    const host = `${textAt(item, 'metadata', 'name').replace('of-', '')}.shop.io`
    const now = after.find((one) => textAt(one, 'metadata', 'name') === textAt(item, 'metadata', 'name'))
    if (now === undefined || !gone.includes(host)) return []
    const changes = differences(item, now, '')
    const [odd] = changes
    return odd !== undefined && changes.every(({isRetyped}) => isRetyped)
      ? [`${host} is deleted, although ${odd.path} of its object is odd`]
      : []
  })
}

function itemsOf(list: Json): readonly Json[] {
  const items = at(list, 'items')
  return Array.isArray(items) ? items : []
}

/** What became of the places of an object. What was added to it does not count. */
function differences(
  before: Json,
  after: Json | undefined,
  path: string,
): readonly {path: string; isRetyped: boolean}[] {
  if (before === after) return []
  if (after === undefined || after === null || before === null) return [{path, isRetyped: false}]
  if (typeof before !== typeof after || Array.isArray(before) !== Array.isArray(after)) return [{path, isRetyped: true}]
  if (typeof before !== 'object') return [{path, isRetyped: false}]
  return Object.keys(before).flatMap((key) => {
    const was = at(before, key)
    return was === undefined ? [] : differences(was, at(after, key), `${path}.${key}`)
  })
}

function at(value: Json | undefined, key: string): Json | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined
}

function textAt(value: Json, ...path: readonly string[]): string {
  let now: Json | undefined = value
  for (const key of path) now = at(now, key)
  return typeof now === 'string' ? now : ''
}
