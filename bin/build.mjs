/**
 * Bundles the program into `dist`: `program.cjs`, one script with all commands, oclif's core and both SDKs inside, and `start.cjs`,
 * which loads it. Bundling is worth a factor of four at start-up, because the generated Kubernetes API is cut off; that it is
 * one script lets V8's code for it be kept between runs.
 */
import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {noticesFor} from './notices.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Only `KubeConfig` is used: its file alone pulls in all generated models unless that import is cut. */
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
    // node-fetch brings tr46, which loads Node's deprecated punycode: a warning on every run of Node 22 and later.
    bundle.onResolve({filter: /^node-fetch$/}, (args) => ({path: args.path, namespace: 'global-fetch'}))
    bundle.onLoad({filter: /.*/, namespace: 'global-fetch'}, () => ({
      // Looked up when they are called: the mere mention of the globals loads undici, 25 ms at every start.
      contents: ['Headers', 'Request', 'Response']
        .map((name) => `export function ${name}(...args) { return new globalThis.${name}(...args) }`)
        .concat('export default (...args) => globalThis.fetch(...args)')
        .join('\n'),
    }))
  },
}

/** What has to be otherwise in oclif's core; its text is compared, so that a new version is looked at. */
const changedOclif = {
  name: 'changed-oclif',
  setup(bundle) {
    // Plugins are loaded by `import()`, which the program, being a script to V8, must have from its loader.
    change(bundle, 'module-loader.js', 'await import(', 'await importModule(', 3)
    // Its first use takes 6 ms: the rules of a language are loaded for the names of commands.
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

/** Each command is loaded when it is asked for. */
const entry = [
  "export {run} from './src/program.ts'",
  'export const COMMANDS = {',
  ...commandFiles().map((file) => `get '${commandOf(file)}'() { return require('./src/commands/${file}').default },`),
  '}',
].join('\n')

// Built beside the old program and put in its place whole: a run that starts meanwhile finds one or the other.
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
  // oclif's core asks for these at development time only; a compiler would land in the bundle.
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
writeFileSync(join(fresh, 'THIRD-PARTY-NOTICES.txt'), noticesFor(Object.keys(metafile.inputs), root))
chmodSync(fresh, 0o755)
const former = join(root, `.dist-former-${process.pid}`)
if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), former)
renameSync(fresh, join(root, 'dist'))
rmSync(former, {recursive: true, force: true})
writeHelp()

/** The first page of the help, as oclif says it: `bin/run.js` shows it without loading oclif. */
function writeHelp() {
  const env = {...process.env, OCLIF_COLUMNS: '80', FORCE_COLOR: '1'}
  const {stdout, status, stderr} = spawnSync(process.execPath, [join(root, 'bin', 'run.js'), '--help'], {
    env,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`no help: ${stderr}`)
  const text = stdout
    .replace(`${process.platform}-${process.arch}`, '{platform}')
    .replace(`node-${process.version}`, 'node-{node}')
  const path = join(root, 'dist', 'help.txt')
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

function commandFiles() {
  return readdirSync(join(root, 'src', 'commands'), {recursive: true})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
}

/** `owners/adopt.ts` is `owners:adopt`, `owners/index.ts` is `owners`. */
function commandOf(file) {
  return file.replace(/(\/index)?\.ts$/, '').replaceAll('/', ':')
}

/** Equal to the character wherever JavaScript may have it, but in `String.raw`. */
function escapeCodeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
