import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {execute, settings} from '@oclif/core'
import {checkCommand} from './cli/command-line/known-command.js'
import {errorExitCode} from './cli/exit-codes.js'
import {isJsonRequested, tellError} from './cli/terminal/error-text.js'
import {checkAnswer, watchStreams} from './cli/terminal/streams.js'
import {CliError} from './errors/cli-error.js'

/** By id, each loaded when it is looked at. */
type Commands = Readonly<Record<string, {readonly args: object}>>

/** Runs the command line. @param packageFolder where `package.json` and oclif's manifest are. */
export async function run(packageFolder: string, commands: Commands): Promise<void> {
  const argv = process.argv.slice(2)
  watchStreams()
  try {
    checkCommand(argv, Object.keys(commands), (id) => Object.keys(commands[id]?.args ?? {}).length > 0)
    await runCommand(argv, packageFolder, commands)
    // Of a help page; a command has looked itself.
    await checkAnswer()
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    process.exitCode = errorExitCode(error)
    tellError(error, isJsonRequested(argv), process.env)
  }
}

async function runCommand(argv: readonly string[], packageFolder: string, commands: Commands): Promise<void> {
  const [command = ''] = argv
  const pjson = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  // Our own commands need no plugin, and looking for them takes time.
  const oclif = Object.hasOwn(commands, command) ? {...pjson.oclif, plugins: []} : pjson.oclif
  // Code is the package's own and nobody else's: not that of a plugin in the user's data folder, nor of a compiler.
  settings.enableAutoTranspile = false
  await execute({
    loadOptions: {root: packageFolder, pjson: {...pjson, oclif}, userPlugins: false, devPlugins: false},
  })
}
