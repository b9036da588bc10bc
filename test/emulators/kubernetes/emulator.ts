import {writeFile} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {gzipSync} from 'node:zlib'
import {type CallLog, openCallLog} from '../call-log.js'
import {openFaultList} from '../fault-list.js'
import {type LoopbackAnswer, type LoopbackRequest, serveLoopback} from '../loopback-server.js'
import {type AccessRule, openAccess} from './access.js'
import {type KubernetesCall, operationOf, type Target, targetOf} from './call.js'
import {discoveryOf} from './discovery.js'
import {concernsCall, type KubernetesFault} from './fault.js'
import {type KubeconfigOptions, kubeconfigText} from './kubeconfig.js'
import {openLister} from './list.js'
import {type ClusterState, type KubernetesObject, openObjectStore, toWire} from './object-store.js'
import {
  BUILT_IN_RESOURCES,
  CUSTOM_RESOURCES,
  type CustomResource,
  qualifiedName,
  type Resource,
  toResource,
} from './resource.js'
import {Denial, failure, forbidden, objectNotFound, overloaded, pageNotFound, statusOf, unauthorized} from './status.js'
import {createObject, writeStatus} from './write.js'

export type KubernetesEmulatorOptions = {
  /** Default: a free one. */
  readonly port?: number
  readonly objects?: readonly KubernetesObject[]
  /** If set, requests need it as `Authorization: Bearer`. */
  readonly token?: string
  /** The groups of custom resources that are installed; default: all of CUSTOM_RESOURCES and `resources`. */
  readonly served?: readonly string[]
  /** Custom resources in addition to those of CUSTOM_RESOURCES. */
  readonly resources?: readonly CustomResource[]
  readonly latencyMs?: number
  /** The caller's name in a 403. */
  readonly user?: string
}

export type KubernetesEmulator = ClusterState & {
  readonly url: string
  readonly calls: CallLog<KubernetesCall>
  /** @returns a function that removes the fault. */
  addFault(fault: KubernetesFault): () => void
  clearFaults(): void
  /** Denies requests with 403, also in access reviews. @returns a function that allows them again. */
  deny(rule: AccessRule): () => void
  /** Makes all issued continue tokens expire (410 Expired). */
  expireContinueTokens(): void
  /** Installs these groups of custom resources and removes all others; objects are kept. */
  setServed(groups: readonly string[]): void
  setLatency(ms: number): void
  /** YAML, with the context `demo` unless another name is given. */
  kubeconfig(options?: KubeconfigOptions): string
  writeKubeconfig(path: string, options?: KubeconfigOptions): Promise<void>
  close(): Promise<void>
}

const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.0',
  gitTreeState: 'clean',
  platform: 'linux/amd64',
  gitCommit: 'emulator',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
}
const USER = 'system:serviceaccount:external-dns:external-dns'
/** An API server compresses bodies from 128 KiB. */
const GZIP_FROM_BYTES = 128 * 1024

