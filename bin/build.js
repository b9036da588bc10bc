/**
 * Bundles the program into `dist`: one entry a command plus `run`, shared chunks, oclif's core and both SDKs inside.
 * Bundling is worth a factor of four at start-up, because the generated Kubernetes API is cut off.
 */
import {spawnSync} from 'node:child_process'
import {chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {noticesFor} from './notices.js'

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

// Built beside the old program and put in its place whole: a run that starts meanwhile finds one or the other.
const fresh = mkdtempSync(join(root, '.dist-'))
const {metafile} = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: ['src/run.ts', ...commandFiles()],
  outbase: 'src',
  outdir: fresh,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  legalComments: 'linked',
  banner: {
    js: [
      "import {createRequire as __createRequire} from 'node:module'",
      "import {fileURLToPath as __fileURLToPath} from 'node:url'",
      "import {dirname as __dirnameOf} from 'node:path'",
      'const require = __createRequire(import.meta.url)',
      'const __filename = __fileURLToPath(import.meta.url)',
      'const __dirname = __dirnameOf(__filename)',
    ].join('\n'),
  },
  // oclif's core asks for these at development time only; a compiler would land in the bundle.
  external: ['typescript', 'tsx', 'ts-node'],
  plugins: [slimKubernetesClient],
  logLevel: 'warning',
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
    .map((file) => join('src', 'commands', file))
}
