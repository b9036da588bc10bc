import {readFileSync} from 'node:fs'
import {createRequire, Module} from 'node:module'
import {dirname, join} from 'node:path'
import {cachedDataVersionTag} from 'node:v8'
import {Script} from 'node:vm'
import {EXIT_CODES} from '../cli/exit-codes.js'
import {codeFolder, readCode, writeCode} from './code-cache.js'

/** A hash of the program's text, inserted by the build. V8 itself compares only the length. */
declare const PROGRAM_DIGEST: string

const DONE: ReadonlySet<number> = new Set([EXIT_CODES.done, EXIT_CODES.changesPresent, EXIT_CODES.partly])

interface Program {
  run(packageFolder: string, commands: object): Promise<void>
  readonly COMMANDS: object
}

/** What `bin/run.js` calls. @returns what saves compiled code for later runs, to be called after all output */
export async function run(packageFolder: string): Promise<() => void> {
  const {program, keepCode} = load(join(packageFolder, 'dist', 'program.cjs'))
  await program.run(packageFolder, program.COMMANDS)
  return keepCode
}

/** As `require`, but with the compiled code of an earlier run. oclif, which requires the same file, gets the same module. */
function load(file: string): {readonly program: Program; keepCode(): void} {
  const folder = codeFolder(process.env, process.platform)
  // Stack traces contain the path of the file for which the code was compiled.
  const identity = [PROGRAM_DIGEST, process.version, process.arch, process.platform, cachedDataVersionTag(), file].join(
    ' ',
  )
  const kept = folder === undefined ? undefined : readCode(folder, identity)
  // The build writes only ASCII, for which this is the fastest way to read.
  const text = readFileSync(file, 'latin1')
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: file,
    ...(kept === undefined ? {} : {cachedData: kept.code}),
  })
  const require = createRequire(file)
  const module = new Module(file)
  require.cache[file] = module
  // A script compiled this way has no `import()` of its own; oclif needs it to load plugins.
  Object.assign(module, {filename: file, importModule: (url: string) => import(url)})
  script.runInThisContext().call(module.exports, module.exports, require, module, file, dirname(file))
  module.loaded = true
  const program: Program = module.exports
  const before = script.cachedDataRejected === false ? (kept?.commands ?? []) : []

  /** The first complete run of each command adds the functions that it used. */
  const keepCode = () => {
    if (!DONE.has(Number(process.exitCode ?? EXIT_CODES.done))) return
    const argv = process.argv.slice(2)
    const command = commandOf(argv, program.COMMANDS)
    if (folder === undefined || command === undefined || before.includes(command)) return
    writeCode(folder, identity, () => ({code: script.createCachedData(), commands: [...before, command]}))
  }
  return {program, keepCode}
}

/** The id of a command: `owners:adopt` for `owners adopt`, `owners` for `owners --json`. */
function commandOf([first = '', second = '']: readonly string[], commands: object): string | undefined {
  return [`${first}:${second}`, first].find((id) => Object.hasOwn(commands, id))
}
