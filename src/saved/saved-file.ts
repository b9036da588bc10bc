import {type Codec, list, Malformed, NotUnderstood, object, optional, refine, text} from '../codec/codec.js'
import type {Json} from '../codec/writer.js'
import {parseGoDuration} from '../dns/go-duration.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'
import {digestOf} from './digest.js'

/** What a codec reads and writes. */
export type ValueOf<C> = C extends Codec<infer T> ? Readonly<T> : never

const FILE_KINDS = ['saved-plan', 'receipt'] as const
type FileKind = (typeof FILE_KINDS)[number]

/** What the digest leaves out, because it differs between two runs that plan the same. */
export interface Meta {
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** For how long the file may be applied, as a Go duration: `86400s`; undefined: for ever. */
  readonly maxAge: string | undefined
  /** Who we were to AWS, as far as it was known; recorded, never compared. */
  readonly identities: readonly string[]
}

export interface FileFormat<T> {
  readonly kind: FileKind
  /** Grows when a file can no longer be read by an older program. */
  readonly version: number
  readonly codec: Codec<T>
  /** The content of a file of version 1 as one of this version; undefined where such a file is not read any more. */
  readonly upgrade?: (content: unknown) => unknown
}

export interface SavedFile<T> {
  readonly digest: string
  readonly meta: Meta
  readonly content: T
}

const NAMES: Record<FileKind, string> = {'saved-plan': 'saved plan', receipt: 'receipt'}

const time = refine(text, (value) => (Number.isNaN(Date.parse(value)) ? problem('is not a time') : parsed(value)))

const age = refine(text, (value) => {
  const seconds = parseGoDuration(value)
  return seconds.ok && seconds.value > 0 ? parsed(value) : problem('is not a duration')
})

const meta: Codec<Meta> = object<Meta>({createdAt: time, maxAge: optional(age), identities: list(text)})

/** The text of a file, and its digest, which covers everything but `meta`; the seal covers both. */
export function formatSavedFile<T>({kind, version, codec}: FileFormat<T>, content: T, about: Meta) {
  const head = {kind, formatVersion: version}
  const body = codec.toJson(content)
  const metaJson = meta.toJson(about)
  const digest = digestOf({...head, content: body})
  const file = {...head, digest, seal: sealOf(digest, metaJson), meta: metaJson, content: body}
  return {digest, text: `${JSON.stringify(file, null, 1)}\n`}
}

/** Finds an edit of when a file was made and for how long it lives. */
function sealOf(digest: string, metaJson: Json): string {
  return digestOf({digest, meta: metaJson})
}

/** What a file claims to be; undefined for anything that is not ours. */
export function fileKindOf(fileText: string): FileKind | undefined {
  const {kind} = partsOf(parseJson(fileText))
  return FILE_KINDS.find((known) => known === kind)
}

/** Reads a file of ours and no other; the problem is one sentence. */
export function parseSavedFile<T>(format: FileFormat<T>, fileText: string): Parsed<SavedFile<T>> {
  try {
    return parseFile(format, fileText)
  } catch (error) {
    if (error instanceof NotUnderstood) return problem(`This version does not understand it: ${error.message}.`)
    if (error instanceof Malformed) return problem(`It was not written by this program: ${error.message}.`)
    if (error instanceof RangeError) return problem('It was edited or is damaged: it is nested too deeply.')
    throw error
  }
}

/** @throws Malformed, and RangeError where it exhausts the stack. */
function parseFile<T>({kind, version, codec, upgrade}: FileFormat<T>, fileText: string): Parsed<SavedFile<T>> {
  const json = parseJson(fileText)
  if (json === undefined) return problem(`It is not a ${NAMES[kind]}, or it is incomplete: it is not valid JSON.`)
  const file = partsOf(json)
  if (typeof file.kind !== 'string' || !Number.isSafeInteger(file.formatVersion)) {
    return problem(`It is not a ${NAMES[kind]} of this program.`)
  }
  if (file.kind !== kind) return problem(`It is not a ${NAMES[kind]}: ${otherKind(file.kind)}.`)
  const {kind: _kind, formatVersion, digest, seal, meta: about, content, ...rest} = file
  const isFirst = formatVersion === 1
  if (Number(formatVersion) > version || (isFirst && upgrade === undefined)) {
    const than = isFirst ? 'an older' : 'a newer'
    return problem(`It was made by ${than} version: its format is ${formatVersion}, this program reads ${version}.`)
  }
  const [unknown] = Object.keys(isFirst && seal !== undefined ? {seal} : rest)
  if (unknown !== undefined) return problem(`It was edited: ${unknown} is not known.`)
  if (formatVersion !== version && !isFirst) return problem(`This program does not know its format ${formatVersion}.`)
  if (digest !== digestOf({kind, formatVersion, content: content as Json} as Json)) {
    return problem('It was edited or is damaged: its contents do not match its digest.')
  }
  if (!isFirst && seal !== sealOf(digest, about as Json)) {
    return problem('It was edited or is damaged: when and by whom it was made does not match its seal.')
  }
  const current = isFirst ? upgrade?.(content) : content
  const value = codec.fromJson(current, '')
  // Keys in another order are the same value, but not the text that the digest of its maker stands for.
  if (digestOf(codec.toJson(value)) !== digestOf(current as Json)) throw new Malformed('the order of its keys')
  // In version 1 no file had an age.
  const metaJson = isFirst ? {...partsOf(about), maxAge: null} : about
  return parsed({digest, meta: meta.fromJson(metaJson, 'meta'), content: value})
}

function otherKind(kind: string): string {
  const known = FILE_KINDS.find((each) => each === kind)
  if (known !== undefined) return `it is a ${NAMES[known]}`
  return kind === 'plan' ? 'it is the JSON of plan --json, which is for reading' : 'it is something else'
}

function parseJson(fileText: string): unknown {
  try {
    return JSON.parse(fileText)
  } catch {
    return undefined
  }
}

/** None of what has none. */
function partsOf(json: unknown): Readonly<Record<string, unknown>> {
  return {...(json as object)}
}
