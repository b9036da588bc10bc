import {randomBytes} from 'node:crypto'
import {closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {CliError} from '../errors/cli-error.js'
import {followOwnLinks} from './own-file.js'

/** @param what names the file for the error: `the plan`. @throws CliError FILE_UNREADABLE */
export function readTextFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const [doing, happened] = [`read ${what} in ${path}`, `${reasonOf(error)}.`]
    throw new CliError({code: 'FILE_UNREADABLE', doing, happened, fix: ['check the path'], cause: error})
  }
}

/**
 * Replaces a file atomically: a concurrent reader gets the old or the new text.
 * @param audience `owner`: readable by its owner only; `others`: as the umask allows
 * @throws CliError FILE_NOT_WRITTEN
 */
export function writeTextFile(path: string, text: string, what: string, audience: 'owner' | 'others' = 'owner'): void {
  let fresh: string | undefined
  try {
    const target = targetOf(path)
    const beside = `${target}.${randomBytes(6).toString('hex')}.tmp`
    // Fails when anything exists there already, even a link.
    const descriptor = openSync(beside, 'wx', audience === 'owner' ? 0o600 : 0o666)
    fresh = beside
    try {
      writeFileSync(descriptor, text)
    } finally {
      closeSync(descriptor)
    }
    renameSync(beside, target)
  } catch (error) {
    if (fresh !== undefined) rmSync(fresh, {force: true})
    const [doing, happened] = [`save ${what} to ${path}`, `${reasonOf(error)}.`]
    throw new CliError({code: 'FILE_NOT_WRITTEN', doing, happened, fix: ['choose another path'], cause: error})
  }
}

/** Follows the user's own links. A device or folder cannot be replaced by a file. */
function targetOf(path: string): string {
  const {path: target, stats} = followOwnLinks(path)
  if (stats !== undefined && !stats.isFile()) throw new Error('It exists, but is not a file')
  return target
}

function reasonOf(error: unknown): string {
  const {code = '', message} = error as NodeJS.ErrnoException
  return REASONS[code] ?? message
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file or folder',
  EACCES: 'It is not allowed',
  EPERM: 'It is not allowed',
  EISDIR: 'It is a folder',
  ENOSPC: 'The disk is full',
}
