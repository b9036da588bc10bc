import {spawnSync} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {startProgram} from '../commands/built-program.js'
import {service} from '../commands/objects.js'
import {ROOT} from '../commands/run-command.js'
import {AS_PROD, type Stage, stage} from '../commands/stage.js'

/** Tests `bin/warm.js` in the contents of the container image: `npm run build` first. */

const app = mkdtempSync(join(tmpdir(), 'external-dns-ts-warm-'))
const dist = join(app, 'dist')
const cache = join(dist, 'program.cache')
const runScript = (script: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [script, ...args], {encoding: 'utf8', env: {PATH: process.env.PATH ?? ''}})

let kept = Buffer.alloc(0)
let scene: Stage

beforeAll(() => {
  expect(runScript(join(ROOT, 'bin', 'image.mjs'), app)).toMatchObject({status: 0, stderr: ''})
  expect(runScript(join(app, 'bin', 'warm.js'))).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringContaining(cache),
  })
  kept = readFileSync(cache)
}, 60_000)

afterAll(() => rmSync(app, {recursive: true, force: true}))

beforeEach(async () => {
  scene = await stage({objects: [service('front', 'www.example.com')]})
})

const run = (argv: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  startProgram([...argv, AS_PROD], scene.with(variables), join(app, 'bin', 'run.js')).ended
/** A run keeps code of its own when it has found none. */
const keepsItsOwn = () => existsSync(join(scene.folder, '.cache'))

describe('bin/warm.js', () => {
  it('keeps the code of the usual commands, readable for everybody', () => {
    const text = kept.toString('latin1')
    expect(JSON.parse(text.slice(text.lastIndexOf('{"identity"'))).commands).toEqual([
      'plan',
      'apply',
      'prune',
      'owners',
    ])
    expect(readdirSync(dist).filter((name) => name.startsWith('program.cache'))).toEqual(['program.cache'])
  })

  it.each([['plan'], ['apply', '--yes'], ['prune'], ['owners']])(
    'what it keeps serves the first %s of a user',
    async (...argv) => {
      const before = readdirSync(dist)
      const {stdout, exitCode} = await run(argv)
      expect([exitCode, keepsItsOwn(), readdirSync(dist)]).toEqual([0, false, before])
      expect(stdout).not.toBe('')
    },
  )

  it('changes no output, with or without a home', async () => {
    const cold = await run(['plan'], {NODE_DISABLE_COMPILE_CACHE: '1'})
    expect(cold).toMatchObject({exitCode: 0, stdout: expect.stringContaining('1 to create')})
    expect(await run(['plan'])).toEqual(cold)
    expect(await run(['plan'], {HOME: ''})).toEqual(cold)
    expect(await run(['plan'], {HOME: '/nonexistent'})).toEqual(cold)
  })

  it('other commands keep what it lacks', async () => {
    expect((await run(['explain', 'www.example.com'])).exitCode).toBe(0)
    expect(keepsItsOwn()).toBe(true)
  })

  it.each<[string, (bytes: Buffer) => void]>([
    ['damaged', (bytes) => void bytes.fill(0xff, 100_000, 100_100)],
    ['of another Node', (bytes) => void bytes.write('v1.', bytes.lastIndexOf(` ${process.version}`) + 1)],
    ['writable by others', () => chmodSync(cache, 0o646)],
  ])('what is %s is not used', async (_, spoil) => {
    const cold = await run(['plan'], {NODE_DISABLE_COMPILE_CACHE: '1'})
    const bytes = Buffer.from(kept)
    try {
      spoil(bytes)
      writeFileSync(cache, bytes)
      expect(await run(['plan'])).toEqual(cold)
      expect(keepsItsOwn()).toBe(true)
    } finally {
      writeFileSync(cache, kept)
      chmodSync(cache, 0o644)
    }
  })

  it('says so when it can keep nothing', () => {
    rmSync(cache)
    mkdirSync(cache)
    try {
      const {status, stderr} = runScript(join(app, 'bin', 'warm.js'))
      expect(status).toBe(1)
      expect(stderr).toMatch(
        /^Error: cannot keep compiled code beside the program\n.*\n {2}The program works without it\.\n$/,
      )
    } finally {
      rmSync(cache, {recursive: true})
      writeFileSync(cache, kept, {mode: 0o644})
    }
  })
})
