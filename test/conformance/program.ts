import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {createRequire} from 'node:module'
import {devNull, tmpdir} from 'node:os'
import {join} from 'node:path'

const require = createRequire(import.meta.url)

export type Environment = Readonly<Record<string, string>>

export type ProgramRun = {readonly exitCode: number; readonly stdout: string; readonly stderr: string}

/** Runs the built program with exactly these arguments and variables. */
export type RunProgram = (args: readonly string[], environment: Environment) => Promise<ProgramRun>

/** A minimal environment without the user's credentials, kubeconfig, colours or GitHub summary. */
export function emulatorEnvironment(kubeconfig: string, route53Url: string): Environment {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(kept),
    KUBECONFIG: kubeconfig,
    AWS_ENDPOINT_URL: route53Url,
    AWS_ENDPOINT_URL_ROUTE_53: route53Url,
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_COLOR: '1',
  }
}

/** A new folder for kubeconfigs and output files, removed when the process ends. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `external-dns-ts-${purpose}-`))
  process.once('exit', () => rmSync(folder, {recursive: true, force: true}))
  return folder
}

/** Runs `node bin/run.js` of a package folder, as a user does. */
export function spawnedProgram(packageFolder: string): RunProgram {
  return (args, environment) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(packageFolder, 'bin', 'run.js'), ...args], {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
      child.on('error', reject)
      child.on('close', (code, signal) => {
        const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8')
        const killed = signal === null ? '' : `\nended by ${signal}`
        resolve({exitCode: code ?? 1, stdout: text(stdout), stderr: `${text(stderr)}${killed}`})
      })
    })
}

type CommandClass = {run(argv: readonly string[], options: {readonly root: string}): Promise<unknown>}

/**
 * Runs the same built command in this process, which saves the start-up. Only one run at a time: stdout, stderr,
 * `process.env` and the exit code belong to the process.
 */
export function inProcessProgram(packageFolder: string): RunProgram {
  process.setMaxListeners(0)
  return async (words, environment) => {
    const {command, args} = findCommand(packageFolder, words)
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
    const stdout = capture(process.stdout)
    const stderr = capture(process.stderr)
    process.exitCode = undefined
    try {
      await command.run(args, {root: packageFolder})
      return {exitCode: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text()}
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      return {exitCode: Number(process.exitCode ?? 1), stdout: stdout.text(), stderr: `${stderr.text()}${text}\n`}
    } finally {
      stdout.release()
      stderr.release()
      process.exitCode = undefined
    }
  }
}

/** Finds the command: `owners migrate` is `owners:migrate`, `owners --json` is `owners`. */
function findCommand(packageFolder: string, [first = '', second, ...rest]: readonly string[]) {
  const {COMMANDS} = require(join(packageFolder, 'dist', 'program.cjs')) as {
    readonly COMMANDS: Readonly<Record<string, CommandClass>>
  }
  const longer = COMMANDS[`${first}:${second}`]
  if (longer !== undefined) return {command: longer, args: rest}
  const command = COMMANDS[first]
  if (command === undefined) throw new Error(`there is no command ${first}`)
  return {command, args: second === undefined ? rest : [second, ...rest]}
}

function capture(stream: NodeJS.WriteStream): {text(): string; release(): void} {
  const original = stream.write
  const parts: string[] = []
  stream.write = (
    chunk: Uint8Array | string,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    callback?: (error?: Error | null) => void,
  ) => {
    parts.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
    const done = typeof encoding === 'function' ? encoding : callback
    if (done !== undefined) process.nextTick(done)
    return true
  }
  return {
    text: () => parts.join(''),
    release: () => {
      stream.write = original
    },
  }
}
