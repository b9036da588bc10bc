import {readFileSync} from 'node:fs'
import type {Environment} from '../../errors/environment.js'
import type {Cluster, User} from './entries.js'
import {type PluginRun, runPlugin, toPlugin} from './exec-plugin.js'
import {keepTokens} from './kept-tokens.js'
import {type OidcConfig, oidcToken, toOidcConfig} from './oidc-token.js'
import {isSet} from './problems.js'

export interface SignInOptions extends Pick<PluginRun, 'host' | 'isStdinTaken' | 'isTerminal'> {
  readonly environment: Environment
  readonly timeoutMs: number
}

/** Tokens that took the place of those in the kubeconfig since it was read. */
export interface Renewed {
  oidc: OidcConfig | undefined
}

/**
 * What the user signs in with, in client-go's order: what the kubeconfig holds itself goes before plugin and provider.
 * @returns a user with nothing left to ask for, and the certificate of a plugin with its key
 */
export async function signIn(user: User, cluster: Cluster, options: SignInOptions, renewed: Renewed) {
  const {exec, authProvider, tokenFile: _file, keyFile, keyData, ...rest} = user
  const hasCertificate = isSet(user.certFile) || isSet(user.certData)
  const plain = {
    ...rest,
    ...(hasCertificate && {keyFile, keyData}),
    ...(isSet(user.username) ? {password: user.password ?? ''} : {}),
  }
  const token = tokenOf(user)
  if (token !== undefined || isSet(user.username)) return {user: {...plain, ...(token && {token})}, pair: {}}
  const plugin = exec === undefined || exec === null || hasCertificate ? undefined : toPlugin(exec)
  if (plugin !== undefined && typeof plugin !== 'string') {
    const found = await runPlugin(plugin, {...options, cluster: clusterInfo(cluster)})
    const pair = found.key === '' ? {} : {cert: found.certificate, key: found.key}
    return {user: {...plain, ...(found.token === '' ? {} : {token: found.token})}, pair}
  }
  if (authProvider?.name !== 'oidc') return {user: {...plain, ...(authProvider && {authProvider})}, pair: {}}
  return {user: {...plain, token: await tokenOfProvider(user, options, renewed)}, pair: {}}
}

async function tokenOfProvider(user: User, options: SignInOptions, renewed: Renewed): Promise<string> {
  const oidc = renewed.oidc ?? toOidcConfig(user.authProvider?.config)
  return oidcToken(oidc, {
    environment: options.environment,
    timeoutMs: options.timeoutMs,
    keep(tokens) {
      renewed.oidc = {...oidc, 'id-token': tokens.idToken, 'refresh-token': tokens.refreshToken}
      if (user.file !== undefined) keepTokens(user.file, user.name, tokens)
    },
  })
}

/** The token of the file, which goes before the one in the kubeconfig while it can be read. */
function tokenOf({token, tokenFile}: User): string | undefined {
  const written = isSet(token) ? String(token).trim() : undefined
  if (tokenFile === undefined) return written
  try {
    const read = readFileSync(tokenFile, 'utf8').trim()
    if (read !== '') return read
  } catch (error) {
    if (written === undefined) throw error
  }
  if (written === undefined) throw new Error(`the token file ${tokenFile} is empty`)
  return written
}

/** What a plugin is told that wants to know the cluster (client-go: ConfigToExecCluster). */
function clusterInfo(cluster: Cluster): Readonly<Record<string, unknown>> {
  const authority = isSet(cluster.caFile) ? readFileSync(cluster.caFile).toString('base64') : cluster.caData
  const fields = {
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.skipTLSVerify || undefined,
    'certificate-authority-data': authority,
    'proxy-url': cluster.proxyUrl,
    'disable-compression': cluster.disableCompression,
    config: cluster.pluginConfig,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))
}

/** The headers of `as` and its companions (client-go: impersonatingRoundTripper). */
export function impersonation(user: User): Readonly<Record<string, string | string[]>> {
  if (!isSet(user.impersonateUser)) return {}
  const {impersonateUid, impersonateGroups = [], impersonateExtra = {}} = user
  const extra = Object.entries(impersonateExtra).map(([key, values]) => [
    `Impersonate-Extra-${key.replace(/[^!#$&'*+\-.^_`|~0-9A-Za-z]/gu, percentEncoded)}`,
    values.map(inUtf8),
  ])
  return {
    'Impersonate-User': inUtf8(user.impersonateUser),
    ...(impersonateUid === undefined ? {} : {'Impersonate-Uid': inUtf8(impersonateUid)}),
    ...(impersonateGroups.length === 0 ? {} : {'Impersonate-Group': impersonateGroups.map(inUtf8)}),
    ...Object.fromEntries(extra),
  }
}

/** Node sends a header's characters as octets, an API server reads them as UTF-8. */
function inUtf8(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

function percentEncoded(sign: string): string {
  return [...Buffer.from(sign, 'utf8')].map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
