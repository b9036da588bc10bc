import {lstatSync, readlinkSync, type Stats} from 'node:fs'
import {dirname, join, parse, resolve, sep} from 'node:path'

/** As many links as Linux follows. */
const MOST_LINKS = 40
const WRITTEN_BY_OTHERS = 0o022
const WRITTEN_BY_ALL = 0o002
const STICKY = 0o1000

/** The target of a path after following all links. */
interface Place {
  readonly path: string
  /** Undefined when nothing is there. */
  readonly stats: Stats | undefined
}

/**
 * Resolves a path, following only links that the user or root made. Otherwise anybody who can put a link into a shared
 * folder could choose which file is written or trusted.
 * @throws Error with a phrase that names a link of another user
 */
export function followOwnLinks(path: string): Place {
  const whole = resolve(path)
  let {root: base} = parse(whole)
  const pending = partsOf(whole.slice(base.length))
  let links = 0
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const next = part === '..' ? dirname(base) : join(base, part)
    const stats = lstatSync(next, {throwIfNoEntry: false})
    if (stats === undefined) return {path: join(next, ...pending), stats: undefined}
    if (!stats.isSymbolicLink()) {
      base = next
      continue
    }
    if (isOtherUser(stats)) throw new Error(`${next} is a link of another user (uid ${stats.uid})`)
    links += 1
    if (links > MOST_LINKS) throw new Error(`${path} leads through more than ${MOST_LINKS} links`)
    const target = readlinkSync(next)
    const {root} = parse(target)
    if (root !== '') base = root
    pending.unshift(...partsOf(target.slice(root.length)))
  }
  return {path: base, stats: lstatSync(base, {throwIfNoEntry: false})}
}

/** Why somebody else may have written this file, as a phrase; undefined when it is the user's, root's, or missing. */
export function otherWriterOf(path: string): string | undefined {
  try {
    const {path: place, stats} = followOwnLinks(path)
    if (stats === undefined) return undefined
    if (isOtherUser(stats)) return `${place} belongs to another user (uid ${stats.uid})`
    if (isWrittenByOthers(stats)) return `others may write to ${place}`
    const folder = dirname(place)
    return mayPutFilesInto(lstatSync(folder)) ? `others may put files into ${folder}` : undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Always false on Windows, where only the user can write to the profile. */
function isOtherUser({uid}: Stats): boolean {
  const user = process.getuid?.()
  return user !== undefined && uid !== user && uid !== 0
}

function isWrittenByOthers({mode}: Stats): boolean {
  return process.getuid !== undefined && (mode & WRITTEN_BY_OTHERS) !== 0
}

/** A folder that its group may write to is common and accepted; with the sticky bit only owners replace files. */
function mayPutFilesInto(stats: Stats): boolean {
  if (process.getuid === undefined) return false
  return isOtherUser(stats) || ((stats.mode & WRITTEN_BY_ALL) !== 0 && (stats.mode & STICKY) === 0)
}

function partsOf(path: string): string[] {
  return path.split(sep).filter((part) => part !== '' && part !== '.')
}
