import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {startProgram} from '../commands/built-program.js'
import {service} from '../commands/objects.js'
import {AS_PROD, type Stage, stage} from '../commands/stage.js'

/** Tests the built program: `npm run build` first. */

let scene: Stage
/** The file that the planted code writes. */
let mark = ''

beforeEach(async () => {
  scene = await stage({objects: [service('front', 'www.example.com')]})
  mark = join(scene.folder, 'it-ran')
})

function plant(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(scene.folder, name)
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, text)
  }
}

const evil = () =>
  `require('node:fs').writeFileSync(${JSON.stringify(mark)}, __filename)\nmodule.exports = async () => {}\n`

/** Creates a plugin in `dataDir` as `plugins install` of another oclif program would. */
function plantPlugin(dataDir: string, type: 'user' | 'link'): void {
  const root = join(dataDir, 'node_modules', 'evil')
  const hooks = Object.fromEntries(
    ['init', 'prerun', 'preparse', 'postrun', 'finally', 'command_not_found'].map((event) => [event, './hook.js']),
  )
  plant({
    [join(dataDir, 'package.json')]: JSON.stringify({
      name: 'external-dns-ts',
      dependencies: {evil: '1.0.0'},
      oclif: {schema: 1, plugins: [{name: 'evil', type, root: join(scene.folder, root)}]},
    }),
    [join(root, 'package.json')]: JSON.stringify({
      name: 'evil',
      version: '1.0.0',
      oclif: {hooks, commands: './commands'},
    }),
    [join(root, 'hook.js')]: evil(),
    [join(root, 'commands', 'plan.js')]: evil(),
  })
}

const COMMANDS = [
  ['plan', AS_PROD],
  ['help'],
  ['plan', '--help'],
  ['help', 'plan'],
  ['nothing'],
  ['completion', 'bash'],
]

describe('code in the user’s data folder', () => {
  it.each(COMMANDS)('is not run by %s %s', async (...argv) => {
    plantPlugin('.local/share/external-dns-ts', 'user')
    await startProgram(argv, scene.environment).ended
    expect(existsSync(mark)).toBe(false)
  })

  it.each(['user', 'link'] as const)('is not run when variables name another data folder: %s', async (type) => {
    plantPlugin('xdg/external-dns-ts', type)
    for (const variables of [
      {XDG_DATA_HOME: join(scene.folder, 'xdg')},
      {EXTERNAL_DNS_TS_DATA_DIR: join(scene.folder, 'xdg', 'external-dns-ts')},
    ]) {
      for (const mode of [{}, {NODE_ENV: 'development'}, {NODE_ENV: 'test'}]) {
        const ended = await startProgram(['plan', AS_PROD], scene.with({...variables, ...mode})).ended
        expect(ended).toMatchObject({exitCode: 0, stdout: expect.stringContaining('1 to create')})
        expect(existsSync(mark)).toBe(false)
      }
    }
  })
})

describe('compilers', () => {
  it.each(['tsx/cjs/api', 'tsx/esm/api', 'ts-node', 'typescript'])(
    'are looked for nowhere, whatever NODE_ENV says: %s at home',
    async (name) => {
      plant({[`.node_modules/${name}.js`]: evil(), [`.node_modules/${name}/index.js`]: evil()})
      for (const argv of [
        ['plan', AS_PROD],
        ['help', 'plan'],
      ]) {
        await startProgram(argv, scene.with({NODE_ENV: 'development'})).ended
        expect(existsSync(mark)).toBe(false)
      }
    },
  )
})
