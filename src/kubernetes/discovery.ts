import {type ApiSession, getWithRetries, versionUrl} from './api-session.js'
import {badAnswer, discoveryFailed, isNotServed, kindMissing, type ListAttempt} from './errors.js'
import {fieldsOf, isJson, parseJson} from './json.js'
import type {Resource} from './objects.js'

/** Asks the cluster for the version, kind and scope of resources that leave them open. Each throws a CliError. */
export type Discovery = ReturnType<typeof makeDiscovery>

type ServedResource = Pick<Resource, 'plural' | 'kind' | 'isNamespaced'>

/** Reads each version of a group once, and not the list of its versions: one that is not served answers 404. */
export function makeDiscovery(session: ApiSession) {
  const answers = new Map<string, Promise<readonly ServedResource[]>>()
  const servedIn = (attempt: ListAttempt): Promise<readonly ServedResource[]> => {
    const url = versionUrl(attempt.server, attempt.resource)
    const answer = answers.get(url) ?? readVersion(session, attempt, url)
    answers.set(url, answer)
    return answer
  }
  return {
    /** The resource with the first of its versions that the cluster serves, and its kind and scope; asks in any case. */
    async findResource(attempt: ListAttempt): Promise<Resource> {
      const {olderVersions = [], ...wanted} = attempt.resource
      for (const version of [wanted.version, ...olderVersions]) {
        const served = await servedIn({...attempt, resource: {...wanted, version}})
        const found = served.find(({plural}) => plural === wanted.plural)
        if (found === undefined) continue
        return {...wanted, version, kind: wanted.kind || found.kind, isNamespaced: found.isNamespaced}
      }
      throw kindMissing(attempt)
    },
    isListOfAnother: async (attempt: ListAttempt, listKind: string) =>
      (await servedIn(attempt)).some(({kind}) => kind !== attempt.resource.kind && `${kind}List` === listKind),
  }
}

async function readVersion(session: ApiSession, attempt: ListAttempt, url: string): Promise<readonly ServedResource[]> {
  const answer = await getWithRetries(session, attempt, url)
  if (isNotServed(answer)) return []
  if (answer.status !== 200) throw discoveryFailed(answer, attempt)
  const list = parseJson(answer.body)
  if (list === undefined) throw badAnswer('to the question what it serves is not valid JSON', attempt)
  // A Go server writes an empty slice as null.
  const entries =
    isJson(list) && list.kind === 'APIResourceList' ? (list.resources === null ? [] : list.resources) : undefined
  if (!Array.isArray(entries)) throw badAnswer('to the question what it serves is not a list of resources', attempt)
  return entries.flatMap((entry: unknown) => {
    const {name: plural, kind, namespaced} = fieldsOf(entry)
    const isResource = typeof plural === 'string' && typeof kind === 'string'
    return isResource ? [{plural, kind, isNamespaced: namespaced === true}] : []
  })
}
