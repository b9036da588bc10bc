import {resolve} from 'node:path'
import {CliError} from '../../../src/errors/cli-error.js'
import {isJson} from '../../../src/kubernetes/json.js'
import {withApiDefaults} from '../../../src/kubernetes/manifest-defaults.js'
import {type ManifestObject, readManifestObjects} from '../../../src/kubernetes/manifest-documents.js'
import {placeText, readManifestFiles} from '../../../src/kubernetes/manifest-files.js'
import type {KubernetesObject} from '../kubernetes/object-store.js'
import {apiVersionOf, BUILT_IN_RESOURCES, CUSTOM_RESOURCES, type CustomResource} from '../kubernetes/resource.js'
import {InputError} from './arguments.js'
import type {Content} from './content.js'

type Kind = Pick<CustomResource, 'group' | 'versions' | 'kind' | 'isNamespaced'>

/** Reads what `plan --manifests` reads. @param folder the one that the paths are relative to. @throws InputError */
export async function loadObjects(paths: readonly string[], folder: string): Promise<Omit<Content, 'zones'>> {
  const found = await readObjects(paths.map((path) => resolve(folder, path)))
  const resources = found.flatMap(definedResource)
  const kinds: readonly Kind[] = [...BUILT_IN_RESOURCES, ...CUSTOM_RESOURCES, ...resources]
  const objects: KubernetesObject[] = []
  const unknown = new Set<string>()
  for (const object of found) {
    const {group, version, kind} = object
    const known = kinds.find((row) => row.group === group && row.kind === kind && row.versions.includes(version))
    if (known === undefined) unknown.add(`${kind} (${apiVersionOf(group, version)})`)
    else objects.push(toObject(object, known.isNamespaced ?? true))
  }
  const notices = unknown.size === 0 ? [] : [`Left out, as no source reads it: ${[...unknown].sort().join(', ')}.`]
  return {objects, resources, notices}
}

async function readObjects(paths: readonly string[]): Promise<readonly ManifestObject[]> {
  try {
    const read = await readManifestFiles(paths, async () => '')
    return read.flatMap(({files}) => files.flatMap(readManifestObjects))
  } catch (error) {
    if (error instanceof CliError) throw new InputError(error.phrase)
    throw error
  }
}

/** The resource of a CustomResourceDefinition among the objects, unless the emulator has its kind already. */
function definedResource({group, kind, content}: ManifestObject): readonly CustomResource[] {
  if (group !== 'apiextensions.k8s.io' || kind !== 'CustomResourceDefinition' || !isJson(content.spec)) return []
  const {group: ofGroup, names, scope, versions} = content.spec
  if (typeof ofGroup !== 'string' || !isJson(names) || !Array.isArray(versions)) return []
  const {kind: ofKind, plural} = names
  if (typeof ofKind !== 'string' || typeof plural !== 'string') return []
  if (CUSTOM_RESOURCES.some((known) => known.group === ofGroup && known.kind === ofKind)) return []
  const served = versions.flatMap((version: unknown) =>
    isJson(version) && version.served !== false && typeof version.name === 'string' ? [version.name] : [],
  )
  return [{group: ofGroup, versions: served, kind: ofKind, plural, isNamespaced: scope !== 'Cluster'}]
}

function toObject({place, group, version, kind, content}: ManifestObject, isNamespaced: boolean): KubernetesObject {
  const metadata = isJson(content.metadata) ? content.metadata : {}
  const {name, namespace, ...rest} = metadata
  if (typeof name !== 'string' || name === '') throw new InputError(`${placeText(place)}: this ${kind} has no name`)
  const inNamespace = typeof namespace === 'string' && namespace !== '' ? namespace : 'default'
  return {
    ...withApiDefaults(group, kind, content),
    apiVersion: apiVersionOf(group, version),
    kind,
    metadata: {...rest, name, ...(isNamespaced && {namespace: inNamespace})},
  }
}
