import {readFileSync} from 'node:fs'
import type {RequestOptions} from 'node:https'
import {dirname, isAbsolute, join, sep} from 'node:path'
import {KubeConfig} from '@kubernetes/client-node'
import {CliError} from '../errors/cli-error.js'
import type {Environment} from '../errors/environment.js'
import {withoutAddressSecrets} from '../errors/url-secrets.js'
import {yamlProblem} from '../errors/yaml-problem.js'
import {credentialsFailed} from './errors.js'
import {
  findInCluster,
  findKubeconfig,
  type InCluster,
  noKubeconfig,
  SERVICE_ACCOUNT_FOLDER,
} from './kubeconfig-places.js'
import type {KubernetesSettings} from './kubernetes-settings.js'

type Cluster = KubeConfig['clusters'][number]
type User = KubeConfig['users'][number]
type Context = KubeConfig['contexts'][number]

/** One API server and the credentials of one user. */
export interface Connection {
  /** Context name or `in-cluster`. */
  readonly context: string
  /** With scheme, maybe with a path, without a trailing slash. */
  readonly server: string
  /** True when the kubeconfig names a proxy; the agent of the authorization must then be used. */
  readonly usesProxy: boolean
  /** Headers, certificates and agent. Reads token files again and may run a credential plugin. @throws CliError */
  authorize(): Promise<RequestOptions>
}

interface Entries {
  readonly clusters: readonly Cluster[]
  readonly users: readonly User[]
  readonly contexts: readonly Context[]
  readonly currentContext: string
}

/** Chooses cluster and user as kubectl does. @throws CliError when no usable cluster is named. */
export function connect(
  settings: KubernetesSettings,
  environment: Environment,
  serviceAccountFolder: string = SERVICE_ACCOUNT_FOLDER,
): Connection {
  const place = findKubeconfig(settings.kubeconfig, environment)
  const entries = mergeEntries(place.files.map(readEntries))
  if (entries.contexts.length > 0 || settings.context !== '') return connectByContext(settings, entries, place.origin)
  if (entries.clusters.length > 0) throw unknownContext(entries, '', place.origin)
  const inCluster = findInCluster(environment, serviceAccountFolder)
  if (inCluster !== undefined) return connectInCluster(settings, inCluster)
  if (settings.server === '') throw noKubeconfig()
  return makeConnection(
    withoutAddressSecrets(settings.server),
    settings,
    {name: settings.server, server: settings.server, skipTLSVerify: false},
    {name: 'none'},
  )
}

function connectByContext(settings: KubernetesSettings, entries: Entries, origin: string): Connection {
  const name = settings.context === '' ? entries.currentContext : settings.context
  const context = entries.contexts.find((entry) => entry.name === name)
  if (context === undefined) throw unknownContext(entries, name, origin)
  const cluster = entries.clusters.find((entry) => entry.name === context.cluster)
  if (cluster === undefined) throw brokenContext(name, `its cluster "${context.cluster}" is missing or has no server`)
  const user = context.user === undefined ? {name: 'none'} : entries.users.find((entry) => entry.name === context.user)
  if (user === undefined)
    throw brokenContext(name, `its user "${context.user}" is missing or names a file that cannot be read`)
  return makeConnection(name, settings, cluster, user)
}

function connectInCluster(settings: KubernetesSettings, {server, caFile, tokenFile}: InCluster): Connection {
  const user = {name: 'service-account', authProvider: {name: TOKEN_FILE, config: {tokenFile}}}
  return makeConnection('in-cluster', settings, {name: 'in-cluster', server, caFile, skipTLSVerify: false}, user)
}

function makeConnection(context: string, settings: KubernetesSettings, cluster: Cluster, user: User): Connection {
  const server = toServer(settings.server === '' ? cluster.server : settings.server)
  // client-node refuses plain http unless verification is off, which has no meaning without TLS.
  const reached = {...cluster, server, skipTLSVerify: cluster.skipTLSVerify || server.startsWith('http:')}
  const actor = settings.impersonate === '' ? user : {...user, impersonateUser: settings.impersonate}
  const config = new KubeConfig()
  return {
    context,
    server,
    usesProxy: cluster.proxyUrl !== undefined && cluster.proxyUrl !== '',
    async authorize() {
      const options: RequestOptions = {headers: {}}
      try {
        config.loadFromOptions({
          clusters: [reached],
          users: [withTokenRead(actor)],
          contexts: [{name: context, cluster: reached.name, user: actor.name}],
          currentContext: context,
        })
        await config.applyToHTTPSOptions(options)
      } catch (error) {
        throw credentialsFailed(error, {context, plugin: pluginOf(user)})
      }
      return options
    },
  }
}

