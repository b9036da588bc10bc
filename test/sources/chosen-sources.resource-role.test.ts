import {describe, expect, it} from 'vitest'
import {missingKinds, resourceRole} from '../../src/sources/chosen-sources.js'
import {GATEWAYS, HTTP_ROUTES, INGRESSES, NODES, SERVICES} from '../../src/sources/object/resources.js'
import {cluster, object, settings, sourcesOf} from './builders.js'

function roleOf(resource: Parameters<typeof resourceRole>[0], ...sources: readonly string[]) {
  const flags = settings({sources})
  return resourceRole(resource, sourcesOf(flags), flags)
}

describe('resourceRole', () => {
  it('tells objects that ask for names from those that give targets, and from what runs', () => {
    expect(roleOf(SERVICES, 'service')).toBe('asks')
    expect(roleOf(SERVICES, 'istio-gateway')).toBe('gives')
    expect(roleOf(SERVICES, 'istio-gateway', 'service')).toBe('asks')
    expect(roleOf(INGRESSES, 'service')).toBe('gives')
    expect(roleOf(GATEWAYS, 'gateway-httproute')).toBe('gives')
    expect(roleOf(HTTP_ROUTES, 'gateway-httproute')).toBe('asks')
    expect(roleOf(NODES, 'node')).toBe('runs')
  })
})

describe('missingKinds', () => {
  const gateway = 'gateway.networking.k8s.io/v1'
  const route = object(gateway, 'HTTPRoute', {})

  it.each<[string, string, Parameters<typeof cluster>[0], readonly string[]]>([
    ['nothing of Services, which say themselves what they wait for', 'service', [], []],
    ['nodes, from which a source starts', 'node', [], ['nodes']],
    ['pods', 'pod', [], ['pods']],
    ['the Gateways of Routes', 'gateway-httproute', [route], ['gateways']],
    ['nothing of Routes when there is a Gateway', 'gateway-httproute', [route, object(gateway, 'Gateway', {})], []],
    ['nothing when there is no Route', 'gateway-httproute', [], []],
  ])('%s', (_, source, objects, expected) => {
    const flags = settings({sources: [source]})
    expect(missingKinds({sources: sourcesOf(flags), cluster: cluster(objects), settings: flags})).toEqual(expected)
  })
})
