import {execFileSync} from 'node:child_process'
import {
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {writeTextFile} from '../../src/cli/text-file.js'
import {CliError} from '../../src/errors/cli-error.js'
import {ROOT} from '../commands/run-command.js'

let folder = ''
const at = (...names: readonly string[]) => join(folder, ...names)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-file-'))
})

afterEach(() => rmSync(folder, {recursive: true, force: true}))

function refusal(path: string): string {
  try {
    writeTextFile(path, 'new', 'the plan')
  } catch (error) {
    if (error instanceof CliError) return `${error.doing}: ${error.happened}`
  }
  return ''
}

describe('a file that is written', () => {
  it('takes the place of the former one, for its owner only', () => {
    writeTextFile(at('plan.json'), 'old', 'the plan')
    writeTextFile(at('plan.json'), 'new', 'the plan')
    expect(readFileSync(at('plan.json'), 'utf8')).toBe('new')
    expect(statSync(at('plan.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['plan.json'])
  })

  it('is the one to which the user’s own links point', () => {
    mkdirSync(at('runs'))
    symlinkSync('runs', at('current'))
    symlinkSync('../latest.json', at('runs', 'plan.json'))
    writeTextFile(at('current', 'plan.json'), 'new', 'the plan')
    expect(readFileSync(at('latest.json'), 'utf8')).toBe('new')
    expect(lstatSync(at('runs', 'plan.json')).isSymbolicLink()).toBe(true)
  })

  it('is not written over a folder, a device or a circle of links, nor into a missing folder', () => {
    mkdirSync(at('folder'))
    symlinkSync('/dev/null', at('null'))
    symlinkSync('ring', at('ring'))
    writeFileSync(at('file'), '')
    expect(refusal(at('folder'))).toContain('is not a file')
    expect(refusal(at('null'))).toContain('is not a file')
    expect(refusal(at('ring'))).toContain('leads through more than 40 links')
    expect(refusal(at('nowhere', 'plan.json'))).toContain('There is no such file or folder')
    expect(refusal(at('file', 'plan.json'))).toMatch(/ENOTDIR|no such/)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('leaves nothing behind when the disk is full', () => {
    const script = at('write.mjs')
    const module = pathToFileURL(join(ROOT, 'src/cli/text-file.ts')).href
    writeFileSync(
      script,
      `import {writeTextFile} from ${JSON.stringify(module)}
try { writeTextFile(process.argv[2], 'x'.repeat(100_000), 'the plan') } catch (error) { console.log(error.happened) }`,
    )
    mkdirSync(at('out'))
    writeFileSync(at('out', 'plan.json'), 'old')
    // Limits files to 10 blocks of 512 bytes. Node ignores the signal.
    const line = `ulimit -f 10; exec "${process.execPath}" --import tsx "${script}" "${at('out', 'plan.json')}"`
    const phrase = execFileSync('/bin/sh', ['-c', line], {cwd: ROOT, encoding: 'utf8'})
    expect(phrase).toMatch(/EFBIG|full/)
    expect(readdirSync(at('out'))).toEqual(['plan.json'])
    expect(readFileSync(at('out', 'plan.json'), 'utf8')).toBe('old')
  })

  it.runIf(process.getuid?.() === 0)('follows no link of another user (as root only)', () => {
    mkdirSync(at('private'))
    writeFileSync(at('private', 'mine'), 'mine')
    symlinkSync('private/mine', at('plan.json'))
    symlinkSync('private', at('runs'))
    symlinkSync('not-there', at('new.json'))
    for (const link of ['plan.json', 'runs', 'new.json']) lchownSync(at(link), 65534, 65534)
    expect(refusal(at('plan.json'))).toContain(`${at('plan.json')} is a link of another user (uid 65534)`)
    expect(refusal(at('runs', 'mine'))).toContain(`${at('runs')} is a link of another user`)
    expect(refusal(at('new.json'))).toContain('is a link of another user')
    expect(readFileSync(at('private', 'mine'), 'utf8')).toBe('mine')
    expect(existsSync(at('not-there'))).toBe(false)
  })
})