/** The user with its token read from the file: client-node keeps the final newline, which is not allowed in a header. */
function withTokenRead(user: User): User {
  const file: unknown = user.authProvider?.name === TOKEN_FILE ? user.authProvider.config?.tokenFile : undefined
  if (typeof file !== 'string') return user
  return {...user, authProvider: undefined, token: readFileSync(file, 'utf8').trim()}
}

function pluginOf(user: User): string | undefined {
  const command: unknown = user.exec?.command
  return typeof command === 'string' ? command : undefined
}

const TOKEN_FILE = 'tokenFile'

/**
 * Reads a kubeconfig file. Relative paths start at its folder. Broken entries are left out, since they matter only when
 * used.
 */
function readEntries(file: string): Entries {
  const config = new KubeConfig()
  try {
    const text = readFileSync(file, 'utf8')
    if (/^\s*$/.test(text)) return mergeEntries([])
    config.loadFromString(withTokenFiles(text), {onInvalidEntry: 'filter'})
  } catch (error) {
    throw brokenFile(file, error)
  }
  config.makePathsAbsolute(dirname(file))
  return {
    clusters: config.clusters,
    users: config.users.map((user) => withAbsolutePaths(user, dirname(file))),
    contexts: config.contexts,
    currentContext: config.currentContext ?? '',
  }
}

/**
 * Rewrites `tokenFile` of a user, which client-node 1.4 does not know, as an auth provider that reads a file. Works on
 * block style, one key a line, as kubectl writes it; in flow style the key stays unread.
 */
function withTokenFiles(text: string): string {
  return text.replace(/^(\s+)tokenFile:[ \t]+(\S.*?)\s*$/gm, (_, indent: string, written: string) => {
    const scalar = /^["']/.test(written) ? written : JSON.stringify(written.replace(/\s+#.*$/, ''))
    return `${indent}auth-provider: {name: ${TOKEN_FILE}, config: {${TOKEN_FILE}: ${scalar}}}`
  })
}

/**
 * Makes the paths absolute that client-node's makePathsAbsolute leaves out: token files, and plugins named by a path
 * (client-go: ResolveLocalPaths).
 */
function withAbsolutePaths(user: User, folder: string): User {
  const absolute = (path: string) => (isAbsolute(path) ? path : join(folder, path))
  if (user.authProvider?.name === TOKEN_FILE) {
    return {
      ...user,
      authProvider: {name: TOKEN_FILE, config: {tokenFile: absolute(String(user.authProvider.config?.tokenFile))}},
    }
  }
  if (user.exec === undefined || user.exec === null) return user
  const command = String(user.exec.command ?? '')
  return {...user, exec: withExecInfo({...user.exec, command: command.includes(sep) ? absolute(command) : command})}
}

/**
 * Adds the variable that tells a plugin the expected API version. kubectl sets it, client-node does not, and some
 * plugins require it.
 */
function withExecInfo(exec: NonNullable<User['exec']>): User['exec'] {
  const info = {apiVersion: exec.apiVersion, kind: 'ExecCredential', spec: {interactive: false}}
  const variable = {name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info)}
  return {...exec, env: [...(Array.isArray(exec.env) ? exec.env : []), variable]}
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
  const withScheme = /^https?:/i.test(address) ? address : `https://${address}`
  const isAddress = /^https?:\/\/[^\s/\\]\S*$/i.test(withScheme) && URL.canParse(withScheme)
  if (isAddress) return withScheme.replace(/\/+$/, '')
  throw invalid(`"${withoutAddressSecrets(address)}" is no address of an API server.`, [
    'write it like https://10.0.0.1:6443',
  ])
}

function unknownContext(entries: Entries, name: string, origin: string): CliError {
  const known = entries.contexts.map((context) => context.name).sort()
  const happened =
    name === ''
      ? `The kubeconfig (${origin}) has no current context.`
      : `The kubeconfig (${origin}) has no context "${name}".`
  return invalid(happened, [
    known.length === 0 ? 'add a context to the kubeconfig' : `choose one with --context: ${known.join(', ')}`,
  ])
}

function brokenContext(name: string, what: string): CliError {
  return invalid(`The context "${name}" cannot be used: ${what}.`, [
    'repair the kubeconfig, or choose another context with --context',
  ])
}

function brokenFile(file: string, error: unknown): CliError {
  return invalid(
    `${file} is no kubeconfig: ${yamlProblem(error)}.`,
    ['repair the file, or name another one with --kubeconfig'],
    error,
  )
}

function invalid(happened: string, fix: readonly string[], cause?: unknown): CliError {
  return new CliError({code: 'KUBECONFIG_INVALID', doing: 'read the kubeconfig', happened, fix, cause})
}
