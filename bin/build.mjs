/**
 * Bundles the program into `dist`: `program.cjs`, one script with all commands, oclif's core and both SDKs, and
 * `start.cjs`, which loads it. Bundling makes start-up four times as fast, because it leaves out the generated
 * Kubernetes API. A single script also allows V8's compiled code to be kept between runs. `late` has the scripts with
 * libraries that few runs need.
 */
import {createHash} from 'node:crypto'
import {chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {helpPages, WIDTHS} from './help/help-pages.mjs'
import {lateModules, lateScripts} from './late-modules.mjs'
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
    // Only read when a credential plugin is run, which is ours to do.
    bundle.onLoad({filter: /client-node[\\/]dist[\\/]exec_auth\.js$/}, ({path}) => ({
      contents: replaced(path, 'child_process.spawn', '(...args) => child_process.spawn(...args)', 1),
    }))
    // Our kubeconfigs reach it as JSON, so that the program has one YAML library.
    bundle.onResolve({filter: /^js-yaml$/}, (args) => ({path: args.path, namespace: 'json-only'}))
    bundle.onLoad({filter: /.*/, namespace: 'json-only'}, () => ({
      contents: 'export default {load: (text) => JSON.parse(text)}',
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
    // Otherwise it loads all of its help.
    change(bundle, 'main.js', /help_1\.(?=getHelpFlagAdditions|normalizeArgv)/, "require('./help/util').", 2)
    // It looks for WSL only to name the platform, which nothing here uses.
    change(bundle, 'util/os.js', "(await import('wsl-utils')).isWsl ? 'wsl' : ", '', 1)
    // The first call takes 6 ms, since it loads language rules just to sort command names.
    // Only a lowest version is asked for, which takes 60 kB of semver.
    change(bundle, 'index.js', "require('semver')", LOWEST_VERSION, 1)
    change(bundle, 'config/plugin.js', 'a.id.localeCompare(b.id)', '(a.id < b.id ? -1 : 1)', 1)
  },
}

/** Of semver, what a range like `>=20.19.0` takes. */
const LOWEST_VERSION = `{satisfies(version, range) {
  const [found, lowest] = [version, range.slice(2)].map((text) => text.split('.').map(Number));
  const at = found.findIndex((part, index) => part !== lowest[index]);
  return at === -1 || found[at] > lowest[at];
}}`

function change(bundle, file, from, to, times) {
  const filter = new RegExp(`@oclif/core/lib/${file}$`.replaceAll('/', '[\\\\/]').replace('.', '\\.'))
  bundle.onLoad({filter}, ({path}) => ({contents: replaced(path, from, to, times)}))
}

function replaced(path, from, to, times) {
  const parts = readFileSync(path, 'utf8').split(from)
  if (parts.length !== times + 1) throw new Error(`${path} no longer says ${from}`)
  return parts.join(to)
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
  // Names stay, for stack traces. Lines stay short enough to be looked at.
  minifyWhitespace: true,
  lineLimit: 200,
  logLevel: 'warning',
}
/** Of a script that `src/start` runs, which has no `import()` of its own. */
const loaded = {format: 'cjs', supported: {'dynamic-import': false}, mainFields: ['module', 'main']}
const {metafile} = await build({
  ...shared,
  metafile: true,
  stdin: {contents: entry, resolveDir: root, sourcefile: 'commands.js'},
  outfile: join(fresh, 'program.cjs'),
  ...loaded,
  // Without `start.cjs`, as in tests, the late scripts are required.
  banner: {js: "const {importModule, requireLate = (name) => require('./late/' + name + '.cjs')} = module"},
  legalComments: 'linked',
  // Used by oclif's core during development only. Bundling them would include a compiler.
  external: ['typescript', 'tsx', 'ts-node'],
  plugins: [slimKubernetesClient, changedOclif, lateModules],
})
const late = await Promise.all(
  Object.entries(lateScripts).map(([name, contents]) =>
    build({
      ...shared,
      metafile: true,
      stdin: {contents, resolveDir: root, sourcefile: `${name}.js`},
      outfile: join(fresh, 'late', `${name}.cjs`),
      ...loaded,
    }),
  ),
)
const scripts = ['program.cjs', ...Object.keys(lateScripts).map((name) => join('late', `${name}.cjs`))]
const texts = scripts.map((name) => {
  const text = readFileSync(join(fresh, name), 'utf8').replace(/[^\0-\x7f]/g, escapeCodeUnit)
  writeFileSync(join(fresh, name), text)
  return text
})
await build({
  ...shared,
  entryPoints: ['src/start/start.ts'],
  outfile: join(fresh, 'start.cjs'),
  format: 'cjs',
  define: {PROGRAM_DIGEST: JSON.stringify(createHash('sha256').update(texts.join('')).digest('hex'))},
})
writeHelp()
const inputs = [metafile, ...late.map((one) => one.metafile)].flatMap((one) => Object.keys(one.inputs))
writeFileSync(join(fresh, 'THIRD-PARTY-NOTICES.txt'), noticesFor(inputs, root))
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
