import {execFile} from 'node:child_process'
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {startRoute53Emulator} from '../emulators/route53/emulator.js'
import {SCENE_OBJECTS, SCENE_ZONES} from './scene.js'
import {toPicture} from './terminal-picture.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const README = join(ROOT, 'README.md')
/** `<!-- screen COLUMNS: COMMAND -->` and the following block. UPDATE_SCREENS=1 updates the blocks. */
const SCREEN = /<!-- screen (\d+): (.+?) -->\n```(?:text)?\n([\s\S]*?)```/g
/** Command lines in `sh` blocks. */
const SHELL_BLOCK = /```sh\n([\s\S]*?)```/g

const PICTURE = join(ROOT, 'docs/plan.svg')
const PICTURE_COLUMNS = 116

const isUpdate = process.env.UPDATE_SCREENS === '1'

let environment: Record<string, string> = {}
const closers: (() => Promise<void>)[] = []

async function stage(): Promise<void> {
  const kubernetes = await startKubernetesEmulator({objects: SCENE_OBJECTS})
  const route53 = await startRoute53Emulator({zones: SCENE_ZONES})
  closers.push(kubernetes.close, route53.close)
  const kubeconfig = join(mkdtempSync(join(tmpdir(), 'readme-')), 'kubeconfig')
  await kubernetes.writeKubeconfig(kubeconfig)
  environment = {
    PATH: process.env.PATH ?? '',
    KUBECONFIG: kubeconfig,
    AWS_ENDPOINT_URL_ROUTE_53: route53.url,
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
  }
}

function toScreen(columns: string, command: string, text: string): string {
  return `<!-- screen ${columns}: ${command} -->\n\`\`\`text\n${text}\`\`\``
}

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(commandLine: string, columns: string, further: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const [, ...args] = commandLine.split(/\s+/)
  const options = {env: {...environment, COLUMNS: columns, ...further}, cwd: ROOT}
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'bin/run.js'), ...args], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1
      resolve({code, stdout, stderr})
    })
  })
}

beforeAll(stage)
afterAll(async () => {
  await Promise.all(closers.map((close) => close()))
})

describe('the README', () => {
  it('shows screens that the program prints, byte for byte', async () => {
    let readme = readFileSync(README, 'utf8')
    const screens = [...readme.matchAll(SCREEN)]
    expect(screens.length).toBeGreaterThanOrEqual(2)
    for (const [block, columns = '', command = '', shown = ''] of screens) {
      const {stdout, code} = await run(command, columns)
      expect(code, command).toBe(0)
      if (isUpdate) readme = readme.replace(block, () => toScreen(columns, command, stdout))
      else expect(shown).toBe(stdout)
    }
    if (isUpdate) writeFileSync(README, readme)
  })

  it('has a picture of what the program prints, in its colours', async () => {
    const command = 'external-dns-ts plan --policy=sync --txt-owner-id=prod-eu1'
    const {stdout, code} = await run(command, String(PICTURE_COLUMNS), {FORCE_COLOR: '1'})
    expect(code).toBe(0)
    const picture = toPicture(stdout, PICTURE_COLUMNS)
    if (isUpdate) writeFileSync(PICTURE, picture)
    expect(readFileSync(PICTURE, 'utf8')).toBe(picture)
    expect(picture).toContain('fill="#7ee787"')
    expect(readFileSync(README, 'utf8')).toContain('](docs/plan.svg)')
  })

  it('has only command lines that run', async () => {
    const readme = readFileSync(README, 'utf8')
    const lines = [...readme.matchAll(SHELL_BLOCK)]
      .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
      .filter((line) => line.startsWith('external-dns-ts '))
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) {
      const command = line.replace(/\s+#.*$/, '').replaceAll("'", '')
      const {code, stderr} = await run(command, '100')
      // Without a terminal, an apply that would have to ask ends with 3; --detailed-exitcode may end with 2.
      expect(
        [
          0,
          ...(/^external-dns-ts (apply|prune)/.test(command) ? [3] : []),
          ...(command.includes('--detailed-exitcode') ? [2] : []),
        ],
        `${command}\n${stderr}`,
      ).toContain(code)
    }
  })
})
