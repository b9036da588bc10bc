import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {ROOMS} from '../../bin/house/rooms.mjs'
import {ROOT} from '../commands/run-command.js'

type Rule = {readonly name: string; readonly to: {readonly pathNot?: string}}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const isThere = (path: string) => existsSync(join(ROOT, path))
const rooms: Readonly<Record<string, string>> = ROOMS
const laws = read('docs/laws.md')
const architecture = read('docs/architecture.md')

/** Paths in backticks, with or without a file's ending. */
function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(/`((?:src|test|bin|docs|deploy)\/[\w./-]+|\.[\w.-]+\.cjs)`/g)].map(([, path = '']) => path)
}

describe.each([
  ['docs/laws.md', laws, 20],
  ['docs/architecture.md', architecture, 15],
])('%s', (_page, text, least) => {
  it('names only what is there', () => {
    const paths = pathsIn(text)
    expect(paths.length).toBeGreaterThanOrEqual(least)
    for (const path of paths) expect(isThere(path), path).toBe(true)
    for (const [, path = ''] of text.matchAll(/\]\(([^)#:]+)\)/g)) expect(isThere(join('docs', path)), path).toBe(true)
  })

  it('names only scripts that are there', () => {
    const {scripts} = JSON.parse(read('package.json'))
    const named = [...text.matchAll(/`npm run\s+([\w-]+)/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(1)
    for (const name of named) expect(scripts).toHaveProperty(name)
  })

  it('is shorter than two screens', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(110)
  })
})

describe('docs/laws.md', () => {
  const [, ...sections] = laws.split(/^## /m)
  const numbered = sections.filter((section) => /^\d/.test(section))

  it('says of each law how it is tested, and where external-dns differs', () => {
    expect(numbered.map((section) => section.slice(0, 2))).toEqual(['1.', '2.', '3.', '4.', '5.', '6.'])
    for (const section of numbered) {
      const tested = section.split('- **Tested:**')[1] ?? ''
      expect(pathsIn(tested.split('- **external-dns:**')[0] ?? '').length, section).toBeGreaterThan(0)
      expect(section).toContain('- **external-dns:**')
    }
  })

  it('calls properties only what fast-check draws', () => {
    const properties = pathsIn(laws).filter((path) => /laws\.test\.ts$/.test(path))
    expect(properties.length).toBeGreaterThan(8)
    for (const path of properties) expect(read(path), path).toContain("from 'fast-check'")
    expect(read('test/plan/laws.test.ts')).toMatch(/process\.env\.LAW_RUNS[\s\S]*process\.env\.LAW_SEED/)
  })

  it('names every file of laws', () => {
    const files = readdirSync(join(ROOT, 'test'), {recursive: true}).map((path) => `test/${String(path)}`)
    const properties = files.filter((path) => /[./]laws\.test\.ts$/.test(path) && !path.startsWith('test/conformance/'))
    for (const path of properties) expect(pathsIn(laws)).toContain(path)
  })

  it('is right that the checks of zones share no code with src/registry', () => {
    for (const name of ['laws', 'ownership', 'record-text', 'difference'])
      expect(read(`test/conformance/${name}.ts`)).not.toMatch(/from '(\.\.\/)+src\//)
    expect(read('test/faults/checks.ts')).not.toMatch(/from '(\.\.\/)+src\//)
  })
})

describe('docs/architecture.md', () => {
  const rules: readonly Rule[] = createRequire(import.meta.url)('../../.dependency-cruiser.cjs').forbidden
  const allowed = new Map(
    rules.flatMap(({name, to: {pathNot = ''}}) => {
      const room = name.replace(/-imports$/, '')
      const prefix = `^src/(${room}`
      return pathNot.startsWith(prefix) ? [[room, pathNot.slice(prefix.length, -1)] as const] : []
    }),
  )

  it('has a row for every room that has a rule, and says what it may import', () => {
    const rows = architecture.split('\n').filter((line) => line.startsWith('| `'))
    const expected = Object.entries(rooms)
      .filter(([room]) => allowed.has(room))
      .map(([room, holds]) => `| \`${room}\` | ${holds} | ${importsText(allowed.get(room) ?? '')} |`)
    expect(rows).toEqual(expected)
  })

  it('leaves no step of the flow without a rule', () => {
    const top = readdirSync(join(ROOT, 'src'), {withFileTypes: true}).filter((entry) => entry.isDirectory())
    expect([...allowed.keys()].filter((room) => !room.includes('/')).sort()).toEqual(top.map(({name}) => name).sort())
  })

  it('draws rooms that are there', () => {
    const [, drawing = ''] = architecture.split('```')
    const named = [...drawing.matchAll(/[a-z]+\d*(\/[a-z]+)?/g)].map(([name]) => name).filter((name) => name in rooms)
    expect(named).toEqual(expect.arrayContaining(['kubernetes', 'sources', 'plan', 'registry', 'saved']))
    for (const [name] of drawing.matchAll(/[a-z\d]+\/[a-z]+/g)) expect(rooms).toHaveProperty([name])
  })
})

/** The imports that a rule allows. A rule names whole folders and single files; the page names the folders only. */
function importsText(rule: string): string {
  const names = splitAtBars(rule).filter((name) => name !== '')
  const whole = names.filter((name) => name in rooms)
  const parts = names.filter((name) => !(name in rooms)).map((name) => roomAbove(name))
  const quote = (list: readonly string[]) => [...new Set(list)].map((name) => `\`${name}\``).join(' ')
  const text = [quote(whole), ...(parts.length === 0 ? [] : [`parts of ${quote(parts)}`])].filter((part) => part !== '')
  return text.length === 0 ? 'nothing' : text.join('; ')
}

/** Splits `a|b/(c|d)` into `a` and `b/(c|d)`. */
function splitAtBars(rule: string): readonly string[] {
  return rule.split(/\|(?![^(]*\))/)
}

function roomAbove(name: string): string {
  const folders = name.split(/[([]/)[0]?.split('/').slice(0, -1) ?? []
  return folders.join('/')
}
