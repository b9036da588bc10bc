import {type ChildProcess, spawn} from 'node:child_process'
import {join} from 'node:path'
import type {Environment, ProgramRun} from '../conformance/program.js'

/** A running program that can receive signals. A killed one exits with 137, as in a shell. */
export type Started = {readonly child: ChildProcess; readonly ended: Promise<ProgramRun>}

export function startProgram(packageFolder: string, args: readonly string[], env: Environment): Started {
  const child = spawn(process.execPath, [join(packageFolder, 'bin', 'run.js'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = {stdout: '', stderr: ''}
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (part: string) => {
      text[stream] += part
    })
  }
  const ended = new Promise<ProgramRun>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({...text, exitCode: signal === 'SIGKILL' ? 137 : (code ?? 1)}))
  })
  return {child, ended}
}

/** Blocks this process, and with it the emulators, until a signal has certainly reached the other process. */
export function holdStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
