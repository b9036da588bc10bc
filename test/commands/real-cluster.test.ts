import {readFileSync} from 'node:fs'
import {type RequestOptions, request} from 'node:https'
import {join} from 'node:path'
import {json} from 'node:stream/consumers'
import {CoreV1Api, KubeConfig, type KubernetesObject, KubernetesObjectApi, PatchStrategy} from '@kubernetes/client-node'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {parse, parseAllDocuments} from 'yaml'
import {ROOT} from './run-command.js'
import {AS_PROD, stage} from './stage.js'

/**
 * Tests against the API server of KUBECONFIG. They write only with DISPOSABLE_CLUSTER=1, since a developer's KUBECONFIG
 * may lead to a cluster in use.
 */
const kubeconfig = process.env.KUBECONFIG ?? ''
const mayWrite = kubeconfig !== '' && process.env.DISPOSABLE_CLUSTER === '1'
if (kubeconfig === '') console.log('Skipped: KUBECONFIG is not set, so nothing runs against a real API server.')
else if (!mayWrite) console.log('Only reading: DISPOSABLE_CLUSTER=1 is not set.')

const PLACES: Readonly<Record<string, (namespace: string) => string>> = {
  ClusterRole: () => 'clusterroles',
  ClusterRoleBinding: () => 'clusterrolebindings',
  CronJob: (namespace) => `namespaces/${namespace}/cronjobs`,
  CustomResourceDefinition: () => 'customresourcedefinitions',
  ServiceAccount: (namespace) => `namespaces/${namespace}/serviceaccounts`,
}

const REQUESTING = ['--source=service', '--source=ingress', '--domain-filter=example.com', AS_PROD]

describe.skipIf(kubeconfig === '')('against a real API server', () => {
  it('is read, and doctor has nothing against it', async () => {
    const scene = await stage()
    const environment = scene.with({KUBECONFIG: kubeconfig})
    const planned = await scene.runWith({environment}, 'plan', ...REQUESTING)
    expect([0, 4]).toContain(planned.exitCode)
    const {stdout} = await scene.runWith({environment}, 'doctor', '--json', ...REQUESTING)
    const {findings} = JSON.parse(stdout) as {findings: readonly {check: string; verdict: string}[]}
    const verdict = (name: string) => findings.find(({check}) => check === name)?.verdict
    expect(['api server', 'list services', 'list ingresses'].map(verdict)).toEqual(['ok', 'ok', 'ok'])
  })
})

describe.skipIf(!mayWrite)('against a real API server that may be written to', () => {
  const config = new KubeConfig()
  const namespace = `external-dns-ts-${process.pid}-${Date.now().toString(36)}`
  const inNamespace = (name: string) => ({name, namespace})

  beforeAll(async () => {
    config.loadFromFile(kubeconfig)
    const objects = KubernetesObjectApi.makeApiClient(config)
    const put = (object: object) =>
      objects.patch(object, undefined, undefined, 'test', true, PatchStrategy.ServerSideApply)
    const crd = parse(readFileSync(join(ROOT, 'deploy/dnsendpoint-crd.yaml'), 'utf8'))
    await put(crd)
    await objects.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}})
    await objects.create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        ...inNamespace('front'),
        annotations: {'external-dns.alpha.kubernetes.io/hostname': 'www.example.com'},
      },
      spec: {type: 'LoadBalancer', ports: [{port: 80}]},
    } as KubernetesObject)
    const core = config.makeApiClient(CoreV1Api)
    const service = await core.readNamespacedService(inNamespace('front'))
    service.status = {loadBalancer: {ingress: [{ip: '203.0.113.10'}]}}
    await core.replaceNamespacedServiceStatus({...inNamespace('front'), body: service})
    await put({
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      metadata: inNamespace('mail'),
      spec: {endpoints: [{dnsName: 'mail.example.com', recordType: 'A', targets: ['192.0.2.25']}]},
    })
  }, 60_000)

  afterAll(() => config.makeApiClient(CoreV1Api).deleteNamespace({name: namespace}))

  it('plans and applies, notes the DNSEndpoint as read and tells the objects', async () => {
    const scene = await stage()
    const environment = scene.with({KUBECONFIG: kubeconfig})
    const flags = ['--source=service', '--source=crd', `--namespace=${namespace}`, AS_PROD]
    expect((await scene.runWith({environment}, 'plan', ...flags)).stdout).toContain('Plan: 2 to create')
    const applied = await scene.runWith({environment}, 'apply', '--yes', '--events-emit=RecordReady', ...flags)
    expect([applied.exitCode, applied.stdout]).toEqual([0, expect.stringContaining('Applied 2 of 2 hosts.')])
    expect((await scene.runWith({environment}, 'plan', ...flags)).stdout).toContain('No changes.')

    const objects = KubernetesObjectApi.makeApiClient(config)
    const mail = await objects.read({
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      metadata: inNamespace('mail'),
    })
    expect(mail).toMatchObject({status: {observedGeneration: 1}})
    const {items} = await config.makeApiClient(CoreV1Api).listNamespacedEvent({namespace})
    expect(items.map(({reason, involvedObject: {kind, name}}) => [reason, kind, name]).toSorted()).toEqual([
      ['RecordReady', 'DNSEndpoint', 'mail'],
      ['RecordReady', 'Service', 'front'],
    ])
  })

  /**
   * Sends a server-side apply as a dry run, which stores nothing, and without client-node, which drops unknown fields.
   *
   * @returns the answer of the API server.
   */
  async function tryOut(object: KubernetesObject): Promise<{readonly kind: string; readonly message?: string}> {
    const {apiVersion = '', kind = '', metadata} = object
    const folder = PLACES[kind]?.(metadata?.namespace ?? '') ?? `no place for ${kind}`
    const root = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`
    const query = 'dryRun=All&fieldManager=test&force=true&fieldValidation=Strict'
    const options: RequestOptions = {
      method: 'PATCH',
      headers: {'content-type': 'application/apply-patch+yaml', accept: 'application/json'},
    }
    await config.applyToHTTPSOptions(options)
    return new Promise((resolve, reject) => {
      const url = `${config.getCurrentCluster()?.server}/${root}/${folder}/${metadata?.name}?${query}`
      request(url, options, (answer) => json(answer).then((body) => resolve(body as never), reject))
        .on('error', reject)
        .end(JSON.stringify(object))
    })
  }

  it('is asked by a check that finds what is wrong', async () => {
    const wrong = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: inNamespace('wrong'), tokens: []}
    expect(await tryOut(wrong)).toMatchObject({message: expect.stringContaining('.tokens: field not declared')})
  })

  it.each(['kustomize/base/cron-job.yaml', 'kustomize/base/cluster-role.yaml', 'rbac.yaml', 'dnsendpoint-crd.yaml'])(
    'takes deploy/%s, every field',
    async (file) => {
      for (const document of parseAllDocuments(readFileSync(join(ROOT, 'deploy', file), 'utf8'))) {
        const object = document.toJS()
        if (object.kind === 'CronJob') object.metadata.namespace = namespace
        expect(await tryOut(object)).toMatchObject({kind: object.kind})
      }
    },
  )
})
