import {isJson, type ManifestObject} from './manifest-objects.js'
import type {KubeObject, Resource} from './objects.js'

const NAME_LABEL = 'kubernetes.io/metadata.name'

export function isNamespace({group, plural}: Resource): boolean {
  return group === '' && plural === 'namespaces'
}

/**
 * Namespaces that stand in the files, with the label that the API server gives each, and those in which objects of the
 * files live: they will be there, though nobody writes them down. A live cluster knows the latter better.
 *
 * @param fallback the namespace of objects that name none; empty: `default`.
 */
export function withNamespaces(
  written: readonly KubeObject[],
  objects: readonly ManifestObject[],
  fallback: string,
  hasLiveStatus: boolean,
): KubeObject[] {
  const labelled = written.map((object) => {
    const {metadata} = object
    return {...object, metadata: {...metadata, labels: {...metadata.labels, [NAME_LABEL]: metadata.name}}}
  })
  if (hasLiveStatus) return labelled
  const known = new Set(written.map(({metadata}) => metadata.name))
  const used = new Set(objects.map((object) => namespaceOf(object) || fallback || 'default'))
  return [...labelled, ...[...used].filter((name) => !known.has(name)).map(toNamespace)]
}

function namespaceOf({content}: ManifestObject): string {
  const namespace = isJson(content.metadata) ? content.metadata.namespace : undefined
  return typeof namespace === 'string' ? namespace : ''
}

function toNamespace(name: string): KubeObject {
  const metadata = {name, namespace: '', labels: {[NAME_LABEL]: name}, annotations: {}}
  return {apiVersion: 'v1', kind: 'Namespace', metadata}
}
