import {
  closeSync,
  constants,
  existsSync,
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
import {cachedDataVersionTag} from 'node:v8'
import {crc32} from 'node:zlib'
import type {Environment} from '../errors/environment.js'

/** Compiled code of an earlier run, which saves compiling 4 MB of JavaScript again. */
export interface KeptCode {
  readonly code: Buffer
  /** The commands whose functions are included, by id. */
  readonly commands: readonly string[]
}

/** The metadata is at the end of the file, so that the code before it stays aligned as V8 requires. */
const TRAILER_BYTES = 2048
/** The number of files kept, one for each combination of Node, V8 flags and script. The oldest are deleted. */
const FILES_KEPT = 8
/** Temporary files and notes older than this go: they were left by a killed run, or by another program. */
const WRITING_MS = 60_000
const WRITTEN_BY_OTHERS = 0o022
const WRITTEN_BY_ALL = 0o002

/** Whether Node's own variables allow it: not `NODE_DISABLE_COMPILE_CACHE`, nor `NODE_V8_COVERAGE`, which it would falsify. */
export function mayKeepCode(environment: Environment): boolean {
  const {NODE_DISABLE_COMPILE_CACHE: isForbidden = '', NODE_V8_COVERAGE: isCounted = ''} = environment
  return isForbidden === '' && isCounted === ''
}

/** The folder for compiled code, in the user's cache folder. Undefined when there is none, or none is allowed. */
export function codeFolder(environment: Environment, platform: NodeJS.Platform): string | undefined {
  if (!mayKeepCode(environment)) return undefined
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
 * Undefined when there is no usable code. V8 accepts damaged code and then crashes, hence the checksum. Code that another
 * user may have written is not used.
 *
 * @param identity of the program and the Node that runs it: code of another one is useless.
 */
export function readCode(folder: string, identity: string): KeptCode | undefined {
  try {
    if (!isOwnFolder(lstatSync(folder)) || !isOwnPlace(dirname(folder))) return undefined
    return parseCode(readOwnFile(join(folder, nameOf(identity)), []), identity)
  } catch {
    return undefined
  }
}

/**
 * As `readCode`, of code that `bin/warm.js` put beside the program, as in the container image, where no user has a cache folder. It may also
 * belong to root or to the owner of the program: they can change the program itself, so trusting them adds no risk. For
 * the same reason the folder is not checked: whoever may write to it can exchange the program.
 */
export function readCodeBeside(program: string, identity: string): KeptCode | undefined {
  try {
    return parseCode(readOwnFile(program.replace(/\.cjs$/, '.cache'), [0, statSync(program).uid]), identity)
  } catch {
    return undefined
  }
}

/** @throws Error when the metadata is not JSON */
function parseCode(bytes: Buffer, identity: string): KeptCode | undefined {
  const code = bytes.subarray(0, -TRAILER_BYTES)
  const kept: unknown = JSON.parse(bytes.toString('utf8', code.length))
  const isWhole = isTrailer(kept) && kept.identity === identity && kept.checksum === checksum(code, kept.commands)
  return isWhole ? {code, commands: kept.commands} : undefined
}

/**
 * Whether no run before this one could have used the code; notes that this one could. To write code takes a tenth of a
 * small plan, in vain where every run has a folder of its own, as in CI.
 */
export function isFirstUse(folder: string, identity: string): boolean {
  try {
    makeFolder(folder)
    const file = join(folder, nameOf(identity))
    if (existsSync(file) || existsSync(noteFor(file))) return false
    closeSync(openSync(noteFor(file), 'wx', 0o600))
    return true
  } catch {
    // Code cannot be written either.
    return true
  }
}

/** A reader sees the old file or the new one. Failures are ignored. */
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
    remove(noteFor(file))
    removeOld(folder)
  } catch {
    if (fresh !== undefined) remove(fresh)
  }
}

/** Another one for each set of V8 flags, since V8 refuses code that was compiled with others. */
function nameOf(identity: string): string {
  return `code-${crc32(`${identity} ${cachedDataVersionTag()}`).toString(16).padStart(8, '0')}.cache`
}

function noteFor(file: string): string {
  return `${file}.used`
}

function checksum(code: Buffer, commands: readonly string[]): number {
  return crc32(JSON.stringify(commands), crc32(code))
}

type Trailer = Omit<KeptCode, 'code'> & {readonly identity: string; readonly checksum: number}

function isTrailer(value: unknown): value is Trailer {
  return typeof value === 'object' && value !== null && 'commands' in value && Array.isArray(value.commands)
}

/**
 * Not a link, and not a pipe, which would wait for a writer.
 * @param owners users besides the current one whose file is accepted.
 * @throws Error for what is no regular file of the user
 */
function readOwnFile(file: string, owners: readonly number[]): Buffer {
  const {O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0} = constants
  const descriptor = openSync(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile() || !isOwn(stats, WRITTEN_BY_OTHERS, owners)) throw new Error(`${file} is not ours`)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** And the user's cache folder, but not the home folder. @throws Error when another user could write there */
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

/** A link to the user's own folder is fine, and so is a folder that its group may write to, which is common. */
function isOwnPlace(path: string): boolean {
  const stats = statSync(path)
  return stats.isDirectory() && isOwn(stats, WRITTEN_BY_ALL)
}

function isOwnFolder(stats: Stats): boolean {
  return stats.isDirectory() && isOwn(stats, WRITTEN_BY_OTHERS)
}

function isOwn({uid, mode}: Stats, forbidden: number, owners: readonly number[] = []): boolean {
  const user = process.getuid?.()
  return user === undefined || ((uid === user || owners.includes(uid)) && (mode & forbidden) === 0)
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
    // The file stays.
  }
}
