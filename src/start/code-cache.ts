import {closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, isAbsolute, join} from 'node:path'
import {crc32} from 'node:zlib'

type Environment = Readonly<Record<string, string | undefined>>

/** What V8 made of the program in an earlier run: it saves reading 4 MB of JavaScript again. */
export interface KeptCode {
  readonly code: Buffer
  /** Whose functions are in it: the first words of the command lines that added to it. */
  readonly commands: readonly string[]
}

const FILE = join('external-dns-ts', 'code.cache')
/** At the end of the file, so that the code before it stays aligned as V8 wants it. */
const TRAILER_BYTES = 1024

/**
 * Where the code is kept: in the user's cache folder. Undefined when there is none, and when Node's own variables forbid
 * a cache: `NODE_DISABLE_COMPILE_CACHE`, and `NODE_V8_COVERAGE`, whose counts a cache would falsify.
 */
export function codeCacheFile(environment: Environment, platform: NodeJS.Platform): string | undefined {
  const {NODE_DISABLE_COMPILE_CACHE: isForbidden = '', NODE_V8_COVERAGE: isCounted = ''} = environment
  if (isForbidden !== '' || isCounted !== '') return undefined
  const folder = cacheFolder(environment, platform)
  return folder === undefined ? undefined : join(folder, FILE)
}

function cacheFolder(environment: Environment, platform: NodeJS.Platform): string | undefined {
  const {XDG_CACHE_HOME: xdg = '', HOME: home = '', LOCALAPPDATA: local = ''} = environment
  if (isAbsolute(xdg)) return xdg
  if (platform === 'win32') return local === '' ? undefined : local
  if (!isAbsolute(home)) return undefined
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache')
}

/**
 * @param identity of the program and of the Node that runs it: what another one kept is of no use.
 * @returns undefined when nothing can be used. V8 takes damaged code for good and ends the process, hence the checksum;
 * and code that somebody else may have written is not run.
 */
export function readCode(file: string, identity: string): KeptCode | undefined {
  try {
    const bytes = readOwn(file)
    const code = bytes.subarray(0, -TRAILER_BYTES)
    const kept = JSON.parse(bytes.toString('utf8', code.length)) as {
      readonly identity: string
      readonly checksum: number
      readonly commands: readonly string[]
    }
    return kept.identity === identity && kept.checksum === crc32(code) ? {code, commands: kept.commands} : undefined
  } catch {
    return undefined
  }
}

function readOwn(file: string): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const {uid, mode} = fstatSync(descriptor)
    const user = process.getuid?.()
    if (user !== undefined && (uid !== user || (mode & 0o022) !== 0)) throw new Error(`${file} is somebody else's`)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A reader sees the former file or the new one, whole. Where it cannot be written, nothing is, and nothing is said. */
export function writeCode(file: string, identity: string, make: () => KeptCode): void {
  const fresh = `${file}.${process.pid}`
  try {
    makeFolder(dirname(dirname(file)))
    makeFolder(dirname(file))
    const descriptor = openSync(fresh, 'wx', 0o600)
    try {
      const {code, commands} = make()
      const trailer = JSON.stringify({identity, checksum: crc32(code), commands})
      writeFileSync(descriptor, code)
      writeFileSync(descriptor, trailer.padEnd(TRAILER_BYTES))
    } finally {
      closeSync(descriptor)
    }
    renameSync(fresh, file)
  } catch {
    rmSync(fresh, {force: true})
  }
}

/** Not what it lies in: a home that does not exist is none. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, {mode: 0o700})
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
