import {type AddressInfo, createServer} from 'node:net'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import {AS_PROD, eventsOf, expectNoWrite, shown, stage} from './stage.js'

const dnsEndpoint = (targets: readonly string[], generation = 3) => ({
  apiVersion: 'externaldns.k8s.io/v1alpha1',
  kind: 'DNSEndpoint',
  metadata: {name: 'e', namespace: 'web', generation},
  spec: {endpoints: [{dnsName: 'm.example.com', recordType: 'A', targets}]},
})
const CRD = ['--source=crd', AS_PROD] as const

describe('the observed generation of a DNSEndpoint', () => {
  const statusOf = (scene: Awaited<ReturnType<typeof stage>>) =>
    scene.cluster.objects().find(({kind}) => kind === 'DNSEndpoint')?.status

  it('is written by apply, once', async () => {
    const scene = await stage({objects: [dnsEndpoint(['192.0.2.1'])]})
    expect(await scene.run('apply', '--yes', ...CRD)).toMatchObject({exitCode: 0})
    expect(statusOf(scene)).toEqual({observedGeneration: 3})
    scene.cluster.calls.clear()
    expect(await scene.run('apply', '--yes', ...CRD)).toMatchObject({exitCode: 0})
    expect(scene.cluster.calls.all().filter(({operation}) => !operation.startsWith('list'))).toEqual([])
  })

  it('is written by an apply that has nothing else to do', async () => {
    const scene = await stage({objects: [dnsEndpoint(['192.0.2.1'])]})
    await scene.run('apply', '--yes', ...CRD)
    scene.cluster.put({...dnsEndpoint(['192.0.2.1'], 4), status: {observedGeneration: 3}})
    expect(await scene.run('apply', '--yes', ...CRD)).toMatchObject({exitCode: 0})
    expect(statusOf(scene)).toEqual({observedGeneration: 4})
  })

  it.each([
    ['plan', []],
    ['apply', ['--dry-run']],
    ['apply', ['--yes', '--only=other.example.com']],
    ['prune', ['--yes']],
  ] as const)('is not written by %s %s', async (command, flags) => {
    const scene = await stage({objects: [dnsEndpoint(['192.0.2.1'])]})
    expect(await scene.run(command, ...flags, ...CRD)).toMatchObject({exitCode: 0})
    expect(statusOf(scene)).toBeUndefined()
  })

  it('that may not be written is a remark with the rule to add', async () => {
    const scene = await stage({objects: [dnsEndpoint(['192.0.2.1'])]})
    scene.cluster.deny({verb: 'update', resource: 'dnsendpoints'})
    const {exitCode, stderr} = await scene.run('apply', '--yes', ...CRD)
    expect(exitCode).toBe(0)
    expect(shown(stderr)).toContain(
      'the status of DNSEndpoint web/e was not written: allow {apiGroups: ["externaldns.k8s.io"], resources: ["dnsendpoints/status"], verbs: ["update"]}',
    )
    expect(scene.names()).toContainEqual(['A', 'm.example.com.'])
  })
})

describe('a source that needs no cluster', () => {
  it('needs no kubeconfig', async () => {
    const scene = await stage()
    const environment = scene.with({KUBECONFIG: join(scene.folder, 'none')})
    const {exitCode, stdout} = await scene.runWith({environment}, 'plan', '--source=fake', AS_PROD)
    expect(exitCode).toBe(4)
    expect(stdout).toContain('(Pod default/fake')
    expectNoWrite(scene)
  })

  it('may be a peer that sends JSON over TCP', async () => {
    const endpoint = {dnsName: 'c.example.com', recordType: 'A', targets: ['192.0.2.1'], labels: {resource: 'x/y/z'}}
    const server = createServer((socket) => socket.end(`${JSON.stringify(endpoint)}\n`))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const peer = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const scene = await stage()
    const run = await scene.run(
      'apply',
      '--yes',
      '--json',
      '--source=connector',
      `--connector-source-server=${peer}`,
      AS_PROD,
    )
    expect([run.exitCode, eventsOf(run.stdout).at(-1)?.applied]).toEqual([0, 1])
    expect(scene.names()).toContainEqual(['A', 'c.example.com.'])
  })

  it('ends the run when the peer does not answer', async () => {
    const scene = await stage()
    const {exitCode, stderr} = await scene.run(
      'plan',
      '--source=connector',
      '--connector-source-server=127.0.0.1:1',
      AS_PROD,
    )
    expect(exitCode).toBe(1)
    expect(stderr).toContain('cannot read the endpoints from 127.0.0.1:1 (source "connector")')
    expectNoWrite(scene)
  })
})

describe('the source unstructured', () => {
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'c',
      namespace: 'web',
      annotations: {
        'external-dns.kubernetes.io/hostname': 'u.example.com',
        'external-dns.kubernetes.io/target': '192.0.2.1',
      },
    },
  }

  it('reads any resource of the cluster', async () => {
    const scene = await stage({objects: [configMap]})
    const flags = ['--source=unstructured', '--unstructured-resource=configmaps.v1', AS_PROD]
    expect(await scene.run('apply', '--yes', ...flags)).toMatchObject({exitCode: 0})
    expect(scene.names()).toContainEqual(['A', 'u.example.com.'])
  })

  it('says when the cluster does not know the resource', async () => {
    const scene = await stage()
    const {exitCode, stderr} = await scene.run(
      'plan',
      '--source=unstructured',
      '--unstructured-resource=things.v1',
      AS_PROD,
    )
    expect(exitCode).toBe(1)
    expect(stderr).toContain('The cluster does not know things in v1.')
    expectNoWrite(scene)
  })
})
