import {spawnSync} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {ROOMS, TEST_ROOMS} from '../../bin/house/rooms.mjs'
import {TOPICS} from '../../bin/house/topics.mjs'
import {ROOT} from '../commands/run-command.js'

const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-house-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

function run(...options: readonly string[]) {
  const {status, stdout, stderr} = spawnSync(process.execPath, ['bin/house.mjs', ...options], {
    cwd: folder,
    encoding: 'utf8',
  })
  return {status, stderr, lines: stdout.trimEnd().split('\n')}
}

function write(path: string, text = '') {
  mkdirSync(dirname(join(folder, path)), {recursive: true})
  writeFileSync(join(folder, path), text)
}

describe('npm run house', () => {
  cpSync(join(ROOT, 'bin'), join(folder, 'bin'), {recursive: true})
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  write('schema/plan.json', '{"properties": {"doubts": {}}}')
  // A repository with one file for every row.
  for (const room of Object.keys(ROOMS)) write(`src/${room}/one.ts`)
  for (const room of Object.keys(TEST_ROOMS)) write(`test/${room}/one.ts`)
  for (const [room, {names}] of Object.entries(TOPICS)) for (const name of names) write(`test/${room}/${name}.test.ts`)

  it('finds nothing in a house in order', () => {
    expect(run('--skip=words')).toEqual({
      status: 0,
      stderr: '',
      lines: ['House: 0 rooms, 0 tests, 0 pages, 0 commits.'],
    })
  })

  it('says where, what and how to mend it, a line each, and ends with 1', () => {
    write('src/attic/box.ts', 'const askers = {doubts: 1}\n')
    write('test/plan/gone.test.ts')
    write('docs/page.md', 'As issue 4 has it.\n')
    const {status, lines} = run()
    expect(status).toBe(1)
    expect(lines.filter((line) => !/^test\/.*: the path says /.test(line))).toEqual([
      'src/attic: the folder has no row → say in one line of bin/house/rooms.mjs what it holds',
      'src/attic/box.ts:1: asker (in askers) → source object; host request',
      "test/plan/gone.test.ts: there is no src/plan/gone.ts → name it after its source, or list 'gone' for 'plan' in bin/house/topics.mjs",
      'docs/page.md:1: "issue 4" is not a page of this repository → say what it was about; a number means nothing to who cannot open it',
      expect.stringMatching(/^House: 1 rooms, \d+ words, 1 tests, 1 pages, 0 commits\.$/),
    ])
  })

  it('knows no other option than to skip a rule', () => {
    expect(run('--skip=walls')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('rooms, words, tests, pages, commits'),
    })
    expect(run('rooms')).toMatchObject({status: 1})
  })
})

describe('the data of the house', () => {
  it('gives a reason for each folder with topics, and names none twice', () => {
    for (const {why, names} of Object.values(TOPICS)) {
      expect(why).not.toBe('')
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('says in one line what a room holds', () => {
    for (const line of [...Object.values(ROOMS), ...Object.values(TEST_ROOMS)]) {
      expect(line).toMatch(/^[^\n|]{5,100}$/)
      expect(line).not.toMatch(/\.$/)
    }
  })
})
