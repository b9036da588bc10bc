import {readdirSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend} from '@vitest/expect'
import {build, type Plugin} from 'esbuild'
import type {Tests} from './rooms.js'

// Tests as plain functions in this process. To run them as vitest does takes two seconds for each mutant, most of it for
// loading the same modules again.

export interface CollectedTest {
  /** The same in every load of the same files. */
  readonly id: string
  readonly run: () => unknown
}

type Body = (...row: readonly unknown[]) => unknown
type Declare = ((name: string, body: Body) => void) & {
  each: (table: readonly unknown[]) => (name: string, body: Body) => void
}

/** Paths of test files, sorted. @param root the folder of the repository, or a copy of it */
export function findTests(root: string, {of, without}: Tests): readonly string[] {
  return readdirSync(join(root, 'test'), {recursive: true, encoding: 'utf8'})
    .map((name) => `test/${name}`)
    .filter((path) => path.endsWith('.test.ts') && of.test(path) && without?.test(path) !== true)
    .sort()
}

/** One script of these tests and all that they import. @param files paths in `root`; those with laws come last, as they take longest */
export async function bundleTests(root: string, files: readonly string[]): Promise<string> {
  const isLaw = (path: string) => Number(/laws|fuzz|foreign/.test(path))
  const inOrder = files.toSorted((a, b) => isLaw(a) - isLaw(b))
  const modules = inOrder.map((path) => `begin(${JSON.stringify(path)}); require(${JSON.stringify(`./${path}`)})`)
  const {outputFiles} = await build({
    stdin: {contents: ["require('./test/mutate/same-draws.ts')", ...modules].join('\n'), resolveDir: root},
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vitest'],
    plugins: [ownUrls],
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

/** A script of many modules has one URL, and tests look for files beside their own. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup: ({onLoad}) => {
    onLoad({filter: /[\\/](src|test)[\\/].*\.ts$/}, ({path}) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }))
  },
}

/** Runs the script, and its `describe`, as vitest does before the first test. @param root from where packages are required */
export function collectTests(script: string, root: string): readonly CollectedTest[] {
  const tests: CollectedTest[] = []
  const names: string[] = []
  const declare = (add: (name: string, body: Body, row: readonly unknown[]) => void): Declare =>
    Object.assign((name: string, body: Body) => add(name, body, []), {
      each: (table: readonly unknown[]) => (name: string, body: Body) => {
        for (const [index, row] of table.entries()) add(`${name} #${index}`, body, Array.isArray(row) ? row : [row])
      },
    })
  const it = declare((name, body, row) => {
    tests.push({id: `${[...names, name].join(' > ')} (${tests.length})`, run: () => body(...row)})
  })
  const describe = declare((name, body, row) => {
    names.push(name)
    body(...row)
    names.pop()
  })
  const require = createRequire(join(root, 'package.json'))
  const vitest = {describe, it, expect: makeExpect()}
  const begin = (path: string) => names.splice(0, names.length, path)
  new Function('require', 'module', 'exports', 'begin', script)(
    (name: string) => (name === 'vitest' ? vitest : require(name)),
    {exports: {}},
    {},
    begin,
  )
  return tests
}

/** Vitest's own, without a run of vitest (as its documentation shows). */
function makeExpect(): Chai.ExpectStatic {
  for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin)
  return chai.expect
}
