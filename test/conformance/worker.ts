import {readCase} from './case.js'
import type {Answer, Job} from './pool.js'
import {inProcessProgram, spawnedProgram, temporaryFolder} from './program.js'
import {runCase} from './run-case.js'

// A process that `pool.ts` starts: runs a case, answers with its outcome, and waits for the next.

const folder = temporaryFolder('conformance')
// So that the folder is removed when `pool.ts` ends this process.
process.once('SIGTERM', () => process.exit())

process.on('message', (job: Job) => {
  const program = job.isSpawned ? spawnedProgram(job.packageFolder) : inProcessProgram(job.packageFolder)
  const startedAt = performance.now()
  runCase(readCase(job.file), program, folder).then(
    (outcome) => answer({outcome, ms: performance.now() - startedAt}),
    (error: unknown) => answer({crash: error instanceof Error ? (error.stack ?? error.message) : String(error), ms: 0}),
  )
})

function answer(message: Answer): void {
  process.send?.(message)
}
