import {usageError} from '../usage-error.js'

/** Stops an `@file` that names itself. */
const MAX_ARGUMENT_FILES = 100

/** Replaces each `@file` by the lines of that file, without blank lines and comments, as kingpin does. */
export function expandFiles(argv: readonly string[], readFile: (path: string) => string): string[] {
  const pending = [...argv]
  const expanded: string[] = []
  let files = 0
  for (let token = pending.shift(); token !== undefined; token = pending.shift()) {
    if (token === '--') return [...expanded, token, ...pending]
    if (!token.startsWith('@') || token.length === 1) {
      expanded.push(token)
      continue
    }
    files += 1
    if (files > MAX_ARGUMENT_FILES) {
      const fix = 'look for an @file that names itself'
      throw usageError(`${token} leads to more than ${MAX_ARGUMENT_FILES} files.`, [fix])
    }
    pending.unshift(...readArgumentFile(token, readFile))
  }
  return expanded
}

function readArgumentFile(token: string, readFile: (path: string) => string): string[] {
  try {
    return readFile(token.slice(1))
      .split(/\r?\n/)
      .filter((line) => line !== '' && !line.startsWith('#'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw usageError(`The arguments in ${token} cannot be read: ${reason}.`, ['check the path after @'])
  }
}
