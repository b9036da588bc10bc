import {describe, expect, it} from 'vitest'
import {CliError} from '../../src/errors/cli-error.js'
import {parseDocuments} from '../../src/kubernetes/manifest-documents.js'

function parse(text: string) {
  return parseDocuments({name: 'shop.yaml', text})
}

function values(text: string): readonly unknown[] {
  return parse(text).map(({value}) => value)
}

describe('parseDocuments', () => {
  it.each<[string, string, readonly unknown[]]>([
    ['one document', 'a: 1\n', [{a: 1}]],
    [
      'several, with empty ones and comments between',
      '# x\n---\na: 1\n---\n---\n# y\n---\nb: 2\n...\n',
      [{a: 1}, {b: 2}],
    ],
    ['nothing', '', []],
    ['nothing but comments', '# nothing\n---\n# here\n', []],
    ['line ends of Windows, and a byte order mark', '\uFEFFa: 1\r\n---\r\nb: 2\r\n', [{a: 1}, {b: 2}]],
    ['JSON with tabs', '{\n\t"a":\t1\n}\n', [{a: 1}]],
    ['a JSON value a line', '{"a": 1}\n{"b": "}{"}\n', [{a: 1}, {b: '}{'}]],
    ['JSON values one after another', '{\n  "a": 1\n}\n{\n  "b": "\\"{"\n}', [{a: 1}, {b: '"{'}]],
    ['YAML that begins as JSON does', '{a: 1, b: [x]}\n', [{a: 1, b: ['x']}]],
    ['an anchor, an alias and a merge', 'x: &x {a: 1}\ny: {<<: *x, b: 2}\n', [{x: {a: 1}, y: {a: 1, b: 2}}]],
    ['yes and no as Go reads them', 'a: yes\nb: Off\nc: "yes"\nd: y\n', [{a: true, b: false, c: 'yes', d: 'y'}]],
    [
      'addresses as texts, which YAML 1.1 takes for numbers to the base of 60',
      'a: 2001:10:20:30:40:50:1:2\nb: 22:22\nc: 192.0.2.1\n',
      [{a: '2001:10:20:30:40:50:1:2', b: '22:22', c: '192.0.2.1'}],
    ],
  ])('reads %s', (_, text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  it('tells number and line of each document, empty ones counted', () => {
    expect(parse('---\na: 1\n---\n---\nb: 2\n').map(({number, line}) => [number, line])).toEqual([
      [1, 2],
      [3, 5],
    ])
  })

  it.each<[string, string, string]>([
    [
      'a List that is its own item',
      '&a\napiVersion: v1\nkind: List\nitems: [*a]\n',
      'shop.yaml, line 4 (document 1) is not valid YAML: An anchor contains itself.',
    ],
    [
      'a map in itself',
      'a: &x\n  b: [{c: *x}]\n',
      'shop.yaml, line 2 (document 1) is not valid YAML: An anchor contains itself.',
    ],
    ['a broken flow', 'a: 1\n---\nb: 2\nc: {d\n', 'shop.yaml, line 5 (document 2) is not valid YAML'],
    ['a key that stands twice', 'a: 1\na: 2\n', 'shop.yaml, line 2 (document 1) is not valid YAML'],
    ['an alias to nothing', 'a: *b\n', 'shop.yaml, line 1 (document 1) is not valid YAML'],
    ['a template of Helm', 'a: 1\n{{- if .Values.x }}\n', 'shop.yaml, line '],
    ['broken JSON', '{"a": 1,\n "b": }\n{', 'shop.yaml, line '],
    ['anchors that would fill the memory', `a: &a [x,x,x,x,x,x,x,x,x]\n${bombs()}`, 'shop.yaml, line 1 (document 1)'],
  ])('names file, line and document of %s', (_, text, expected) => {
    expect(() => parse(text)).toThrow(CliError)
    expect(() => parse(text)).toThrow(expected)
  })
})

function bombs(): string {
  const names = 'abcdefgh'
  return [...names.slice(1)]
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${names[index]}`).join(',')}]\n`)
    .join('')
}
