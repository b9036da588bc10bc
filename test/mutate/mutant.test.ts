import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {isHumanText, toMutants} from './mutant.js'

const root = mkdtempSync(join(tmpdir(), 'mutant-'))
afterAll(() => rmSync(root, {recursive: true, force: true}))
const fileName = join(root, 'a.ts')
writeFileSync(fileName, 'export function a(left: number) {\n  if (left < 2) {\n    return 1\n  }\n}\n')

describe('a mutant', () => {
  it('is told by its line and what is written there instead, counted from 0 before a run and from 1 after it', () => {
    const at = (first: number) => ({
      fileName,
      mutatorName: 'EqualityOperator',
      replacement: 'left <= 2',
      location: {start: {line: 1 + first, column: 6 + first}, end: {line: 1 + first, column: 14 + first}},
    })
    const [before] = toMutants([at(0)], root, 0)
    expect(before).toEqual({
      file: 'a.ts',
      lineNumber: 2,
      column: 7,
      line: 'if (left < 2) {',
      from: 'left < 2',
      to: 'left <= 2',
      mutator: 'EqualityOperator',
    })
    expect(toMutants([at(1)], root, 1)).toEqual([before])
  })

  it('of several lines is written in one', () => {
    const location = {start: {line: 1, column: 16}, end: {line: 3, column: 3}}
    const [block] = toMutants([{fileName, mutatorName: 'BlockStatement', replacement: '{}', location}], root, 0)
    expect(block).toMatchObject({lineNumber: 2, line: 'if (left < 2) {', from: '{ return 1 }', to: '{}'})
  })
})

describe('text for people', () => {
  it.each([
    "'no zone holds it'",
    `\`\${name} is not read\``,
    "' and '",
    `\`changes \${list({of: \`\${all}\`})}, then \${more}\``,
  ])('is %s', (from) => {
    expect(isHumanText({mutator: 'StringLiteral', from})).toBe(true)
  })

  it.each([
    "'not-read'",
    "' '",
    `\`\${zone.id} \${name}\``,
    `\`\${a ? left : right}\``,
    `\`\${of({name, type})}/\${key}\``,
    "'heritage=external-dns,external-dns/owner='",
    "', '",
  ])('is not %s', (from) => {
    expect(isHumanText({mutator: 'StringLiteral', from})).toBe(false)
  })

  it('is not code, whatever it says', () => {
    expect(isHumanText({mutator: 'ConditionalExpression', from: 'a is b'})).toBe(false)
  })
})
