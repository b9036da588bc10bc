/**
 * Writes the contents of a container image: `node bin/image.mjs /app`. The bundle needs no `node_modules`.
 */
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [target] = process.argv.slice(2)
if (target === undefined) {
  console.error('Name the folder: node bin/image.mjs /app')
  process.exit(1)
}
mkdirSync(join(target, 'bin'), {recursive: true})
for (const path of [
  'bin/package.json',
  'bin/help.js',
  'bin/run.js',
  'bin/warm.js',
  'dist',
  'deploy/completion',
  'oclif.manifest.json',
  'LICENSE',
]) {
  cpSync(join(root, path), join(target, path), {recursive: true})
}
const {name, version, description, license, type, engines, bin, oclif} = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
)
const manifest = {name, version, description, license, type, engines, bin, oclif}
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
