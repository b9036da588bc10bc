import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {execute} from '@oclif/core'

/** Runs the command line. @param packageFolder where `package.json` and oclif's manifest are. */
export async function run(packageFolder: string, commands: object): Promise<void> {
  const [command = ''] = process.argv.slice(2)
  const pjson = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  // Our own commands need no plugin, and looking for them takes time.
  const oclif = Object.hasOwn(commands, command) ? {...pjson.oclif, plugins: []} : pjson.oclif
  await execute({loadOptions: {root: packageFolder, pjson: {...pjson, oclif}}})
}
