import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:https'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {json} from 'node:stream/consumers'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openCluster} from '../../bench/cluster.js'
import {namespaces} from '../../bench/content.js'
import {openRealCluster} from '../../bench/real-cluster.js'
import {certificate, HAS_OPENSSL} from '../emulators/certificate.js'
import {kubeconfigText} from '../emulators/kubernetes/kubeconfig.js'

const SERVICES = '/api/v1/namespaces/external-dns-bench-0/services'

describe.skipIf(!HAS_OPENSSL)('a real API server', () => {
  let folder: string
  let server: Server
  let kubeconfig: string
  let calls: {readonly line: string; readonly body: unknown}[]
  /** The paths of calls since the last time, with the changes of one kind. */
  const take = (method: string) => {
    const lines = calls.map(({line}) => line).filter((line) => line.startsWith(method))
    calls = []
    return lines
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bench-cluster-'))
    calls = []
    server = createServer(certificate(folder), async (request, response) => {
      const isApply = request.headers['content-type'] === 'application/apply-patch+yaml'
      calls.push({line: `${request.method} ${request.url}`, body: isApply ? await json(request) : undefined})
      const isAllowed = request.headers.authorization === 'Bearer secret'
      response.writeHead(isAllowed ? 200 : 401).end('{"gitVersion": "v1.34.2"}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    kubeconfig = join(folder, 'kubeconfig')
    writeFileSync(kubeconfig, kubeconfigText(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, 'secret'))
  })

  afterEach(() => {
    server.closeAllConnections()
    server.close()
    rmSync(folder, {recursive: true})
  })

  it('gets namespaces of its own, which are emptied first', async () => {
    const {name} = await openRealCluster(kubeconfig)
    expect(name).toBe('kube-apiserver v1.34.2')
    const query = '?fieldManager=external-dns-bench&force=true'
    expect(calls.map(({line}) => line)).toContain(`PATCH /api/v1/namespaces/external-dns-bench-19${query}`)
    expect(take('DELETE').sort()).toEqual(
      namespaces
        .flatMap((namespace) => [
          `DELETE /api/v1/namespaces/${namespace}/services`,
          `DELETE /apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`,
        ])
        .sort(),
    )
  })

  it('gets the objects that it lacks, each with its status, and is emptied for fewer', async () => {
    const cluster = await openRealCluster(kubeconfig)
    take('')
    await cluster.setObjects(1)
    expect(calls).toEqual([
      {
        line: `PATCH ${SERVICES}/service-0?fieldManager=external-dns-bench&force=true`,
        body: expect.objectContaining({kind: 'Service', spec: expect.objectContaining({type: 'LoadBalancer'})}),
      },
      {
        line: `PATCH ${SERVICES}/service-0/status?fieldManager=external-dns-bench&force=true`,
        body: expect.objectContaining({status: {loadBalancer: {ingress: [{ip: '10.0.0.0'}]}}}),
      },
    ])
    take('')
    await cluster.setObjects(7)
    expect(calls.filter(({line}) => line.includes('/services/'))).toHaveLength(2 * 4)
    expect(calls.filter(({line}) => line.includes('/ingresses/'))).toHaveLength(2 * 2)
    take('')
    await cluster.setObjects(7)
    expect(calls).toEqual([])
    await cluster.setObjects(1)
    expect(take('DELETE')).toHaveLength(2 * namespaces.length)
  })

  it('says what was refused', async () => {
    writeFileSync(kubeconfig, kubeconfigText(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, 'other'))
    await expect(openRealCluster(kubeconfig)).rejects.toThrow('GET /version: 401')
  })
})

it('is not written without leave', async () => {
  await expect(openCluster({KUBECONFIG_BENCH: '/somewhere'})).rejects.toThrow('DISPOSABLE_CLUSTER=1')
  await expect(openCluster({KUBECONFIG: '/somewhere', DISPOSABLE_CLUSTER: '1'})).rejects.toThrow('ENOENT')
})
