import {type ApiSession, getWithRetries, isTransient, MAX_TRIES, versionUrl} from './api-session.js'
import {badAnswer, discoveryFailed, isNotServed, kindMissing, type ListAttempt} from './errors.js'
import type {Resource} from './objects.js'

/** Asks the cluster for the version, kind and scope of resources that leave them open. */
export interface Discovery {
  /** The resource of the attempt as the cluster serves it; asks in any case. @throws CliError when it is not served. */
  findResource(attempt: ListAttempt): Promise<Resource>
  /**
   * The resource of the attempt with the first of its versions that the cluster serves, and with its kind and scope.
   * Nothing is asked where the resource leaves none of that open.
   * @throws CliError when none is served.
   */
  resolveResource(attempt: ListAttempt): Promise<Resource>
  /** True when another resource of the same version has this list kind. @throws CliError */
  isListOfAnother(attempt: ListAttempt, listKind: string): Promise<boolean>
}

/** A resource as discovery describes it. */
interface ServedResource {
  readonly plural: string
  readonly kind: string
  readonly isNamespaced: boolean
}

/**
 * Reads each version of a group once: resources of one group that are listed at the same time share the answers. The
 * list of a group's versions is not read; a version that is not served answers 404.
 */
export function makeDiscovery(session: ApiSession): Discovery {
  const answers = new Map<string, Promise<readonly ServedResource[]>>()
  const servedIn = (attempt: ListAttempt): Promise<readonly ServedResource[]> => {
    const url = versionUrl(attempt.server, attempt.resource)
    const known = answers.get(url)
    if (known !== undefined) return known
    const answer = readVersion(session, attempt, url)
    answers.set(url, answer)
    return answer
  }
  const findResource = async (attempt: ListAttempt): Promise<Resource> => {
    const {resource} = attempt
    const {olderVersions = [], ...wanted} = resource
    for (const version of [resource.version, ...olderVersions]) {
      const served = await servedIn({...attempt, resource: {...wanted, version}})
      const found = served.find(({plural}) => plural === resource.plural)
      if (found !== undefined) {
        return {...wanted, version, kind: resource.kind || found.kind, isNamespaced: found.isNamespaced}
      }
    }
    throw kindMissing(attempt)
  }
  return {
    findResource,
    resolveResource: async (attempt) => {
      const {olderVersions = [], kind} = attempt.resource
      return olderVersions.length === 0 && kind !== '' ? attempt.resource : findResource(attempt)
    },
    isListOfAnother: async (attempt, listKind) =>
      (await servedIn(attempt)).some(({kind}) => kind !== attempt.resource.kind && `${kind}List` === listKind),
  }
}

/** The resources of a version; empty when it is not served. */
async function readVersion(session: ApiSession, attempt: ListAttempt, url: string): Promise<readonly ServedResource[]> {
  const answer = await getWithRetries(session, attempt, url)
  if (isNotServed(answer)) return []
  if (answer.status !== 200) throw discoveryFailed(answer, attempt, isTransient(answer.status) ? MAX_TRIES : 1)
  let list: unknown
  try {
    list = JSON.parse(answer.body)
  } catch (error) {
    throw badAnswer('to what it serves is no JSON', attempt, error)
  }
  const served = toServedResources(list)
  if (served === undefined) throw badAnswer('to what it serves is no list of resources', attempt)
  return served
}

function toServedResources(list: unknown): readonly ServedResource[] | undefined {
  if (typeof list !== 'object' || list === null || !('resources' in list) || !('kind' in list)) return undefined
  if (list.kind !== 'APIResourceList') return undefined
  // A Go server writes an empty slice as null.
  const entries: unknown = list.resources ?? []
  return Array.isArray(entries) ? entries.flatMap((entry: unknown) => toServedResource(entry) ?? []) : undefined
}

function toServedResource(entry: unknown): ServedResource | undefined {
  if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('kind' in entry)) return undefined
  const {name: plural, kind} = entry
  if (typeof plural !== 'string' || typeof kind !== 'string') return undefined
  return {plural, kind, isNamespaced: 'namespaced' in entry && entry.namespaced === true}
}
