import {CliError} from '../../errors/cli-error.js'
import {variablesIn} from '../../kubernetes/container-variables.js'
import type {DeployedContainer} from '../../kubernetes/deployment-reader.js'
import type {PluginHost} from '../../kubernetes/kubeconfig/exec-plugin.js'
import type {KubernetesSettings} from '../../kubernetes/kubernetes-settings.js'
import type {ClusterEntry} from '../config/cluster-entries.js'
import {toEnvName} from '../flags/flag-spec.js'
import {UPSTREAM_FLAGS} from '../flags/upstream-flags.js'
import {type DeploymentOrigin, usageError} from '../usage-error.js'
import {type ArgvContext, readCommandLine, type Setting} from './argv.js'

const FLAG = 'from-deployment'
/** Nothing is told yet that a credential plugin could be in the way of. */
const HOST: PluginHost = {lend: (run) => run(), pass: (text) => void process.stderr.write(text)}
/** Parsing time grows faster than the number of flags. Nobody writes this many by hand. */
const MOST_ARGUMENTS = 5000

/**
 * Flags of the Deployment that are ignored: its credentials, endpoints and files (otherwise whoever may change the
 * Deployment could choose whose credentials we use, and where), and those of its loop and its log.
 */
const NOT_TAKEN: ReadonlySet<string> = new Set(
  `kubeconfig server request-timeout kube-api-request-timeout kube-api-qps kube-api-burst aws-profile aws-assume-role
  aws-assume-role-external-id dynamodb-region dynamodb-table connector-source-server dry-run once interval
  min-event-sync-interval events events-emit log-level log-format metrics-address`.split(/\s+/),
)

/**
 * Reads the flags of the Deployment that `--from-deployment` names; returns nothing without that flag.
 * @param typed all settings known so far, which lead to the cluster.
 * @returns also notes, each a phrase without a full stop
 * @throws CliError
 */
export async function readDeployedSettings(
  typed: readonly Setting[],
  context: ArgvContext,
  clusters: readonly ClusterEntry[],
): Promise<{readonly settings: readonly Setting[]; readonly notes: readonly string[]}> {
  const text = typed.find(({name}) => name === FLAG)?.value
  if (text === undefined || text === '') return {settings: [], notes: []}
  if (typed.some(({name, value}) => name === 'without-cluster' && value === true)) {
    throw usageError(`--${FLAG} and --without-cluster exclude each other.`, ['leave out one of the two'])
  }
  if (clusters.length > 0 || typed.filter((setting) => setting.name === 'context').length > 1) {
    const happened = `--${FLAG} reads the flags of one Deployment, and several clusters are named.`
    throw usageError(happened, ['plan one cluster at a time: --context=NAME', `or drop --${FLAG}`])
  }
  const [namespace = '', name = '', ...rest] = String(text).split('/')
  if (namespace === '' || name === '' || rest.length > 0) {
    throw usageError(`--${FLAG}=${text} is not the name of a Deployment.`, [`write --${FLAG}=NAMESPACE/NAME`])
  }
  const {readDeployment} = await import('../../kubernetes/deployment-reader.js')
  const {environment} = context
  const containers = await readDeployment(kubernetesSettings(typed), environment, {namespace, name}, {host: HOST})
  const container = chooseContainer(containers, `${namespace}/${name}`)
  const origin: DeploymentOrigin = `deployment ${namespace}/${name}`
  const args = readArgs(container, origin, context)
  const settings = args.filter(isTaken)
  checkKnown(settings, typed, container, `${namespace}/${name}`)
  const hidden = container.hidden.filter((variable) => variable.startsWith('EXTERNAL_DNS_'))
  return {
    settings: settings.map((setting) => ({...setting, origin})),
    notes: [
      `Deployment ${namespace}/${name} (${container.image}) sets ${namesOf(settings)}`,
      ...(settings.length === args.length ? [] : [`ignored: ${namesOf(args.filter((one) => !isTaken(one)))}`]),
      ...(hidden.length === 0
        ? []
        : [`its variables ${hidden.join(', ')} come from a Secret or ConfigMap and are not read`]),
      ...(container.hasMore ? ['variables that it takes from a Secret or ConfigMap with envFrom are not read'] : []),
    ],
  }
}

function isTaken({name}: Setting): boolean {
  return Object.hasOwn(UPSTREAM_FLAGS, name) && !NOT_TAKEN.has(name)
}

function namesOf(settings: readonly Setting[]): string {
  return settings.length === 0 ? 'nothing' : [...new Set(settings.map(({name}) => name))].sort().join(', ')
}

/** Finds the container of external-dns among sidecars. */
function chooseContainer(containers: readonly DeployedContainer[], deployment: string): DeployedContainer {
  const named = containers.filter(({name, image}) => /external-?dns/i.test(`${name} ${image}`))
  const [only, ...others] = named.length > 0 ? named : containers
  if (only !== undefined && others.length === 0) return only
  const fix = 'copy its flags to the command line'
  throw usageError(`Deployment ${deployment} has no container that is clearly external-dns.`, [fix])
}

/** Refuses flags set from a Secret or ConfigMap, which is not read, unless they were typed. @throws CliError USAGE */
function checkKnown(
  settings: readonly Setting[],
  typed: readonly Setting[],
  {hidden, hasMore, environment}: DeployedContainer,
  deployment: string,
): void {
  const isHidden = (variable: string) => hidden.includes(variable) || (hasMore && !Object.hasOwn(environment, variable))
  for (const {name, value} of settings) {
    const variable = variablesIn(String(value)).find(isHidden)
    if (variable !== undefined && typed.every((one) => one.name !== name)) {
      throw usageError(
        `--${name} of Deployment ${deployment} uses its variable ${variable}, which comes from a Secret or ConfigMap and is not read.`,
        [`set it here: --${name}=VALUE`],
      )
    }
  }
}

/** Refuses a start through something else, such as a shell, which may change flags. @throws CliError USAGE */
function argvOf({command, args}: DeployedContainer, deployment: string): readonly string[] {
  const [program, ...first] = command
  const argv = [...first, ...args]
  if (argv.length > MOST_ARGUMENTS) {
    throw usageError(`Deployment ${deployment} has ${argv.length} arguments, at most ${MOST_ARGUMENTS} are read.`, [
      'copy those that you need to the command line',
    ])
  }
  if (program === undefined || /(?:^|\/)external-dns$/.test(program)) return argv
  const fix = 'copy its flags to the command line'
  throw usageError(`Deployment ${deployment} does not start external-dns itself, but ${program}.`, [fix])
}

function readArgs(container: DeployedContainer, origin: DeploymentOrigin, {flags}: ArgvContext): readonly Setting[] {
  const {environment} = container
  try {
    return readCommandLine(argvOf(container, origin.replace('deployment ', '')), {
      flags,
      variableOf: toEnvName,
      environment,
      readFile: () => {
        throw new Error('the file is in the container')
      },
    }).settings
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const {code, happened, fix} = error
    throw new CliError({code, doing: `use the flags of ${origin.replace('deployment', 'Deployment')}`, happened, fix})
  }
}

/** The Kubernetes flags as typed or set in a config file, with defaults for the rest. */
function kubernetesSettings(settings: readonly Setting[]): KubernetesSettings {
  const textOf = (name: string) => String(settings.find((setting) => setting.name === name)?.value ?? '')
  const [kubeconfig, context] = [textOf('kubeconfig'), textOf('context')]
  return {kubeconfig, context, server: textOf('server'), impersonate: textOf('as'), requestTimeoutMs: 30_000}
}
