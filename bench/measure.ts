import {spawn} from 'node:child_process'
import {existsSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {type Environment, temporaryFolder} from '../test/conformance/program.js'

/** The cost of one process from start to end. */
export type Measurement = {readonly wallMs: number; readonly cpuMs: number; readonly peakMb: number}

const usageFile = join(temporaryFolder('bench-usage'), 'usage')
const preload = fileURLToPath(new URL('./usage.cjs', import.meta.url))
const GNU_TIME = '/usr/bin/time'

/**
 * Measures a Node process by its own `getrusage` at exit (usage.cjs): the same figures on every system, in
 * microseconds.
 *
 * @throws Error when the exit code is not one of `exitCodes`.
 */
export function measureNode(
  args: readonly string[],
  environment: Environment,
  exitCodes: readonly number[] = [0],
): Promise<Measurement> {
  return measure(process.execPath, ['--require', preload, ...args], environment, exitCodes, () => {
    const {cpuUs, maxRssKb} = JSON.parse(readFileSync(usageFile, 'utf8')) as {cpuUs: number; maxRssKb: number}
    return {cpuMs: cpuUs / 1000, peakMb: maxRssKb / 1024}
  })
}

/** Measures any other program with GNU time, in hundredths of a second. Linux only. */
export function measureBinary(file: string, args: readonly string[], environment: Environment): Promise<Measurement> {
  if (!existsSync(GNU_TIME)) throw new Error(`${GNU_TIME} is needed to measure ${file}`)
  const timed = ['-f', '%U %S %M', '-o', usageFile, file, ...args]
  return measure(GNU_TIME, timed, environment, [0], () => {
    const [user = 0, system = 0, kilobytes = 0] =
      readFileSync(usageFile, 'utf8').trim().split('\n').at(-1)?.split(' ').map(Number) ?? []
    return {cpuMs: (user + system) * 1000, peakMb: kilobytes / 1024}
  })
}

function measure(
  file: string,
  args: readonly string[],
  environment: Environment,
  exitCodes: readonly number[],
  readUsage: () => Omit<Measurement, 'wallMs'>,
): Promise<Measurement> {
  rmSync(usageFile, {force: true})
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn(file, args, {
      env: {...environment, BENCH_USAGE_FILE: usageFile},
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const stderr: Buffer[] = []
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      const wallMs = performance.now() - startedAt
      if (code !== null && exitCodes.includes(code)) resolve({wallMs, ...readUsage()})
      else reject(new Error(`${[file, ...args].join(' ')} ended with ${code}:\n${Buffer.concat(stderr)}`))
    })
  })
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}
