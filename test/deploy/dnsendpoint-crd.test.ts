import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {DNS_ENDPOINTS} from '../../src/sources/object/resources.js'

const definition = parse(readFileSync(new URL('../../deploy/dnsendpoint-crd.yaml', import.meta.url), 'utf8'))

describe('deploy/dnsendpoint-crd.yaml', () => {
  it('defines the resource that the source crd reads', () => {
    const {group, version, plural, kind} = DNS_ENDPOINTS
    expect(definition).toMatchObject({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {name: `${plural}.${group}`},
      spec: {group, scope: 'Namespaced', names: {kind, plural}},
    })
    expect(definition.spec.versions).toMatchObject([
      {name: version, served: true, storage: true, subresources: {status: {}}},
    ])
  })

  it('knows every field that is read or written, so that the API server prunes none', () => {
    const {spec, status} = definition.spec.versions[0].schema.openAPIV3Schema.properties
    expect(Object.keys(spec.properties.endpoints.items.properties).sort()).toEqual([
      'dnsName',
      'labels',
      'providerSpecific',
      'recordTTL',
      'recordType',
      'setIdentifier',
      'targets',
    ])
    expect(Object.keys(status.properties)).toEqual(['observedGeneration'])
  })
})
