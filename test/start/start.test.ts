import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {startProgram} from '../commands/built-program.js'
import {service} from '../commands/objects.js'
import {AS_PROD, type Stage, stage} from '../commands/stage.js'

/** About the built program: `npm run build` first. */

let scene: Stage
let file = ''

beforeEach(async () => {
  scene = await stage({objects: [service('front', 'www.example.com')]})
  file = join(scene.folder, '.cache', 'external-dns-ts', 'code.cache')
})

const run = (argv: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  startProgram([...argv, AS_PROD], scene.with(variables)).ended

/** Whose code is in the file. */
function keptCommands(): readonly string[] {
  const text = readFileSync(file, 'latin1')
  return JSON.parse(text.slice(text.lastIndexOf('{"identity"'))).commands
}

describe('the code that V8 makes of the program', () => {
  it('is kept by the first run, used by the next, and nobody can tell by what they say', async () => {
    const first = await run(['plan'])
    expect(first).toMatchObject({exitCode: 0, stdout: expect.stringContaining('1 to create')})
    expect(keptCommands()).toEqual(['plan'])
    const kept = readFileSync(file)
    expect(await run(['plan'])).toEqual(first)
    // Refused code would have been made and written again.
    expect(readFileSync(file).equals(kept)).toBe(true)
    expect(await run(['plan'], {NODE_DISABLE_COMPILE_CACHE: '1'})).toEqual(first)
  })

  it('grows with each command', async () => {
    await run(['owners'])
    await run(['plan'])
    await run(['apply', '--yes'])
    expect(keptCommands()).toEqual(['owners', 'plan', 'apply'])
    expect((await run(['plan'])).stdout).toContain('No changes.')
  })

  it('does no harm when it is damaged, and is replaced', async () => {
    const first = await run(['plan'])
    const kept = readFileSync(file)
    const damaged = Buffer.from(kept)
    damaged.fill(0xff, 100_000, 100_100)
    writeFileSync(file, damaged)
    expect(await run(['plan'])).toEqual(first)
    expect(readFileSync(file).equals(damaged)).toBe(false)
    expect(keptCommands()).toEqual(['plan'])
  })

  it('is not kept of a run that did not get through, of a help page, or where Node is told not to', async () => {
    expect((await run(['plan', '--source=nothing'])).exitCode).toBe(1)
    expect((await run(['plan', '--help'])).exitCode).toBe(0)
    expect((await run(['plan'], {NODE_DISABLE_COMPILE_CACHE: '1'})).exitCode).toBe(0)
    expect(existsSync(file)).toBe(false)
  })
})
