import {spawnSync} from 'node:child_process'
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {startProgram, startShell} from '../commands/built-program.js'
import {service} from '../commands/objects.js'
import {ROOT} from '../commands/run-command.js'
import {AS_PROD, type Stage, stage} from '../commands/stage.js'

/** Tests the built program: `npm run build` first. */

let scene: Stage

beforeEach(async () => {
  scene = await stage({objects: [service('front', 'www.example.com')]})
})

const run = (argv: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  startProgram([...argv, AS_PROD], scene.with(variables)).ended

function keptFile(): string {
  const folder = join(scene.folder, '.cache', 'external-dns-ts')
  const [name = 'none'] = existsSync(folder) ? readdirSync(folder) : []
  return join(folder, name)
}

/** The commands whose code is in the file. */
function keptCommands(): readonly string[] {
  const text = readFileSync(keptFile(), 'latin1')
  return JSON.parse(text.slice(text.lastIndexOf('{"identity"'))).commands
}

describe('the code that V8 makes of the program', () => {
  it('is kept by the second run and used by the next, with the same output', async () => {
    const first = await run(['plan'])
    expect(first).toMatchObject({exitCode: 0, stdout: expect.stringContaining('1 to create')})
    expect(statSync(keptFile()).size).toBe(0)
    expect(await run(['plan'])).toEqual(first)
    expect(keptCommands()).toEqual(['plan'])
    const kept = readFileSync(keptFile())
    expect(await run(['plan'])).toEqual(first)
    // If V8 had rejected the code, the file would have been written again.
    expect(readFileSync(keptFile()).equals(kept)).toBe(true)
    expect(await run(['plan'], {NODE_DISABLE_COMPILE_CACHE: '1'})).toEqual(first)
  })

  it('is kept and used by runs with so much to read that V8 is told to optimize later', async () => {
    const hosts = Array.from({length: 600}, (_, index) => `host-${index}`)
    scene = await stage({objects: hosts.map((host) => service(host, `${host}.example.com`))})
    const folder = join(scene.folder, '.cache', 'external-dns-ts')
    const files = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')])
    // The metrics are a script of their own, loaded when all is read.
    const apply = () => run(['apply', '--yes', `--metrics-file=${join(scene.folder, 'run.prom')}`])
    await apply()
    await apply()
    const kept = files()
    expect(kept.map(([, text = '']) => text.includes('{"identity"'))).toEqual([true, true])
    expect(await apply()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('600 hosts are as they should be'),
    })
    expect(files()).toEqual(kept)
  })

  it('grows with each command', async () => {
    await run(['apply', '--yes'])
    await run(['owners'])
    await run(['plan'])
    await run(['apply', '--yes'])
    await run(['owners', 'release', 'www.example.com', '--yes'])
    expect(keptCommands()).toEqual(['owners', 'plan', 'apply', 'owners:release'])
  })

  it('does no harm when it is damaged, and is replaced', async () => {
    const first = await run(['plan'])
    await run(['plan'])
    const kept = readFileSync(keptFile())
    const damaged = Buffer.from(kept)
    damaged.fill(0xff, 100_000, 100_100)
    writeFileSync(keptFile(), damaged)
    expect(await run(['plan'])).toEqual(first)
    expect(readFileSync(keptFile()).equals(damaged)).toBe(false)
    expect(keptCommands()).toEqual(['plan'])
  })

  it('is not kept of a run that did not get through, of a help page, or where Node is told not to', async () => {
    expect((await run(['plan', '--source=nothing'])).exitCode).toBe(1)
    expect((await run(['plan', '--help'])).exitCode).toBe(0)
    expect((await run(['plan'], {NODE_DISABLE_COMPILE_CACHE: '1'})).exitCode).toBe(0)
    expect(existsSync(keptFile())).toBe(false)
  })

  it.each(['/dev/null', '/proc/1'])('cannot be kept in %s, which changes nothing else', async (place) => {
    expect(await run(['plan'], {XDG_CACHE_HOME: place})).toMatchObject({
      exitCode: 0,
      stderr: expect.not.stringMatching(/E[A-Z]{4,}/),
    })
  })
})

describe('bin/run.js', () => {
  it.each(['--help', '--version'])('%s is quiet about a reader that has gone', async (flag) => {
    const {stderr, exitCode} = await startShell(
      `{ sleep 0.2; $PROGRAM ${flag}; echo "$?" >&2; } | true`,
      scene.environment,
    ).ended
    expect([exitCode, stderr]).toEqual([0, '0\n'])
  })

  it.each([
    ['throw new Error("broken")', 1],
    ['exports.COMMANDS = {}; exports.run = () => Promise.reject(new Error("broken"))', 1],
    ['exports.COMMANDS = {}; exports.run = () => new Promise(() => {})', 13],
  ])('never ends well when the program is %s', async (text, expected) => {
    const copy = join(scene.folder, 'installed')
    cpSync(join(ROOT, 'bin'), join(copy, 'bin'), {recursive: true})
    mkdirSync(join(copy, 'dist'))
    cpSync(join(ROOT, 'dist', 'start.cjs'), join(copy, 'dist', 'start.cjs'))
    writeFileSync(join(copy, 'dist', 'program.cjs'), text)
    const ended = spawnSync(process.execPath, [join(copy, 'bin', 'run.js'), 'plan'], {
      env: {...scene.environment, NODE_OPTIONS: '--unhandled-rejections=none'},
      encoding: 'utf8',
    })
    expect(ended.status).toBe(expected)
    if (expected === 1) expect(ended.stderr).toContain('Error: broken')
  })
})
