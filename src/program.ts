import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {execute, settings} from '@oclif/core'
import {expandFiles} from './cli/command-line/argument-files.js'
import {checkCommand} from './cli/command-line/known-command.js'
import {writeCandidates} from './cli/completion/write-candidates.js'
import {errorExitCode} from './cli/exit-codes.js'
import type {CommandSpec} from './cli/run/define-command.js'
import {isJsonRequested, tellError} from './cli/terminal/error-text.js'
import {checkAnswer, watchStreams} from './cli/terminal/streams.js'
import {CliError} from './errors/cli-error.js'

/** Commands by id, each loaded on first access. */
type Commands = Readonly<Record<string, {readonly definition: CommandSpec}>>

/** Runs the command line. @param packageFolder the folder with `package.json` and oclif's manifest. */
export async function run(packageFolder: string, commands: Commands): Promise<void> {
  const argv = process.argv.slice(2)
  watchStreams()
  try {
    if (argv[0] === '__complete') await writeCandidates(argv.slice(1), commands, process.env)
    else {
      checkCommand(argv, Object.keys(commands))
      await runCommand(argv, packageFolder)
    }
    // Checks the output of completion; commands check their own.
    await checkAnswer()
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    process.exitCode = errorExitCode(error)
    tellError(error, isJsonRequested(argv), process.env)
  }
}

async function runCommand(argv: readonly string[], packageFolder: string): Promise<void> {
  const pjson = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  // Never load code from elsewhere: neither a plugin in the user's data folder nor a compiler.
  settings.enableAutoTranspile = false
  await execute({
    // oclif takes an @file after the command for a part of the command's name.
    args: [...argv.slice(0, 1), ...expandFiles(argv.slice(1), (path) => readFileSync(path, 'utf8'))],
    loadOptions: {root: packageFolder, pjson, userPlugins: false, devPlugins: false},
  })
}
