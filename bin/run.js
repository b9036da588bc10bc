#!/usr/bin/env node
import {fileURLToPath} from 'node:url'

// The AWS SDK prints seven lines about Node 20 on every run unless told not to.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

const {run} = await import('../dist/run.js')
await run(fileURLToPath(new URL('.', import.meta.url)))
// After an error the other side may still be reading, with minutes of retries ahead: none of it matters any more.
for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve))
process.exit()
