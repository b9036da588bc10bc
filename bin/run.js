#!/usr/bin/env node
import {readFileSync} from 'node:fs'
import {userInfo} from 'node:os'
import {fileURLToPath} from 'node:url'

const [first, ...others] = process.argv.slice(2)
if (others.length === 0 && (first === '--version' || first === '-V')) {
  // As oclif would say it, without loading it: 0.1 s saved.
  const {name, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
  process.exit()
}
if (others.length === 0 && (first === '--help' || first === '-h')) {
  const text = helpText()
  if (text !== undefined) {
    process.stdout.write(text)
    process.exit()
  }
}

// The AWS SDK prints seven lines about Node 20 on every run unless told not to.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

// A container's user may be in no passwd file: oclif, which asks it for a home and a shell, would crash.
const {HOME, SHELL} = process.env
if (process.platform !== 'win32' && (HOME === undefined || SHELL === undefined)) {
  try {
    userInfo()
  } catch {
    process.env.HOME ??= '/'
    process.env.SHELL ??= '/bin/sh'
  }
}

const {run} = await import('../dist/run.js')
await run(fileURLToPath(new URL('.', import.meta.url)))
// After an error the other side may still be reading, with minutes of retries ahead: none of it matters any more.
for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve))
process.exit()

/** What oclif said at 80 columns when this was built; undefined for a narrower screen, which it wraps anew. */
function helpText() {
  const {OCLIF_COLUMNS, NO_COLOR = '', FORCE_COLOR, TERM} = process.env
  const columns = Number(OCLIF_COLUMNS) || (process.stdout.isTTY ? process.stdout.columns : 80)
  if (columns < 80) return undefined
  const isColoured =
    FORCE_COLOR === undefined ? process.stdout.isTTY && NO_COLOR === '' && TERM !== 'dumb' : FORCE_COLOR !== '0'
  try {
    const text = readFileSync(new URL('../dist/help.txt', import.meta.url), 'utf8')
      .replace('{platform}', `${process.platform}-${process.arch}`)
      .replace('{node}', process.version)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours.
    return isColoured ? text : text.replace(/\u001b\[\d+m/g, '')
  } catch {
    return undefined
  }
}
