import {type ManifestDocument, parseDocuments} from './manifest-documents.js'
import {badManifest, type ManifestPlace, placeText} from './manifest-errors.js'
import {isKustomization, type ManifestFile} from './manifest-files.js'

export type Json = Readonly<Record<string, unknown>>

/** An object as it was written: its kind is known, the rest is read only when a source asks for the kind. */
export interface ManifestObject {
  readonly place: ManifestPlace
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly content: Json
}

/** The objects of a file, those of Lists one by one. @throws CliError MANIFESTS_INVALID */
export function readManifestObjects(file: ManifestFile): readonly ManifestObject[] {
  // Its fields are no object of a cluster, and some do not even say what kind they are.
  if (isKustomization(file.name)) return []
  return parseDocuments(file).flatMap((document) => fromDocument(file, document))
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fromDocument(file: ManifestFile, {number, line, value}: ManifestDocument): readonly ManifestObject[] {
  return fromValue(value, {file: file.name, document: number, line, item: undefined}, {})
}

/** @param inherited apiVersion and kind that the items of a typed list, as `ServiceList`, leave out. */
function fromValue(value: unknown, place: ManifestPlace, inherited: Json): readonly ManifestObject[] {
  if (!isJson(value)) throw noObject(place, `it is ${nameOf(value)}`)
  const {apiVersion, kind} = {...inherited, ...value}
  if (typeof apiVersion !== 'string' || apiVersion === '') throw noObject(place, 'it has no apiVersion')
  if (typeof kind !== 'string' || kind === '') throw noObject(place, 'it has no kind')
  const isList = kind.endsWith('List') && !isJson(value.spec) && (Array.isArray(value.items) || value.items === null)
  if (isList || (kind === 'List' && value.items === undefined)) {
    const items: readonly unknown[] = Array.isArray(value.items) ? value.items : []
    const ofItems = kind === 'List' ? {} : {apiVersion, kind: kind.slice(0, -'List'.length)}
    return items.flatMap((item, index) => fromValue(item, {...place, item: index + 1}, ofItems))
  }
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  return [{place, group, version, kind, content: value}]
}

function noObject(place: ManifestPlace, why: string) {
  return badManifest(`${placeText(place)} is no Kubernetes object: ${why}`, [
    'name only files that kubectl apply would take',
  ])
}

/** Without a piece of it: a file that is no manifest may hold secrets. */
function nameOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}
