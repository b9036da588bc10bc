import {existsSync} from 'node:fs'
import {isIPv6} from 'node:net'
import {delimiter, join} from 'node:path'
import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'

/** The folder in which Kubernetes mounts the service account of a Pod. */
export const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The kubeconfig files to read, the first one with the highest precedence. Missing files are left out. */
export interface KubeconfigPlace {
  readonly files: readonly string[]
  /** Where they come from, as a phrase. */
  readonly origin: string
}

/** The data with which a Pod reaches its own cluster. */
export interface InCluster {
  readonly server: string
  readonly caFile: string
  readonly tokenFile: string
}

/**
 * `--kubeconfig`, else `KUBECONFIG`, else `~/.kube/config`.
 * @throws CliError KUBECONFIG_MISSING when a file was named and none of the named ones is there.
 */
export function findKubeconfig(flag: string, environment: Environment): KubeconfigPlace {
  if (flag !== '') {
    if (!existsSync(flag)) throw missingFile(`--kubeconfig names ${flag}, and there is no such file.`)
    return {files: [flag], origin: '--kubeconfig'}
  }
  const named = (environment.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '')
  if (named.length > 0) {
    const files = named.filter((file) => existsSync(file))
    if (files.length === 0) throw missingFile(`KUBECONFIG names ${named.join(', ')}, and there is no such file.`)
    return {files, origin: 'KUBECONFIG'}
  }
  const home = environment.HOME ?? environment.USERPROFILE ?? ''
  const file = join(home, '.kube', 'config')
  return {files: home !== '' && existsSync(file) ? [file] : [], origin: '~/.kube/config'}
}

/** Undefined outside a Pod, and in one without a service account token. */
export function findInCluster(environment: Environment, folder: string): InCluster | undefined {
  const host = environment.KUBERNETES_SERVICE_HOST ?? ''
  const port = environment.KUBERNETES_SERVICE_PORT ?? ''
  const tokenFile = join(folder, 'token')
  if (host === '' || port === '' || !existsSync(tokenFile)) return undefined
  return {server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`, caFile: join(folder, 'ca.crt'), tokenFile}
}

/** Neither a kubeconfig nor a service account says which cluster is meant. */
export function noKubeconfig(): CliError {
  return new CliError({
    code: 'KUBECONFIG_MISSING',
    doing: 'find the cluster',
    happened: 'There is no KUBECONFIG, no ~/.kube/config, and this is no Pod with a service account.',
    fix: ['name a file with --kubeconfig or KUBECONFIG', 'in a Pod: set automountServiceAccountToken: true'],
  })
}

function missingFile(happened: string): CliError {
  return new CliError({code: 'KUBECONFIG_MISSING', doing: 'read the kubeconfig', happened, fix: ['check the path']})
}
