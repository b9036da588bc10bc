import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import {dirname, isAbsolute, join} from 'node:path'
import {crc32} from 'node:zlib'
import type {Environment} from '../errors/environment.js'

/** What V8 made of the program in an earlier run: it saves reading 4 MB of JavaScript again. */
export interface KeptCode {
  readonly code: Buffer
  /** Whose functions are in it: the ids of the commands that added to it. */
  readonly commands: readonly string[]
}

/** At the end of the file, so that the code before it stays aligned as V8 wants it. */
const TRAILER_BYTES = 2048
/** One for each Node, set of V8's flags and installation that takes turns; the least recently written go first. */
const FILES_KEPT = 4
/** What a run that was killed while it wrote leaves behind is removed when it is older. */
const WRITING_MS = 60_000
const WRITTEN_BY_OTHERS = 0o022
const WRITTEN_BY_ALL = 0o002

/**
 * Where code is kept: in the user's cache folder. Undefined when there is none, and when Node's own variables forbid a
 * cache: `NODE_DISABLE_COMPILE_CACHE`, and `NODE_V8_COVERAGE`, whose counts a cache would falsify.
 */
export function codeFolder(environment: Environment, platform: NodeJS.Platform): string | undefined {
  const {NODE_DISABLE_COMPILE_CACHE: isForbidden = '', NODE_V8_COVERAGE: isCounted = ''} = environment
  if (isForbidden !== '' || isCounted !== '') return undefined
  const folder = cacheFolder(environment, platform)
  return folder === undefined ? undefined : join(folder, 'external-dns-ts')
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
 * and code that somebody else may have put there is not run.
 */
export function readCode(folder: string, identity: string): KeptCode | undefined {
  try {
    if (!isOwnFolder(lstatSync(folder)) || !isOwnPlace(dirname(folder))) return undefined
    const bytes = readOwnFile(join(folder, nameOf(identity)))
    const code = bytes.subarray(0, -TRAILER_BYTES)
    const kept: unknown = JSON.parse(bytes.toString('utf8', code.length))
    if (!isTrailer(kept) || kept.identity !== identity || kept.checksum !== checksum(code, kept.commands))
      return undefined
    return {code, commands: kept.commands}
  } catch {
    return undefined
  }
}

/** A reader sees the former file or the new one, whole. Where it cannot be written, nothing is, and nothing is said. */
export function writeCode(folder: string, identity: string, make: () => KeptCode): void {
  let fresh: string | undefined
  try {
    makeFolder(folder)
    const {code, commands} = make()
    const trailer = JSON.stringify({identity, checksum: checksum(code, commands), commands})
    const file = join(folder, nameOf(identity))
    const name = `${file}.${process.pid}.${process.hrtime.bigint().toString(36)}`
    const descriptor = openSync(name, 'wx', 0o600)
    fresh = name
    try {
      writeFileSync(descriptor, code)
      writeFileSync(descriptor, trailer.padEnd(TRAILER_BYTES))
    } finally {
      closeSync(descriptor)
    }
    renameSync(fresh, file)
    fresh = undefined
    removeOld(folder)
  } catch {
    if (fresh !== undefined) remove(fresh)
  }
}

function nameOf(identity: string): string {
  return `code-${crc32(identity).toString(16).padStart(8, '0')}.cache`
}

function checksum(code: Buffer, commands: readonly string[]): number {
  return crc32(JSON.stringify(commands), crc32(code))
}

interface Trailer {
  readonly identity: string
  readonly checksum: number
  readonly commands: readonly string[]
}

function isTrailer(value: unknown): value is Trailer {
  return typeof value === 'object' && value !== null && 'commands' in value && Array.isArray(value.commands)
}

/** Neither a link nor a pipe, on which opening would wait for a writer. @throws Error when it is no file of ours. */
function readOwnFile(file: string): Buffer {
  const {O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0} = constants
  const descriptor = openSync(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile() || !isOwn(stats, WRITTEN_BY_OTHERS)) throw new Error(`${file} is not ours`)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Makes the folder, and the user's cache folder around it, but nothing around that: a home that does not exist is none.
 * @throws Error when somebody else could write there, or we would in somebody else's home.
 */
function makeFolder(folder: string): void {
  const place = dirname(folder)
  const home = dirname(place)
  if (statSync(place, {throwIfNoEntry: false}) === undefined) {
    if (!isOwnPlace(home)) throw new Error(`${home} is not ours`)
    mkdirSync(place, {mode: 0o700})
  }
  if (!isOwnPlace(place)) throw new Error(`${place} is not ours`)
  const stats = lstatSync(folder, {throwIfNoEntry: false})
  if (stats === undefined) mkdirSync(folder, {mode: 0o700})
  else if (!isOwnFolder(stats)) throw new Error(`${folder} is not ours`)
}

/** A link to a place of ours is as good; that a group may write there is usual. */
function isOwnPlace(path: string): boolean {
  const stats = statSync(path)
  return stats.isDirectory() && isOwn(stats, WRITTEN_BY_ALL)
}

function isOwnFolder(stats: Stats): boolean {
  return stats.isDirectory() && isOwn(stats, WRITTEN_BY_OTHERS)
}

function isOwn({uid, mode}: Stats, forbidden: number): boolean {
  const user = process.getuid?.()
  return user === undefined || (uid === user && (mode & forbidden) === 0)
}

function removeOld(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => /^code-[0-9a-f]{8}\.cache/.test(name))
    .map((name) => ({path: join(folder, name), isWhole: name.endsWith('.cache')}))
    .map((file) => ({...file, mtimeMs: statSync(file.path, {throwIfNoEntry: false})?.mtimeMs ?? 0}))
    .toSorted((a, b) => b.mtimeMs - a.mtimeMs)
  const whole = files.filter(({isWhole}) => isWhole)
  const left = files.filter(({isWhole, mtimeMs}) => !isWhole && Date.now() - mtimeMs > WRITING_MS)
  for (const {path} of [...whole.slice(FILES_KEPT), ...left]) remove(path)
}

function remove(path: string): void {
  try {
    rmSync(path, {force: true})
  } catch {
    // It stays where it is.
  }
}
