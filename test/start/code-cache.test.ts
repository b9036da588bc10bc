import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {codeCacheFile, readCode, writeCode} from '../../src/start/code-cache.js'

let home = ''
let file = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'external-dns-ts-code-'))
  file = join(home, '.cache', 'external-dns-ts', 'code.cache')
})

afterEach(() => rmSync(home, {recursive: true, force: true}))

const KEPT = {code: Buffer.from('what V8 made of it'), commands: ['plan', 'apply']}

describe('codeCacheFile', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', {HOME: '/home/me'}, '/home/me/.cache/external-dns-ts/code.cache'],
    ['linux', {HOME: '/home/me', XDG_CACHE_HOME: '/var/me'}, '/var/me/external-dns-ts/code.cache'],
    ['linux', {HOME: '/home/me', XDG_CACHE_HOME: 'relative'}, '/home/me/.cache/external-dns-ts/code.cache'],
    ['darwin', {HOME: '/Users/me'}, '/Users/me/Library/Caches/external-dns-ts/code.cache'],
    ['win32', {LOCALAPPDATA: '/local'}, '/local/external-dns-ts/code.cache'],
  ])('on %s with %o', (platform, environment, expected) => {
    expect(codeCacheFile(environment, platform)).toBe(expected)
  })

  it.each([
    {},
    {HOME: ''},
    {HOME: 'relative'},
    {HOME: '/home/me', NODE_DISABLE_COMPILE_CACHE: '1'},
    {HOME: '/home/me', NODE_V8_COVERAGE: '/tmp/coverage'},
  ])('is nowhere with %o', (environment) => {
    expect(codeCacheFile(environment, 'linux')).toBeUndefined()
  })
})

describe('what is written', () => {
  it('is read again, and nobody else can', () => {
    writeCode(file, 'program 1', () => KEPT)
    expect(readCode(file, 'program 1')).toEqual(KEPT)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
  })

  it('takes the place of what was there', () => {
    writeCode(file, 'program 1', () => KEPT)
    writeCode(file, 'program 2', () => ({...KEPT, commands: ['show']}))
    expect(readCode(file, 'program 1')).toBeUndefined()
    expect(readCode(file, 'program 2')?.commands).toEqual(['show'])
  })

  it('is not used once a single bit is otherwise', () => {
    writeCode(file, 'program 1', () => KEPT)
    const bytes = readFileSync(file)
    const end = bytes.indexOf('}') + 1
    for (let at = 0; at < end; at += 1) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(file, damaged)
      const read = readCode(file, 'program 1')
      if (at < KEPT.code.length) expect(read).toBeUndefined()
      // The names of the commands may be read otherwise: at worst one is added once more.
      else expect(read?.code ?? KEPT.code).toEqual(KEPT.code)
    }
  })

  it('is not used when it was cut or has grown', () => {
    writeCode(file, 'program 1', () => KEPT)
    const bytes = readFileSync(file)
    for (const length of [0, 1, 1023, 1024, bytes.length - 1]) {
      writeFileSync(file, bytes.subarray(0, length))
      expect(readCode(file, 'program 1')).toBeUndefined()
    }
    writeFileSync(file, bytes)
    appendFileSync(file, 'x')
    expect(readCode(file, 'program 1')).toBeUndefined()
  })

  it('is not used when somebody else could have written it', () => {
    writeCode(file, 'program 1', () => KEPT)
    for (const mode of [0o620, 0o602]) {
      chmodSync(file, mode)
      expect(readCode(file, 'program 1')).toBeUndefined()
    }
  })

  it('leaves nothing behind when it cannot be made, or there is no home', () => {
    writeCode(file, 'program 1', () => {
      throw new Error('no memory')
    })
    expect(existsSync(dirname(file))).toBe(true)
    expect(existsSync(file)).toBe(false)
    const nowhere = join(home, 'nobody', '.cache', 'external-dns-ts', 'code.cache')
    writeCode(nowhere, 'program 1', () => KEPT)
    expect(existsSync(join(home, 'nobody'))).toBe(false)
  })
})
