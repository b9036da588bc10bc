import {availableParallelism} from 'node:os'
import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    disableConsoleIntercept: true,
    testTimeout: 20_000,
    // Vitest leaves one core to itself; on the two cores of CI that would be half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: {AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'},
  },
})
