import {shellWord} from '../errors/shell-word.js'
import {compareObjects, withoutLastApplied} from './api-page.js'
import {isJson} from './json.js'
import type {ManifestSettings} from './kubernetes-settings.js'
import {isNamespace, makeManifestKinds, withApiDefaults, withNamespaces} from './manifest-defaults.js'
import {type ManifestObject, readManifestObjects} from './manifest-documents.js'
import {badManifest, isKustomization, placeText, readManifestFiles} from './manifest-files.js'
import type {ClusterReader, KubeObject, Resource} from './objects.js'

interface ManifestReaderOptions extends Pick<ManifestSettings, 'paths' | 'hasLiveStatus'> {
  /** For namespaced objects that name none, as in `kubectl apply -n`; empty: `default`. */
  readonly namespace: string
  readonly readStdin: () => Promise<string>
}

export interface ManifestReader extends ClusterReader {
  /** Remarks for the user about the files, each a sentence without a full stop. */
  readonly notices: readonly string[]
}

/** Objects are checked when their kind is listed: a repository holds many that no source reads. @throws CliError */
export async function makeManifestReader(options: ManifestReaderOptions): Promise<ManifestReader> {
  const {paths, namespace, readStdin, hasLiveStatus} = options
  const read = await readManifestFiles(paths, readStdin)
  const objects = read.flatMap(({path, files}) => {
    const found = files.flatMap(readManifestObjects)
    // An earlier path may have read the same files.
    if (found.length === 0 && files.length > 0) {
      const [what, fix] = path === '-' ? ['stdin', 'check the command in front of the pipe'] : [path, 'check the path']
      throw badManifest(`${what} holds no object`, [fix])
    }
    return found
  })
  const kinds = makeManifestKinds(objects)
  return {
    context: 'manifests',
    notices: [
      ...read.flatMap(({files}) => files.filter(({name}) => isKustomization(name)).map(({name}) => notBuilt(name))),
      ...(hasLiveStatus ? [] : ownStatusNotice(objects)),
    ],
    list: async (resource, wanted) => {
      const all = objects.filter((object) => kinds.isOf(object, resource))
      const fallbackOf = (object: ManifestObject) => kinds.isNamespaced(object, resource) && namespace
      const found = distinct(all.map((object) => [object, toKubeObject(object, resource, fallbackOf(object))]))
      return (isNamespace(resource) ? withNamespaces(found, objects, namespace, hasLiveStatus) : found)
        .filter(({metadata}) => wanted === '' || metadata.namespace === '' || metadata.namespace === wanted)
        .sort(compareObjects)
    },
  }
}

/** @param fallback the namespace where the object names none; false: it has no namespace */
function toKubeObject(object: ManifestObject, resource: Resource, fallback: string | false): KubeObject {
  const {group, version, kind, content} = object
  const {metadata: written, ...rest} = withApiDefaults(group, kind, content)
  const {managedFields: _, ...metadata} = isJson(written) ? written : {}
  const {name} = metadata
  if (typeof name !== 'string' || name === '') {
    throw badManifest(`The ${kind} in ${placeText(object.place)} has no metadata.name`, ['give it a name'])
  }
  const {namespace: own = ''} = toTexts({namespace: metadata.namespace ?? ''}, 'metadata', object)
  const read = [resource.version, ...(resource.olderVersions ?? [])]
  const served = read.includes(version) ? version : resource.version
  return {
    ...rest,
    apiVersion: group === '' ? served : `${group}/${served}`,
    kind,
    metadata: {
      ...metadata,
      name,
      namespace: fallback === false ? '' : own || fallback || 'default',
      labels: toTexts(metadata.labels, 'metadata.labels', object),
      annotations: withoutLastApplied(toTexts(metadata.annotations, 'metadata.annotations', object)),
    },
  }
}

/** Checks that all values are texts, as the API server does: an unquoted number or `yes` is not one. */
function toTexts(value: unknown, field: string, {kind, place}: ManifestObject): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {}
  const where = `${field} of the ${kind} in ${placeText(place)}`
  if (!isJson(value)) throw badManifest(`${where} is not a map`, ['write it as key: "value"'])
  const entries = Object.entries(value).map(([key, text]): [string, string] => {
    if (text === null || typeof text === 'string') return [key, text ?? '']
    const fix = typeof text === 'object' ? 'write text' : `quote it: ${key}: "${text}"`
    throw badManifest(`${key} in ${where} is a ${typeof text}, not text`, [fix])
  })
  return Object.fromEntries(entries)
}

/** @throws CliError for two objects with one name: kubectl would apply one over the other. */
function distinct(pairs: readonly (readonly [ManifestObject, KubeObject])[]): KubeObject[] {
  const places = new Map<string, ManifestObject>()
  for (const [object, {kind, metadata}] of pairs) {
    const key = `${metadata.namespace}/${metadata.name}`
    const earlier = places.get(key)
    if (earlier !== undefined) {
      const name = metadata.namespace === '' ? metadata.name : key
      const happened = `${kind} ${name} is both in ${placeText(earlier.place)} and in ${placeText(object.place)}`
      throw badManifest(happened, ['remove one of them, or name only the files of one environment'])
    }
    places.set(key, object)
  }
  return pairs.map(([, object]) => object)
}

/** Warns of a status in the files, as `kubectl get -o yaml` prints it: it is as old as the file. */
function ownStatusNotice(objects: readonly ManifestObject[]): readonly string[] {
  const count = objects.filter(({content}) => hasAddress(content.status)).length
  if (count === 0) return []
  const who = count === 1 ? '1 object of the manifests brings its' : `${count} objects of the manifests bring their`
  return [`${who} own load-balancer status, which is used; --status-from-cluster uses the live status`]
}

function hasAddress(status: unknown): boolean {
  const balancer = isJson(status) ? status.loadBalancer : undefined
  return isJson(balancer) && Array.isArray(balancer.ingress) && balancer.ingress.length > 0
}

function notBuilt(name: string): string {
  const folder = name.replace(/[\\/]?[^\\/]*$/, '') || '.'
  return `${name} is left out, together with the changes that it makes: kubectl kustomize ${shellWord(folder)} | … --manifests=-`
}
