import type {LoggedCall} from '../call-log.js'
import {qualifiedName, type Resource} from './resource.js'
import {pageNotFound, resourceNotFound, type Subject} from './status.js'

/**
 * One line of the log. `operation` is the verb and the resource with its group: `list services`, `list
 * ingresses.networking.k8s.io`, `create selfsubjectaccessreviews.authorization.k8s.io`; `discover` for everything else
 * (/version, /apis, /readyz).
 */
export type KubernetesCall = LoggedCall & {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly verb: string
  /** `services`, `ingresses.networking.k8s.io`; absent for `discover`. */
  readonly resource?: string
  readonly namespace?: string
  readonly name?: string
}

export const ACCESS_REVIEWS = {group: 'authorization.k8s.io', plural: 'selfsubjectaccessreviews'} as const

/** The target of a path under /api or /apis. */
export type Target =
  | {readonly kind: 'discover'}
  | (Subject & {readonly kind: 'access review'})
  | (Subject & {
      readonly kind: 'objects'
      readonly resource: Resource
      readonly version: string
      readonly subresource: string | undefined
    })

/** @throws a Denial with status 404, whose form depends on the group. */
export function targetOf(method: string, path: string, isWatch: boolean, served: readonly Resource[]): Target {
  const match = /^\/(?:api\/(v1)|apis\/([^/]+)\/([^/]+))\/(.+)$/.exec(path)
  if (match === null) return {kind: 'discover'}
  const [, coreVersion, group = '', groupVersion, rest = ''] = match
  const version = coreVersion ?? groupVersion ?? ''
  const parts = rest.split('/')
  // /namespaces/{name} is the object itself, /namespaces/{name}/{plural} the objects in it.
  const inNamespace = parts[0] === 'namespaces' && parts.length > 2 && parts[2] !== 'status'
  const namespace = inNamespace ? parts[1] : undefined
  const [plural = '', name, subresource] = inNamespace ? parts.slice(2) : parts
  const subject = {verb: verbOf(method, name, isWatch), group, plural, namespace, name}
  if (group === ACCESS_REVIEWS.group && plural === ACCESS_REVIEWS.plural) return {kind: 'access review', ...subject}
  const ofGroup = served.filter((resource) => resource.group === group && resource.versions.includes(version))
  const resource = ofGroup.find((candidate) => candidate.plural === plural)
  if (resource !== undefined) return {kind: 'objects', ...subject, resource, version, subresource}
  throw ofGroup.some((candidate) => !candidate.isCustom) ? resourceNotFound() : pageNotFound()
}

function verbOf(method: string, name: string | undefined, isWatch: boolean): string {
  switch (method) {
    case 'GET':
      return isWatch ? 'watch' : name === undefined ? 'list' : 'get'
    case 'POST':
      return 'create'
    case 'PUT':
      return 'update'
    case 'PATCH':
      return 'patch'
    default:
      return method.toLowerCase()
  }
}

export function operationOf(target: Target): string {
  return target.kind === 'discover' ? 'discover' : `${target.verb} ${qualifiedName(target)}`
}
