import {spawnSync} from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {codeFolder, isFirstUse, readCode, readCodeBeside, writeCode} from '../../src/start/code-cache.js'

let home = ''
let folder = ''

/** The only file in the folder. */
const kept = () => join(folder, readdirSync(folder)[0] ?? 'none')

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'external-dns-ts-code-'))
  folder = join(home, '.cache', 'external-dns-ts')
})

afterEach(() => rmSync(home, {recursive: true, force: true}))

const KEPT = {code: Buffer.from('what V8 made of it'), commands: ['plan', 'apply']}

describe('codeFolder', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', {HOME: '/home/me'}, '/home/me/.cache/external-dns-ts'],
    ['linux', {HOME: '/home/me', XDG_CACHE_HOME: '/var/me'}, '/var/me/external-dns-ts'],
    ['linux', {HOME: '/home/me', XDG_CACHE_HOME: 'relative'}, '/home/me/.cache/external-dns-ts'],
    ['darwin', {HOME: '/Users/me'}, '/Users/me/Library/Caches/external-dns-ts'],
    ['win32', {LOCALAPPDATA: '/local'}, '/local/external-dns-ts'],
  ])('on %s with %o', (platform, environment, expected) => {
    expect(codeFolder(environment, platform)).toBe(expected)
  })

  it.each([
    {},
    {HOME: ''},
    {HOME: 'relative'},
    {HOME: '/home/me', NODE_DISABLE_COMPILE_CACHE: '1'},
    {HOME: '/home/me', NODE_V8_COVERAGE: '/tmp/coverage'},
  ])('is nowhere with %o', (environment) => {
    expect(codeFolder(environment, 'linux')).toBeUndefined()
  })
})

describe('what is written', () => {
  it('is read again, and nobody else can', () => {
    writeCode(folder, 'program 1', () => KEPT)
    expect(readCode(folder, 'program 1')).toEqual(KEPT)
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^code-[0-9a-f]{8}\.cache$/)])
    expect(statSync(kept()).mode & 0o777).toBe(0o600)
    expect([folder, dirname(folder)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700])
  })

  it('is worth it from the second use on', () => {
    expect(isFirstUse(folder, 'program 1')).toBe(true)
    expect(isFirstUse(folder, 'program 2')).toBe(true)
    expect(isFirstUse(folder, 'program 1')).toBe(false)
    writeCode(folder, 'program 1', () => KEPT)
    expect(readdirSync(folder).filter((name) => !name.endsWith('.cache'))).toHaveLength(1)
    expect(isFirstUse(folder, 'program 1')).toBe(false)
  })

  it('is never worth it where it could not be written', () => {
    mkdirSync(dirname(folder), {recursive: true, mode: 0o700})
    writeFileSync(folder, '')
    expect([isFirstUse(folder, 'program 1'), isFirstUse(folder, 'program 1')]).toEqual([true, true])
  })

  it('takes the place of what was there', () => {
    writeCode(folder, 'program 1', () => KEPT)
    writeCode(folder, 'program 1', () => ({...KEPT, commands: ['show']}))
    expect(readCode(folder, 'program 1')?.commands).toEqual(['show'])
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('is kept for a few programs that take turns, and what was left half written goes', () => {
    mkdirSync(folder, {recursive: true, mode: 0o700})
    const others = ['bash_setup', 'code-00000000.cache.17.abc', 'code-00000001.cache.18.abc']
    for (const name of others) writeFileSync(join(folder, name), '')
    utimesSync(join(folder, 'code-00000000.cache.17.abc'), 0, 0)
    for (let program = 1; program <= 10; program += 1) {
      writeCode(folder, `program ${program}`, () => KEPT)
      const before = program - 20
      const [newest = ''] = readdirSync(folder)
        .filter((name) => name.endsWith('.cache'))
        .toSorted((a, b) => statSync(join(folder, b)).mtimeMs - statSync(join(folder, a)).mtimeMs)
      utimesSync(join(folder, newest), Date.now() / 1000 + before, Date.now() / 1000 + before)
    }
    const read = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter(
      (program) => readCode(folder, `program ${program}`) !== undefined,
    )
    expect(read).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
    expect(readdirSync(folder).filter((name) => !name.endsWith('.cache'))).toEqual([
      'bash_setup',
      'code-00000001.cache.18.abc',
    ])
  })

  it('is not used when a single bit differs', () => {
    writeCode(folder, 'program 1', () => KEPT)
    const bytes = readFileSync(kept())
    const end = bytes.lastIndexOf('}') + 1
    for (let at = 0; at < end; at += 1) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(kept(), damaged)
      expect([at, readCode(folder, 'program 1')]).toEqual([at, undefined])
    }
  })

  it('is not used when it is too short, too long or malformed', () => {
    writeCode(folder, 'program 1', () => KEPT)
    const bytes = readFileSync(kept())
    for (const length of [0, 1, 2047, 2048, bytes.length - 1]) {
      writeFileSync(kept(), bytes.subarray(0, length))
      expect(readCode(folder, 'program 1')).toBeUndefined()
    }
    for (const trailer of ['null', '5', '{}', '{"commands": 5}', '[]']) {
      writeFileSync(kept(), Buffer.concat([KEPT.code, Buffer.from(trailer.padEnd(2048))]))
      expect(readCode(folder, 'program 1')).toBeUndefined()
    }
  })

  it('is not used when somebody else could have written it', () => {
    writeCode(folder, 'program 1', () => KEPT)
    for (const [path, modes] of [
      [kept(), [0o620, 0o602]],
      [folder, [0o770, 0o703]],
      [dirname(folder), [0o703]],
    ] as const) {
      const {mode} = statSync(path)
      for (const other of modes) {
        chmodSync(path, other)
        expect([path, other, readCode(folder, 'program 1')]).toEqual([path, other, undefined])
      }
      chmodSync(path, mode)
    }
    expect(readCode(folder, 'program 1')).toEqual(KEPT)
  })

  it('is neither read nor written through a link', () => {
    writeCode(folder, 'program 1', () => KEPT)
    const name = kept()
    renameSync(name, join(home, 'elsewhere'))
    symlinkSync(join(home, 'elsewhere'), name)
    expect(readCode(folder, 'program 1')).toBeUndefined()
    rmSync(name)
    renameSync(folder, join(home, 'other-folder'))
    symlinkSync(join(home, 'other-folder'), folder)
    writeCode(folder, 'program 1', () => KEPT)
    expect(readdirSync(join(home, 'other-folder'))).toEqual([])
  })

  it('does not wait for a pipe in its place', () => {
    writeCode(folder, 'program 1', () => KEPT)
    const name = kept()
    rmSync(name)
    expect(spawnSync('mkfifo', ['-m', '600', name]).status).toBe(0)
    expect(readCode(folder, 'program 1')).toBeUndefined()
  })

  it.runIf(process.getuid?.() === 0)('leaves the home of somebody else alone (as root only)', () => {
    chownSync(home, 54_321, 54_321)
    writeCode(folder, 'program 1', () => KEPT)
    expect(readdirSync(home)).toEqual([])
    mkdirSync(folder, {recursive: true})
    chownSync(dirname(folder), 54_321, 54_321)
    writeCode(folder, 'program 1', () => KEPT)
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['the code cannot be made', () => folder],
    ['there is no home', () => join(home, 'nobody', '.cache', 'external-dns-ts')],
    ['a file is in the way', () => join(home, 'file', 'external-dns-ts')],
    ['a link leads to itself', () => join(home, 'circle', 'external-dns-ts')],
    ['the name is too long', () => join(home, 'x'.repeat(300), 'external-dns-ts')],
    ['it is no folder', () => '/dev/null/external-dns-ts'],
  ])('is nothing, without a word, when %s', (_, place) => {
    writeFileSync(join(home, 'file'), '')
    symlinkSync('circle', join(home, 'circle'))
    writeCode(place(), 'program 1', () => {
      throw new Error('no memory')
    })
    writeCode(join(place(), 'deeper', 'still'), 'program 1', () => KEPT)
    expect(readCode(place(), 'program 1')).toBeUndefined()
    expect(existsSync(join(home, 'nobody'))).toBe(false)
  })
})

