#!/usr/bin/env node
// CommonJS, as declared by `package.json` in this folder: Node starts it 8 ms faster than a module.
const {readFileSync} = require('node:fs')
const {userInfo} = require('node:os')
const {join} = require('node:path')

const root = join(__dirname, '..')
const argv = process.argv.slice(2)
if (argv[0] === '--version' || argv[0] === '-V') sayVersion()
else if (!sayHelp()) start().catch(fail)

/** Prints the version as oclif would, but 0.1 s faster, without loading it. */
function sayVersion() {
  const {name, version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  say(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
}

/** Prints the help that the build has rendered. Returns false when none is asked for. */
function sayHelp() {
  if (argv.length > 0 && !argv.some((token) => /^(-h|--help|help)$/.test(token))) return false
  const {readHelp} = require('./help.js')
  const text = readHelp(argv, process.env, process.stdout)
  if (text === undefined) return false
  say(text)
  return true
}

/**
 * Writes to stdout. A closed pipe is ignored, since its reader wants no more; other errors, such as a full disk, are
 * reported.
 */
function say(text) {
  process.stdout.on('error', ({code, message}) => {
    if (code === 'EPIPE') return
    process.exitCode = 1
    process.stderr.on('error', () => {})
    process.stderr.write(`Error: cannot write to stdout: ${message}\n`)
  })
  process.stdout.write(text)
}

async function start() {
  // Node's own exit code for a promise that never settles.
  process.on('beforeExit', () => {
    process.exitCode = 13
  })
  // Otherwise the AWS SDK prints seven lines about Node 20 on every run.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  nameHomeAndShell(process.env)
  const keepCode = await require('../dist/start.cjs').run(root)
  // After an error, requests may still be running, with minutes of retries. None of them matters any more.
  for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write('', resolve))
  keepCode()
  process.exit()
}

/** The installation itself is broken, so our own error messages are not available. */
function fail(error) {
  console.error(error)
  process.exit(1)
}

/**
 * Sets HOME and SHELL when the user is in no passwd file, as in some containers: oclif would look them up there and
 * crash.
 */
function nameHomeAndShell(environment) {
  const {HOME, SHELL} = environment
  if (process.platform === 'win32' || (HOME !== undefined && SHELL !== undefined)) return
  try {
    userInfo()
  } catch {
    environment.HOME ??= '/'
    environment.SHELL ??= '/bin/sh'
  }
}
