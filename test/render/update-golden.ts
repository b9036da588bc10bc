import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {goldenFiles} from './golden-cases.js'

// Updates test/render/golden. Review the diff as a user would before committing it.
const folder = fileURLToPath(new URL('golden/', import.meta.url))
mkdirSync(folder, {recursive: true})
const files = goldenFiles()
for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(`${folder}${name}`)
for (const [name, text] of files) writeFileSync(`${folder}${name}`, text)
process.stdout.write(`${files.size} golden files written\n`)
