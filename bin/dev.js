#!/usr/bin/env -S node --import tsx
// Runs the sources: `npm run dev -- plan …`. The manifest's paths point into dist, so each is turned to its source.
import {fileURLToPath} from 'node:url'
import {Config, flush, handle, run, settings} from '@oclif/core'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
settings.enableAutoTranspile = false

const root = fileURLToPath(new URL('..', import.meta.url))
try {
  const config = await Config.load({root})
  const plugin = config.plugins.get(config.pjson.name)
  for (const command of Object.values(plugin?.manifest.commands ?? {})) {
    if (command.relativePath?.[0] === 'dist') {
      command.relativePath = [
        'src',
        ...command.relativePath.slice(1, -1),
        command.relativePath.at(-1).replace(/\.js$/, '.ts'),
      ]
    }
  }
  await run(process.argv.slice(2), config)
  await flush()
} catch (error) {
  await handle(error)
}
