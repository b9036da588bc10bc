import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {describe, expect, it} from 'vitest'
import {variableOf} from '../../src/cli/flags/flag-spec.js'
import {COMMANDS, ROOT} from '../commands/run-command.js'

/** Tests `docs/flags.md` and `docs/commands`, which `npm run docs` generates. */

const MOST_LINES = 45
/** The heading for flags without effect, by role. */
const ASIDE: Readonly<Record<string, string>> = {'no-meaning': 'Accepted without effect', refused: 'Not supported'}
const ROW = /^\| <a id="--([a-z0-9-]+)"><\/a>(.*) \| (.*) \| (.*) \| (.*) \|$/

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const commands = Object.entries(COMMANDS).map(([name, {definition}]) => ({
  id: name.replaceAll(' ', ':'),
  ...definition,
}))
const flagNames = [...new Set(commands.flatMap(({flags}) => Object.keys(flags)))]
const commandPages = readdirSync(join(ROOT, 'docs/commands')).map((name) => `docs/commands/${name}`)
const pageOf = (id: string) => `docs/commands/${id.replaceAll(':', '-')}.md`

/** The rows of the flags, each with its heading. */
const rows = read('docs/flags.md')
  .split('\n## ')
  .flatMap((section) => {
    const [topic = '', ...lines] = section.split('\n')
    return lines.flatMap((line) => {
      const [, name = '', forms = '', initial = '', what = '', takers = ''] = ROW.exec(line) ?? []
      return name === '' ? [] : [{topic, name, forms, initial, what, takers}]
    })
  })
const rowOf = (name: string) => rows.find((row) => row.name === name)

describe('docs/flags.md', () => {
  it('has every flag of every command exactly once', () => {
    expect(flagNames.length).toBeGreaterThan(100)
    expect(rows.map(({name}) => name).sort()).toEqual([...flagNames].sort())
  })

  it('has each flag under its topic, those that do nothing apart', () => {
    for (const {flags} of commands) {
      for (const [name, {topic, role}] of Object.entries(flags)) {
        expect([name, rowOf(name)?.topic]).toEqual([name, ASIDE[role ?? ''] ?? topic])
      }
    }
  })

  it('names the variable of a flag that has one, and no other', () => {
    for (const {name, forms} of rows) {
      expect(forms.split('<br>').slice(1)).toEqual(
        [variableOfFlag(name)].flatMap((known) => (known ? [`\`${known}\``] : [])),
      )
    }
  })

  it('names short form, default and choices', () => {
    expect(rowOf('label-filter')?.forms).toMatch(/^`-l`, `--label-filter=<value>`<br>/)
    expect(rowOf('aws-evaluate-target-health')).toMatchObject({initial: '`true`'})
    expect(rowOf('aws-evaluate-target-health')?.what).not.toContain('default')
    expect(rowOf('source')).toMatchObject({initial: '`service,ingress`'})
    expect(rowOf('policy')).toMatchObject({
      initial: '`upsert-only`',
      what: expect.stringContaining('One of `sync`, `upsert-only`, `create-only`'),
    })
  })

  it('says which commands take a flag, and what it does where that differs', () => {
    expect(rowOf('json')?.takers).toBe('all')
    expect(rowOf('source')?.takers).toBe('all but `completion`, `show`')
    expect(rowOf('undo')?.takers).toBe('`apply`')
    expect(rowOf('owner')?.what).toMatch(/^`owners`: Show .*<br>`prune`: With `--without-cluster`: /)
    expect(rowOf('from-prefix')?.takers).toBe('`owners repair`')
  })
})

describe('the page of', () => {
  it.each(commands)('$id says in few lines what the command does, with examples', ({id, summary, examples}) => {
    const text = read(pageOf(id))
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(MOST_LINES)
    expect(text).toMatch(new RegExp(`^# external-dns-ts ${id.replaceAll(':', ' ')}\n`))
    expect(text.replaceAll('`', '')).toContain(`\n${summary}.\n`)
    expect(examples.length).toBeGreaterThanOrEqual(3)
    expect(examples.length).toBeLessThanOrEqual(4)
    for (const example of examples)
      expect(text).toContain(`\n${example.replaceAll('<%= config.bin %>', 'external-dns-ts')}\n`)
  })

  it.each(commands)('$id shows the flags that few commands share, and where the others are', ({id, flags}) => {
    const text = read(pageOf(id))
    const shown = [...text.matchAll(/^\| \[.*\]\(\.\.\/flags\.md#--([a-z0-9-]+)\)/gm)].map(([, name]) => name)
    for (const name of Object.keys(flags)) {
      const takers = commands.filter((command) => name in command.flags).length
      if (takers <= 3) expect(shown).toContain(name)
      if (takers > commands.length - 3) expect(shown).not.toContain(name)
    }
    for (const name of shown) expect(flags).toHaveProperty([name ?? ''])
    expect(text).toContain('[Output](../flags.md#output)')
  })

  it('each command is there, and of nothing else', () => {
    expect([...commandPages].sort()).toEqual(commands.map(({id}) => pageOf(id)).sort())
  })

  it.each(commandPages)('%s has no heading with a colon', (page) => {
    const headings = read(page).match(/^#+ .*$/gm) ?? []
    expect(headings.length).toBeGreaterThan(1)
    for (const heading of headings) expect(heading).not.toContain(':')
    expect(read('README.md')).toContain(`](${page})`)
  })
})

describe('the links of', () => {
  const pages = ['README.md', ...commandPages, ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]

  it.each(pages.filter((page) => page.endsWith('.md')))('%s lead somewhere', (page) => {
    const text = read(page).replaceAll(/^```[\s\S]*?^```/gm, '')
    const targets = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target)
    const anchored = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)]
    for (const target of targets) {
      const [path = ''] = target.split('#')
      expect(existsSync(join(ROOT, dirname(page), path)), `${page}: ${target}`).toBe(true)
    }
    for (const [, path = '', anchor = ''] of anchored) {
      const other = path === '' ? page : relative('.', join(dirname(page), path))
      expect(anchorsOf(other), `${page}: ${path}#${anchor}`).toContain(anchor)
    }
  })
})

/** The anchors of a page: headings as on GitHub, and `<a id>`. */
function anchorsOf(page: string): readonly string[] {
  const text = read(page).replaceAll(/^```[\s\S]*?^```/gm, '')
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]
}

function variableOfFlag(name: string): string | undefined {
  const spec = Object.values(COMMANDS).find(({definition}) => definition.flags[name] !== undefined)?.definition.flags[
    name
  ]
  return spec && variableOf(name, spec)
}
