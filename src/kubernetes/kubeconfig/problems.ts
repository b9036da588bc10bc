import {phrases} from '../../dns/phrase.js'
import {withoutAddressSecrets} from '../../errors/url-secrets.js'
import {parseProxyUrl} from '../../proxy/proxy-for.js'
import type {Cluster, User} from './entries.js'
import {toPlugin} from './exec-plugin.js'

/** Auth providers that client-node knows; of these kubectl has `oidc` alone. */
const AUTH_PROVIDERS = ['oidc', 'azure', 'gcp']

/** Why kubectl would refuse the cluster (client-go: validateClusterInfo); continues "its cluster". */
export function problemOfCluster(cluster: Cluster): string | undefined {
  if (isSet(cluster.caData) && isSet(cluster.caFile)) {
    return 'has both certificate-authority and certificate-authority-data'
  }
  // Without quotes it may be a number.
  const address = String(cluster.proxyUrl)
  if (!isSet(cluster.proxyUrl) || (address.includes('://') && parseProxyUrl(address) !== undefined)) return undefined
  return `has the proxy-url "${withoutAddressSecrets(address)}", which is not the address of a proxy: write it like http://proxy.example.com:3128, or with https:// or socks5://`
}

/** Why kubectl would refuse the user (client-go: validateAuthInfo); continues "its user". */
export function problemOfUser(user: User): string | undefined {
  const hasCertificate = isSet(user.certFile) || isSet(user.certData)
  if (isSet(user.token) && isSet(user.username)) return 'has both a token and a username; one of them is allowed'
  if (hasCertificate && !isSet(user.keyFile) && !isSet(user.keyData)) {
    return 'has a client certificate and no client-key or client-key-data for it'
  }
  if (isSet(user.certFile) && isSet(user.certData)) return 'has both client-certificate and client-certificate-data'
  if (hasCertificate && isSet(user.keyFile) && isSet(user.keyData)) return 'has both client-key and client-key-data'
  return problemOfImpersonation(user) ?? problemOfProvider(user)
}

function problemOfImpersonation(user: User): string | undefined {
  const wanted = phrases(
    user.impersonateUid !== undefined && 'as-uid',
    (user.impersonateGroups ?? []).length > 0 && 'as-groups',
    Object.keys(user.impersonateExtra ?? {}).length > 0 && 'as-user-extra',
  )
  if (isSet(user.impersonateUser) || wanted.length === 0) return undefined
  return `has ${wanted.join(' and ')} without the user to impersonate (as)`
}

function problemOfProvider({exec, authProvider}: User): string | undefined {
  const hasPlugin = exec !== undefined && exec !== null
  if (authProvider === undefined || authProvider === null) {
    const plugin = hasPlugin ? toPlugin(exec) : undefined
    return typeof plugin === 'string' ? plugin : undefined
  }
  if (hasPlugin) return 'has both exec and auth-provider; one of them is allowed'
  const name = String(authProvider.name)
  return AUTH_PROVIDERS.includes(name) ? undefined : `has the unknown auth-provider "${name}"`
}

export function isSet(value: string | null | undefined): value is string {
  return value !== undefined && value !== null && String(value) !== ''
}
