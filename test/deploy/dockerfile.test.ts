import {spawn, spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DockerfileParser} from 'dockerfile-ast'
import {afterAll, describe, expect, it} from 'vitest'
import {service} from '../commands/objects.js'
import {ROOT} from '../commands/run-command.js'
import {AS_PROD, stage} from '../commands/stage.js'

const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
const instructions = DockerfileParser.parse(text)
  .getInstructions()
  .map((one) => ({keyword: one.getKeyword(), args: one.getArguments().map((arg) => arg.getValue())}))
const last = instructions.slice(instructions.findLastIndex(({keyword}) => keyword === 'FROM'))
const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')

const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-image-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

describe('the Dockerfile', () => {
  it('ends in an image without a shell, whose user is a number and not root', () => {
    expect(last[0]?.args[0]).toMatch(/^gcr\.io\/distroless\/nodejs24-debian12:nonroot$/)
    expect(last.find(({keyword}) => keyword === 'USER')?.args[0]).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(last.some(({keyword}) => keyword === 'RUN' || keyword === 'ADD')).toBe(false)
  })

  it('keeps compiled code with the very Node that will run it, at the path where it will lie', () => {
    const [warm, run] = instructions.filter(({keyword}) => keyword === 'FROM').slice(-2)
    expect(warm?.args.slice(1)).toEqual(['AS', 'warm'])
    expect(warm?.args[0]).toBe(run?.args[0])
    const entry = /^ENTRYPOINT \["(.+)", "(.+)\/run\.js"\]$/m.exec(text)
    expect(text).toContain(`RUN ["${entry?.[1]}", "${entry?.[2]}/warm.js"]\n`)
    expect(text).toContain('COPY --from=warm --chown=0:0 /app /app\n')
  })

  it('names no image without its version', () => {
    const images = instructions.filter(({keyword}) => keyword === 'FROM').map(({args}) => args[0] ?? '')
    for (const image of images) expect(image).toMatch(/:(?!latest)[\w.-]+$/)
  })

  it('copies only what is there and not ignored', () => {
    const copied = instructions
      .filter(({keyword, args}) => keyword === 'COPY' && args[0] !== '/app')
      .flatMap(({args}) => args.slice(0, -1).map((arg) => arg.replace(/^\.\//, '')))
    expect(copied.length).toBeGreaterThan(3)
    for (const path of copied) {
      expect(existsSync(join(ROOT, path)), path).toBe(true)
      expect(ignored).toContain(`!${path}`)
    }
  })

  it('lays out what runs by itself, without node_modules', async () => {
    const laidOut = spawnSync(process.execPath, [join(ROOT, 'bin/image.mjs'), folder], {encoding: 'utf8'})
    expect([laidOut.status, laidOut.stderr]).toEqual([0, ''])
    expect(readdirSync(folder).sort()).toEqual([
      'LICENSE',
      'bin',
      'deploy',
      'dist',
      'oclif.manifest.json',
      'package.json',
    ])
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const run = (...args: readonly string[]) =>
      new Promise<{stdout: string; stderr: string; code: number | null}>((resolve) => {
        // The emulators live in this process: it has to go on meanwhile.
        const child = spawn(process.execPath, [join(folder, 'bin/run.js'), ...args], {
          env: {...scene.environment, HOME: '/nonexistent'},
          cwd: '/',
        })
        const text = {stdout: '', stderr: ''}
        child.stdout.on('data', (part) => {
          text.stdout += String(part)
        })
        child.stderr.on('data', (part) => {
          text.stderr += String(part)
        })
        child.on('close', (code) => resolve({...text, code}))
      })
    expect(await run('--help')).toMatchObject({code: 0, stdout: expect.stringContaining('apply')})
    expect(await run('completion', 'bash')).toMatchObject({code: 0, stdout: expect.stringContaining('complete -F')})
    const applied = await run('apply', '--yes', AS_PROD)
    expect(applied).toMatchObject({code: 0, stdout: expect.stringContaining('Applied 1 of 1 host.')})
    expect(applied.stderr).not.toContain('Warning')
    expect(existsSync('/nonexistent')).toBe(false)
  })
})
