import {readFileSync} from 'node:fs'
import {createRequire, Module} from 'node:module'
import {dirname, join} from 'node:path'
import {Script} from 'node:vm'
import {EXIT_CODES} from '../cli/exit-codes.js'
import {codeFolder, isFirstUse, mayKeepCode, readCode, readCodeBeside, writeCode} from './code-cache.js'
import {withUsualFlags} from './optimizer.js'

/** A hash of the program's text, inserted by the build. V8 itself compares only the length. */
declare const PROGRAM_DIGEST: string

const DONE: ReadonlySet<number> = new Set([EXIT_CODES.done, EXIT_CODES.changesPresent, EXIT_CODES.partly])

const HEAD = Buffer.from('(function (exports, require, module, __filename, __dirname) {')
const TAIL = Buffer.from('\n})')

interface Program {
  run(packageFolder: string, commands: object): Promise<void>
  readonly COMMANDS: object
}

/** What `bin/run.js` calls. @returns what saves compiled code for later runs, to be called after all output */
export async function run(packageFolder: string): Promise<() => void> {
  const dist = join(packageFolder, 'dist')
  const scripts: Loaded[] = []
  const late = new Map<string, unknown>()
  const requireLate = (name: string) => {
    const loaded = late.get(name) ?? loadScript(join('late', `${name}.cjs`))
    late.set(name, loaded)
    return loaded
  }
  const loadScript = (name: string) => {
    const open = () => load(join(dist, name), requireLate)
    const loaded = withUsualFlags(open) ?? open()
    scripts.push(loaded)
    return loaded.module.exports
  }
  const program: Program = loadScript('program.cjs')
  await program.run(packageFolder, program.COMMANDS)
  return () => {
    if (!DONE.has(Number(process.exitCode ?? EXIT_CODES.done))) return
    const command = commandOf(process.argv.slice(2), program.COMMANDS)
    withUsualFlags(() => {
      if (command !== undefined) for (const {keepCode} of scripts) keepCode(command)
    })
  }
}

interface Loaded {
  readonly module: Module
  /** From the second run on, the first complete one of each command adds the functions that it used. */
  keepCode(command: string): void
}

/**
 * As `require`, but with the compiled code of an earlier run. oclif, which requires the same file, gets the same module.
 * @param requireLate loads a script of `dist/late`, see `bin/late-modules.mjs`.
 */
function load(file: string, requireLate: (name: string) => unknown): Loaded {
  const folder = codeFolder(process.env, process.platform)
  // Stack traces contain the path of the file for which the code was compiled.
  const identity = [PROGRAM_DIGEST, process.version, process.arch, process.platform, file].join(' ')
  const own = folder === undefined ? undefined : readCode(folder, identity)
  const kept = own ?? (mayKeepCode(process.env) ? readCodeBeside(file, identity) : undefined)
  // The build writes only ASCII. Joined as octets, since V8 would copy a joined string into its heap.
  const text = Buffer.concat([HEAD, readFileSync(file), TAIL]).toString('latin1')
  const script = new Script(text, {filename: file, cachedData: kept?.code})
  const require = createRequire(file)
  const module = new Module(file)
  require.cache[file] = module
  // A script compiled this way has no `import()` of its own; oclif needs it to load plugins.
  Object.assign(module, {filename: file, importModule: (url: string) => import(url), requireLate})
  script.runInThisContext().call(module.exports, module.exports, require, module, file, dirname(file))
  module.loaded = true
  const before = script.cachedDataRejected === false ? (kept?.commands ?? []) : []
  return {
    module,
    keepCode(command) {
      if (folder === undefined || before.includes(command)) return
      if (kept === undefined && isFirstUse(folder, identity)) return
      writeCode(folder, identity, () => ({code: script.createCachedData(), commands: [...before, command]}))
    },
  }
}

/** The id of a command: `owners:adopt` for `owners adopt`, `owners` for `owners --json`. */
function commandOf([first = '', second = '']: readonly string[], commands: object): string | undefined {
  return [`${first}:${second}`, first].find((id) => Object.hasOwn(commands, id))
}
