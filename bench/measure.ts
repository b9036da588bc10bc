import {spawn} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Environment, temporaryFolder} from '../test/conformance/program.js'
import type {Measured} from './measured.js'

/** The cost of one process from start to end. */
export type Measurement = Pick<Measured, 'wall' | 'cpu' | 'memory'>

const usageFile = join(temporaryFolder('bench-usage'), 'usage')
const memoryFile = `${usageFile}-memory`
const GNU_TIME = '/usr/bin/time'
/** GNU time counts in hundredths of a second, bash in thousandths; bash knows no memory. Both cost a millisecond. */
const SCRIPT = `exec 3>&2; TIMEFORMAT='%3R %3U %3S'; { time ${GNU_TIME} -f %M -o ${memoryFile} "$@" 2>&3; } 2>${usageFile}`

/**
 * Runs any program and measures it from outside, every program in the same way. Linux only.
 *
 * @returns what it used, and what it wrote to stderr.
 * @throws Error when its exit code is not one of `exitCodes`.
 */
export function measure(
  command: readonly string[],
  environment: Environment,
  exitCodes: readonly number[] = [0],
): Promise<Measurement & {readonly stderr: string}> {
  if (!existsSync(GNU_TIME)) throw new Error(`${GNU_TIME} is needed: apt-get install time`)
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', SCRIPT, 'bench', ...command], {
      env: {...environment, LC_ALL: 'C'},
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const chunks: Buffer[] = []
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const stderr = Buffer.concat(chunks).toString()
      if (code === null || !exitCodes.includes(code)) {
        reject(new Error(`${command.join(' ')} ended with ${code}:\n${stderr.slice(-2000)}`))
        return
      }
      const [wall = 0, user = 0, system = 0] = numbersIn(usageFile)
      const [kilobytes = 0] = numbersIn(memoryFile)
      resolve({wall: wall * 1000, cpu: (user + system) * 1000, memory: kilobytes / 1024, stderr})
    })
  })
}

/** Of the last line: GNU time writes another one before it when the exit code is not 0. */
function numbersIn(file: string): readonly number[] {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1)?.split(' ').map(Number) ?? []
}
