/**
 * Bundles the program into `dist`: `program.cjs`, one script with all commands, oclif's core and both SDKs, and
 * `start.cjs`, which loads it. Bundling makes start-up four times as fast, because it leaves out the generated
 * Kubernetes API. A single script also allows V8's compiled code to be kept between runs.
 */
import {createHash} from 'node:crypto'
import {chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {helpPages, WIDTHS} from './help/help-pages.mjs'
import {noticesFor} from './notices.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Reduces the Kubernetes client to `KubeConfig`, the only part we use, whose file would otherwise import all generated
 * models.
 */
const slimKubernetesClient = {
  name: 'slim-kubernetes-client',
  setup(bundle) {
    bundle.onResolve({filter: /^@kubernetes\/client-node$/}, (args) =>
      bundle.resolve('@kubernetes/client-node/dist/config.js', {resolveDir: args.resolveDir, kind: args.kind}),
    )
    bundle.onResolve({filter: /^\.\/gen\/index\.js$/}, (args) =>
      args.importer.endsWith(join('client-node', 'dist', 'config.js'))
        ? {path: args.path, namespace: 'slim'}
        : undefined,
    )
    bundle.onLoad({filter: /gen\/index\.js$/, namespace: 'slim'}, () => ({
      contents:
        "export {createConfiguration} from '@kubernetes/client-node/dist/gen/configuration.js'\n" +
        "export {ServerConfiguration} from '@kubernetes/client-node/dist/gen/servers.js'\n",
      resolveDir: root,
    }))
    // node-fetch imports tr46, which loads Node's deprecated punycode: a warning on every run since Node 22.
    bundle.onResolve({filter: /^node-fetch$/}, (args) => ({path: args.path, namespace: 'global-fetch'}))
    bundle.onLoad({filter: /.*/, namespace: 'global-fetch'}, () => ({
      // Resolved when called: just mentioning these globals loads undici, which takes 25 ms at every start.
      contents: ['Headers', 'Request', 'Response']
        .map((name) => `export function ${name}(...args) { return new globalThis.${name}(...args) }`)
        .concat('export default (...args) => globalThis.fetch(...args)')
        .join('\n'),
    }))
  },
}

/** Patches for oclif's core. The build fails when their text no longer matches, so that a new version is reviewed. */
const changedOclif = {
  name: 'changed-oclif',
  setup(bundle) {
    // oclif loads plugins by `import()`. V8 runs the program as a script, where that must come from the loader.
    change(bundle, 'module-loader.js', 'await import(', 'await importModule(', 3)
    // The first call takes 6 ms, since it loads language rules just to sort command names.
    change(bundle, 'config/plugin.js', 'a.id.localeCompare(b.id)', '(a.id < b.id ? -1 : 1)', 1)
  },
}

function change(bundle, file, from, to, times) {
  const filter = new RegExp(`@oclif/core/lib/${file}$`.replaceAll('/', '[\\\\/]').replace('.', '\\.'))
  bundle.onLoad({filter}, ({path}) => {
    const parts = readFileSync(path, 'utf8').split(from)
    if (parts.length !== times + 1) throw new Error(`${path} no longer says ${from}`)
    return {contents: parts.join(to)}
  })
}

/** Commands are loaded on demand. */
const entry = [
  "export {run} from './src/program.ts'",
  'export const COMMANDS = {',
  ...commandFiles().map((file) => `get '${commandOf(file)}'() { return require('./src/commands/${file}').default },`),
  '}',
].join('\n')

// Built next to the old program and then swapped, so that a run that starts meanwhile finds one or the other.
const fresh = mkdtempSync(join(root, '.dist-'))
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  logLevel: 'warning',
}
const {metafile} = await build({
  ...shared,
  metafile: true,
  stdin: {contents: entry, resolveDir: root, sourcefile: 'commands.js'},
  outfile: join(fresh, 'program.cjs'),
  format: 'cjs',
  supported: {'dynamic-import': false},
  banner: {js: 'const {importModule} = module'},
  mainFields: ['module', 'main'],
  legalComments: 'linked',
  // Used by oclif's core during development only. Bundling them would include a compiler.
  external: ['typescript', 'tsx', 'ts-node'],
  plugins: [slimKubernetesClient, changedOclif],
})
const program = readFileSync(join(fresh, 'program.cjs'), 'utf8').replace(/[^\0-\x7f]/g, escapeCodeUnit)
writeFileSync(join(fresh, 'program.cjs'), program)
await build({
  ...shared,
  entryPoints: ['src/start/start.ts'],
  outfile: join(fresh, 'start.cjs'),
  format: 'cjs',
  define: {PROGRAM_DIGEST: JSON.stringify(createHash('sha256').update(program).digest('hex'))},
})
writeHelp()
writeFileSync(join(fresh, 'THIRD-PARTY-NOTICES.txt'), noticesFor(Object.keys(metafile.inputs), root))
chmodSync(fresh, 0o755)
const former = join(root, `.dist-former-${process.pid}`)
if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), former)
renameSync(fresh, join(root, 'dist'))
rmSync(former, {recursive: true, force: true})

/** Renders all help, so that `bin/run.js` can show it without loading the program. */
function writeHelp() {
  const {COMMANDS} = createRequire(import.meta.url)(join(fresh, 'program.cjs'))
  const definitions = Object.fromEntries(Object.keys(COMMANDS).map((id) => [id, COMMANDS[id].definition]))
  for (const width of WIDTHS) {
    writeFileSync(join(fresh, `help-${width}.json`), JSON.stringify(helpPages(definitions, width)))
  }
}

function commandFiles() {
  return readdirSync(join(root, 'src', 'commands'), {recursive: true})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
}

/** The id of a command: `owners:adopt` for `owners/adopt.ts`, `owners` for `owners/index.ts`. */
function commandOf(file) {
  return file.replace(/(\/index)?\.ts$/, '').replaceAll('/', ':')
}

/** The escape of a character, equivalent to it everywhere in JavaScript except in `String.raw`. */
function escapeCodeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
