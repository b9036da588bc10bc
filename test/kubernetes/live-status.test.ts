import {describe, expect, it} from 'vitest'
import {CliError, type ErrorCode} from '../../src/errors/cli-error.js'
import {withLiveStatus} from '../../src/kubernetes/live-status.js'
import type {ClusterReader, KubeObject, Resource, ResourceRole} from '../../src/kubernetes/objects.js'
import {SERVICES} from '../../src/sources/object/resources.js'

function service(name: string, spec: unknown, status?: unknown): KubeObject {
  const metadata = {name, namespace: 'shop', labels: {}, annotations: {}}
  return {apiVersion: 'v1', kind: 'Service', metadata, spec, ...(status === undefined ? {} : {status})}
}

function balancer(ip: string) {
  return {loadBalancer: {ingress: [{ip}]}}
}

function readerOf(context: string, objects: readonly KubeObject[]): ClusterReader & {readonly calls: Resource[]} {
  const calls: Resource[] = []
  return {
    context,
    calls,
    list: async (resource) => {
      calls.push(resource)
      return objects
    },
  }
}

function failing(code: ErrorCode): ClusterReader {
  return {
    context: 'demo',
    list: () => Promise.reject(new CliError({code, doing: 'list services', happened: 'It did not work.', fix: []})),
  }
}

async function listed(written: readonly KubeObject[], live: readonly KubeObject[], role: ResourceRole = 'asks') {
  const reader = withLiveStatus(readerOf('manifests', written), readerOf('demo', live), () => role)
  return reader.list(SERVICES, '')
}

describe('withLiveStatus', () => {
  it('takes the status of the live object of the same name, whatever the file says', async () => {
    const written = [
      service('a', {type: 'LoadBalancer'}, balancer('192.0.2.1')),
      service('b', {}, balancer('192.0.2.1')),
    ]
    const [a, b] = await listed(written, [service('a', {type: 'ClusterIP'}, balancer('192.0.2.2'))])
    expect(a).toMatchObject({spec: {type: 'LoadBalancer'}, status: balancer('192.0.2.2')})
    expect(b?.status).toBeUndefined()
  })

  it('takes the cluster IP and the node ports that the manifest leaves to the API server', async () => {
    const ports = [
      {port: 80, protocol: 'TCP'},
      {port: 90, protocol: 'TCP', nodePort: 30090},
    ]
    const live = {type: 'NodePort', clusterIP: '10.0.0.7', ports: [{port: 80, protocol: 'TCP', nodePort: 30080}]}
    const [a] = await listed([service('a', {type: 'NodePort', ports})], [service('a', live)])
    expect(a?.spec).toEqual({
      type: 'NodePort',
      clusterIP: '10.0.0.7',
      ports: [{...ports[0], nodePort: 30080}, ports[1]],
    })
    const [b] = await listed([service('a', {clusterIP: 'None'})], [service('a', live)])
    expect(b?.spec).toMatchObject({clusterIP: 'None'})
  })

  it('lets only objects of the manifests ask for names, and asks for nothing when there are none', async () => {
    expect(await listed([service('a', {})], [service('b', {})])).toHaveLength(1)
    const live = readerOf('demo', [service('b', {})])
    const reader = withLiveStatus(readerOf('manifests', []), live, () => 'asks')
    expect(await reader.list(SERVICES, '')).toEqual([])
    expect(live.calls).toEqual([])
  })

  it('adds live objects that give targets, and takes what runs as it runs', async () => {
    const written = [service('b', {x: 'file'})]
    const live = [service('a', {x: 'live'}), service('b', {x: 'live'})]
    const names = (objects: readonly KubeObject[]) => objects.map(({metadata, spec}) => [metadata.name, spec])
    expect(names(await listed(written, live, 'gives'))).toEqual([
      ['a', {x: 'live'}],
      ['b', {x: 'file'}],
    ])
    expect(names(await listed(written, live, 'runs'))).toEqual([
      ['a', {x: 'live'}],
      ['b', {x: 'live'}],
    ])
  })

  it('ends the run when the cluster cannot be read, but not when it does not know the kind yet', async () => {
    const written = readerOf('manifests', [service('a', {})])
    const unreachable = withLiveStatus(written, failing('KUBERNETES_UNREACHABLE'), () => 'asks')
    await expect(unreachable.list(SERVICES, '')).rejects.toThrow('It did not work.')
    const unknown = withLiveStatus(written, failing('KUBERNETES_KIND_MISSING'), () => 'asks')
    expect(await unknown.list(SERVICES, '')).toHaveLength(1)
    expect(unknown.context).toBe('manifests, status from demo')
  })
})
