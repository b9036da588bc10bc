import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {execute} from '@oclif/core'
import {renderError} from './cli/error-text.js'
import {EXIT_CODES} from './cli/exit-codes.js'
import {checkCommand} from './cli/known-command.js'
import {CliError} from './errors/cli-error.js'

/** Runs the command line. @param packageFolder where `package.json` and oclif's manifest are. */
export async function run(packageFolder: string, commands: object): Promise<void> {
  const argv = process.argv.slice(2)
  try {
    checkCommand(argv, Object.keys(commands))
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    process.exitCode = EXIT_CODES.error
    const columns = process.stderr.isTTY ? process.stderr.columns : Number.POSITIVE_INFINITY
    process.stderr.write(renderError(error, {columns, isDebug: false}))
    return
  }
  const [command = ''] = argv
  const pjson = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  // Our own commands need no plugin, and looking for them takes time.
  const oclif = Object.hasOwn(commands, command) ? {...pjson.oclif, plugins: []} : pjson.oclif
  await execute({loadOptions: {root: packageFolder, pjson: {...pjson, oclif}}})
}
