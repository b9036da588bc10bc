#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const [first, ...others] = process.argv.slice(2)
if (others.length === 0 && (first === '--version' || first === '-V')) {
  // As oclif would say it, without loading it: 0.1 s saved.
  const {name, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
  process.exit()
}

// The AWS SDK prints seven lines about Node 20 on every run unless told not to.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

const {run} = await import('../dist/run.js')
await run(fileURLToPath(new URL('.', import.meta.url)))
// After an error the other side may still be reading, with minutes of retries ahead: none of it matters any more.
for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve))
process.exit()
