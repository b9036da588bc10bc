import {spawnSync} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {ROOT} from '../commands/run-command.js'

const CHECKS = ['build', 'types', 'lint', 'deps', 'unused', 'house', 'fresh']

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'))
  for (const name of ['bin', 'scripts', 'node_modules/vitest']) mkdirSync(join(folder, name), {recursive: true})
  cpSync(join(ROOT, 'bin/check.mjs'), join(folder, 'bin/check.mjs'))
  writeFileSync(join(folder, 'node_modules/vitest/vitest.mjs'), 'console.log("tests run")\nprocess.exit(3)\n')
  // Stands for npm, which takes half a second to start: `npm run --silent NAME`.
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\nexec sh "scripts/$3"\n', {mode: 0o755})
})
afterAll(() => rmSync(folder, {recursive: true}))

/** Runs the check on a package with these scripts, in sh; the others pass. */
function check(scripts: Readonly<Record<string, string>>, ...args: readonly string[]) {
  for (const name of CHECKS) writeFileSync(join(folder, 'scripts', name), scripts[name] ?? 'exit 0')
  const {status, stdout} = spawnSync(process.execPath, ['bin/check.mjs', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {...process.env, PATH: `${folder}:${process.env.PATH}`},
  })
  const outcomes = Object.fromEntries([...stdout.matchAll(/^--- (\w+): (\w+)/gm)].map(([, name, is]) => [name, is]))
  return {status, stdout, outcomes}
}

it('runs every static check, shows what the failing ones say, names them, and leaves the tests out', () => {
  const {status, stdout, outcomes} = check({
    types: 'echo a type is wrong >&2; exit 2',
    house: 'echo a word is wrong; exit 1',
  })
  expect(outcomes).toEqual({
    build: 'passed',
    types: 'FAILED',
    lint: 'passed',
    deps: 'passed',
    unused: 'passed',
    house: 'FAILED',
    fresh: 'passed',
  })
  expect(stdout).toContain('a type is wrong')
  expect(stdout).toContain('a word is wrong')
  expect(stdout).toMatch(/\nFailed: types, house\. The tests were not run\.\n$/)
  expect(status).toBe(1)
})

it('does not look for stale files without a build', () => {
  const {status, outcomes} = check({build: 'exit 1'}, '--static')
  expect(outcomes.build).toBe('FAILED')
  expect(outcomes).not.toHaveProperty('fresh')
  expect(status).toBe(1)
})

it('ends as the tests do when nothing else fails, and runs none with --static', () => {
  const {status, stdout} = check({})
  expect(stdout).toMatch(/tests run\n$/)
  expect(status).toBe(3)
  expect(check({}, '--static')).toMatchObject({status: 0, stdout: expect.not.stringContaining('tests run')})
})
