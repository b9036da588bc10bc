import {type ChildProcess, fork} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import type {CaseFile} from './case.js'
import type {CaseOutcome} from './run-case.js'

export type Job = {readonly file: CaseFile; readonly packageFolder: string; readonly isSpawned: boolean}

/** `crash`: the runner or an emulator failed, not the program. */
export type Answer = {readonly outcome?: CaseOutcome; readonly crash?: string; readonly ms: number}

export type Finished = Answer & {readonly job: Job}

/** No case takes a tenth of it; one that reaches it hangs. */
const CASE_TIMEOUT_MS = 60_000

/** Runs the cases in worker processes, each one case at a time. Answers come in the order of the jobs. */
export async function runCases(
  jobs: readonly Job[],
  workers: number,
  onFinished: (finished: Finished) => void,
): Promise<readonly Finished[]> {
  const pending = [...jobs.entries()]
  const finished: Finished[] = []

  async function work(): Promise<void> {
    let worker: ChildProcess | undefined
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const [index, job] = next
      worker ??= fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      const answer = await ask(worker, job)
      if (answer.crash !== undefined) {
        worker.kill('SIGKILL')
        worker = undefined
      }
      finished[index] = {...answer, job}
      onFinished({...answer, job})
    }
    worker?.disconnect()
    worker?.kill()
  }

  await Promise.all(Array.from({length: Math.max(1, Math.min(workers, jobs.length))}, work))
  return finished
}

function ask(worker: ChildProcess, job: Job): Promise<Answer> {
  return new Promise((resolve) => {
    const finish = (answer: Answer) => {
      clearTimeout(timer)
      worker.removeAllListeners('message')
      worker.removeAllListeners('exit')
      resolve(answer)
    }
    const timer = setTimeout(
      () => finish({crash: `no end after ${CASE_TIMEOUT_MS / 1000} s`, ms: CASE_TIMEOUT_MS}),
      CASE_TIMEOUT_MS,
    )
    worker.once('message', (answer: Answer) => finish(answer))
    worker.once('exit', (code, signal) => finish({crash: `the worker ended with ${signal ?? code}`, ms: 0}))
    worker.send(job)
  })
}
