import {availableParallelism} from 'node:os'
import {defineConfig} from 'vitest/config'

/** Tests of functions without IO and without state, which can share a process: half of their time is loading modules. */
const PURE = 'test/{codec,conformance,dns,errors,explain,plan,registry,render,saved,sources}/**/*.test.ts'

/**
 * Without LAW_RUNS laws draw the same situations every time, so that one that fails is the work of a change. With it they
 * draw others, which is how new ones are looked for.
 */
const {LAW_RUNS, LAW_SEED = LAW_RUNS === undefined ? '1' : undefined} = process.env

export default defineConfig({
  test: {
    disableConsoleIntercept: true,
    globalSetup: 'test/temporary-folder.ts',
    testTimeout: 20_000,
    // Vitest leaves one core to itself; on the two cores of CI that would be half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: {AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...(LAW_SEED !== undefined && {LAW_SEED})},
    projects: [
      {extends: true, test: {name: 'pure', include: [PURE], isolate: false}},
      {extends: true, test: {name: 'whole', include: ['test/**/*.test.ts'], exclude: [PURE]}},
    ],
  },
})
