/**
 * `npm run check`: builds, runs every static check to its end, two at a time, and then the tests. It names each check
 * that failed and ends with 1; the tests run only when none did. `--static` leaves the tests out.
 */
import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Scripts of package.json. The first takes as long as all the others. */
const STATIC_CHECKS = ['types', 'lint', 'deps', 'unused', 'house', 'fresh']

const failed = []
await run('build')
// Without a build there is no manifest to compare with.
const queue = STATIC_CHECKS.filter((name) => name !== 'fresh' || failed.length === 0)
await Promise.all([runQueue(), runQueue()])

const isWithTests = !process.argv.includes('--static')
if (failed.length > 0) {
  console.log(`\nFailed: ${failed.join(', ')}.${isWithTests ? ' The tests were not run.' : ''}`)
  process.exitCode = 1
} else if (isWithTests) {
  const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run'], {cwd: root, stdio: 'inherit'})
  vitest.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}

async function runQueue() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) await run(name)
}

/** Runs a script and prints what it says in one piece, so that two of them do not mix. */
function run(name) {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    const chunks = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0) failed.push(name)
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      console.log(`--- ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`)
      const said = Buffer.concat(chunks).toString('utf8').trim()
      if (said !== '') console.log(said)
      resolve()
    })
  })
}
