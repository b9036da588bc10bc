/**
 * Writes what is generated from the commands: `oclif.manifest.json`, the README's list and `docs/commands`.
 * With `--check` nothing is left changed, and it ends with 1 when something was stale.
 */
import {execFileSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = 'docs/commands'
const oclif = join(root, 'node_modules', 'oclif', 'bin', 'run.js')

const before = snapshot()
execFileSync(process.execPath, [oclif, 'manifest'], {cwd: root, stdio: ['ignore', 'ignore', 'inherit']})
execFileSync(process.execPath, [oclif, 'readme', '--multi', '--output-dir', folder], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'ignore'],
})
checkManifest()
const after = snapshot()
const stale = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file))
if (process.argv.includes('--check')) {
  restore(before)
  if (stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')}. Run: npm run docs`)
    process.exitCode = 1
  }
} else console.log(stale.length === 0 ? 'Nothing was stale.' : `Written: ${stale.join(', ')}`)

/** Without a build, `oclif manifest` writes an empty one and calls it done. */
function checkManifest() {
  const {commands} = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'))
  const missing = ['plan', 'apply', 'prune', 'owners'].filter((name) => commands[name] === undefined)
  if (missing.length > 0) throw new Error(`the manifest lacks ${missing.join(', ')}: run npm run build first`)
}

function snapshot() {
  mkdirSync(join(root, folder), {recursive: true})
  const files = [
    'oclif.manifest.json',
    'README.md',
    ...readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  ]
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

function restore(files) {
  for (const name of readdirSync(join(root, folder))) {
    if (!files.has(`${folder}/${name}`)) rmSync(join(root, folder, name))
  }
  for (const [file, text] of files) writeFileSync(join(root, file), text)
}
