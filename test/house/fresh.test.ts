import {spawnSync} from 'node:child_process'
import {expect, it} from 'vitest'
import {ROOT} from '../commands/run-command.js'

// Whatever interrupts a check that may not write, the work tree is as it was.
it('npm run fresh finds nothing stale, and needs no right to write', () => {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission'
  const {status, stderr} = spawnSync(
    process.execPath,
    [permission, '--allow-fs-read=*', '--allow-child-process', '--no-warnings', 'bin/docs.mjs', '--check'],
    {cwd: ROOT, encoding: 'utf8'},
  )
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
})
