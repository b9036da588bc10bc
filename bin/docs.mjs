/**
 * Writes the files that are generated from the sources: `oclif.manifest.json`, the list in the README, `docs/commands`,
 * `docs/flags.md`, the man page and `schema`; and the version of `package.json` where the README and the recipes name it.
 * With `--check` it writes nothing, and ends with 1 when a file is out of date.
 */
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Plugin} from '@oclif/core'
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
  const manifest = await readManifest()
  const {PUBLISHED_SCHEMAS, SETTING_FLAGS, variableOf} = await importSources()
  const {version, description, oclif} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const {bin} = oclif
  const {COMMANDS} = createRequire(import.meta.url)(join(root, 'dist', 'program.cjs'))
  const definitions = Object.fromEntries(Object.keys(COMMANDS).map((id) => [id, COMMANDS[id].definition]))
  const commands = toCommands(definitions, bin)
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

/** What `oclif manifest` would write for the built program; it would write it into the work tree, whatever happens next. */
async function readManifest() {
  const plugin = new Plugin({
    errorOnManifestCreate: true,
    ignoreManifest: true,
    respectNoCacheDefault: true,
    root,
    type: 'core',
  })
  await plugin.load()
  checkManifest(plugin.manifest)
  return JSON.stringify(plugin.manifest, null, 2)
}

/** Without a build, oclif silently makes an empty manifest. */
function checkManifest({commands}) {
  const missing = ['plan', 'apply', 'prune', 'owners'].filter((name) => commands[name] === undefined)
  if (missing.length > 0) throw new Error(`the manifest lacks ${missing.join(', ')}: run npm run build first`)
}

/** Imports from the sources what the built program does not export. */
async function importSources() {
  const {outputFiles} = await build({
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
      ].join('\n'),
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
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
  const folders = [COMMAND_PAGES, SCHEMAS].filter((folder) => existsSync(join(root, folder)))
  const files = [
    MANIFEST,
    ...VERSIONED,
    FLAGS_PAGE,
    MAN_PAGE,
    ...folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)),
  ].filter((file) => existsSync(join(root, file)))
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

/** Without text, deletes the file. */
function write(file, text) {
  const path = join(root, file)
  if (text === undefined) return rmSync(path, {force: true})
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, text)
}