describe('code beside the program', () => {
  const program = () => join(home, 'program.cjs')
  const beside = () => join(home, 'program.cache')

  beforeEach(() => {
    writeFileSync(program(), '')
    writeCode(folder, 'program 1', () => KEPT)
    copyFileSync(kept(), beside())
    chmodSync(beside(), 0o644)
  })

  it('is used for that program alone', () => {
    expect(readCodeBeside(program(), 'program 1')).toEqual(KEPT)
    expect(readCodeBeside(program(), 'program 2')).toBeUndefined()
    expect(readCodeBeside(join(home, 'other.cjs'), 'program 1')).toBeUndefined()
  })

  it('is used from a folder that is read-only, or that others may write to, who can then exchange the program', () => {
    for (const mode of [0o500, 0o755, 0o777]) {
      chmodSync(home, mode)
      expect([mode, readCodeBeside(program(), 'program 1')]).toEqual([mode, KEPT])
    }
  })

  it('is not used when it is damaged, a link, or a file that others may write to', () => {
    const bytes = readFileSync(beside())
    for (const at of [0, KEPT.code.length - 1, KEPT.code.length + 5]) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(beside(), damaged)
      expect([at, readCodeBeside(program(), 'program 1')]).toEqual([at, undefined])
    }
    writeFileSync(beside(), bytes)
    for (const mode of [0o664, 0o646]) {
      chmodSync(beside(), mode)
      expect([mode, readCodeBeside(program(), 'program 1')]).toEqual([mode, undefined])
    }
    rmSync(beside())
    symlinkSync(kept(), beside())
    expect(readCodeBeside(program(), 'program 1')).toBeUndefined()
  })

  it.runIf(process.getuid?.() === 0)(
    'may belong to the owner of the program, and to no third user (as root only)',
    () => {
      chownSync(beside(), 54_321, 54_321)
      expect(readCodeBeside(program(), 'program 1')).toBeUndefined()
      chownSync(program(), 54_321, 54_321)
      expect(readCodeBeside(program(), 'program 1')).toEqual(KEPT)
    },
  )
})
