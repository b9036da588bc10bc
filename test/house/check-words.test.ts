import {describe, expect, it} from 'vitest'
import {checkWords, publishedNames} from '../../bin/house/check-words.mjs'
import {WHOLE_NAMES, WORDS} from '../../bin/house/words.mjs'

const RULES = {
  words: Object.fromEntries([
    ['guard', 'ownership record'],
    ['wish', 'goal'],
    ['own name', 'untyped TXT'],
    ['doubt', 'suspicion'],
  ]),
  wholeNames: Object.fromEntries([['said', 'message']]),
  published: new Set(['doubts']),
}

const check = (text: string, path = 'src/plan/plan.ts') => checkWords([path], () => text, RULES)

describe('a word', () => {
  it.each([
    ['const guard = 1', 'guard'],
    ['const guards = 1', 'guard (in guards)'],
    ['let wishes = 1', 'wish (in wishes)'],
    ['function isGuard() {}', 'guard (in isGuard)'],
    ['type GuardForm = 1', 'guard (in GuardForm)'],
    ['const TXT_GUARDS = 1', 'guard (in TXT_GUARDS)'],
    ['const toDNSGuard = 1', 'guard (in toDNSGuard)'],
    ['type A = {readonly guard: 1}', 'guard'],
    ['class A { #guard = 1 }', 'guard (in #guard)'],
    ['const ownNameTypes = 1', 'own name (in ownNameTypes)'],
    ['const OWN_NAME = 1', 'own name (in OWN_NAME)'],
    ['const said = 1', 'said'],
  ])('is found in %s', (text, found) => {
    const [line, better] = check(`// the first line\n${text}\n`)[0]?.split(' → ') ?? []
    expect(line).toBe(`src/plan/plan.ts:2: ${found}`)
    expect(better).not.toBe('')
  })

  it.each([
    'const guardrail = 1',
    'const safeguard = 1',
    '// a guard in a comment',
    "const text = 'a guard in a text'",
    'const pattern = /guard/',
    'const text = `a guard in a template`',
    'const nameOwned = 1',
    'const knownName = 1',
    'const saidBy = 1',
  ])('is not found in %s', (text) => {
    expect(check(text)).toEqual([])
  })

  it('is found in a template that holds a program', () => {
    expect(check(`const text = \`a \${guard} b\``)).toHaveLength(1)
  })

  it('is told once a line, and on every line', () => {
    expect(check('guard(guard, guards)\nguard()').map((one) => one.split(' ')[0])).toEqual([
      'src/plan/plan.ts:1:',
      'src/plan/plan.ts:2:',
    ])
  })

  it('that users know from JSON is right as the name of a member, and of nothing else', () => {
    expect(check('const plan: {doubts: 1} = {doubts: 1}; plan.doubts; const {doubts: other} = plan')).toEqual([])
    expect(check('const doubts = 1')).toHaveLength(1)
    expect(check('plan.doubt')).toHaveLength(1)
  })

  it('is found in the name of a file and of a folder', () => {
    expect(check('', 'src/guards/own-name.ts')).toEqual([
      'src/guards/own-name.ts: the path says guard → ownership record',
      'src/guards/own-name.ts: the path says own name → untyped TXT',
    ])
    expect(check('', 'test/plan/plan.wishes.test.ts')).toHaveLength(1)
    expect(checkWords(['test/plan/guard.json'], () => 'guard', RULES)).toEqual([])
  })
})

describe('the list of words', () => {
  it('finds each of them, with what is better', () => {
    const words = [...Object.keys(WORDS), ...Object.keys(WHOLE_NAMES)]
    for (const word of words) {
      const name = word.replaceAll(/ ([a-z])/g, (_all, letter: string) => letter.toUpperCase())
      const found = checkWords(['a.ts'], () => `const ${name} = 1`, {
        words: WORDS,
        wholeNames: WHOLE_NAMES,
        published: new Set(),
      })
      expect(found.filter((line) => line.startsWith(`a.ts:1: ${word}`))).toHaveLength(1)
    }
  })

  it('calls nothing better that is on it', () => {
    for (const better of [...Object.values(WORDS), ...Object.values(WHOLE_NAMES)]) {
      const names = better.split(/[^A-Za-z -]+/).map((part) => part.trim().replaceAll(/[ -]/g, '_'))
      const text = names.filter((name) => name !== '').map((name) => `const ${name} = 1`)
      expect(checkWords(['a.ts'], () => text.join('\n'), {words: WORDS, wholeNames: {}, published: new Set()})).toEqual(
        [],
      )
    }
  })
})

it('names that are published are those of members and definitions, however deep', () => {
  const schema = {properties: {plan: {items: {properties: {doubts: {type: 'string'}}}}}, $defs: {host: {}}}
  expect(publishedNames([schema])).toEqual(new Set(['plan', 'doubts', 'host']))
})
