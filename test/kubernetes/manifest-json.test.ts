import {describe, expect, it} from 'vitest'
import {CliError} from '../../src/errors/cli-error.js'
import {parseDocuments, readManifestObjects} from '../../src/kubernetes/manifest-documents.js'
import {parseJsonValues} from '../../src/kubernetes/manifest-json.js'

const parse = (text: string) => parseDocuments({name: 'shop.json', text})

describe('JSON values that follow one another', () => {
  it('are read with the lines where they begin', () => {
    expect(parseJsonValues('{"a": "}{\\"\\\\"}\n\n {"b":\n [1, {}]}{}\n')).toEqual([
      {value: {a: '}{"\\'}, line: 1},
      {value: {b: [1, {}]}, line: 3},
      {value: {}, line: 4},
    ])
  })

  it.each(['{"a": 1', '{"a": "b}', '{"a": "b\n"}', '{}}', '{} x', '{a: 1}', '{"a": 1,}', '{} # remark'])(
    'are not meant by %j',
    (text) => {
      expect(parseJsonValues(text)).toBeUndefined()
    },
  )
})

describe('a file that wants to be read for ever', () => {
  const service = (index: number) => `{"apiVersion":"v1","kind":"Service","metadata":{"name":"s${index}"}}\n`

  it('of 50,000 JSON values is read in one go', () => {
    const text = Array.from({length: 50_000}, (_, index) => service(index)).join('')
    const start = performance.now()
    const documents = parse(text)
    expect(performance.now() - start).toBeLessThan(10_000)
    expect(documents.at(-1)).toMatchObject({number: 50_000, line: 50_000, value: {metadata: {name: 's49999'}}})
  })

  it.each([
    ['a text that never ends', `{"a${'\\"'.repeat(1_000_000)}`],
    ['many texts that never end', `{"a": ${'"b\n'.repeat(100_000)}`],
    ['many keys', Array.from({length: 20_000}, (_, index) => `k${index}: 1\n`).join('')],
  ])('is done with in seconds: %s', (_what, text) => {
    const start = performance.now()
    saidOf(text)
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  it.each([
    ['JSON', `{"a": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['JSON that is cut', `{"a": ${'{"a":'.repeat(200_000)}`],
    ['YAML in flow style', `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['YAML in block style', '- '.repeat(50_000)],
    ['YAML that goes on after it', `a:\n   ${'- '.repeat(9000)}x: y\nc: d\n`],
  ])('says that it is nested too deeply: %s', (_what, text) => {
    expect(() => parse(text)).toThrow('shop.json, line 1 (document 1) is nested too deeply')
  })

  it.each([
    ['aliases', (name: string, last: string) => `${name}: &${name} [${Array(9).fill(`*${last}`).join(', ')}]`],
    ['merges', (name: string, last: string) => `${name}: &${name} {<<: [${Array(9).fill(`*${last}`).join(', ')}]}`],
  ])('is turned away for its %s', (_what, line) => {
    const letters = [...'abcdefghij']
    const lines = letters.slice(1).map((name, index) => line(name, letters[index] ?? ''))
    expect(() => parse(['a: &a {x: 1}', ...lines].join('\n'))).toThrow('Excessive alias count')
  })
})

describe('a key that stands twice', () => {
  it.each(['a: 1\nb:\n  c: 1\n  c: 2\n', '---\n---\nx: 1\n"x": 2\n'])('is told with its line: %j', (text) => {
    expect(() => parse(text)).toThrow('line 4 (document')
    expect(() => parse(text)).toThrow('Map keys must be unique')
  })
})

describe('a file that is no manifest', () => {
  const SECRET = 'hunter2secret'
  it.each([
    ['an environment', `AWS_SECRET_ACCESS_KEY=${SECRET}\n`],
    ['a tag', `password: !${SECRET}\n`],
    ['an alias', `password: *${SECRET}\n`],
    ['a stray bracket', `password: a\n] ${SECRET}\n`],
    ['broken JSON', `{"password": "${SECRET}"`],
    ['a directive', `%${SECRET} x\n---\na: 1\n`],
    ['an indicator', `password: @${SECRET}\n`],
    ['an escape', `password: "\\q${SECRET}"\n`],
    ['a block', `password: |${SECRET}\n  a\n`],
    ['a key twice', `${SECRET}: 1\n${SECRET}: 2\n`],
    ['a private key', `-----BEGIN KEY-----\n${SECRET}: x\n-----END KEY-----\n`],
  ])('is not quoted: %s', (_what, text) => {
    expect(saidOf(text)).not.toContain(SECRET)
  })
})

/** The message with which reading fails; empty if it succeeds. */
function saidOf(text: string): string {
  try {
    readManifestObjects({name: 'x.yaml', text})
    return ''
  } catch (error) {
    return error instanceof CliError ? [error.happened, ...error.fix].join(' ') : String(error)
  }
}
