import {existsSync} from 'node:fs'
import {isIPv6} from 'node:net'
import {delimiter, join} from 'node:path'
import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import type {Cluster, User} from './entries.js'

/** The cluster and the user that are meant, by the name of a context or `in-cluster`. */
export interface Meant {
  readonly context: string
  readonly cluster: Cluster
  readonly user: User
}

/**
 * The files of `--kubeconfig`, else `KUBECONFIG`, else `~/.kube/config`, the first one with the highest precedence, and
 * where they come from, as a phrase. Missing files are left out. @throws CliError when no named file is there.
 */
export function findKubeconfig(flag: string, environment: Environment) {
  if (flag !== '') {
    if (!existsSync(flag)) throw missingFile(`--kubeconfig names ${flag}, but there is no such file.`)
    return {files: [flag], origin: '--kubeconfig'}
  }
  const named = (environment.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '')
  if (named.length > 0) {
    const files = named.filter((file) => existsSync(file))
    if (files.length === 0) throw missingFile(`KUBECONFIG names ${named.join(', ')}, but there is no such file.`)
    return {files, origin: 'KUBECONFIG'}
  }
  const home = environment.HOME ?? environment.USERPROFILE ?? ''
  const file = join(home, '.kube', 'config')
  return {files: home !== '' && existsSync(file) ? [file] : [], origin: '~/.kube/config'}
}

/** Undefined without a service account token. @param folder where Kubernetes mounts it. */
export function findInCluster(
  environment: Environment,
  folder = '/var/run/secrets/kubernetes.io/serviceaccount',
): Meant | undefined {
  const host = environment.KUBERNETES_SERVICE_HOST ?? ''
  const port = environment.KUBERNETES_SERVICE_PORT ?? ''
  const tokenFile = join(folder, 'token')
  if (host === '' || port === '' || !existsSync(tokenFile)) return undefined
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`
  return {
    context: 'in-cluster',
    cluster: {name: 'in-cluster', server, caFile: join(folder, 'ca.crt'), skipTLSVerify: false},
    user: {name: 'service-account', tokenFile},
  }
}

/** Neither a kubeconfig nor a service account says which cluster is meant. */
export function noKubeconfig(): CliError {
  return new CliError({
    code: 'KUBECONFIG_MISSING',
    doing: 'find the cluster',
    happened: 'There is no KUBECONFIG, no ~/.kube/config, and this is not a Pod with a service account.',
    fix: ['name a file with --kubeconfig or KUBECONFIG', 'in a Pod: set automountServiceAccountToken: true'],
  })
}

function missingFile(happened: string): CliError {
  return new CliError({code: 'KUBECONFIG_MISSING', doing: 'read the kubeconfig', happened, fix: ['check the path']})
}
