import {CliError} from '../errors/cli-error.js'
import {type ApiSession, type ApiSessionOptions, openSession, sendPatiently} from './api-session.js'
import {makeDiscovery} from './discovery.js'
import {statusMessage} from './errors.js'
import type {Environment} from './kubeconfig-places.js'
import type {KubernetesSettings} from './kubernetes-settings.js'
import type {Resource} from './objects.js'

/** Asks a cluster what a run would need of it, and lists nothing. */
export interface ClusterProbe {
  readonly context: string
  readonly server: string
  /** `v1.36.1`. @throws CliError when there is no answer, or no such one. */
  version(): Promise<string>
  /** The resource as the cluster serves it. @throws CliError when it is served in none of its versions. */
  find(resource: Resource): Promise<Resource>
  /** Whether the API server would let us list it; empty `namespace` for all. @throws CliError when it does not say. */
  mayList(resource: Resource, namespace: string): Promise<boolean>
}

/** Nothing is sent yet. @throws CliError when it is not clear which cluster is meant. */
export async function openClusterProbe(
  settings: KubernetesSettings,
  environment: Environment,
  options: ApiSessionOptions = {},
): Promise<ClusterProbe> {
  const session = await openSession(settings, environment, options)
  const {context, server} = session.connection
  const discovery = makeDiscovery(session)
  return {
    context,
    server,
    async version() {
      const answer = await askJson(session, 'GET', `${server}/version`)
      return textAt(answer, 'gitVersion') ?? 'of unknown version'
    },
    // Without its kind discovery asks in any case.
    find: async (resource) => ({
      ...(await discovery.settle({context, server, resource: {...resource, kind: ''}, namespace: '', page: 1})),
      kind: resource.kind,
    }),
    async mayList({group, version, plural}, namespace) {
      const resourceAttributes = {verb: 'list', group, version, resource: plural, namespace}
      const review = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {resourceAttributes},
      }
      const url = `${server}/apis/authorization.k8s.io/v1/selfsubjectaccessreviews`
      const answer = await askJson(session, 'POST', url, JSON.stringify(review))
      return recordAt(answer, 'status')?.allowed === true
    },
  }
}

async function askJson(session: ApiSession, method: 'GET' | 'POST', url: string, body?: string): Promise<unknown> {
  const {context, server} = session.connection
  const failed = (happened: string, cause?: unknown) =>
    new CliError({
      code: 'KUBERNETES_UNREACHABLE',
      doing: `ask the Kubernetes API at ${server} (context "${context}")`,
      happened,
      fix: ['check the address and the network, or choose another context with --context'],
      cause,
    })
  try {
    const answer = await sendPatiently(session, {method, url, ...(body === undefined ? {} : {body})})
    if (answer.status >= 300) throw failed(`It answered ${answer.status}: ${statusMessage(answer.body)}.`)
    return JSON.parse(answer.body) as unknown
  } catch (error) {
    if (error instanceof CliError) throw error
    throw failed(`${error instanceof Error ? error.message || error.name : String(error)}.`, error)
  }
}

function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>) : undefined
}

function textAt(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof found === 'string' ? found : undefined
}
