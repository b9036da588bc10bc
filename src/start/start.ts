import {readFileSync} from 'node:fs'
import {createRequire, Module} from 'node:module'
import {dirname, join} from 'node:path'
import {cachedDataVersionTag} from 'node:v8'
import {Script} from 'node:vm'
import {EXIT_CODES} from '../cli/exit-codes.js'
import {codeFolder, readCode, writeCode} from './code-cache.js'

/** A digest of the program's text, which the build puts in: V8 itself compares no more than its length. */
declare const PROGRAM_DIGEST: string

const DONE: ReadonlySet<number> = new Set([EXIT_CODES.done, EXIT_CODES.changesPresent, EXIT_CODES.partly])

interface Program {
  run(packageFolder: string, commands: object): Promise<void>
  readonly COMMANDS: object
}

/**
 * The built program's entry: `bin/run.js` calls it with the package's folder.
 *
 * @returns what keeps the code for faster starts, to be called when everything has been said.
 */
export async function run(packageFolder: string): Promise<() => void> {
  const {program, keepCode} = load(join(packageFolder, 'dist', 'program.cjs'))
  await program.run(packageFolder, program.COMMANDS)
  return keepCode
}

/**
 * As `require` would load it, but with the code that V8 made of it in an earlier run. oclif, which asks for the same file to
 * find the commands, is given the same module.
 */
function load(file: string): {readonly program: Program; keepCode(): void} {
  const folder = codeFolder(process.env, process.platform)
  // Stack traces name the file whose code was kept.
  const identity = [PROGRAM_DIGEST, process.version, process.arch, process.platform, cachedDataVersionTag(), file].join(
    ' ',
  )
  const kept = folder === undefined ? undefined : readCode(folder, identity)
  // The build leaves nothing but ASCII in it, which is read fastest so.
  const text = readFileSync(file, 'latin1')
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: file,
    ...(kept === undefined ? {} : {cachedData: kept.code}),
  })
  const require = createRequire(file)
  const module = new Module(file)
  require.cache[file] = module
  // A script has no `import()` of its own; oclif loads its plugins by it.
  Object.assign(module, {filename: file, importModule: (url: string) => import(url)})
  script.runInThisContext().call(module.exports, module.exports, require, module, file, dirname(file))
  module.loaded = true
  const program: Program = module.exports
  const before = script.cachedDataRejected === false ? (kept?.commands ?? []) : []

  /** The first run of each command that does its work adds what it used. */
  const keepCode = () => {
    if (!DONE.has(Number(process.exitCode ?? EXIT_CODES.done))) return
    const argv = process.argv.slice(2)
    const command = commandOf(argv, program.COMMANDS)
    if (folder === undefined || command === undefined || before.includes(command)) return
    if (argv.includes('--help') || argv.includes('-h')) return
    writeCode(folder, identity, () => ({code: script.createCachedData(), commands: [...before, command]}))
  }
  return {program, keepCode}
}

/** `owners adopt` is the command `owners:adopt`, `owners --json` is `owners`. */
function commandOf([first = '', second = '']: readonly string[], commands: object): string | undefined {
  return [`${first}:${second}`, first].find((id) => Object.hasOwn(commands, id))
}
