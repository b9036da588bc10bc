import {expect, it} from 'vitest'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {AS_PROD, stage} from './stage.js'

function chain(length: number): KubernetesObject {
  const links = Array.from({length}, (_each, n) => ({
    dnsName: `l${n}.example.com`,
    recordType: 'CNAME',
    targets: [`l${n + 1}.example.com`],
    providerSpecific: [{name: 'alias', value: 'true'}],
  }))
  const end = {dnsName: `l${length}.example.com`, recordType: 'A', targets: ['192.0.2.1']}
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: {name: 'chain', namespace: 'web', generation: 1},
    spec: {endpoints: [...links, end]},
  }
}

it('explain reads a zone twice at most, however long the chain of aliases', async () => {
  const filler = {Name: 'other.example.com', Type: 'A', TTL: 300, ResourceRecords: [{Value: '192.0.2.9'}]} as const
  const scene = await stage({objects: [chain(60)], records: [filler]})
  const {stdout, exitCode} = await scene.run('explain', 'l0.example.com', AS_PROD, '--source=crd')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('alias l1.example.com')
  const {ListHostedZones, ListResourceRecordSets} = scene.route53.calls.counts()
  expect(ListHostedZones).toBeLessThanOrEqual(2)
  expect(ListResourceRecordSets).toBeLessThanOrEqual(2)
})
