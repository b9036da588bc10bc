import {lstatSync, readlinkSync} from 'node:fs'
import {dirname, resolve} from 'node:path'

/** As many as Linux follows. */
const MOST_LINKS = 40
const WRITTEN_BY_OTHERS = 0o022

/**
 * Why somebody else may have written this file or chosen where it leads, as a phrase; undefined: it is the user's own, or
 * root's, and every link on the way to it is too. What cannot be looked at is left to whoever reads it.
 */
export function strangerOf(path: string): string | undefined {
  const user = process.getuid?.()
  // Windows, where a profile is its user's alone.
  if (user === undefined) return undefined
  let place = resolve(path)
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    const stats = lookAt(place)
    if (stats === undefined) return undefined
    if (stats.uid !== user && stats.uid !== 0) return `${place} belongs to another user (uid ${stats.uid})`
    if (!stats.isSymbolicLink()) {
      return (stats.mode & WRITTEN_BY_OTHERS) === 0 ? undefined : `others may write to ${place}`
    }
    place = resolve(dirname(place), readlinkSync(place))
  }
  return undefined
}

function lookAt(path: string) {
  try {
    return lstatSync(path, {throwIfNoEntry: false})
  } catch {
    return undefined
  }
}
