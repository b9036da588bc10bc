import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {bundleTests, collectTests, findTests} from './collected-tests.js'

const root = mkdtempSync(join(tmpdir(), 'collected-'))
afterAll(() => rmSync(root, {recursive: true, force: true}))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), {recursive: true})
  writeFileSync(join(root, path), text)
}

write('package.json', '{}')
write('test/mutate/same-draws.ts', '')
write('src/half.ts', 'export const half = (n: number): number => n / 2')
write(
  'test/room/half.test.ts',
  `import {describe, expect, it} from 'vitest'
import {half} from '../../src/half.js'
describe.each([[4, 2], [6, 4]])('half of %i', (n, expected) => {
  it('is right', () => { expect(half(n)).toBe(expected) })
})
it.each([{n: 2}])('takes an object', ({n}) => { expect({half: half(n)}).toEqual({half: expect.any(Number)}) })
it('waits', async () => { await expect(Promise.reject(new Error('late'))).rejects.toThrow('late') })
it('knows where it is', () => { expect(import.meta.url).toMatch(/test\\/room\\/half\\.test\\.ts$/) })
`,
)
write('test/room/a.laws.test.ts', "import {it} from 'vitest'\nit('is a law', () => {})\n")
write('test/room/builders.ts', '')

const all = {of: /^test\/room\//}

describe('tests that are run without vitest', () => {
  it('are found by their path', () => {
    expect(findTests(root, all)).toEqual(['test/room/a.laws.test.ts', 'test/room/half.test.ts'])
    expect(findTests(root, {...all, without: /laws/})).toEqual(['test/room/half.test.ts'])
  })

  it('have a name of their own each, the same in every load, laws last', async () => {
    const script = await bundleTests(root, findTests(root, all))
    const names = collectTests(script, root).map(({id}) => id)
    expect(names).toEqual([
      'test/room/half.test.ts > half of %i #0 > is right (0)',
      'test/room/half.test.ts > half of %i #1 > is right (1)',
      'test/room/half.test.ts > takes an object #0 (2)',
      'test/room/half.test.ts > waits (3)',
      'test/room/half.test.ts > knows where it is (4)',
      'test/room/a.laws.test.ts > is a law (5)',
    ])
    expect(collectTests(script, root).map(({id}) => id)).toEqual(names)
  })

  it('fail and pass as with vitest', async () => {
    const tests = collectTests(await bundleTests(root, findTests(root, all)), root)
    const failures = await Promise.all(tests.map(async ({run}) => run()).map((each) => each.then(() => '', String)))
    expect(failures.map((failure) => failure.split('\n')[0])).toEqual([
      '',
      expect.stringContaining('expected 3 to be 4'),
      '',
      '',
      '',
      '',
    ])
  })
})
