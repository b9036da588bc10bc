import {chmodSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** Kept by tools for their next run. */
const CACHES = /^(tsx-\d+|node-compile-cache)$/

/**
 * Gives a run of vitest a temporary folder of its own; the run fails when a test left something there. Vitest calls it
 * for each project: the first call is for all of them.
 */
export default function setup(): (() => void) | undefined {
  if (process.env.VITEST_TEMPORARY_FOLDER !== undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'))
  // Like the one above it: a test runs the program as another user.
  chmodSync(folder, 0o755)
  process.env.TMPDIR = folder
  process.env.VITEST_TEMPORARY_FOLDER = folder
  return () => {
    const left = readdirSync(folder).filter((name) => !CACHES.test(name))
    rmSync(folder, {recursive: true, force: true})
    if (left.length === 0) return
    console.error(`FAILED: tests left something in the temporary folder: ${left.sort().join(', ')}`)
    process.exitCode = 1
  }
}
