import {execFile} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {service} from './objects.js'
import {ROOT} from './run-command.js'
import {AS_PROD, stage} from './stage.js'

const execute = promisify(execFile)

/**
 * The folder of the unpacked tarball of `npm pack`. Its dependencies are copied from this checkout, since tests use no
 * registry: exactly those that npm would install.
 */
let folder = ''
let home = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-installed-'))
  home = join(folder, 'home')
  mkdirSync(home)
  // Without scripts: `prepare` would rebuild while other tests run.
  const {stdout} = await execute('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
  })
  const [{filename}] = JSON.parse(stdout) as [{readonly filename: string}]
  await execute('tar', ['-xzf', filename], {cwd: folder})
  for (const path of runtimePackages()) {
    mkdirSync(join(folder, 'package', path, '..'), {recursive: true})
    symlinkSync(join(ROOT, path), join(folder, 'package', path))
  }
  // As in an image: HOME is not writable, except for root.
  chmodSync(home, 0o500)
}, 60_000)

afterAll(() => {
  chmodSync(home, 0o700)
  rmSync(folder, {recursive: true, force: true})
})

/** Folders such as `node_modules/@oclif/core`; nested packages are part of their parent. */
function runtimePackages(): readonly string[] {
  const {packages} = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, {readonly dev?: boolean}>>
  }
  return Object.entries(packages)
    .filter(([path, {dev}]) => dev !== true && /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path))
    .map(([path]) => path)
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = {PATH: process.env.PATH ?? '', HOME: home, ...environment}
  return execute(process.execPath, [join(folder, 'package', 'bin', 'run.js'), ...args], {cwd: home, env})
}

describe('the package, unpacked', () => {
  it('says its version and its help', async () => {
    const {version} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect((await run(['--version'])).stdout).toContain(`external-dns-ts/${version} `)
    expect((await run(['plan', '--help'])).stdout).toContain('--txt-owner-id')
  })

  it('brings few packages with it, since the SDKs are in the bundle', () => {
    const names = runtimePackages().map((path) => path.replace('node_modules/', ''))
    expect(names).toContain('@oclif/core')
    expect(names.length).toBeLessThan(60)
    expect(names.filter((name) => /^(@aws-sdk|@smithy|@kubernetes|@opentelemetry)\//.test(name))).toEqual([])
  })

  it('plans and applies', async () => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const {HOME: _, ...environment} = scene.environment
    expect((await run(['plan', AS_PROD], environment)).stdout).toContain('1 to create')
    expect((await run(['apply', '--yes', AS_PROD], environment)).stdout).toContain('Applied 1 of 1 host.')
  })

  it.runIf(process.getuid?.() === 0)(
    'runs as a user that no passwd file names, with neither HOME nor SHELL (as root only)',
    async () => {
      chmodSync(folder, 0o755)
      const {stdout} = await execute(process.execPath, [join(folder, 'package', 'bin', 'run.js'), 'plan', '--help'], {
        cwd: '/',
        env: {PATH: process.env.PATH ?? ''},
        uid: 54_321,
        gid: 54_321,
      })
      expect(stdout).toContain('--txt-owner-id')
    },
  )

  it('has a script for shells that complete its commands', async () => {
    const {stdout} = await run(['completion', 'bash'])
    expect(stdout).toContain('complete -F')
    expect((await run(['__complete', 'pl'])).stdout).toMatch(/^plan\t/)
  })

  it('hands on the licences of all code that is in it', () => {
    const notices = readFileSync(join(folder, 'package', 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8')
    const named = new Set([...notices.matchAll(/^-{80}\n\n(\S+) \d[^,\n]*, (.+)$/gm)].map(([, name = '']) => name))
    for (const name of [
      '@aws-sdk/client-route-53',
      '@kubernetes/client-node',
      '@oclif/core',
      'chalk',
      'cli-table3',
      'yaml',
    ]) {
      expect(named).toContain(name)
    }
    // The comments that esbuild collected belong to packages that are listed as well.
    expect(named.size).toBeGreaterThan(50)
    expect(notices).not.toContain('names no licence')
    expect(existsSync(join(folder, 'package', 'LICENSE'))).toBe(true)
  })
})
