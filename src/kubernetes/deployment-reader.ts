import {CliError} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'
import {answeredObject} from './answer-object.js'
import {type ApiSessionOptions, openSession, sendPatiently} from './api-session.js'
import {statusMessage} from './errors.js'
import type {Environment} from './kubeconfig-places.js'
import type {KubernetesSettings} from './kubernetes-settings.js'

/** What a container of a Deployment is started with. */
export interface DeployedContainer {
  readonly name: string
  readonly image: string
  /** Behind the entrypoint, with `$(VARIABLES)` filled in. */
  readonly args: readonly string[]
  /** Variables with a value of their own. */
  readonly environment: Readonly<Record<string, string>>
  /** Variables whose value lies elsewhere, in a Secret or a ConfigMap. */
  readonly hidden: readonly string[]
}

/** Needs `get` on this one Deployment. @throws CliError when it cannot be read. */
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
  const answer = await sendPatiently(session, {method: 'GET', url: `${server}${path}`}).catch((error: unknown) => {
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
  const variables = listAt(container, 'env')
  const given = variables.flatMap((one) => {
    const [key, value] = [at(one, 'name'), at(one, 'value')]
    return typeof key === 'string' && at(one, 'valueFrom') === undefined ? [[key, String(value ?? '')] as const] : []
  })
  const environment = Object.fromEntries(given)
  return {
    name: String(at(container, 'name') ?? ''),
    image: String(at(container, 'image') ?? ''),
    args: listAt(container, 'args').map((arg) => fillIn(String(arg), environment)),
    environment,
    hidden: variables
      .filter((one) => at(one, 'valueFrom') !== undefined)
      .map((one) => String(at(one, 'name')))
      .sort(),
  }
}

/** As the kubelet does it: `$$` is a dollar sign, and a name that it does not know stays as it is. */
function fillIn(arg: string, environment: Readonly<Record<string, string>>): string {
  return arg.replace(/\$\$|\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g, (written, name?: string) =>
    name === undefined ? '$' : (environment[name] ?? written),
  )
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = at(value, key)
  return Array.isArray(found) ? found : []
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
