/**
 * Writes the files that are generated from the sources: `oclif.manifest.json`, the list in the README, `docs/commands`,
 * `docs/flags.md`, the man page and `schema`; and the version of `package.json` where the README and the recipes name it. With `--check` nothing stays changed, and it ends with 1 when a file was out of date.
 */
import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import {commandPage, fileOf, readmeList, toCommands} from './docs-commands.mjs'
import {collectFlags, flagsPage} from './docs-flags.mjs'
import {manPage} from './docs-man.mjs'
import {inOrder} from './help/flag-words.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const MANIFEST = 'oclif.manifest.json'
const FLAGS_PAGE = 'docs/flags.md'
const MAN_PAGE = 'docs/man/external-dns-ts.1'
const COMMAND_PAGES = 'docs/commands'
const SCHEMAS = 'schema'
const LIST = /(?<=<!-- commands -->\n)[\s\S]*(?=\n<!-- commandsstop -->)/
/** Pages and recipes that name the version. */
const VERSIONED = [
  'README.md',
  'deploy/kustomize/README.md',
  'deploy/kustomize/base/cron-job.yaml',
  'deploy/helm/external-dns-ts/Chart.yaml',
  'deploy/helm/external-dns-ts/values.yaml',
  'deploy/ci/argocd/post-sync.yaml',
  'deploy/ci/github/workflow.yml',
  'deploy/ci/gitlab/external-dns-ts.gitlab-ci.yml',
]
const VERSION =
  /(?<=external-dns-ts[-:]|\/deploy\/ci\/github@v|your-org\/external-dns-ts@v|^ {2}tag: |^version: |^appVersion: ")\d+\.\d+\.\d+(?:-[\w.]+?)?(?=\.tgz|[\s"`]|$)/gm
const COMMAND_FILES = readdirSync(join(root, 'src', 'commands'), {recursive: true})
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .map((file) => [file.replace(/(\/index)?\.ts$/, '').replaceAll('/', ':'), file])
const SHELL_BLOCK = /```sh\n([\s\S]*?)```/g

const before = snapshot()
const wanted = await generate()
const stale = [...new Set([...before.keys(), ...wanted.keys()])]
  .filter((file) => before.get(file) !== wanted.get(file))
  .sort(inOrder)
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')}. Run: npm run docs`)
    process.exitCode = 1
  }
} else {
  for (const file of stale) write(file, wanted.get(file))
  console.log(stale.length === 0 ? 'Nothing was stale.' : `Written: ${stale.join(', ')}`)
}

