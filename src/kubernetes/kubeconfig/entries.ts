import {readFileSync} from 'node:fs'
import {dirname, isAbsolute, join, sep} from 'node:path'
import {KubeConfig} from '@kubernetes/client-node'
import {parse} from 'yaml'
import {fieldsOf, type Json, listOf} from '../json.js'

type ClientCluster = KubeConfig['clusters'][number]
type ClientUser = KubeConfig['users'][number]
export type Context = KubeConfig['contexts'][number]

export interface Cluster extends ClientCluster {
  readonly disableCompression?: boolean
  /** What the extension `client.authentication.k8s.io/exec` holds for credential plugins. */
  readonly pluginConfig?: unknown
}

export interface User extends ClientUser {
  readonly file?: string
  readonly tokenFile?: string
  readonly impersonateUid?: string
  readonly impersonateGroups?: readonly string[]
  readonly impersonateExtra?: Readonly<Record<string, readonly string[]>>
}

export interface Entries {
  readonly clusters: readonly Cluster[]
  readonly users: readonly User[]
  readonly contexts: readonly Context[]
  readonly currentContext: string
}

const PLUGIN_EXTENSION = 'client.authentication.k8s.io/exec'

/** YAML or JSON. Broken entries are left out: they matter only when used. Throws what file system or parser say. */
export function readEntries(file: string): Entries {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  const value: unknown = parse(text, {merge: true, prettyErrors: false, logLevel: 'error'})
  if (value === null || value === undefined) return {clusters: [], users: [], contexts: [], currentContext: ''}
  const config = new KubeConfig()
  config.loadFromString(JSON.stringify(value), {onInvalidEntry: 'filter'})
  config.makePathsAbsolute(dirname(file))
  return {
    clusters: config.clusters
      .filter(({proxyUrl}) => areTexts(proxyUrl))
      .map((one) => ({...one, ...droppedOfCluster(entryOf(value, 'cluster', one.name))})),
    users: config.users.map((one) =>
      withAbsolutePaths({...one, ...droppedOfUser(entryOf(value, 'user', one.name)), file}, dirname(file)),
    ),
    contexts: config.contexts.filter(({name, cluster, user}) => areTexts(name, cluster, user)),
    currentContext: areTexts(config.currentContext) ? (config.currentContext ?? '') : '',
  }
}

function entryOf(config: unknown, kind: 'cluster' | 'user', name: string): Json {
  const list = listOf(fieldsOf(config)[`${kind}s`]).map(fieldsOf)
  return fieldsOf(list.find((entry) => entry.name === name)?.[kind])
}

function droppedOfCluster(written: Json): Partial<Cluster> {
  const extensions = listOf(written.extensions).map(fieldsOf)
  const extension = extensions.find(({name}) => name === PLUGIN_EXTENSION)?.extension
  return {
    ...(extension === undefined ? {} : {pluginConfig: extension}),
    ...(written['disable-compression'] === true ? {disableCompression: true} : {}),
  }
}

/** client-node 1.4 has no `tokenFile` and impersonates the user alone (kubernetes-client/javascript#42, #2373). */
function droppedOfUser(written: Json): Partial<User> {
  const extra = Object.entries(fieldsOf(written['as-user-extra'])).map(([key, values]) => [key, textsOf(values)])
  return {
    ...(isText(written.tokenFile) ? {tokenFile: String(written.tokenFile)} : {}),
    ...(isText(written['as-uid']) ? {impersonateUid: String(written['as-uid'])} : {}),
    impersonateGroups: textsOf(written['as-groups']),
    impersonateExtra: Object.fromEntries(extra),
  }
}

/** Those that client-node's makePathsAbsolute leaves out (client-go: ResolveLocalPaths). */
function withAbsolutePaths(user: User, folder: string): User {
  const absolute = (path: string) => (isAbsolute(path) ? path : join(folder, path))
  const command: unknown = user.exec?.command
  return {
    ...user,
    ...(user.tokenFile === undefined ? {} : {tokenFile: absolute(user.tokenFile)}),
    ...(typeof command === 'string' && command.includes(sep) ? {exec: {...user.exec, command: absolute(command)}} : {}),
  }
}

export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter(isText).map(String)
}

function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => value === undefined || value === null || value === '' || isText(value))
}

/** Numbers, too, which a YAML file may hold without quotes. */
function isText(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
}
