import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {BLOCK_REASONS, isProblem} from '../../src/plan/blocked.js'
import {ROOT} from '../commands/run-command.js'

const ENTRY = /^### `([a-z-]+)`\n\n- \*\*Means:\*\* \S[\s\S]*?\n- \*\*Do:\*\* \S/gm
const [, ...sections] = readFileSync(join(ROOT, 'docs/reasons.md'), 'utf8').split('\n## ')
const codesIn = (texts: readonly string[]) =>
  texts.flatMap((text) => [...text.matchAll(ENTRY)].map(([, code = '']) => code)).sort()

describe('docs/reasons.md', () => {
  it('says of each reason code what it means and what to do', () => {
    expect(codesIn(sections)).toEqual([...BLOCK_REASONS].sort())
    expect(sections.join('').match(/^### /gm)).toHaveLength(BLOCK_REASONS.length)
  })

  it('has those that end a run with 4, and no other, under Problems', () => {
    const problems = sections.filter((text) => text.startsWith('Problems: exit code 4\n'))
    expect(codesIn(problems)).toEqual(BLOCK_REASONS.filter((reason) => isProblem({reason})).sort())
  })
})
