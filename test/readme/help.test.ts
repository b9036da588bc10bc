import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {describe, expect, it} from 'vitest'
import {COMMON_FLAGS} from '../../bin/help/common-flags.mjs'
import {ROLES, TOPICS, writtenFlag} from '../../bin/help/flag-words.mjs'
import {helpPages, shellLines, WIDTHS} from '../../bin/help/help-pages.mjs'
import type {FlagTable} from '../../src/cli/flags/flag-spec.js'
import {COMMANDS, ROOT} from '../commands/run-command.js'

/** Tests what `-h` and `--help` show, and the man page. */

const SCREEN = 24
const MAN = join(ROOT, 'docs/man/external-dns-ts.1')
const definitions = Object.fromEntries(
  Object.entries(COMMANDS).map(([name, {definition}]) => [name.replaceAll(' ', ':'), definition]),
)
const pages = new Map(WIDTHS.map((width) => [width, helpPages(definitions, width)]))
const names = ['', ...Object.keys(COMMANDS)]
const flags: FlagTable = Object.assign({}, ...Object.values(definitions).map((definition) => definition.flags))

/** The page without colour. */
function pageOf(name: string, form: 'short' | 'full', width: number): readonly string[] {
  const text: string = pages.get(width)?.[name]?.[form] ?? ''
  expect(text).toMatch(/\n$/)
  return stripVTControlCharacters(text).split('\n').slice(0, -1)
}

const wordsOf = (lines: readonly string[]) =>
  lines
    .flatMap((line) => line.split(' '))
    .filter((word) => word !== '')
    .map((word) => word.replace(/[,:;]$/, ''))

describe.each(WIDTHS)('at %d columns', (width) => {
  it.each(names)('-h is one screen of whole words: "%s"', (name) => {
    const lines = pageOf(name, 'short', width)
    expect(lines.length).toBeLessThanOrEqual(SCREEN)
    expect(lines.filter((line) => line.length > width)).toEqual([])
    const whole = new Set([...wordsOf(pageOf(name, 'short', 120)), ...wordsOf(pageOf(name, 'full', 120)), '\\'])
    expect(wordsOf(lines).filter((word) => !whole.has(word))).toEqual([])
  })

  it.each(names)('-h says what it does, an example at least, and where the rest is: "%s"', (name) => {
    const text = pageOf(name, 'short', width).join('\n')
    const usage = ['Usage: external-dns-ts', name].filter((part) => part !== '').join(' ')
    expect(text.replaceAll(/\s+/g, ' ')).toContain(`${usage} `)
    expect(text).toMatch(/\nExamples\n {2}(\S.*)?external-dns-ts /)
    expect(text.split('\n').slice(-2).join(' ')).toContain('--help')
  })

  it.each(names.filter((name) => name !== ''))('-h of %s has three examples, and flags that people use', (name) => {
    const lines = pageOf(name, 'short', width)
    const examples = lines.slice(lines.indexOf('Examples') + 1, lines.indexOf('Flags') - 1)
    expect(examples.filter((line) => /^ {2}\S/.test(line))).toHaveLength(3)
    expect(lines.filter((line) => /^ {2}-/.test(line)).length).toBeGreaterThanOrEqual(width < 80 ? 4 : 6)
  })

  it.each(names)('--help is no wider, except for single words: "%s"', (name) => {
    const wide = pageOf(name, 'full', width).filter((line) => line.length > width)
    expect(wide.filter((line) => line.trim().includes(' '))).toEqual([])
  })

  it.each(Object.entries(COMMANDS))('--help of %s has every flag, under its topic', (name, {definition}) => {
    let topic = ''
    const found = new Map<string, string>()
    for (const line of pageOf(name, 'full', width)) {
      if (/^[A-Z]/.test(line)) topic = line
      for (const [, flag = ''] of line.matchAll(/(?:^ {2}(?:-\w, )?|^ {2}.*, )--(?:\[no-\])?([\w-]+)/g)) {
        if (!found.has(flag)) found.set(flag, topic)
      }
      if (/^(Accepted|Not supported)/.test(topic)) {
        for (const [, flag = ''] of line.matchAll(/--([\w-]+)/g)) found.set(flag, topic)
      }
    }
    for (const [flag, spec] of Object.entries(definition.flags)) {
      const title = spec.role === undefined ? `${spec.topic}: ` : ROLES[spec.role].title
      expect([flag, found.get(flag)?.startsWith(title)]).toEqual([flag, true])
    }
  })
})

describe('flags', () => {
  it('each has a topic', () => {
    for (const spec of Object.values(flags)) expect(Object.keys(TOPICS)).toContain(spec.topic)
  })

  it('those that people use are flags of a command, each named once', () => {
    expect(COMMON_FLAGS.filter((name) => flags[name] === undefined)).toEqual([])
    expect(new Set(COMMON_FLAGS).size).toBe(COMMON_FLAGS.length)
  })

  it.each([
    ['wait', {kind: 'boolean'}, '--[no-]wait'],
    ['yes', {kind: 'boolean', hasNegation: false}, '--yes'],
    ['namespace', {kind: 'string', char: 'n'}, '-n, --namespace=<value>'],
    ['policy', {kind: 'enum'}, '--policy=<option>'],
    ['manifests', {kind: 'strings', known: 'files'}, '--manifests=<file>'],
    ['context', {kind: 'strings', known: 'contexts'}, '--context=<context>'],
    ['timeout', {kind: 'duration'}, '--timeout=<duration>'],
  ])('%s is written as it is typed', (name, spec, expected) => {
    expect(writtenFlag(name, spec)).toBe(expected)
  })
})

it('a long example is broken so that a shell joins it again', () => {
  const line = '<%= config.bin %> plan --aaaaaaaaaaaaaaaa=b --cccccccccccccccc=d'
  expect(shellLines(line, 40)).toEqual([
    '  external-dns-ts plan \\',
    '      --aaaaaaaaaaaaaaaa=b \\',
    '      --cccccccccccccccc=d',
  ])
})

describe('the man page', () => {
  it('has every command and every flag', () => {
    const text = readFileSync(MAN, 'utf8').replaceAll('\\-', '-')
    for (const name of Object.keys(COMMANDS)) expect(text).toContain(`\n.SS "${name}"\n`)
    for (const [name, spec] of Object.entries(flags)) expect(text).toContain(`\n\\fB${writtenFlag(name, spec)}\\fR\n`)
    expect(existsSync(join(ROOT, JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).man))).toBe(true)
  })

  it.skipIf(spawnSync('groff', ['--version']).status !== 0)(
    'is valid, and 80 columns wide (skipped without groff)',
    () => {
      const {stdout, stderr} = spawnSync('groff', ['-man', '-ww', '-Tascii', '-P-cbou', MAN], {encoding: 'utf8'})
      expect(stderr).toBe('')
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
      expect(stdout).toContain('EXIT STATUS')
    },
  )
})
