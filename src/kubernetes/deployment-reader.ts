import {CliError} from '../errors/cli-error.js'
import type {Environment} from '../errors/environment.js'
import {shellWord} from '../errors/shell-word.js'
import {answeredObject} from './api-request.js'
import {type ApiSessionOptions, openSession, sendWithRetries} from './api-session.js'
import {fillIn, variablesIn} from './container-variables.js'
import {statusMessage} from './errors.js'
import type {KubernetesSettings} from './kubernetes-settings.js'

/** The start command of a container in a Deployment. */
export interface DeployedContainer {
  readonly name: string
  readonly image: string
  /** Replaces the image's entrypoint; empty: that one is used. `$(VARIABLES)` are expanded, as in `args`. */
  readonly command: readonly string[]
  readonly args: readonly string[]
  /** Variables with a literal value. */
  readonly environment: Readonly<Record<string, string>>
  /** Variables whose value is in a Secret or a ConfigMap, or contains such a variable. */
  readonly hidden: readonly string[]
  /** True when further variables come from a whole Secret or ConfigMap. */
  readonly hasMore: boolean
}

/** Reads one Deployment, which needs the right `get` on it. @throws CliError when it cannot be read. */
export async function readDeployment(
  settings: KubernetesSettings,
  environment: Environment,
  {namespace, name}: {readonly namespace: string; readonly name: string},
  options: ApiSessionOptions = {},
): Promise<readonly DeployedContainer[]> {
  const session = await openSession(settings, environment, options)
  const {server, context} = session.connection
  const failed = (happened: string, fix: readonly string[], cause?: unknown) =>
    new CliError({
      code: 'DEPLOYMENT_UNREADABLE',
      doing: `read Deployment ${namespace}/${name} (context "${context}")`,
      happened,
      fix,
      cause,
    })
  const path = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/deployments/${encodeURIComponent(name)}`
  const answer = await sendWithRetries(session, {method: 'GET', url: `${server}${path}`}).catch((error: unknown) => {
    if (error instanceof CliError) throw error
    throw failed(
      `${error instanceof Error ? error.message || error.name : String(error)}.`,
      ['check the network'],
      error,
    )
  })
  if (answer.status === 404) {
    throw failed('There is no such Deployment.', [
      `look for it: kubectl get deployments -A --context ${shellWord(context)}`,
    ])
  }
  if (answer.status === 403) {
    throw failed('The API server refused.', ['allow {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}'])
  }
  if (answer.status !== 200) {
    throw failed(`The API server answered ${answer.status}: ${statusMessage(answer.body)}.`, ['try again'])
  }
  const containers = at(at(at(at(answeredObject(answer.body, 'Deployment'), 'spec'), 'template'), 'spec'), 'containers')
  if (!Array.isArray(containers)) {
    throw failed(`The answer of ${server} is no Deployment.`, ['check what stands between here and the API server'])
  }
  return containers.map(toContainer)
}

function toContainer(container: unknown): DeployedContainer {
  const environment = new Map<string, string>()
  const hidden = new Set<string>()
  for (const one of listAt(container, 'env')) {
    const [key, value] = [String(at(one, 'name') ?? ''), String(at(one, 'value') ?? '')]
    environment.delete(key)
    hidden.delete(key)
    // As in the kubelet, a value may contain the variables before it.
    if (at(one, 'valueFrom') !== undefined || variablesIn(value).some((name) => hidden.has(name))) hidden.add(key)
    else environment.set(key, fillIn(value, environment))
  }
  const filledIn = (key: string) => listAt(container, key).map((part) => fillIn(String(part), environment))
  return {
    name: String(at(container, 'name') ?? ''),
    image: String(at(container, 'image') ?? ''),
    command: filledIn('command'),
    args: filledIn('args'),
    environment: Object.fromEntries(environment),
    hidden: [...hidden].sort(),
    hasMore: listAt(container, 'envFrom').length > 0,
  }
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = at(value, key)
  return Array.isArray(found) ? found : []
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
