/**
 * Writes what is generated from the sources: `oclif.manifest.json`, the README's list, `docs/commands` and `schema`.
 * With `--check` nothing is left changed, and it ends with 1 when something was stale.
 */
import {execFileSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = 'docs/commands'
const schemas = 'schema'
const oclif = join(root, 'node_modules', 'oclif', 'bin', 'run.js')

const before = snapshot()
execFileSync(process.execPath, [oclif, 'manifest'], {cwd: root, stdio: ['ignore', 'ignore', 'inherit']})
execFileSync(process.execPath, [oclif, 'readme', '--multi', '--output-dir', folder], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'ignore'],
})
checkManifest()
await writeSchemas()
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

async function writeSchemas() {
  const {outputFiles} = await build({
    absWorkingDir: root,
    entryPoints: ['src/render/json/published-schemas.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  })
  const {PUBLISHED_SCHEMAS} = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
  for (const name of readdirSync(join(root, schemas))) {
    if (!(name in PUBLISHED_SCHEMAS)) rmSync(join(root, schemas, name))
  }
  for (const [name, schema] of Object.entries(PUBLISHED_SCHEMAS)) {
    writeFileSync(join(root, schemas, name), `${JSON.stringify(schema, null, 2)}\n`)
  }
}

function snapshot() {
  for (const each of [folder, schemas]) mkdirSync(join(root, each), {recursive: true})
  const files = [
    'oclif.manifest.json',
    'README.md',
    ...[folder, schemas].flatMap((each) => readdirSync(join(root, each)).map((name) => `${each}/${name}`)),
  ]
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

function restore(files) {
  for (const each of [folder, schemas]) {
    for (const name of readdirSync(join(root, each))) {
      if (!files.has(`${each}/${name}`)) rmSync(join(root, each, name))
    }
  }
  for (const [file, text] of files) writeFileSync(join(root, file), text)
}
