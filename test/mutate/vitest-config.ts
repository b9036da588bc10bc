import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'
import {BaseSequencer, type TestSpecification} from 'vitest/node'

/** Globs of the tests that a mutant is run against, one of which ends its run by failing; `!` leaves out. */
const globs: readonly string[] = JSON.parse(process.env.MUTATE_TESTS ?? '[]')

/** Those that draw many cases come last: most mutants are found by an example. */
class ExamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({moduleId}: TestSpecification) => `${/laws|fuzz|foreign/.test(moduleId) ? 1 : 0}${moduleId}`
    return [...files].sort((a, b) => (place(a) < place(b) ? -1 : 1))
  }
}

export default defineConfig({
  cacheDir: '.vite',
  test: {
    include: globs.filter((glob) => !glob.startsWith('!')),
    exclude: globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)),
    setupFiles: [fileURLToPath(new URL('./same-draws.ts', import.meta.url))],
    isolate: false,
    testTimeout: 60_000,
    sequence: {sequencer: ExamplesFirst},
    env: {LAW_SEED: '1', LAW_RUNS: '100', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'},
  },
})
