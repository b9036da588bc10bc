import type {RequestOptions} from 'node:https'
import {KubeConfig} from '@kubernetes/client-node'
import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import {withoutAddressSecrets} from '../../errors/url-secrets.js'
import {yamlProblem} from '../../errors/yaml-problem.js'
import {type ProxyServer, parseProxyUrl, proxyFor} from '../../proxy/proxy-for.js'
import type {KubernetesSettings} from '../kubernetes-settings.js'
import {type Cluster, type Entries, readEntries} from './entries.js'
import {findInCluster, findKubeconfig, type Meant, noKubeconfig} from './places.js'
import {isSet, problemOfCluster, problemOfUser} from './problems.js'
import {impersonation, type Renewed, type SignInOptions, signIn} from './sign-in.js'
import {credentialsFailed} from './sign-in-problem.js'

/** One API server and the credentials of one user. */
export interface Connection {
  /** Context name or `in-cluster`. */
  readonly context: string
  /** With scheme, maybe with a path, without a trailing slash. */
  readonly server: string
  /** `proxy-url` of the kubeconfig, else what the variables say. */
  readonly proxy: ProxyServer | undefined
  /** Reads token files again, and may run a credential plugin or ask an identity provider. @throws CliError */
  authorize(): Promise<RequestOptions>
}

export interface ConnectOptions extends Pick<SignInOptions, 'host' | 'isStdinTaken' | 'isTerminal'> {
  readonly serviceAccountFolder?: string | undefined
}

/** Chooses cluster and user as kubectl does. @throws CliError when no usable cluster is named. */
export function connect(
  settings: KubernetesSettings,
  environment: Environment,
  options: ConnectOptions = {},
): Connection {
  const {context, cluster, user: named} = findMeant(settings, environment, options.serviceAccountFolder)
  const user = settings.impersonate === '' ? named : {...named, impersonateUser: settings.impersonate}
  const clusterProblem = problemOfCluster(cluster)
  if (clusterProblem !== undefined) throw brokenContext(context, `its cluster "${cluster.name}" ${clusterProblem}`)
  const userProblem = problemOfUser(user)
  if (userProblem !== undefined) throw brokenContext(context, `its user "${user.name}" ${userProblem}`)
  const server = toServer(settings.server === '' ? cluster.server : settings.server)
  const config = new KubeConfig()
  const renewed: Renewed = {oidc: undefined}
  const signInOptions = {...options, environment, timeoutMs: settings.requestTimeoutMs}
  return {
    context,
    server,
    proxy: proxyOf(cluster) ?? proxyFor(new URL(server), environment),
    async authorize() {
      const request: RequestOptions = {headers: {}}
      try {
        const signedIn = await signIn(user, {...cluster, server}, signInOptions, renewed)
        config.loadFromOptions({
          clusters: [forClient(cluster, server)],
          users: [signedIn.user],
          contexts: [{name: context, cluster: cluster.name, user: user.name}],
          currentContext: context,
        })
        await config.applyToHTTPSOptions(request)
        return {...request, ...signedIn.pair, headers: {...request.headers, ...impersonation(user)}}
      } catch (error) {
        throw credentialsFailed(error, context)
      }
    },
  }
}

function findMeant(settings: KubernetesSettings, environment: Environment, folder: string | undefined): Meant {
  const {files, origin} = findKubeconfig(settings.kubeconfig, environment)
  const entries = mergeEntries(files.map(entriesOf))
  const name = settings.context || entries.currentContext
  if (entries.contexts.length > 0 || settings.context !== '') return findByContext(entries, name, origin)
  if (entries.clusters.length > 0) throw unknownContext(entries, '', origin)
  const inCluster = findInCluster(environment, folder)
  if (inCluster !== undefined) return inCluster
  const {server} = settings
  if (server === '') throw noKubeconfig()
  const cluster = {name: server, server, skipTLSVerify: false}
  return {context: withoutAddressSecrets(server), cluster, user: {name: 'none'}}
}

