import {CliError} from '../errors/cli-error.js'
import type {Environment} from '../errors/environment.js'
import {shellWord} from '../errors/shell-word.js'
import {answeredObject} from './api-request.js'
import {type ApiSessionOptions, openSession, sendWithRetries} from './api-session.js'
import {fillIn, variablesIn} from './container-variables.js'
import {messageOf, statusMessage} from './errors.js'
import {fieldsOf, listOf} from './json.js'
import type {KubernetesSettings} from './kubernetes-settings.js'

export interface DeployedContainer {
  readonly name: string
  readonly image: string
  /** Replaces the image's entrypoint; empty: that one is used. `$(VARIABLES)` are expanded, as in `args`. */
  readonly command: readonly string[]
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Variables whose value is in a Secret or a ConfigMap, or contains such a variable. */
  readonly hidden: readonly string[]
  /** True when further variables come from a whole Secret or ConfigMap. */
  readonly hasMore: boolean
}

export async function readDeployment(
  settings: KubernetesSettings,
  environment: Environment,
  {namespace, name}: {readonly namespace: string; readonly name: string},
  options: ApiSessionOptions = {},
): Promise<readonly DeployedContainer[]> {
  const session = await openSession(settings, environment, options)
  const {server, context} = session.connection
  const doing = `read Deployment ${namespace}/${name} (context "${context}")`
  const failed = (happened: string, fix: string, cause?: unknown) =>
    new CliError({code: 'DEPLOYMENT_UNREADABLE', doing, happened, fix: [fix], cause})
  const path = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/deployments/${encodeURIComponent(name)}`
  const answer = await sendWithRetries(session, {method: 'GET', url: `${server}${path}`}).catch((error: unknown) => {
    if (error instanceof CliError) throw error
    throw failed(`${messageOf(error)}.`, 'check the network', error)
  })
  const look = `look for it: kubectl get deployments -A --context ${shellWord(context)}`
  if (answer.status === 404) throw failed('There is no such Deployment.', look)
  if (answer.status === 403) {
    throw failed('The API server refused.', 'allow {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}')
  }
  if (answer.status !== 200) {
    throw failed(`The API server answered ${answer.status}: ${statusMessage(answer.body)}.`, 'try again')
  }
  const {template} = fieldsOf(answeredObject(answer.body, 'Deployment')?.spec)
  const {containers} = fieldsOf(fieldsOf(template).spec)
  if (Array.isArray(containers)) return containers.map(toContainer)
  const between = 'check what is between this machine and the API server'
  throw failed(`The answer of ${server} is not a Deployment.`, between)
}

function toContainer(container: unknown): DeployedContainer {
  const {name = '', image = '', env, envFrom, command, args} = fieldsOf(container)
  const environment = new Map<string, string>()
  const hidden = new Set<string>()
  for (const one of listOf(env).map(fieldsOf)) {
    const [key, value] = [String(one.name ?? ''), String(one.value ?? '')]
    environment.delete(key)
    hidden.delete(key)
    // As in the kubelet, a value may contain the variables before it.
    if (one.valueFrom !== undefined || variablesIn(value).some((used) => hidden.has(used))) hidden.add(key)
    else environment.set(key, fillIn(value, environment))
  }
  const filledIn = (parts: unknown) => listOf(parts).map((part) => fillIn(String(part), environment))
  return {
    name: String(name),
    image: String(image),
    command: filledIn(command),
    args: filledIn(args),
    environment: Object.fromEntries(environment),
    hidden: [...hidden].sort(),
    hasMore: listOf(envFrom).length > 0,
  }
}
