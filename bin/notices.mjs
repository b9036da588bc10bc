import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

const RULE = '-'.repeat(80)
const LICENSE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i

/**
 * Lists the packages in the bundle, with version and licence text, sorted by name.
 *
 * @param {readonly string[]} inputs paths of the bundled files, as esbuild's metafile has them
 * @param {string} root
 * @throws Error for a package without a licence, since its code must not be distributed
 */
export function noticesFor(inputs, root) {
  const folders = [...new Set(inputs.flatMap((path) => packageFolder(path) ?? []))].sort()
  const parts = folders.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const license = typeof manifest.license === 'string' ? manifest.license : manifest.license?.type
    if (license === undefined) throw new Error(`${manifest.name} names no licence`)
    const texts = readdirSync(join(root, folder))
      .filter((file) => LICENSE_FILE.test(file))
      .sort()
      .map((file) => readFileSync(join(root, folder, file), 'utf8').trim())
    const head = `${manifest.name} ${manifest.version}, ${license}`
    return [head, ...(texts.length === 0 ? [`(the package brings no text; its licence is ${license})`] : texts)].join(
      '\n\n',
    )
  })
  const intro = 'Code of these packages is part of this program, each under its own licence.'
  return `${[intro, ...parts].join(`\n\n${RULE}\n\n`)}\n`
}

/** The folder of the innermost package, such as `node_modules/@scope/name`; undefined for our own files. */
function packageFolder(path) {
  const at = path.replaceAll('\\', '/').lastIndexOf('node_modules/')
  if (at < 0 || path.includes(':')) return undefined
  const rest = path.slice(at + 'node_modules/'.length).split('/')
  const name = rest[0]?.startsWith('@') ? rest.slice(0, 2) : rest.slice(0, 1)
  const folder = `${path.slice(0, at)}node_modules/${name.join('/')}`
  return existsSync(folder) ? folder : undefined
}
