import {type Parsed, parsed, problem} from '../dns/parsed.js'
import {type Codec, type Json, list, Malformed, object, text} from './codec.js'
import {digestOf} from './digest.js'

/** Grows when a file can no longer be read by an older program. */
const FILE_FORMAT_VERSION = 1

const FILE_KINDS = ['saved-plan', 'receipt'] as const
type FileKind = (typeof FILE_KINDS)[number]

/** What the digest leaves out (design §3): it differs between two runs that plan the same. */
export interface Meta {
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** Who we were to AWS, as far as it was known; recorded, never compared. */
  readonly identities: readonly string[]
}

/** A file that was read: what it holds, and the digest that was checked. */
export interface SavedFile<T> {
  readonly digest: string
  readonly meta: Meta
  readonly content: T
}

const NAMES: Record<FileKind, string> = {'saved-plan': 'saved plan', receipt: 'receipt'}

const meta: Codec<Meta> = object<Meta>({createdAt: text, identities: list(text)})

/** The text of a file, and its digest, which covers everything but `meta`. */
export function formatSavedFile<T>(kind: FileKind, content: T, codec: Codec<T>, about: Meta) {
  const head = {kind, formatVersion: FILE_FORMAT_VERSION}
  const body = codec.toJson(content)
  const digest = digestOf({...head, content: body})
  return {digest, text: `${JSON.stringify({...head, digest, meta: meta.toJson(about), content: body}, null, 1)}\n`}
}

/** What a file claims to be; undefined for anything that is not ours. */
export function fileKindOf(fileText: string): FileKind | undefined {
  const kind = asObject(parseJson(fileText))?.kind
  return FILE_KINDS.find((known) => known === kind)
}

/** Reads a file of ours and no other; the problem is one sentence. */
export function parseSavedFile<T>(kind: FileKind, fileText: string, codec: Codec<T>): Parsed<SavedFile<T>> {
  const json = parseJson(fileText)
  if (json === undefined) return problem(`It is no ${NAMES[kind]}, or half of one: it is no whole JSON text.`)
  const file = asObject(json)
  if (file === undefined || typeof file.kind !== 'string' || !Number.isSafeInteger(file.formatVersion)) {
    return problem(`It is no ${NAMES[kind]} of this program.`)
  }
  if (file.kind !== kind) return problem(`It is no ${NAMES[kind]}: ${otherKind(file.kind)}.`)
  if (Number(file.formatVersion) > FILE_FORMAT_VERSION) {
    return problem(
      `It was made by a newer version: its format is ${file.formatVersion}, this program reads ${FILE_FORMAT_VERSION}.`,
    )
  }
  const {kind: _kind, formatVersion, digest, meta: about, content, ...rest} = file
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) return problem(`It was edited: ${unknown} is not known.`)
  if (formatVersion !== FILE_FORMAT_VERSION) return problem(`Its format ${formatVersion} is none of this program.`)
  if (digest !== digestOf({kind, formatVersion, content: content as Json} as Json)) {
    return problem('It was edited or is damaged: what it says does not have the digest that it names.')
  }
  return read(() => {
    const value = codec.fromJson(content, '')
    // Keys in another order are the same value, but not the text that the digest of its maker stands for.
    if (digestOf(codec.toJson(value)) !== digestOf(content as Json)) throw new Malformed('the order of its keys')
    return {digest, meta: meta.fromJson(about, 'meta'), content: value}
  })
}

function read<T>(make: () => T): Parsed<T> {
  try {
    return parsed(make())
  } catch (error) {
    if (error instanceof Malformed) return problem(`It was not written by this program: ${error.message}.`)
    throw error
  }
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

function asObject(json: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Readonly<Record<string, unknown>>)
    : undefined
}
