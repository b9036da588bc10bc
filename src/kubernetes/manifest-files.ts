import {readdir, readFile, realpath, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {compareText} from '../dns/record-set.js'
import {CliError} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'

export interface ManifestFile {
  /** As the user would write it, or `stdin`. */
  readonly name: string
  readonly text: string
}

interface ManifestFiles {
  readonly path: string
  readonly files: readonly ManifestFile[]
}

const STDIN = '-'
const EXTENSIONS = ['.yaml', '.yml', '.json']
/** The file of kustomize; not an object of a cluster. */
const KUSTOMIZATION = /^(kustomization\.ya?ml|Kustomization)$/

/** Reads files, folders with all below them, and stdin, in order, each file once. @throws CliError MANIFESTS_INVALID */
export async function readManifestFiles(
  paths: readonly string[],
  readStdin: () => Promise<string>,
): Promise<readonly ManifestFiles[]> {
  const seen = new Set<string>()
  const read: ManifestFiles[] = []
  for (const path of new Set(paths)) {
    if (path === STDIN) {
      read.push({path, files: [{name: 'stdin', text: await readStdin()}]})
      continue
    }
    const names = (await isFolder(path)) ? await withFileErrors(path, () => filesBelow(path, new Set())) : [path]
    if (names.length === 0) {
      const wanted = EXTENSIONS.map((end) => `*${end}`).join(', ')
      throw badManifest(`The folder ${path} holds no ${wanted}`, ['check the path'])
    }
    const files: ManifestFile[] = []
    for (const name of names) {
      const real = await withFileErrors(name, () => realpath(name))
      if (seen.has(real)) continue
      seen.add(real)
      files.push({name, text: await withFileErrors(name, () => readFile(name, 'utf8'))})
    }
    read.push({path, files})
  }
  return read
}

export function isKustomization(name: string): boolean {
  return KUSTOMIZATION.test(name.split(/[\\/]/).at(-1) ?? '')
}

/** Sorted; without entries that begin with a dot: a mounted ConfigMap has its data there and links to it. */
async function filesBelow(folder: string, seen: Set<string>): Promise<readonly string[]> {
  const real = await realpath(folder)
  // A link may lead to a folder above it.
  if (seen.has(real)) return []
  seen.add(real)
  const found: string[] = []
  for (const entry of (await readdir(folder)).filter((name) => !name.startsWith('.')).sort(compareText)) {
    const path = join(folder, entry)
    if (await isFolder(path)) found.push(...(await withFileErrors(path, () => filesBelow(path, seen))))
    else if (EXTENSIONS.some((end) => entry.endsWith(end))) found.push(path)
  }
  return found
}

function isFolder(path: string): Promise<boolean> {
  return withFileErrors(path, async () => (await stat(path)).isDirectory())
}

async function withFileErrors<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const fix = /^https?:/.test(path)
      ? `fetch it first: curl -fsSL ${shellWord(path)} | external-dns-ts plan --manifests=-`
      : 'check the path'
    if (code === 'ENOENT') throw badManifest(`There is no ${path}`, [fix], error)
    throw badManifest(`${path} cannot be read${code === '' ? '' : ` (${code})`}`, [fix], error)
  }
}

export interface ManifestPlace {
  /** The path as the user would write it, or `stdin`. */
  readonly file: string
  /** From 1, as `---` separates them. */
  readonly document: number
  /** From 1; where the document begins. */
  readonly line: number
  /** From 1, within a List; undefined outside one. */
  readonly item: number | undefined
}

/** `shop.yaml, document 2 (line 14)`. */
export function placeText({file, document, line, item}: ManifestPlace): string {
  const where = item === undefined ? `line ${line}` : `item ${item} of the List at line ${line}`
  return `${file}, document ${document} (${where})`
}

/** @param happened a sentence without its full stop. */
export function badManifest(happened: string, fix: readonly string[], cause?: unknown): CliError {
  const parts = {doing: 'read the manifests', happened: `${happened}.`, changed: 'No plan was made.'}
  return new CliError({code: 'MANIFESTS_INVALID', ...parts, fix, cause})
}
