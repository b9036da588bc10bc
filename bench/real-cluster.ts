import {Agent, type RequestOptions, request} from 'node:https'
import {text} from 'node:stream/consumers'
import {KubeConfig} from '@kubernetes/client-node'
import type {KubernetesObject} from '../test/emulators/kubernetes/object-store.js'
import {makeObjects, namespaces} from './content.js'

export type Cluster = {
  /** Such as `kube-apiserver v1.34.2`. */
  readonly name: string
  readonly kubeconfig: string
  /** The first of the objects of `makeObjects`, and no others of theirs. */
  setObjects(count: number): Promise<void>
  takeCounts(): Promise<{readonly calls: number; readonly octets: number}>
  end(): Promise<void>
}

const UNDER_WAY = 16
/** So many objects take seconds. */
const WORTH_TELLING = 500
const COLLECTIONS = [
  ['/api/v1', 'services'],
  ['/apis/networking.k8s.io/v1', 'ingresses'],
] as const

/**
 * Writes the objects with server-side apply into namespaces of their own. Those namespaces stay, empty, since an API
 * server alone does not remove them. Its range for Services must be large enough (--service-cluster-ip-range=10.0.0.0/12).
 */
export async function openRealCluster(kubeconfig: string): Promise<Cluster> {
  const call = openCalls(kubeconfig)
  const {gitVersion} = (await call('GET', '/version')) as {readonly gitVersion: string}
  const empty = async () => {
    await eachSideBySide(namespaces, async (namespace) => {
      for (const [api, resource] of COLLECTIONS) await call('DELETE', `${api}/namespaces/${namespace}/${resource}`)
    })
  }
  await eachSideBySide(namespaces, (name) =>
    apply(call, `/api/v1/namespaces/${name}`, {apiVersion: 'v1', kind: 'Namespace', metadata: {name}}),
  )
  await empty()
  let objects = 0
  return {
    // An unstamped build is v0.0.0.
    name: gitVersion.startsWith('v0.0.0') ? 'kube-apiserver' : `kube-apiserver ${gitVersion}`,
    kubeconfig,
    async setObjects(count) {
      if (count < objects) {
        await empty()
        objects = 0
      }
      if (count > objects + WORTH_TELLING) process.stderr.write(`applying ${count - objects} objects\n`)
      await eachSideBySide(makeObjects(count).slice(objects), async ({status, ...object}) => {
        const path = pathOf(object)
        await apply(call, path, object)
        const {
          apiVersion,
          kind,
          metadata: {name, namespace},
        } = object
        await apply(call, `${path}/status`, {apiVersion, kind, metadata: {name, namespace}, status})
      })
      objects = count
    },
    takeCounts: async () => ({calls: 0, octets: 0}),
    end: empty,
  }
}

type Call = (method: string, path: string, body?: object) => Promise<unknown>

function openCalls(kubeconfig: string): Call {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  const server = config.getCurrentCluster()?.server
  if (server === undefined) throw new Error(`${kubeconfig} names no cluster.`)
  const options: RequestOptions = {}
  const ready = config.applyToHTTPSOptions(options)
  const agent = new Agent({keepAlive: true, maxSockets: UNDER_WAY})
  return async (method, path, body) => {
    await ready
    const {ca, cert, key, headers, rejectUnauthorized, auth} = options
    const tls = Object.fromEntries(
      Object.entries({ca, cert, key, rejectUnauthorized, auth}).filter(([, value]) => value !== undefined),
    )
    const sent = {...(headers as object), ...(body && {'content-type': 'application/apply-patch+yaml'})}
    return new Promise((resolve, reject) => {
      const outgoing = request(new URL(path, server), {...tls, agent, method, headers: sent}, async (answer) => {
        const said = await text(answer)
        const {statusCode = 0} = answer
        if (statusCode < 300) resolve(JSON.parse(said))
        else reject(new Error(`${method} ${path}: ${statusCode} ${said}`))
      })
      outgoing.on('error', reject)
      outgoing.end(body && JSON.stringify(body))
    })
  }
}

function apply(call: Call, path: string, object: object): Promise<unknown> {
  return call('PATCH', `${path}?fieldManager=external-dns-bench&force=true`, object)
}

function pathOf({kind, metadata: {name, namespace}}: KubernetesObject): string {
  const [api, resource] = COLLECTIONS[kind === 'Service' ? 0 : 1]
  return `${api}/namespaces/${namespace}/${resource}/${name}`
}

async function eachSideBySide<T>(things: readonly T[], act: (thing: T) => Promise<unknown>): Promise<void> {
  const rest = things[Symbol.iterator]()
  const worker = async () => {
    for (const thing of rest) await act(thing)
  }
  await Promise.all(Array.from({length: UNDER_WAY}, worker))
}
