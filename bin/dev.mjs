#!/usr/bin/env -S node --import tsx
// Runs the program from its sources: `npm run dev -- plan …`. In package.json the commands are the built ones; here
// each one is its source file.
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Config, flush, handle, run, settings} from '@oclif/core'
import {helpPages} from './help/help-pages.mjs'
import {findHelp} from './help.js'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
settings.enableAutoTranspile = false

const root = fileURLToPath(new URL('..', import.meta.url))
try {
  const config = await Config.load({root, userPlugins: false})
  const plugin = config.plugins.get(config.pjson.name)
  plugin.findCommand = async (id) => {
    const file = join(root, 'src', 'commands', ...id.split(':'))
    const {default: command} = await import(existsSync(`${file}.ts`) ? `${file}.ts` : join(file, 'index.ts'))
    return Object.assign(command, {id, plugin})
  }
  const help = findHelp(process.argv.slice(2), helpPages(await importDefinitions(), 80))
  if (help === undefined) await run(process.argv.slice(2), config)
  else process.stdout.write(help)
  await flush()
} catch (error) {
  await handle(error)
}

/** What each command says about itself, by id. */
async function importDefinitions() {
  const folder = join(root, 'src', 'commands')
  const files = readdirSync(folder, {recursive: true}).filter((file) => file.endsWith('.ts'))
  const entries = files.map(async (file) => {
    const {default: command} = await import(join(folder, file))
    return [file.replace(/([\\/]index)?\.ts$/, '').replaceAll(/[\\/]/g, ':'), command.definition]
  })
  return Object.fromEntries(await Promise.all(entries))
}
