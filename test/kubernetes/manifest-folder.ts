import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterEach} from 'vitest'
import {type ManifestReader, makeManifestReader} from '../../src/kubernetes/manifest-reader.js'

export const SHOP = fileURLToPath(new URL('fixtures/shop', import.meta.url))

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true})
})

/** A folder with these files, for one test. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-manifests-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), {recursive: true})
    writeFileSync(join(folder, name), text)
  }
  return folder
}

export interface ReaderParts {
  readonly paths?: readonly string[]
  readonly namespace?: string
  readonly stdin?: string
  readonly hasLiveStatus?: boolean
}

/** Without paths: stdin. */
export function openReader({paths = ['-'], namespace = '', stdin = '', hasLiveStatus = false}: ReaderParts) {
  return makeManifestReader({paths, namespace, hasLiveStatus, readStdin: async () => stdin})
}

/** A reader of one text. */
export function readerOf(stdin: string, parts: ReaderParts = {}): Promise<ManifestReader> {
  return openReader({...parts, stdin})
}