/** For completion: none when the kubeconfig cannot be read. */
export function listContexts(kubeconfig: string, environment: Environment): readonly string[] {
  try {
    const {contexts} = mergeEntries(findKubeconfig(kubeconfig, environment).files.map(entriesOf))
    return contexts.map(({name}) => name).sort()
  } catch {
    return []
  }
}

function findByContext(entries: Entries, name: string, origin: string): Meant {
  const context = entries.contexts.find((entry) => entry.name === name)
  if (context === undefined) throw unknownContext(entries, name, origin)
  const cluster = entries.clusters.find((entry) => entry.name === context.cluster)
  if (cluster === undefined) throw brokenContext(name, `its cluster "${context.cluster}" is missing or has no server`)
  const user = context.user === undefined ? {name: 'none'} : entries.users.find((entry) => entry.name === context.user)
  if (user !== undefined) return {context: name, cluster, user}
  throw brokenContext(name, `its user "${context.user}" is missing or names a file that cannot be read`)
}

/** client-node refuses plain http unless verification is off, which has no meaning without TLS; the agent is ours. */
function forClient({proxyUrl: _proxy, ...cluster}: Cluster, server: string): Cluster {
  return {...cluster, server, skipTLSVerify: cluster.skipTLSVerify || server.startsWith('http:')}
}

function proxyOf({proxyUrl}: Cluster): ProxyServer | undefined {
  const url = isSet(proxyUrl) ? parseProxyUrl(proxyUrl) : undefined
  return url && {url, origin: 'proxy-url of the kubeconfig'}
}

function entriesOf(file: string): Entries {
  try {
    return readEntries(file)
  } catch (error) {
    const fix = ['repair the file, or name another one with --kubeconfig']
    throw invalid(`${file} is not a kubeconfig: ${yamlProblem(error)}.`, fix, error)
  }
}

/** Merges the files of KUBECONFIG as kubectl does: the first file that sets a value, a name or the current context wins. */
function mergeEntries(files: readonly Entries[]): Entries {
  const firstOfEach = <T extends {readonly name: string}>(list: readonly T[]) => [
    ...new Map([...list].reverse().map((entry) => [entry.name, entry])).values(),
  ]
  return {
    clusters: firstOfEach(files.flatMap((file) => file.clusters)),
    users: firstOfEach(files.flatMap((file) => file.users)),
    contexts: firstOfEach(files.flatMap((file) => file.contexts)),
    currentContext: files.find((file) => file.currentContext !== '')?.currentContext ?? '',
  }
}

function toServer(address: string): string {
  const withScheme = /^https?:|:\/\//i.test(address) ? address : `https://${address}`
  const isAddress = /^https?:\/\/[^\s/\\]\S*$/i.test(withScheme) && URL.canParse(withScheme)
  if (isAddress) return withScheme.replace(/\/+$/, '')
  const happened = `"${withoutAddressSecrets(address)}" is not an address of an API server.`
  throw invalid(happened, ['write it like https://10.0.0.1:6443'])
}

function unknownContext(entries: Entries, name: string, origin: string): CliError {
  const known = entries.contexts.map((context) => context.name).sort()
  const fix = known.length === 0 ? 'add a context to the kubeconfig' : `choose one with --context: ${known.join(', ')}`
  const what = name === '' ? 'current context' : `context "${name}"`
  return invalid(`The kubeconfig (${origin}) has no ${what}.`, [fix])
}

function brokenContext(name: string, what: string): CliError {
  const fix = ['repair the kubeconfig, or choose another context with --context']
  return invalid(`The context "${name}" cannot be used: ${what}.`, fix)
}

function invalid(happened: string, fix: readonly string[], cause?: unknown): CliError {
  return new CliError({code: 'KUBECONFIG_INVALID', doing: 'read the kubeconfig', happened, fix, cause})
}