/** A Kubernetes API on 127.0.0.1. The README next to it says what it emulates. */
export async function startKubernetesEmulator(options: KubernetesEmulatorOptions = {}): Promise<KubernetesEmulator> {
  const custom = [...CUSTOM_RESOURCES, ...(options.resources ?? []).map(toResource)]
  const store = openObjectStore([...BUILT_IN_RESOURCES, ...custom])
  const lister = openLister(store)
  const access = openAccess()
  const faults = openFaultList<KubernetesCall, KubernetesFault>(concernsCall)
  const calls = openCallLog<KubernetesCall>()
  const startedAt = performance.now()
  const user = options.user ?? USER
  let latencyMs = options.latencyMs ?? 0
  let underWay = 0
  let served: readonly Resource[] = []
  const setServed = (groups: readonly string[]) => {
    served = [...BUILT_IN_RESOURCES, ...custom.filter(({group}) => groups.includes(group))]
  }
  setServed(options.served ?? custom.map(({group}) => group))
  store.setObjects(options.objects ?? [])

  async function answer(request: LoopbackRequest): Promise<LoopbackAnswer> {
    underWay += 1
    const [target, unknown] = readTarget(request)
    const subject = target?.kind === 'discover' ? undefined : target
    const call = {
      operation: target === undefined ? 'unknown' : operationOf(target),
      method: request.method,
      path: request.path,
      query: Object.fromEntries(request.query),
      verb: subject?.verb ?? 'discover',
      ...(subject && {resource: qualifiedName(subject)}),
      ...(subject?.namespace && {namespace: subject.namespace}),
      ...(subject?.name && {name: subject.name}),
      atMs: performance.now() - startedAt,
      underWay,
      status: 0,
    }
    calls.add(call)
    try {
      const reply = await reactTo(request, target, unknown, call)
      if (reply.kind === 'answer') call.status = reply.status
      return reply
    } finally {
      underWay -= 1
    }
  }

  function readTarget({method, path, query}: LoopbackRequest): [Target, undefined] | [undefined, Denial] {
    try {
      return [targetOf(method, path, query.get('watch') === 'true' || query.get('watch') === '1', served), undefined]
    } catch (error) {
      if (error instanceof Denial) return [undefined, error]
      throw error
    }
  }

  async function reactTo(
    request: LoopbackRequest,
    target: Target | undefined,
    unknown: Denial | undefined,
    call: KubernetesCall & {errorCode?: string},
  ): Promise<LoopbackAnswer> {
    try {
      if (latencyMs > 0) await sleep(latencyMs)
      if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`)
        throw unauthorized()
      let isMalformed = false
      let brokenOffAt: number | undefined
      let rewrite = (answer: object) => answer
      for (const {action} of faults.hits(call)) {
        if (typeof action === 'function') action(call, store)
        else if (action === 'hang') return {kind: 'none', socket: 'left open'}
        else if (action === 'resetConnection') return {kind: 'none', socket: 'cut'}
        else if (action === 'malformedJson') isMalformed = true
        else if (action === 'breakOffAfterHead') brokenOffAt = 0
        else if (action === 'breakOffHalfway') brokenOffAt = 0.5
        else if (action === 'overloaded') throw overloaded()
        else if ('rewrite' in action) rewrite = action.rewrite
        else if ('instead' in action) return {kind: 'answer', headers: {'content-type': 'text/html'}, ...action.instead}
        else throw failure(action.status, target?.kind === 'discover' ? undefined : target, user)
      }
      if (target === undefined) throw unknown ?? pageNotFound()
      const [status, body] = handle(request, target)
      const text = typeof body === 'string' ? body : JSON.stringify(rewrite(body))
      const sent = isMalformed ? text.slice(0, Math.ceil(text.length / 2)) : text
      const reply = jsonAnswer(request, status, sent, typeof body === 'string' ? 'text/plain' : 'application/json')
      if (brokenOffAt === undefined || reply.kind !== 'answer') return reply
      return {...reply, cutAfter: Math.floor(Buffer.byteLength(reply.body) * brokenOffAt)}
    } catch (error) {
      if (!(error instanceof Denial)) throw error
      call.errorCode = error.status?.reason ?? String(error.code)
      const {status, code, headers} = error
      const type = status === undefined ? 'text/plain; charset=utf-8' : 'application/json'
      const body = status === undefined ? error.message : JSON.stringify(status)
      return {kind: 'answer', status: code, headers: {'content-type': type, ...headers}, body}
    }
  }

  function handle(request: LoopbackRequest, target: Target): [status: number, body: object | string] {
    if (target.kind === 'discover') return [200, discover(request)]
    if (target.kind === 'access review') {
      if (target.verb !== 'create') throw notAllowed()
      return [201, access.review(request)]
    }
    if (!access.isAllowed(target)) throw forbidden(target, user)
    const {resource, version, namespace, name, subresource, verb} = target
    if (verb === 'list') return [200, lister.list({resource, version, namespace, query: request.query})]
    if (verb === 'get' && subresource === undefined) {
      const found = store.find(resource, namespace, name ?? '')
      if (found === undefined) throw objectNotFound(target)
      return [200, toWire(found.object, resource, version, false)]
    }
    if (verb === 'create' && name === undefined)
      return [201, createObject(store, resource, version, namespace, request)]
    if ((verb === 'update' || verb === 'patch') && subresource === 'status' && resource.hasStatus) {
      return [200, writeStatus(store, resource, version, target, request)]
    }
    throw notAllowed()
  }

  function discover({path, method}: LoopbackRequest): object | string {
    if (method !== 'GET') throw notAllowed()
    if (path === '/version') return VERSION
    if (['/healthz', '/livez', '/readyz'].includes(path)) return 'ok'
    const found = discoveryOf(path.replace(/\/$/, ''), served, server.url.replace('http://', ''))
    if (found === undefined) throw pageNotFound()
    return found
  }

  const server = await serveLoopback(answer, options.port)
  const kubeconfig = (wanted?: KubeconfigOptions) => kubeconfigText(server.url, options.token, wanted)
  return {
    setObjects: store.setObjects,
    objects: store.objects,
    put: store.put,
    remove: store.remove,
    url: server.url,
    calls: calls.log,
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    deny: (rule) => access.deny(rule),
    expireContinueTokens: () => lister.expireContinueTokens(),
    setServed,
    setLatency(ms) {
      latencyMs = ms
    },
    kubeconfig,
    writeKubeconfig: (path, wanted) => writeFile(path, kubeconfig(wanted), {mode: 0o600}),
    close: () => server.close(),
  }
}

function notAllowed(): Denial {
  return new Denial(
    statusOf(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {}),
  )
}

function jsonAnswer(request: LoopbackRequest, status: number, text: string, type: string): LoopbackAnswer {
  const isLarge = Buffer.byteLength(text) >= GZIP_FROM_BYTES
  const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  return isLarge && takesGzip
    ? {
        kind: 'answer',
        status,
        headers: {'content-type': type, 'content-encoding': 'gzip'},
        body: gzipSync(text, {level: 1}),
      }
    : {kind: 'answer', status, headers: {'content-type': type}, body: text}
}