/** The content of each generated file, by path. */
async function generate() {
  const manifest = readManifest()
  const {COMMANDS, PUBLISHED_SCHEMAS, SETTING_FLAGS, variableOf} = await importSources()
  const {version, description, oclif} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const {bin} = oclif
  const commands = toCommands(COMMANDS, bin)
  const flags = collectFlags(commands, {settingFlags: SETTING_FLAGS, variableOf})
  const versioned = (file, text = before.get(file)) => [file, text.replace(VERSION, version)]
  const context = {flags, commands, guides: readGuides(), bin}
  return new Map([
    [MANIFEST, manifest],
    ...VERSIONED.map((file) => versioned(file)),
    versioned('README.md', inReadme(`${readmeList(commands, {folder: COMMAND_PAGES, bin})}\n`)),
    [FLAGS_PAGE, flagsPage(flags, commands)],
    [MAN_PAGE, manPage(flags, commands, {bin, version, description, exitCodes: readExitCodes()})],
    ...commands.map((command) => [`${COMMAND_PAGES}/${fileOf(command)}`, commandPage(command, context)]),
    ...Object.entries(PUBLISHED_SCHEMAS).map(([name, schema]) => [
      `${SCHEMAS}/${name}`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  ])
}

/** Runs `oclif manifest` on the built program and returns the result. It writes to a file, which is restored. */
function readManifest() {
  const oclif = join(root, 'node_modules', 'oclif', 'bin', 'run.js')
  // Otherwise oclif looks for a newer version over the network and reports it.
  const env = {...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: 'true'}
  try {
    execFileSync(process.execPath, [oclif, 'manifest'], {cwd: root, env, stdio: ['ignore', 'ignore', 'inherit']})
    const text = readFileSync(join(root, MANIFEST), 'utf8')
    checkManifest(JSON.parse(text))
    return text
  } finally {
    write(MANIFEST, before.get(MANIFEST))
  }
}

/** Without a build, `oclif manifest` silently writes an empty manifest. */
function checkManifest({commands}) {
  const missing = ['plan', 'apply', 'prune', 'owners'].filter((name) => commands[name] === undefined)
  if (missing.length > 0) throw new Error(`the manifest lacks ${missing.join(', ')}: run npm run build first`)
}

/** Imports commands, flags and schemas from the sources. */
async function importSources() {
  // Inside the package, so that the remaining imports resolve.
  const folder = mkdtempSync(join(root, '.dist-'))
  try {
    const outfile = join(folder, 'docs.mjs')
    await build({
      absWorkingDir: root,
      stdin: {
        contents: [
          "import {CONFIG_FLAGS} from './src/cli/flags/own-flags.ts'",
          "import {variableOf as ofRow} from './src/cli/flags/flag-spec.ts'",
          "import {SETTING_FLAGS} from './src/cli/flags/setting-flags.ts'",
          'const ROWS = {...SETTING_FLAGS, ...CONFIG_FLAGS}',
          'export const variableOf = (name) => ROWS[name] && ofRow(name, ROWS[name])',
          "export {SETTING_FLAGS} from './src/cli/flags/setting-flags.ts'",
          "export {PUBLISHED_SCHEMAS} from './src/render/json/published-schemas.ts'",
          ...COMMAND_FILES.map(([, file], index) => `import command${index} from './src/commands/${file}'`),
          `export const COMMANDS = {${COMMAND_FILES.map(([id], index) => `'${id}': command${index}.definition`)}}`,
        ].join('\n'),
        resolveDir: root,
      },
      bundle: true,
      packages: 'external',
      outfile,
      format: 'esm',
      platform: 'node',
      logLevel: 'warning',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** The table of the README: pairs of code and meaning. */
function readExitCodes() {
  return [...before.get('README.md').matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, code, meaning]) => [code, meaning])
}

/** The hand-written pages of `docs`. */
function readGuides() {
  return readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && `docs/${name}` !== FLAGS_PAGE)
    .sort(inOrder)
    .map((file) => {
      const text = readFileSync(join(root, 'docs', file), 'utf8')
      const [, title = file] = /^# (.+)$/m.exec(text) ?? []
      return {file, title, lines: [...text.matchAll(SHELL_BLOCK)].flatMap(([, block]) => block.split('\n'))}
    })
}

function inReadme(list) {
  const readme = before.get('README.md')
  if (!LIST.test(readme)) throw new Error('README.md lacks its marks <!-- commands --> and <!-- commandsstop -->')
  return readme.replace(LIST, () => list)
}

/** The present content of the generated files. */
function snapshot() {
  for (const each of [COMMAND_PAGES, SCHEMAS, dirname(MAN_PAGE)]) mkdirSync(join(root, each), {recursive: true})
  const files = [
    MANIFEST,
    ...VERSIONED,
    FLAGS_PAGE,
    MAN_PAGE,
    ...[COMMAND_PAGES, SCHEMAS].flatMap((each) => readdirSync(join(root, each)).map((name) => `${each}/${name}`)),
  ].filter((file) => existsSync(join(root, file)))
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

/** Without text, deletes the file. */
function write(file, text) {
  if (text === undefined) rmSync(join(root, file), {force: true})
  else writeFileSync(join(root, file), text)
}
