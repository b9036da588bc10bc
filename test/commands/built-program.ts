import {type ChildProcess, spawn} from 'node:child_process'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {type Environment, ROOT} from './run-command.js'

const BIN = join(ROOT, 'bin', 'run.js')

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  /** Null after a signal. */
  readonly exitCode: number | null
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** The output of both streams so far. */
  shown(): string
  /** Waits until the check holds. @throws after 10 s, and at once when the program has ended before. */
  until(check: () => boolean): Promise<void>
}

/** Starts `bin/run.js`, or that of a copy, as a user would, without a terminal. */
export function startProgram(argv: readonly string[], environment: Environment, bin = BIN): Running {
  return follow(spawn(process.execPath, [bin, ...argv], {env: environment, stdio: ['ignore', 'pipe', 'pipe']}))
}

/** Runs a line in a POSIX shell, where `$PROGRAM` is the program. No argument may need quotes. */
export function startShell(line: string, environment: Environment): Running {
  const env = {...environment, PROGRAM: `${process.execPath} ${BIN}`}
  return follow(spawn('/bin/sh', ['-c', line], {env, stdio: ['pipe', 'pipe', 'pipe']}))
}

/**
 * Runs the line in a terminal of its own: what is written to the child's stdin is typed there (`\u0003` is Ctrl-C), and
 * both streams arrive on its stdout. Needs `script` of util-linux.
 */
export function startOnTerminal(line: string, environment: Environment): Running {
  const env = {...environment, PROGRAM: `${process.execPath} ${BIN}`, SHELL: '/bin/sh', TERM: 'xterm'}
  return follow(spawn('script', ['-qec', line, '/dev/null'], {env, stdio: ['pipe', 'pipe', 'pipe']}))
}

function follow(child: ChildProcess): Running {
  const parts: {readonly stream: 'stdout' | 'stderr'; readonly text: string}[] = []
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => parts.push({stream, text}))
  }
  const textOf = (stream: 'stdout' | 'stderr') =>
    parts
      .filter((part) => part.stream === stream)
      .map((part) => part.text)
      .join('')
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({stdout: textOf('stdout'), stderr: textOf('stderr'), exitCode}))
  })
  const shown = () => parts.map((part) => part.text).join('')
  const until = async (check: () => boolean) => {
    let isOver = false
    void ended.then(() => {
      isOver = true
    })
    for (const deadline = Date.now() + 10_000; !check(); await sleep(10)) {
      if (isOver || Date.now() > deadline) throw new Error(`${isOver ? 'it has ended' : 'nothing came'}:\n${shown()}`)
    }
  }
  return {child, ended, shown, until}
}
